"""Runs the bot in this process, connected to a server, and waits for what it says."""

from __future__ import annotations

import asyncio
import math
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from bot import Library
from bot.discord_app import delivery, supervisor
from bot.discord_app.handlers import Handlers
from bot.discord_app.rate_limit import RateLimiter
from bot.discord_app.runtime import Runtime
from bot.discord_app.service import addresses
from bot.discord_app.supervisor import Config, supervise
from bot.errors import DiscordError
from tests.discord_server.server import SECONDS, Server, until
from tests.discord_server.world import Channel, Interaction, Message

# The bot drops what waited for as long as Discord would, and ends with answers in flight: on a
# busy machine it would drop what a test waits for.
delivery._LATEST = math.inf
supervisor._FINISH = SECONDS


class Running:
    """A bot that runs: what it told its operator, and how it ended."""

    def __init__(self, library: Library, server: Server, limit: int, config: Config) -> None:
        self.said: list[str] = []
        managers = config.managers_reindex
        handlers = Handlers(library, counts_feedback=config.counts_feedback)
        self.runtime = Runtime(handlers, RateLimiter(limit), managers_reindex=managers)
        self.stop = asyncio.Event()
        life = supervise(config, self.runtime, self.said.append, self.stop)
        self.task = asyncio.create_task(life)
        self.server = server

    @property
    def ready(self) -> int:
        """How often it was connected and done with its announcements."""
        return sum("invite" in line for line in self.said)

    async def was_ready(self, times: int = 1) -> None:
        await until(lambda: self.task.done() or self.ready >= times)

    async def end(self) -> None:
        """How it ends: a DiscordError is raised."""
        await asyncio.wait_for(self.task, SECONDS)


def _named(address: str) -> str:
    return address.replace("127.0.0.1", "localhost")


@asynccontextmanager
async def started(
    server: Server, library: Library, *, limit: int = 0, **more: Any
) -> AsyncIterator[Running]:
    """A bot that is being started; ended in the end, whatever became of it.

    `by_name`, api or gateway, is what it knows by the name localhost; `at` is another gateway.
    """
    by_name, gateway = more.pop("by_name", ""), more.pop("at", server.gateway_url)
    api = _named(server.api) if by_name == "api" else server.api
    gateway = _named(gateway) if by_name == "gateway" else gateway
    settings: dict[str, Any] = {"token": server.token, "pause": 0.05} | more
    options = (("guild_ready_timeout", 0.01),)
    with addresses(api, gateway):
        bot = Running(library, server, limit, Config(client_options=options, **settings))
        try:
            yield bot
        finally:
            bot.stop.set()
            with suppress(DiscordError):
                await bot.end()
            bot.runtime.close()


@asynccontextmanager
async def running(server: Server, library: Library, **more: Any) -> AsyncIterator[Server]:
    """The server, with a bot connected to it."""
    async with started(server, library, **more) as bot:
        await bot.was_ready()
        server.bot_said, server.runtime = bot.said, bot.runtime
        yield server


async def answered(interaction: Interaction) -> Message:
    """The answer to something a user did, when it is there."""
    await until(lambda: interaction.answered)
    assert interaction.answer is not None
    return interaction.answer


async def settled(server: Server) -> None:
    """Wait until the bot has dealt with all that users have done so far.

    Events come in order: when it answers a last one, it has at least begun with all before.
    """
    await answered(await server.slash("about", user=server.owner))
    await until(lambda: not server.runtime._serving)


@contextmanager
def nowhere() -> Iterator[Server]:
    """A server that is not there, at an address where nobody else can begin to listen.

    It can be started later.
    """
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield Server(place=held)


async def reply_in(server: Server, channel: Channel | None = None, count: int = 1) -> Message:
    """The last message of the bot in a channel, when there are so many."""
    await until(lambda: len(server.said(channel)) >= count)
    return server.said(channel)[-1]
