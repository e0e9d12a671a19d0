"""An index's postings the other way round: for each passage its terms, how often, and how much.

An index has them by term. They are turned a window of passages at a time, so that memory
stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bot.engine.layout import QUANTUM, TIMES, token
from bot.index import EmbeddedIndex
from bot.index.arrays import Numbers, begins

WINDOW = 50_000  # passages
_BATCH = 4_000_000  # postings looked at at once


class PassageTerms(NamedTuple):
    """The terms of a passage as the engine has them: with their impacts, and how often they occur.

    `times` has a blank at both ends (see `PassageRecord`).
    """

    words: str
    times: str
    length: int  # in words


class TermsByPassage:
    """Turns the postings of an index."""

    def __init__(self, index: EmbeddedIndex) -> None:
        self._columns = index.columns
        self._frequencies = self._columns.frequencies()
        self._stems = self._columns.all_strings("term")
        self._tokens: dict[int, str] = {}
        self._times, self._lengths = self._columns["times"], self._columns["words"]
        table = self._columns["impact"].reshape(len(self._times), len(self._lengths))
        self._quanta = np.rint(table * QUANTUM).astype(np.int64)
        self._of_passage = self._columns["passage.words"]
        ends = np.cumsum(self._frequencies)
        cuts = np.searchsorted(ends, np.arange(0, int(ends[-1]) + _BATCH, _BATCH))
        self._edges = np.unique([0, *cuts.tolist(), len(ends)]).tolist()

    @property
    def average(self) -> float:
        """How many words a passage has on average."""
        lengths = self._lengths[self._of_passage]
        return float(lengths.mean()) if len(lengths) else 0.0

    def window(self, first: int, end: int) -> Iterator[PassageTerms]:
        """The terms of passages `first` to `end`, in order."""
        passages, terms, codes = self._postings(first, end)
        order = np.argsort(passages, kind="stable")
        columns = self._of_passage[first:end].astype(np.intp)
        quanta = self._quanta[codes, columns[passages]][order].tolist()
        places = begins(np.bincount(passages, minlength=end - first)).tolist()
        numbers, often = terms[order].tolist(), self._times[codes[order]].tolist()
        lengths = self._lengths[columns].tolist()
        for at, length in enumerate(lengths):
            own = slice(places[at], places[at + 1])
            yield self._terms(numbers[own], often[own], quanta[own], length)

    def _terms(
        self, numbers: list[int], often: list[int], quanta: list[int], length: int
    ) -> PassageTerms:
        tokens = [self._tokens.get(number) or self._token(number) for number in numbers]
        return PassageTerms(_with(tokens, quanta), f" {_with(tokens, often)} ", length)

    def _token(self, number: int) -> str:
        found = self._tokens[number] = token(self._stems[number])
        return found

    def _postings(self, first: int, end: int) -> tuple[Numbers, Numbers, Numbers]:
        """The postings of some passages, which count from the first: passage, term, code."""
        found: list[tuple[Numbers, Numbers, Numbers]] = []
        for low, high in zip(self._edges, self._edges[1:], strict=False):
            passages = self._columns.passages(low, high)
            here = np.flatnonzero((passages >= first) & (passages < end))
            terms = np.repeat(np.arange(low, high), self._frequencies[low:high])
            codes = self._columns.codes(low, high)
            found.append((passages[here] - first, terms[here], codes[here].astype(np.intp)))
            self._columns.rest()
        passages, terms, codes = (np.concatenate(part) for part in zip(*found, strict=True))
        return passages, terms, codes


def _with(tokens: list[str], numbers: list[int]) -> str:
    """Each token with its number."""
    return " ".join([f"{own}{TIMES}{number}" for own, number in zip(tokens, numbers, strict=True)])
