"""Bytes that have to wait until they are written, in memory or in a temporary file."""

from __future__ import annotations

import os
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np

from bot.index.arrays import Numbers

_IN_MEMORY = 1 << 26  # bytes; what is more goes to a file
_PIECE = 1 << 20


class Spill:
    """Bytes that have to wait: as they came, until they are many, then in a file without a name."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._parts: list[memoryview] = []
        self._starts: list[int] = []  # where each of these begins
        self._file: IO[bytes] | None = None
        self._size = 0

    def write(self, numbers: Numbers) -> int:
        """Keep some numbers, which may not change; returns where they begin. Raises OSError."""
        data, start = numbers.view(np.uint8).data, self._size
        self._size += len(data)
        if self._size > _IN_MEMORY and self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  (see `close`)
            self._file.writelines(self._parts)
            self._parts, self._starts = [], []
        if self._file is None:
            self._parts.append(data)
            self._starts.append(start)
        else:
            self._file.write(data)
        return start

    def numbers(self, start: int, count: int, kind: np.dtype[Any]) -> Numbers:
        """`count` numbers of a kind that begin at `start`, of those that were kept together.

        May be called from any thread, after a `flush`.
        """
        size = count * kind.itemsize
        if self._file is not None:
            return np.frombuffer(os.pread(self._file.fileno(), size, start), kind)
        part = bisect_right(self._starts, start) - 1
        start -= self._starts[part]
        return np.frombuffer(self._parts[part][start : start + size], kind)

    def flush(self) -> None:
        """Bring all of it to where `numbers` finds it. Raises OSError."""
        if self._file is not None:
            self._file.flush()

    def all(self) -> Iterator[memoryview | bytes]:
        """All bytes, in pieces of whole numbers."""
        if self._file is None:
            yield from self._parts
            return
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Give up all of it."""
        self._parts, self._starts = [], []
        if self._file is not None:
            self._file.close()
