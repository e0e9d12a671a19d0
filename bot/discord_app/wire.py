"""A message of ours as discord.py takes it: without pings, and without previews of its links."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import discord
from discord.http import handle_message_parameters
from discord.webhook.async_ import async_context

from bot.discord_app.buttons import view_of
from bot.discord_app.interactions import Interaction
from bot.discord_app.message import BotMessage

_QUIET = discord.AllowedMentions.none()


def new_message(bot_message: BotMessage) -> dict[str, Any]:
    """For a new message. Made anew for every try, as files can be read once."""
    return {
        "content": bot_message.whole,
        "allowed_mentions": _QUIET,
        **({"view": view_of(bot_message.buttons)} if bot_message.buttons else {}),
        **({"files": _files(bot_message)} if bot_message.files else {}),
    }


def changed_message(bot_message: BotMessage) -> dict[str, Any]:
    """For a change of a message: whatever the new one does not have is removed."""
    return {
        "content": bot_message.whole,
        "allowed_mentions": _QUIET,
        "view": view_of(bot_message.buttons) if bot_message.buttons else None,
        "attachments": _files(bot_message),
    }


def _files(bot_message: BotMessage) -> list[discord.File]:
    return [discord.File(BytesIO(file.data), file.name) for file in bot_message.files]


async def edit_original(interaction: Interaction, bot_message: BotMessage) -> None:
    """`interaction.edit_original_response`, which cannot keep previews off."""
    flags = discord.MessageFlags(suppress_embeds=True)
    with handle_message_parameters(**changed_message(bot_message), flags=flags) as made:
        await async_context.get().edit_original_interaction_response(
            interaction.application_id,
            interaction.token,
            session=interaction._session,  # noqa: SLF001  (as discord.py itself does)
            proxy=interaction.client.http.proxy,
            proxy_auth=interaction.client.http.proxy_auth,
            payload=made.payload,
            multipart=made.multipart,
            files=made.files,
        )
