"""The frozen records that travel between the rooms: passages and bibliography entries.

Offsets are in characters of the document's text, which is the file decoded as UTF-8
(without a byte-order mark) with every line end read as a line feed. They are half-open:
`text[start:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.analysis.spans import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of a document; `text == document_text[start:end]`, always.

    `number` counts the passages of the document from 1. `heading` is the path of headings
    it stands under, outermost first. `sentences` cover the passage's sentences in order,
    without overlap (document offsets). `references` are the citation markers in it, in
    order of first appearance, once each, without brackets: `("1", "2")`.
    """

    id: str
    document: str
    number: int
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    sentences: tuple[Span, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A bibliography entry or footnote that markers point to: `text` is verbatim."""

    marker: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Split:
    """A document taken apart: its passages and bibliography entries, in order.

    `title` is the document's own title where it has one, else an empty string.
    """

    title: str
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A document as it was: the SHA-256 of its text in hex, and its passages in order."""

    document: str
    sha256: str
    passages: tuple[Passage, ...]
