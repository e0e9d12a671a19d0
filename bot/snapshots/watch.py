"""Follows a corpus while it is edited: what serves it is refreshed once its files lie still.

watchfiles reports changes (inotify, FSEvents and the like); what is saved in several
steps, or file by file, is taken in when nothing has changed for a second. Where the system
cannot watch, or the folder is not there for a while, it is refreshed now and then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Protocol

log = logging.getLogger(__name__)

SETTLED = 1.0  # seconds without a change
LONGEST = 60.0  # seconds of changes without a pause, after which they are taken in as well
LOOK = 5.0  # seconds between refreshes without a sign of a change


class Refreshable(Protocol):
    """What serves a corpus, as `Library` does."""

    @property
    def root(self) -> Path:
        """The corpus, a folder or a file."""

    def refresh(self, *, at_once: bool = False) -> bool:
        """Serve the corpus as it is now; whether it has changed. Never raises."""


def watch(
    library: Refreshable,
    stop: Event,
    changed: Callable[[], None] | None = None,
    *,
    settled: float = SETTLED,
) -> None:
    """Keep a library up to date until `stop` is set. For a thread of its own; never raises.

    `changed` is called after every switch to a new snapshot.
    """
    while not stop.is_set():
        try:
            _follow(library, stop, changed, settled)
        except (OSError, RuntimeError) as error:
            log.warning("The corpus cannot be watched, and is looked at instead: %s", error)
            stop.wait(LOOK)
            _refresh(library, changed)


def _follow(
    library: Refreshable, stop: Event, changed: Callable[[], None] | None, settled: float
) -> None:
    """Follow changes until `stop` is set, or another folder has taken the corpus's place."""
    import watchfiles  # noqa: PLC0415  (only watching needs it)

    # It logs every change, of the corpus or not; what comes of one is logged here.
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    root = library.root.absolute()
    folder = root if root.is_dir() else root.parent  # a file may be replaced by a rename
    place = folder.stat().st_ino
    _refresh(library, changed)
    for _ in watchfiles.watch(
        folder,
        watch_filter=lambda _, path: _matters(Path(path), root),
        step=int(1000 * settled),
        debounce=int(1000 * LONGEST),
        rust_timeout=int(1000 * LOOK),
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        _refresh(library, changed)
        if folder.stat().st_ino != place:
            return


def _matters(path: Path, root: Path) -> bool:
    """Whether a changed file can be of the corpus; the index may lie in the same folder."""
    if path.name.startswith((".", "citebot.")):
        return False
    return path == root or root in path.parents


def _refresh(library: Refreshable, changed: Callable[[], None] | None) -> None:
    if library.refresh(at_once=True):
        log.info("The corpus has changed.")
        if changed is not None:
            changed()
