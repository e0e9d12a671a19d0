"""Whether an index still holds the corpus as it is.

It does when every file is as it was: the same size, times and inode, or else the same
content by SHA-256. A file that changed within two seconds of being looked at could change
once more under the same time stamp, so its stamp is not trusted (git's racy index has the
same problem and cure).
"""

from __future__ import annotations

import time
from functools import lru_cache
from hashlib import sha256

from bot.documents import corpus
from bot.errors import DocumentError
from bot.index import Index, IndexedDocument

_RACY = 2_000_000_000  # nanoseconds
Stamp = tuple[int, ...]


def trusted(stamp: Stamp) -> Stamp:
    """The stamp, or nothing where the file may change again without a new one."""
    if not stamp:
        return ()
    _, modified, changed, _ = stamp
    return () if time.time_ns() - max(modified, changed) < _RACY else stamp


def fits(index: Index, listing: corpus.Listing) -> bool:
    """Whether an index holds the corpus as it is. Raises IndexDamaged."""
    broken = {error.name: error for error in unreadable(index)}
    served = {document.name: document for document in index.documents if not document.kept}
    there = {entry.name for entry in listing.entries}
    if there | {error.name for error in listing.unreadable} != set(served) | set(broken):
        return False
    return all(
        _still_broken(entry, broken[entry.name])
        if entry.name in broken
        else entry.name in served and _same(served[entry.name], entry)
        for entry in listing.entries
    )


def _same(document: IndexedDocument, entry: corpus.CorpusFile) -> bool:
    if document.stamp == entry.stamp:
        return True
    try:
        return _sha256(entry) == document.content
    except DocumentError:
        return False


def unreadable(index: Index) -> list[DocumentError]:
    """The files that could not be read when an index was made."""
    return [DocumentError(*row) for row in index.meta["unreadable"]]


def _still_broken(entry: corpus.CorpusFile, before: DocumentError) -> bool:
    """Whether a file fails as before: it is the same, or it cannot even be opened or decoded."""
    try:
        return _sha256(entry) == before.content
    except DocumentError as error:
        return error.why == before.why


def _sha256(entry: corpus.CorpusFile) -> str:
    """The SHA-256 of what a file says; one that has not changed is looked at once only."""
    if trusted(entry.stamp):
        return _sha256_once(entry)
    return corpus.content_sha256(entry)


@lru_cache(maxsize=65536)
def _sha256_once(entry: corpus.CorpusFile) -> str:
    return corpus.content_sha256(entry)


def state(listing: corpus.Listing, own_files: Stamp) -> str | None:
    """A fingerprint of a corpus as it is, or None where it may change without a new one."""
    if not all(trusted(entry.stamp) for entry in listing.entries):
        return None
    told = [(entry.name, entry.stamp) for entry in listing.entries]
    wrong = [str(error) for error in listing.unreadable]
    return sha256(ascii((told, wrong, own_files)).encode()).hexdigest()
