"""Files that are written whole or not at all, by one process at a time.

A file is written beside the one it replaces, synced to disk, and renamed over it: whoever
opens it sees the old one or the new one, never half of one, and whoever has the old one open
keeps it until it is closed. Writers wait for each other by a lock (flock) on the folder,
which the system releases when a process dies; what a killed writer left behind is removed
by the next.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO

PATIENCE = 30.0  # seconds to wait for another writer
_PAUSE = 0.02  # seconds between tries
_OURS, _UNFINISHED = "citebot.", ".new"  # how names begin and end
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS}


def identity(status: os.stat_result) -> tuple[int, int]:
    """What tells one file from any other that exists at the same time: device and inode."""
    return status.st_dev, status.st_ino


@contextmanager
def exclusive(folder: Path, *, patience: float | None = None) -> Iterator[None]:
    """Be the only one to write in `folder` for a while. OSError, TimeoutError where not.

    A file system without locks is written to without: a rename is still all or nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if _lock(lock, PATIENCE if patience is None else patience):
            _clean(folder)
        yield
    finally:
        os.close(lock)


def _lock(lock: int, patience: float) -> bool:
    """Take the lock; False where the file system has none."""
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise TimeoutError(errno.ETIMEDOUT, "another process is writing") from error
            time.sleep(_PAUSE)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return False
            raise
        else:
            return True


def _clean(folder: Path) -> None:
    """Remove what killed writers left: nobody else writes while the lock is held."""
    for left in folder.glob(f"{_OURS}*{_UNFINISHED}"):
        with suppress(OSError):
            left.unlink()


class NewFile:
    """A file beside the one that it is to replace: `content` is written to, then put in place."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.path = target.with_name(f"{target.name}.{os.urandom(4).hex()}{_UNFINISHED}")
        self.content = _create(self.path)
        self._syncing: Thread | None = None
        self._failed: OSError | None = None

    def sync(self) -> None:
        """Begin to bring what is written to disk; `put_in_place` waits for it. OSError."""
        self.content.flush()
        self._syncing = Thread(target=self._sync, name="sync")
        self._syncing.start()

    def _sync(self) -> None:
        try:
            os.fsync(self.content.fileno())
        except OSError as error:
            self._failed = error

    def put_in_place(self) -> None:
        """Take the old file's place. OSError, and then the old one is as it was."""
        if self._syncing is None:
            self.sync()
        self._wait()
        if self._failed is not None:
            raise self._failed
        self.path.replace(self._target)
        _sync_folder(self._target.parent)

    def close(self) -> None:
        """Let go of the file, and drop it where it is not in place."""
        self._wait()
        with suppress(OSError):
            self.content.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _wait(self) -> None:
        if self._syncing is not None:
            self._syncing.join()


@contextmanager
def replacement(path: Path) -> Iterator[NewFile]:
    """A new file for the place of `path`; gone in the end where it was not put there. OSError."""
    file = NewFile(path)
    try:
        yield file
    finally:
        file.close()


def write(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put a new file with that content in the place of `path`. OSError as `put_in_place`."""
    with replacement(path) as file:
        if private:
            os.fchmod(file.content.fileno(), 0o600)
        file.content.write(content)
        file.put_in_place()


def _create(path: Path) -> IO[bytes]:
    return path.open("xb")


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the file system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
