"""Searches long postings: MaxScore over arrays, with the scores of the plain sum.

The terms are taken in the order of the most that each can add to a score, which brings
rare ones first. As soon as a passage that has none of the terms so far could not be among
the best any more, no further passages are let in, and those that could still win are
looked up in what is left (Turtle and Flood, Query evaluation: strategies and
optimizations, Information Processing & Management 31:6, 1995; here over whole postings
instead of one passage at a time, which suits arrays). The best are cut off by partition,
never by a sort. Scores are the plain sums to the last digit, for they are added up in the
same order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.index.columns import Columns
from bot.index.reader import Part
from bot.index.recipe import BLOCK_BITS

Passages = npt.NDArray[np.intp]
Codes = npt.NDArray[np.integer[Any]]
Scores = npt.NDArray[np.float64]

_NO_PLACES = np.zeros(0, np.intp)
_BLOCK = 1 << BLOCK_BITS

_SLACK = 1 - 1e-9  # more than sums in another order are wrong by
_LOOKUP = 16  # postings that are added up in the time that one passage is looked up in
_FEW = 64  # passages
_GROUPS = 4  # times as many groups as best passages are wanted, to find a limit quickly


class Bulk:
    """Searches an index of so many passages by its columns."""

    def __init__(self, columns: Columns, passages: int) -> None:
        self.columns, self._passages = columns, passages
        self._table = columns["impact"]
        self._lengths, self._words = len(columns["words"]), columns["passage.words"]
        self._free: list[Scores] = []  # all zeros; one for each thread that searches

    def search(
        self, parts: Sequence[Part], count: int, within: range | None = None
    ) -> list[tuple[int, float]]:
        """The `count` best passages as (passage, score), best first; see `Index.search`.

        `parts` stand in the order in which they are to be added up, the largest `most` first.
        """
        scores = self._free.pop() if self._free else np.zeros(self._passages)
        passages, found = _Search(self, parts, count, within, scores).best()
        self._free.append(scores)
        self.columns.rest()
        order = np.lexsort((passages, -found))[:count]
        return list(zip(passages[order].tolist(), found[order].tolist(), strict=True))

    def impacts(self, passages: Passages, codes: Codes) -> Scores:
        """The impacts, without the idf, of some postings of a term."""
        places = codes.astype(np.intp)
        places *= self._lengths
        places += self._words[passages]
        return self._table[places]

    def look_up(self, term: int, passages: Passages) -> tuple[Passages, Codes]:
        """Which of some ascending passages have a term, by their places, and their codes."""
        if len(passages) <= _FEW:
            return self._look_up_few(term, passages.tolist())
        places: list[Passages] = [_NO_PLACES]
        found: list[Codes] = [_NO_PLACES]
        for base, begin, end in self.columns.blocks(term):
            first, last = np.searchsorted(passages, [base, base + _BLOCK]).tolist()
            if first == last:
                continue
            lows, codes = self.columns.block(begin, end)
            wanted = (passages[first:last] - base).astype(np.uint16)
            at = np.searchsorted(lows, wanted)
            at[at == len(lows)] = 0
            there = np.flatnonzero(lows[at] == wanted)
            places.append(there + first)
            found.append(codes[at[there]])
        return np.concatenate(places), np.concatenate(found)

    def _look_up_few(self, term: int, passages: Sequence[int]) -> tuple[Passages, Codes]:
        """The same one by one: for a few, quicker than by arrays."""
        places, found, at = [], [], 0
        for base, begin, end in self.columns.blocks(term):
            at = bisect_left(passages, base, at)
            while at < len(passages) and passages[at] < base + _BLOCK:
                code = self.columns.code(begin, end, passages[at] - base)
                if code >= 0:
                    places.append(at)
                    found.append(code)
                at += 1
        return np.array(places, np.intp), np.array(found, np.intp)


class _Search:
    """One search; `scores` has a 0 for every passage, and has again in the end."""

    def __init__(
        self, bulk: Bulk, parts: Sequence[Part], count: int, within: range | None, scores: Scores
    ) -> None:
        self._bulk, self._parts, self._count, self._within = bulk, parts, count, within
        self._scores = scores
        self._rest = sum(part.most for part in parts)  # what parts to come can add
        self._limit = 0.0  # the last of the best has so much at least

    def best(self) -> tuple[Passages, Scores]:
        """The best passages and a few that come close, in any order, and their scores."""
        let_in, done = self._let_in()
        passages, scores = self._still(let_in, self._scores[let_in])
        for part in self._parts[done:]:
            passages, scores = self._still(passages, self._added(part, passages, scores))
        self._scores[let_in] = 0.0
        return passages, scores

    def _let_in(self) -> tuple[Passages, int]:
        """All passages that could win, with sums of the first parts; and how many parts."""
        let_in: list[Passages] = [_NO_PLACES]
        for done, part in enumerate(self._parts):
            if self._limit * _SLACK > self._rest:
                return np.concatenate(let_in), done
            passages, codes = self._postings(part.term)
            sums = self._bulk.impacts(passages, codes)
            sums *= part.weight
            if done:
                before = self._scores[passages]
                sums += before
                let_in.append(passages[before == 0.0])
            else:
                let_in.append(passages)
            self._scores[passages] = sums
            self._rest -= part.most
            self._limit = max(self._limit, _limit(sums, self._count))
        return np.concatenate(let_in), len(self._parts)

    def _postings(self, term: int) -> tuple[Passages, Codes]:
        columns = self._bulk.columns
        passages, codes = columns.passages(term, term + 1), columns.codes(term, term + 1)
        if self._within is None:
            return passages, codes
        first, end = np.searchsorted(passages, [self._within.start, self._within.stop])
        return passages[first:end], codes[first:end]

    def _added(self, part: Part, passages: Passages, scores: Scores) -> Scores:
        """The scores of some passages with what a part adds."""
        self._rest -= part.most
        bulk, columns = self._bulk, self._bulk.columns
        if len(passages) * _LOOKUP < columns.frequency(part.term):
            order = passages.argsort()
            found, codes = bulk.look_up(part.term, passages[order])
            places = order[found]
            scores[places] += bulk.impacts(passages[places], codes) * part.weight
            self._scores[passages] = scores
            return scores
        every = columns.passages(part.term, part.term + 1)
        before = self._scores[every]
        there = before.nonzero()[0]
        codes, every = columns.codes(part.term, part.term + 1)[there], every[there]
        self._scores[every] = before[there] + bulk.impacts(every, codes) * part.weight
        return self._scores[passages]

    def _still(self, passages: Passages, scores: Scores) -> tuple[Passages, Scores]:
        """Those that can still be among the best."""
        self._limit = max(self._limit, _limit(scores, self._count))
        least = self._limit * _SLACK - self._rest
        if least <= 0.0:
            return passages, scores
        there = scores >= least
        return passages[there], scores[there]


def _limit(scores: Scores, count: int) -> float:
    """A score that `count` of these reach: of many, that of the best of as many groups."""
    if len(scores) < count:
        return 0.0
    width = len(scores) // (_GROUPS * count)
    if width > 1:
        scores = scores[: len(scores) // width * width].reshape(-1, width).max(axis=1)
    else:
        scores = scores.copy()
    scores.partition(-count)
    return scores.item(-count)
