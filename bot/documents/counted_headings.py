"""Finds the numbered headings of a plain text that only their numbers show to be headings.

A heading may be a sentence, with its stop, and go on in a second line. Nothing in its shape
tells it from an item of a list then, but its place in the count does: it stands over text, its
number follows that of the heading before, and the next heading's number follows its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.documents.blocks import Heading
from bot.documents.heading_shapes import is_capitals, is_heading, is_numbered_stop, name_of
from bot.documents.lines import Line, enumerator, is_bullet, is_ended, unadorned
from bot.documents.marked_headings import LineRun
from bot.documents.questions import is_question
from bot.documents.section_numbers import Number, may_follow, next_of, number_of

_COUNTS = re.compile(
    r"(?P<word>[A-Z][A-Za-z]+) (?P<number>\d{1,3})\s*[:.\u2013\u2014-]\s+\S.{0,80}"
)
_LETTERED = re.compile(r"\(?([a-z])[.)]\s+[A-Z][^.:;,]{1,58}")
_CAPTIONS = frozenset("table figure fig listing box plate chart map photo image scheme".split())
_LONGEST_COUNTED = 160  # characters of a line in which something counts up
_ROMAN = re.compile(r"[IVXLC]{2,6}\.\s")  # one letter may stand for a speaker
_FEWEST_BETWEEN = 2  # lines of text in a row of numbered lines; one may be a heading
_ROUND = re.compile(r"\((\d{1,3})\)\s+(?=\S)")
_LONGEST_CAPITALS = 60  # characters of a heading in capitals that ends in a stop
_MOST_LINES = 3
_LONGEST = 200  # characters
_FEW_WORDS = 4  # in front of a colon, of a heading; more are a clause
_NEAR = 40  # headings further on, among which the next of a count is looked for
_MOSTLY = 0.6  # share of the headings of a count that look like headings, where it has one level


class _Member(NamedTuple):
    """A piece that begins with a number; `plain` where it is a heading by its shape."""

    at: int
    number: Number
    plain: bool


def with_counted(pieces: Sequence[Heading | LineRun], *, stops: bool) -> list[Heading | LineRun]:
    """The pieces, with those turned into headings that are so by their numbers alone.

    `stops` says that numbered headings end in a stop here.
    """
    members = _members(pieces, stops=stops)
    found = list(pieces)
    if all(member.plain for member in members):
        return found
    outer = [member.plain for member in members if len(member.number) == 1]
    mostly_plain = sum(outer) >= _MOSTLY * len(outer)
    last: Number = ()
    for place, member in enumerate(members):
        if not member.plain and not (
            (mostly_plain or len(member.number) > 1) and _is_counted(members, place, last)
        ):
            continue
        if not member.plain and isinstance(run := pieces[member.at], LineRun):
            said = " ".join(name_of(line.text) for line in run.lines)
            found[member.at] = Heading(run.start, run.end, said)
        last = member.number
    return found


def with_counted_lines(pieces: Sequence[Heading | LineRun]) -> Sequence[Heading | LineRun]:
    """The pieces, with lone lines as headings that count up: "Week 2: Clay", "b. Crews"."""
    alone = [
        (at, lines[0])
        for at, piece in enumerate(pieces)
        if isinstance(piece, LineRun)
        and len(lines := piece.lines) == 1
        and lines[0].width <= _LONGEST_COUNTED
    ]
    places = {*_counted_words(alone), *_counted_letters(alone, pieces)} if alone else ()
    if not places:
        return pieces
    return [_as_heading(piece) if at in places else piece for at, piece in enumerate(pieces)]


def _counted_words(alone: Sequence[tuple[int, Line]]) -> Iterator[int]:
    """Where lines are in which one word counts up, with something in between."""
    last: dict[str, tuple[int, int]] = {}  # what is counted -> its last number, and where
    for at, line in alone:
        if not (name := _COUNTS.fullmatch(line.text)):
            continue
        word, number = name["word"].casefold(), int(name["number"])
        before, place = last.get(word, (0, at))
        if is_ended(line) or word in _CAPTIONS:
            continue
        if number == before + 1 > 1 and at > place + 1:
            yield from (place, at)
        last[word] = number, at


def _counted_letters(
    alone: Sequence[tuple[int, Line]], pieces: Sequence[Heading | LineRun]
) -> Iterator[int]:
    """Where lines with letters are that count up, of which each stands over text."""
    waiting: list[int] = []  # the lines of a count that is open
    for at, line in alone:
        if not (lettered := _LETTERED.fullmatch(line.text)) or is_ended(line):
            continue
        below = pieces[at + 1] if at + 1 < len(pieces) else None
        if not isinstance(below, LineRun) or _LETTERED.match(below.lines[0].text):
            waiting = []
            continue
        follows = ord(lettered[1]) == ord("a") + len(waiting)
        waiting = [*waiting, at] if follows else [at] if lettered[1] == "a" else []
        if len(waiting) > 1:
            yield from waiting


def alternating(lines: Sequence[Line]) -> frozenset[int]:
    """The lines of a row that are text, each below a heading, whose numbers count up.

    >>> said = "1.1 Dim the moon", "Half of it", "1.2 Dim the sun", "The edge", "2 Paints"
    >>> sorted(alternating([Line(0, len(text), 0, text) for text in said]))
    [1, 3]
    """
    if len(lines) < 2 * _FEWEST_BETWEEN + 1:
        return frozenset()
    numbers = [number_of(line.text) for line in lines]
    counted = [at for at, number in enumerate(numbers) if number]
    between = {b - 1 for a, b in pairwise(counted) if b == a + 2}
    if len(between) < _FEWEST_BETWEEN or any(b > a + 2 for a, b in pairwise(counted)):
        return frozenset()
    if not all(may_follow(numbers[a], numbers[b]) for a, b in pairwise(counted)):
        return frozenset()
    return frozenset(between | {counted[-1] + 1} if len(lines) == counted[-1] + 2 else between)


def numbers_in(pieces: Sequence[Heading | LineRun]) -> Counter[Number]:
    """How often each number is in front of a piece."""
    first = (piece.text if isinstance(piece, Heading) else piece.lines[0].text for piece in pieces)
    return Counter(number_of(text) for text in first if text[:1].isdigit())


def is_numbered_item(stack: Sequence[Line], at: int) -> bool:
    """Whether the line before or after continues the count, with no text between."""
    number = number_of(stack[at].text)
    if not number:
        return False
    before = number_of(stack[at - 1].text) if at else ()
    after = number_of(stack[at + 1].text) if at + 1 < len(stack) else ()
    return next_of(before) == number or after == next_of(number)


def _as_heading(piece: Heading | LineRun) -> Heading:
    if isinstance(piece, Heading):
        return piece
    line = piece.lines[0]
    return Heading(line.start, line.end, name_of(line.text))


def _members(pieces: Sequence[Heading | LineRun], *, stops: bool) -> list[_Member]:
    """The short pieces with a number in front, over something else than the next of them."""
    numbers = [_number(piece) for piece in pieces]
    return [
        _Member(at, number, _is_plain(piece, stops=stops))
        for at, (piece, number) in enumerate(zip(pieces, numbers, strict=True))
        if number and at + 1 < len(pieces) and _stands_over(number, numbers[at + 1])
        if not _leads_items(piece, pieces[at + 1])
    ]


def _number(piece: Heading | LineRun) -> Number:
    """The number that a short piece begins with; empty where it has none."""
    if isinstance(piece, Heading):
        return number_of(piece.text)
    lines = piece.lines
    if not lines[0].text[0].isdigit() and lines[0].text[0] != "\u00a7":
        return ()
    if len(lines) > _MOST_LINES or lines[-1].end - lines[0].start > _LONGEST:
        return ()
    return () if any(line.text[0].isdigit() for line in lines[1:]) else number_of(lines[0].text)


def _stands_over(number: Number, below: Number) -> bool:
    """Whether no other item of the same list is right below."""
    return not below or below[: len(number)] == number != below


def _leads_items(piece: Heading | LineRun, below: Heading | LineRun) -> bool:
    """Whether it is a clause up to its colon, over the items it leads up to: "(a) ...", "- ..."."""
    if isinstance(piece, Heading) or isinstance(below, Heading):
        return False
    if not piece.lines[-1].text.endswith(":") or len(piece.lines[0].text.split()) <= _FEW_WORDS:
        return False
    return enumerator(below.lines[0]) != "" or is_bullet(below.lines[0])


def _is_plain(piece: Heading | LineRun, *, stops: bool) -> bool:
    if isinstance(piece, Heading):
        return True
    return len(piece.lines) == 1 and has_shape(piece.lines[0], stops=stops)


def has_shape(line: Line, *, stops: bool) -> bool:
    """Whether a line looks like a heading, or is one by its number though it stops or asks."""
    if is_heading(line) or (stops and has_numbered_stop(line)):
        return True
    if (said := unadorned(line.text)) != line.text:
        said = said.replace(": ", " ", 1)
        return is_heading(Line(line.start, line.start + len(said), line.indent, said))
    return is_question(line.text) and (
        number_of(line.text) != () or _ROMAN.match(line.text) is not None
    )


def is_capital_stop(line: Line) -> bool:
    """Whether a line is a few words in capitals with a stop, as older books have their headings."""
    text = line.text
    if len(text) > _LONGEST_CAPITALS or text[-1] != "." or not is_capitals(text):
        return False
    bare = text[:-1]
    return bare[-1:] != "." and is_heading(Line(line.start, line.end - 1, line.indent, bare))


def has_numbered_stop(line: Line) -> bool:
    """Whether a line is a few words behind a number, with a stop: "2. Fees.", "(2) Fees."."""
    if line.text[0] == "(":
        line = line._replace(text=_ROUND.sub(r"\1. ", line.text, count=1))
    return is_numbered_stop(line)


def _is_counted(members: Sequence[_Member], place: int, last: Number) -> bool:
    """Whether a member's number follows the last heading's, and another's its own, or none."""
    number = members[place].number
    near = members[place + 1 : place + 1 + _NEAR]
    further = next((member.number for member in near if member.number > number), None)
    if not may_follow(last, number):  # "10.4.10" may be the first of "10.4" in a piece of a text
        return number[1:] != () and number[:-1] == last and further == next_of(number)
    return further is None or may_follow(number, further)
