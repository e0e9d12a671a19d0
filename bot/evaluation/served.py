"""The snapshot that is served now: read by many threads, replaced by one at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from bot.errors import CitebotError, IndexDamaged
from bot.evaluation.current import rebuilt_or_as_before, refreshed
from bot.snapshots.progress import Progress
from bot.snapshots.snapshot import Location, Snapshot, reloaded

if TYPE_CHECKING:  # a plain question does without
    from bot.evaluation.gate import Changes

log = logging.getLogger(__name__)

T = TypeVar("T")
_REST = 20  # times as long as a look at the corpus took, until the next


class Served:
    """A corpus's newest snapshot; whoever reads one keeps it until done."""

    def __init__(self, location: Location, snapshot: Snapshot) -> None:
        self.location = location
        self.snapshot = snapshot
        self.switching = Lock()  # held by the one thread that makes a new snapshot
        self._next_look = 0.0  # at the corpus; seconds of the monotonic clock

    def use(self, use: Callable[[Snapshot], T]) -> T:
        """What `use` makes of this moment's snapshot; a damaged index is built anew first."""
        snapshot = self.snapshot
        try:
            return use(snapshot)
        except IndexDamaged as error:
            log.warning("The index is built anew: %s.", error)
            with self.switching:
                if self.snapshot is snapshot:  # no other thread was quicker
                    self.snapshot = rebuilt_or_as_before(self.location, None)
            return use(self.snapshot)

    def reindex(self, progress: Progress, *, dry_run: bool, force: bool) -> Changes:
        """See `Library.reindex`."""
        from bot.evaluation.gate import reindexed  # noqa: PLC0415

        with self.switching:
            after, changes = reindexed(
                self.location, self.snapshot.index, progress, dry_run=dry_run, force=force
            )
            if changes.switched:
                self.snapshot = after
        return changes

    def reload(self) -> bool:
        """See `Library.reload`."""
        return self._renew(reloaded)

    def refresh(self, *, at_once: bool) -> bool:
        """See `Library.refresh`."""
        started = monotonic()
        if started < self._next_look and not at_once:
            return self.reload()
        try:
            return self._renew(refreshed, wait=at_once)
        finally:
            done = monotonic()
            self._next_look = done + _REST * (done - started)

    def _renew(
        self, newest: Callable[[Location, Snapshot], Snapshot], *, wait: bool = False
    ) -> bool:
        """Serve the newest; where another thread is at it, that is enough unless `wait`."""
        if not self.switching.acquire(blocking=wait):
            return False
        try:
            before = self.snapshot
            self.snapshot = newest(self.location, before)
        except (CitebotError, OSError) as error:
            log.warning("The corpus is served as it was: %s", error)
            return False
        else:
            return self.snapshot is not before
        finally:
            self.switching.release()
