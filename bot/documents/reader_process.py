"""Reads files that are no text in a process of its own, with limits on memory and time.

A file that somebody else made may be large on purpose, nested without end, or crash a library.
So a reader runs in a child process that has few means: it may use so much memory and processor
time, it writes no file, and nothing in it asks the network. Its limit on time grows with the
file and with the text that it yields (see `reading_limits`): a long book may take minutes, a small
file that yields nothing may not.

A child reads one file after the other, until one is too much for it: to say why a file cannot be
read is not, for a child takes half a second to begin. Bytes go in, JSON comes
out: a child that has been taken over can make up a document, and nothing else.
"""

from __future__ import annotations

import atexit
import json
import selectors
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from bot.documents.formats import Format
from bot.documents.reading_limits import wall_seconds
from bot.errors import DocumentError
from bot.translation import Message

_START = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from bot.documents.reader_child import main
main()
"""
_PIECE = 1 << 16  # bytes
_WHY_SIGNAL = Message("is damaged, or made to exhaust its reader")
_WHY_TIME = Message("takes too long to read; it is damaged, or has to be split into several files")
_TIME_SIGNALS = (-24, -9)  # SIGXCPU, SIGKILL


class ReadText(NamedTuple):
    """What a child made of a file, all in the form in which it is stored."""

    text: str
    layout: str
    locator: str
    source: str
    reader: str


class _Child:
    """A process that reads files, one after the other."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603  (nothing outside)
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._sender: threading.Thread | None = None

    def ask(self, file_format: Format, suffix: str, data: bytes) -> dict[str, Any]:
        """What the child says; an empty answer where it has ended. Raises TimeoutError."""
        order = {
            "reader": file_format.reader,
            "package": file_format.package,
            "extra": file_format.extra,
            "suffix": suffix,
        }
        head = json.dumps({**order, "size": len(data)}).encode() + b"\n"
        self._sender = threading.Thread(target=self._send, args=(head, data), daemon=True)
        self._sender.start()
        answer = self._line(time.monotonic() + wall_seconds(len(data)))
        told: dict[str, Any] = json.loads(answer) if answer.endswith(b"\n") else {}
        return told

    @property
    def has_ended(self) -> bool:
        """Whether there is no process any more."""
        return self._process.poll() is not None

    def _send(self, head: bytes, data: bytes) -> None:
        if self._process.stdin is not None:
            with suppress(OSError, ValueError):
                _write(self._process.stdin, head)
                _write(self._process.stdin, data)

    def _line(self, until: float) -> bytes:
        pieces: list[bytes] = []
        output = self._process.stdout
        assert output is not None  # it is a pipe
        # Not `select.select`, which knows none of the files that a process has beyond 1,024.
        with selectors.DefaultSelector() as waiting:
            waiting.register(output, selectors.EVENT_READ)
            while not (pieces and pieces[-1].endswith(b"\n")):
                if not waiting.select(max(until - time.monotonic(), 0)):
                    raise TimeoutError
                if not (piece := output.read(_PIECE)):
                    break
                pieces.append(piece)
        return b"".join(pieces)

    def end(self) -> int:
        """Stop it; how it ended, as `Popen.returncode` says it."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.2)
        self._process.kill()
        status = self._process.wait()
        if self._sender is not None:
            self._sender.join()  # else what it still writes may go into the next child's pipe
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return status


def _write(pipe: IO[bytes], data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[pipe.write(view) :]


_lock = threading.Lock()
_children: list[_Child] = []  # at most one, which waits for the next file


def read_apart(name: str, data: bytes, file_format: Format) -> ReadText:
    """What the reader of a format makes of a file's bytes. Raises DocumentError."""
    suffix = name.rpartition(".")[2].lower()
    with _lock:
        child = _waiting() or _Child()
        try:
            told = child.ask(file_format, suffix, data)
        except (TimeoutError, ValueError):
            child.end()
            raise DocumentError(name, _WHY_TIME) from None
        if told and not told.pop("spent"):
            _children.append(child)
        else:
            status = child.end()
    if "text" in told:
        return ReadText(**told)
    timed_out = not told and status in _TIME_SIGNALS
    raise DocumentError(name, told.get("why") or (_WHY_TIME if timed_out else _WHY_SIGNAL))


def _waiting() -> _Child | None:
    """The child that waits, unless it has ended meanwhile: no file is to blame for that."""
    child = _children.pop() if _children else None
    if child is not None and child.has_ended:
        child.end()
        return None
    return child


@atexit.register
def close() -> None:
    """End the child that waits, if any."""
    while _children:
        _children.pop().end()
