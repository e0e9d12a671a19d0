"""What a parser makes of a document: headings, blocks and definitions, in order.

A parser only says what stands where. Everything that follows from it (heading paths, the
bibliography, passages of a handy size, sentences) is worked out from these records, in one way
for all formats.

All offsets are characters of the document, end exclusive. What lies in no part is a gap:
blank lines, rules, comments, front matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from bot.analysis.spans import Span

LIMIT = 1200  # characters of a passage; some 200 words, about what one reads at a glance
TABLE_LIMIT = 2 * LIMIT  # a table up to this stays whole: its rows say little without their head
SHORT_LEAD = 200  # characters; a longer paragraph leads up to a list only by a colon
LONGEST_CELL = 1000  # characters; a table with longer ones is there for the layout


class Kind(IntEnum):
    """What a block is: what may lead up to it, and where it may be cut, depends on that."""

    PARAGRAPH = 0
    LIST = 1
    TABLE = 2
    CODE = 3
    QUOTE = 4


class Cut(IntEnum):
    """Whether an over-long block may be cut in front of a unit."""

    NEVER = 0
    IF_MUST = 1  # when what it belongs to is too long by itself
    FREELY = 2


class Unit(NamedTuple):
    """A line, list item, table row or paragraph: at least one sentence.

    `prose` is cut into sentences, other text is one; nothing in `code` is a marker.
    """

    start: int
    end: int
    cut: Cut = Cut.FREELY
    prose: bool = True
    code: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `text` is what readers see of it.

    `level` is 1 for the outermost, or 0 where the source does not say. One without text ends
    what stands under headings of its level and deeper, and opens nothing.
    """

    start: int
    end: int
    text: str
    level: int = 0


class Block(NamedTuple):
    """A paragraph, list, table or piece of code: what becomes a passage, or several.

    `units` cover it, in order. `heading`, where it is given, takes the place of the path
    of headings that the block stands under. `label` is what it would say as a heading, where
    it may be one (a line in bold, a question). `head` is what each part of it but the first
    has at the end of its path: the head row of a table, what leads up to a list.
    """

    start: int
    end: int
    units: tuple[Unit, ...]
    heading: tuple[str, ...] | None = None
    kind: Kind = Kind.PARAGRAPH
    label: str = ""
    head: str = ""

    def under(self, path: tuple[str, ...]) -> Block:
        """The same under a path of headings; as all blocks come here, without `_replace`."""
        start, end, units, _, kind, label, head = self
        return Block(start, end, units, path, kind, label, head)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a marker points to: a bibliography entry, footnote or link definition.

    `start` and `end` include its label, `body` is the text behind it.
    """

    start: int
    end: int
    marker: str
    body: Span


Part = Heading | Block | Definition


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's parts in order, its title, and the code of its language if it says so."""

    title: str
    parts: tuple[Part, ...]
    language: str = ""
