"""Keeps what discord.py cannot read from ending a session.

discord.py lets such an error end the client, and a new one has to identify anew: what was asked in
the gap is lost, and Discord allows 1,000 identifies a day. Here an event that cannot be read is
passed over and named in the log; the connection and its place in the stream of events stay. Where
a frame is no object in JSON, nobody knows what it was: the session is resumed over another
connection.

A client that is being thrown away passes over every event: whoever takes over answers.

Left out on purpose: READY and RESUMED. A connection that cannot be begun is begun anew, with the
pauses of `supervisor`.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, MutableMapping
from typing import Any

from discord.gateway import DiscordWebSocket, ReconnectWebSocket

log = logging.getLogger(__name__)

_BEGINNING = {"READY", "RESUMED"}
_receive = DiscordWebSocket.received_message
_Parser = Callable[[Any], None]


class _NoObject(ValueError):
    """A frame is no object in JSON."""


_NO_FRAMES = (json.JSONDecodeError, UnicodeDecodeError, zlib.error, _NoObject)


def guard(parsers: MutableMapping[str, _Parser], is_over: Callable[[], bool]) -> None:
    """Let each of discord.py's parsers (name of an event -> function) survive what it gets.

    When the client `is_over`, they do nothing.
    """
    for event, parse in parsers.items():
        if event not in _BEGINNING:
            parsers[event] = _surviving(event, parse, is_over)


def _surviving(event: str, parse: _Parser, is_over: Callable[[], bool]) -> _Parser:
    told = False

    def parse_or_pass_over(data: Any) -> None:
        nonlocal told
        if is_over():
            return
        try:
            parse(data)
        except Exception as error:  # noqa: BLE001  (whatever Discord may send one day)
            level = logging.DEBUG if told else logging.WARNING
            told = True
            log.log(level, "An event %s cannot be read: %s", event, type(error).__name__)

    return parse_or_pass_over


def guard_frames() -> None:
    """Have discord.py's connections resume where a frame cannot be read."""
    DiscordWebSocket.received_message = _received_or_resumed  # type: ignore[method-assign]


async def _received_or_resumed(connection: DiscordWebSocket, frame: Any, /) -> None:
    try:
        if (text := _unpacked(connection, frame)) is not None:
            await _receive(connection, text)
    except _NO_FRAMES as error:
        log.warning("A frame of the gateway cannot be read: %s", type(error).__name__)
        await connection.close()
        raise ReconnectWebSocket(connection.shard_id) from error


def _unpacked(connection: DiscordWebSocket, frame: str | bytes) -> str | None:
    """A frame's text; None where more of it is to come. Raises what `_NO_FRAMES` has."""
    unpack = connection._decompressor.decompress  # noqa: SLF001  (as discord.py does, which takes text)
    text = unpack(frame) if isinstance(frame, bytes) else frame
    if text is not None and not text.lstrip().startswith("{"):
        raise _NoObject
    return text
