"""Sends many documents to an index of the engine, and none is left out.

Two threads send while the next portion is made. What the engine is too busy for is sent again, and
so is all where it does not answer: the same change twice is one.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self

from bot.engine.connection import LATER, EngineConnection
from bot.errors import EngineSilent, EngineUnfit, GenerationGone
from bot.translation import Message

_PORTION = 4_000_000  # characters
_SENDERS = 2
_TRIES = 18  # with their pauses, more than a minute
_FIRST_PAUSE = 0.2  # seconds, twice as long at each try
_LONGEST_PAUSE = 5.0
_TOO_BUSY = 429
_MISSING = 404  # of what was to be deleted: it is gone
_FINE = 300


class Bulk:
    """Takes in changes of an index; they are all there after the `with` block."""

    def __init__(self, connection: EngineConnection, index: str) -> None:
        self._connection, self._path = connection, f"/{index}/_bulk"
        self._lines: list[str] = []  # one for each change: what to do, and the document
        self._size = 0
        self._threads = ThreadPoolExecutor(_SENDERS, "bulk")
        self._waiting: deque[Future[None]] = deque()

    def index(self, own_id: str, document: dict[str, Any]) -> None:
        """Have a document of that id. Raises EngineError, now or later."""
        action = json.dumps({"index": {"_id": own_id}})
        self._add(f"{action}\n{json.dumps(document)}\n")

    def delete(self, ids: Iterable[str]) -> None:
        """Have no documents of these ids. Raises EngineError, now or later."""
        for own_id in ids:
            self._add(json.dumps({"delete": {"_id": own_id}}) + "\n")

    def _add(self, line: str) -> None:
        self._lines.append(line)
        self._size += len(line)
        if self._size >= _PORTION:
            self._begin()

    def _begin(self) -> None:
        lines, self._lines, self._size = self._lines, [], 0
        self._waiting.append(self._threads.submit(self._send, lines))
        while len(self._waiting) > _SENDERS:
            self._waiting.popleft().result()

    def _send(self, lines: list[str]) -> None:
        pause = _FIRST_PAUSE
        last = self._connection.silent(Message("it has too much to do to take the documents in"))
        for _ in range(_TRIES):
            try:
                lines = self._rest(lines)
            except GenerationGone:
                raise
            except EngineSilent as error:
                last = error
            if not lines:
                return
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        raise last

    def _rest(self, lines: list[str]) -> list[str]:
        """Send some changes; those that the engine was too busy for. Raises EngineError."""
        found = self._connection.call("POST", self._path, "".join(lines), seconds=LATER)
        if not found["errors"]:
            return []
        rest = []
        for line, item in zip(lines, found["items"], strict=True):
            [(action, done)] = item.items()
            status = done["status"]
            if status == _TOO_BUSY:
                rest.append(line)
            elif status >= _FINE and not (action == "delete" and status == _MISSING):
                why = done.get("error", {}).get("type", Message("it does not say why"))
                raise EngineUnfit(
                    Message(
                        "The engine does not take a document in: {status} {why}.",
                        status=status,
                        why=why,
                    )
                )
        return rest

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                if self._lines:
                    self._begin()
                while self._waiting:
                    self._waiting.popleft().result()
        finally:
            self._threads.shutdown(cancel_futures=True)
