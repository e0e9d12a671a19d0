"""A corpus at one moment, ready to be asked: opened from its index, or built and saved.

A new index is put in the old one's place in one step (see `store`), after a `gate` has
seen both and let the new one through. What the gate refuses is remembered, so that the old
one is served until the corpus changes again. Where an index cannot be saved it is kept in
memory, and the log says so.

Left out on purpose: questions. See `library`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.notices import Notices
from bot.answering.notices import parse as parse_notices
from bot.documents import corpus
from bot.errors import DocumentError, IndexDamaged, Refused
from bot.index import Index, IndexedDocument
from bot.ranking.synonyms import Thesaurus, load, problems
from bot.snapshots import atomic_files as store
from bot.snapshots.progress import Progress
from bot.snapshots.staleness import fits, state

if TYPE_CHECKING:  # needed to build only; most runs find the index as it should be
    from bot.snapshots.history import DocumentVersion
    from bot.snapshots.indexing import PreviousIndex

log = logging.getLogger(__name__)

INDEX_FILE = "citebot.index"
REFUSED_FILE = "citebot.refused"
_UNUSABLE = "The saved index cannot be used and is built anew: %s."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A corpus as it was at one moment; an answer comes whole from one of these."""

    index: Index
    thesaurus: Thesaurus
    notices: Notices
    unreadable: tuple[DocumentError, ...]
    problems: tuple[str, ...]  # with the operator's own files, a sentence each
    own_files: tuple[int, ...] = ()  # stamps of the operator's own files
    refused: bool = False  # the corpus has changed since, but the gate did not let it through


Gate = Callable[[Snapshot | None, Snapshot], None]  # before, after; raises Refused


@dataclass(frozen=True, slots=True)
class Location:
    """Where a corpus and its index are, who is told of progress, and who may refuse."""

    root: Path
    folder: Path
    progress: Progress
    gate: Gate

    @property
    def index(self) -> Path:
        """The index file."""
        return self.folder / INDEX_FILE


def current(place: Location) -> Snapshot:
    """The corpus as it is now, from the saved index if that fits, else built anew.

    Or as it was, where the gate refuses what it is now. Raises CorpusNotFound, CorpusEmpty.
    """
    listing = corpus.scan(place.root)
    index = saved(place.folder)
    return _served(place, index, listing) or _or_as_before(place, index, listing)


def refreshed(place: Location, snapshot: Snapshot) -> Snapshot:
    """The newest there is: this generation, one that another process saved, or a new one.

    Raises CorpusNotFound, CorpusEmpty.
    """
    newest = reloaded(place, snapshot)
    listing = corpus.scan(place.root)
    try:
        if fits(newest.index, listing) or _is_refused(place, listing):
            return newest
    except IndexDamaged as error:
        log.warning(_UNUSABLE, error)
    return _or_as_before(place, newest.index, listing)


def reloaded(place: Location, snapshot: Snapshot) -> Snapshot:
    """Either this generation, or the one on disk where another process has put it there since."""
    newer = _opened(place.index) if _is_newer(place.index, snapshot.index) else None
    if newer is None and corpus.own_stamps(place.root) == snapshot.own_files:
        return snapshot
    return _generation(place.root, newer or snapshot.index)


def rebuild(
    place: Location, known: Index | None = None, listing: corpus.Listing | None = None
) -> Snapshot:
    """The corpus as it is now, built anew and saved where that can be.

    `known` is what an index that is only in memory knows. With `listing`, of a corpus that
    `known` does not fit, what another process has saved meanwhile is taken where that fits.
    Raises CorpusNotFound, CorpusEmpty, Refused.
    """
    try:
        with store.exclusive(place.folder):
            old, found = _opened(place.index), None
            if old is not None and known is not None and old.identity == known.identity:
                _share_documents(known, old)
            elif listing is not None:
                listing = corpus.scan(place.root)
                found = _served(place, old, listing)
            return found or _switched(place, old or known, listing or corpus.scan(place.root))
    except (OSError, IndexDamaged) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        log.warning(
            "No index can be saved in %s: %s. The index is kept in memory for now.",
            place.folder, why or "the system does not say why",
        )  # fmt: skip
    return build_in_memory(place, known)


def build_in_memory(place: Location, known: Index | None = None) -> Snapshot:
    """The corpus as it is now; nothing is saved. Raises as `rebuild` does."""
    from bot.snapshots.indexing import build  # noqa: PLC0415

    listing = corpus.scan(place.root)
    old = _opened(place.index) or known
    file = BytesIO()
    build(listing, _before(place, old), file, place.progress)
    after = _generation(place.root, Index.from_bytes(file.getvalue()))
    _pass_gate(place, old, after)
    return after


def saved(folder: Path) -> Index | None:
    """The index in a folder, or None where there is none that can be used; the log says why."""
    try:
        return Index.open(folder / INDEX_FILE)
    except FileNotFoundError:
        return None
    except (OSError, IndexDamaged) as error:
        log.warning(_UNUSABLE, error)
        return None


def _opened(path: Path) -> Index | None:
    with suppress(OSError, IndexDamaged):
        return Index.open(path)
    return None


