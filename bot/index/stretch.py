"""The postings of a stretch of terms: before they are merged, and as they are stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.errors import IndexDamaged
from bot.index.columns import Columns, Numbers
from bot.index.recipe import BLOCK_BITS

NOWHERE = np.uint32(2**32 - 1)  # where a passage goes that is no more


@dataclass(frozen=True, slots=True)
class Impacts:
    """The impacts of words of idf 1: a row for each of `times`, a column for each of `lengths`."""

    times: Numbers  # that a word occurs in a passage, ascending
    lengths: Numbers  # in words, ascending
    of_passage: Numbers  # which column is a passage's
    table: npt.NDArray[np.float64]


class Kept:
    """The postings that the index before has of the documents that stay."""

    def __init__(self, columns: Columns, moved: Numbers, ranks: Numbers) -> None:
        """`moved` has the new number of each passage, or NOWHERE; `ranks` that of each term.

        Raises IndexDamaged where something points out of what it points into.
        """
        self.columns, self.ranks = columns, ranks
        self.arrays = columns.postings()
        self.counts = columns.frequencies()
        if len(self.counts) != len(ranks):
            raise IndexDamaged("the index is damaged (its terms)")
        blocks = int(self.arrays.block_number.max(initial=0)) + 1
        self.moved = np.full(max(blocks << BLOCK_BITS, len(moved)), NOWHERE, np.uint32)
        self.moved[: len(moved)] = moved

    def terms(self, first: int, last: int) -> tuple[int, int]:
        """The terms that have ranks `first` to `last`, whose postings are not damaged."""
        low, high = np.searchsorted(self.ranks, [first, last]).tolist()
        self.columns.check(low, high)
        return low, high

    def keys(self, low: int, high: int) -> tuple[Numbers, Numbers]:
        """Sorted keys, and codes, of what stays of terms `low` to `high`."""
        if low == high:
            return np.zeros(0, np.uint64), np.zeros(0, np.int64)
        passages = self.moved[self.columns.passages(low, high)]
        stay = passages != NOWHERE
        ranks = np.repeat(self.ranks[low:high], self.counts[low:high])
        return keys(ranks[stay], passages[stay]), self.columns.codes(low, high)[stay]


@dataclass(frozen=True, slots=True)
class Part:
    """What one run has of a stretch: its terms' ranks, and how many passages of each."""

    ranks: Numbers
    frequencies: Numbers
    passages: Numbers
    codes: Numbers  # beside the passages
    recoded: Numbers  # a code -> which of all times that is


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive ranks, from `first`, with all that runs have of them, in order."""

    first: int
    new: Numbers  # for each rank how many passages that is
    most: int  # postings of all, with those that the index before has
    parts: list[Part]

    @property
    def end(self) -> int:
        """The rank after the last."""
        return self.first + len(self.new)


@dataclass(frozen=True, slots=True)
class Merged:
    """All that is stored of the postings of a stretch."""

    lows: npt.NDArray[np.uint16]  # the lower bits of their passages
    codes: npt.NDArray[Any]  # which of `times` a term occurs there
    block_numbers: Numbers  # for each block the upper bits
    block_sizes: Numbers  # and how many postings
    term_blocks: Numbers  # for each term how many blocks
    frequencies: Numbers  # and in how many passages it is
    tops: npt.NDArray[np.float64]  # and its largest impact
    seen: Numbers  # the codes that there are


def keys(ranks: Numbers, passages: Numbers) -> npt.NDArray[np.uint64]:
    """Numbers that sort by rank, then by passage."""
    found: npt.NDArray[np.uint64] = ranks.astype(np.uint64) << np.uint64(32)
    found |= passages
    return found
