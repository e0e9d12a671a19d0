"""Merges the postings of many segments, and those of the previous index, in memory that stays flat.

Every segment has its postings sorted by term, then by passage, a run; they are kept in a
temporary file. Runs are merged a batch of terms at a time, with what a previous index has
of the documents that stay. (Manning et al., Introduction to Information Retrieval, 2008, section
4.2, blocked sort-based indexing.) Nothing is sorted here: the segments' passages ascend, so
that the runs of a term are put one behind the other; and what is new is put between what the
previous index has in order. Batches have nothing in common, and are merged in several threads.

What terms mean is in `lexicon`, how postings are written in `posting_writer`.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.errors import IndexDamaged
from bot.index.arrays import IndexArrays, Numbers, begins, distinct, numbered
from bot.index.fingerprint import BLOCK_BITS
from bot.index.spill import Spill

GONE = np.uint32(2**32 - 1)  # where a passage goes that is no more
_BATCH = 1_000_000  # postings merged at a time
_THREADS = min(os.cpu_count() or 1, 4)
_PASSAGE: np.dtype[Any] = np.dtype(np.uint32)


@dataclass(slots=True)
class PostingRun:
    """A segment's postings: its terms, how many it has of each, and where they are spilled."""

    terms: Numbers  # any numbers at first; ascending ranks when it comes to merging
    frequencies: Numbers
    times: Numbers  # that a term occurs in some passage; a code is which of these
    code: np.dtype[Any]  # the kind of codes
    passages: int
    codes: int


@dataclass(frozen=True, slots=True)
class ImpactTable:
    """The impacts of words of idf 1: a row for each of `times`, a column for each of `lengths`."""

    times: Numbers  # that a word occurs in a passage, ascending
    lengths: Numbers  # in words, ascending
    of_passage: Numbers  # which column is a passage's
    table: npt.NDArray[np.float64]

    def of(self, codes: Numbers, passages: Numbers) -> npt.NDArray[np.float64]:
        """The impacts of postings, without the idf."""
        places = codes.astype(np.intp)
        places *= len(self.lengths)
        places += self.of_passage[passages]
        return self.table.ravel()[places]


@dataclass(frozen=True, slots=True)
class PostingBatch:
    """All that is stored of the postings of consecutive terms, term by term."""

    lows: npt.NDArray[np.uint16]  # the lower bits of their passages
    codes: npt.NDArray[Any]  # which of `times` a term occurs there
    block_numbers: Numbers  # for each block the upper bits
    block_sizes: Numbers  # and how many postings
    term_blocks: Numbers  # for each term how many blocks
    frequencies: Numbers  # and in how many passages it is
    tops: npt.NDArray[np.float64]  # and its largest impact
    seen: Numbers  # the codes that there are


class OldPostings:
    """The postings that the previous index has of the documents that stay."""

    def __init__(self, arrays: IndexArrays, moved: Numbers, ranks: Numbers) -> None:
        """`moved` has the new number of each passage, or GONE; `ranks` that of each term.

        Raises IndexDamaged where something points out of what it points into.
        """
        self.arrays, self.ranks = arrays, ranks
        numbers = arrays.postings().block_number
        self.counts = arrays.frequencies()
        if len(self.counts) != len(ranks):
            raise IndexDamaged("the index is damaged (its terms)")
        blocks = int(numbers.max(initial=0)) + 1
        self._moved = np.full(max(blocks << BLOCK_BITS, len(moved)), GONE, np.uint32)
        self._moved[: len(moved)] = moved

    def postings(self, first: int, end: int) -> tuple[Numbers, Numbers, Numbers]:
        """The passages of the terms of ranks `first` to `end`, their codes, and how many each has.

        A term that does not stay has the rank of what comes after it, and no passages.
        """
        low, high = np.searchsorted(self.ranks, [first, end]).tolist()
        if low == high:
            none: Numbers = np.zeros(0, np.uint32)
            return none, none, np.zeros(end - first, np.int64)
        counts = self.counts[low:high]
        passages = self._moved[self.arrays.passages(low, high)]
        codes = self.arrays.codes(low, high)
        stay = passages != GONE
        if not stay.all():
            counts = np.diff(begins(stay)[begins(counts)])
            passages, codes = passages[stay], codes[stay]
        frequencies = np.bincount(self.ranks[low:high] - first, counts, end - first)
        return passages, codes, frequencies.astype(np.int64)


