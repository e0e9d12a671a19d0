"""Where in the sentences of a passage the terms of one question are: their positions.

A question has a few dozen terms; to number all words of every passage that it comes across, of
which a large corpus has a million, would take most of its time. So all other words stay unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from bot.analysis import Span
from bot.analysis.analyzer import Analyzer
from bot.index.carried_words import Carried, When

LINE = -2  # stands for the words of a line in their order, where a sentence has them


class SentenceTerms(NamedTuple):
    """A sentence of a passage: its place in the document, and what it has of a question.

    `words` is how many it has in all; `positions` has, by term, where among them it occurs,
    from 0 and ascending.
    """

    start: int
    end: int
    words: int
    positions: Mapping[int, Sequence[int]]


class PassageWords(Protocol):
    """What is asked of an index: the words of its passages, by their numbers."""

    analyzer: Analyzer

    def analyzer_of(self, passage: int) -> Analyzer:
        """What reads a passage."""

    def sentences(self, number: int) -> tuple[Span, ...]:
        """The sentences of a passage."""

    def words(self, number: int) -> list[list[str]]:
        """The words of a passage in normal form, sentence by sentence."""

    def carried(self, number: int, /) -> Mapping[int, Carried]:
        """The words that some sentences of a passage are read as."""

    def heading_words(self, number: int) -> frozenset[str]:
        """The words of its headings, in normal form."""

    def title(self, number: int) -> str:
        """What its document is called."""


class TermPositions:
    """Finds some terms in passages; `terms` has the number of every word form that counts.

    Where a sentence has the terms of `line` side by side, it has `LINE` as well.
    """

    def __init__(
        self, passages: PassageWords, terms: Mapping[str, int], line: tuple[int, ...] = ()
    ) -> None:
        self._passages, self._line = passages, line
        self._terms: Mapping[str, int] = terms
        # Plain dicts, for a cache of one's own methods is a cycle, which lives on as garbage.
        self._found: dict[int, list[SentenceTerms]] = {}
        self._headings: dict[int, frozenset[int]] = {}
        self._titles: dict[int, frozenset[int]] = {}
        self._terms_of_titles: dict[tuple[str, str], frozenset[int]] = {}

    def sentences(self, number: int) -> list[SentenceTerms]:
        """The sentences of a passage in order."""
        if number not in self._found:
            sentences, words = self._passages.sentences(number), self._passages.words(number)
            read = self._is_read(number)
            whole = self._passages.carried(number) if read else {}
            self._found[number] = [
                SentenceTerms(
                    start,
                    end,
                    len(own),
                    self._positions(self._read_as(own, whole.get(at))) if read else {},
                )
                for at, ((start, end), own) in enumerate(zip(sentences, words, strict=True))
            ]
        return self._found[number]

    def _read_as(self, own: Sequence[str], whole: Carried | None) -> Sequence[str]:
        """A sentence's words, with those that it carries where its own are asked for."""
        if whole is None:
            return own
        is_function = self._passages.analyzer.is_function
        asked = whole.when is When.ALWAYS or any(
            word in self._terms and (whole.when is When.ANY or not is_function(word))
            for word in own
        )
        return whole.words if asked else own

    def _is_read(self, number: int) -> bool:
        """Whether a passage is in the language that the question is read in."""
        return self._passages.analyzer_of(number) is self._passages.analyzer

    def _positions(self, words: Sequence[str]) -> dict[int, list[int]]:
        terms = self._terms
        positions: dict[int, list[int]] = {}
        for at in [at for at, word in enumerate(words) if word in terms]:
            positions.setdefault(terms[words[at]], []).append(at)
        if self._line and positions.keys() >= {*self._line}:
            found = self._places_of_line(words, positions[self._line[0]])
            positions.update({LINE: found} if found else {})
        return positions

    def _places_of_line(self, words: Sequence[str], starts: Iterable[int]) -> list[int]:
        """Which of some places the line begins at."""
        size = len(self._line)
        return [
            at for at in starts if (*map(self._terms.get, words[at : at + size]),) == self._line
        ]

    def heading(self, number: int) -> frozenset[int]:
        """The terms in the headings that a passage stands under."""
        if number not in self._headings:
            words = self._passages.heading_words(number) if self._is_read(number) else ()
            self._headings[number] = self.terms_of(words)
        return self._headings[number]

    def title(self, number: int) -> frozenset[int]:
        """The terms in the title of the passage's document."""
        if number not in self._titles:
            title, read = self._passages.title(number), self._passages.analyzer_of(number)
            key = title, read.language
            if key not in self._terms_of_titles:
                words = read.plain_words(title) if read is self._passages.analyzer else ()
                self._terms_of_titles[key] = self.terms_of(words)
            self._titles[number] = self._terms_of_titles[key]
        return self._titles[number]

    def terms_of(self, words: Iterable[str]) -> frozenset[int]:
        """The terms among some words in normal form."""
        found = map(self._terms.get, words)
        return frozenset([term for term in found if term is not None])
