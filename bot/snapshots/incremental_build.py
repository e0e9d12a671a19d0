"""Builds the index of a corpus, doing again only what has changed.

A document whose file or content is as the previous index has it is taken over from there,
words and all. One that cannot be read now goes on with its last good version, which is
marked as such, until its file is removed or can be read again; so do the documents of a
folder that cannot be opened.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO

from bot.documents import Document, corpus
from bot.documents.formats import format_of
from bot.documents.reader_child import reader_name
from bot.errors import CorpusEmpty, DocumentError, IndexDamaged
from bot.index import EmbeddedIndex, IndexedDocument, last_texts
from bot.index.build import Builder
from bot.index.segment import Segment, SegmentBuilder
from bot.passages import split
from bot.snapshots.progress import Progress
from bot.snapshots.staleness import trusted
from bot.snapshots.worker_pool import WorkerPool, cores
from bot.translation import Message, stored

log = logging.getLogger(__name__)

_MANY = 8_000_000  # bytes to be indexed, from which on it is worth starting processes
_AT_ONCE = 4_000_000  # bytes that one of them gets, at most
_SMALLEST = 8  # parts of that, at the end, where all should be done at the same time


class PreviousIndex:
    """What is known from the previous index, if there is one and as far as it can be read."""

    def __init__(self, index: EmbeddedIndex | None, path: Path | None = None) -> None:
        self.index = index
        self._path = path
        self.documents: dict[str, IndexedDocument] = {}
        if index is not None:
            self.documents = {document.name: document for document in index.documents}

    @cached_property
    def texts(self) -> dict[str, Document]:
        """Name -> document, from an index that cannot be used otherwise."""
        return last_texts(self._path) if self.index is None and self._path is not None else {}

    def unusable(self) -> PreviousIndex:
        """What is known where nothing can be taken over from the index: its texts."""
        return PreviousIndex(None, self._path)

    def under(self, name: str) -> list[str]:
        """The documents of that name, or in the folder of that name."""
        return [
            known
            for known in {**self.documents, **self.texts}
            if known == name or known.startswith(f"{name}/")
        ]


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be indexed: still in its file (`entry`), or read.

    Where there is both, `document` is what is taken if the file cannot be read.
    """

    key: str
    entry: corpus.CorpusFile | None = None
    document: Document | None = None
    why: str = ""  # it is only known as it was last seen
    language: str = ""  # its code; empty where the document tells


@dataclass(frozen=True, slots=True)
class IndexedJobs:
    """What came of some jobs, and the files that could not be read."""

    segment: Segment
    count: int  # of jobs
    unreadable: tuple[tuple[str, str, str], ...]  # names, why, and the content if that is known


def indexed(jobs: Sequence[Job]) -> IndexedJobs:
    """Read documents, split them, and make one segment of their passages."""
    builder, unreadable = SegmentBuilder(), []
    for job in jobs:
        document, why = job.document, job.why
        if job.entry is not None:
            try:
                document = corpus.read(job.entry)
            except DocumentError as error:
                unreadable.append((error.name, error.why, error.content))
                why = error.why
        if document is not None:
            document = document._replace(stamp=trusted(document.stamp))
            passages = split(document, job.key, job.language)
            builder.add(document, job.key, passages, stored(why))
    return IndexedJobs(builder.segment(), len(jobs), tuple(unreadable))


def build(
    listing: corpus.Listing,
    before: PreviousIndex,
    file: IO[bytes],
    progress: Progress,
    language: str = "",
) -> None:
    """Index all documents of a listing into a file. Raises CorpusEmpty, OSError.

    They are read in that language; where none is given, in what each of them is in.
    """
    if before.index is not None and before.index.meta["language"] != language:
        before = before.unusable()
    try:
        _Indexing(listing, before, language).write(file, progress)
    except IndexDamaged as error:  # of the previous index: then everything is done again
        log.warning("The saved index is damaged and not built upon: %s.", error)
        file.seek(0)
        file.truncate()
        _Indexing(listing, before.unusable(), language).write(file, progress)


