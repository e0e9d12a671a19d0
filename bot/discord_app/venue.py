"""Where something is asked: which server, which channel. What is answered there goes by it."""

from __future__ import annotations

from typing import Any, NamedTuple

import discord


class Venue(NamedTuple):
    """A place on Discord by its ids.

    `server` is None in direct and group messages. `channels` are the channel and, of a thread, the
    channel that it belongs to.
    """

    server: int | None = None
    channels: tuple[int, ...] = ()


def venue_of_interaction(interaction: discord.Interaction[Any]) -> Venue:
    """Where a command, a menu or a button is used."""
    return _venue(interaction.guild_id, interaction.channel, interaction.channel_id)


def venue_of_message(message: discord.Message) -> Venue:
    """Where a message was written."""
    server = None if message.guild is None else message.guild.id
    return _venue(server, message.channel, message.channel.id)


def _venue(server: int | None, channel: object, channel_id: int | None) -> Venue:
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return Venue(server, tuple(one for one in (channel_id, parent) if one))
