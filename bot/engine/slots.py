"""Where the passages of an index are in the engine: their documents' slots, and their place there.

A document keeps its slot as long as it stays as it is (see `layout`); which passages of the index
are its own, follows from the order of the documents.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from bot.engine.layout import passage_id
from bot.index import IndexedDocument


class Slots:
    """The slots of an index's documents, of those that have passages."""

    def __init__(self, documents: Sequence[IndexedDocument], slots: Sequence[int]) -> None:
        pairs = zip(documents, slots, strict=True)
        own = [(document.first, slot) for document, slot in pairs if document.count]
        self._firsts = [first for first, _ in own]
        self._slots = [slot for _, slot in own]
        self._first_of = {slot: first for first, slot in own}

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._slots)

    def slot(self, passage: int) -> int:
        """The slot of a passage's document."""
        return self._slots[bisect_right(self._firsts, passage) - 1]

    def id(self, passage: int) -> str:
        """The engine's id of a passage."""
        at = bisect_right(self._firsts, passage) - 1
        return passage_id(self._slots[at], passage - self._firsts[at])

    def passage(self, own_id: str) -> int:
        """The passage that has an id of the engine."""
        slot, _, number = own_id[1:].partition(".")
        return self._first_of[int(slot)] + int(number)

    def among(self, ranges: Iterable[range]) -> list[int]:
        """The slots of the documents that some ranges of passages are, in their order."""
        found: list[int] = []
        for one in ranges:
            first, end = bisect_left(self._firsts, one.start), bisect_left(self._firsts, one.stop)
            found += self._slots[first:end]
        return found

    def others(self, own: Iterable[int]) -> list[int]:
        """All slots but these."""
        mine = {*own}
        return [slot for slot in self._slots if slot not in mine]


def portions(counts: Sequence[tuple[int, int]], most: int) -> Iterator[list[int]]:
    """Slots with their numbers of passages, `most` together as far as possible."""
    some: list[int] = []
    size = 0
    for slot, number in counts:
        if some and size + number > most:
            yield some
            some, size = [], 0
        some.append(slot)
        size += number
    if some:
        yield some