class _Indexing:
    """One run over a listing."""

    def __init__(self, listing: corpus.Listing, before: PreviousIndex, language: str = "") -> None:
        self.listing, self.language = listing, language
        self.before = before
        self.entries = {entry.name: entry for entry in listing.entries}
        self.unreadable = list(listing.unreadable)
        self.lost = {  # name -> why, of documents in folders that cannot be opened
            name: stored(error.line)
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
            for source in self._indexed(names):
                if isinstance(source, IndexedDocument):
                    builder.take_over(source)
                else:
                    builder.add(source.segment)
                    self.unreadable += [DocumentError(*row) for row in source.unreadable]
                for _ in range(1 if isinstance(source, IndexedDocument) else source.count):
                    done += 1
                    progress(done, len(names))
            if not builder.passages:
                raise CorpusEmpty(self._empty())
            builder.finish({
                "built": int(time.time()),
                "language": self.language,
                "unreadable": [
                    [e.name, stored(e.why), e.content]
                    for e in self.unreadable
                    if not self._gone(e.name)
                ],
            })  # fmt: skip

    def _indexed(self, names: Iterable[str]) -> Iterator[IndexedDocument | IndexedJobs]:
        """All documents in order: taken over, or indexed, in several processes if many."""
        if cores() == 1 or self._size() < _MANY:
            for source in self._sources(names):
                yield source if isinstance(source, IndexedDocument) else indexed(source)
            return
        with WorkerPool() as pool:
            waiting: deque[IndexedDocument | Future[IndexedJobs]] = deque()
            for source in self._sources(names):
                waiting.append(
                    source if isinstance(source, IndexedDocument) else pool.submit(indexed, source)
                )
                while len(waiting) > 2 * pool.count:  # no more than that in memory
                    yield _result(waiting.popleft())
            yield from map(_result, waiting)

    def _sources(self, names: Iterable[str]) -> Iterator[IndexedDocument | list[Job]]:
        """All documents in order: such as are taken over, and jobs for those to be indexed."""
        jobs: list[Job] = []
        size, left = 0, self._size()  # bytes
        for name in names:
            source = self._kept(name, self.lost[name]) if name in self.lost else self._source(name)
            if isinstance(source, Job):
                jobs.append(replace(source, language=self.language))
                size += self.entries[name].stamp[0] if name in self.entries else 0
            if jobs and (size > _portion(left) or not isinstance(source, Job)):
                yield jobs
                jobs, size, left = [], 0, left - size
            if isinstance(source, IndexedDocument):
                yield source
        if jobs:
            yield jobs

    def _source(self, name: str) -> IndexedDocument | Job | None:
        """One document: as it was, or to be indexed, or its last good version."""
        entry, known = self.entries[name], self.before.documents.get(name)
        if known is None:
            return Job(self.keys[name], entry, self.before.texts.get(name))
        if format_of(name).reader:
            return self._read_apart(entry, known)
        if known.stamp == entry.stamp:
            return self._taken_over(known, entry.stamp)
        try:
            document = corpus.read(entry)
        except DocumentError as error:
            self.unreadable.append(error)
            return None if self._gone(name) else self._kept(name, error.why)
        if known.sha256 == document.sha256:
            return self._taken_over(known, trusted(document.stamp))
        return Job(self.keys[name], document=document)

    def _read_apart(
        self, entry: corpus.CorpusFile, known: IndexedDocument
    ) -> IndexedDocument | Job:
        """One that is no text: as it was, unless the file is another or its reader is."""
        file_format = format_of(known.name)
        as_now = known.origin is not None and known.origin.reader == reader_name(
            file_format.reader, file_format.package
        )
        try:
            same = known.stamp == entry.stamp or corpus.content_sha256(entry) == known.content
        except DocumentError:
            same = False  # reading it will say why
        if as_now and same:
            return self._taken_over(known, trusted(entry.stamp))
        return Job(self.keys[known.name], entry, self._whole(known))

    def _whole(self, known: IndexedDocument) -> Document | None:
        return None if self.before.index is None else self.before.index.whole_document(known)

    def _taken_over(
        self, known: IndexedDocument, stamp: tuple[int, ...], why: str = ""
    ) -> IndexedDocument | Job:
        """A document as the previous index has it; anew where it is found by another name."""
        key = self.keys[known.name]
        if known.key == key or known.title or self.before.index is None:
            return known._replace(key=key, stamp=stamp, kept=why)
        document = self.before.index.whole_document(known)._replace(stamp=stamp)
        return Job(key, document=document, why=why)

    def _kept(self, name: str, why: str) -> IndexedDocument | Job | None:
        """What a document said before, where that is known."""
        if known := self.before.documents.get(name):
            return self._taken_over(known, (), stored(why))
        if name in self.before.texts:
            return Job(self.keys[name], document=self.before.texts[name], why=why)
        return None

    def _gone(self, name: str) -> bool:
        """Whether a file was deleted since it was listed: then it is not unreadable but gone."""
        return name in self.entries and not os.path.lexists(self.entries[name].path)

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
            return Message(
                "{path} has nothing that can be quoted: {error}.",
                path=self.listing.root,
                error=self.unreadable[0].line,
            )
        return Message(
            "{path} has no passages; put files with text into it (.txt, .md, .html, .pdf, .docx "
            "and others).",
            path=self.listing.root,
        )


def _portion(left: int) -> int:
    """How many of the bytes that are left one process gets at once."""
    return max(_AT_ONCE // _SMALLEST, min(_AT_ONCE, left // (2 * cores())))


def _result(source: IndexedDocument | Future[IndexedJobs]) -> IndexedDocument | IndexedJobs:
    return source if isinstance(source, IndexedDocument) else source.result()
