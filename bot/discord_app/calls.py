"""One call of Discord's REST API, made until it arrives, as far as that helps.

    429, 5xx, connection lost, a page in Discord's place    again, with growing pauses
    the client's session was closed                         given up; see `old_sessions`
    anything else                                           an answer of Discord's, and an error

A call may arrive though its answer did not: whoever makes one again has to see to it that it does
nothing twice, as `delivery` does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord

_Result = TypeVar("_Result")

PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # seconds between tries
PAUSES_FIRST = (0.1, 0.2, 0.4, 0.8)  # within the 3 seconds that Discord waits
TOO_MANY, SERVER_ERROR = 429, 500
_BROKEN = (aiohttp.ClientError, OSError, asyncio.TimeoutError)
# Raised after the last try, or where Discord asks to wait for minutes.
HOPELESS = (*_BROKEN, discord.RateLimited)
_SESSION_CLOSED = "Session is closed"  # aiohttp's RuntimeError


class _SessionClosed(aiohttp.ClientConnectionError):
    """The client that an answer was to be sent through is gone."""


async def persist(call: Callable[[], Awaitable[_Result]], *, at_once: bool = False) -> _Result:
    """Make a call until it arrives, with growing pauses. The last error is raised.

    `at_once` is for what Discord waits for, three seconds.
    """
    for pause in PAUSES_FIRST if at_once else PAUSES:
        try:
            return await once(call)
        except _SessionClosed:
            raise
        except discord.HTTPException as error:
            if error.status != TOO_MANY and error.status < SERVER_ERROR:
                raise
            await asyncio.sleep(max(pause, _retry_after(error)))
        except _BROKEN:
            await asyncio.sleep(pause)
    return await once(call)


async def once(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """Make a call. That of a client that is gone fails as a broken connection does."""
    try:
        return await call()
    except RuntimeError as error:
        if str(error) != _SESSION_CLOSED:
            raise
        raise _SessionClosed(str(error)) from error


def _retry_after(error: discord.HTTPException) -> float:
    """Seconds that Discord asks to wait, up to a minute; 0 where it does not."""
    try:
        return min(float(error.response.headers.get("Retry-After", 0)), 60.0)
    except ValueError:
        return 0.0
