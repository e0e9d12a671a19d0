"""Runs a step of a measurement in a process of its own and watches its memory (Linux only).

The peak is the largest sum over the process and all its workers that was seen, ten times a
second, where a page that several share is counted once (Pss); or the process's own record,
whichever is more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.benchmarks.scale_steps import Figures

ROOT = Path(__file__).parents[2]
_PAUSE = 0.1  # seconds between two looks
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}


class StepFailed(Exception):
    """What a process said when it failed."""


def step(name: str, *arguments: str | Path) -> Figures:
    """What a step measured, and its `peak` memory in bytes. Raises StepFailed."""
    one_thread = {} if name == "build" else _ONE_THREAD
    command = [sys.executable, "-m", "tests.benchmarks.scale_steps", name, *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | one_thread, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    watch = Watch(process.pid)
    out, error = process.communicate()
    peak = watch.end()
    if process.returncode:
        raise StepFailed(f"{name} of {arguments[0]}: {error.strip() or process.returncode}")
    found: Figures = json.loads(out.splitlines()[-1])
    return found | {"peak": max(peak, found["peak"])}


class Watch:
    """Looks at the memory of a process and its descendants until it is told to end."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._largest = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(_PAUSE):
            now = sum(map(memory, family(self._process)))
            self._largest = max(self._largest, now)

    def end(self) -> int:
        """The largest sum that was seen, in bytes."""
        self._ended.set()
        self._thread.join()
        return self._largest


def family(process: int) -> Iterator[int]:
    """A process and all that it started, as far as they live."""
    yield process
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                for child in (task / "children").read_text().split():
                    yield from family(int(child))


def memory(process: int) -> int:
    """A process's memory with its part of what it shares, in bytes; 0 where it is gone."""
    with suppress(OSError):
        for row in Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines():
            if row.startswith("Pss:"):
                return int(row.split()[1]) * 1024
    return 0
