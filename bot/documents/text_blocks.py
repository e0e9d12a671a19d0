"""Makes blocks of runs of lines: which lines of a paragraph are sentences of their own.

Wrapped prose is one unit, to be cut at its sentences. In a list each item is a unit, and
so is each line that was ended by hand (a table, an address, labels with values), unless it
plainly goes on in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.analysis.sentences import WIDEST_WRAP
from bot.documents.blocks import LIMIT, Block, Cut, Kind, Unit
from bot.documents.lines import (
    Line,
    are_by_hand,
    enumerator,
    is_bullet,
    is_closed,
    is_drawn,
    is_ended,
    is_separated,
)
from bot.documents.marked_headings import LineRun

_GOES_ON = (",", ";", "-", "\u2013", "\u2014", "(")
_FEWEST_ITEMS = 2
_LONGEST_TERM = 5  # words
_MOST_HEAD_LINES = 5
_COLUMNS = re.compile(r"\S {2,}\S|\S\t+\S|\S ?\| ?\S|^[+|\u2500-\u257f]|^[-=+|\s]+$")
_CORNERS = "+\u250c\u2554\u250f"  # the first sign of a drawn table
_FRAME = 3  # lines drawn of a table with a head
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\w")


def blocks_of(run: LineRun) -> Sequence[Block]:
    """The run as one block; an over-long one of unwrapped paragraphs, line by line."""
    lines = run.lines
    if len(lines) == 1:  # most runs are, and the rest of this would return the same
        return [_line_as_block(lines[0])]
    size = lines[-1].end - lines[0].start
    unwrapped = sum(line.width > WIDEST_WRAP and is_ended(line) for line in lines)
    if size > LIMIT and 2 * unwrapped > len(lines):
        return [_line_as_block(line) for line in lines]
    units = tuple(_units(lines))
    kind = _kind(lines)
    head = _head(lines) if kind == Kind.TABLE else ""
    return [Block(lines[0].start, lines[-1].end, units, None, kind, "", head)]


def _line_as_block(line: Line) -> Block:
    start, end, _, _ = line
    return Block(start, end, (Unit(start, end),))


def _kind(lines: Sequence[Line]) -> Kind:
    """What a run of several lines is, by the shape of most of them."""
    if is_bullet(lines[0]) or (lines[0].text.endswith(":") and is_bullet(lines[1])):
        return Kind.LIST
    columns = sum(_COLUMNS.search(line.text) is not None for line in lines)
    if 3 * columns >= 2 * len(lines):
        return Kind.TABLE
    return Kind.LIST if enumerator(lines[0]) and _counted(lines) else Kind.PARAGRAPH


def is_row(line: Line) -> bool:
    """Whether a line has the columns of a table, or is a rule of one.

    >>> [is_row(Line(0, len(t), 0, t)) for t in ("Tuba    9 kg", "====  ====", "It is a tuba.")]
    [True, True, False]
    """
    return _COLUMNS.search(line.text) is not None


def _head(lines: Sequence[Line]) -> str:
    """The head row of a table: what stands over the first line that is drawn."""
    for at, line in enumerate(lines[:_MOST_HEAD_LINES]):
        if not _WORD.search(line.text) and at:
            above = [each.text for each in lines[:at] if _WORD.search(each.text)]
            return " ".join(re.sub("[|\u2502\u2551\u2503]", " ", " ".join(above)).split())
    return " ".join(lines[0].text.split()) if _is_named(lines) else ""


def _is_named(lines: Sequence[Line]) -> bool:
    """Whether the first of rows with tabs names the columns: it alone has no figure in it."""
    tabs = lines[0].text.count("\t")
    if not tabs or any(line.text.count("\t") != tabs for line in lines):
        return False
    return not _FIGURE.search(lines[0].text) and all(_FIGURE.search(x.text) for x in lines[1:])


def _units(lines: Sequence[Line]) -> Iterator[Unit]:
    """Each unit reaches to where the next begins."""
    starts = [0, *_starts(lines)]
    for number, first in enumerate(starts):
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(lines) - 1
        led = number == 1 and lines[first - 1].text.endswith(":")
        inner = lines[first].indent > lines[0].indent
        cut = Cut.NEVER if led else Cut.IF_MUST if inner else Cut.FREELY
        yield Unit(lines[first].start, lines[last].end, cut)


def _starts(lines: Sequence[Line]) -> Iterator[int]:
    """The lines after the first that begin a unit."""
    by_hand = are_by_hand(lines)
    bullets = _has_bullets(lines)
    counted = _counted(lines)
    ruled = by_hand and _is_ruled(lines)
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        if ruled:
            if is_drawn(before) and at > 1:
                yield at
            continue
        item = (bullets and is_bullet(line)) or at in counted
        if item or (by_hand and not bullets and not counted and _is_break(before, line)):
            yield at


def _is_ruled(lines: Sequence[Line]) -> bool:
    """Whether there is a rule below each row of a table, and not just below its head."""
    return lines[0].text[0] in _CORNERS and sum(map(is_drawn, lines)) > _FRAME


def _has_bullets(lines: Sequence[Line]) -> bool:
    """Whether lines that begin with a sign are items, not prose with a dash in it."""
    items = [at for at, line in enumerate(lines) if is_bullet(line)]
    if not items:
        return False
    led = items[0] == 0 or lines[items[0] - 1].text.endswith(":")
    return led or len(items) >= _FEWEST_ITEMS


def _counted(lines: Sequence[Line]) -> set[int]:
    """The lines whose numbers (or letters) count up: the items of a numbered list."""
    found: set[int] = set()
    last: tuple[int, int] | None = None  # line and number of the item before
    for at, line in enumerate(lines):
        if not (sign := enumerator(line)):
            continue
        number = int(sign) if sign.isdecimal() else ord(sign)
        if last and number == last[1] + 1:
            found |= {last[0], at}
        last = at, number
    return found


def _is_term(line: Line) -> bool:
    """Whether a line may be a term over its definition: a few words that say nothing alone."""
    return len(line.text.split()) <= _LONGEST_TERM and not is_closed(line)


def _is_break(before: Line, line: Line) -> bool:
    """Whether a line ended by hand ends what it says, too."""
    if is_drawn(line):
        return False  # a rule below a table's head
    if is_drawn(before) or (is_separated(line) and is_separated(before)):
        return True
    if line.indent > before.indent + 1 and _is_term(before):
        return False  # what it means, set in below it
    return not before.text.endswith(_GOES_ON) and not line.text[0].islower()
