"""The passages of a mapped index as they stand in their documents: text, headings, markers.

Everything is looked up in the mapped file when it is asked for, and kept for a while.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.analysis.utf8 import decoded, encoded
from bot.documents import Document
from bot.documents.records import NOWHERE, Place
from bot.index.container import Reader, Strings
from bot.index.documents import IndexedDocument, stored
from bot.index.index import Index
from bot.index.packed import Packed
from bot.passages import PassageUnit

if TYPE_CHECKING:
    from bot.documents.canonical import Locator

_CACHED_PASSAGES = 4096
_CACHED_LOCATORS = 64


class StoredPassages(Index):
    """Passages by their numbers, from 0."""

    def __init__(self, reader: Reader, *, as_it_was: bool = False) -> None:
        super().__init__(reader, as_it_was=as_it_was)
        self._text = Packed(reader, "text")
        self._headings = Strings(reader, "heading")
        self._references = Strings(reader, "passage.references")
        self._documents = reader["passage.document"]
        # Caches of each object's own, so that closing one index frees its passages.
        self._cached_text = lru_cache(_CACHED_PASSAGES)(self._read_text)
        self._locator = lru_cache(_CACHED_LOCATORS)(self._read_locator)
        self._heading = lru_cache(_CACHED_PASSAGES)(self._read_heading)

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._documents)

    def document_of(self, passage: int) -> IndexedDocument:
        """See `Index.document_of`."""
        number: int = self._documents[passage]
        return self.documents[number]

    def document_text(self, document: IndexedDocument) -> str:
        """See `Index.document_text`."""
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

    def start(self, number: int) -> int:
        """See `Index.start`."""
        start: int = self._reader["passage.start"][number]
        return start

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

    def text(self, number: int) -> str:
        """See `Index.text`."""
        return self._cached_text(number)

    def _read_text(self, number: int) -> str:
        read = self._reader
        byte = read["passage.byte"][number]
        end = byte + read["passage.size"][number]
        return decoded(self._text.read(self.document_of(number).block, byte, end))

    def references(self, number: int) -> tuple[str, ...]:
        """See `Index.references`."""
        written = self._references[number]
        return tuple(written.split("\n")) if written else ()

    def _place(self, number: int) -> Place:
        document = self.document_of(number)
        source = self._sources.get(document.name, document.source)
        if not (document.locator or source):
            return NOWHERE
        return self._locator(document.first).place(self.start(number), self.text(number), source)

    def heading(self, number: int) -> tuple[str, ...]:
        """See `Index.heading`."""
        return self._heading(self._reader["passage.heading"][number])

    def opens(self, number: int) -> bool:
        """See `Index.opens`."""
        headings = self._reader["passage.heading"]  # equal paths have one number
        return number == self.document_of(number).first or headings[number] != headings[number - 1]

    def _read_heading(self, heading: int) -> tuple[str, ...]:
        return tuple(json.loads(self._headings[heading]))

    def citing(self, marker: str) -> list[int]:
        """See `Index.citing`."""
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
