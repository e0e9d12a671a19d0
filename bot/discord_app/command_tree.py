"""Which interactions with commands go on, and what is said where one does not, or fails."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands

from bot.discord_app import delivery
from bot.discord_app.interactions import Interaction, runtime_of
from bot.discord_app.message import BotMessage
from bot.discord_app.presses import TOO_BUSY
from bot.discord_app.rate_limit import Pace, RateLimiter
from bot.discord_app.tally import Unmet
from bot.translation import Message, ngettext, speak

log = logging.getLogger(__name__)

_OLD_COMMAND = Message("This command has changed. Reload Discord (Ctrl+R), then try it again.")


class BotCommandTree(app_commands.CommandTree[Any]):
    """The commands: which interactions go on, and what is said where one fails."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Whether to go on with an interaction."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        runtime = runtime_of(interaction)
        speak(runtime.language_of(interaction))
        if not runtime.is_new(interaction.id):
            return False
        if runtime.full:
            runtime.tally.reply(Unmet.TOO_BUSY)
            await delivery.say(interaction, BotMessage(TOO_BUSY))
            return False
        if runtime.limiter.question(interaction.user.id) is Pace.FINE:
            return True
        runtime.tally.reply(Unmet.TOO_FAST)
        told = slow_down(runtime.limiter, interaction.user.id)
        await delivery.say(interaction, BotMessage(told))
        return False

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Say what went wrong; commands themselves handle what can be expected."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            if interaction.type is not discord.InteractionType.autocomplete:
                await delivery.say(interaction, BotMessage(_OLD_COMMAND))
            return
        log.error("A command failed", exc_info=error)
        if not interaction.response.is_done():
            await delivery.say(interaction, BotMessage(delivery.SORRY))


def slow_down(limiter: RateLimiter, user: int) -> str:
    """Why a question is not answered, and when the next will be."""
    return ngettext(
        "You have asked {limit} questions within a minute, as many as one person may, so that "
        "others are answered as well. Ask again in {number} second.",
        "You have asked {limit} questions within a minute, as many as one person may, so that "
        "others are answered as well. Ask again in {number} seconds.",
        max(limiter.wait(user), 1),
        limit=limiter.limit,
    )
