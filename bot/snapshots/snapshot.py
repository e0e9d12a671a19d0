"""A corpus at one moment, as it is served: its index and the operator's own files.

A snapshot is opened from the saved index where that still fits the corpus. What the gate of
the pinned questions has refused is remembered, so that the old index is served until the
corpus changes again.

New indexes are built in `update`.
"""

import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from bot.documents import corpus
from bot.documents.document_filter import DocumentFilter
from bot.documents.operator_files import OperatorFiles, operator_files
from bot.errors import DocumentError, IndexDamaged
from bot.index import EmbeddedIndex, Index
from bot.meaning import WORDS_ONLY, Meaning, ModelChoice
from bot.snapshots import atomic_files
from bot.snapshots.staleness import fits, state, unreadable

if TYPE_CHECKING:  # most have none
    from bot.engine.address import EngineAddress

log = logging.getLogger(__name__)

Identity = tuple[int, int]  # of a file: device and inode

INDEX_FILE = "citebot.index"
REFUSED_FILE = "citebot.refused"
_UNUSABLE = "The saved index cannot be used and is built anew: %s."


class Snapshot(NamedTuple):
    """A corpus as it was at one moment; an answer comes whole from one of these.

    `refused` is true where the corpus has changed since, but the gate did not let it through.
    `newer_than` is the saved index that this one, in memory, could not take the place of.
    """

    index: Index  # type: ignore[assignment]  # a tuple's own method, of no use here
    own_files: OperatorFiles
    refused: bool = False
    meaning: Meaning | None = None  # where there is a sentence model, and the index has vectors
    newer_than: Identity | None = None

    def part(self, only: DocumentFilter) -> Self:
        """The same with only the documents that a filter allows; itself where it allows all."""
        if not only.groups:
            return self
        from bot.index.part import part_of  # noqa: PLC0415  (most are asked as a whole)

        return self._replace(index=part_of(self.index, only))

    @property
    def unreadable(self) -> tuple[DocumentError, ...]:
        """The files of the corpus that could not be read, and why."""
        return tuple(unreadable(self.index))


class Location(NamedTuple):
    """Where a corpus is (`root`, a folder or a file), the folder of its index, and its model.

    With `own_copy` the index is read from a copy that no other program can change. `language` is
    the code of the one that all its documents are in, or empty: each tells its own. Where there is
    an `engine`, that is what is asked.
    """

    root: Path
    folder: Path
    choice: ModelChoice = WORDS_ONLY
    own_copy: bool = False
    language: str = ""
    engine: "EngineAddress | None" = None

    @property
    def index_file(self) -> Path:
        """The index file."""
        return self.folder / INDEX_FILE


def snapshot_of(location: Location, index: Index, *, refused: bool = False) -> Snapshot:
    """An index with the operator's files as they are now."""
    meaning, own_files = location.choice.meaning(index), operator_files(location.root)
    index.know_sources(dict(own_files.sources))
    return Snapshot(index, own_files, refused, meaning)


def served(location: Location, index: Index | None, listing: corpus.Listing) -> Snapshot | None:
    """What is to be served from an index without building, if anything."""
    if index is None:
        return None
    try:
        if _fits(location, index, listing):
            return snapshot_of(location, index)
    except IndexDamaged as error:
        log.warning(_UNUSABLE, error)
        return None
    refused = is_refused(location, listing)
    return snapshot_of(location, index, refused=True) if refused else None


def _fits(location: Location, index: Index, listing: corpus.Listing) -> bool:
    if index.meta["language"] != location.language:
        return False
    return location.choice.fits(index) and fits(index, listing)


def is_stale(location: Location, current: Snapshot, listing: corpus.Listing) -> bool:
    """Whether a snapshot has to be built anew: its corpus has changed, and was not refused."""
    try:
        fitting = _fits(location, current.index, listing)
        return not (fitting or is_refused(location, listing))
    except IndexDamaged as error:
        log.warning(_UNUSABLE, error)
        return True


def reloaded(location: Location, current: Snapshot) -> Snapshot:
    """Either this snapshot, or the one on disk where another process has put it there since."""
    newer = opened(location) if _is_newer(location, current) else None
    if newer is not None:
        return snapshot_of(location, newer)
    if corpus.own_stamps(location.root) == current.own_files.stamps:
        return current
    return snapshot_of(location, current.index)._replace(newer_than=current.newer_than)


def saved(folder: Path, *, own_copy: bool = False) -> EmbeddedIndex | None:
    """The index in a folder, or None where there is none that can be used; the log says why."""
    try:
        return EmbeddedIndex.open(folder / INDEX_FILE, own_copy=own_copy)
    except FileNotFoundError:
        return None
    except (OSError, IndexDamaged) as error:
        log.warning(_UNUSABLE, error)
        return None


def earlier(location: Location) -> EmbeddedIndex | None:
    """What an index of other code said, where that is all there is: to be compared with."""
    with suppress(OSError, IndexDamaged):
        return EmbeddedIndex.open_earlier(location.index_file)
    return None


def opened(location: Location) -> EmbeddedIndex | None:
    """The saved index, or None where there is none that can be used."""
    with suppress(OSError, IndexDamaged):
        return EmbeddedIndex.open(location.index_file, own_copy=location.own_copy)
    return None


def saved_identity(location: Location) -> Identity | None:
    """Which file has the index's name now, if any has."""
    try:
        return atomic_files.identity(location.index_file.stat())
    except OSError:
        return None


def _is_newer(location: Location, current: Snapshot) -> bool:
    """Whether another file than the one that is open, or could not be replaced, is there now."""
    found = saved_identity(location)
    return found is not None and found not in {current.index.identity, current.newer_than}


def note_refusal(location: Location, listing: corpus.Listing) -> None:
    """Remember that this corpus was refused, so that it is not built at every start."""
    fingerprint = state(listing, corpus.own_stamps(location.root))
    if fingerprint is not None:
        with suppress(OSError):
            atomic_files.write(location.folder / REFUSED_FILE, fingerprint.encode())


def forget_refusal(location: Location) -> None:
    """Forget what was refused: something newer is in place."""
    with suppress(OSError):
        (location.folder / REFUSED_FILE).unlink(missing_ok=True)


def is_refused(location: Location, listing: corpus.Listing) -> bool:
    """Whether just this corpus was refused before."""
    fingerprint = state(listing, corpus.own_stamps(location.root))
    try:
        noted = (location.folder / REFUSED_FILE).read_bytes()
    except OSError:
        return False
    return fingerprint is not None and noted == fingerprint.encode()
