"""The records of passages that this process has: those that were asked for last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from threading import Lock

from bot.engine.connection import SOON, EngineConnection, Source
from bot.engine.passage_record import PassageRecord
from bot.engine.slots import Slots

AT_ONCE = 400  # records that are asked for
_KEPT = 512  # of some 2 KB; more than are asked for at once


class KeptRecords:
    """The records of a generation. May be used by several threads."""

    def __init__(self, connection: EngineConnection, generation: str, slots: Slots) -> None:
        self._connection, self._generation, self._slots = connection, generation, slots
        self._records: dict[int, PassageRecord] = {}  # by passage, oldest first
        self._lock = Lock()

    def __getitem__(self, passage: int) -> PassageRecord:
        """The record of a passage, from the engine where it is not here."""
        while (found := self._records.get(passage)) is None:
            self.load([passage])
        return found

    def load(self, passages: Sequence[int], seconds: float = SOON) -> None:
        """Have the records of some passages, in one round trip for what is not there."""
        missing = [passage for passage in passages if passage not in self._records]
        for at in range(0, len(missing), AT_ONCE):
            some = missing[at : at + AT_ONCE]
            ids = [self._slots.id(passage) for passage in some]
            sources = self._connection.records(self._generation, ids, seconds)
            self._keep(zip(some, sources, strict=True))

    def take(self, hits: Iterable[Source]) -> list[int]:
        """Keep the records that came with what was found; the passages of these."""
        found = [(self._slots.passage(hit["_id"]), hit["_source"]) for hit in hits]
        self._keep(found)
        return [passage for passage, _ in found]

    def _keep(self, found: Iterable[tuple[int, Source]]) -> None:
        records = {
            passage: self._records.get(passage) or PassageRecord.parse(source["record"])
            for passage, source in found
        }
        with self._lock:
            for passage in records:
                self._records.pop(passage, None)
            self._records |= records
            for oldest in [*islice(self._records, max(len(self._records) - _KEPT, 0))]:
                del self._records[oldest]

    def latest(self, count: int) -> list[int]:
        """The passages whose records were asked for last."""
        with self._lock:
            return [*islice(reversed(self._records), count)]
