"""Decides which lines of an unmarked plain text are headings, by what is around them.

A line with the shape of a heading is one when text comes below it. Not so

- under a lead-in ("The formula is:"), over text that goes on in small letters, or set in
  deeper than what follows: then it is displayed;
- many in a row, or numbered in a row: then they are a list, as under "See also";
- in a bibliography, where entries have the same shape; there only names of known sections,
  the next number, or a few words over prose end it;
- in a document that marks its headings (see `marked`).

Left out on purpose: levels; see `outline`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.passages.bibliography import is_bibliography
from bot.passages.lines import Line, is_ended
from bot.passages.marked import Run
from bot.passages.parts import Heading
from bot.passages.shapes import (
    is_heading,
    is_heading_over,
    is_paragraph,
    name_of,
    number_of,
    opens_items,
)

_LONGEST_STACK = 3  # headings in a row
_MARKED_ENOUGH = 2  # marked headings; then a document marks them all
_CENTRED = 10  # columns; a line set in further is centred
_UNWRAPPED = 100  # characters; a longer line was not wrapped
_LONGEST_INSIDE = 60  # characters of a heading between lines of one run
_FEW_WORDS = 6
_ENTRY_SIGNS = re.compile(r"[\d,.;\"\u201c\u201d()]")
_LEADS = (":", ",", ";")


def headings_among(items: Sequence[Heading | Run]) -> Iterator[Heading | Run]:
    """The items with the headings found among the runs' lines; runs keep the rest."""
    if sum(isinstance(item, Heading) for item in items) >= _MARKED_ENOUGH:
        yield from items
        return
    pieces = list(_taken_apart(items))
    yield from _Judge(pieces).judged()


def _taken_apart(items: Sequence[Heading | Run]) -> Iterator[Heading | Run]:
    """Runs with a heading over or between their paragraphs, cut there into several."""
    for item in items:
        if isinstance(item, Heading) or len(item.lines) == 1:
            yield item
            continue
        done = 0
        lines = item.lines
        if is_heading_over(lines[0], lines[1:]):
            yield Run(lines[:1])
            done = 1
        for at in _headings_inside(lines, done):
            yield from (Run(lines[done:at]), Run(lines[at : at + 1]))
            done = at + 1
        yield Run(lines[done:])


def _headings_inside(lines: Sequence[Line], first: int) -> Iterator[int]:
    """Headings between paragraphs of one line each, with no blank line around them."""
    for at in range(first + 1, len(lines) - 1):
        before, line, after = lines[at - 1 : at + 2]
        if line.width <= _LONGEST_INSIDE and after.width > _UNWRAPPED and is_ended(before):
            if is_heading(line) and is_paragraph([after]):
                yield at


class _Judge:
    """Goes through the pieces in order, knowing the last heading and the last text."""

    def __init__(self, pieces: Sequence[Heading | Run]) -> None:
        self._pieces = pieces
        self._heading = ""
        self._text: Line | None = None  # the last line of the text before

    def judged(self) -> Iterator[Heading | Run]:
        """The pieces, with each line that is a heading turned into one."""
        at = 0
        while at < len(self._pieces):
            end = self._stack_end(at)
            for number in range(at, end):
                yield self._piece(at, number, end)
            if end == at:
                yield self._piece(at, at, at + 1, candidate=False)
            at = max(end, at + 1)
