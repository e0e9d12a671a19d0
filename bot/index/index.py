"""What ranking, answers and the library see of an index, wherever it lives.

There are two: `EmbeddedIndex`, a file that is mapped, and `EngineIndex`, whose passages and
postings are in OpenSearch. Here is what both have: terms and documents by a container (see
`container`), and what follows from a passage's text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Self

from bot.analysis import Span, without_markers
from bot.analysis.analyzer import DEFAULT_LANGUAGE, Analyzer, analyzer_for
from bot.analysis.language_packs import digest
from bot.errors import IndexDamaged
from bot.index.carried_words import Carried, carried, may_carry
from bot.index.container import Reader
from bot.index.documents import IndexedDocument, documents
from bot.index.fingerprint import fingerprint
from bot.index.postings import Scored, WeightedTerm
from bot.index.term_dictionary import TermDictionary
from bot.index.term_positions import TermPositions
from bot.passages import Passage, PassageUnit, sentence_spans
from bot.translation import Message

if TYPE_CHECKING:
    from bot.documents.records import Place
    from bot.index.stored_vectors import StoredVectors

_CACHED_PASSAGES = 4096
_CACHED_WORDS = 512  # passages; some 3 KB each, and a large corpus seldom comes back to one


class Index(ABC):
    """An open index. Numbers of passages and of terms count from 0."""

    def __init__(self, reader: Reader, *, as_it_was: bool = False) -> None:
        known = fingerprint()
        needed = {"format": known["format"]} if as_it_was else known
        if {key: reader.meta.get(key) for key in needed} != needed:
            raise IndexDamaged(Message("the index was made by another version"))
        if any(digest(one) != made for one, made in reader.meta["packs"].items()):
            raise IndexDamaged(Message("the index was made with another language pack"))
        self._reader = reader
        self._views: dict[str, Self] = {}
        self.parts: dict[object, Index] = {}  # what is allowed -> see `part`
        self._sources: dict[str, str] = {}
        self.meta: dict[str, Any] = reader.meta
        self.identity = reader.identity
        self.languages: tuple[str, ...] = tuple(reader.meta["languages"] or [DEFAULT_LANGUAGE])
        self._read_in(analyzer_for(self.languages[0]))
        # Caches of each object's own, so that closing one index frees its passages.
        self.passage = lru_cache(_CACHED_PASSAGES)(self._make_passage)
        self.sentences = lru_cache(_CACHED_PASSAGES)(self._find_sentences)
        self.words = lru_cache(_CACHED_WORDS)(self._find_words)
        self.carried = lru_cache(_CACHED_WORDS)(self._find_carried)
        self._heading_words = lru_cache(_CACHED_PASSAGES)(_words_of_all)

    def _read_in(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.terms = TermDictionary(self._reader, self.frequency, analyzer.tag)
        self.term, self.surfaces = self.terms.number, self.terms.surfaces
        self.ending = self.terms.ending
        self.idf, self.rarity = self.terms.idf, self.terms.rarity

    def term_of(self, word: str) -> int:
        """The number of a word's term, below 0 where no passage has it; the word in normal form."""
        return self.term(self.analyzer.stem(word))

    def read_in(self, language: str) -> Self:
        """The same index for questions in one of its languages, with the terms of that alone.

        Without this a question is read in the language that the most passages are in.
        """
        if language == self.analyzer.language:
            return self
        if language not in self._views:
            view = copy(self)
            view._read_in(analyzer_for(language))  # noqa: SLF001  (it is one of us)
            self._views[language] = view
        return self._views[language]

    # What an index has to tell.

    @abstractmethod
    def __len__(self) -> int:
        """The number of passages."""

    @abstractmethod
    def frequency(self, term: int, within: range | None = None) -> int:
        """How many passages have a term, at least 1; or how many of those of some documents."""

    @abstractmethod
    def search(
        self, weights: Mapping[int, float], count: int, within: range | None = None
    ) -> list[Scored]:
        """The `count` best passages for terms with weights above 0, best first.

        A passage's score is the sum of weight times impact; equal scores stand in the
        order of the corpus. Only passages that have one of the terms are found, and only
        those `within`, where given, which are whole documents.
        """

    @abstractmethod
    def having(self, term: int, ranges: Sequence[range] | None = None) -> Iterator[int]:
        """The passages with a term, ascending: all, or those of some documents' `ranges`."""

    @abstractmethod
    def impacts(self, terms: Collection[int], passages: Sequence[int]) -> list[dict[int, float]]:
        """For each passage the impacts, without idf, of those of the terms that it has."""

    @abstractmethod
    def text(self, number: int) -> str:
        """The text of a passage."""

    @abstractmethod
    def start(self, number: int) -> int:
        """Where a passage starts in its document, in characters."""

    @abstractmethod
    def heading(self, number: int) -> tuple[str, ...]:
        """The headings that a passage stands under, outermost first."""

    @abstractmethod
    def opens(self, number: int) -> bool:
        """Whether a passage is the first in its document, or the first under its headings."""

    @abstractmethod
    def references(self, number: int) -> tuple[str, ...]:
        """The citation markers in a passage."""

    @abstractmethod
    def _units(self, number: int) -> tuple[PassageUnit, ...]:
        """The parts of a passage."""

    @abstractmethod
    def _place(self, number: int) -> Place:
        """Where readers find a passage."""

    @abstractmethod
    def citing(self, marker: str) -> list[int]:
        """The passages with a citation marker of that name, ascending."""

    @abstractmethod
    def quoted(self, code: str) -> int | None:
        """The passage with that receipt, in normal form, if there is one."""

    @abstractmethod
    def with_all(self, terms: Collection[int]) -> list[IndexedDocument]:
        """The documents that have every one of the terms, in order; it may be some more."""

    @abstractmethod
    def document_text(self, document: IndexedDocument) -> str:
        """The whole text of a document, as it was indexed."""

    # What follows from that.

    def _weighted_terms(self, weights: Mapping[int, float]) -> list[WeightedTerm]:
        """Terms with weights, those that can add most to a score first."""
        return sorted(map(self._weighted, weights, weights.values()), key=lambda term: -term.most)

    def _weighted(self, term: int, weight: float) -> WeightedTerm:
        weight *= self.idf(term)
        return WeightedTerm(term, weight, weight * self.terms.top(term))

    @cached_property
    def documents(self) -> tuple[IndexedDocument, ...]:
        """All documents, in the order of their passages."""
        return tuple(documents(self._reader))

    @cached_property
    def kept(self) -> dict[str, str]:
        """The documents that are not as their files are now, by name, and why each is not."""
        return {document.name: document.kept for document in self.documents if document.kept}

    @cached_property
    def vectors(self) -> StoredVectors:
        """The vectors of passages and sentences. Raises IndexDamaged, also where there are none."""
        from bot.index.stored_vectors import stored_vectors  # noqa: PLC0415  (numpy, slow to load)

        return stored_vectors(self._reader, len(self))

    @property
    def model(self) -> Mapping[str, Any] | None:
        """What it keeps of the sentence model that it was made with, if it was made with one."""
        return self.meta.get("model")

    def know_sources(self, sources: Mapping[str, str]) -> None:
        """Learn the addresses of documents' originals, by name, besides what they say."""
        if sources != self._sources:
            self._sources = dict(sources)
            self.passage.cache_clear()

    def search_among(
        self, weights: Mapping[int, float], count: int, ranges: Sequence[range]
    ) -> list[Scored]:
        """What `search` finds in several ranges of passages, which are whole documents."""
        found = [one for among in ranges for one in self.search(weights, count, among)]
        return sorted(found, key=lambda one: (-one.score, one.passage))[:count]

    def occurs(self, term: int, ranges: Sequence[range]) -> bool:
        """Whether a passage in some ranges, which are whole documents, has a term."""
        return any(self.frequency(term, among) for among in ranges)

    def ranges(self, within: range | None) -> Sequence[range]:
        """The passages to look among, ascending: all there are, or those of them in `within`."""
        return [range(len(self)) if within is None else within]

    def has_form(self, form: str) -> bool:  # noqa: ARG002  (a part of an index has to look)
        """Whether one of the forms may be shown; see `IndexPart`."""
        return True

    def document_of(self, passage: int) -> IndexedDocument:
        """The document that a passage belongs to."""
        return self.documents[bisect_right(self._firsts, passage) - 1]

    @cached_property
    def _firsts(self) -> list[int]:
        return [document.first for document in self.documents]

    def analyzer_of(self, passage: int) -> Analyzer:
        """What reads a passage: the analyzer of its document's language."""
        if len(self.languages) == 1:
            return self.analyzer
        return analyzer_for(self.document_of(passage).language_of(passage))

    def languages_of(self, within: range | None) -> tuple[str, ...]:
        """The languages of some passages, or of all."""
        if within is None or len(self.languages) == 1:
            return self.languages
        first = bisect_right(self.documents, within.start, key=lambda document: document.first) - 1
        found: dict[str, None] = {}
        for document in self.documents[max(first, 0) :]:
            if document.first >= within.stop:
                break
            found.update(dict.fromkeys(document.languages))
        return tuple(found) or self.languages

    def title(self, number: int) -> str:
        """What a passage's document is called."""
        document = self.document_of(number)
        return document.title or document.key

    def passages(self, numbers: Sequence[int]) -> Iterator[Passage]:
        """Some passages in order, read a portion at a time."""
        return map(self.passage, numbers)

    def _make_passage(self, number: int) -> Passage:
        """The passage of that number."""
        document, start, text = self.document_of(number), self.start(number), self.text(number)
        own_number = number - document.first + 1
        return Passage(
            id=f"{document.key}:{own_number}",
            document=document.name,
            number=own_number,
            heading=self.heading(number),
            text=text,
            start=start,
            end=start + len(text),
            units=self._units(number),
            references=self.references(number),
            place=self._place(number),
        )

    def _find_sentences(self, number: int) -> tuple[Span, ...]:
        """The sentences of a passage, by their places in its document."""
        return sentence_spans(self.text(number), self.start(number), self._units(number))

    def _find_words(self, number: int) -> list[list[str]]:
        """The words of a passage in normal form, sentence by sentence."""
        start = self.start(number)
        starts = [sentence.start - start for sentence in self.sentences(number)]
        return self.analyzer_of(number).words_by_sentence(
            without_markers(self.text(number)), starts
        )

    def _find_carried(self, number: int) -> Mapping[int, Carried]:
        """The words that some sentences of a passage are read as: see `carried_words`."""
        text = self.text(number)
        if not may_carry(text):
            return {}
        start, heading = self.start(number), self.innermost_heading(number)
        places = [Span(one.start - start, one.end - start) for one in self.sentences(number)]
        read = self.analyzer_of(number).plain_words
        return carried(text, places, self.words(number), read, heading)

    def inner_heading(self, number: int) -> tuple[str, ...]:
        """The headings that a passage stands under, without its document's title."""
        path = self.heading(number)
        return path[1:] if path[:1] == (self.document_of(number).title,) else path

    def innermost_heading(self, number: int) -> str:
        """The last of these; empty where there is none."""
        return "".join(self.inner_heading(number)[-1:])

    def heading_words(self, number: int) -> frozenset[str]:
        """The words of these headings, in normal form."""
        return self._heading_words(self.inner_heading(number), self.analyzer_of(number))

    def term_positions(self, terms: Collection[int], line: tuple[int, ...] = ()) -> TermPositions:
        """Finds these terms, and no others, in passages; `line` are some of them in order."""
        return TermPositions(self, {form: t for t in terms for form in self.terms.forms(t)}, line)


def _words_of_all(path: tuple[str, ...], read: Analyzer) -> frozenset[str]:
    return frozenset(read.plain_words(" \n ".join(path)))
