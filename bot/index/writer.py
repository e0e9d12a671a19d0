"""Writes a container, one section after the other; see `container` for its layout.

What is much is written by a thread of its own, while what comes after it is made.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from os import SEEK_END
from typing import IO, Any

from bot.index.container import ALIGNED, BLOCK, MAGIC, POINTER, TYPECODES, Reader, checks_of

Column = Any  # whatever memoryview takes: bytes, array.array, one-dimensional numpy arrays


_MUCH = 1 << 20  # bytes that it is worth having a thread for
_AHEAD = 1 << 25  # bytes that may wait for it


class Writer:
    """Writes sections one after the other; the file is void until `finish`.

    With `before`, which reads the file, they come behind those of a container that is finished
    already, and the table is written anew behind them. What it is given may not change until it
    is finished. Whoever gives up before must `close` it, and may write into the file only after
    that.
    """

    def __init__(self, file: IO[bytes], before: Reader | None = None) -> None:
        self._file, self._behind = file, _Behind(file)
        self._at = 0  # in the file
        self._sections: dict[str, list[Any]] = {}
        self._checks = array("I")
        self._row: list[Any] = []  # of the section that was begun
        self._open = _Checks()  # and its checks so far
        if before is None:
            head = MAGIC
        else:
            self._sections, self._checks = dict(before.rows), array("I", before.checks)
            self._at, head = file.seek(0, SEEK_END), b""
        self._at += file.write(head + b"\0" * (-(self._at + len(head)) % ALIGNED))

    def add(self, name: str, items: Column) -> None:
        """Append one section: an array of a known type, or bytes."""
        view = memoryview(items)
        typecode = {"L": "Q"}.get(str(view.format), str(view.format))  # as numpy calls it
        if TYPECODES[typecode] != view.itemsize:
            raise ValueError(f"items of type {typecode} have another size on this machine")
        self.stream(name, typecode, [view])

    def stream(self, name: str, typecode: str, pieces: Iterable[Column]) -> None:
        """Append one section that comes in pieces, each of any size; items are `typecode`."""
        self.begin(name, typecode)
        for piece in pieces:
            self.put(piece)
        self.end()

    def begin(self, name: str, typecode: str) -> None:
        """Begin a section, whose pieces are `put` one after the other until its `end`."""
        self._sections[name] = self._row = [typecode, self._at, 0, len(self._checks)]
        self._open = _Checks()

    def put(self, piece: Column) -> None:
        """Append a piece of the section that was begun. Raises OSError, now or later."""
        data = memoryview(piece).cast("B")
        self._open.add(data)
        self._behind.write(data)
        self._row[2] += len(data)
        self._at += len(data)

    def end(self) -> None:
        """End the section that was begun."""
        padding = b"\0" * (-self._row[2] % ALIGNED)
        self._behind.write(memoryview(padding))
        self._at += len(padding)
        self._checks += self._open.done(padding)

    def finish(self, meta: dict[str, Any]) -> None:
        """Write the table and, last of all, the pointer that makes the file valid."""
        self._behind.catch_up()
        checks, start = self._checks.tobytes(), self._at
        self._file.write(checks)
        place = [start, len(checks), zlib.crc32(checks)]
        table = json.dumps({"meta": meta, "checks": place, "sections": self._sections}).encode()
        start += len(checks)
        self._file.write(table)
        self._file.seek(len(MAGIC))
        self._file.write(POINTER.pack(start, len(table), zlib.crc32(table)))
        self._file.flush()

    def close(self) -> None:
        """Be done with the file, finished or not."""
        self._behind.close()


class _Behind:
    """Writes to a file in order: at once, until something is much, then in a thread."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: deque[tuple[int, Future[int]]] = deque()  # bytes, and when they are written
        self._bytes = 0  # of all that wait

    def write(self, data: memoryview) -> None:
        """Write data after all that came before. Raises OSError, now or later."""
        if self._thread is None:
            if len(data) < _MUCH:
                self._file.write(data)
                return
            self._thread = ThreadPoolExecutor(1, "write")
        self._waiting.append((len(data), self._thread.submit(self._file.write, data)))
        self._bytes += len(data)
        while self._bytes > _AHEAD:
            self._wait()

    def catch_up(self) -> None:
        """Wait until all is written. Raises OSError."""
        while self._waiting:
            self._wait()

    def _wait(self) -> None:
        size, written = self._waiting.popleft()
        self._bytes -= size
        written.result()

    def close(self) -> None:
        """Let go of the file, whatever is written of it."""
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)


class _Checks:
    """The CRC-32 of every block of a section that comes in pieces."""

    def __init__(self) -> None:
        self._checks = array("I")
        self._rest = bytearray()  # of the last block, while that is not whole

    def add(self, data: memoryview) -> None:
        """Take in the next bytes."""
        if self._rest:
            missing = BLOCK - len(self._rest)
            self._rest += data[:missing]
            data = data[missing:]
            if len(self._rest) < BLOCK:
                return
            self._checks.append(zlib.crc32(self._rest))
            self._rest.clear()
        whole = len(data) // BLOCK * BLOCK
        self._checks += checks_of(data[:whole])
        self._rest += data[whole:]

    def done(self, padding: bytes) -> array[int]:
        """All checks; the padding belongs to the last block."""
        self._rest += padding
        if self._rest:
            self._checks.append(zlib.crc32(self._rest))
        return self._checks
