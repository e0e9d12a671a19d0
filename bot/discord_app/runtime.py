"""What outlives a connection: the handlers, their threads, and the users being served.

When the gateway has to be connected anew, a new client takes over the same runtime.

Discord waits three seconds for the first response to an interaction. So where many come at once,
they are acknowledged first come, first served, a few calls at a time, and answers are looked for
when that is done. Beyond a number that two cores can acknowledge in time, nobody is let in.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import copy_context
from typing import Any, Protocol, TypeVar

import discord

from bot.discord_app.audiences import Audiences
from bot.discord_app.handlers import Handlers
from bot.discord_app.localization import language_of_place, language_of_user
from bot.discord_app.message import BotMessage
from bot.discord_app.old_sessions import OldSessions
from bot.discord_app.priority_semaphore import PrioritySemaphore
from bot.discord_app.rate_limit import RateLimiter
from bot.discord_app.tally import Tally, Unmet
from bot.discord_app.venue import Venue
from bot.errors import CitebotError
from bot.translation import language

log = logging.getLogger(__name__)

_THREADS = 2  # Python runs one at a time: more would only take turns from the event loop
_PRESSES = 5  # of buttons, for each question that a user may ask
_MANY = 8  # people being served at once that may all have their answer within a moment
_MOST = 350  # that can be acknowledged in time; whoever else comes is asked to come again
_MOST_IN_CHANNEL = 100  # messages that wait for an answer; of ours Discord takes one a second
_MOST_TYPING = 8  # people to whom something is being offered at once
_CALLS = 8  # acknowledgements on their way at once: over few connections, which are used again
_PATIENCE = 3.0  # seconds that answers stand back behind acknowledgements
_REMEMBERED = 2000  # ids of messages and interactions, to answer none twice
_Result = TypeVar("_Result")


class Gateway(Protocol):
    """What is known of the client that is connected, or was last."""

    @property
    def connected(self) -> bool:
        """Whether the gateway is there now."""

    @property
    def latency(self) -> float:
        """Seconds from a heartbeat to its answer; not a number where there was none."""


class Runtime:
    """The handlers with their threads. Made and used in one event loop."""

    def __init__(
        self, handlers: Handlers, limiter: RateLimiter, *, managers_reindex: bool = False
    ) -> None:
        self.handlers = handlers
        self.audiences = Audiences(handlers)
        self.limiter = limiter
        self.presses = RateLimiter(_PRESSES * limiter.limit)
        self.judging = RateLimiter(1)  # of one answer, by one person
        self.managers_reindex = managers_reindex
        self.tally: Tally = handlers.tally
        self.connection: Gateway | None = None
        self._language = language()  # of whoever runs the bot
        self.started = time.time()  # seconds since 1970
        self.closing = False
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="answer")
        self._indexer = ThreadPoolExecutor(1, thread_name_prefix="reindex")
        self._serving = self._typing = 0
        self._replying: Counter[int] = Counter()  # channel -> messages there among those served
        self._tasks: set[asyncio.Task[object] | None] = set()  # that serve somebody
        self.old_sessions = OldSessions()
        self._calls = PrioritySemaphore(_CALLS)
        self._acknowledged = asyncio.Event()
        self._acknowledged.set()
        self.crowded = asyncio.Event()  # set while many are being served
        self._idle = asyncio.Event()
        self._idle.set()
        self._seen: OrderedDict[int, None] = OrderedDict()  # oldest first

    async def run(self, work: Callable[..., _Result], *args: object) -> _Result:
        """Do some work in a thread, off the event loop, when no acknowledgement is waiting."""
        try:
            return await self._in_thread(work, *args)
        except CitebotError:
            raise
        except Exception:
            self.tally.reply(Unmet.FAILED)
            raise

    async def offer(self, work: Callable[[], list[_Result]]) -> list[_Result]:
        """What `work` finds to be offered to somebody who types; nothing where it fails.

        Nothing either where so many type, or are served, that it would come too late.
        """
        if self.busy or self._typing >= _MOST_TYPING:
            return []
        self._typing += 1
        try:
            return await self._in_thread(work)
        except Exception as error:  # noqa: BLE001  (its words may be those that were typed)
            log.warning("Nothing can be offered: %s", type(error).__name__)
            return []
        finally:
            self._typing -= 1

    async def _in_thread(self, work: Callable[..., _Result], *args: object) -> _Result:
        if not self._acknowledged.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._acknowledged.wait(), _PATIENCE)
        loop, context = asyncio.get_running_loop(), copy_context()  # the asker's language
        return await loop.run_in_executor(self._threads, lambda: context.run(work, *args))

    async def at(self, venue: Venue, use: Callable[[Handlers], _Result]) -> _Result:
        """Do some work with the handlers of a place, as `run` does."""
        return await self.run(lambda: use(self.audiences.at(venue)))

    async def reindex(self) -> BotMessage:
        """Read the corpus again in a thread of its own, so that answers go on."""
        loop, context = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self._indexer, context.run, self.handlers.reindex)

    async def refresh(self) -> None:
        """Take in what changed of the corpus, in the thread that reindexes."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._indexer, self.handlers.refresh)

    def is_new(self, snowflake: int) -> bool:
        """Whether a message or interaction comes for the first time."""
        if snowflake in self._seen:
            return False
        self._seen[snowflake] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True

    def forget(self, snowflake: int) -> None:
        """Let a message or interaction come for the first time once more."""
        self._seen.pop(snowflake, None)

    def language_of(self, interaction: discord.Interaction[Any]) -> str:
        """The language in which whoever uses a command or a button is answered."""
        return language_of_user(interaction, self.audiences.settings)

    def language_at(self, message: discord.Message) -> str:
        """The language in which a message is answered."""
        return language_of_place(message, self.audiences.settings, self._language)

    @property
    def connected(self) -> bool:
        """Whether Discord is connected."""
        return self.connection is not None and self.connection.connected

    @property
    def latency(self) -> float:
        """Seconds from a heartbeat to its answer; not a number where there was none."""
        return math.nan if self.connection is None else self.connection.latency

    @property
    def served(self) -> int:
        """How many people are being served."""
        return self._serving

    @property
    def _interacting(self) -> int:
        return self._serving - self._replying.total()

    @property
    def busy(self) -> bool:
        """Whether so many wait that some will not have their answer within a moment."""
        return self._interacting > _MANY

    @property
    def full(self) -> bool:
        """Whether so many wait that nobody else can be let in."""
        return self._interacting >= _MOST

    def is_flooded(self, channel: int) -> bool:
        """Whether so many messages of a channel wait that another would wait for minutes."""
        return self._replying[channel] >= _MOST_IN_CHANNEL

    @asynccontextmanager
    async def acknowledging(self, snowflake: int) -> AsyncIterator[None]:
        """Wait to be let in with an interaction, by its id; acknowledge it in a `with` block."""
        self._acknowledged.clear()
        try:
            async with self._calls.held(snowflake):
                yield
        finally:
            if not len(self._calls):
                self._acknowledged.set()

    @contextmanager
    def serving(self, channel: int = 0) -> Iterator[None]:
        """Count somebody as being answered, within a `with` block.

        `channel` is that of a message. Discord takes few of ours in a channel, so answers to many
        wait long; that is no reason to refuse commands, which are answered by another way.
        """
        came = time.monotonic()
        self._serving += 1
        if channel:
            self._replying[channel] += 1
        self._tasks.add(task := asyncio.current_task())
        self._idle.clear()
        if self.busy:
            self.crowded.set()
        try:
            yield
        finally:
            self._serving -= 1
            if channel:
                self._replying -= Counter((channel,))  # which keeps none that is zero
            self._tasks.discard(task)
            self.tally.response(time.monotonic() - came)
            if not self.busy:
                self.crowded.clear()
            if not self._serving:
                self._idle.set()

    def close_later(self, close: Callable[[], Awaitable[None]]) -> None:
        """Close a client's HTTP session when those who are being served now have their answers."""
        self.old_sessions.close_after(close, [task for task in self._tasks if task is not None])

    async def finish(self, seconds: float) -> None:
        """Wait until everybody has an answer, but no longer than so many seconds."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            log.warning("%d answers were not finished in time", self._serving)

    def close(self) -> None:
        """Begin no more work, let the threads end, and close the file of settings."""
        self.closing = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._indexer.shutdown(wait=False, cancel_futures=True)
        self.audiences.settings.close()
