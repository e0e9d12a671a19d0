"""The terms of an open index: their numbers, how they are written, and how rare they are.

A term is a stem; a form is a word of the documents, in normal form, that has it. (Lucene calls
this the term dictionary.)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile

from bot.analysis.analyzer import TAG
from bot.analysis.utf8 import decoded, encoded
from bot.index.container import Reader, Strings

_TAG = TAG.encode()
_CACHED_TERMS = 16384
_CACHED_PREFIXES = 8  # of a large corpus some 10,000 words each


class TermDictionary:
    """Terms by their numbers, from 0; by their stems only those with a language's tag.

    `frequency` tells how many passages have a term.
    """

    def __init__(self, reader: Reader, frequency: Callable[[int], int], tag: str = "") -> None:
        self._reader, self._frequency = reader, frequency
        self._tag = tag
        self._terms, self._forms = Strings(reader, "term"), Strings(reader, "form")
        # Caches of each object's own, so that closing one index frees them.
        self.number = lru_cache(_CACHED_TERMS)(self._find)
        self.idf = lru_cache(_CACHED_TERMS)(self._find_idf)
        self.top = lru_cache(_CACHED_TERMS)(self._find_top)
        self.forms = lru_cache(_CACHED_TERMS)(self._read_forms)
        self.surfaces = lru_cache(_CACHED_PREFIXES)(self._read_surfaces)
        self.ending = lru_cache(_CACHED_TERMS)(self._find_ending)

    def stem(self, term: int) -> bytes:
        """How a term is written, in UTF-8, with its language's tag."""
        return self._terms.encoded(term)

    def _find(self, stem: str) -> int:
        """The number of a stem, or -1 where no passage has it."""
        return self._terms.find(encoded(stem + self._tag))

    def _find_ending(self, end: str) -> tuple[tuple[str, int], ...]:
        """The terms whose stems end so, and these; none of a very large corpus."""
        tag = len(self._tag)
        found = self._terms.ending(encoded(end + self._tag))
        return tuple((decoded(self.stem(term))[: -tag or None], term) for term in found)

    def _find_idf(self, term: int) -> float:
        """How rare a term is: above 0, ln(1 + 2 * passages) at most."""
        frequencies = self._reader["idf.frequency"].all()
        frequency = self._frequency(term)
        return float(self._reader["idf"][bisect_left(frequencies, frequency)])

    def _find_top(self, term: int) -> float:
        """The largest impact of a term on any passage, without its idf, rounded up."""
        return float(self._reader["term.top"][term])

    def rarity(self, term: int) -> float:
        """How rare a term is in English at large, 0.0 to 1.0."""
        return float(self._reader["term.rarity"][term])

    def _read_forms(self, term: int) -> list[str]:
        """The forms of a term, the commonest first."""
        first, end = self._reader["term.form"].slice(term, term + 2)
        return [
            _untagged(self._forms[form]) for form in self._reader["form.number"].slice(first, end)
        ]

    def surface(self, term: int) -> str:
        """The commonest form of a term."""
        first = self._reader["term.form"][term]
        return _untagged(self._forms[self._reader["form.number"][first]])

    def _read_surfaces(self, prefix: str) -> tuple[tuple[str, int], ...]:
        """The forms of the terms that begin with `prefix`, and how many passages have the term."""
        start = encoded(prefix)
        first, end = self._terms.place(start), len(self._terms)
        found = takewhile(lambda n: self._terms.encoded(n).startswith(start), range(first, end))
        own = (
            n for n in found if decoded(self._terms.encoded(n).partition(_TAG)[2]) == self._tag[1:]
        )
        return tuple(
            (form, frequency)
            for term in own
            for frequency in (self._frequency(term),)
            for form in self.forms(term)
        )


def _untagged(form: str) -> str:
    return form.partition(TAG)[0]
