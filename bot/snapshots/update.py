"""Builds a new index beside the saved one, and puts it in place or drops it.

    with rebuilding(location, known, progress) as proposal:
        # compare proposal.before with proposal.after, then one of
        proposal.switch()   # the new index takes the old one's place, in one step
        proposal.refuse()   # the old one stays, until the corpus changes again

One process builds at a time, and readers see the old index or the new one, whole (see
`atomic_files`). Where an index cannot be saved it is kept in memory, and the log says so.

What speaks for or against a switch is decided in `evaluation.gate`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from bot.documents import corpus
from bot.errors import IndexDamaged
from bot.index import EmbeddedIndex, Index, IndexedDocument
from bot.passages.passage import DocumentVersion
from bot.snapshots import history
from bot.snapshots.atomic_files import NewFile, exclusive, replacement
from bot.snapshots.incremental_build import PreviousIndex, build
from bot.snapshots.progress import Progress
from bot.snapshots.snapshot import (
    Location,
    Snapshot,
    earlier,
    forget_refusal,
    note_refusal,
    opened,
    saved_identity,
    served,
    snapshot_of,
)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Proposal:
    """A new snapshot, and the one before it as far as that can be read.

    `is_new` is false where another process has saved what fits the corpus meanwhile; `unsaved`
    says why the new index is in memory only, where it is.
    """

    location: Location
    listing: corpus.Listing
    before: Snapshot | None
    after: Snapshot
    is_new: bool = True
    unsaved: str = ""
    _file: NewFile | None = None  # None in memory
    _progress: Progress | None = None

    def switch(self) -> Snapshot:
        """Put the new index in place; what is to be served from now on."""
        if self._file is None or self._progress is None:
            return self.after
        before = earlier(self.location) if self.before is None else self.before.index
        _remember(self.location, before, self.after)
        try:
            self._file.put_in_place()
        except OSError as error:
            known = None if self.before is None else self.before.index
            self.unsaved = _warn(self.location, error)
            return in_memory(self.location, known, self._progress).after
        forget_refusal(self.location)
        return self.after

    def refuse(self) -> None:
        """Leave the old index in place, and remember that this corpus was refused."""
        if self._file is not None:
            note_refusal(self.location, self.listing)


@contextmanager
def rebuilding(
    location: Location,
    known: Index | None,
    progress: Progress,
    listing: corpus.Listing | None = None,
) -> Iterator[Proposal]:
    """Build the corpus as it is now, while no other process writes.

    `known` is what an index that is only in memory knows. With `listing`, of a corpus that
    `known` does not fit, what another process has saved meanwhile is taken where that fits.
    Raises CorpusNotFound, CorpusEmpty.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(location.folder))
            proposal = _on_disk(location, known, progress, listing, stack)
        except (OSError, IndexDamaged) as error:
            stack.close()
            why = _warn(location, error)
            proposal = in_memory(location, known, progress)
            proposal.unsaved = why
        yield proposal


def in_memory(location: Location, known: Index | None, progress: Progress) -> Proposal:
    """The corpus as it is now; nothing is saved. Raises CorpusNotFound, CorpusEmpty."""
    listing = corpus.scan(location.root)
    old = opened(location) or _embedded(known)
    file = BytesIO()
    build(listing, _previous(location, old), file, progress, location.language)
    if location.choice.model is not None:
        _add_vectors(file, EmbeddedIndex.from_bytes(file.getvalue()), location, progress)
    index = EmbeddedIndex.from_bytes(file.getvalue())
    after = snapshot_of(location, index)._replace(newer_than=saved_identity(location))
    return Proposal(location, listing, _before(location, old), after)


def _on_disk(
    location: Location,
    known: Index | None,
    progress: Progress,
    listing: corpus.Listing | None,
    stack: ExitStack,
) -> Proposal:
    old = opened(location)
    if old is not None and known is not None and old.identity == known.identity:
        _share_documents(known, old)
    elif listing is not None:
        listing = corpus.scan(location.root)
        if (found := served(location, old, listing)) is not None:
            return Proposal(location, listing, None, found, is_new=False)
    old, listing = old or _embedded(known), listing or corpus.scan(location.root)
    file = stack.enter_context(replacement(location.index_file))
    build(listing, _previous(location, old), file.content, progress, location.language)
    if location.choice.model is not None:
        file.content.flush()
        _add_vectors(file.content, EmbeddedIndex.open(file.path), location, progress)
    file.sync()
    index = EmbeddedIndex.open(file.path, own_copy=location.own_copy)
    index.verify()  # the file has what was meant to be written, and nothing else
    return Proposal(
        location, listing, _before(location, old), snapshot_of(location, index),
        _file=file, _progress=progress,
    )  # fmt: skip


def _add_vectors(
    file: IO[bytes], index: EmbeddedIndex, location: Location, progress: Progress
) -> None:
    from bot.snapshots.vectors import add_vectors  # noqa: PLC0415  (not without a model)

    add_vectors(file, index, location, progress)


def _share_documents(index: Index, other: Index) -> None:
    """Spare another index of the same content to read again which documents it has."""
    with suppress(IndexDamaged):
        other.documents = index.documents


def _embedded(index: Index | None) -> EmbeddedIndex | None:
    """An index that another can be built upon."""
    return index if isinstance(index, EmbeddedIndex) else None


def _previous(location: Location, old: EmbeddedIndex | None) -> PreviousIndex:
    with suppress(IndexDamaged):
        return PreviousIndex(old, location.index_file)
    return PreviousIndex(None, location.index_file)


def _before(location: Location, old: Index | None) -> Snapshot | None:
    return None if old is None else snapshot_of(location, old)


def _warn(location: Location, error: OSError | IndexDamaged) -> str:
    """Say in the log that an index is in memory only. Returns why."""
    why = error.strerror if isinstance(error, OSError) else str(error)
    why = why or "the system does not say why"
    log.warning(
        "No index can be saved in %s: %s. The index is kept in memory for now.",
        location.folder, why,
    )  # fmt: skip
    return why


def _remember(location: Location, before: Index | None, after: Snapshot) -> None:
    """Keep what changed documents said, for receipts; without it the switch goes on."""
    if before is None:
        return
    try:
        history.remember(location.folder, gone_versions(before, after.index))
    except (OSError, IndexDamaged) as error:
        log.warning("What changed documents said before is not remembered: %s.", error)


def gone_versions(before: Index, after: Index) -> list[DocumentVersion]:
    """What documents said that are changed or removed."""
    there = {(document.name, document.sha256) for document in after.documents}
    gone = [d for d in before.documents if (d.name, d.sha256) not in there]
    return [_version(before, document) for document in gone]


def _version(index: Index, document: IndexedDocument) -> DocumentVersion:
    passages = tuple(index.passages(document.numbers))
    return DocumentVersion(document.name, document.sha256, passages, document.origin)
