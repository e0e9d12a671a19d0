"""An index's columns as numpy arrays, for who works on many items at once. No copies but few."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.index.container import Reader, Section
from bot.index.recipe import BLOCK_BITS

Numbers = npt.NDArray[np.integer[Any]]


class Columns:
    """The columns of an open index."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._term_block = reader["term.block"]
        self._block_first = reader["block.first"]
        self._block_number = reader["block.number"]
        self._lows, self._codes = reader["posting.low"], reader["posting.times"]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """A whole column."""
        return _array(self._reader[name])

    def part(self, name: str, first: int, end: int) -> npt.NDArray[Any]:
        """The items of a column from `first` to `end`."""
        return _array(self._reader[name], first, end)

    def strings(self, name: str, first: int, end: int) -> tuple[Numbers, bytes]:
        """The sizes in bytes of some strings of a column, and their bytes in one piece."""
        begins = self.part(f"{name}.first", first, end + 1).astype(np.int64)
        data = self._reader[f"{name}.text"].slice(int(begins[0]), int(begins[-1]))
        return np.diff(begins), bytes(data)

    def all_strings(self, name: str) -> list[bytes]:
        """All strings of a column, in UTF-8."""
        begins = self[f"{name}.first"].tolist()
        data = bytes(self._reader[f"{name}.text"].all())
        return [data[begin:end] for begin, end in pairwise(begins)]

    def frequencies(self) -> Numbers:
        """How many passages each term has."""
        begins: Numbers = self["block.first"].astype(np.int64)[self["term.block"]]
        return np.diff(begins)

    def frequency(self, term: int) -> int:
        """How many passages have a term."""
        first, end = self._term_block[term], self._term_block[term + 1]
        return int(self._block_first[end] - self._block_first[first])

    def passages(self, first: int, last: int) -> npt.NDArray[np.intp]:
        """The passages of terms `first` to `last`, ascending for each term."""
        blocks = slice(self._term_block[first], self._term_block[last])
        begins = _array(self._block_first, blocks.start, blocks.stop + 1).astype(np.intp)
        passages = _array(self._lows, int(begins[0]), int(begins[-1])).astype(np.intp)
        numbers = _array(self._block_number, blocks.start, blocks.stop)
        if numbers.any():
            passages += np.repeat(numbers.astype(np.intp) << BLOCK_BITS, np.diff(begins))
        return passages

    def codes(self, first: int, last: int) -> Numbers:
        """Of the same postings, which of `times` it is that the term occurs there."""
        begin = self._block_first[self._term_block[first]]
        end = self._block_first[self._term_block[last]]
        return _array(self._codes, begin, end)

    def blocks(self, term: int) -> tuple[Numbers, Numbers]:
        """The numbers of a term's blocks, and where each begins and the last ends."""
        first, end = self._term_block[term], self._term_block[term + 1]
        return (
            _array(self._block_number, first, end),
            _array(self._block_first, first, end + 1),
        )

    def times(self, first: int, last: int) -> Numbers:
        """How often the term occurs in each passage of the same postings."""
        times: Numbers = self["times"][self.codes(first, last)]
        return times


def _array(section: Section, first: int = 0, end: int | None = None) -> npt.NDArray[Any]:
    return np.asarray(section.slice(first, len(section) if end is None else end))
