"""A semaphore that lets in, of those who wait, the one with the lowest number first."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count


class PrioritySemaphore:
    """Held by `most` at once. Made and used in one event loop."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []  # a heap
        self._order = count()  # among equal numbers
        self._inside = 0

    def __len__(self) -> int:
        """How many are inside or wait."""
        return self._inside + len(self._waiting)

    @asynccontextmanager
    async def held(self, number: int) -> AsyncIterator[None]:
        """Wait to be let in, and stay in within a `with` block."""
        await self._enter(number)
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            self._next()

    async def _enter(self, number: int) -> None:
        if self._free:
            self._free -= 1
            return
        mine = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (number, next(self._order), mine))
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # it was let in at that moment
                self._next()
            raise

    def _next(self) -> None:
        while self._waiting:
            _, _, other = heapq.heappop(self._waiting)
            if not other.done():
                other.set_result(None)
                return
        self._free += 1
