"""Reads an index: terms, passages, and the best passages for weighted words.

Everything is looked up in the mapped file when it is asked for.

Left out on purpose: what makes a passage an answer; see `ranking`.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bot.analysis import plain_words, without_markers, words_by_sentence
from bot.analysis.utf8 import decoded
from bot.errors import IndexDamaged
from bot.index.container import Reader, Strings
from bot.index.documents import IndexedDocument, documents
from bot.index.fingerprint import fingerprint
from bot.index.packed import Packed
from bot.index.postings import Part, Postings, Scored
from bot.index.reading import Reading
from bot.passages import Passage, PassageUnit, sentence_spans

if TYPE_CHECKING:
    from bot.index.arrays import IndexArrays
    from bot.index.bulk import Bulk

# From this many passages on it is worth loading the compiled part (some 10 ms, once).
LARGE = 5_000
_CACHED_PASSAGES = 4096
_CACHED_FORMS = 16384
_CACHED_PREFIXES = 8  # of a large corpus some 10,000 words each


class Index:
    """An open index. Numbers of passages and of terms count from 0."""

    def __init__(self, reader: Reader) -> None:
        if {key: reader.meta.get(key) for key in fingerprint()} != fingerprint():
            raise IndexDamaged("the index was made by another version")
        self._reader = reader
        self.meta: dict[str, Any] = reader.meta
        self.postings = Postings(reader)
        self._text = Packed(reader, "text")
        self._terms = Strings(reader, "term")
        self._forms = Strings(reader, "form")
        self._headings = Strings(reader, "heading")
        self._references = Strings(reader, "passage.references")
        self._passage_document = reader["passage.document"]
        self.identity = reader.identity
        # Per index, so that closing one index frees its passages.
        self.passage = lru_cache(_CACHED_PASSAGES)(self._read_passage)
        self.text = lru_cache(_CACHED_PASSAGES)(self._read_text)
        self.words = lru_cache(_CACHED_PASSAGES)(self._read_words)
        self.term = lru_cache(_CACHED_FORMS)(self._find_term)
        self.idf = lru_cache(_CACHED_FORMS)(self._find_idf)
        self._top = lru_cache(_CACHED_FORMS)(self._find_top)
        self.surfaces = lru_cache(_CACHED_PREFIXES)(self._read_surfaces)
        self._forms_of = lru_cache(_CACHED_FORMS)(self._read_forms)
        self._heading = lru_cache(_CACHED_PASSAGES)(self._read_heading)
        self._heading_words = lru_cache(_CACHED_PASSAGES)(self._read_heading_words)

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

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._passage_document)

    @cached_property
    def documents(self) -> tuple[IndexedDocument, ...]:
        """All documents, in the order of their passages."""
        return tuple(documents(self._reader))

    def _find_term(self, word: str) -> int:
        """The number of a stem, or -1 where no passage has it."""
        return self._terms.find(word.encode(errors="surrogatepass"))

    def _read_surfaces(self, prefix: str) -> tuple[tuple[str, int], ...]:
        """How the terms that begin with `prefix` are written, and how many passages have each."""
        start = prefix.encode(errors="surrogatepass")
        first, end = self._terms.place(start), len(self._terms)
        found = takewhile(lambda n: self._terms.encoded(n).startswith(start), range(first, end))
        return tuple((self.surface(term), self.frequency(term)) for term in found)

    def surface(self, term: int) -> str:
        """A word of the documents with that stem, in normal form."""
        first = self._reader["term.form"][term]
        return self._forms[self._reader["form.number"][first]]

    def _find_idf(self, term: int) -> float:
        """How rare a term is: above 0, ln(1 + 2 * passages) at most."""
        frequencies = self._reader["idf.frequency"].all()
        return float(self._reader["idf"][bisect_left(frequencies, self.frequency(term))])

    def rarity(self, term: int) -> float:
        """How rare a term is in English at large, 0.0 to 1.0."""
        return float(self._reader["term.rarity"][term])

    def frequency(self, term: int, within: range | None = None) -> int:
        """How many passages have a term, at least 1; or how many of those in `within`."""
        return self.postings.frequency(term, within)

    def impacts(self, terms: Collection[int], passages: Sequence[int]) -> list[dict[int, float]]:
        """For each passage the impacts, without idf, of those of the terms that it has."""
        rows = (self._bulk or self.postings).impacts([*terms], passages)
        return [{t: x for t, x in zip(terms, row, strict=True) if x} for row in rows]

    def search(
        self, weights: Mapping[int, float], count: int, within: range | None = None
    ) -> list[Scored]:
        """The `count` best passages for terms with weights above 0, best first.

        A passage's score is the sum of weight times impact; equal scores stand in the
        order of the corpus. Only passages that have one of the terms are found, and only
        those in `within`, where given.
        """
        parts = sorted(map(self._part, weights, weights.values()), key=lambda part: -part.most)
        within = range(len(self)) if within is None else within
        return (self._bulk or self.postings).search(parts, count, within)

    def _part(self, term: int, weight: float) -> Part:
        weight *= self.idf(term)
        return Part(term, weight, weight * self._top(term))

    def _find_top(self, term: int) -> float:
        """The largest impact of a term on any passage, without its idf, rounded up."""
        return float(self._reader["term.top"][term])

    @cached_property
    def _bulk(self) -> Bulk | None:
        """What searches large corpora, where this is one and there is a compiled part."""
        if len(self) < LARGE:
            return None
        from bot.native import kernels  # noqa: PLC0415  (see above)

        library = kernels()
        if library is None:
            return None
        from bot.index.bulk import Bulk  # noqa: PLC0415

        return Bulk(self._reader, library)

    @cached_property
    def columns(self) -> IndexArrays:
        """All of it as arrays of numpy, for who builds upon it."""
        from bot.index.arrays import IndexArrays  # noqa: PLC0415  (numpy takes long to load)

        return IndexArrays(self._reader)

    @cached_property
    def kept(self) -> dict[str, str]:
        """The documents that are not as their files are now, by name, and why each is not."""
        return {document.name: document.kept for document in self.documents if document.kept}

    def reading(self, terms: Collection[int]) -> Reading:
        """Reads passages for no more than some terms."""
        forms = {form: term for term in terms for form in self._forms_of(term)}
        return Reading(self, forms)

    def _read_forms(self, term: int) -> list[str]:
        """The words of the documents, in normal form, that are a term; the commonest first."""
        first, end = self._reader["term.form"].slice(term, term + 2)
        return [self._forms[form] for form in self._reader["form.number"].slice(first, end)]

    def _read_words(self, number: int) -> list[list[str]]:
        """The words of a passage in normal form, sentence by sentence."""
        _, places, _ = self.sentence_places(number)
        return words_by_sentence(without_markers(self.text(number)), places.tolist())

    def sentence_places(self, number: int) -> tuple[int, memoryview, memoryview]:
        """Where a passage starts in its document, its sentences in it, and their lengths."""
        start = self.start(number)
        found = sentence_spans(self.text(number), start, self._units(number))
        starts = array("I", [span.start - start for span in found])
        return start, memoryview(starts), memoryview(array("I", [s.end - s.start for s in found]))

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

    def _read_passage(self, number: int) -> Passage:
        """The passage of that number."""
        document, read = self.document_of(number), self._reader
        start, references = self.start(number), self._references[number]
        own_number = number - document.first + 1
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
        )

    def start(self, number: int) -> int:
        """Where a passage starts in its document, in characters."""
        start: int = self._reader["passage.start"][number]
        return start

    def heading(self, number: int) -> tuple[str, ...]:
        """The headings that a passage stands under, outermost first."""
        return self._heading(self._reader["passage.heading"][number])

    def _read_heading(self, heading: int) -> tuple[str, ...]:
        return tuple(json.loads(self._headings[heading]))

    def heading_words(self, number: int) -> frozenset[str]:
        """The words of the headings that a passage stands under, in normal form."""
        return self._heading_words(self._reader["passage.heading"][number])

    def _read_heading_words(self, heading: int) -> frozenset[str]:
        return frozenset(plain_words(" \n ".join(self._heading(heading))))

    def citing(self, marker: str) -> list[int]:
        """The passages with a citation marker of that name, ascending."""
        begins = self._reader["passage.references.first"].all()
        written = bytes(self._reader["passage.references.text"].all())
        wanted = marker.encode(errors="surrogatepass")
        found: dict[int, None] = {}
        at = written.find(wanted) if wanted else -1
        while at >= 0:
            number = bisect_right(begins, at) - 1
            if marker in self._references[number].split("\n"):
                found[number] = None
            at = written.find(wanted, at + 1)
        return list(found)

    def title(self, number: int) -> str:
        """What a passage's document is called."""
        document = self.document_of(number)
        return document.title or document.key

    def document_of(self, passage: int) -> IndexedDocument:
        """The document that a passage belongs to."""
        number: int = self._passage_document[passage]
        return self.documents[number]

    def document_text(self, document: IndexedDocument) -> str:
        """The whole text of a document, as it was indexed."""
        return decoded(self._text.read(document.block, 0, document.size))
