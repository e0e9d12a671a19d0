"""Answers to REST calls that are not Discord's, though their status is 200: a proxy's page, say.

discord.py takes such a page for what was asked for. What reads it then fails with a TypeError far
from here, and an interaction counts as answered that nobody has seen an answer to. Here the call
itself fails, as one whose connection broke: it is made again where that may help, and else given
up in a line.

Whatever is asked of Discord here is answered with nothing, with an object that has an `id`, an
`interaction` or a `url`, or with a list of those; all else is not Discord's. Nor is a status of 401
(who are you?) without the code and message that Discord's own has: it is a proxy's, and says
nothing of the bot's token.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

_NAMES = {"id", "interaction", "url"}
_UNAUTHORIZED = 401


class NoAnswerOfDiscord(aiohttp.ClientError):
    """What answers is something else: a proxy, or a network's own page to log in."""


def check_answers(http: HTTPClient) -> None:
    """Have a client's calls fail where what answers is not Discord."""
    request = http.request

    async def checked(*args: Any, **options: Any) -> Any:
        return await _checked(request, *args, **options)

    http.request = checked  # type: ignore[method-assign]


def check_answers_to_interactions() -> None:
    """The same for the calls that answer interactions, in this context (a task and its own)."""
    async_context.set(_CheckingAdapter())  # type: ignore[no-untyped-call]


class _CheckingAdapter(AsyncWebhookAdapter):
    async def request(self, *args: Any, **options: Any) -> Any:
        return await _checked(super().request, *args, **options)


async def _checked(request: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
    """The answer to a request. Raises NoAnswerOfDiscord."""
    try:
        found = await request(*args, **options)
    except aiohttp.ClientError:
        raise
    except discord.HTTPException as error:
        if error.status == _UNAUTHORIZED and not await _is_error_of_discord(error):
            raise NoAnswerOfDiscord from error
        raise
    except ValueError as error:  # what should be JSON, or UTF-8, is none
        raise NoAnswerOfDiscord from error
    if not is_of_discord(found):
        raise NoAnswerOfDiscord
    return found


def is_of_discord(found: object) -> bool:
    """Whether an answer can be one of Discord's.

    >>> is_of_discord({"id": "5"}), is_of_discord([]), is_of_discord("")  # status 204
    (True, True, True)
    >>> is_of_discord("<html>"), is_of_discord({"error": "no route"}), is_of_discord([None])
    (False, False, False)
    """
    objects = found if isinstance(found, list) else [found] if found != "" else []
    return all(isinstance(one, dict) and not _NAMES.isdisjoint(one) for one in objects)


async def _is_error_of_discord(error: discord.HTTPException) -> bool:
    """Whether an error has a code and a message, as all of Discord's have."""
    try:
        told = await error.response.json()  # discord.py has read it already
    except (aiohttp.ClientError, ValueError):
        return False
    return isinstance(told, dict) and {"code", "message"} <= told.keys()
