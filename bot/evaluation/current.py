"""Which snapshot is served: the saved one, one built anew, or what the pinned questions leave.

It asks the gate, and so lies above `snapshots`. What building takes is loaded only where something
has to be built.
"""

from __future__ import annotations

import logging

from bot.documents.corpus import Listing, scan
from bot.errors import Refused
from bot.index import Index
from bot.snapshots.progress import Progress, no_progress
from bot.snapshots.snapshot import (
    Location,
    Snapshot,
    is_stale,
    opened,
    reloaded,
    saved,
    served,
    snapshot_of,
)

log = logging.getLogger(__name__)


def current(location: Location, progress: Progress) -> Snapshot:
    """The corpus as it is now, from the saved index if that fits, else built anew.

    Or as it was, where the gate refuses what it is now; or what the engine serves, where there is
    one. Raises CorpusNotFound, CorpusEmpty, EngineError.
    """
    if location.engine is not None:
        from bot.snapshots.engine_snapshots import served_snapshot  # noqa: PLC0415

        return served_snapshot(location)
    listing = scan(location.root)
    index = saved(location.folder, own_copy=location.own_copy)
    found = served(location, index, listing)
    return found or rebuilt_or_as_before(location, index, listing, progress)


def refreshed(location: Location, before: Snapshot) -> Snapshot:
    """The newest there is: this snapshot, one that another process saved, or a new one.

    Raises CorpusNotFound, CorpusEmpty.
    """
    newest, listing = reloaded(location, before), scan(location.root)
    stale = is_stale(location, newest, listing)
    return rebuilt_or_as_before(location, newest.index, listing) if stale else newest


def rebuilt_or_as_before(
    location: Location,
    known: Index | None,
    listing: Listing | None = None,
    progress: Progress = no_progress,
) -> Snapshot:
    """Built anew, or as it was before, where the pinned questions refuse that."""
    from bot.evaluation.gate import rebuilt  # noqa: PLC0415

    try:
        return rebuilt(location, known, progress, listing)
    except Refused as refusal:
        log.info("%s", refusal)
        old = opened(location) or known
        if old is None:
            raise
        return snapshot_of(location, old, refused=True)
