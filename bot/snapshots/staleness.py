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
    broken: dict[str, str] = dict(index.meta["unreadable"])
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
        return _sha256(entry) == document.sha256
    except DocumentError:
        return False


def _still_broken(entry: corpus.CorpusFile, why: str) -> bool:
    try:
        _sha256(entry)
    except DocumentError as error:
        return error.why == why
    return False


def _sha256(entry: corpus.CorpusFile) -> str:
    """The SHA-256 of a document's text; a file that has not changed is read once only."""
    if trusted(entry.stamp):
        return _sha256_once(entry)
    return corpus.read(entry).sha256


@lru_cache(maxsize=65536)
def _sha256_once(entry: corpus.CorpusFile) -> str:
    return corpus.read(entry).sha256


def state(listing: corpus.Listing, own_files: Stamp) -> str | None:
    """A fingerprint of a corpus as it is, or None where it may change without a new one."""
    if not all(trusted(entry.stamp) for entry in listing.entries):
        return None
    told = [(entry.name, entry.stamp) for entry in listing.entries]
    wrong = [str(error) for error in listing.unreadable]
    return sha256(ascii((told, wrong, own_files)).encode()).hexdigest()
