"""Snapshots of a corpus that is in the engine: the one served, and a newer one.

A process that does not reindex (see `engine_update`) takes all from the engine, the operator's own
files too, and needs no folder of documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from time import monotonic

from bot.documents.operator_files import OperatorFiles
from bot.engine import generations, memory
from bot.engine.address import EngineAddress
from bot.engine.connection import EngineConnection
from bot.engine.engine_index import EngineIndex
from bot.passages.passage import DocumentVersion
from bot.snapshots import history
from bot.snapshots.snapshot import Location, Snapshot

LOOK = 1.0  # seconds between looks at which generation is served
_PATIENCE = 5.0  # seconds, more than that, until the next look where the engine did not answer


@lru_cache(maxsize=8)
def _connection_to(address: EngineAddress) -> EngineConnection:
    """The one connection of this process to an engine."""
    return EngineConnection(address)


def connection_of(location: Location) -> EngineConnection:
    """The connection to the engine of a corpus that has one."""
    assert location.engine is not None
    return _connection_to(location.engine)


def served_snapshot(location: Location) -> Snapshot:
    """What the engine serves. Raises EngineError."""
    return snapshot_of_engine(
        location, generations.current(connection_of(location), location.folder)
    )


def renewed(location: Location, current: Snapshot, *, at_once: bool = False) -> Snapshot:
    """The current snapshot, or that of a generation served since. Raises EngineError."""
    index, now = current.index, monotonic()
    if not isinstance(index, EngineIndex) or (now - index.looked < LOOK and not at_once):
        return current
    index.looked = now + _PATIENCE  # nobody should wait for this twice, if there is no answer
    found = generations.served(connection_of(location))
    index.looked = now
    if found is None or found.name == index.generation:
        return current
    newer = generations.opened(connection_of(location), found, location.folder)
    return snapshot_of_engine(location, newer)


def snapshot_of_engine(location: Location, index: EngineIndex) -> Snapshot:
    """A generation with the operator's files that it has."""
    synonyms, notices, problems, stamps, sources, *servers = index.meta["own_files"]
    own_files = OperatorFiles(
        synonyms, notices, tuple(problems), tuple(stamps),
        tuple([(name, address) for name, address in sources]), servers[0] if servers else "",
    )  # fmt: skip
    return Snapshot(index, own_files, meaning=location.choice.meaning(index))


def remembered(location: Location, code: str) -> Iterator[DocumentVersion]:
    """The remembered versions of documents that a receipt may be of, the latest first."""
    for line in memory.lines_with(connection_of(location), code):
        if (version := history.parsed(line)) is not None:
            yield version
