"""Builds the index of a corpus, doing again only what has changed.

A document whose file or content is as the index before has it is taken over from there,
words and all. One that cannot be read now goes on with its last good version, which is
marked as such, until its file is removed or can be read again; so do the documents of a
folder that cannot be opened.

Left out on purpose: where the index goes and when; see `snapshot`.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from bot.documents import Document, corpus
from bot.errors import CorpusEmpty, DocumentError, IndexDamaged
from bot.index import Index, IndexedDocument, last_texts
from bot.index.build import Builder, Cutter, File, Parcel, Piece, parcel
from bot.passages import split
from bot.snapshots.progress import Progress
from bot.snapshots.staleness import trusted
from bot.snapshots.worker_pool import WorkerPool, cores

log = logging.getLogger(__name__)

_MANY = 8_000_000  # bytes to be cut, from which on it is worth starting processes
_AT_ONCE = 4_000_000  # bytes that one of them gets, at most
_SMALLEST = 8  # parts of that, at the end, where all should be done at the same time


class PreviousIndex:
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


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be cut: still in its file, or read (`source`).

    Where its file cannot be read, `last` is its text as it was last seen, with the SHA-256.
    """

    key: str
    entry: corpus.CorpusFile | None = None
    source: corpus.Source | None = None
    last: tuple[Document, str] | None = None
    why: str = ""  # it is only known as it was last seen


@dataclass(frozen=True, slots=True)
class Cut:
    """What came of some jobs, in their order, and the files that could not be read."""

    piece: Piece
    documents: int  # that the jobs were about
    unreadable: tuple[tuple[str, str], ...]  # names, and why


