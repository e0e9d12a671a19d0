"""Merges one stretch of postings: by what is compiled, or by sorting.

Both give the same. `ByPass` goes over the postings once, in C (`native/postings.c`); `BySort`
shows in few lines what it does, and takes its place where nothing is compiled, or where there
are more codes or lengths than it tells apart.
"""

from __future__ import annotations

from ctypes import byref
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.errors import IndexDamaged
from bot.index.columns import Numbers
from bot.index.compiled import ImpactTable, KeptPostings, MergedPostings, NewPostings, at, library
from bot.index.recipe import BLOCK_BITS
from bot.index.stretch import Impacts, Kept, Merged, Part, Stretch, keys

_CODES, _LENGTHS = 1 << 8, 1 << 16  # that the compiled part can tell apart


class BySort:
    """Sorts a stretch as a whole."""

    def __init__(self, kept: Kept | None, impacts: Impacts) -> None:
        self._kept, self._impacts = kept, impacts

    def __call__(self, stretch: Stretch) -> Merged:
        """All that is stored of a stretch. Raises IndexDamaged."""
        every: list[Numbers] = [np.zeros(0, np.uint64)]
        codes: list[Numbers] = [np.zeros(0, np.int64)]
        for part in stretch.parts:
            every.append(keys(np.repeat(part.ranks, part.frequencies), part.passages))
            codes.append(part.recoded[part.codes])
        if self._kept is not None:
            before, own = self._kept.keys(*self._kept.terms(stretch.first, stretch.end))
            every.append(before)
            codes.append(np.searchsorted(self._impacts.times, self._kept.columns["times"])[own])
        joined = np.concatenate(every)
        order = np.argsort(joined, kind="stable")
        return self._stored(joined[order], np.concatenate(codes)[order], stretch)

    def _stored(self, every: Numbers, codes: Numbers, stretch: Stretch) -> Merged:
        passages, impacts = every.astype(np.uint32), self._impacts
        ranks = (every >> np.uint64(32)).astype(np.int64)
        frequencies = np.bincount(ranks - stretch.first, minlength=len(stretch.new))
        _must_have(frequencies)
        starts = np.cumsum(frequencies) - frequencies
        upper = passages >> np.uint32(BLOCK_BITS)
        opens = np.diff(upper, prepend=0) != 0
        opens[starts] = True
        blocks = np.flatnonzero(opens)
        return Merged(
            lows=passages.astype(np.uint16),
            codes=codes.astype(np.min_scalar_type(len(impacts.times))),
            block_numbers=upper[blocks],
            block_sizes=np.diff(blocks, append=len(upper)),
            term_blocks=np.add.reduceat(opens, starts, dtype=np.int64),
            frequencies=frequencies,
            tops=np.maximum.reduceat(impacts.table[codes, impacts.of_passage[passages]], starts),
            seen=np.unique(codes),
        )


class ByPass:
    """Goes over the postings of a stretch once."""

    @staticmethod
    def can(impacts: Impacts) -> bool:
        """Whether there is what it takes."""
        rows, columns = impacts.table.shape
        return rows < _CODES and columns <= _LENGTHS and library() is not None

    def __init__(self, kept: Kept | None, impacts: Impacts, ranks: int) -> None:
        self._kept = kept
        self._old = np.full(ranks, -1, np.int64)  # for each rank its number in the index before
        self._before = KeptPostings()
        self._pointed: list[Any] = []  # what there are pointers into
        if kept is not None:
            self._point_to(kept, impacts)
        table, columns = np.ascontiguousarray(impacts.table), impacts.of_passage.astype(np.uint16)
        self._impacts = ImpactTable(at(table, np.float64), table.shape[1], at(columns))
        self._pointed += [table, columns]

    def _point_to(self, kept: Kept, impacts: Impacts) -> None:
        there = kept.ranks < len(self._old)
        # One that does not stay has the rank of what comes after it, which is set last.
        self._old[kept.ranks[there]] = np.flatnonzero(there)
        recoded = np.zeros(_CODES, np.uint8)
        times = kept.columns["times"]
        recoded[: len(times)] = np.searchsorted(impacts.times, times)
        self._before = KeptPostings(
            at(kept.arrays.term_block), at(kept.arrays.block_number), at(kept.arrays.block_first),
            at(kept.arrays.lows, np.uint16), at(kept.arrays.codes, np.uint8),
            at(kept.moved), at(recoded),
        )  # fmt: skip
        self._pointed += [kept, recoded]

    def __call__(self, stretch: Stretch) -> Merged:
        """All that is stored of a stretch. Raises IndexDamaged."""
        if self._kept is not None:
            self._kept.terms(stretch.first, stretch.end)
        count, most = len(stretch.new), stretch.most
        lows, codes = np.empty(most, np.uint16), np.empty(most, np.uint8)
        numbers, sizes = np.empty(most, np.uint32), np.empty(most, np.int64)
        blocks, frequencies = np.empty(count, np.int64), np.empty(count, np.int64)
        tops, seen = np.empty(count, np.float64), np.zeros(_CODES, np.uint8)
        out = MergedPostings(
            at(lows), at(codes), at(numbers), at(sizes), at(blocks), at(frequencies), at(tops),
            at(seen),
        )  # fmt: skip
        first, passages, own = _gathered(stretch)
        new = NewPostings(at(first), at(passages), at(own))
        done = _compiled().citebot_merge(
            byref(self._before), at(self._old[stretch.first : stretch.end]), byref(new), count,
            byref(self._impacts), byref(out),
        )  # fmt: skip
        _must_have(frequencies)
        used = int(blocks.sum())
        return Merged(
            lows[:done], codes[:done], numbers[:used].copy(), sizes[:used].copy(), blocks,
            frequencies, tops, np.flatnonzero(seen),
        )  # fmt: skip


def _gathered(
    stretch: Stretch,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
    """The runs' postings by term: where each term's begin, passages and codes."""
    first = np.zeros(len(stretch.new) + 1, np.int64)
    np.cumsum(stretch.new, out=first[1:])
    passages, codes = np.empty(first[-1], np.uint32), np.empty(first[-1], np.uint8)
    places = first[:-1].copy()  # for each term, that of its next posting
    for part in stretch.parts:
        _scatter(part, stretch.first, places, passages, codes)
    return first, passages, codes


def _scatter(part: Part, base: int, places: Numbers, passages: Numbers, codes: Numbers) -> None:
    recoded = part.recoded.astype(np.uint8)
    _compiled().citebot_scatter(
        at(part.ranks, np.uint32), at(part.frequencies, np.uint32), len(part.ranks), base,
        at(part.passages, np.uint32), at(part.codes, np.uint8), at(recoded), at(places),
        at(passages), at(codes),
    )  # fmt: skip


def _must_have(frequencies: Numbers) -> None:
    if not frequencies.all():
        raise IndexDamaged("the index is damaged (a term that no passage has)")


def _compiled() -> Any:
    return library()
