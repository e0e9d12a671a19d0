"""Runs `citebot` and says at its end whose work its processor time was.

    python -m tests.benchmarks.load_profile FILE ARGUMENT...

A thread looks at all others 200 times a second: the processor time that one has used since
the last look is counted for the innermost of the known packages on its stack. SIGUSR1 begins
anew. FILE gets shares that add up to 1, as JSON.

What is written in C (zlib, sockets, JSON) counts for the Python code that called it.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from bot.cli import main

_PAUSE = 0.005  # seconds
# A piece of a file's path -> what it is told as; the first that fits.
_KNOWN = {
    "/bot/discord_app/": "our Discord code",
    "/bot/render/": "rendering",
    "/bot/": "answering",
    "/discord/": "discord.py",
    "/aiohttp/": "aiohttp",
    "/json/": "JSON",
    "/asyncio/": "event loop",
    "/selectors.py": "event loop",
    "/concurrent/": "handing over to threads",
    "/threading.py": "handing over to threads",
}


class Profile:
    """Processor time by package, of every thread but its own."""

    def __init__(self) -> None:
        self.used: defaultdict[str, float] = defaultdict(float)
        self._before: dict[int, float] = {}  # thread -> its processor time when last seen
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(_PAUSE):
            own = threading.get_ident()
            for thread, frame in sys._current_frames().items():
                if thread != own:
                    now = time.clock_gettime(time.pthread_getcpuclockid(thread))
                    self.used[owner(frame)] += now - self._before.get(thread, now)
                    self._before[thread] = now

    def restart(self, *_: object) -> None:
        """Forget what was counted so far."""
        self.used.clear()

    def end(self) -> dict[str, float]:
        """Package -> its share, the largest first."""
        self._ended.set()
        self._thread.join()
        total = sum(self.used.values()) or 1.0
        found = sorted(self.used.items(), key=lambda row: -row[1])
        return {name: used / total for name, used in found}


def owner(frame: FrameType | None) -> str:
    """Whose work a thread is at: the innermost known package."""
    for path in _files(frame):
        for piece, name in _KNOWN.items():
            if piece in path:
                return name
    return "other"


def _files(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        yield frame.f_code.co_filename
        frame = frame.f_back


if __name__ == "__main__":
    told = Path(sys.argv.pop(1))
    profile = Profile()
    signal.signal(signal.SIGUSR1, profile.restart)
    try:
        main()
    finally:
        told.write_text(json.dumps(profile.end()), "utf-8")
