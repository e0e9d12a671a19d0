"""Headings that a numbered table of contents names: where there is one, nothing is guessed.

A page that was copied from an encyclopedia has its contents on top ("2.1 Early years") and the
headings in the text without their numbers, between captions and names that look the same. The
contents tell them apart, and say how they nest.

Left out on purpose: contents without numbers, and contents of which more than one entry in ten
has no line of that name below, in their order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.documents.blocks import Heading
from bot.documents.heading_shapes import LONGEST, begins_document, may_follow, name_of
from bot.documents.lines import Line
from bot.documents.marked_headings import LineRun

_ENTRY = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+(?P<name>\S.*?)"
    r"(?:\s*(?:\.\s?){3,}\s*\d{1,4})?"  # dots, and a page
)
_FEWEST = 4  # entries
_MISSING = 0.1  # of them may be


class _Entry(NamedTuple):
    """A line of contents: its place among all lines, its number and the name behind that."""

    at: int
    number: tuple[int, ...]
    name: str


def with_listed_headings(
    items: Sequence[Heading | LineRun],
) -> Sequence[Heading | LineRun]:
    """The items of a plain text, with the headings that its contents name, without these."""
    lines = [line for item in items for line in _lines(item)]
    entries = _contents(lines)
    found = _found(entries, lines) if len(entries) >= _FEWEST else {}
    if not found or len(found) < (1 - _MISSING) * len(entries):
        return items
    listed = _with_their_name(entries, lines) if _only_lead(entries, lines) else frozenset()
    return [piece for item in items for piece in _taken_apart(item, found, listed)]


def _lines(item: Heading | LineRun) -> Sequence[Line]:
    if isinstance(item, Heading):
        return [Line(item.start, item.end, 0, item.text)]
    return item.lines


def _contents(lines: Sequence[Line]) -> Sequence[_Entry]:
    """The longest row of lines that are numbered as sections are, from 1 on."""
    best: list[_Entry] = []
    row: list[_Entry] = []
    for at, line in enumerate(lines):
        entry = _entry(at, line) if line.text[0].isdigit() else None
        if entry and row and may_follow(row[-1].number, entry.number):
            row.append(entry)
        else:
            row = [entry] if entry and entry.number == (1,) else []
        best = row if len(row) > len(best) else best
    return best


def _entry(at: int, line: Line) -> _Entry | None:
    if not line.text[0].isdigit() or line.width > LONGEST:
        return None
    if not (found := _ENTRY.fullmatch(line.text)):
        return None
    number = tuple(map(int, found["number"].split(".")))
    return _Entry(at, number, name_of(found["name"]).casefold())


def _found(entries: Sequence[_Entry], lines: Sequence[Line]) -> Mapping[int, int]:
    """Where lines start that entries name, in the same order -> their levels."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines[entries[-1].at + 1 :], entries[-1].at + 1):
        if line.width <= LONGEST:
            name = name_of(line.text).casefold()
            places[name].append(at)
            if numbered := _entry(at, line):
                places[numbered.name].append(at)
    found: dict[int, int] = {}
    last = entries[-1].at
    for entry in entries:
        known = places[entry.name]
        if (behind := bisect_right(known, last)) < len(known):
            last = known[behind]
            found[lines[last].start] = len(entry.number)
    return found


def _only_lead(entries: Sequence[_Entry], lines: Sequence[Line]) -> bool:
    """Whether the entries are there to lead to sections: they nest, or are called contents."""
    return _are_called(entries, lines) or any(len(entry.number) > 1 for entry in entries)


def _are_called(entries: Sequence[_Entry], lines: Sequence[Line]) -> bool:
    """Whether the line above the entries says what they are."""
    first = entries[0].at
    return first > 0 and begins_document(name_of(lines[first - 1].text))


def _with_their_name(entries: Sequence[_Entry], lines: Sequence[Line]) -> frozenset[int]:
    """Where the lines of the contents start, and the line that says what they are."""
    first = entries[0].at - _are_called(entries, lines)
    return frozenset(line.start for line in lines[first : entries[-1].at + 1])


def _taken_apart(
    item: Heading | LineRun, found: Mapping[int, int], listed: frozenset[int]
) -> Iterator[Heading | LineRun]:
    """An item without its lines of contents; a run is cut at its headings."""
    if isinstance(item, Heading):
        if item.start not in listed:
            yield replace(item, level=found.get(item.start, item.level))
        return
    if not any(line.start in found or line.start in listed for line in item.lines):
        yield item
        return
    waiting: list[Line] = []
    for line in item.lines:
        if line.start in found:
            if waiting:
                yield LineRun(waiting)
            yield Heading(line.start, line.end, name_of(line.text), found[line.start])
            waiting = []
        elif line.start not in listed:
            waiting.append(line)
    if waiting:
        yield LineRun(waiting)
