"""What each user may do: checked when it is done, whatever Discord's own settings say."""

from __future__ import annotations

import discord

from bot.discord_app.custom_ids import read_number
from bot.discord_app.interactions import Interaction
from bot.translation import Message


def may_remove(interaction: Interaction, asker: str) -> bool:
    """Whether a user asked (`asker` is an id as in the button) or may manage messages there."""
    try:
        asked = read_number(asker) == interaction.user.id
    except ValueError:
        asked = False
    moderates = interaction.guild_id is not None and interaction.permissions.manage_messages
    return asked or moderates


_NOT_YOU = Message("You may not write in this channel, so this answer stays with you.")
_NOT_ME = Message("I may not write in this channel; a moderator can let me.")


def why_not_shared(interaction: Interaction) -> Message | None:
    """Why a user may not have a private answer posted into its channel; None where they may."""
    if not may_write(interaction, interaction.permissions):
        return _NOT_YOU
    return None if may_write(interaction, interaction.app_permissions) else _NOT_ME


def may_write(interaction: Interaction, granted: discord.Permissions) -> bool:
    """Whether permissions are enough to write where an interaction comes from."""
    in_thread = isinstance(interaction.channel, discord.Thread)
    writes = granted.send_messages_in_threads if in_thread else granted.send_messages
    return interaction.guild_id is not None and granted.view_channel and writes


def may_reindex(interaction: Interaction, *, managers: bool) -> bool:
    """Whether a user runs the bot, alone or in a team, or, with `managers`, manages the server.

    A report of what changed shows the names and words of documents to whoever may see it, so
    `managers` is the operator's to decide.
    """
    return _operates(interaction) or (managers and may_manage(interaction))


def may_manage(interaction: Interaction) -> bool:
    """Whether a user manages the server that they are in."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def _operates(interaction: Interaction) -> bool:
    application = interaction.client.application
    if application is None:
        return False
    if application.team is None:
        return bool(application.owner.id == interaction.user.id)
    return any(
        member.id == interaction.user.id and _works(member) for member in application.team.members
    )


def _works(member: discord.TeamMember) -> bool:
    """Whether somebody has joined a team, and may do more than look on."""
    joined = member.membership_state is discord.TeamMembershipState.accepted
    return joined and member.role is not discord.TeamMemberRole.read_only
