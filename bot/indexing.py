"""Builds the index of a corpus, doing again only what has changed.

A document whose file or content is as the index before has it is taken over from there,
words and all. One that cannot be read now goes on with its last good version, which is
marked as such, until its file is removed or can be read again; so do the documents of a
folder that cannot be opened.

Left out on purpose: where the index goes and when; see `generation`.
"""

from __future__ import annotations

import logging
import time
from functools import cached_property
from pathlib import Path
from typing import IO

from bot import corpus
from bot.errors import CorpusEmpty, DocumentError, IndexDamaged
from bot.freshness import trusted
from bot.index import Index, IndexedDocument, last_texts
from bot.passages import Document, split
from bot.progress import Progress

log = logging.getLogger(__name__)


class Before:
    """What is known from the index before, if there is one and as far as it can be read."""

    def __init__(self, index: Index | None, path: Path | None = None) -> None:
        self.index = index
        self._path = path
        self.documents: dict[str, IndexedDocument] = {}
        if index is not None:
            self.documents = {document.name: document for document in index.documents}

    @cached_property
    def texts(self) -> dict[str, tuple[Document, str]]:
        """Name -> text and its SHA-256, from an index that cannot be used otherwise."""
        return last_texts(self._path) if self.index is None and self._path is not None else {}

    def under(self, name: str) -> list[str]:
        """The documents of that name, or in the folder of that name."""
        return [
            known
            for known in {**self.documents, **self.texts}
            if known == name or known.startswith(f"{name}/")
        ]


def build(listing: corpus.Listing, before: Before, file: IO[bytes], progress: Progress) -> None:
    """Index all documents of a listing into a file. Raises CorpusEmpty, OSError."""
    try:
        _Indexing(listing, before).write(file, progress)
    except IndexDamaged as error:  # of the index before: then everything is done again
        log.warning("The saved index is damaged and not built upon: %s.", error)
        file.seek(0)
        file.truncate()
        _Indexing(listing, Before(None, before._path)).write(file, progress)  # noqa: SLF001


class _Indexing:
    """One run over a listing."""

    def __init__(self, listing: corpus.Listing, before: Before) -> None:
        from bot.index.build import Builder  # noqa: PLC0415  (with rank-bm25 takes 0.3 seconds)

        self.builder = Builder()
        self.listing = listing
        self.before = before
        self.entries = {entry.name: entry for entry in listing.entries}
        self.unreadable = list(listing.unreadable)
        self.lost = {  # name -> why, of documents in folders that cannot be opened
            name: str(error)
            for error in listing.unreadable
            for name in before.under(error.name)
            if name not in self.entries
        }
        self.keys = corpus.keys([*self.entries, *self.lost])

    def write(self, file: IO[bytes], progress: Progress) -> None:
        names = sorted([*self.entries, *self.lost])
        progress(0, len(names))
        for done, name in enumerate(names, 1):
            if name in self.lost:
                self._keep(name, self.lost[name])
            else:
                self._take(self.entries[name])
            progress(done, len(names))
        if not self.builder.passages:
            raise CorpusEmpty(self._empty())
        self.builder.write(file, {
            "built": int(time.time()),
            "unreadable": [[error.name, error.why] for error in self.unreadable],
        })  # fmt: skip

    def _take(self, entry: corpus.Entry) -> None:
        """One document: as it was, or read and cut, or its last good version."""
        known = self.before.documents.get(entry.name)
        if known is not None and known.stamp == entry.stamp:
            self._reuse(known, entry.stamp)
            return
        try:
            source = corpus.read(entry)
        except DocumentError as error:
            self.unreadable.append(error)
            self._keep(entry.name, error.why)
            return
        stamp = trusted(source.stamp)
        if known is not None and known.sha256 == source.sha256:
            self._reuse(known, stamp)
        else:
            key = self.keys[entry.name]
            parts = split(source.document, key)
            self.builder.add(source.document, key, source.sha256, stamp, parts)

    def _reuse(self, known: IndexedDocument, stamp: tuple[int, ...], kept: str = "") -> None:
        from bot.index.build import File  # noqa: PLC0415

        if self.before.index is not None:
            file = File(self.keys[known.name], known.sha256, stamp, kept)
            self.builder.reuse(self.before.index, known, file)

    def _keep(self, name: str, why: str) -> None:
        """Go on with what a document said before, where that is known."""
        if known := self.before.documents.get(name):
            self._reuse(known, (), why)
        elif name in self.before.texts:
            document, sha256 = self.before.texts[name]
            key = self.keys[name]
            self.builder.add(document, key, sha256, (), split(document, key), kept=why)

    def _empty(self) -> str:
        if self.unreadable:
            return f"{self.listing.root} has nothing that can be quoted: {self.unreadable[0]}."
        return f"{self.listing.root} has no passages; put .txt or .md files with text into it."
