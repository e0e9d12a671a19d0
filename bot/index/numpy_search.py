"""Searches large corpora where nothing is compiled: over arrays of numpy, one for each column.

The search is MaxScore, a term at a time (Turtle and Flood, Query evaluation: strategies and
optimizations, Information Processing & Management 31:6, 1995): the terms that can add the most
come first, which are the rare ones. As soon as a passage that has none of these cannot be among
the best any more, the terms that are left, such as "the", are only looked up in those passages
that could still win. The results are to the last bit those of the plain sums in `postings`:
every passage that is left has all its impacts added up in the same order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bot.index.arrays import Numbers
from bot.index.container import Reader
from bot.index.fingerprint import BLOCK_BITS
from bot.index.postings import PostingLists, Scored, WeightedTerm

_SLACK = 1 - 1e-9  # more than sums in another order are wrong by
_BLOCK = 1 << BLOCK_BITS  # passages
_BYTES = 4  # of the index that are touched for a posting

Scores = npt.NDArray[np.float64]


class NumpySearch:
    """Searches one index. May be called by several threads at once."""

    def __init__(self, reader: Reader, postings: PostingLists) -> None:
        self._reader = reader
        self.impacts = postings.impacts
        self._words = np.asarray(reader["passage.words"].all())
        self._table: Scores = np.asarray(reader["impact"].all())
        self._lengths = len(reader["words"])

    def search(self, terms: Sequence[WeightedTerm], count: int, within: range) -> list[Scored]:
        """See `Searcher.search`."""
        scores = np.zeros(len(within))  # by passages of `within`
        limit = 0.0  # `count` passages reach it
        rest = sum(term.most for term in terms)  # what terms to come can add
        left: Numbers | None = None  # the passages that can win; None where any can
        for term, weight, most in terms:
            if left is None and limit * _SLACK > rest:
                left = np.flatnonzero(scores)
            if left is not None:
                left = left[scores[left] >= limit * _SLACK - rest]
            touched = self._add(term, weight, scores, within, left)
            rest -= most
            limit = max(limit, _reached(scores[touched], count))
        found = np.flatnonzero(scores) if left is None else left
        return _best(found, scores[found], count, within.start)

    def _add(
        self, term: int, weight: float, scores: Scores, within: range, left: Numbers | None
    ) -> Numbers:
        """Add a term to the scores of all passages, or those `left`; returns those that have it."""
        touched = [np.empty(0, np.intp)]
        for base, lows, codes in self._blocks(term, within):
            shift = base - within.start  # from lower bits to places in `scores`
            if left is not None:
                lows, codes = _those(_lower_bits(left, shift), lows, codes)  # noqa: PLW2901
            low = lows.astype(np.intp)
            rows = codes.astype(np.intp) * self._lengths
            places = low + shift
            scores[places] += self._table[rows + self._words[low + base]] * weight
            touched.append(places)
        return np.concatenate(touched)

    def _blocks(self, term: int, within: range) -> Iterator[tuple[int, Numbers, Numbers]]:
        """A term's postings within a range: a base, what passages have above it, and codes."""
        read = self._reader
        first, end = read["term.block"].slice(term, term + 2)
        begins = read["block.first"].slice(first, end + 1)
        for at, number in enumerate(read["block.number"].slice(first, end)):
            base = number << BLOCK_BITS
            if base < within.stop and base + _BLOCK > within.start:
                lows = read["posting.low"].slice(begins[at], begins[at + 1])
                codes = read["posting.times"].slice(begins[at], begins[at + 1])
                read.rest(_BYTES * len(lows))
                start = bisect_left(lows, within.start - base)
                stop = bisect_left(lows, within.stop - base)
                yield base, np.asarray(lows[start:stop]), np.asarray(codes[start:stop])


def _lower_bits(places: Numbers, shift: int) -> Numbers:
    """The lower bits of those of the ascending places that lie in the block at `shift`."""
    start, stop = places.searchsorted((shift, shift + _BLOCK))
    return (places[start:stop] - shift).astype(np.uint16)


def _those(wanted: Numbers, lows: Numbers, codes: Numbers) -> tuple[Numbers, Numbers]:
    """Of ascending postings, those whose lower bits are among the ascending `wanted`."""
    if not len(lows):
        return lows, codes
    at = np.minimum(lows.searchsorted(wanted), len(lows) - 1)
    at = at[lows[at] == wanted]
    return lows[at], codes[at]


def _reached(scores: Scores, count: int) -> float:
    """What `count` of the scores reach at least, 0.0 where they are fewer."""
    if len(scores) < count:
        return 0.0
    return float(np.partition(scores, -count)[-count])


def _best(passages: Numbers, scores: Scores, count: int, first: int) -> list[Scored]:
    """The best of ascending passages, counted from `first`, best first; equals in their order."""
    reached = scores >= _reached(scores, count)
    passages, scores = passages[reached], scores[reached]
    order = np.argsort(-scores, kind="stable")[:count]
    return [*map(Scored, (passages[order] + first).tolist(), scores[order].tolist())]
