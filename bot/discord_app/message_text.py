"""The words of a message: its own, those of its embeds, and those that it forwards."""

from __future__ import annotations

from collections.abc import Iterator

import discord


def text_of(message: discord.Message) -> str:
    """All of a message's words; a forwarded message keeps its own in a snapshot."""
    return "\n".join(text for text in _texts(message) if text.strip())


def _texts(message: discord.Message) -> Iterator[str]:
    parts: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    for part in parts:
        yield part.content
        yield from (embed.description or "" for embed in part.embeds)
