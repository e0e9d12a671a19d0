"""Who may do what: checked when it is done, whatever Discord's own settings say."""

from __future__ import annotations

from bot.discord_app.custom_ids import read_number
from bot.discord_app.interactions import Interaction


def may_remove(interaction: Interaction, asker: str) -> bool:
    """Whether a user asked (`asker` is an id as in the button) or may manage messages there."""
    try:
        asked = read_number(asker) == interaction.user.id
    except ValueError:
        asked = False
    moderates = interaction.guild_id is not None and interaction.permissions.manage_messages
    return asked or moderates


def may_reindex(interaction: Interaction) -> bool:
    """Whether a user runs the bot, alone or in a team, or manages the server."""
    application = interaction.client.application
    operators = set()
    if application is not None:
        operators.add(application.owner.id)
        if application.team is not None:
            operators.update(member.id for member in application.team.members)
    manages = interaction.guild_id is not None and interaction.permissions.manage_guild
    return interaction.user.id in operators or manages
