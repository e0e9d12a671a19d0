"""Finds out whether the bot has all that it needs of Discord: without connecting, and by REST.

`online` logs in over HTTP, as the bot would, and reads three things: who it is, what
Discord says of its gateway, and which commands it has. Nothing is written, and the gateway
is not connected to, so a bot that runs meanwhile is not disturbed.
"""

from __future__ import annotations

import asyncio
import base64
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
from bot.discord_app.service import addresses, is_sendable, quieten
from bot.discord_app.supervisor import PORTAL, Config, why_not_reached
from bot.render.findings import BAD, GOOD, NOTE, Finding

_OLDEST = (2, 7)  # of discord.py
_SECONDS = 30.0  # for all of `online`
_PRIVILEGED = discord.Intents(members=True, presences=True, message_content=True).value
_ENDPOINT = (
    f"an interactions endpoint URL is set, so Discord sends commands and buttons there and not "
    f"to citebot; remove it at {PORTAL} (General Information)"
)
_NO_TOKEN = (
    "DISCORD_TOKEN does not look like a bot's token (it is not the client secret, the public key "
    f"or the application's id); copy it anew from {PORTAL} (Bot, Reset Token)"
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


def has_shape(token: str) -> bool:
    """Whether it is made as Discord makes tokens: three parts, the first one the bot's id.

    >>> has_shape("MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabc12.x7_-x7_-x7_-x7_-x7_-x7_-x7_-")
    True
    >>> has_shape("the-client-secret")
    False
    """
    parts = re.fullmatch(r"([\w-]+)\.[\w-]+\.[\w-]+", token, re.ASCII)
    if parts is None:
        return False
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        return base64.urlsafe_b64decode(padded).isdigit()
    except ValueError:
        return False


def _token(config: Config) -> Finding:
    if not is_sendable(config.token):
        return Finding(BAD, "DISCORD_TOKEN is not a token: it has spaces or letters beyond ASCII")
    if has_shape(config.token):
        return Finding(GOOD, "DISCORD_TOKEN is set and looks like a token")
    if config.api:
        return Finding(GOOD, "DISCORD_TOKEN is set; CITEBOT_DISCORD_API may know other tokens")
    return Finding(BAD, _NO_TOKEN)


def _shards(config: Config) -> Finding:
    """Which shards run here. `settings` refuses numbers that contradict each other."""
    if config.shard_count is None:
        return Finding(GOOD, "shards: as many as Discord advises, in this process")
    every = range(config.shard_count)
    own = config.shard_ids or tuple(every)
    shown = ", ".join(map(str, own))
    if len(own) == len(every):
        return Finding(GOOD, f"shards: all {len(every)} in this process")
    return Finding(NOTE, f"shards: {shown} of {len(every)}; the others have to run elsewhere")


def _addresses(config: Config) -> list[Finding]:
    named = {"CITEBOT_DISCORD_API": config.api, "CITEBOT_DISCORD_GATEWAY": config.gateway}
    found = [_address(name, url) for name, url in named.items() if url]
    return found or [Finding(GOOD, "addresses: Discord's own")]


def _address(name: str, url: str) -> Finding:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or re.search(r"\s", url):
        return Finding(BAD, f"{name} is no address; it looks like {_LIKE[name]}")
    if parts.scheme in {"http", "ws"} and host not in {"localhost", "127.0.0.1", "::1"}:
        return Finding(NOTE, f"{name}: the token goes to {host} unencrypted; better {_LIKE[name]}")
    if name.endswith("API") and not re.search(r"/v\d+$", parts.path):
        return Finding(NOTE, f"{name} does not end with a version; most look like {_LIKE[name]}")
    return Finding(GOOD, f"{name}: {url}")


_LIKE = {
    "CITEBOT_DISCORD_API": "https://proxy.example/api/v10",
    "CITEBOT_DISCORD_GATEWAY": "wss://proxy.example",
}


def _version(version: str) -> Finding:
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < _OLDEST:
        return Finding(BAD, f"discord.py {version} is too old; install citebot again")
    return Finding(GOOD, f"discord.py {version}")


def _intents(wanted: discord.Intents) -> Finding:
    if wanted.value & _PRIVILEGED:
        return Finding(BAD, "a privileged intent is asked for; install citebot again")
    return Finding(GOOD, "no privileged intent is asked for")


def online(config: Config) -> list[Finding]:
    """Log in by REST and look at what Discord says; never raises for what it looks for."""
    if not config.token:
        return [Finding(BAD, "not connected: there is no DISCORD_TOKEN")]
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
        found.append(Finding(BAD, f"Discord does not answer within {_SECONDS:.0f} seconds"))
    except _ERRORS as error:
        found.append(Finding(BAD, why_not_reached(error)))
    return found


async def _looked_at(client: discord.Client, config: Config) -> AsyncIterator[Finding]:
    await client.login(config.token)
    user, application = client.user, client.application
    if user is None or application is None:
        return
    yield Finding(GOOD, f"logged in as {user} ({user.id})")
    if application.interactions_endpoint_url:
        yield Finding(BAD, _ENDPOINT)
    yield await _gateway(client, config)
    yield await _commands(client, application.id)
    yield Finding(GOOD, f"invite link: {invite_link(application.id)}")


async def _gateway(client: discord.Client, config: Config) -> Finding:
    try:
        advised, url, starts = await client.http.get_bot_gateway()
    except discord.GatewayNotFound:
        return Finding(BAD, "gateway: Discord does not say where it is; try again later")
    own = config.shard_count or advised
    told = f"gateway {config.gateway or url}: shards advised: {advised}"
    told += f", starts left today: {starts['remaining']} of {starts['total']}"
    if starts["remaining"] < len(config.shard_ids or range(own)):
        return Finding(BAD, f"{told}; wait {starts['reset_after'] // 60_000 + 1} minutes")
    if own < advised:
        return Finding(NOTE, f"{told}, CITEBOT_SHARD_COUNT is {own}; raise or unset it")
    return Finding(GOOD, told)


async def _commands(client: discord.Client, application: int) -> Finding:
    tree = app_commands.CommandTree(client)
    await tree.set_translator(CommandTranslator())
    for command in all_commands():
        tree.add_command(command)
    try:
        there = await command_sync.at_discord(client.http, application)
    except discord.HTTPException as error:
        return Finding(BAD, f"commands: Discord does not show them (status {error.status})")
    if command_sync.same(await command_sync.ours(tree), there):
        return Finding(GOOD, f"commands: {len(there)}, in sync")
    return Finding(NOTE, f"commands: {len(there)}, not in sync; `citebot serve` brings them")
