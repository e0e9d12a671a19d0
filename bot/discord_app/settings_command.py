"""/settings: shows what is set for a server, and sets it; for whoever may manage the server."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import AppCommandChannel, AppCommandThread, Choice

from bot.discord_app import delivery
from bot.discord_app.interactions import Interaction, runtime_of
from bot.discord_app.message import BotMessage
from bot.discord_app.permissions import may_manage
from bot.discord_app.settings_handlers import SettingsChange, SettingsHandlers
from bot.translation import Message

_LONGEST = 1000  # characters of names and patterns
_NOT_MANAGER = Message("Only whoever may manage this server can see and change what is set for it.")
_FORUMS = {discord.ChannelType.forum, discord.ChannelType.media}


@app_commands.command()
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.describe(
    documents="Answer from these alone: names or patterns, with commas between; * for all",
    channel="What documents and posts are meant for; without it documents are for the server",
    private="Show answers to commands to the asker alone, unless the command says otherwise",
    posts="Answer new posts of that forum channel by yourself, where there is an answer",
    language="What I say besides quotations; - for the server's own language",
)
async def settings(  # noqa: PLR0913, PLR0917  (discord.py reads them as the command's options)
    interaction: Interaction,
    documents: app_commands.Range[str, 1, _LONGEST] | None = None,
    channel: AppCommandChannel | AppCommandThread | None = None,
    private: bool | None = None,
    posts: bool | None = None,
    language: app_commands.Range[str, 1, 40] | None = None,
) -> None:
    """Show or change how I answer in this server (for who may manage it)."""
    runtime, server = runtime_of(interaction), interaction.guild_id
    if server is None or not may_manage(interaction):
        await delivery.say(interaction, BotMessage(_NOT_MANAGER))
        return
    change = SettingsChange(
        documents=documents,
        channel=_whole_channel(channel),
        forum=channel is not None and channel.type in _FORUMS,
        private=private,
        posts=posts,
        language=language,
    )
    preferred = str(interaction.guild_locale or "")
    handlers = SettingsHandlers(runtime.audiences)
    with runtime.serving():
        work = runtime.run(handlers.change, server, change, preferred)
        await delivery.respond(interaction, work, private=True)


def _whole_channel(channel: AppCommandChannel | AppCommandThread | None) -> int:
    """The id of a channel, of a thread that of the channel it belongs to; 0 for none."""
    if channel is None:
        return 0
    return channel.parent_id if isinstance(channel, AppCommandThread) else channel.id


@settings.autocomplete("documents")
async def _documents(interaction: Interaction, current: str) -> list[Choice[str]]:
    runtime, server = runtime_of(interaction), interaction.guild_id
    if server is None or not may_manage(interaction):
        return []
    handlers = SettingsHandlers(runtime.audiences)
    found = await runtime.offer(lambda: handlers.documents_like(server, current))
    return [Choice(name=one, value=one) for one in found]


@settings.autocomplete("language")
async def _languages(interaction: Interaction, current: str) -> list[Choice[str]]:  # noqa: ARG001
    return [
        Choice(name=name, value=code) for name, code in SettingsHandlers.languages_like(current)
    ]
