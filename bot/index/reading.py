"""Reads passages for the words of one question: all others stay unknown.

A question asks for a few dozen words; to number all words of every passage that it comes
across, of which a large corpus has a million, would take most of its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot.analysis import plain_words

if TYPE_CHECKING:
    from bot.index.reader import Index


class Sentence(NamedTuple):
    """A sentence of a passage: its place in the document, and what it has of a question.

    `words` is how many it has in all; `places` has, by term, where among them it occurs, from 0
    and ascending.
    """

    start: int
    end: int
    words: int
    places: Mapping[int, Sequence[int]]


class Reading:
    """Reads passages for some terms."""

    def __init__(self, index: Index, terms: Mapping[str, int]) -> None:
        """`terms` has the number of every word form that counts."""
        self._index, self._terms = index, terms
        # Plain dicts, for a cache of one's own methods is a cycle, which lives on as garbage.
        self._read: dict[int, list[Sentence]] = {}
        self._titles: dict[str, frozenset[int]] = {}

    def sentences(self, number: int) -> list[Sentence]:
        """The sentences of a passage in order."""
        if number not in self._read:
            self._read[number] = self._sentences(number)
        return self._read[number]

    def _sentences(self, number: int) -> list[Sentence]:
        start, starts, lengths = self._index.sentence_places(number)
        return [
            Sentence(start + at, start + at + length, *found)
            for at, length, found in zip(starts, lengths, self._found(number), strict=True)
        ]

    def _found(self, number: int) -> Iterable[tuple[int, dict[int, list[int]]]]:
        """How many words each sentence has, and the places of the terms."""
        return map(self._places, self._index.words(number))

    def _places(self, words: Sequence[str]) -> tuple[int, dict[int, list[int]]]:
        places: dict[int, list[int]] = {}
        for at, term in enumerate(map(self._terms.get, words)):
            if term is not None:
                places.setdefault(term, []).append(at)
        return len(words), places

    def _terms_of(self, words: Iterable[str]) -> frozenset[int]:
        found = map(self._terms.get, words)
        return frozenset([term for term in found if term is not None])

    def heading(self, number: int) -> frozenset[int]:
        """The terms in the headings that a passage stands under."""
        return self._terms_of(self._index.heading_words(number))

    def title(self, number: int) -> frozenset[int]:
        """The terms in the title of the passage's document."""
        title = self._index.title(number)
        if title not in self._titles:
            self._titles[title] = self._terms_of(plain_words(title))
        return self._titles[title]
