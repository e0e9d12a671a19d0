"""Bytes that have to wait until they are written, in memory or in a temporary file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import numpy as np

from bot.index.columns import Numbers

_IN_MEMORY = 1 << 26  # bytes; what is more goes to a file
_PIECE = 1 << 20


class Spill:
    """Bytes that have to wait, in memory or in a file without a name."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._file: IO[bytes] = BytesIO()
        self._size = 0

    def write(self, data: bytes | memoryview) -> int:
        """Keep some bytes; gives where they begin. Raises OSError."""
        start = self._size
        if start + len(data) > _IN_MEMORY and isinstance(self._file, BytesIO):
            file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  (see `close`)
            file.write(self._file.getbuffer())
            self._file = file
        self._file.write(data)
        self._size += len(data)
        return start

    def numbers(self, start: int, count: int, kind: np.dtype[Any]) -> Numbers:
        """`count` numbers of a kind that begin at `start`, after a `flush`; from any thread."""
        size = count * kind.itemsize
        if isinstance(self._file, BytesIO):
            return np.frombuffer(self._file.getbuffer()[start : start + size], kind)
        return np.frombuffer(os.pread(self._file.fileno(), size, start), kind)

    def flush(self) -> None:
        """Bring all of it to where `numbers` finds it. Raises OSError."""
        self._file.flush()

    def all(self) -> Iterator[bytes]:
        """All bytes, in pieces."""
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Give up all of it."""
        if not isinstance(self._file, BytesIO):  # of which somebody may hold a part
            self._file.close()
        self._file = BytesIO()
