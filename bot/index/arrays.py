"""The sections of an open index as numpy arrays, for whoever works on many items at once.

Most are views of the mapped file. Beside them, what arrays of numbers often need.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.errors import IndexDamaged
from bot.index.container import MUCH, Reader, StoredArray
from bot.index.fingerprint import BLOCK_BITS
from bot.index.string_arrays import StringArray

Numbers = npt.NDArray[np.integer[Any]]


class PostingArrays(NamedTuple):
    """The arrays that postings are in."""

    term_block: npt.NDArray[np.int64]  # for each term its first block, and the last one's end
    block_number: npt.NDArray[np.uint32]  # the upper bits of a block's passages
    block_first: npt.NDArray[np.int64]  # for each block its first posting, and the last one's end
    lows: npt.NDArray[np.uint16]
    codes: Numbers


class IndexArrays:
    """The arrays of an open index."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._term_block = self["term.block"]
        self._block_first, self._block_number = self["block.first"], self["block.number"]
        lows, codes = reader["posting.low"], reader["posting.times"]
        self._check_lows, self._lows = lows.check, np.asarray(lows.unchecked())
        self._check_codes, self._codes = codes.check, np.asarray(codes.unchecked())
        self._last_block = len(reader["passage.document"]) >> BLOCK_BITS

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """A whole section."""
        return _array(self._reader[name])

    def part(self, name: str, first: int, end: int) -> npt.NDArray[Any]:
        """The items of a section from `first` to `end`."""
        return _array(self._reader[name], first, end)

    def strings(self, name: str, first: int, end: int) -> tuple[Numbers, bytes]:
        """The sizes in bytes of some strings of a section, and their bytes in one piece."""
        places = self.part(f"{name}.first", first, end + 1).astype(np.int64)
        data = self._reader[f"{name}.text"].slice(int(places[0]), int(places[-1]))
        return np.diff(places), bytes(data)

    def all_strings(self, name: str) -> StringArray:
        """All strings of a section, in UTF-8."""
        first = self[f"{name}.first"].astype(np.int64)
        text = self[f"{name}.text"]
        if not _leads(first, len(text)):
            raise IndexDamaged(f"the index is damaged (section {name}.first)")
        return StringArray(text, first)

    def postings(self) -> PostingArrays:
        """All postings, of which none may be used that `check` has not seen.

        Raises IndexDamaged where something points out of what it points into.
        """
        found = PostingArrays(
            self._term_block.astype(np.int64), self._block_number.astype(np.uint32),
            self._block_first.astype(np.int64), self._lows, self._codes,
        )  # fmt: skip
        blocks, times = len(found.block_number), len(self._reader["times"])
        if not (
            _leads(found.term_block, blocks)
            and _leads(found.block_first, len(found.lows))
            and len(found.block_first) == blocks + 1
            and found.block_number.max(initial=0) <= self._last_block
            and len(found.lows) == len(found.codes) <= len(found.codes) * times
            and found.lows.dtype == np.uint16
            and found.codes.dtype == np.min_scalar_type(times)
        ):
            raise IndexDamaged("the index is damaged (its postings)")
        return found

    def check(self, first: int, last: int) -> None:
        """Make sure that the postings of terms `first` to `last` are undamaged."""
        begin, end = self._postings(first, last)
        self._check_lows(begin, end)
        self._check_codes(begin, end)

    def frequencies(self) -> Numbers:
        """How many passages each term has."""
        places: Numbers = self["block.first"].astype(np.int64)[self["term.block"]]
        return np.diff(places)

    def _postings(self, first: int, last: int) -> tuple[int, int]:
        """Where the postings of terms `first` to `last` are."""
        starts, blocks = self._block_first, self._term_block
        return starts.item(blocks.item(first)), starts.item(blocks.item(last))

    def passages(self, first: int, last: int) -> npt.NDArray[np.intp]:
        """The passages of terms `first` to `last`, ascending for each term."""
        begin, end = self._postings(first, last)
        self._check_lows(begin, end)
        passages = self._lows[begin:end].astype(np.intp)
        if self._last_block:  # methods, not numpy's functions: half the time, for a few postings
            block, last_block = self._term_block.item(first), self._term_block.item(last)
            numbers = self._block_number[block:last_block].astype(np.intp)
            starts = self._block_first[block : last_block + 1].astype(np.intp)
            passages += (numbers << BLOCK_BITS).repeat(starts[1:] - starts[:-1])
        return passages

    def codes(self, first: int, last: int) -> Numbers:
        """Of the same postings, which of `times` it is that the term occurs there."""
        begin, end = self._postings(first, last)
        self._check_codes(begin, end)
        return self._codes[begin:end]

    def rest(self) -> None:
        """Give back the map's memory, which reading many passages has filled."""
        self._reader.rest(MUCH)


def _leads(first: Numbers, end: int) -> bool:
    """Whether places ascend from 0 to an end."""
    return first[:1].tolist() == [0] and first[-1] == end and bool((np.diff(first) >= 0).all())


def _array(section: StoredArray, first: int = 0, end: int | None = None) -> npt.NDArray[Any]:
    return np.asarray(section.slice(first, len(section) if end is None else end))


def smallest(numbers: Numbers) -> Numbers:
    """The same numbers in as few bytes as they need."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))), copy=False)


def joined(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Some arrays, which may be none, as one."""
    return np.concatenate([np.zeros(0, np.uint8), *arrays])


def distinct(numbers: Numbers) -> Numbers:
    """The numbers that there are in an array, ascending."""
    if numbers.max(initial=0) < max(len(numbers), 1 << 16):  # counting is quicker than sorting
        return np.flatnonzero(np.bincount(numbers))
    return np.unique(numbers)


def begins(sizes: Numbers) -> npt.NDArray[np.int64]:
    """Where each of some things begins that have these sizes, and where the last ends."""
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def numbered(starts: Numbers, sizes: Numbers) -> npt.NDArray[np.int64]:
    """For each thing the numbers from its start on, as many as its size; one after the other.

    >>> numbered(np.array([7, 0]), np.array([2, 3])).tolist()
    [7, 8, 0, 1, 2]
    """
    first = begins(sizes)
    found = np.repeat(starts - first[:-1], sizes)
    found += np.arange(first[-1])
    return found
