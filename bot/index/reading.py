"""Reads passages for the words of one question: all others stay unknown.

A question asks for a few dozen words; to number all words of every passage that it comes
across, of which a large corpus has a million, would take most of its time. Where there is a
compiled part, and the index is large enough to have it loaded, it does the reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from bot.passages import Span
from bot.text import plain_words

if TYPE_CHECKING:
    from bot.index.reader import Index
    from bot.native.reading import Wanted


class Sentence(NamedTuple):
    """A sentence of a passage: its place in the document, and its words as terms, or -1."""

    span: Span
    words: Sequence[int]


class Reading:
    """Reads passages for some terms; any other word of theirs is -1."""

    def __init__(self, index: Index, terms: Mapping[str, int], wanted: Wanted | None) -> None:
        """`terms` has the number of every word form that counts; `wanted` the same, compiled."""
        self._index, self._terms, self._wanted = index, terms, wanted
        self.sentences = cache(self._sentences)
        self._of_text = cache(self._terms_of_text)

    def _sentences(self, number: int) -> tuple[Sentence, ...]:
        """The sentences of a passage, each with its words in order."""
        start, places, lengths = self._index.sentence_places(number)
        return tuple(
            Sentence(Span(start + at, start + at + length), words)
            for at, length, words in zip(
                places, lengths, self._words(number, places.tolist()), strict=True
            )
        )

    def _words(self, number: int, starts: list[int]) -> list[Sequence[int]]:
        text = self._index.text(number)
        if self._wanted and all(text[start - 1].isspace() for start in starts[1:]):
            read = self._wanted.read(text, starts)
            if read is not None:
                return read
        return [*map(self._numbers, self._index.words(number))]

    def _numbers(self, words: Iterable[str]) -> tuple[int, ...]:
        return tuple(map(self._terms.get, words, repeat(-1)))

    def _terms_of_text(self, text: str) -> frozenset[int]:
        return frozenset(self._numbers(plain_words(text)))

    def heading(self, number: int) -> frozenset[int]:
        """The terms in the headings that a passage stands under."""
        return self._of_text(" \n ".join(self._index.heading(number)))

    def title(self, number: int) -> frozenset[int]:
        """The terms in the title of the passage's document."""
        return self._of_text(self._index.title(number))
