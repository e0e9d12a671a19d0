"""How many passages of a document have a term: the engine counts, and what it said is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.engine import queries
from bot.engine.connection import EngineConnection
from bot.engine.queries import Clause, has, in_slots

_KEPT = 1 << 16  # counts
MOST_DOCUMENTS = 50_000  # that are counted at once


class DocumentCounts:
    """The counts of a generation. May be used by several threads."""

    def __init__(self, connection: EngineConnection, generation: str) -> None:
        self._connection, self._generation = connection, generation
        self._known: dict[tuple[str, int], int] = {}  # token, slot -> passages

    def of(self, token: str, slot: int, near: Iterable[int]) -> int:
        """How many passages of a document have a token.

        Those of the documents that are `near` are counted in the same round trip: they are
        likely to be asked for next.
        """
        found = self._known.get((token, slot))
        if found is None:
            counted = dict.fromkeys([slot, *near], 0)
            counted |= self.by_slot(token, [*counted])
            if len(self._known) > _KEPT:
                self._known = {}
            self._known.update({(token, one): number for one, number in counted.items()})
            found = counted[slot]
        return found

    def by_slot(self, token: str, slots: Sequence[int] | None = None) -> dict[int, int]:
        """The documents with a token, of all or some: slot -> how many passages have it."""
        filters: list[Clause] = [has(token)] + ([] if slots is None else [in_slots(slots)])
        body = queries.by_slot(filters, MOST_DOCUMENTS if slots is None else len(slots))
        found = self._connection.search(self._generation, body)["aggregations"]["slots"]
        return {int(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}

    def together(self, token: str, slots: Sequence[int], most: int | None = None) -> int:
        """How many passages of some documents have a token; `most` is up to where to count."""
        body = queries.number_of([in_slots(slots), has(token)], most)
        found = self._connection.search(self._generation, body)
        return int(found["hits"]["total"]["value"])
