"""Decides which lines of an unmarked plain text are headings, by what is around them.

A line with the shape of a heading is one when text comes below it. It is none

- under a lead-in ("The formula is:"), over text that goes on in small letters, or set in
  deeper than what follows: then it is displayed;
- many in a row, or numbered in a row: then they are a list, as under "See also";
- in a bibliography, where entries have the same shape; there only names of known sections,
  the next number, or a few words over prose end it;
- in a document that marks its headings (see `marked_headings`).

How the headings nest is worked out later, in `passages.outline`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, zip_longest

from bot.analysis.sentences import WIDEST_WRAP
from bot.documents.blocks import Heading
from bot.documents.callouts import names_remark
from bot.documents.captions import TABLE
from bot.documents.counted_headings import (
    alternating,
    has_numbered_stop,
    has_shape,
    is_capital_stop,
    is_numbered_item,
    numbers_in,
    with_counted,
    with_counted_lines,
)
from bot.documents.heading_shapes import (
    DATE,
    LONGEST,
    bare_division,
    is_capitals,
    is_heading,
    is_heading_over,
    is_name,
    may_stand_over_small,
    name_of,
    opens_items,
)
from bot.documents.lines import Line, is_bullet, is_ended, is_paragraph, unadorned
from bot.documents.marked_headings import LineRun
from bot.documents.questions import LONGEST_QUESTION
from bot.documents.reference_lists import is_bibliography, opens_bibliography
from bot.documents.section_numbers import Number, next_of, number_of
from bot.documents.text_blocks import is_row

_LONGEST_STACK = 3  # headings in a row
_MARKED_ENOUGH = 2  # marked headings; then a document marks them all
_CENTRED = 10  # columns; a line set in further is centred
_MIDDLE = range(26, 47)  # columns; where the middle of a centred line is
_SIGNED = 20  # columns by which a signature is set in further than what is signed
_LONGEST_INSIDE = 60  # characters of a heading between lines of one run
_FEW_WORDS = 6
_ENTRY_SIGNS = re.compile(r"[\d,.;\"\u201c\u201d()]")
_OPEN_ENDED = frozenset("in of on one these this to with".split())
_TABLE = re.compile(rf"(?:{TABLE}) ?\d+[.:]")
_LEADS = (":", ",", ";")
_DATE = re.compile(DATE)


def headings_among(items: Sequence[Heading | LineRun]) -> Iterator[Heading | LineRun]:
    """The items with the headings found among the runs' lines; runs keep the rest."""
    marked = [item for item in items if isinstance(item, Heading)]
    if len(marked) >= _MARKED_ENOUGH:
        yield from _with_inner(items) if _are_listed(marked) else items
        return
    pieces = with_counted_lines(list(_taken_apart(items)))
    stops = _have_stops(pieces, has_numbered_stop)
    judge = _Judge(stops=stops, capitals=_have_stops(pieces, is_capital_stop))
    yield from judge.judged(with_counted(pieces, stops=stops))


def _are_listed(marked: Sequence[Heading]) -> bool:
    """Whether the marked headings are those of one outermost level, which contents count."""
    return all(heading.level == 1 and len(number_of(heading.text)) == 1 for heading in marked)


def _with_inner(items: Sequence[Heading | LineRun]) -> Iterator[Heading | LineRun]:
    """The items, with lines right over paragraphs as headings within those that are marked."""
    over = {
        id(item)
        for item in items
        if isinstance(item, LineRun)
        and item.lines[1:]
        and is_heading_over(item.lines[0], item.lines[1:])
    }
    for item in items:
        if len(over) >= _MARKED_ENOUGH and isinstance(item, LineRun) and id(item) in over:
            first = item.lines[0]
            yield Heading(first.start, first.end, name_of(first.text), 2)
            yield LineRun(item.lines[1:])
        else:
            yield item


def lone_headings(runs: Sequence[LineRun]) -> list[Heading]:
    """The runs of one line that are headings of what comes below them.

    For a format that could have marked its headings and has marked none.
    """
    return [item for item in _Judge(stops=False).judged(runs) if isinstance(item, Heading)]


