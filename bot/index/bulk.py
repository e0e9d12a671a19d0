"""Searches long postings: MaxScore over arrays, with the scores of the plain sum.

The terms are taken in the order of the most that each can add to a score, which brings
rare ones first. As soon as a passage that has none of the terms so far could not be among
the best any more, no further passages are let in, and those that could still win are
looked up in what is left (Turtle and Flood, Query evaluation: strategies and
optimizations, Information Processing & Management 31:6, 1995; here over whole postings
instead of one passage at a time, which suits arrays). The best are cut off by partition,
never by a sort, and get the exact sum in the order of the question in the end: so the
result does not depend on any of this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.index.columns import Columns
from bot.index.recipe import BLOCK_BITS

Passages = npt.NDArray[np.intp]
Codes = npt.NDArray[np.integer[Any]]
Scores = npt.NDArray[np.float32]

_NO_PLACES = np.zeros(0, np.intp)

_SLACK = 1 - 1e-5  # more than 32-bit sums are wrong by
_LOOKUP = 16  # postings that are added up in the time that one passage is looked up in
_GROUPS = 4  # times as many groups as best passages are wanted, to find a limit quickly


@dataclass(frozen=True, slots=True)
class _Term:
    number: int
    weight: np.float32  # times the idf
    most: float  # that it can add to a score


class Bulk:
    """Searches an index of so many passages by its columns."""

    def __init__(self, columns: Columns, passages: int) -> None:
        self.columns, self._passages = columns, passages
        self._tops = columns["term.top"]
        self._table = columns["impact"]
        self._small_table = self._table.astype(np.float32)
        self._lengths, self._words = len(columns["words"]), columns["passage.words"]
        self._idfs: dict[int, float] = dict(
            zip(columns["idf.frequency"].tolist(), columns["idf"].tolist(), strict=True)
        )
        self._free: list[Scores] = []  # all zeros; one for each thread that searches

    def search(
        self, weights: Mapping[int, float], count: int, within: range | None = None
    ) -> list[tuple[int, float]]:
        """The `count` best passages as (passage, score), best first; see `Index.search`."""
        if not weights:
            return []
        scores = self._free.pop() if self._free else np.zeros(self._passages, np.float32)
        terms = [self._term(number, weight) for number, weight in weights.items()]
        best = _Search(self, sorted(terms, key=lambda t: -t.most), count, within, scores).best()
        self._free.append(scores)
        return self._exact(np.sort(best), weights, count)

    def _term(self, number: int, weight: float) -> _Term:
        weight *= self._idf(number)
        return _Term(number, np.float32(weight), weight * float(self._tops[number]))

    def _idf(self, term: int) -> float:
        return self._idfs[self.columns.frequency(term)]

    def _places(self, passages: Passages, codes: Codes) -> Passages:
        """Where in the table the impacts of some postings are."""
        places = codes.astype(np.intp)
        places *= self._lengths
        places += self._words[passages]
        return places

    def impacts(self, passages: Passages, codes: Codes) -> Scores:
        """The impacts, without the idf, of some postings of a term."""
        return self._small_table[self._places(passages, codes)]

    def look_up(self, term: int, passages: Passages) -> tuple[Passages, Codes]:
        """Which of some ascending passages have a term, by their places, and their codes."""
        numbers, begins = self.columns.blocks(term)
        places, codes = [_NO_PLACES], []
        lower = np.searchsorted(passages, numbers.astype(np.intp) << BLOCK_BITS)
        upper = np.searchsorted(passages, (numbers.astype(np.intp) + 1) << BLOCK_BITS)
        for block in np.flatnonzero(lower < upper).tolist():
            first, end = int(begins[block]), int(begins[block + 1])
            lows = self.columns.part("posting.low", first, end)
            wanted = passages[lower[block] : upper[block]].astype(np.uint16)
            at = np.searchsorted(lows, wanted)
            at[at == len(lows)] = 0
            there = np.flatnonzero(lows[at] == wanted)
            places.append(there + lower[block])
            codes.append(self.columns.part("posting.times", first, end)[at[there]])
        return np.concatenate(places), np.concatenate(codes) if codes else _NO_PLACES

    def _exact(
        self, passages: Passages, weights: Mapping[int, float], count: int
    ) -> list[tuple[int, float]]:
        """Full sums in the order of the question, as adding up plainly has them."""
        scores = np.zeros(len(passages))
        for term, weight in weights.items():
            places, codes = self.look_up(term, passages)
            impacts = self._table[self._places(passages[places], codes)]
            scores[places] += weight * (self._idf(term) * impacts)
        order = np.argsort(-scores, kind="stable")[:count]
        return list(zip(passages[order].tolist(), scores[order].tolist(), strict=True))


class _Search:
    """One search; `scores` has a 0 for every passage, and has again in the end."""

    def __init__(
        self, bulk: Bulk, terms: Sequence[_Term], count: int, within: range | None, scores: Scores
    ) -> None:
        self._bulk, self._terms, self._count, self._within = bulk, terms, count, within
        self._scores = scores
        self._rest = sum(term.most for term in terms)  # what terms to come can add
        self._limit = 0.0  # the last of the best has so much at least

    def best(self) -> Passages:
        """The best passages and a few that come close, in any order."""
        let_in, done = self._let_in()
        passages, scores = self._still(let_in, self._scores[let_in])
        for term in self._terms[done:]:
            passages, scores = self._still(passages, self._added(term, passages, scores))
        self._scores[let_in] = 0.0
        return passages

    def _let_in(self) -> tuple[Passages, int]:
        """All passages that could win, with sums of the first terms; and how many terms."""
        let_in: list[Passages] = [_NO_PLACES]
        for done, term in enumerate(self._terms):
            if self._limit * _SLACK > self._rest:
                return np.concatenate(let_in), done
            passages, codes = self._postings(term)
            before = self._scores[passages]
            sums = self._bulk.impacts(passages, codes)
            sums *= term.weight
            sums += before
            self._scores[passages] = sums
            let_in.append(passages[before == 0.0] if done else passages)
            self._rest -= term.most
            self._limit = max(self._limit, _limit(sums, self._count))
        return np.concatenate(let_in), len(self._terms)

    def _postings(self, term: _Term) -> tuple[Passages, Codes]:
        columns, number = self._bulk.columns, term.number
        passages = columns.passages(number, number + 1)
        codes = columns.codes(number, number + 1)
        if self._within is None:
            return passages, codes
        first, end = np.searchsorted(passages, [self._within.start, self._within.stop])
        return passages[first:end], codes[first:end]

    def _added(self, term: _Term, passages: Passages, scores: Scores) -> Scores:
        """The scores of some passages with what a term adds."""
        self._rest -= term.most
        columns, number = self._bulk.columns, term.number
        if len(passages) * _LOOKUP < columns.frequency(number):
            places = np.argsort(passages)
            found, codes = self._bulk.look_up(number, passages[places])
            places = places[found]
            scores[places] += self._bulk.impacts(passages[places], codes) * term.weight
            self._scores[passages] = scores
            return scores
        every = columns.passages(number, number + 1)
        before = self._scores[every]
        there = np.flatnonzero(before)
        codes, every = columns.codes(number, number + 1)[there], every[there]
        impacts = self._bulk.impacts(every, codes)
        self._scores[every] = before[there] + impacts * term.weight
        return self._scores[passages]

    def _still(self, passages: Passages, scores: Scores) -> tuple[Passages, Scores]:
        """Those that can still be among the best."""
        self._limit = max(self._limit, _limit(scores, self._count))
        there = np.flatnonzero(scores >= self._limit * _SLACK - self._rest)
        return passages[there], scores[there]


def _limit(scores: Scores, count: int) -> float:
    """A score that `count` of these reach: of many, that of the best of as many groups."""
    if len(scores) < count:
        return 0.0
    width = len(scores) // (_GROUPS * count)
    if width > 1:
        scores = scores[: len(scores) // width * width].reshape(-1, width).max(axis=1)
    return float(np.partition(scores, -count)[-count])
