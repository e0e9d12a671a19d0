"""Many strings as two arrays: the bytes of all in one piece, and where each begins.

Such an array goes between processes, and into an index, as it is, without an object of
Python's for each string.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int64]
Key = TypeVar("Key")
_END = b"\n"  # of a string, among many that have none in them
_MANY = 50  # times as many strings as are looked for; then most of them are not touched


class Numbering(defaultdict[Key, int]):
    """Numbers from 0 in the order in which things are first seen: `numbering[thing]`.

    A counter tells what is new its number, so that no function of Python's is called for it.
    """

    def __init__(self) -> None:
        super().__init__(count().__next__)


@dataclass(frozen=True, slots=True)
class StringArray:
    """Strings: all their bytes, where each begins, and where the last ends."""

    text: npt.NDArray[np.uint8]
    first: Offsets

    @classmethod
    def of(cls, strings: Sequence[bytes]) -> StringArray:
        """An array of some strings."""
        first = np.zeros(len(strings) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, strings), np.int64, len(strings)), out=first[1:])
        return cls(np.frombuffer(b"".join(strings), np.uint8), first)

    def __len__(self) -> int:
        return len(self.first) - 1

    def __getitem__(self, at: int) -> bytes:
        return self.text[self.first.item(at) : self.first.item(at + 1)].tobytes()

    @property
    def sizes(self) -> Offsets:
        """The length of each string in bytes."""
        return np.diff(self.first)

    def all(self) -> list[bytes]:
        """The strings."""
        text = self.text.tobytes()
        if not len(self) or _END in text:
            return [text[begin:end] for begin, end in pairwise(self.first.tolist())]
        apart = np.full(len(self.text) + len(self) - 1, ord(_END), np.uint8)
        inside = np.ones(len(apart), np.bool_)
        inside[self.first[1:-1] + np.arange(len(self) - 1)] = False
        apart[inside] = self.text
        return apart.tobytes().split(_END)  # less than half the time of a slice for each

    def joined(self, other: StringArray) -> StringArray:
        """These strings and then others."""
        if not len(other):
            return self
        text = np.concatenate([self.text, other.text])
        return StringArray(text, np.append(self.first, other.first[1:] + self.first[-1]))

    def take(self, places: npt.NDArray[np.integer[Any]]) -> StringArray:
        """The strings at some places, in that order."""
        sizes = self.sizes[places]
        first = np.zeros(len(places) + 1, np.int64)
        np.cumsum(sizes, out=first[1:])
        bytes_of = np.repeat(self.first[places] - first[:-1], sizes)
        bytes_of += np.arange(len(bytes_of))
        return StringArray(self.text[bytes_of], first)

    def order(self) -> Offsets:
        """The places of the strings, which are different, in sorted order."""
        strings = self.all()
        return np.array(sorted(range(len(strings)), key=strings.__getitem__), np.int64)

    def find(self, wanted: StringArray) -> tuple[Offsets, npt.NDArray[np.bool_]]:
        """Where sorted strings are, or would be, among these, which are sorted; and which are."""
        if not len(self):
            return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
        places, known = np.empty(len(wanted), np.int64), np.empty(len(wanted), np.bool_)
        own = self if len(wanted) < len(self) // _MANY else self.all()
        place = 0
        for number, string in enumerate(wanted.all()):
            place = bisect_left(own, string, place)
            places[number] = place
            known[number] = place < len(own) and own[place] == string
        return places, known
