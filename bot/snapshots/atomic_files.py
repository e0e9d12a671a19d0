"""Files that are written whole or not at all, by one process at a time.

A file is written beside the one it replaces, synced to disk, and renamed over it: whoever
opens it sees the old one or the new one, never half of one, and who has the old one open
keeps it until it is closed. Writers wait for each other by a lock (flock) on the folder,
which the system lets go of when a process dies; what a killed writer left behind is removed
by the next.

Left out on purpose: what is in the files. See `generation`, `history` and `gaps`.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
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


def replace(
    path: Path, write: Callable[[IO[bytes]], None], check: Callable[[Path], None] | None = None
) -> None:
    """Put a new file in the place of `path`. OSError, and then the old one is as it was.

    `check` sees the new file before it takes the old one's place, and may raise. Meanwhile the
    file is on its way to disk.
    """
    temporary = path.with_name(f"{path.name}.{os.urandom(4).hex()}{_UNFINISHED}")
    try:
        with _create(temporary) as file:
            write(file)
            file.flush()
            _sync(file, check and partial(check, temporary))
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync(file: IO[bytes], meanwhile: Callable[[], None] | None) -> None:
    """Bring a file to disk, and do something else while that goes on."""
    if meanwhile is None:
        os.fsync(file.fileno())
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  (not at every start)

    with ThreadPoolExecutor(1, "sync") as thread:
        synced = thread.submit(os.fsync, file.fileno())
        meanwhile()
        synced.result()


def write(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put a new file with that content in the place of `path`. OSError as `replace`."""

    def fill(file: IO[bytes]) -> None:
        if private:
            os.fchmod(file.fileno(), 0o600)
        file.write(content)

    replace(path, fill)


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
