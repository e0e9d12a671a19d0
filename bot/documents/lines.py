"""Looks at single lines of plain text: how they were broken, and what they look like.

Plain text has no markup, so a line is judged by its shape: a bullet, a label with a
value, the end of a sentence. Two kinds of line breaks matter: those that an editor made
because the next word would not have fitted, and those that somebody made by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.analysis.line_signs import BULLET, ENUMERATOR
from bot.analysis.markers import REMARKS
from bot.analysis.sentences import WIDEST_WRAP

_WORD = re.compile(r"\S+")
_ADORNED = re.compile(r"([*_~=-]{1,4}) ?([^\W_](?:(?!\1).)*[^\s*_~=-]) ?\1")
_BULLET = re.compile(rf"(?:\*{{2,4}}|{BULLET})\s+\S")
_ENUMERATED = re.compile(rf"{ENUMERATOR}\s+\S")
_STOPS = "[.?!\u2026\u3002\uff01\uff1f\u061f\u0964%s][\"')\\]}\u2019\u201d\u00bb*_]*"
_CLOSED = re.compile(rf"{_STOPS % ':;,'}{REMARKS}$|:[-\u2013\u2014]{{1,3}}$")
_ENDED = re.compile(rf"{_STOPS % ''}{REMARKS}$")
_SEPARATED = re.compile(r"[^:=|\t]{1,40}?(?:\s*[:=]\s|\t|\s*\|\s| {2,})\s*\S")
_ROW = re.compile(r"[^:=]{1,40}?[:=]\s+\S|\S.*?(?: {3,}|\t|\s\|\s)\s*\S")
_ALNUM = re.compile(r"\w")
_STAMP = re.compile(r"[\[(]?(?:\d{4}-\d\d-\d\d|\d{1,2}[:.]\d\d)\b")
_NARROWEST_WRAP = 30  # characters
_NARROW = 60  # characters; prose is rarely wrapped at less
_SENTENCE, _SHORT_SENTENCE = 5, 3  # words at least; a line alone may be the shorter
_ROOM = 0.9  # share of the width; programs that even out lines leave some, too
_TAIL = 80  # characters at the end of a line that show how it ends


class Line(NamedTuple):
    """A line without the white space around it; `indent` is what stood in front."""

    start: int
    end: int
    indent: int
    text: str

    @property
    def width(self) -> int:
        """Characters, without the indent."""
        return self.end - self.start


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines between two offsets that are not blank."""
    place = start
    for written in text[start:end].split("\n"):
        if content := written.strip():
            begin = place + written.index(content[0])
            indent = begin - (text.rfind("\n", 0, begin) + 1)
            yield Line(begin, begin + len(content), indent, content)
        place += len(written) + 1


def is_paragraph(lines: Sequence[Line]) -> bool:
    """Whether lines read as prose: from a capital to a full stop, in lines of some length."""
    begins = _ALNUM.search(lines[0].text)
    if begins is None or begins[0].islower() or not is_ended(lines[-1]):
        return False
    words = sum(len(line.text.split(None, _SENTENCE)) for line in lines[:3])  # or more of them
    return words >= _SENTENCE or (len(lines) == 1 and words >= _SHORT_SENTENCE)


def are_by_hand(lines: Sequence[Line]) -> bool:
    """Whether the lines were ended by hand rather than wrapped at some width.

    In wrapped text the next word would hardly ever have fitted on the line before, and
    hardly anything stands in columns or behind labels.
    """
    if len(lines) <= 1:
        return False
    widths = [line.indent + line.width for line in lines]
    width = max(widths)
    rows = sum(_is_row(line.text) for line in lines)
    if not _NARROWEST_WRAP <= width <= WIDEST_WRAP or 2 * rows > len(lines):
        return True
    if rows and 2 * rows > len(lines) - sum(map(is_drawn, lines)):
        return True
    if lines[0].text[0] in "[(0123456789" and _are_stamped(lines):
        return True
    limit = width if width < _NARROW else _ROOM * width
    short = sum(
        own + 1 + first_word(after) <= limit for own, after in zip(widths, lines[1:], strict=False)
    )
    return 2 * short >= len(lines) - 1


def _are_stamped(lines: Sequence[Line]) -> bool:
    """Whether most lines begin with a time or day, as in a log or a chat."""
    if not _STAMP.match(lines[0].text):
        return False
    return 2 * sum(_STAMP.match(line.text) is not None for line in lines) > len(lines)


def is_drawn(line: Line) -> bool:
    """Whether a line has no word: a border of a table, a rule between its rows.

    >>> is_drawn(Line(0, 5, 0, "+---+")), is_drawn(Line(0, 5, 0, "| 7 |"))
    (True, False)
    """
    return not line.text[0].isalnum() and _ALNUM.search(line.text) is None


def _is_row(text: str) -> bool:
    """Whether the line is a row of a table, or a label with its value behind a sign.

    A line of prose has none of the signs, which is seen at a glance.
    """
    signs = ":" in text or "=" in text or "\t" in text or "|" in text or "   " in text
    return signs and _ROW.match(text) is not None


def unadorned(text: str) -> str:
    """What a line says between the same signs on both sides: "**Fees**", "-- Fees --".

    >>> unadorned("**Fees**"), unadorned("-- Fees --"), unadorned("**Fees** are low.")
    ('Fees', 'Fees', '**Fees** are low.')
    """
    found = _ADORNED.fullmatch(text) if text[0] in "*_~-=" and text[-1] == text[0] else None
    return found[2] if found else text


def first_word(line: Line) -> int:
    """The length of a line's first word."""
    word = _WORD.match(line.text)
    return len(word.group()) if word else 0


def is_bullet(line: Line) -> bool:
    """Whether the line begins as a list item does, with a sign."""
    return _BULLET.match(line.text) is not None


def enumerator(line: Line) -> str:
    """The number or letter in front of a list item, else an empty string."""
    found = _ENUMERATED.match(line.text)
    return found[1] if found else ""


def is_closed(line: Line) -> bool:
    """Whether the line ends with closing punctuation of any kind."""
    return _CLOSED.search(line.text[-_TAIL:]) is not None


def is_ended(line: Line) -> bool:
    """Whether the line ends as a sentence does; a citation marker may follow the stop."""
    return _ENDED.search(line.text[-_TAIL:]) is not None


def is_separated(line: Line) -> bool:
    """Whether the line is a label and a value with a sign between: `Mass: 196 g/mol`."""
    return _SEPARATED.match(line.text) is not None


def ended_with(written: str) -> bool:
    """Whether a text ends with closing punctuation of any kind, emphasis left aside."""
    return _CLOSED.search(written[-_TAIL:].rstrip()) is not None


def is_said(written: str) -> bool:
    """Whether a text ends as a sentence does, emphasis left aside."""
    return _ENDED.search(written[-_TAIL:].rstrip()) is not None
