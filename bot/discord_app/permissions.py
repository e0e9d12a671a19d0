"""Who may do what: checked when it is done, whatever Discord's own settings say.

Left out on purpose: what they are told.
"""

from __future__ import annotations

from typing import Any

import discord

from bot.discord_app.custom_ids import read_number


def may_remove(interaction: discord.Interaction[Any], asker: str) -> bool:
    """The one who asked (their id as in the button), or who may manage messages there."""
    try:
        asked = read_number(asker) == interaction.user.id
    except ValueError:
        asked = False
    moderates = interaction.guild_id is not None and interaction.permissions.manage_messages
    return asked or moderates


def may_reindex(interaction: discord.Interaction[Any]) -> bool:
    """Who runs the bot, alone or in a team, or manages the server."""
    application = interaction.client.application
    operators = set()
    if application is not None:
        operators.add(application.owner.id)
        if application.team is not None:
            operators.update(member.id for member in application.team.members)
    manages = interaction.guild_id is not None and interaction.permissions.manage_guild
    return interaction.user.id in operators or manages
