"""The postings of an open index: which passages have a term, and what it adds to their scores.

Everything is looked up in the mapped file when it is asked for, in plain Python. A small corpus
is searched here too, by the sums alone. Large ones are searched by `compiled_search`, or by
`numpy_search` where nothing is compiled; one test holds all three to the same results.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from heapq import nlargest
from typing import NamedTuple, Protocol

from bot.index.container import Reader
from bot.index.fingerprint import BLOCK_BITS

_CACHED_BLOCKS = 4096
_LOW = (1 << BLOCK_BITS) - 1
_NONE = memoryview(b"")
_ALL = (range(1 << 62),)


class WeightedTerm(NamedTuple):
    """A term of a question: its weight times its idf, and the most that it adds to a score."""

    term: int
    weight: float
    most: float


class Scored(NamedTuple):
    """A passage by its number in the index (from 0) and its BM25 score (above 0)."""

    passage: int
    score: float


class Searcher(Protocol):
    """What searches an index: `PostingLists`, `CompiledSearch` or `NumpySearch`."""

    def search(self, terms: Sequence[WeightedTerm], count: int, within: range) -> list[Scored]:
        """The `count` best passages of `within`, best first; equals in the corpus's order.

        The terms come with the largest `most` first; impacts are added up in their order.
        """

    def impacts(self, terms: Sequence[int], passages: Sequence[int]) -> list[list[float]]:
        """The impacts of terms on some passages: a row for each of these."""


class PostingLists:
    """Postings by term. Impacts are without the idf: above 0, k1 + 1 at most."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._block = lru_cache(_CACHED_BLOCKS)(self._find_block)

    def frequency(self, term: int, within: range | None = None) -> int:
        """How many passages have a term, at least 1; or how many of those in `within`."""
        if within is not None:
            return sum(
                bisect_left(lows, within.stop - base) - bisect_left(lows, within.start - base)
                for base, lows, _ in self._blocks(term)
            )
        blocks, firsts = self._reader["term.block"], self._reader["block.first"]
        return int(firsts[blocks[term + 1]] - firsts[blocks[term]])

    def passages(self, term: int, ranges: Sequence[range] = _ALL) -> Iterator[int]:
        """The passages that have a term, of all or some ranges, ascending as these are."""
        for among in ranges:
            for base, lows, _ in self._blocks(term):
                start, stop = (bisect_left(lows, at - base) for at in (among.start, among.stop))
                for low in lows[start:stop]:
                    yield base + low

    def impact(self, term: int, passage: int) -> float:
        """A term's impact on a passage, 0.0 where the passage does not have it."""
        lows, codes = self._block(term, passage >> BLOCK_BITS)
        low = passage & _LOW
        at = bisect_left(lows, low)
        if at == len(lows) or lows[at] != low:
            return 0.0
        return float(self._table[codes[at] * self._lengths + self._words[passage]])

    def impacts(self, terms: Sequence[int], passages: Sequence[int]) -> list[list[float]]:
        """See `Searcher.impacts`."""
        return [[self.impact(term, passage) for term in terms] for passage in passages]

    def search(self, terms: Sequence[WeightedTerm], count: int, within: range) -> list[Scored]:
        """See `Searcher.search`."""
        first, end = within.start, within.stop
        scores = [0.0] * len(within)
        table, words, lengths = self._table.tolist(), self._words.tolist(), self._lengths
        for term, weight, _ in terms:
            for base, lows, codes in self._blocks(term):
                start, stop = bisect_left(lows, first - base), bisect_left(lows, end - base)
                for low, code in zip(lows[start:stop], codes[start:stop], strict=True):
                    passage = base + low
                    scores[passage - first] += table[code * lengths + words[passage]] * weight
        least = min(nlargest(count, scores), default=0.0)
        best = sorted((-x, passage) for passage, x in enumerate(scores, first) if x and x >= least)
        return [Scored(passage, -score) for score, passage in best[:count]]

    def _blocks(self, term: int) -> Iterator[tuple[int, memoryview, memoryview]]:
        """A term's postings: a base, what passages have above it, and codes of `times`."""
        first, end = self._reader["term.block"].slice(term, term + 2)
        for number in self._reader["block.number"].slice(first, end):
            yield number << BLOCK_BITS, *self._block(term, number)

    def _find_block(self, term: int, number: int) -> tuple[memoryview, memoryview]:
        """A term's postings among the passages with these upper bits."""
        first, end = self._reader["term.block"].slice(term, term + 2)
        block = first + bisect_left(
            numbers := self._reader["block.number"].slice(first, end), number
        )
        if block == end or numbers[block - first] != number:
            return _NONE, _NONE
        first, end = self._reader["block.first"].slice(block, block + 2)
        return (
            self._reader["posting.low"].slice(first, end),
            self._reader["posting.times"].slice(first, end),
        )

    @cached_property
    def _table(self) -> memoryview:
        return self._reader["impact"].all()

    @cached_property
    def _words(self) -> memoryview:
        return self._reader["passage.words"].all()

    @cached_property
    def _lengths(self) -> int:
        return len(self._reader["words"])
