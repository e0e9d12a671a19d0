"""What a child process that reads a file may use, and how it earns more.

Time is earned by the text that comes of it: a book of a thousand pages may take its minutes, a
file of a kilobyte that keeps a library busy may not.
"""

from __future__ import annotations

import resource
import signal

_MEMORY = 448 * 1024 * 1024  # bytes of address space, of which Python and a library take some 100
_MOST_MEMORY = 896 * 1024 * 1024
_COPIES = 3  # of a file in memory
_SECONDS = 4  # of processor time, for any file
_PER_MEGABYTE = 1.0
_MOST_SECONDS = 600
_CHARACTERS = 10_000  # that earn a second


def wall_seconds(size: int) -> float:
    """How long to wait for a file of that many bytes, in seconds; processor time is less."""
    return 60 + 10 * size / 1_000_000


class Allowance:
    """The means of this process; soft limits, which end it."""

    def __init__(self) -> None:
        self._until = 0.0  # seconds of processor time of this process
        self._earned = 0

    def begin(self, size: int) -> None:
        """Set the limits for a file of that many bytes."""
        self._until = _used() + _SECONDS + _PER_MEGABYTE * size / 1_000_000
        self._earned = 0
        _limit(resource.RLIMIT_AS, min(_MEMORY + _COPIES * size, _MOST_MEMORY))
        self._set()

    def earn(self, characters: int) -> None:
        """Be given more time, for the text that came of the file so far."""
        if self._until and characters - self._earned >= _CHARACTERS:
            self._until += (characters - self._earned) / _CHARACTERS
            self._earned = characters
            self._set()

    def _set(self) -> None:
        _limit(resource.RLIMIT_CPU, int(min(self._until, _used() + _MOST_SECONDS)) + 1)


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _limit(which: int, value: int) -> None:
    _, most = resource.getrlimit(which)
    resource.setrlimit(which, (value if most < 0 else min(value, most), most))


def close_off() -> None:
    """No file may be written, and no other process started."""
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)


allowance = Allowance()
