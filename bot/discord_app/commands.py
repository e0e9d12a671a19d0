"""The slash commands, the message menus, and what is offered while somebody types.

All may be used in servers, direct messages and group messages, by members of a server with the
bot and by users who installed it for themselves. /reindex, which is for the
operator, and /settings, for a server's managers, are for servers alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.app_commands import Choice, Command, ContextMenu

from bot.discord_app import delivery
from bot.discord_app.autocomplete import Suggestions
from bot.discord_app.handlers import Handlers
from bot.discord_app.interactions import Interaction, runtime_of
from bot.discord_app.message import BotMessage
from bot.discord_app.message_parts import shareable
from bot.discord_app.message_text import text_of
from bot.discord_app.permissions import may_reindex
from bot.discord_app.settings_command import settings
from bot.discord_app.venue import venue_of_interaction
from bot.render.discord_reports import ANSWER_MENU, CHECK_MENU
from bot.translation import Message

_Result = TypeVar("_Result")
_LONGEST = 1000  # characters of a question
_ID = 100
_NO_TEXT = Message("There is no text in that message.")
_OPERATORS = Message(
    "Only whoever runs this bot can have the documents read again: the owner of its Discord "
    "application, or a member of the team that owns it."
)
_MANAGERS = Message(
    "Only whoever runs this bot or manages this server can have the documents read again."
)


def all_commands() -> list[Command[Any, ..., Any] | ContextMenu]:
    """Every command, for a tree."""
    for_all: list[Command[Any, ..., Any]] = [ask, passage, reference, search, verify, about]
    return [*for_all, reindex, settings, answer_menu, check_menu]


def everywhere(command: Any) -> Any:
    """In servers, direct and group messages; installed to a server or to a user."""
    installs = app_commands.allowed_installs(guilds=True, users=True)
    contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    return installs(contexts(command))


@app_commands.command()
@app_commands.describe(
    question="What do you want to know?",
    document="Look in this document only",
    private="Show the answer to me alone",
)
@everywhere
async def ask(
    interaction: Interaction,
    question: app_commands.Range[str, 1, _LONGEST],
    document: str | None = None,
    private: bool | None = None,
) -> None:
    """Answer a question with the document's own words, with references."""
    await _respond(
        interaction,
        private,
        lambda handlers, asker: handlers.answer(question, document, None, asker),
    )


@app_commands.command()
@app_commands.describe(
    passage_id="The passage's id, as it stands under an answer", private="Show it to me alone"
)
@app_commands.rename(passage_id="id")
@everywhere
async def passage(
    interaction: Interaction,
    passage_id: app_commands.Range[str, 1, _ID],
    private: bool | None = None,
) -> None:
    """Show one passage by its id, word for word."""
    await _respond(
        interaction, private, lambda handlers, asker: handlers.passage(passage_id, asker)
    )


@app_commands.command()
@app_commands.describe(
    number="The number or mark in square brackets, such as 14", private="Show it to me alone"
)
@everywhere
async def reference(
    interaction: Interaction,
    number: app_commands.Range[str, 1, _ID],
    private: bool | None = None,
) -> None:
    """Show every passage that cites a reference, and its entry."""
    await _respond(
        interaction, private, lambda handlers, asker: handlers.reference(number, 0, asker)
    )


@app_commands.command()
@app_commands.describe(receipt="The receipt of a quotation, such as 37up-qoem-tis7-dolh")
@everywhere
async def verify(interaction: Interaction, receipt: app_commands.Range[str, 1, _ID]) -> None:
    """Check whether a quotation still stands in the document, by its receipt."""
    await _respond(interaction, True, lambda handlers, _: handlers.verify(receipt))


@app_commands.command()
@app_commands.describe(
    words="A word, or words that stand side by side",
    document="Look in this document only",
    private="Show it to me alone",
)
@everywhere
async def search(
    interaction: Interaction,
    words: app_commands.Range[str, 1, _ID],
    document: str | None = None,
    private: bool | None = None,
) -> None:
    """Show every passage with a word or phrase, in the document's order."""
    await _respond(
        interaction, private, lambda handlers, asker: handlers.search(words, document, asker)
    )


