"""Runs the bot as a service: from an open library until a signal says to stop.

SIGTERM and Ctrl-C let the answers in flight finish, for five seconds; SIGHUP reads the
corpus again.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_app.handlers import Handlers
from bot.discord_app.notify import Notifier
from bot.discord_app.rate_limit import RateLimiter
from bot.discord_app.runtime import Runtime
from bot.discord_app.supervisor import EXPECTED, Config, supervise
from bot.library import Library
from bot.translation import Message, translated

_SWITCH = 0.0005  # seconds that a thread may keep the event loop waiting


def run(library: Library, config: Config, say: Callable[[str], None]) -> None:
    """Serve a library on Discord until a signal says to stop; `say` gets a line for each step.

    Raises DiscordError.
    """
    quieten()
    sys.setswitchinterval(_SWITCH)
    with addresses(config.api, config.gateway):
        asyncio.run(_serve(library, config, say))


async def _serve(library: Library, config: Config, say: Callable[[str], None]) -> None:
    handlers = Handlers(
        library, counts_gaps=config.counts_gaps, counts_feedback=config.counts_feedback
    )
    limiter, managers = RateLimiter(config.limit), config.managers_reindex
    runtime = Runtime(handlers, limiter, managers_reindex=managers)
    stop, systemd = asyncio.Event(), Notifier(config.notify)

    def tell(line: str) -> None:
        say(line)
        systemd.tell(f"STATUS={translated(line)}")

    async with watched(config, runtime, library):
        with signals(stop, runtime), watching(library, on=config.watch):
            systemd.tell("READY=1")
            alive = asyncio.create_task(systemd.keep_alive(config.watchdog))
            try:
                await supervise(config, runtime, tell, stop)
            finally:
                systemd.tell("STOPPING=1")
                alive.cancel()
                runtime.close()
    say(Message("stopped"))


@asynccontextmanager
async def watched(config: Config, runtime: Runtime, library: Library) -> AsyncIterator[None]:
    """Within an `async with` block, tell how the bot is, where that is wanted."""
    if config.health is None:
        yield
        return
    from bot.discord_app.health import health  # noqa: PLC0415  (most bots are not watched)

    async with health(config.health, runtime, library):
        yield


@contextmanager
def signals(stop: asyncio.Event, runtime: Runtime) -> Iterator[None]:
    """Within a `with` block, let signals stop the bot or refresh the corpus.

    Where the system has no such signals, nothing happens.
    """
    loop = asyncio.get_running_loop()
    refreshes: set[asyncio.Task[None]] = set()

    def finish() -> None:
        runtime.closing = True
        stop.set()

    def refresh() -> None:
        task = asyncio.create_task(runtime.refresh())
        refreshes.add(task)
        task.add_done_callback(refreshes.discard)

    wanted = {"SIGTERM": finish, "SIGINT": finish, "SIGHUP": refresh}
    known = [getattr(signal, name) for name in wanted if hasattr(signal, name)]
    with suppress(NotImplementedError, RuntimeError):  # Windows; not the main thread
        for number in known:
            loop.add_signal_handler(number, wanted[signal.Signals(number).name])
    try:
        yield
    finally:
        with suppress(NotImplementedError, RuntimeError):
            for number in known:
                loop.remove_signal_handler(number)


@contextmanager
def watching(library: Library, *, on: bool) -> Iterator[None]:
    """Within a `with` block, let a thread follow the corpus, where that is wanted."""
    end = threading.Event()
    if on:
        from bot.snapshots.watch import watch  # noqa: PLC0415  (most bots do not watch)

        threading.Thread(target=watch, args=(library, end), name="watch", daemon=True).start()
    try:
        yield
    finally:
        end.set()


@contextmanager
def addresses(api: str | None, gateway: str | None) -> Iterator[None]:
    """Within a `with` block, let discord.py talk to other addresses than Discord's own."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        if api:
            Route.BASE = api
        if gateway:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def quieten() -> None:
    """Keep discord.py from logging what it sends and receives: questions would be in it.

    A connection that is lost is a line, and no traceback.
    """
    logger = logging.getLogger("discord")
    logger.setLevel(max(logger.getEffectiveLevel(), logging.INFO))
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(without_traceback)
    logging.getLogger("discord.app_commands.tree").addFilter(without_who_types)


def without_traceback(record: logging.LogRecord) -> bool:
    """Make a line of what is logged about a connection that was lost; it is logged in any case."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, EXPECTED):
        record.msg, record.args = f"{record.getMessage()} ({type(error).__name__})", ()
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
    return True


def without_who_types(record: logging.LogRecord) -> bool:
    """Make a line of what is logged where nothing could be offered to somebody who typed on.

    discord.py names who it was, and tells the error with its words. Nothing is wrong: Discord takes
    no suggestions for what is no longer typed.
    """
    if record.exc_info is None or not record.msg.startswith("Ignoring exception in autocomplete"):
        return True
    kind = record.exc_info[0]
    record.msg, record.args = "Nothing was offered in time (%s)", (kind.__name__ if kind else "?",)
    record.levelno, record.levelname = logging.INFO, "INFO"
    record.exc_info = record.exc_text = None
    return logging.getLogger(record.name).isEnabledFor(logging.INFO)
