"""Finds out whether the bot has all that it needs of Discord: without connecting, and by REST.

`online` logs in over HTTP, as the bot would, and reads three things: who it is, what
Discord says of its gateway, and which commands it has. Nothing is written, and the gateway
is not connected to, so a bot that runs meanwhile is not disturbed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
import discord
from discord import app_commands

from bot.discord_app import command_sync
from bot.discord_app.client import intents, invite_link
from bot.discord_app.commands import all_commands
from bot.discord_app.localization import CommandTranslator
from bot.discord_app.rest_answers import check_answers
from bot.discord_app.service import addresses, quieten
from bot.discord_app.supervisor import Config, why_not_reached
from bot.discord_app.tokens import PORTAL, has_shape, is_sendable, why_unusable
from bot.render.findings import BAD, GOOD, NOTE, Finding
from bot.translation import Message, counted

_OLDEST = (2, 7)  # of discord.py
_SECONDS = 30.0  # for all of `online`
_PRIVILEGED = discord.Intents(members=True, presences=True, message_content=True).value
_ENDPOINT = Message(
    "an interactions endpoint URL is set, so Discord sends commands and buttons there and not "
    "to citebot; remove it at {portal} (General Information)",
    portal=PORTAL,
)
_ERRORS = (discord.DiscordException, aiohttp.ClientError, OSError)


def offline(config: Config) -> list[Finding]:
    """Look at everything that can be seen without connecting. `config.token` may be empty."""
    return [
        *([_token(config)] if config.token else []),
        _shards(config),
        *_addresses(config),
        _version(discord.__version__),
        _intents(intents()),
    ]


def _token(config: Config) -> Finding:
    if (why := why_unusable(config.token, config.api)) is not None:
        return Finding(BAD, why)
    if has_shape(config.token):
        return Finding(GOOD, Message("DISCORD_TOKEN is set and looks like a token"))
    return Finding(GOOD, Message("DISCORD_TOKEN is set; CITEBOT_DISCORD_API may know other tokens"))


def _shards(config: Config) -> Finding:
    """Which shards run here. `settings` refuses numbers that contradict each other."""
    if config.shard_count is None:
        return Finding(GOOD, Message("shards: as many as Discord advises, in this process"))
    every = range(config.shard_count)
    own = config.shard_ids or tuple(every)
    shown = ", ".join(map(str, own))
    if len(own) == len(every):
        told = Message("shards: all {number} in this process", number=len(every))
        return Finding(GOOD, told)
    told = Message(
        "shards: {own} of {number}; the others have to run elsewhere", own=shown, number=len(every)
    )
    return Finding(NOTE, told)


def _addresses(config: Config) -> list[Finding]:
    named = {"CITEBOT_DISCORD_API": config.api, "CITEBOT_DISCORD_GATEWAY": config.gateway}
    found = [_address(name, url) for name, url in named.items() if url]
    return found or [Finding(GOOD, Message("addresses: Discord's own"))]


def _address(name: str, url: str) -> Finding:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or re.search(r"\s", url):
        told = Message("{name} is no address; it looks like {like}", name=name, like=_LIKE[name])
        return Finding(BAD, told)
    if parts.scheme in {"http", "ws"} and host not in {"localhost", "127.0.0.1", "::1"}:
        told = Message(
            "{name}: the token goes to {host} unencrypted; better {like}",
            name=name,
            host=host,
            like=_LIKE[name],
        )
        return Finding(NOTE, told)
    if name.endswith("API") and not re.search(r"/v\d+$", parts.path):
        told = Message(
            "{name} does not end with a version; most look like {like}",
            name=name,
            like=_LIKE[name],
        )
        return Finding(NOTE, told)
    return Finding(GOOD, f"{name}: {url}")


_LIKE = {
    "CITEBOT_DISCORD_API": "https://proxy.example/api/v10",
    "CITEBOT_DISCORD_GATEWAY": "wss://proxy.example",
}


def _version(version: str) -> Finding:
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < _OLDEST:
        told = Message("discord.py {version} is too old; install citebot again", version=version)
        return Finding(BAD, told)
    return Finding(GOOD, f"discord.py {version}")


def _intents(wanted: discord.Intents) -> Finding:
    if wanted.value & _PRIVILEGED:
        return Finding(BAD, Message("a privileged intent is asked for; install citebot again"))
    return Finding(GOOD, Message("no privileged intent is asked for"))


def online(config: Config) -> list[Finding]:
    """Log in by REST and look at what Discord says; never raises for what it looks for."""
    if not config.token:
        return [Finding(BAD, Message("not connected: there is no DISCORD_TOKEN"))]
    if not is_sendable(config.token):
        return []  # `offline` has said why
    quieten()
    with addresses(config.api, config.gateway):
        return asyncio.run(_online(config))


async def _online(config: Config) -> list[Finding]:
    found: list[Finding] = []
    try:
        async with asyncio.timeout(_SECONDS), discord.Client(intents=intents()) as client:
            async for finding in _looked_at(client, config):
                found.append(finding)  # noqa: PERF401  (what was seen stays, should the next fail)
    except TimeoutError:
        told = Message("Discord does not answer within {seconds:.0f} seconds", seconds=_SECONDS)
        found.append(Finding(BAD, told))
    except _ERRORS as error:
        found.append(Finding(BAD, why_not_reached(error)))
    return found


async def _looked_at(client: discord.Client, config: Config) -> AsyncIterator[Finding]:
    check_answers(client.http)
    await client.login(config.token)
    user, application = client.user, client.application
    if user is None or application is None:
        return
    yield Finding(GOOD, Message("logged in as {user} ({id})", user=user, id=user.id))
    if application.interactions_endpoint_url:
        yield Finding(BAD, _ENDPOINT)
    yield await _gateway(client, config)
    yield await _commands(client, application.id)
    yield Finding(GOOD, Message("invite link: {link}", link=invite_link(application.id)))


async def _gateway(client: discord.Client, config: Config) -> Finding:
    try:
        advised, url, starts = await client.http.get_bot_gateway()
    except discord.GatewayNotFound:
        return Finding(BAD, Message("gateway: Discord does not say where it is; try again later"))
    own = config.shard_count or advised
    told = Message(
        "gateway {url}: shards advised: {advised}, starts left today: {left} of {all}",
        url=config.gateway or url,
        advised=advised,
        left=starts["remaining"],
        all=starts["total"],
    )
    if starts["remaining"] < len(config.shard_ids or range(own)):
        minutes = starts["reset_after"] // 60_000 + 1
        told = counted(
            "{told}; wait {number} minute", "{told}; wait {number} minutes", minutes, told=told
        )
        return Finding(BAD, told)
    if own < advised:
        told = Message(
            "{told}, CITEBOT_SHARD_COUNT is {number}; raise or unset it", told=told, number=own
        )
        return Finding(NOTE, told)
    return Finding(GOOD, told)


async def _commands(client: discord.Client, application: int) -> Finding:
    tree = app_commands.CommandTree(client)
    await tree.set_translator(CommandTranslator())
    for command in all_commands():
        tree.add_command(command)
    try:
        there = await command_sync.at_discord(client.http, application)
    except discord.HTTPException as error:
        told = Message(
            "commands: Discord does not show them (status {status})", status=error.status
        )
        return Finding(BAD, told)
    if command_sync.same(await command_sync.ours(tree), there):
        return Finding(GOOD, Message("commands: {number}, in sync", number=len(there)))
    told = Message(
        "commands: {number}, not in sync; `citebot serve` brings them", number=len(there)
    )
    return Finding(NOTE, told)
