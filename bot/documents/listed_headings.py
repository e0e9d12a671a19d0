"""Headings that a numbered table of contents names: where there is one, nothing is guessed.

A page that was copied from an encyclopedia has its contents on top ("2.1 Early years") and the
headings in the text without their numbers, between captions and names that look the same. The
contents tell them apart, and say how they nest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.documents.blocks import Heading
from bot.documents.contents_entries import key, keys
from bot.documents.heading_shapes import LONGEST, name_of
from bot.documents.lines import Line
from bot.documents.marked_headings import LineRun
from bot.documents.section_numbers import Number, may_follow, number_of

_FEWEST = 4  # entries
_MISSING = 0.1  # of them may be


class _Entry(NamedTuple):
    """A numbered line of contents: its place among all lines, and its number."""

    at: int
    number: Number


def with_listed_headings(
    items: Sequence[Heading | LineRun],
) -> Sequence[Heading | LineRun]:
    """The items of a plain text, with the headings that its contents name."""
    lines = [line for item in items for line in _lines(item)]
    entries = _contents(lines)
    found = _found(entries, lines) if len(entries) >= _FEWEST else {}
    if not found or len(found) < (1 - _MISSING) * len(entries):
        return items
    return [piece for item in items for piece in _taken_apart(item, found)]


def _lines(item: Heading | LineRun) -> Sequence[Line]:
    if isinstance(item, Heading):
        return [Line(item.start, item.end, 0, item.text)]
    return item.lines


def _contents(lines: Sequence[Line]) -> Sequence[_Entry]:
    """The longest row of lines that are numbered as sections are, from 1 on."""
    best: list[_Entry] = []
    row: list[_Entry] = []
    for at, line in enumerate(lines):
        entry = _entry(at, line) if line.text[:1].isdigit() else None
        if entry and row and may_follow(row[-1].number, entry.number):
            row.append(entry)
        else:
            row = [entry] if entry and entry.number == (1,) else []
        best = row if len(row) > len(best) else best
    return best


def _entry(at: int, line: Line) -> _Entry | None:
    if not line.text[:1].isdigit() or line.width > LONGEST:
        return None
    number = number_of(line.text)
    return _Entry(at, number) if number else None


def _found(entries: Sequence[_Entry], lines: Sequence[Line]) -> Mapping[int, int]:
    """Where lines start that entries name, in the same order -> their levels."""
    last = entries[-1].at
    places: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines[last + 1 :], last + 1):
        if line.width <= LONGEST:
            for name in keys(name_of(line.text)):
                places[name].append(at)
    found: dict[int, int] = {}
    for entry in entries:
        known = places[key(lines[entry.at].text)]
        if (behind := bisect_right(known, last)) < len(known):
            last = known[behind]
            found[lines[last].start] = len(entry.number)
    return found


def _taken_apart(item: Heading | LineRun, found: Mapping[int, int]) -> Iterator[Heading | LineRun]:
    """An item with the levels that contents say; a run is cut at its headings."""
    if isinstance(item, Heading):
        yield replace(item, level=found.get(item.start, item.level))
        return
    waiting: list[Line] = []
    for line in item.lines:
        if line.start not in found:
            waiting.append(line)
            continue
        if waiting:
            yield LineRun(waiting)
        yield Heading(line.start, line.end, name_of(line.text), found[line.start])
        waiting = []
    if waiting:
        yield LineRun(waiting)
