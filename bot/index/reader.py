"""Reads an index: terms, postings, passages, and the best passages for weighted words.

Everything is looked up in the mapped file when it is asked for. Small sums are done in
plain Python; numpy is loaded only where a question's words have many postings.

Left out on purpose: what makes a passage an answer; see `ranking`.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from hashlib import sha256
from heapq import nsmallest
from pathlib import Path
from typing import Any, Self

from bot.errors import IndexDamaged, NotFound
from bot.index.container import Reader, Section, Strings
from bot.index.recipe import recipe
from bot.passages import Document, Entry, Passage, Span
from bot.record import Record
from bot.text import stem, words

# Above this many postings numpy's loading time (120 ms, once) is worth it.
_MANY_POSTINGS = 200_000
_CACHED_PASSAGES = 4096
_CACHED_FORMS = 65536
_DIGITS = 10  # more than any passage's number has


class IndexedDocument(Record):
    """A document in the index: passages `first` to `first + count` are its own."""

    name: str
    key: str
    title: str
    sha256: str
    stamp: tuple[int, ...]
    characters: int
    byte: int
    first: int
    count: int
    entries: tuple[Entry, ...]
    kept: str = ""  # why this is its last good version; empty where it is the file as it is


class Scored(Record):
    """A passage by its number in the index (from 0) and its BM25 score (above 0)."""

    passage: int
    score: float


class Sentence(Record):
    """A sentence of a passage: its place in the document and the numbers of its words."""

    span: Span
    words: tuple[int, ...]


class Index:
    """An open index. Numbers of passages and of terms count from 0."""

    def __init__(self, reader: Reader) -> None:
        if {key: reader.meta.get(key) for key in recipe()} != recipe():
            raise IndexDamaged("the index was made by another version")
        self._reader = reader
        self.meta: dict[str, Any] = reader.meta
        self._terms = Strings(reader, "term")
        self._surfaces = Strings(reader, "surface")
        self._headings = Strings(reader, "heading")
        self._forms = Strings(reader, "form")
        self._references = Strings(reader, "passage.references")
        self._idf = reader["term.idf"]
        self._rarity = reader["term.rarity"]
        self._posting_first = reader["posting.first"]
        self._passage_document = reader["passage.document"]
        self._sentence_first = reader["sentence.first"]
        self._word_first = reader["word.first"]
        self.identity = reader.identity
        # Per index, so that closing one index frees its passages.
        self.sentences = lru_cache(_CACHED_PASSAGES)(self._read_sentences)
        self.passage = lru_cache(_CACHED_PASSAGES)(self._read_passage)
        self.term = lru_cache(_CACHED_PASSAGES)(self._find_term)
        self._form = lru_cache(_CACHED_FORMS)(self._forms.__getitem__)
        self._terms_of = lru_cache(_CACHED_PASSAGES)(self._find_terms_of)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an index file. OSError, or IndexDamaged where it is not a whole one of ours."""
        return cls(Reader.open(path))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """An index that lives in memory only."""
        return cls(Reader(data))

    def verify(self) -> None:
        """Read all of it and check every block; raises IndexDamaged."""
        self._reader.verify()

    def written_words(self, passage: int) -> tuple[list[str], list[int]]:
        """A passage's words in normal form, unstemmed, and where its sentences begin in them.

        All that is needed to index the passage again without cutting it again.
        """
        forms = self._reader["word.form"].slice(
            self._word_first[passage], self._word_first[passage + 1]
        )
        cuts = self._reader["sentence.word"].slice(
            self._sentence_first[passage], self._sentence_first[passage + 1]
        )
        return [self._form(form) for form in forms], list(cuts)

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._passage_document)

    @cached_property
    def documents(self) -> tuple[IndexedDocument, ...]:
        """All documents, in the order of their passages."""
        rows = json.loads(bytes(self._reader["documents"].all()))
        return tuple(_document(row) for row in rows)

    def _find_term(self, word: str) -> int:
        """The number of a stem, or -1 where no passage has it."""
        return self._terms.find(word.encode(errors="surrogatepass"))

    def terms_from(self, prefix: str) -> Iterator[tuple[int, str]]:
        """Terms that begin with `prefix`, in sorted order, with their numbers."""
        start = prefix.encode(errors="surrogatepass")
        for number in range(self._terms.place(start), len(self._terms)):
            term = self._terms.encoded(number)
            if not term.startswith(start):
                return
            yield number, term.decode()

    def surface(self, term: int) -> str:
        """A word of the documents with that stem, in normal form."""
        return self._surfaces[term]

    def idf(self, term: int) -> float:
        """How rare a term is: above 0, ln(1 + 2 * passages) at most."""
        return float(self._idf[term])

    def rarity(self, term: int) -> float:
        """How rare a term is in English at large, 0.0 to 1.0."""
        return float(self._rarity[term])

    def frequency(self, term: int) -> int:
        """How many passages have a term, at least 1."""
        return int(self._posting_first[term + 1] - self._posting_first[term])

    def postings(self, term: int) -> tuple[memoryview, memoryview]:
        """A term's passages, ascending, and its impact on each."""
        start, end = self._posting_first[term], self._posting_first[term + 1]
        return (
            self._reader["posting.passage"].slice(start, end),
            self._reader["posting.impact"].slice(start, end),
        )

    def impact(self, term: int, passage: int) -> float:
        """A term's share of a passage's score; 0.0 where the passage does not have it."""
        passages, impacts = self.postings(term)
        at = bisect_left(passages, passage)
        return float(impacts[at]) if at < len(passages) and passages[at] == passage else 0.0

    def search(
        self, weights: Mapping[int, float], count: int, within: range | None = None
    ) -> list[Scored]:
        """The `count` best passages for terms with weights above 0, best first.

        A passage's score is the sum of weight times impact; equal scores stand in the
        order of the corpus. Only passages that have one of the terms are found, and only
        those in `within`, where given.
        """
        found = [(weight, *self.postings(term)) for term, weight in weights.items()]
        if sum(len(passages) for _, passages, _ in found) > _MANY_POSTINGS:
            from bot.index.bulk import add_up  # noqa: PLC0415  (numpy: see above)

            return [Scored(*row) for row in add_up(found, len(self), count, within)]
        scores: dict[int, float] = {}  # passage -> its score so far
        for weight, passages, impacts in found:
            for passage, impact in zip(passages, impacts, strict=True):
                scores[passage] = scores.get(passage, 0.0) + weight * impact
        rows = scores.items() if within is None else ((p, scores[p]) for p in scores if p in within)
        return [Scored(*row) for row in nsmallest(count, rows, key=lambda row: (-row[1], row[0]))]

    def _read_sentences(self, passage: int) -> tuple[Sentence, ...]:
        """The sentences of a passage, each with the numbers of its words in order."""
        first, end = self._sentence_first[passage], self._sentence_first[passage + 1]
        words_from, words_to = self._word_first[passage], self._word_first[passage + 1]
        numbers = tuple(self._reader["word"].slice(words_from, words_to))
        starts = self._reader["sentence.start"].slice(first, end)
        ends = self._reader["sentence.end"].slice(first, end)
        cuts = [*self._reader["sentence.word"].slice(first, end), len(numbers)]
        return tuple(
            Sentence(Span(start, stop), numbers[cuts[at] : cuts[at + 1]])
            for at, (start, stop) in enumerate(zip(starts, ends, strict=True))
        )

    def _read_passage(self, number: int) -> Passage:
        """The passage of that number."""
        document = self.documents[self._passage_document[number]]
        start = self._reader["passage.start"][number]
        end = self._reader["passage.end"][number]
        references = self._references[number]
        own_number = number - document.first + 1
        return Passage(
            id=f"{document.key}:{own_number}",
            document=document.name,
            number=own_number,
            heading=tuple(json.loads(self._headings[self._reader["passage.heading"][number]])),
            text=_text(self._reader["text"], self._reader["passage.byte"][number], end - start),
            start=start,
            end=end,
            sentences=tuple(sentence.span for sentence in self.sentences(number)),
            references=tuple(references.split("\n")) if references else (),
        )

    def heading_terms(self, passage: int) -> frozenset[int]:
        """The terms of the headings that a passage stands under."""
        return self._terms_of(self._headings[self._reader["passage.heading"][passage]])

    def title_terms(self, passage: int) -> frozenset[int]:
        """The terms of the title of the passage's document."""
        document = self.document_of(passage)
        return self._terms_of(document.title or document.key)

    def _find_terms_of(self, text: str) -> frozenset[int]:
        return frozenset(self.term(stem(word.text)) for word in words(text)) - {-1}

    def document_of(self, passage: int) -> IndexedDocument:
        """The document that a passage belongs to."""
        number: int = self._passage_document[passage]
        return self.documents[number]

    def document_text(self, document: IndexedDocument) -> str:
        """The whole text of a document, as it was indexed."""
        return _text(self._reader["text"], document.byte, document.characters)

    def number_of(self, passage_id: str) -> int:
        """The number of the passage with that id; raises NotFound."""
        key, _, number = passage_id.strip().rpartition(":")
        for document in self.documents:
            if (
                key in {document.key, document.name}
                and number.isdecimal()
                and len(number) < _DIGITS
            ):
                if 1 <= int(number) <= document.count:
                    return document.first + int(number) - 1
                raise NotFound(f"{document.key} has passages 1 to {document.count}.")
        raise NotFound(f"There is no passage {passage_id!r}; `citebot passages` lists all.")


def _document(row: dict[str, Any]) -> IndexedDocument:
    entries = tuple(Entry(**entry) for entry in row.pop("entries"))
    stamp = tuple(row.pop("stamp"))
    return IndexedDocument(**row, stamp=stamp, entries=entries)


def last_texts(path: Path) -> dict[str, tuple[Document, str]]:
    """Document name -> text and its SHA-256, of all that an index file still has whole.

    For a file that is no use as an index any more, damaged or made by another version.
    """
    found: dict[str, tuple[Document, str]] = {}
    with suppress(OSError, IndexDamaged, ValueError, TypeError, KeyError):
        reader = Reader.open(path)
        for row in json.loads(bytes(reader["documents"].all())):
            with suppress(IndexDamaged):
                text = _text(reader["text"], row["byte"], row["characters"])
                if sha256(text.encode()).hexdigest() == row["sha256"]:
                    found[row["name"]] = Document(row["name"], text), row["sha256"]
    return found


def _text(section: Section, byte: int, characters: int) -> str:
    end = min(byte + 4 * characters, len(section))  # a character has 4 bytes at most
    return bytes(section.slice(byte, end)).decode(errors="ignore")[:characters]
