"""Columns of strings in memory: numbered as they come, sorted, found, put in another order.

A column is the bytes of all strings in one piece, and where each begins: a million strings
are two arrays, and no object of Python's each.

Left out on purpose: reading single strings from an open index; see `container.Strings`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from weakref import finalize

import numpy as np
import numpy.typing as npt

from bot.index.compiled import at, library

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StringColumn:
    """Strings: all their bytes, where each begins, and where the last ends."""

    text: npt.NDArray[np.uint8]
    first: Places

    @classmethod
    def of(cls, strings: Sequence[bytes]) -> StringColumn:
        """A column of some strings."""
        first = np.zeros(len(strings) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, strings), np.int64, len(strings)), out=first[1:])
        return cls(np.frombuffer(b"".join(strings), np.uint8), first)

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def sizes(self) -> Places:
        """The length of each string in bytes."""
        return np.diff(self.first)

    def all(self) -> list[bytes]:
        """The strings."""
        text = self.text.tobytes()
        return [text[begin:end] for begin, end in pairwise(self.first.tolist())]

    def joined(self, other: StringColumn) -> StringColumn:
        """These strings and then others."""
        if not len(other):
            return self
        text = np.concatenate([self.text, other.text])
        return StringColumn(text, np.append(self.first, other.first[1:] + self.first[-1]))

    def take(self, places: npt.NDArray[np.integer[Any]]) -> StringColumn:
        """The strings at some places, in that order."""
        sizes = self.sizes[places]
        first = np.zeros(len(places) + 1, np.int64)
        np.cumsum(sizes, out=first[1:])
        if compiled := library():
            text = np.empty(first[-1], np.uint8)
            order = places.astype(np.int64, copy=False)
            compiled.citebot_gathered(
                at(self.text), at(self.first), at(order), len(order), at(text)
            )
            return StringColumn(text, first)
        bytes_of = np.repeat(self.first[places] - first[:-1], sizes)
        return StringColumn(self.text[bytes_of + np.arange(len(bytes_of))], first)

    def order(self) -> Places:
        """The places of the strings, which are different, in sorted order."""
        if compiled := library():
            order = np.empty(len(self), np.int64)
            if not compiled.citebot_sorted(at(self.text), at(self.first), len(self), at(order)):
                raise MemoryError
            return order
        strings = self.all()
        return np.array(sorted(range(len(strings)), key=strings.__getitem__), np.int64)

    def find(self, wanted: StringColumn) -> tuple[Places, npt.NDArray[np.bool_]]:
        """Where sorted strings are, or would be, among these, which are sorted; and which are."""
        places, known = np.empty(len(wanted), np.int64), np.empty(len(wanted), np.bool_)
        if compiled := library():
            compiled.citebot_places(
                at(self.text), at(self.first), len(self), at(wanted.text), at(wanted.first),
                len(wanted), at(places), at(known),
            )  # fmt: skip
            return places, known
        own = self.all()
        for number, string in enumerate(wanted.all()):
            place = bisect_left(own, string)
            places[number] = place
            known[number] = place < len(own) and own[place] == string
        return places, known


class Numbering:
    """Numbers strings from 0 in the order in which they are first seen."""

    def __init__(self) -> None:
        self._known: dict[bytes, int] = {}  # where nothing is compiled
        self._count = 0
        self._compiled = library()
        if self._compiled is not None:
            self._table = self._compiled.citebot_numbering_new()
            if not self._table:
                raise MemoryError
            finalize(self, self._compiled.citebot_numbering_free, self._table)

    def __len__(self) -> int:
        """How many different strings there were."""
        return self._count

    def take(self, strings: StringColumn) -> Places:
        """The numbers of some strings."""
        numbers = np.empty(len(strings), np.int64)
        if self._compiled is None:
            known = self._known
            numbers[:] = [known.setdefault(string, len(known)) for string in strings.all()]
            self._count = len(known)
            return numbers
        self._count = self._compiled.citebot_numbering_take(
            self._table, at(strings.text), at(strings.first), len(strings), at(numbers)
        )
        if self._count < 0:
            raise MemoryError
        return numbers

    def all(self) -> StringColumn:
        """The strings by their numbers."""
        if self._compiled is None:
            return StringColumn.of([*self._known])
        first = np.empty(self._count + 1, np.int64)
        size = self._compiled.citebot_numbering_all(self._table, None, at(first))
        text = np.empty(size, np.uint8)
        self._compiled.citebot_numbering_all(self._table, at(text), None)
        return StringColumn(text, first)
