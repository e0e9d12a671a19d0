"""Merges the postings of many pieces, and those of the index before, in memory that stays flat.

Every piece has its postings sorted by term, then by passage, and they are kept in a
temporary file. They are merged a stretch of terms at a time: within a stretch each piece's
postings go to the places that are left for them, as the pieces come in the order of their
passages; what an index before has of the documents that stay is then merged by key.
(Manning et al., Introduction to Information Retrieval, 2008, section 4.2, blocked
sort-based indexing, with the sort left to the pieces.)

Left out on purpose: what terms mean, and impacts; see `build`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

import numpy as np

from bot.index.columns import Columns, Numbers

_NONE = np.zeros(0, np.int64)
NOWHERE = np.uint32(2**32 - 1)  # where a passage goes that is no more
_STRETCH = 2_000_000  # postings merged at a time
_IN_MEMORY = 1 << 26  # bytes; what is more goes to a file
_PIECE = 1 << 20


class Spill:
    """Bytes that have to wait, in memory or in a file without a name."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._file: IO[bytes] = BytesIO()
        self._size = 0

    def append(self, numbers: Numbers) -> int:
        """Keep some 32-bit numbers; gives where they begin. Raises OSError."""
        return self.write(numbers.astype(np.uint32, copy=False).tobytes())

    def numbers(self, start: int, count: int) -> Numbers:
        """`count` of the 32-bit numbers that begin at `start`."""
        self._file.seek(start)
        return np.frombuffer(self._file.read(4 * count), np.uint32)

    def write(self, data: bytes) -> int:
        """Keep some bytes; gives where they begin. Raises OSError."""
        start = self._size
        if start + len(data) > _IN_MEMORY and isinstance(self._file, BytesIO):
            file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  (see `close`)
            file.write(self._file.getbuffer())
            self._file = file
        self._file.seek(start)
        self._file.write(data)
        self._size += len(data)
        return start

    def all(self) -> Iterator[bytes]:
        """All bytes, in pieces."""
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Give up all of it."""
        self._file.close()


@dataclass(slots=True)
class Run:
    """A piece's postings: its terms, how many it has of each, and where they are spilled."""

    terms: Numbers  # any numbers at first; ascending ranks when it comes to merging
    frequencies: Numbers
    passages: int
    times: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The postings of consecutive terms: how many each has, then the passages of all.

    `times` says how often a term occurs in each of these.
    """

    frequencies: Numbers
    passages: Numbers
    times: Numbers


class Kept:
    """The postings that an index before has of the documents that stay."""

    def __init__(self, columns: Columns, moved: Numbers) -> None:
        """`moved` has the new number of each passage, or NOWHERE."""
        self._columns, self._moved = columns, moved
        self._counts = columns.frequencies()
        self.frequencies = np.zeros(len(self._counts), np.int64)  # without what does not stay
        self.times: set[int] = set()  # that are there
        for first, last in stretches(self._counts):
            terms, _, times = self._read(first, last)
            self.frequencies[first:last] = np.bincount(terms, minlength=last - first)
            self.times.update(np.unique(times).tolist())
        self.ranks: Numbers = self.frequencies  # of its terms, where they are known

    def _read(self, first: int, last: int) -> tuple[Numbers, Numbers, Numbers]:
        """Terms (from 0), new passages and times of what stays of terms `first` to `last`."""
        if first == last:
            return _NONE, _NONE, _NONE
        passages = self._moved[self._columns.passages(first, last)]
        stay = passages != NOWHERE
        terms = np.repeat(np.arange(last - first), self._counts[first:last])
        return terms[stay], passages[stay], self._columns.times(first, last)[stay]

    def keys(self, first: int, last: int) -> tuple[Numbers, Numbers]:
        """Sorted keys, and times, of the postings of ranks `first` to `last`."""
        low, high = np.searchsorted(self.ranks, [first, last])
        terms, passages, times = self._read(int(low), int(high))
        return _keys(self.ranks[low:high][terms] - first, passages), times


def stretches(frequencies: Numbers) -> Iterator[tuple[int, int]]:
    """Cuts terms into stretches of so many postings, or of one term that has more."""
    ends = np.cumsum(frequencies)
    first = 0
    while first < len(ends):
        done = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, done + _STRETCH, side="right")))
        yield first, last
        first = last


def merged(
    frequencies: Numbers, runs: list[Run], spill: Spill, kept: Kept | None
) -> Iterator[Stretch]:
    """All postings, stretch by stretch; `frequencies` are those of the runs alone."""
    starts = [np.concatenate([[0], np.cumsum(run.frequencies)]) for run in runs]
    every = frequencies if kept is None else frequencies + _by_rank(kept, len(frequencies))
    for first, last in stretches(every):
        own = _gathered(frequencies[first:last], first, runs, starts, spill)
        passages, times = own.passages, own.times
        if kept is not None:
            terms = np.repeat(np.arange(last - first), frequencies[first:last])
            keys, before = kept.keys(first, last)
            at = np.searchsorted(keys, new := _keys(terms, passages))
            passages = np.insert(keys, at, new).astype(np.uint32)
            times = np.insert(before.astype(np.uint32), at, times)
        yield Stretch(every[first:last], passages, times)


def _gathered(
    frequencies: Numbers, first: int, runs: list[Run], starts: list[Numbers], spill: Spill
) -> Stretch:
    """The runs' postings of some ranks, from `first`."""
    total = int(frequencies.sum())
    passages, times = np.empty(total, np.uint32), np.empty(total, np.uint32)
    free = np.cumsum(frequencies) - frequencies  # for each term, the place of its next posting
    for run, start in zip(runs, starts, strict=True):
        low, high = np.searchsorted(run.terms, [first, first + len(frequencies)])
        begin, end = int(start[low]), int(start[high])
        if begin == end:
            continue
        terms, counts = run.terms[low:high] - first, run.frequencies[low:high]
        places = np.repeat(free[terms] - (start[low:high] - begin), counts)
        places += np.arange(end - begin)
        passages[places] = spill.numbers(run.passages + 4 * begin, end - begin)
        times[places] = spill.numbers(run.times + 4 * begin, end - begin)
        free[terms] += counts
    return Stretch(frequencies, passages, times)


def _by_rank(kept: Kept, ranks: int) -> Numbers:
    found = np.zeros(ranks, np.int64)
    there = kept.frequencies > 0
    found[kept.ranks[there]] = kept.frequencies[there]
    return found


def _keys(terms: Numbers, passages: Numbers) -> Numbers:
    return (terms.astype(np.uint64) << np.uint64(32)) | passages
