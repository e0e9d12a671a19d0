"""Processes that work for this one: a call goes to one of them, its result comes back.

Python's own process pools start the main module of a program again in every process, which
a program that only uses our library may not expect. Here a worker runs nothing but this
module. One that dies, or cannot be started, loses nothing: the call is then made here.

Functions go by their names; arguments and results by pickle, which is safe between a program and
what it started itself.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self, TypeVar

log = logging.getLogger(__name__)

Argument = TypeVar("Argument")
Result = TypeVar("Result")

_MOST = 8  # processes
_START = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from bot.snapshots.worker_pool import main
main()
"""


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerPool:
    """Worker processes, started as they are needed; a context manager that ends them."""

    def __init__(self, count: int | None = None) -> None:
        self.count = min(count or cores(), _MOST)
        self._threads = ThreadPoolExecutor(self.count, "worker")
        self._own = threading.local()  # the process that a thread talks to
        self._processes: list[subprocess.Popen[bytes]] = []
        self._alone = False  # since one of them died

    def submit(self, function: Callable[[Argument], Result], argument: Argument) -> Future[Result]:
        """Call a function, which a module must have by its name, in one of the processes."""
        return self._threads.submit(self._call, function, argument)

    def _call(self, function: Callable[[Argument], Result], argument: Argument) -> Result:
        if self._alone or not sys.executable:
            return function(argument)
        try:
            process = self._process()
            pickle.dump((function, argument), process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            done, result = pickle.load(process.stdout)  # noqa: S301  (of our own process)
        except (OSError, EOFError, pickle.UnpicklingError):
            log.warning("A worker process has ended; this process does its work.")
            self._alone = True
            return function(argument)
        if not done:
            raise result
        answer: Result = result
        return answer

    def _process(self) -> Any:
        process = getattr(self._own, "process", None)
        if process is None:
            process = subprocess.Popen(  # noqa: S603  (nothing in it comes from outside)
                [sys.executable, "-P", "-c", _START],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._processes.append(process)
            self._own.process = process
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            with suppress(OSError), process:
                process.kill()


def work(calls: IO[bytes], results: IO[bytes]) -> None:
    """Make calls as they come, until there are no more."""
    while True:
        try:
            function, argument = pickle.load(calls)  # noqa: S301  (of the process that started us)
        except EOFError:
            return
        try:
            result = True, function(argument)
        except Exception as error:  # noqa: BLE001  (it is raised where the call came from)
            result = False, error
        pickle.dump(result, results, pickle.HIGHEST_PROTOCOL)
        results.flush()


def main() -> None:
    """Work for the process that started this one."""
    gc.disable()  # what a call makes goes with it, and has no cycles
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints must not get among the results
    with suppress(KeyboardInterrupt, BrokenPipeError):
        work(sys.stdin.buffer, own)
