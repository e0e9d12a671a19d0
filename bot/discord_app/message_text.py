"""What a message of discord.py says: its words, those that it forwards, what it replies to."""

from __future__ import annotations

from collections.abc import Iterator

import aiohttp
import discord

from bot.discord_app.message_filter import IncomingMessage


def text_of(message: discord.Message) -> str:
    """All of a message's words; a forwarded message keeps its own in a snapshot."""
    return "\n".join(text for text in _texts(message) if text.strip())


def _texts(message: discord.Message) -> Iterator[str]:
    parts: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    for part in parts:
        yield part.content
        yield from (embed.description or "" for embed in part.embeds)


async def replied_to(message: discord.Message) -> discord.Message | None:
    """The message that another replies to, where it is still there and may be read."""
    reference = message.reference
    if reference is None or reference.type is not discord.MessageReferenceType.reply:
        return None
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved
    if reference.resolved is not None or reference.message_id is None:  # it was deleted
        return None
    try:
        return await message.channel.fetch_message(reference.message_id)
    except (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError):
        return None  # a RuntimeError where the client's session was closed


def incoming(message: discord.Message) -> IncomingMessage:
    """What `message_filter` needs to know of a message."""
    ordinary = {discord.MessageType.default, discord.MessageType.reply}
    role = None if message.guild is None else message.guild.self_role
    return IncomingMessage(
        content=message.content,
        by_bot=message.author.bot or message.webhook_id is not None,
        ordinary=message.type in ordinary,
        direct=isinstance(message.channel, discord.DMChannel),
        mentions=frozenset(user.id for user in message.mentions),
        role=role.id if role is not None and role in message.role_mentions else None,
        forwarded="\n".join(part.content for part in message.message_snapshots),
    )
