"""The commands in the languages of Discord's clients, and the language of whoever asks.

What a command, its options and its choices are for is said in every language that there is a
catalogue for. Names of commands and options stay: texts and people name them, `/ask`. A message
menu's name is all that there is of it, so it is translated, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Command, ContextMenu, TranslationContextLocation, locale_str

from bot.discord_app.settings_store import SettingsStore
from bot.translation import ENGLISH, Message, known, speaking, translated

_NAMES = {
    TranslationContextLocation.command_name,
    TranslationContextLocation.group_name,
    TranslationContextLocation.parameter_name,
}


class CommandTranslator(app_commands.Translator):
    """Tells Discord what commands are called and for, from the catalogues."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: Any
    ) -> str | None:
        """The text in a language of Discord's; None where English has to do."""
        is_menu = isinstance(context.data, ContextMenu)
        if context.location in _NAMES and not is_menu:
            return None
        return told_in(string.message, locale.value)


def told_in(text: str, code: str) -> str | None:
    """A text of ours in a language; None in English, and where there is no translation."""
    if (language := known([code])) == ENGLISH:
        return None
    with speaking(language):
        told = translated(Message(text))
    return told if told != text else None


def texts_of(commands: Iterable[Any]) -> Iterator[str]:
    """All that is to be translated of commands, menus and groups."""
    for command in commands:
        if isinstance(command, ContextMenu):
            yield command.name
            continue
        yield command.description
        if not isinstance(command, Command):
            yield from texts_of(command.commands)
            continue
        for parameter in command.parameters:
            yield parameter.description
            yield from (choice.name for choice in parameter.choices)


def language_of_user(interaction: discord.Interaction[Any], settings: SettingsStore) -> str:
    """The language that is set for a server; unless one is, that of somebody's client."""
    return known([settings.locale(interaction.guild_id, interaction.locale.value)])


def language_of_place(message: discord.Message, settings: SettingsStore, default: str) -> str:
    """The language of the server that a message is in.

    Nothing is known of whoever writes a direct message: there the `default` is spoken.
    """
    if message.guild is None:
        return default
    return known([settings.locale(message.guild.id, message.guild.preferred_locale.value)])