def _have_stops(pieces: Sequence[Heading | LineRun], form: Callable[[Line], bool]) -> bool:
    """Whether headings of a form end in a stop here, "1. Fees.", "FEES.": two do, over text."""
    alone = [
        isinstance(p, LineRun)
        and len(lines := p.lines) == 1
        and lines[0].width <= LONGEST
        and form(lines[0])
        for p in pieces
    ]
    over = sum(a and not b for a, b in pairwise(alone))
    return over >= (_MARKED_ENOUGH if form is has_numbered_stop else 1) and sum(alone) > 1


def _taken_apart(items: Sequence[Heading | LineRun]) -> Iterator[Heading | LineRun]:
    """Runs with a heading over or between their paragraphs, cut there into several."""
    for item in items:
        if isinstance(item, Heading) or len(item.lines) == 1:
            yield item
            continue
        lines = item.lines
        if _is_division_over_name(lines):
            said = " ".join(name_of(line.text) for line in lines)
            yield Heading(lines[0].start, lines[-1].end, said)
            continue
        done = _headings_on_top(lines)
        yield from (LineRun([line]) for line in lines[:done])
        for at in _headings_inside(lines, done):
            if at > done:
                yield LineRun(lines[done:at])
            yield LineRun(lines[at : at + 1])
            done = at + 1
        yield LineRun(lines[done:])


def _is_division_over_name(lines: Sequence[Line]) -> bool:
    """Whether a run is a heading of two lines: "ARTICLE II" and below it "Membership"."""
    if len(lines) > _LONGEST_STACK or not bare_division(lines[0].text):
        return False
    return all(line.width <= _LONGEST_INSIDE and is_heading(line) for line in lines)


def _headings_on_top(lines: Sequence[Line]) -> int:
    """How many lines are headings over the rest of a run; below the first, "2.1" in "2"."""
    if not is_heading_over(lines[0], lines[1:]) and not _opens_entries(*lines[:2]):
        return 0
    at = 1
    while at + 1 < len(lines) and is_heading_over(lines[at], lines[at + 1 :]):
        outer, inner = number_of(lines[at - 1].text), number_of(lines[at].text)
        if not outer or inner[:-1] != outer:
            break
        at += 1
    return at


def _headings_inside(lines: Sequence[Line], first: int) -> Iterator[int]:
    """Headings between paragraphs of one line each, or over entries, with no blank line."""
    for at in range(first + 1, len(lines) - 1):
        if lines[at].width > _LONGEST_INSIDE:
            continue
        before, line, after = lines[at - 1 : at + 2]
        unwrapped = after.width > WIDEST_WRAP
        between = unwrapped and is_ended(before) and is_heading(line) and is_paragraph([after])
        if between or _opens_entries(line, after):
            yield at


def _opens_entries(line: Line, below: Line) -> bool:
    return line.width <= _LONGEST_INSIDE and opens_bibliography(name_of(line.text), below.text)


