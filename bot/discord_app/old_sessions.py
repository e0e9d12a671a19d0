"""HTTP sessions of clients that are gone, kept open for the answers that are on their way.

A client's connection to the gateway may end while its handlers still look for answers. Discord
takes an answer over HTTP whatever became of the gateway, so the session is closed when those
handlers are done, and not before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

_Task = asyncio.Task[Any]
_LONGEST = 90.0  # seconds: all tries of `delivery`, each with its pause, and Discord's own


class OldSessions:
    """The sessions that will be closed. Made and used in one event loop."""

    def __init__(self) -> None:
        self._closing: set[asyncio.Task[None]] = set()

    def close_after(self, close: Callable[[], Awaitable[None]], serving: Iterable[_Task]) -> None:
        """Close a session when the tasks that may use it are done, or take too long."""
        task = asyncio.create_task(_close_after(close, set(serving)))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def finish(self, seconds: float) -> None:
        """Wait until all are closed, but no longer than so many seconds; then close them."""
        left = set(self._closing)
        if left and seconds:
            _, left = await asyncio.wait(left, timeout=seconds)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


async def _close_after(close: Callable[[], Awaitable[None]], serving: set[_Task]) -> None:
    try:
        if serving:
            await asyncio.wait(serving, timeout=_LONGEST)
    finally:
        await close()