class PostingMerger:
    """Merges all postings; terms have ranks from 0."""

    def __init__(
        self,
        terms: int,
        runs: Sequence[PostingRun],
        spill: Spill,
        old: OldPostings | None,
        impacts: ImpactTable,
    ) -> None:
        self._runs, self._spill, self._old, self._impacts = runs, spill, old, impacts
        self._new = np.zeros(terms, np.int64)  # rank -> postings
        for run in runs:
            self._new[run.terms] += run.frequencies
        most = self._new
        if old is not None:
            most = most + np.bincount(old.ranks, old.counts, terms)[:terms].astype(np.int64)
        self._edges = _edges(most)
        self._cuts = [_cuts(run, self._edges) for run in runs]
        self._code = np.min_scalar_type(len(impacts.times))
        self._recoded = [self._codes_of(run.times) for run in runs]
        self._old_codes = None if old is None else self._codes_of(old.arrays["times"])

    def _codes_of(self, times: Numbers) -> Numbers:
        return np.searchsorted(self._impacts.times, times).astype(self._code)

    def __iter__(self) -> Iterator[PostingBatch]:
        """All postings, batch by batch. Raises OSError, IndexDamaged."""
        self._spill.flush()
        with ThreadPoolExecutor(_THREADS, "merge") as threads:
            waiting: deque[Future[PostingBatch]] = deque()
            for at in range(len(self._edges) - 1):
                waiting.append(threads.submit(self._batch, at))
                if len(waiting) > _THREADS:  # no more than that in memory
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _batch(self, at: int) -> PostingBatch:
        first, end = self._edges[at], self._edges[at + 1]
        passages, codes = self._gathered(at)
        frequencies = self._new[first:end]
        if self._old is not None and self._old_codes is not None:
            stay, stay_codes, counts = self._old.postings(first, end)
            stay_codes = self._old_codes[stay_codes]
            if len(passages):
                places = _places(stay, counts, passages, frequencies)
                passages = np.insert(stay, places, passages)
                codes = np.insert(stay_codes, places, codes)
            else:
                passages, codes = stay, stay_codes
            frequencies = frequencies + counts
        if not frequencies.all():
            raise IndexDamaged("the index is damaged (a term that no passage has)")
        return self._stored(passages, codes, frequencies)

    def _stored(self, passages: Numbers, codes: Numbers, frequencies: Numbers) -> PostingBatch:
        starts = begins(frequencies)[:-1]
        upper = passages >> np.uint32(BLOCK_BITS)
        opens = np.diff(upper, prepend=0) != 0
        opens[starts] = True
        blocks = np.flatnonzero(opens)
        return PostingBatch(
            lows=passages.astype(np.uint16),
            codes=codes,
            block_numbers=upper[blocks],
            block_sizes=np.diff(blocks, append=len(upper)),
            term_blocks=np.add.reduceat(opens, starts, dtype=np.int64),
            frequencies=frequencies,
            tops=np.maximum.reduceat(self._impacts.of(codes, passages), starts),
            seen=distinct(codes),
        )

    def _gathered(self, at: int) -> tuple[Numbers, Numbers]:
        """What the runs have of a batch: passages, term by term, and their codes."""
        first, end = self._edges[at], self._edges[at + 1]
        places = begins(self._new[first:end])  # of each term's next posting
        passages, codes = np.empty(places[-1], np.uint32), np.empty(places[-1], self._code)
        for run, cuts, recoded in zip(self._runs, self._cuts, self._recoded, strict=True):
            (term, posting), (last, postings) = cuts[at], cuts[at + 1]
            ranks, sizes = run.terms[term:last] - first, run.frequencies[term:last]
            own = numbered(places[ranks], sizes)
            places[ranks] += sizes
            read, count = self._spill.numbers, postings - posting
            passages[own] = read(run.passages + posting * _PASSAGE.itemsize, count, _PASSAGE)
            codes[own] = recoded[read(run.codes + posting * run.code.itemsize, count, run.code)]
        return passages, codes


def _places(old: Numbers, old_sizes: Numbers, new: Numbers, sizes: Numbers) -> Numbers:
    """Where new passages go between old ones: all ascend term by term; sizes are by term.

    A binary search for all at once.
    """
    ends = begins(old_sizes)
    low, high = np.repeat(ends[:-1], sizes), np.repeat(ends[1:], sizes)
    for _ in range(int(old_sizes.max(initial=0)).bit_length()):
        middle = (low + high) >> 1
        before = (low < high) & (old[np.minimum(middle, len(old) - 1)] < new)
        low = np.where(before, middle + 1, low)
        high = np.where(before, high, middle)
    return low


def _edges(frequencies: Numbers) -> list[int]:
    """Cuts terms into batches of so many postings, or of one term that has more."""
    ends = np.cumsum(frequencies)
    edges = [0]
    while edges[-1] < len(ends):
        done = int(ends[edges[-1] - 1]) if edges[-1] else 0
        end = int(np.searchsorted(ends, done + _BATCH, side="right"))
        edges.append(max(edges[-1] + 1, end))
    return edges


def _cuts(run: PostingRun, edges: list[int]) -> list[tuple[int, int]]:
    """At each edge, how many of a run's terms and of its postings come before."""
    terms = np.searchsorted(run.terms, edges)
    postings = begins(run.frequencies)[terms]
    return list(zip(terms.tolist(), postings.tolist(), strict=True))
