"""Brings a corpus into the engine: the counterpart of `update` for one that is served from there.

The index of the documents is built here as without an engine, on what is known from the last
time; then the engine is sent what has changed. Another process may reindex at the same time: it
waits for its turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from bot.documents.corpus import Listing
from bot.engine import generations, memory
from bot.engine.engine_index import EngineIndex
from bot.engine.generations import Lease
from bot.engine.publishing import Publication, Told
from bot.errors import EngineError, EngineUnfit
from bot.index import EmbeddedIndex
from bot.passages.receipts import receipt
from bot.snapshots import history
from bot.snapshots.engine_snapshots import connection_of, served_snapshot, snapshot_of_engine
from bot.snapshots.progress import Progress
from bot.snapshots.snapshot import Location, Snapshot
from bot.snapshots.update import Proposal, gone_versions, in_memory, rebuilding


@dataclass(slots=True)
class EngineProposal:
    """A generation in the making as `update.Proposal` is: to be switched to, or refused.

    Without a publication it is a dry run, and the index is in memory here.
    """

    location: Location
    made: Proposal
    before: Snapshot | None
    after: Snapshot
    publication: Publication | None = None
    lease: Lease | None = None
    unsaved: str = ""

    @property
    def listing(self) -> Listing:
        """The corpus that it is of."""
        return self.made.listing

    def switch(self) -> Snapshot:
        """Serve the new generation. Raises EngineError, and then the old one is served."""
        if self.publication is None or self.lease is None:
            return self.after
        if self.before is not None:
            gone = _gone(self.before, self.after)
            memory.remember(connection_of(self.location), gone)
        self.publication.serve(self.lease)
        self.made.switch()
        return self.after

    def refuse(self) -> None:
        """Leave what is served as it is; the new generation is deleted in the end."""


@contextmanager
def publishing(
    location: Location, progress: Progress, pinned: Sequence[str] = (), *, dry_run: bool = False
) -> Iterator[EngineProposal]:
    """Bring the corpus as it is now into the engine, while nobody else does.

    `pinned` are the pinned questions that have an answer, for whoever has not the documents.

    Raises CorpusNotFound, CorpusEmpty, EngineError.
    """
    connection = connection_of(location)
    connection.check()
    if dry_run:
        made = in_memory(location, None, progress)
        yield EngineProposal(location, made, _before(location), made.after)
        return
    with ExitStack() as stack:
        lease = stack.enter_context(generations.leased(connection))
        made = stack.enter_context(rebuilding(location, None, progress))
        yield _published(location, made, lease, stack, pinned)


def _published(
    location: Location, made: Proposal, lease: Lease, stack: ExitStack, pinned: Sequence[str]
) -> EngineProposal:
    """The generation of an index that was made here; gone in the end if it is not served."""
    connection, before = connection_of(location), _before(location)
    served = generations.served(connection)
    assert isinstance(made.after.index, EmbeddedIndex)
    own = made.after.own_files
    told = Told([*own], pinned, dict(own.sources))
    old = None if before is None else before.index
    publication = Publication(
        connection,
        None if served is None else served.name,
        old if isinstance(old, EngineIndex) else None,
        made.after.index,
        told,
    )
    stack.callback(_drop_unserved, publication)
    publication.make(lease)
    after = snapshot_of_engine(location, publication.opened())
    return EngineProposal(location, made, before, after, publication, lease)


def _before(location: Location) -> Snapshot | None:
    """What is served now, as far as it can be used here: another version's cannot."""
    with suppress(EngineUnfit):
        return served_snapshot(location)
    return None


def _drop_unserved(publication: Publication) -> None:
    """Delete a generation that is not served; where that fails, the next reindex does."""
    if not publication.is_served:
        with suppress(EngineError):
            publication.drop()


def _gone(before: Snapshot, after: Snapshot) -> Iterable[memory.PastVersion]:
    """What documents said that are changed or removed."""
    for version in gone_versions(before.index, after.index):
        codes = [receipt(version.sha256, p.start, p.end, p.text) for p in version.passages]
        line = history.written(version)
        yield memory.PastVersion(version.document, version.sha256, tuple(codes), line)
