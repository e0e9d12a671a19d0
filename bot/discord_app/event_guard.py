"""Keeps one event that discord.py cannot read from ending the connection.

discord.py lets such an error end the client, and a new one has to identify anew: what was asked in
the gap is lost, and Discord allows 1,000 identifies a day. Here the event is passed over and named
in the log; the connection and its place in the stream of events stay.

A client that is being thrown away passes over every event: whoever takes over answers.

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
