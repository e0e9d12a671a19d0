"""The engine's nodes over HTTP: connections stay open, and where one node fails another is asked.

What the engine says is handed on as it is; what goes wrong on the way is the standard library's
own error. Every node is asked once, and a sole one twice; one that failed is asked last for some
seconds, the longer the more often in a row. What is asked may therefore reach the engine twice.

Left out on purpose: a client library. It takes 26 MB of memory, and more time than the engine.
"""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from itertools import count, cycle, islice
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit
from weakref import finalize

from bot.engine.address import EngineAddress

_RETIRED = 3.0  # seconds that a node which failed is asked last; twice as long each time
_LONGEST = 48.0
_KEPT = 8  # connections to each node that are kept open
_FEWEST_TRIES = 2
_ELSEWHERE = (502, 503, 504)  # a node that cannot answer now; another may


class Said(NamedTuple):
    """What a node says: the status of HTTP, and its bytes."""

    status: int
    data: bytes


class Nodes:
    """The nodes of an engine. May be used by several threads."""

    def __init__(self, address: EngineAddress, trusted: ssl.SSLContext | None) -> None:
        self._nodes = [_Node(url, trusted) for url in address.nodes]
        self._headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if address.user:
            known = f"{address.user}:{address.password}".encode()
            self._headers["Authorization"] = f"Basic {b64encode(known).decode()}"
        self._turns = count()

    def ask(self, method: str, path: str, body: bytes | None, seconds: float) -> Said:
        """What the first node that can says. Raises OSError, HTTPException: the last one's."""
        *earlier, last = self._in_turn()
        for node in earlier:
            with suppress(OSError, HTTPException):
                said = node.ask(method, path, body, self._headers, seconds)
                if said.status not in _ELSEWHERE:
                    return said
        return last.ask(method, path, body, self._headers, seconds)

    def _in_turn(self) -> Iterator[_Node]:
        """Each node, another one first every time, and those that have failed at the end."""
        first, now = next(self._turns) % len(self._nodes), monotonic()
        nodes = self._nodes[first:] + self._nodes[:first]
        nodes.sort(key=lambda node: node.retired if now < node.retired else 0.0)
        return islice(cycle(nodes), max(len(nodes), _FEWEST_TRIES))


class _Node:
    def __init__(self, url: str, trusted: ssl.SSLContext | None) -> None:
        parts = urlsplit(url)
        self._host, self._port, self._trusted = parts.hostname or "", parts.port, trusted
        self._is_safe = parts.scheme == "https"
        self.retired = 0.0  # until when; seconds of the monotonic clock
        self._pause = _RETIRED
        self._idle: list[HTTPConnection] = []
        finalize(self, _close, self._idle)

    def ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], seconds: float
    ) -> Said:
        """What it says. Raises OSError, HTTPException."""
        connection = self._taken(seconds)
        was_open = connection.sock is not None
        try:
            try:
                response = _asked(connection, method, path, body, headers)
            except ConnectionError:
                if not was_open:
                    raise
                connection.close()  # it was closed there meanwhile: it is opened anew
                response = _asked(connection, method, path, body, headers)
            said = Said(response.status, response.read())
        except BaseException:
            connection.close()
            self._retire()
            raise
        if said.status in _ELSEWHERE:
            self._retire()
        else:
            self.retired, self._pause = 0.0, _RETIRED
        if len(self._idle) < _KEPT:
            self._idle.append(connection)
        else:
            connection.close()
        return said

    def _retire(self) -> None:
        """Be asked last for a while."""
        self.retired = monotonic() + self._pause
        self._pause = min(2 * self._pause, _LONGEST)

    def _taken(self, seconds: float) -> HTTPConnection:
        """A connection that waits so long, open or to be opened."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._new()
        connection.timeout = seconds
        if connection.sock is not None:
            connection.sock.settimeout(seconds)
        return connection

    def _new(self) -> HTTPConnection:
        if self._is_safe:
            return HTTPSConnection(self._host, self._port, context=self._trusted)
        return HTTPConnection(self._host, self._port)


def _asked(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: bytes | None,
    headers: Mapping[str, str],
) -> HTTPResponse:
    connection.request(method, path, body, headers)
    return connection.getresponse()


def _close(connections: list[HTTPConnection]) -> None:
    for connection in connections:
        connection.close()
