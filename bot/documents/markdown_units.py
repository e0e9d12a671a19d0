"""The units of a block of Markdown: its items, paragraphs, table rows and pieces of code.

Each reaches up to where the next begins. A line that was ended by hand behind a sentence (a
backslash or `<br>` at its end) ends a unit, too; and in a paragraph of labels with their values
each of these lines begins one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.documents.blocks import Cut, Unit
from bot.documents.lines import is_separated, lines_of

if TYPE_CHECKING:
    from markdown_it.token import Token

LISTS = frozenset({"bullet_list_open", "ordered_list_open"})
_STANZA = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_BREAK = re.compile(
    r"[.?!;][\"')*_]*[^\S\n]*(?:\\|<br\s*/?>)[^\S\n]*\n(?=[^\S\n]*\S)", re.IGNORECASE
)
_SIGN = re.compile(r"[=\t]|:[*_`]*[ \t]")
_FEWEST_BREAKS = 2  # lines that were ended by hand, in a paragraph of labels and values
_MOSTLY = 0.7  # share of its lines that are such
_FEWEST_ROWS = 3  # of a table: head, and one that stays with it


@dataclass(frozen=True, slots=True)
class _Mark:
    """The line on which a unit begins."""

    line: int
    cut: Cut
    prose: bool = True
    code: bool = False


def units(
    text: str, tokens: Sequence[Token], at: Callable[[int], int], start: int, end: int
) -> Iterator[Unit]:
    """The units of the block between two offsets; `at` says where a line of the source starts."""
    marks = sorted(_marks(tokens), key=lambda mark: mark.line)
    begins = [max(at(mark.line), start) for mark in marks]
    ends = [*begins[1:], end]
    for mark, begin, finish in zip(marks, begins, ends, strict=True):
        unit = Unit(begin, finish, mark.cut, prose=mark.prose, code=mark.code)
        if mark.code:
            yield from _stanzas(text, unit)
        else:
            yield from rows(text, _without_blank_lines(text, unit))


def rows(text: str, unit: Unit) -> Iterator[Unit]:
    """A paragraph of labels with their values, a line each, as one unit a line."""
    written = text[unit.start : unit.end]
    if not unit.prose or written.count("\n") < _FEWEST_BREAKS or not _SIGN.search(written):
        yield from _lines_by_hand(text, unit)
        return
    lines = list(lines_of(text, unit.start, unit.end))
    if sum(map(is_separated, lines)) < _MOSTLY * len(lines):
        yield from _lines_by_hand(text, unit)
        return
    begins = [line.start for line in lines if is_separated(line) and line is not lines[0]]
    for start, end in pairwise([unit.start, *begins, unit.end]):
        yield unit._replace(
            start=start, end=end, cut=unit.cut if start == unit.start else Cut.IF_MUST
        )


def _lines_by_hand(text: str, unit: Unit) -> Iterator[Unit]:
    """The unit, cut behind sentences that the source ends a line after."""
    if not unit.prose or (
        "\\\n" not in text[unit.start : unit.end] and "<br" not in text[unit.start : unit.end]
    ):
        yield unit
        return
    for found in _BREAK.finditer(text, unit.start, unit.end):
        yield unit._replace(end=found.end())
        unit = unit._replace(start=found.end(), cut=Cut.IF_MUST)
    yield unit


def _without_blank_lines(text: str, unit: Unit) -> Unit:
    """The unit without the blank lines behind it, those of a quotation (`>`) included."""
    end = unit.end
    while (line := text.rfind("\n", unit.start, end)) >= 0:
        if text[line:end].strip("> \t\n"):
            break
        end = line
    return unit if end == unit.end else unit._replace(end=end)


def _stanzas(text: str, unit: Unit) -> Iterator[Unit]:
    """Code as one unit for each run of lines; only the first may be cut off."""
    cut = unit.cut
    for stanza in _STANZA.finditer(text, unit.start, unit.end):
        yield unit._replace(start=stanza.start(), end=stanza.end(), cut=cut)
        cut = Cut.NEVER


def _marks(tokens: Sequence[Token]) -> list[_Mark]:
    """Where units begin: each item, paragraph, table row and piece of code."""
    found: dict[int, _Mark] = {}  # line -> what begins there
    depth = rows = 0
    for token in tokens:
        depth += (token.type in LISTS) - (token.type in {"bullet_list_close", "ordered_list_close"})
        if token.map is None or not (kind := _KINDS.get(token.type)):
            continue
        line = token.map[0]
        rows += token.type == "tr_open"
        free = (token.type == "list_item_open" and depth == 1) or (
            token.type == "tr_open" and rows >= _FEWEST_ROWS
        )
        cut = Cut.FREELY if free else kind.cut
        if line in found:
            cut = max(cut, found[line].cut)
        found[line] = _Mark(line, cut, kind.prose, kind.code)
    return list(found.values())


# token -> what it begins
_KINDS = {
    "list_item_open": _Mark(0, Cut.IF_MUST),
    "paragraph_open": _Mark(0, Cut.IF_MUST),
    "heading_open": _Mark(0, Cut.IF_MUST),
    "html_block": _Mark(0, Cut.IF_MUST),
    "blockquote_open": _Mark(0, Cut.IF_MUST),
    "hr": _Mark(0, Cut.IF_MUST, prose=False),
    "tr_open": _Mark(0, Cut.NEVER, prose=False),
    "fence": _Mark(0, Cut.NEVER, prose=False, code=True),
    "code_block": _Mark(0, Cut.NEVER, prose=False, code=True),
}
