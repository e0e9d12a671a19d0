"""Keeps one event that discord.py cannot read from ending the connection.

discord.py lets such an error end the client, and a new one has to identify anew: what was asked in
the gap is lost, and Discord allows 1,000 identifies a day. Here the event is passed over and named
in the log; the connection and its place in the stream of events stay.

Left out on purpose: READY and RESUMED. A connection that cannot be begun is begun anew, with the
pauses of `supervisor`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, MutableMapping
from typing import Any

log = logging.getLogger(__name__)

_BEGINNING = {"READY", "RESUMED"}
_Parser = Callable[[Any], None]


def guard(parsers: MutableMapping[str, _Parser]) -> None:
    """Let each of discord.py's parsers (name of an event -> function) survive what it gets."""
    for event, parse in parsers.items():
        if event not in _BEGINNING:
            parsers[event] = _surviving(event, parse)


def _surviving(event: str, parse: _Parser) -> _Parser:
    told = False

    def parse_or_pass_over(data: Any) -> None:
        nonlocal told
        try:
            parse(data)
        except Exception as error:  # noqa: BLE001  (whatever Discord may send one day)
            level = logging.DEBUG if told else logging.WARNING
            told = True
            log.log(level, "An event %s cannot be read: %s", event, type(error).__name__)

    return parse_or_pass_over
