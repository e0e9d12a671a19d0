"""Whether a quotation still stands: looks for its receipt in the corpus and in its past.

Every passage of the corpus has its receipt; so has every passage of the versions that are
remembered (see `history`). Nothing else is kept of what was quoted, so a receipt of a text
that is no longer remembered cannot be told from one that never was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.documents import Origin
from bot.index import Index
from bot.passages import Passage
from bot.passages.diff import compare
from bot.passages.passage import DocumentVersion
from bot.passages.receipts import receipt, same
from bot.translation import Message, from_store

_NO_REASON = Message("")


class State(StrEnum):
    """What came of a receipt."""

    UNCHANGED = "unchanged"  # the document is as it was quoted
    CHANGED = "changed"  # the document has been changed or removed since
    REREAD = "reread"  # the file is the same, and its reader makes another text of it now
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verified:
    """A receipt, and what it stands for: `then` as it was quoted, `now` what it says today.

    Both are None where it is unknown, `now` also where nothing like it is there any more.
    `kept` says why the document is served in its last good version; where it is not, it is empty.
    `origin` is the file that `then` was read from, where that is no text.
    """

    receipt: str
    state: State
    then: Passage | None = None
    now: Passage | None = None
    kept: Message = _NO_REASON
    origin: Origin | None = None

    @property
    def stands(self) -> bool:
        """Whether the quotation is in the corpus today, word for word."""
        return self.then is not None and self.now is not None and self.then.text == self.now.text


def verify(code: str, index: Index, past: Iterable[DocumentVersion]) -> Verified:
    """Look for a receipt in normal form."""
    if (number := index.quoted(code)) is not None:
        document, passage = index.document_of(number), index.passage(number)
        kept = from_store(document.kept)
        return Verified(code, State.UNCHANGED, passage, passage, kept, document.origin)
    for version in past:
        for passage in version.passages:
            if _is(passage, version.sha256, code):
                now, kept = _now(passage, version, index)
                state = State.REREAD if _is_same_file(version, index) else State.CHANGED
                return Verified(code, state, passage, now, kept, version.origin)
    return Verified(code, State.UNKNOWN)


def _is(passage: Passage, sha256: str, code: str) -> bool:
    return same(code, receipt(sha256, passage.start, passage.end, passage.text))


def _is_same_file(version: DocumentVersion, index: Index) -> bool:
    """Whether the document of today was read from the very file of an earlier version."""
    return version.origin is not None and any(
        document.name == version.document
        and document.origin is not None
        and document.origin.sha256 == version.origin.sha256
        for document in index.documents
    )


def _now(then: Passage, version: DocumentVersion, index: Index) -> tuple[Passage | None, Message]:
    """What a passage of an earlier version says now, and why that is not the file's text."""
    for document in index.documents:
        if document.name == version.document:
            passages = [*index.passages(document.numbers)]
            return _successor(then, version, passages), from_store(document.kept)
    return None, _NO_REASON


def _successor(then: Passage, version: DocumentVersion, now: list[Passage]) -> Passage | None:
    """The same text, or else the passage that a reindex would call its changed form."""
    same_text = [passage for passage in now if passage.text == then.text]
    if same_text:
        return min(same_text, key=lambda passage: abs(passage.number - then.number))
    (changes,) = compare({"": version.passages}, {"": now})
    pairs = (pair.after for pair in changes.changed if pair.before.number == then.number)
    return next(pairs, None)
