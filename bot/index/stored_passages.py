"""The passages of an open index as they stand in their documents: text, words and headings.

Everything is looked up in the mapped file when it is asked for, and kept for a while.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from bot.analysis import Span, without_markers
from bot.analysis.analyzer import DEFAULT_LANGUAGE, Analyzer, analyzer
from bot.analysis.utf8 import decoded, encoded
from bot.documents import Document
from bot.documents.records import NOWHERE
from bot.index.carried_words import Carried, carried
from bot.index.container import Reader, Strings
from bot.index.documents import IndexedDocument, documents, stored
from bot.index.packed import Packed
from bot.passages import Passage, PassageUnit, sentence_spans

if TYPE_CHECKING:
    from bot.documents.canonical import Locator

_CACHED_PASSAGES = 4096
_CACHED_LOCATORS = 64
_CACHED_WORDS = 512  # passages; some 3 KB each, and a large corpus seldom comes back to one


class StoredPassages:
    """Passages by their numbers, from 0."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.languages: tuple[str, ...] = tuple(reader.meta["languages"] or [DEFAULT_LANGUAGE])
        self.analyzer: Analyzer = analyzer(self.languages[0])
        self._text = Packed(reader, "text")
        self._headings = Strings(reader, "heading")
        self._references = Strings(reader, "passage.references")
        self._documents = reader["passage.document"]
        self._sources: dict[str, str] = {}
        # Caches of each object's own, so that closing one index frees its passages.
        self.passage = lru_cache(_CACHED_PASSAGES)(self._read_passage)
        self.text = lru_cache(_CACHED_PASSAGES)(self._read_text)
        self.sentences = lru_cache(_CACHED_PASSAGES)(self._find_sentences)
        self.words = lru_cache(_CACHED_WORDS)(self._read_words)
        self.carried = lru_cache(_CACHED_WORDS)(self._find_carried)
        self._locator = lru_cache(_CACHED_LOCATORS)(self._read_locator)
        self._heading = lru_cache(_CACHED_PASSAGES)(self._read_heading)
        self._heading_words = lru_cache(_CACHED_PASSAGES)(self._read_heading_words)

    def know_sources(self, sources: Mapping[str, str]) -> None:
        """Be told the addresses of documents' originals, by name, besides what they say."""
        if sources != self._sources:
            self._sources = dict(sources)
            self.passage.cache_clear()

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._documents)

    @cached_property
    def documents(self) -> tuple[IndexedDocument, ...]:
        """All documents, in the order of their passages."""
        return tuple(documents(self._reader))

    def document_of(self, passage: int) -> IndexedDocument:
        """The document that a passage belongs to."""
        number: int = self._documents[passage]
        return self.documents[number]

    def analyzer_of(self, passage: int) -> Analyzer:
        """What reads a passage: the analyzer of its document's language."""
        if len(self.languages) == 1:
            return self.analyzer
        return analyzer(self.document_of(passage).language)

    def languages_of(self, within: range | None) -> tuple[str, ...]:
        """The languages of some passages, or of all."""
        if within is None or len(self.languages) == 1:
            return self.languages
        first = bisect_right(self.documents, within.start, key=lambda document: document.first) - 1
        found: dict[str, None] = {}
        for document in self.documents[max(first, 0) :]:
            if document.first >= within.stop:
                break
            found[document.language] = None
        return tuple(found) or self.languages

    def document_text(self, document: IndexedDocument) -> str:
        """The whole text of a document, as it was indexed."""
        return decoded(self._text.read(document.block, 0, document.size))

    def whole_document(self, document: IndexedDocument) -> Document:
        """A document as it was indexed, with all that its reader made of it."""
        return stored(document, self._text)

    def _read_locator(self, first: int) -> Locator:
        """The locator of the document whose passages begin with that number."""
        from bot.documents.canonical import Locator  # noqa: PLC0415  (text has none)

        document = self.document_of(first)
        if not document.locator:
            return Locator()
        end = document.size + document.locator
        return Locator.from_json(decoded(self._text.read(document.block, document.size, end)))

    def title(self, number: int) -> str:
        """What a passage's document is called."""
        document = self.document_of(number)
        return document.title or document.key

    def start(self, number: int) -> int:
        """Where a passage starts in its document, in characters."""
        start: int = self._reader["passage.start"][number]
        return start

    def _find_sentences(self, number: int) -> tuple[Span, ...]:
        """The sentences of a passage, by their places in its document."""
        return sentence_spans(self.text(number), self.start(number), self._units(number))

    def _units(self, number: int) -> tuple[PassageUnit, ...]:
        """The parts of a passage; where none are stored, it is prose as a whole."""
        read, start = self._reader, self.start(number)
        passages = read["unit.passage"]
        first = bisect_left(passages, number)
        end = bisect_right(passages, number, first)
        if first == end:
            return (PassageUnit(start, start + read["passage.length"][number], prose=True),)
        return tuple([
            PassageUnit(start + at, start + at + length, prose == 1)
            for at, length, prose in zip(
                *(read[f"unit.{name}"].slice(first, end) for name in ("start", "length", "prose")),
                strict=True,
            )
        ])  # fmt: skip

    def _read_text(self, number: int) -> str:
        """The text of a passage."""
        read = self._reader
        byte = read["passage.byte"][number]
        end = byte + read["passage.size"][number]
        return decoded(self._text.read(self.document_of(number).block, byte, end))

    def _read_words(self, number: int) -> list[list[str]]:
        """The words of a passage in normal form, sentence by sentence."""
        start = self.start(number)
        starts = [sentence.start - start for sentence in self.sentences(number)]
        return self.analyzer_of(number).words_by_sentence(
            without_markers(self.text(number)), starts
        )

    def _find_carried(self, number: int) -> Mapping[int, Carried]:
        """The words that some sentences of a passage are read as: see `carried_words`."""
        start, path = self.start(number), self.inner_heading(number)
        places = [Span(one.start - start, one.end - start) for one in self.sentences(number)]
        read = self.analyzer_of(number).plain_words
        return carried(
            self.text(number), places, self.words(number), read, path[-1] if path else ""
        )

    def _read_passage(self, number: int) -> Passage:
        """The passage of that number."""
        document, read = self.document_of(number), self._reader
        start, references = self.start(number), self._references[number]
        own_number = number - document.first + 1
        place, source = NOWHERE, self._sources.get(document.name, document.source)
        if document.locator or source:
            place = self._locator(document.first).place(start, self.text(number), source)
        return Passage(
            id=f"{document.key}:{own_number}",
            document=document.name,
            number=own_number,
            heading=self.heading(number),
            text=self.text(number),
            start=start,
            end=start + read["passage.length"][number],
            units=self._units(number),
            references=tuple(references.split("\n")) if references else (),
            place=place,
        )

    def heading(self, number: int) -> tuple[str, ...]:
        """The headings that a passage stands under, outermost first."""
        return self._heading(self._reader["passage.heading"][number])

    def _read_heading(self, heading: int) -> tuple[str, ...]:
        return tuple(json.loads(self._headings[heading]))

    def inner_heading(self, number: int) -> tuple[str, ...]:
        """The headings that a passage stands under, but for its document's title."""
        path = self.heading(number)
        return path[1:] if path[:1] == (self.document_of(number).title,) else path

    def heading_words(self, number: int) -> frozenset[str]:
        """The words of these headings, in normal form."""
        return self._heading_words(self.inner_heading(number), self.analyzer_of(number))

    @staticmethod
    def _read_heading_words(path: tuple[str, ...], read: Analyzer) -> frozenset[str]:
        return frozenset(read.plain_words(" \n ".join(path)))

    def citing(self, marker: str) -> list[int]:
        """The passages with a citation marker of that name, ascending."""
        begins = self._reader["passage.references.first"].all()
        written = bytes(self._reader["passage.references.text"].all())
        wanted = encoded(marker)
        found: dict[int, None] = {}
        at = written.find(wanted) if wanted else -1
        while at >= 0:
            number = bisect_right(begins, at) - 1
            if marker in self._references[number].split("\n"):
                found[number] = None
            at = written.find(wanted, at + 1)
        return list(found)