class _Judge:
    """Goes through the pieces in order, knowing the last heading and the last text."""

    def __init__(self, *, stops: bool, capitals: bool = False) -> None:
        self._stops, self._capitals = stops, capitals
        self._pieces: Sequence[Heading | LineRun] = ()
        self._numbers: Counter[Number] | None = None  # of all pieces, once they are asked for
        self._heading = ""
        self._text: Line | None = None  # the last line of the text before

    def judged(self, pieces: Sequence[Heading | LineRun]) -> Iterator[Heading | LineRun]:
        """The pieces, with each line that is a heading turned into one."""
        self._pieces, self._numbers = pieces, None
        stack: list[Line] = []  # lines in a row that may be headings
        for piece, below in zip_longest(pieces, pieces[1:]):
            if isinstance(piece, LineRun):
                line = piece.lines[0]
                short = line.end - line.start <= LONGEST_QUESTION  # as most are not
                if short and self._may_be(piece, below, first=not stack):
                    stack.append(line)
                    continue
            if stack:
                yield from self._settled(stack, piece)
                stack = []
            yield piece
            if isinstance(piece, Heading):
                self._heading = piece.text
            else:
                self._text = piece.lines[-1]
        yield from self._settled(stack, None)

    def _may_be(self, piece: LineRun, below: Heading | LineRun | None, *, first: bool) -> bool:
        """Whether a piece is a single line with the shape of a heading, not displayed."""
        line = piece.lines[0]
        if len(piece.lines) > 1:
            return False
        stops = self._capitals and is_capital_stop(line)
        if not (stops or has_shape(line, stops=self._stops)) or self._is_sign(line):
            return False
        if first and self._text and self._text.text.endswith(_LEADS):
            return False
        if not isinstance(below, LineRun):
            return True
        after = below.lines[0]
        if _TABLE.match(line.text) and not is_row(after):
            return False  # it is about a table, which is above it
        displayed = after.indent < line.indent < _CENTRED
        return not (displayed or self._goes_on(line, below) or self._is_signature(line, after))

    def _is_sign(self, line: Line) -> bool:
        """Whether a line is the sign over a remark: "WARNING", where others look otherwise."""
        small = not is_capitals(self._heading) or bool(number_of(self._heading))
        return small and line.text.isupper() and names_remark(line.text)

    def _goes_on(self, line: Line, below: LineRun) -> bool:
        """Whether the text below goes on with what the line says."""
        after = below.lines[0]
        if after.indent > line.indent and line.text.rpartition(" ")[2] in _OPEN_ENDED:
            return True
        if not after.text[0].islower() or number_of(line.text)[1:]:  # "2.1 Scope"
            return False
        if is_capitals(name_of(line.text)) and after.indent > line.indent:
            return False  # as in manual pages
        free = self._text is None or is_ended(self._text) or is_bullet(self._text)
        said = is_ended(below.lines[-1]) and len(after.text.split()) > len(line.text.split())
        level = after.indent <= line.indent
        return not (free and said and level and may_stand_over_small(name_of(line.text)))

    def _is_signature(self, line: Line, after: Line) -> bool:
        """Whether the line stands on the right, or close below verses, which it signs."""
        if self._text is None:
            return False
        above = line.start - line.indent - self._text.end
        if self._text.indent > line.indent and after.start - after.indent - line.end > above:
            return True
        if line.indent < self._text.indent + _CENTRED // 2:
            return False
        right = line.indent >= self._text.indent + _SIGNED
        verse = after.indent < self._text.indent
        if verse and is_name(line.text) and line.indent > self._text.indent + self._text.width:
            return True  # set further right than the verses reach
        return (right or verse) and line.indent + line.width // 2 not in _MIDDLE

    def _settled(
        self, stack: Sequence[Line], below: Heading | LineRun | None
    ) -> Iterator[Heading | LineRun]:
        said = alternating(stack)
        for number, line in enumerate(stack):
            counted = said and number_of(line.text)
            if number not in said and (counted or self._accepts(stack, number, below)):
                self._heading = name_of(unadorned(line.text))
                yield Heading(line.start, line.end, self._heading)
            else:
                self._text = line
                yield LineRun([line])

    def _holds_further(self, line: Line) -> bool:
        """Whether "3.1" stands below the line "3", which is there once and so not in contents.

        Then a row of numbered lines is one of headings, of which the first have no text.
        """
        self._numbers = self._numbers or numbers_in(self._pieces)
        number = number_of(line.text)
        return self._numbers[number] == 1 and (*number, 1) in self._numbers

    def _accepts(self, stack: Sequence[Line], at: int, below: Heading | LineRun | None) -> bool:
        """Whether line `at` of a row of lines over `below` is a heading."""
        name = name_of(stack[at].text)
        last = at == len(stack) - 1
        over = isinstance(below, LineRun) and last and is_paragraph(below.lines)
        if opens_items(name):
            return True
        written = not last and self._text is None and _DATE.fullmatch(name)  # when it was
        if written or (last and below is None):
            return False
        if is_bibliography(self._heading):
            outdented = self._text is not None and stack[at].indent < self._text.indent
            return _ends_bibliography(self._heading, name, apart=over or outdented)
        if opens_items(self._heading):
            return over
        if is_numbered_item(stack, at):
            return isinstance(below, LineRun) and self._holds_further(stack[-1])
        few = below is not None and len(stack) <= _LONGEST_STACK
        return few or at == 0 or (last and below is not None)


def _ends_bibliography(heading: str, name: str, *, apart: bool) -> bool:
    """Whether a line within a bibliography is the heading of what comes after.

    `apart` says that it stands over prose, or further out than the entries.
    """
    if number_of(heading) and number_of(name):
        return number_of(name) == next_of(number_of(heading))
    if is_capitals(heading) and is_capitals(name):
        return True
    few = len(name.split()) <= _FEW_WORDS and not _ENTRY_SIGNS.search(name)
    return apart and few
