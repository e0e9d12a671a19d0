"""What commands, buttons and `delivery` know of the client that an interaction comes from.

The client knows all three, so they know it by a protocol only.
"""

from __future__ import annotations

from typing import Any, Protocol

import discord

from bot.discord_app.runtime import Runtime

Interaction = discord.Interaction[Any]


class ClientProtocol(Protocol):
    """The part of our client that is needed to answer an interaction."""

    runtime: Runtime

    async def pressed(self, interaction: Interaction, custom_id: str) -> None:
        """Answer the press of a button."""


def client_of(interaction: Interaction) -> ClientProtocol:
    """The client that an interaction comes from."""
    client: ClientProtocol = interaction.client
    return client


def runtime_of(interaction: Interaction) -> Runtime:
    """The runtime of the client that an interaction comes from."""
    return client_of(interaction).runtime