def _share_documents(index: Index, other: Index) -> None:
    """Spare another index of the same content to read again which documents it has."""
    with suppress(IndexDamaged):
        other.documents = index.documents


def _is_newer(path: Path, index: Index) -> bool:
    """Whether another file than the one that is open has that name now."""
    try:
        return store.identity(path.stat()) != index.identity
    except OSError:
        return False


def _served(place: Location, index: Index | None, listing: corpus.Listing) -> Snapshot | None:
    """What is to be served from an index without building, if anything."""
    if index is None:
        return None
    try:
        if fits(index, listing):
            return _generation(place.root, index)
    except IndexDamaged as error:
        log.warning(_UNUSABLE, error)
        return None
    return _as_before(place, index) if _is_refused(place, listing) else None


def _or_as_before(place: Location, known: Index | None, listing: corpus.Listing) -> Snapshot:
    """Built anew, or where the gate refuses that, as it was before."""
    try:
        return rebuild(place, known, listing)
    except Refused as refusal:
        log.info("%s", refusal)
        old = _opened(place.index) or known
        if old is None:
            raise
        return _as_before(place, old)


def _switched(place: Location, old: Index | None, listing: corpus.Listing) -> Snapshot:
    """Build beside the old index, then take its place. OSError, IndexDamaged, Refused."""
    from bot.snapshots.indexing import build  # noqa: PLC0415

    made: list[Snapshot] = []

    def check(path: Path) -> None:
        Index.open(path).verify()  # the file has what was meant to be written, and nothing else
        after = _generation(place.root, Index.open(path))
        try:
            _pass_gate(place, old, after)
        except Refused:
            _note_refusal(place, listing)
            raise
        _remember(place, old, after)
        fresh = Index.open(path)  # with every check before it
        _share_documents(after.index, fresh)
        made.append(_generation(place.root, fresh))

    before = _before(place, old)
    store.replace(place.index, lambda file: build(listing, before, file, place.progress), check)
    with suppress(OSError):
        (place.folder / REFUSED_FILE).unlink(missing_ok=True)
    return made[0]


def _before(place: Location, old: Index | None) -> PreviousIndex:
    from bot.snapshots.indexing import PreviousIndex  # noqa: PLC0415

    with suppress(IndexDamaged):
        return PreviousIndex(old, place.index)
    return PreviousIndex(None, place.index)


def _pass_gate(place: Location, old: Index | None, after: Snapshot) -> None:
    """Let the gate compare, as far as the index before can be read. Raises Refused."""
    try:
        place.gate(None if old is None else _generation(place.root, old), after)
    except IndexDamaged as error:
        log.warning("Not compared with the saved index: %s.", error)
        place.gate(None, after)


def _remember(place: Location, old: Index | None, after: Snapshot) -> None:
    """Keep what changed documents said, for receipts; without it the switch goes on."""
    from bot.snapshots import history  # noqa: PLC0415

    if old is None:
        return
    try:
        there = {(document.name, document.sha256) for document in after.index.documents}
        gone = [d for d in old.documents if (d.name, d.sha256) not in there]
        history.remember(place.folder, [_version(old, document) for document in gone])
    except (OSError, IndexDamaged) as error:
        log.warning("What changed documents said before is not remembered: %s.", error)


def _version(index: Index, document: IndexedDocument) -> DocumentVersion:
    from bot.snapshots.history import DocumentVersion  # noqa: PLC0415

    numbers = range(document.first, document.first + document.count)
    passages = tuple(index.passage(number) for number in numbers)
    return DocumentVersion(document.name, document.sha256, passages)


def _note_refusal(place: Location, listing: corpus.Listing) -> None:
    """Remember that this corpus was refused, so that it is not built at every start."""
    fingerprint = state(listing, corpus.own_stamps(place.root))
    if fingerprint is not None:
        with suppress(OSError):
            store.write(place.folder / REFUSED_FILE, fingerprint.encode())


def _is_refused(place: Location, listing: corpus.Listing) -> bool:
    fingerprint = state(listing, corpus.own_stamps(place.root))
    try:
        noted = (place.folder / REFUSED_FILE).read_bytes()
    except OSError:
        return False
    return fingerprint is not None and noted == fingerprint.encode()


def _as_before(place: Location, index: Index) -> Snapshot:
    return replace(_generation(place.root, index), refused=True)


def _generation(root: Path, index: Index) -> Snapshot:
    found: list[str] = []
    synonyms = _own_file(root, corpus.SYNONYMS, found)
    found += [f"{corpus.SYNONYMS}, {problem}" for problem in problems(synonyms.splitlines())]
    notices = parse_notices(_own_file(root, corpus.NOTICES, found))
    found += [f"{corpus.NOTICES}, {problem}" for problem in notices.problems]
    unreadable = tuple(DocumentError(*row) for row in index.meta["unreadable"])
    stamps = corpus.own_stamps(root)
    return Snapshot(index, load(synonyms), notices, unreadable, tuple(found), stamps)


def _own_file(root: Path, name: str, found: list[str]) -> str:
    """One of the operator's own files, empty where there is none that can be read."""
    try:
        return corpus.operator_file(root, name)
    except DocumentError as error:
        found.append(str(error))
        return ""
