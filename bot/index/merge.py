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
from itertools import pairwise
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
    with ThreadPoolExecutor(_THREADS, "merge") as threads:
        waiting: deque[Future[Merged]] = deque()
        for stretch in _stretches(terms, runs, spill, kept, impacts):
            waiting.append(threads.submit(merge, stretch))
            if len(waiting) > _THREADS:  # no more than that in memory
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _stretches(
    terms: int, runs: Sequence[Run], spill: Spill, kept: Kept | None, impacts: Impacts
) -> Iterator[Stretch]:
    new = np.zeros(terms, np.int64)
    for run in runs:
        new[run.terms] += run.frequencies
    most = new
    if kept is not None:
        most = new + np.bincount(kept.ranks, kept.counts, terms)[:terms].astype(np.int64)
    edges = _edges(most)
    cuts = [_cuts(run, edges) for run in runs]
    recoded = [np.searchsorted(impacts.times, run.times) for run in runs]
    for at, (first, end) in enumerate(pairwise(edges)):
        parts = [
            _part(run, spill, cut[at], cut[at + 1], codes)
            for run, cut, codes in zip(runs, cuts, recoded, strict=True)
            if cut[at][0] < cut[at + 1][0]
        ]
        yield Stretch(first, new[first:end], int(most[first:end].sum()), parts)


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


def _part(
    run: Run, spill: Spill, begin: tuple[int, int], end: tuple[int, int], recoded: Numbers
) -> Part:
    (term, posting), (last, postings) = begin, end
    count = postings - posting
    return Part(
        run.terms[term:last],
        run.frequencies[term:last],
        spill.numbers(run.passages + posting * _PASSAGE.itemsize, count, _PASSAGE),
        spill.numbers(run.codes + posting * run.code.itemsize, count, run.code),
        recoded,
    )
