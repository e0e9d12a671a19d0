"""Keeps the bot running: starts a client, and another where that one cannot go on.

discord.py resumes what can be resumed. This module handles what discord.py does not, or repeats
without a pause: a gateway that closes again and again, Discord or the network being away at the
start, as where a machine boots before its network is up. Each time a new client takes over the
runtime, after a pause that grows from one second to a minute, with some chance in it, so that
many bots do not come back at once.

Where starting again would not help (a wrong token, a wrong address, refused rights), a DiscordError
says what to do.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from discord.gateway import ReconnectWebSocket

from bot.discord_app.client import Bot, NeedsShards, ShardedBot
from bot.discord_app.event_guard import guard_frames
from bot.discord_app.reconnecting import cap_waits
from bot.discord_app.rest_answers import NoAnswerOfDiscord, check_answers_to_interactions
from bot.discord_app.runtime import Runtime
from bot.discord_app.tokens import PORTAL
from bot.errors import DiscordError
from bot.translation import Message, gettext

log = logging.getLogger(__name__)

_BAD_TOKEN = Message(
    "Discord refuses the token; copy it anew from {portal} (Bot, Reset Token) to DISCORD_TOKEN.",
    portal=PORTAL,
)
_NO_NETWORK = Message("Discord cannot be reached; look at this machine's network, then try again.")
_SOMETHING_ELSE = Message("something else answers in its place: a proxy, perhaps")
_PAGE = Message(
    "What answers is not Discord but something in between, such as a proxy; look at this machine's "
    "network, and at CITEBOT_DISCORD_API if it is set."
)
_WRONG_PLACE = Message("There is no Discord API at that address; look at CITEBOT_DISCORD_API.")
_INTENTS = Message(
    "Discord refuses the bot's intents; look at the bot's settings at {portal}.", portal=PORTAL
)
_SHARDS = Message("Discord refuses the shards; look at CITEBOT_SHARD_IDS and CITEBOT_SHARD_COUNT.")
_FATAL_CLOSES = {
    4004: _BAD_TOKEN,
    4010: _SHARDS,
    4011: Message(
        "The bot is in too many servers for so few shards; unset or raise CITEBOT_SHARD_COUNT."
    ),
    4012: Message("Discord no longer knows this version of its API; update citebot."),
    4013: _INTENTS,
    4014: _INTENTS,
}
EXPECTED = (aiohttp.ClientError, discord.DiscordException, OSError, ReconnectWebSocket)
_STEADY = 60.0  # seconds of being connected after which a fault is a new one
_FINISH = 5.0  # seconds for the answers in flight
_CONNECT = 120.0  # seconds from the start to READY, at most; more for each shard
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Config:
    """How the bot is to run.

    `limit` is in questions a minute and user, 0 for none; `watch` is whether to follow the
    corpus while it is edited; `counts_gaps` whether words that it lacks are counted,
    `counts_feedback` whether answers are judged;
    `managers_reindex` whether a server's managers may have the corpus read again; `api`
    and `gateway` are addresses in place of Discord's own; `health` is the host and port at which
    to tell how the bot is; `notify` is systemd's socket, and `watchdog` the seconds that it waits
    for a sign of life. Pauses are in seconds; the last three only matter in tests.
    """

    token: str = field(repr=False)
    limit: int = 20
    watch: bool = False
    counts_gaps: bool = False
    counts_feedback: bool = False
    managers_reindex: bool = False
    api: str | None = None
    gateway: str | None = None
    shard_ids: tuple[int, ...] | None = None
    shard_count: int | None = None
    health: tuple[str, int] | None = None
    notify: str = ""
    watchdog: float = 0.0
    pause: float = 1.0
    longest_pause: float = 60.0
    client_options: tuple[tuple[str, Any], ...] = ()


async def supervise(
    config: Config, runtime: Runtime, say: Callable[[str], None], stop: asyncio.Event
) -> None:
    """Run until `stop` is set. Raises DiscordError where starting again would not help."""
    check_answers_to_interactions()
    try:
        await _one_after_another(config, runtime, say, stop)
    finally:
        await runtime.old_sessions.finish(0.0 if stop.is_set() else _FINISH)


async def _one_after_another(
    config: Config, runtime: Runtime, say: Callable[[str], None], stop: asyncio.Event
) -> None:
    shards = config.shard_count
    faults = 0
    reached = False
    while not stop.is_set():
        client = _client(config, shards, runtime, say)
        error = cause(await _run(client, config.token, stop, shards or 1))
        if stop.is_set():
            return
        if isinstance(error, NeedsShards):
            shards = error.count
            continue
        reached = reached or client.logged_in
        faults = 1 if _was_steady(client) else faults + 1
        if message := fatal(error, reached=reached):
            raise DiscordError(message) from error
        pause = min(config.pause * 2 ** (faults - 1), config.longest_pause)
        pause *= random.uniform(0.5, 1.0)  # noqa: S311  (no secret)
        expected = isinstance(error, EXPECTED) or error is None
        if expected and not reached:
            why = _SOMETHING_ELSE if isinstance(error, NoAnswerOfDiscord) else _name(error)
            say(gettext("Discord is not there ({why}); trying again in {seconds:.1f} s", why=why,
                        seconds=pause))  # fmt: skip
        else:
            trace = None if expected else error
            log.warning("Connecting again in %.1f s, after %s", pause, _name(error), exc_info=trace)
        await _wait(stop, pause)


def _client(
    config: Config, shards: int | None, runtime: Runtime, say: Callable[[str], None]
) -> Bot:
    cap_waits()
    guard_frames()
    options = dict(config.client_options)
    ids = config.shard_ids
    if shards is None:
        return Bot(runtime, say, **options)
    if ids is not None and len(ids) == 1:
        return Bot(runtime, say, shard_id=ids[0], shard_count=shards, **options)
    if shards == 1:
        return Bot(runtime, say, shard_id=0, shard_count=1, **options)
    every = list(ids) if ids else None
    return ShardedBot(runtime, say, shard_ids=every, shard_count=shards, **options)


async def _run(client: Bot, token: str, stop: asyncio.Event, shards: int) -> Exception | None:
    """Run a client to its end. Returns the error that ended it; None where it was asked to end."""
    running = asyncio.create_task(client.start(token))
    others = [
        asyncio.create_task(stop.wait()),
        asyncio.create_task(client.looping.wait()),
        asyncio.create_task(_never_ready(client, _CONNECT + 6 * shards)),
    ]
    try:
        await asyncio.wait([running, *others], return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            await client.runtime.finish(_FINISH)
    finally:
        client.retired = True  # the next one takes over; what is on its way is still sent
        for task in others:
            task.cancel()
        await _close(client, running)
    if running.cancelled():
        return None
    error = running.exception()
    return error if isinstance(error, Exception) else None


async def _never_ready(client: Bot, seconds: float) -> None:
    """End when a client is not ready in time; else never."""
    await asyncio.sleep(seconds)
    if client.ready_since is not None:
        await asyncio.Event().wait()
    log.warning("Not connected within %.0f s", seconds)


async def _close(client: Bot, running: asyncio.Task[None]) -> None:
    """Leave Discord, and end what still runs, whatever state it is in."""
    while not running.done():  # a cancellation is lost where a connection fails just then
        running.cancel()
        await asyncio.wait([running], timeout=0.5)
    try:
        await asyncio.wait_for(client.close(), _FINISH)
    except Exception as error:  # noqa: BLE001  (it is being thrown away)
        log.debug("Closing: %s", type(error).__name__)
        await client.http.close()


def _was_steady(client: Bot) -> bool:
    return client.ready_since is not None and time.monotonic() - client.ready_since > _STEADY


def cause(error: Exception | None) -> Exception | None:
    """What really ended a client: discord.py trips over a gateway that it never reached.

    Its AttributeError then hides the connection's own error, which is the context.
    """
    if isinstance(error, AttributeError) and isinstance(error.__context__, EXPECTED):
        return error.__context__
    return error


def fatal(error: BaseException | None, *, reached: bool) -> str:
    """Why starting again would not help, in a sentence; empty where it may.

    `reached` is whether Discord was there once.
    """
    if isinstance(error, discord.LoginFailure | discord.PrivilegedIntentsRequired):
        return _BAD_TOKEN if isinstance(error, discord.LoginFailure) else _INTENTS
    if isinstance(error, discord.ConnectionClosed):
        return _FATAL_CLOSES.get(error.code, "")
    not_there = isinstance(error, discord.HTTPException) and error.status == _NOT_FOUND
    if not reached and (not_there or isinstance(error, aiohttp.InvalidURL)):
        return _WRONG_PLACE
    return ""


def why_not_reached(error: BaseException) -> str:
    """The same for a single try, always in a sentence."""
    if told := fatal(error, reached=False):
        return told
    if isinstance(error, aiohttp.ClientConnectorError):
        return _NO_NETWORK
    if isinstance(error, NoAnswerOfDiscord):
        return _PAGE
    if isinstance(error, discord.HTTPException):
        return Message(
            "Discord answers with an error (status {status}); try again later.",
            status=error.status,
        )
    return Message(
        "Discord does not answer as it should ({error}); try again later.",
        error=type(error).__name__,
    )


def _name(error: BaseException | None) -> str:
    return "the connection closed in a loop" if error is None else type(error).__name__


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
