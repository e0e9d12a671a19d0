"""A corpus at one moment, ready to be asked: opened from its index, or built and saved.

An index fits when it was made by the same recipe and every file of the corpus is as it
was: the same size, times and inode, or else the same content by SHA-256. A file that
changed within two seconds of being read could change once more under the same time stamp,
so its stamp is not trusted (git's racy index has the same problem and cure).

A new index is written beside the old one and renamed over it, so a reader sees the old or
the new one, whole; who has the old one open keeps it. Where it cannot be saved it is kept
in memory, and the log says so.

Left out on purpose: questions. See `library`.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from bot import corpus
from bot.errors import CorpusEmpty, DocumentError, IndexDamaged, IndexUnwritable
from bot.index import Index, IndexedDocument
from bot.passages import split
from bot.thesaurus import Thesaurus, load, problems
from bot.version import __version__

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # documents done, documents in all
INDEX_FILE = "citebot.index"
_RACY = 2_000_000_000  # nanoseconds
_UNUSABLE = "The saved index cannot be used and is built anew: %s."


@dataclass(frozen=True, slots=True)
class Generation:
    """A corpus as it was at one moment; an answer comes whole from one of these."""

    index: Index
    thesaurus: Thesaurus
    unreadable: tuple[DocumentError, ...]
    problems: tuple[str, ...]  # with the operator's own files, a sentence each


def current(root: Path, folder: Path, progress: Progress) -> Generation:
    """The corpus as it is now, from the index in `folder` if that fits, else built anew.

    Raises CorpusNotFound and CorpusEmpty.
    """
    listing = corpus.scan(root)
    index = saved(folder)
    try:
        if index is not None and _fits(index, listing):
            return _generation(root, index)
    except IndexDamaged as error:
        log.warning(_UNUSABLE, error)
    return rebuild(root, folder, progress)


def rebuild(root: Path, folder: Path, progress: Progress) -> Generation:
    """The corpus as it is now, built anew and saved in `folder` where that can be."""
    listing = corpus.scan(root)
    try:
        index = _build_and_save(listing, folder, progress)
    except IndexUnwritable as error:
        log.warning("%s The index is kept in memory for now.", error)
        return build_in_memory(root, progress)
    return _generation(root, index)


def build_in_memory(root: Path, progress: Progress) -> Generation:
    """The corpus as it is now; nothing is saved."""
    file = BytesIO()
    _build(corpus.scan(root), file, progress)
    return _generation(root, Index.from_bytes(file.getvalue()))


def saved(folder: Path) -> Index | None:
    """The index in a folder, or None where there is none that can be used."""
    try:
        return Index.open(folder / INDEX_FILE)
    except FileNotFoundError:
        return None
    except (OSError, IndexDamaged) as error:
        log.warning(_UNUSABLE, error)
        return None


def _build_and_save(listing: corpus.Listing, folder: Path, progress: Progress) -> Index:
    """Build beside the old index, then take its place. Raises IndexUnwritable."""
    temporary = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=folder, prefix=f"{INDEX_FILE}.", suffix=".new", delete=False
        ) as file:
            temporary = Path(file.name)
            _build(listing, file, progress)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / INDEX_FILE)
        return Index.open(folder / INDEX_FILE)
    except OSError as error:
        why = error.strerror or "the system does not say why"
        raise IndexUnwritable(f"No index can be saved in {folder}: {why}.") from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _generation(root: Path, index: Index) -> Generation:
    found: list[str] = []
    own = ""
    try:
        own = corpus.operator_file(root, corpus.SYNONYMS)
        found += [f"{corpus.SYNONYMS}, {problem}" for problem in problems(own.splitlines())]
    except DocumentError as error:
        found.append(str(error))
    unreadable = tuple(DocumentError(*row) for row in index.meta["unreadable"])
    return Generation(index, load(own), unreadable, tuple(found))


def _fits(index: Index, listing: corpus.Listing) -> bool:
    """Whether an index holds the corpus as it is: by stamps, and by content where those differ."""
    told = [[error.name, error.why] for error in listing.unreadable]
    known = {document.name: document for document in index.documents}
    broken = {name for name, _ in index.meta["unreadable"]}
    if {entry.name for entry in listing.entries} | {name for name, _ in told} != set(
        known
    ) | broken:
        return False
    return all(
        entry.name in known and _same(known[entry.name], entry)
        if entry.name not in broken
        else _still_broken(entry, index)
        for entry in listing.entries
    )


def _same(document: IndexedDocument, entry: corpus.Entry) -> bool:
    if document.stamp == entry.stamp:
        return True
    try:
        return corpus.read(entry).sha256 == document.sha256
    except DocumentError:
        return False


def _still_broken(entry: corpus.Entry, index: Index) -> bool:
    try:
        corpus.read(entry)
    except DocumentError as error:
        return [error.name, error.why] in index.meta["unreadable"]
    return False


def _build(listing: corpus.Listing, file: IO[bytes], progress: Progress) -> None:
    """Index all documents of a listing into a file. Raises CorpusEmpty, OSError."""
    from bot.index.build import Builder  # noqa: PLC0415  (with rank-bm25 takes 0.3 seconds)

    builder = Builder()
    unreadable = list(listing.unreadable)
    keys = corpus.keys(entry.name for entry in listing.entries)
    progress(0, len(listing.entries))
    for done, entry in enumerate(listing.entries, 1):
        try:
            source = corpus.read(entry)
        except DocumentError as error:
            unreadable.append(error)
        else:
            key = keys[entry.name]
            stamp = _trusted(source.stamp)
            builder.add(source.document, key, source.sha256, stamp, split(source.document, key))
        progress(done, len(listing.entries))
    if not builder.passages:
        raise CorpusEmpty(_empty(listing, unreadable))
    builder.write(file, {
        "citebot": __version__,
        "built": int(time.time()),
        "unreadable": [[error.name, error.why] for error in unreadable],
    })  # fmt: skip


def _trusted(stamp: tuple[int, ...]) -> tuple[int, ...]:
    """The stamp, or nothing where the file may change again without a new one."""
    _, modified, changed, _ = stamp
    return () if time.time_ns() - max(modified, changed) < _RACY else stamp


def _empty(listing: corpus.Listing, unreadable: Sequence[DocumentError]) -> str:
    if unreadable:
        return f"{listing.root} has nothing that can be quoted: {unreadable[0]}."
    return f"{listing.root} has no passages; put .txt or .md files with text into it."
