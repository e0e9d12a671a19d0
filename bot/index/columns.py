"""An index's columns as numpy arrays, for who works on many items at once. No copies but few."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.errors import IndexDamaged
from bot.index.container import MUCH, Reader, Section
from bot.index.recipe import BLOCK_BITS
from bot.index.strings import StringColumn

Numbers = npt.NDArray[np.integer[Any]]


class Postings(NamedTuple):
    """The arrays that postings are in."""

    term_block: npt.NDArray[np.int64]  # for each term its first block, and the last one's end
    block_number: npt.NDArray[np.uint32]  # the upper bits of a block's passages
    block_first: npt.NDArray[np.int64]  # for each block its first posting, and the last one's end
    lows: npt.NDArray[np.uint16]
    codes: Numbers


class Columns:
    """The columns of an open index."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._term_block = self["term.block"]
        self._block_first, self._block_number = self["block.first"], self["block.number"]
        lows, codes = reader["posting.low"], reader["posting.times"]
        self._check_lows, self._lows = lows.check, np.asarray(lows.unchecked())
        self._check_codes, self._codes = codes.check, np.asarray(codes.unchecked())
        self._last_block = len(reader["passage.document"]) >> BLOCK_BITS

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

    def all_strings(self, name: str) -> StringColumn:
        """All strings of a column, in UTF-8."""
        first = self[f"{name}.first"].astype(np.int64)
        text = self[f"{name}.text"]
        if not _leads(first, len(text)):
            raise IndexDamaged(f"the index is damaged (section {name}.first)")
        return StringColumn(text, first)

    def postings(self) -> Postings:
        """All postings, of which none may be used that `check` has not seen.

        Raises IndexDamaged where something points out of what it points into.
        """
        found = Postings(
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
        begins: Numbers = self["block.first"].astype(np.int64)[self["term.block"]]
        return np.diff(begins)

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

    def times(self, first: int, last: int) -> Numbers:
        """How often the term occurs in each passage of the same postings."""
        times: Numbers = self["times"][self.codes(first, last)]
        return times


def _leads(first: Numbers, end: int) -> bool:
    """Whether places ascend from 0 to an end."""
    return first[:1].tolist() == [0] and first[-1] == end and bool((np.diff(first) >= 0).all())


def _array(section: Section, first: int = 0, end: int | None = None) -> npt.NDArray[Any]:
    return np.asarray(section.slice(first, len(section) if end is None else end))