@dataclass(frozen=True, slots=True)
class Delivered:
    """The same, packed."""

    parcel: Parcel
    documents: int
    unreadable: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that is taken over from the index before."""

    known: IndexedDocument
    file: File


def cut(jobs: Sequence[Job]) -> Cut:
    """Read, split and cut documents."""
    cutter, unreadable = Cutter(), []
    for job in jobs:
        why, source = job.why, job.source
        if job.entry is not None:
            try:
                source = corpus.read(job.entry)
            except DocumentError as error:
                unreadable.append((error.name, error.why))
                why = error.why
        if source is not None:
            file = File(job.key, source.sha256, trusted(source.stamp))
            cutter.add(source.document, file, split(source.document, job.key))
        elif job.last is not None:
            document, sha256 = job.last
            cutter.add(document, File(job.key, sha256, (), why), split(document, job.key))
    return Cut(cutter.piece(), len(jobs), tuple(unreadable))


def delivered(jobs: Sequence[Job]) -> Delivered:
    """Cut documents, and pack what came of them."""
    done = cut(jobs)
    return Delivered(parcel(done.piece), done.documents, done.unreadable)


def build(
    listing: corpus.Listing, before: PreviousIndex, file: IO[bytes], progress: Progress
) -> None:
    """Index all documents of a listing into a file. Raises CorpusEmpty, OSError."""
    try:
        _Indexing(listing, before).write(file, progress)
    except IndexDamaged as error:  # of the index before: then everything is done again
        log.warning("The saved index is damaged and not built upon: %s.", error)
        file.seek(0)
        file.truncate()
        _Indexing(listing, PreviousIndex(None, before._path)).write(file, progress)  # noqa: SLF001


class _Indexing:
    """One run over a listing."""

    def __init__(self, listing: corpus.Listing, before: PreviousIndex) -> None:
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
        done = 0
        names = sorted([*self.entries, *self.lost])
        progress(done, len(names))
        with Builder(file, self.before.index) as builder:
            for source in self._cut(names):
                if isinstance(source, Kept):
                    builder.keep(source.known, source.file)
                else:
                    builder.add_parcel(source.parcel)
                    self.unreadable += [DocumentError(*row) for row in source.unreadable]
                for _ in range(1 if isinstance(source, Kept) else source.documents):
                    done += 1
                    progress(done, len(names))
            if not builder.passages:
                raise CorpusEmpty(self._empty())
            builder.finish({
                "built": int(time.time()),
                "unreadable": [[error.name, error.why] for error in self.unreadable],
            })  # fmt: skip

    def _cut(self, names: Iterable[str]) -> Iterator[Kept | Delivered]:
        """All documents in order, as they are taken over or cut, in several processes if many."""
        if cores() == 1 or self._size() < _MANY:
            for source in self._sources(names):
                yield source if isinstance(source, Kept) else delivered(source)
            return
        with WorkerPool() as pool:
            waiting: deque[Kept | Future[Delivered]] = deque()
            for source in self._sources(names):
                waiting.append(
                    source if isinstance(source, Kept) else pool.submit(delivered, source)
                )
                while len(waiting) > 2 * pool.count:  # no more than that in memory
                    yield _result(waiting.popleft())
            yield from map(_result, waiting)

    def _sources(self, names: Iterable[str]) -> Iterator[Kept | list[Job]]:
        """All documents in order: such as are taken over, and jobs for those to be cut."""
        jobs: list[Job] = []
        size, left = 0, self._size()  # bytes
        for name in names:
            source = self._kept(name, self.lost[name]) if name in self.lost else self._source(name)
            if isinstance(source, Job):
                jobs.append(source)
                size += self.entries[name].stamp[0] if name in self.entries else 0
            if jobs and (size > _portion(left) or not isinstance(source, Job)):
                yield jobs
                jobs, size, left = [], 0, left - size
            if isinstance(source, Kept):
                yield source
        if jobs:
            yield jobs

    def _source(self, name: str) -> Kept | Job | None:
        """One document: as it was, or to be cut, or its last good version."""
        entry, known = self.entries[name], self.before.documents.get(name)
        if known is None:
            return Job(self.keys[name], entry, last=self.before.texts.get(name))
        if known.stamp == entry.stamp:
            return self._taken_over(known, entry.stamp)
        try:
            source = corpus.read(entry)
        except DocumentError as error:
            self.unreadable.append(error)
            return self._kept(name, error.why)
        if known.sha256 == source.sha256:
            return self._taken_over(known, trusted(source.stamp))
        return Job(self.keys[name], source=source)

    def _taken_over(
        self, known: IndexedDocument, stamp: tuple[int, ...], why: str = ""
    ) -> Kept | Job:
        """A document as the index before has it; cut anew where it is found by another name."""
        key = self.keys[known.name]
        if known.key == key or known.title or self.before.index is None:
            return Kept(known, File(key, known.sha256, stamp, why))
        document = Document(known.name, self.before.index.document_text(known))
        if why:
            return Job(key, last=(document, known.sha256), why=why)
        return Job(key, source=corpus.Source(document, known.sha256, stamp))

    def _kept(self, name: str, why: str) -> Kept | Job | None:
        """What a document said before, where that is known."""
        if known := self.before.documents.get(name):
            return self._taken_over(known, (), why)
        if name in self.before.texts:
            return Job(self.keys[name], last=self.before.texts[name], why=why)
        return None

    def _size(self) -> int:
        """The bytes of the files that are not known as they are."""
        known = self.before.documents
        return sum(
            entry.stamp[0]
            for entry in self.listing.entries
            if entry.name not in known or known[entry.name].stamp != entry.stamp
        )

    def _empty(self) -> str:
        if self.unreadable:
            return f"{self.listing.root} has nothing that can be quoted: {self.unreadable[0]}."
        return f"{self.listing.root} has no passages; put .txt or .md files with text into it."


def _portion(left: int) -> int:
    """How many of the bytes that are left one process gets at once."""
    return max(_AT_ONCE // _SMALLEST, min(_AT_ONCE, left // (2 * cores())))


def _result(source: Kept | Future[Delivered]) -> Kept | Delivered:
    return source if isinstance(source, Kept) else source.result()