@app_commands.command()
@everywhere
async def about(interaction: Interaction) -> None:
    """What this bot answers from, how it works, and what it does not keep."""
    await _respond(interaction, True, lambda handlers, _: handlers.about())


@app_commands.command()
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
async def reindex(interaction: Interaction) -> None:
    """Read the documents again and show what changed (for operators)."""
    runtime = runtime_of(interaction)
    with runtime.serving():
        managers = runtime.managers_reindex and runtime.audiences.open
        if may_reindex(interaction, managers=managers):
            await delivery.respond(interaction, runtime.reindex(), private=True)
        else:
            await delivery.say(interaction, BotMessage(_MANAGERS if managers else _OPERATORS))


@app_commands.context_menu(name=ANSWER_MENU)
@everywhere
async def answer_menu(interaction: Interaction, message: discord.Message) -> None:
    """Take a message as the question."""
    await _with_text(
        interaction,
        message,
        lambda handlers, text: handlers.answer(text[:_LONGEST], None, None, None),
    )


@app_commands.context_menu(name=CHECK_MENU)
@everywhere
async def check_menu(interaction: Interaction, message: discord.Message) -> None:
    """Whether a message, or what it quotes, is in the corpus word for word."""
    await _with_text(interaction, message, Handlers.check)


async def _respond(
    interaction: Interaction,
    private: bool | None,
    work: Callable[[Handlers, int | None], BotMessage],
) -> None:
    """Answer with what the place's handlers make; where `private` is None, as the server has it.

    `work` gets the id of the user who may have the answer removed; None where it is private.
    """
    runtime, venue = runtime_of(interaction), venue_of_interaction(interaction)
    if private is None:
        private = venue.server is not None and runtime.audiences.settings.of(venue.server).private
    asker = None if private else interaction.user.id
    with runtime.serving():
        share = private and _can_share(interaction)
        made = runtime.at(venue, lambda handlers: shareable(work(handlers, asker), share=share))
        await delivery.respond(interaction, made, private=private)


def _can_share(interaction: Interaction) -> bool:
    """Whether the bot is in the server, and not in the asker's own account only."""
    server = interaction.guild_id
    return server is not None and interaction.client.get_guild(server) is not None


async def _with_text(
    interaction: Interaction, message: discord.Message, work: Callable[[Handlers, str], BotMessage]
) -> None:
    """Do something with a message's text; in private."""
    if text := text_of(message):
        await _respond(interaction, True, lambda handlers, _: work(handlers, text))
    else:
        await delivery.say(interaction, BotMessage(_NO_TEXT))


async def _suggested(
    interaction: Interaction, work: Callable[[Suggestions], list[_Result]]
) -> list[_Result]:
    """What is offered in a place while somebody types."""
    runtime, venue = runtime_of(interaction), venue_of_interaction(interaction)
    return await runtime.offer(lambda: work(runtime.audiences.at(venue).suggestions))


@ask.autocomplete("question")
async def _questions(interaction: Interaction, current: str) -> list[Choice[str]]:
    found = await _suggested(interaction, lambda offered: offered.questions(current))
    return [Choice(name=topic, value=topic) for topic in found]


@search.autocomplete("words")
async def _headings(interaction: Interaction, current: str) -> list[Choice[str]]:
    found = await _suggested(interaction, lambda offered: offered.headings(current))
    return [Choice(name=heading, value=heading) for heading in found]


@search.autocomplete("document")
@ask.autocomplete("document")
async def _documents(interaction: Interaction, current: str) -> list[Choice[str]]:
    found = await _suggested(interaction, lambda offered: offered.documents(current))
    return [Choice(name=name, value=value) for name, value in found]


@passage.autocomplete("passage_id")
async def _passages(interaction: Interaction, current: str) -> list[Choice[str]]:
    found = await _suggested(interaction, lambda offered: offered.passages(current))
    return [Choice(name=passage_id, value=passage_id) for passage_id in found]
