"""The frozen records that travel between the rooms: passages and bibliography entries.

Offsets are in characters of the document's text, which is the file decoded as UTF-8
(without a byte-order mark) with every line end read as a line feed. They are half-open:
`text[start:end]`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from bot.analysis.analyzer import DEFAULT_LANGUAGE
from bot.analysis.sentences import sentence_bounds
from bot.analysis.spans import Span
from bot.documents.records import NOWHERE, Origin, Place


class PassageUnit(NamedTuple):
    """A part of a passage, by its offsets: prose, which has sentences, or one sentence as it is."""

    start: int
    end: int
    prose: bool = False


class Passage(NamedTuple):
    """A citable piece of a document; `text == document_text[start:end]`, always.

    `number` counts the passages of the document from 1. `heading` is the path of headings
    it stands under, outermost first. `units` are its parts in order, without overlap
    (document offsets). `references` are the citation markers in it, in
    order of first appearance, once each, without brackets: `("1", "2")`.
    """

    id: str
    document: str
    number: int
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    units: tuple[PassageUnit, ...]
    references: tuple[str, ...]
    place: Place = NOWHERE  # page and link, as the index knows them

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The passage's sentences in order, without overlap (document offsets)."""
        return sentence_spans(self.text, self.start, self.units)


def sentence_spans(text: str, start: int, units: tuple[PassageUnit, ...]) -> tuple[Span, ...]:
    """The sentences of a text that begins at `start`, as the units are, of its parts.

    >>> units = PassageUnit(10, 27, prose=True), PassageUnit(28, 34)
    >>> [(s.start, s.end) for s in sentence_spans("It fell. It rose.\\nA. One", 10, units)]
    [(10, 18), (19, 27), (28, 34)]
    """
    return tuple(span for unit in units for span in _spans(text, start, unit))


def _spans(text: str, start: int, unit: PassageUnit) -> Iterator[Span]:
    if not unit.prose:
        yield Span(unit.start, unit.end)
        return
    starts, ends = sentence_bounds(text[unit.start - start : unit.end - start])
    for first, last in zip(starts, ends, strict=True):
        yield Span(unit.start + first, unit.start + last)


class Entry(NamedTuple):
    """A bibliography entry or footnote that markers point to: `text` is verbatim."""

    marker: str
    text: str
    start: int
    end: int


class Split(NamedTuple):
    """A document taken apart: its passages and bibliography entries, in order.

    `title` is the document's own title where it has one, else an empty string. `language` is
    the code of the one it is in.
    """

    title: str
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]
    language: str = DEFAULT_LANGUAGE
    spoken: tuple[tuple[int, str], ...] = ()  # of several languages: how many passages, in which


MOST_VERSIONS = 20  # of one document, that are remembered


class DocumentVersion(NamedTuple):
    """A document as it was: the SHA-256 of its text in hex, and its passages in order.

    `origin` says what the text was made of, where the file was no text.
    """

    document: str
    sha256: str
    passages: tuple[Passage, ...]
    origin: Origin | None = None
