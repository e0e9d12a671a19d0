"""The documents of an index: what is known of each, and their texts from a file that is damaged."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bot.analysis.analyzer import DEFAULT_LANGUAGE
from bot.analysis.utf8 import decoded
from bot.documents import Document, Origin
from bot.errors import IndexDamaged
from bot.index.container import Reader
from bot.index.packed import Packed
from bot.passages import Entry


class IndexedDocument(NamedTuple):
    """A document in the index: passages `first` to `first + count` are its own.

    Its text has `characters`, and begins at block number `block`.
    """

    name: str
    key: str
    title: str
    sha256: str
    stamp: tuple[int, ...]
    kept: str  # why this is its last good version; empty where it is the file as it is
    characters: int
    size: int  # of the text, in bytes
    entries: tuple[Entry, ...]
    first: int
    count: int  # type: ignore[assignment]  # a tuple's own method, which a record has no use for
    block: int
    blocks: int
    language: str = DEFAULT_LANGUAGE
    origin: Origin | None = None  # where its text was made of a file that is none
    locator: int = 0  # bytes behind its text that say where things are
    layout: int = 0  # bytes behind those, with its layout
    source: str = ""  # the address of the original
    spoken: tuple[tuple[int, str], ...] = ()  # of several languages: how many passages, in which

    @property
    def content(self) -> str:
        """The SHA-256 that its file has, as `content_sha256` computes it."""
        return self.sha256 if self.origin is None else self.origin.sha256

    @property
    def numbers(self) -> range:
        """The numbers of its passages in the index."""
        return range(self.first, self.first + self.count)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that its passages are in."""
        return tuple(dict.fromkeys(one for _, one in self.spoken)) or (self.language,)

    def language_of(self, passage: int) -> str:
        """The language of one of its passages, by the number in the index."""
        end = self.first
        for count, language in self.spoken:
            end += count
            if passage < end:
                return language
        return self.language

    def row(self) -> str:
        """What an index keeps of it, in JSON."""
        return json.dumps({
            "name": self.name,
            "key": self.key,
            "title": self.title,
            "sha256": self.sha256,
            "stamp": list(self.stamp),
            "kept": self.kept,
            "characters": self.characters,
            "size": self.size,
            "passages": self.count,
            "blocks": self.blocks,
            "language": self.language,
            "entries": [entry._asdict() for entry in self.entries],
            "origin": self.origin,
            "locator": self.locator,
            "layout": self.layout,
            "source": self.source,
            "spoken": self.spoken,
        })  # fmt: skip


def documents(reader: Reader) -> Iterator[IndexedDocument]:
    """All documents of an index, in order. Raises IndexDamaged."""
    first = block = 0
    for row in json.loads(bytes(reader["documents"].all())):
        entries = tuple([Entry(**entry) for entry in row["entries"]])
        count, blocks = row["passages"], row["blocks"]
        yield IndexedDocument(  # by place, which is the quickest, for there may be very many
            row["name"], row["key"], row["title"], row["sha256"], tuple(row["stamp"]),
            row["kept"], row["characters"], row["size"], entries, first, count, block, blocks,
            row["language"], Origin(*row["origin"]) if row["origin"] else None,
            row["locator"], row["layout"], row["source"],
            tuple([(count, one) for count, one in row["spoken"]]),
        )  # fmt: skip
        first, block = first + count, block + blocks


def last_texts(path: Path) -> dict[str, Document]:
    """Document name -> the document, of all that an index file still has whole.

    For a file that is no use as an index any more, damaged or made by another version.
    """
    found: dict[str, Document] = {}
    with suppress(OSError, IndexDamaged, ValueError, TypeError, KeyError):
        reader = Reader.open(path)
        texts = Packed(reader, "text")
        for document in documents(reader):
            with suppress(IndexDamaged, IndexError, ValueError):
                last = stored(document, texts)
                if last.sha256 == document.sha256:
                    found[document.name] = last
    return found


def stored(document: IndexedDocument, texts: Packed) -> Document:
    """A document as it was indexed, with what its reader made of it."""
    size, locator = document.size, document.size + document.locator
    return Document(
        document.name,
        decoded(texts.read(document.block, 0, size)),
        (),
        document.origin,
        decoded(texts.read(document.block, locator, locator + document.layout)),
        decoded(texts.read(document.block, size, locator)),
        document.source,
    )
