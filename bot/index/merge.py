"""Merges the postings of many pieces, and those of the index before, in memory that stays flat.

Every piece has its postings sorted by term, then by passage, a run; they are kept in a
temporary file. Runs are merged a stretch of terms at a time, with what an index before has of
the documents that stay. (Manning et al., Introduction to Information Retrieval, 2008, section
4.2, blocked sort-based indexing, with the sort left to the pieces.) Stretches have nothing in
common, and are merged in several threads.

Left out on purpose: what terms mean, how a stretch is merged (see `merging`), and how it is
written (see `columnwise`).
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

from bot.index.columns import Numbers
from bot.index.merging import ByPass, BySort
from bot.index.spill import Spill
from bot.index.stretch import Impacts, Kept, Merged, Part, Stretch

_STRETCH = 2_000_000  # postings merged at a time
_THREADS = min(os.cpu_count() or 1, 4)
_PASSAGE: np.dtype[Any] = np.dtype(np.uint32)


@dataclass(slots=True)
class Run:
    """A piece's postings: its terms, how many it has of each, and where they are spilled."""

    terms: npt.NDArray[np.uint32]  # any numbers at first; ascending ranks when it comes to merging
    frequencies: npt.NDArray[np.uint32]
    times: Numbers  # that a term occurs in some passage; a code is which of these
    code: np.dtype[Any]  # the kind of codes
    passages: int
    codes: int


def merged(
    terms: int, runs: Sequence[Run], spill: Spill, kept: Kept | None, impacts: Impacts
) -> Iterator[Merged]:
    """All postings, stretch by stretch. Raises OSError, IndexDamaged."""
    spill.flush()
    merge = ByPass(kept, impacts, terms) if ByPass.can(impacts) else BySort(kept, impacts)
    stretches = _Stretches(terms, runs, spill, kept, impacts)

    def done(at: int) -> Merged:
        return merge(stretches[at])

    with ThreadPoolExecutor(_THREADS, "merge") as threads:
        waiting: deque[Future[Merged]] = deque()
        for at in range(len(stretches)):
            waiting.append(threads.submit(done, at))
            if len(waiting) > _THREADS:  # no more than that in memory
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Stretches:
    """All terms' postings, cut into stretches, which are read from any thread."""

    def __init__(
        self, terms: int, runs: Sequence[Run], spill: Spill, kept: Kept | None, impacts: Impacts
    ) -> None:
        self._runs, self._spill = runs, spill
        self._new = np.zeros(terms, np.int64)
        for run in runs:
            self._new[run.terms] += run.frequencies
        self._most = self._new
        if kept is not None:
            before = np.bincount(kept.ranks, kept.counts, terms)[:terms]
            self._most = self._new + before.astype(np.int64)
        self._edges = _edges(self._most)
        self._cuts = [_cuts(run, self._edges) for run in runs]
        self._recoded = [np.searchsorted(impacts.times, run.times) for run in runs]

    def __len__(self) -> int:
        return len(self._edges) - 1

    def __getitem__(self, at: int) -> Stretch:
        first, end = self._edges[at], self._edges[at + 1]
        parts = [
            self._part(run, cuts[at], cuts[at + 1], recoded)
            for run, cuts, recoded in zip(self._runs, self._cuts, self._recoded, strict=True)
            if cuts[at][0] < cuts[at + 1][0]
        ]
        return Stretch(first, self._new[first:end], int(self._most[first:end].sum()), parts)

    def _part(
        self, run: Run, begin: tuple[int, int], end: tuple[int, int], recoded: Numbers
    ) -> Part:
        (term, posting), (last, postings) = begin, end
        count, read = postings - posting, self._spill.numbers
        return Part(
            run.terms[term:last],
            run.frequencies[term:last],
            read(run.passages + posting * _PASSAGE.itemsize, count, _PASSAGE),
            read(run.codes + posting * run.code.itemsize, count, run.code),
            recoded,
        )


def _edges(frequencies: Numbers) -> list[int]:
    """Cuts terms into stretches of so many postings, or of one term that has more."""
    ends = np.cumsum(frequencies)
    edges = [0]
    while edges[-1] < len(ends):
        done = int(ends[edges[-1] - 1]) if edges[-1] else 0
        end = int(np.searchsorted(ends, done + _STRETCH, side="right"))
        edges.append(max(edges[-1] + 1, end))
    return edges


def _cuts(run: Run, edges: list[int]) -> list[tuple[int, int]]:
    """At each edge, how many of a run's terms and of its postings come before."""
    terms = np.searchsorted(run.terms, edges)
    postings = np.append(0, np.cumsum(run.frequencies, dtype=np.int64))[terms]
    return list(zip(terms.tolist(), postings.tolist(), strict=True))
