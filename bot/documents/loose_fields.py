"""Gathers what was copied from a web page field by field, with blank lines in between.

The box of an article, the cells of a table, a row of captions or links come out of a browser as
many runs of short lines, none of which is a sentence. Alone, such a line says nothing ("Flag",
"negligible"), and a value is parted from its label; so a dozen of them are one block, in which
each run counts as a sentence. Lines among them that look like headings are fields as well, except
the last where text follows; sections that are numbered one after the other stay what they
are, however short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import ceil

from bot.documents.blocks import Block, Cut, Heading, Unit
from bot.documents.heading_shapes import begins_document, opens_items
from bot.documents.lines import Line, is_ended
from bot.documents.marked_headings import LineRun
from bot.documents.section_numbers import number_of

_FEWEST = 10  # fields of a stretch
_MOST = 12  # of a passage: with their blank lines they are long to read
_LONGEST, _SHORT = 160, 40  # characters of a line, and of one with a stop: "Sirius (U.S.)"
_ENDED = 0.25  # share of the runs that may end in a stop
_FEW_WORDS = 5  # a line on average; sentences without stops have more
_COUNTED = 3  # lines of a stretch whose numbers count up; then they are sections


def gathered(
    items: Sequence[Heading | LineRun], marked: Collection[int]
) -> Iterator[Heading | LineRun | Block]:
    """The items, with stretches of fields joined; `marked` are the starts of marked headings."""
    at = 0
    while at < len(items):
        item = items[at]
        if isinstance(item, LineRun) and item.lines[0].width >= _LONGEST:
            yield item  # as most are; the rest of this would come to the same
            at += 1
            continue
        size = 0 if _is_numbered(item) else _reach(items, marked, at)
        if size <= 1:  # as most items stand
            yield items[at]
            at += 1
            continue
        fields = items[at : at + size]
        if _are_fields(fields):
            size = ceil(len(fields) / ceil(len(fields) / _MOST))
            for first in range(0, len(fields), size):
                yield _block(fields[first : first + size])
        else:
            yield from fields
        at += len(fields)


def fields_on_top(items: Sequence[Heading | LineRun]) -> int:
    """How many items from the first on are a stretch of fields; no heading is marked there."""
    size = _reach(items, (), 0)
    return size if _are_fields(items[:size]) else 0


def _reach(items: Sequence[Heading | LineRun], marked: Collection[int], first: int) -> int:
    """How many items from `first` on may be fields, without a heading of what comes after."""
    end = first
    while end < len(items) and _is_field(items[end], marked):
        end += 1
    while first < end < len(items) and isinstance(items[end - 1], Heading):
        end -= 1
    return end - first


def _are_fields(items: Sequence[Heading | LineRun]) -> bool:
    """Whether items that may be fields are many, of few words, and no numbered sections."""
    if len(items) < _FEWEST:
        return False
    said = [line for item in items for line in _lines(item)]
    if sum(len(line.split()) for line in said) > _FEW_WORDS * len(said):
        return False
    ended = sum(isinstance(item, LineRun) and is_ended(item.lines[-1]) for item in items)
    if ended > _ENDED * len(items):
        return False
    numbers = [number for item in items if (number := number_of(_lines(item)[0]))]
    return sum(a[:-1] == b[:-1] and a[-1] < b[-1] for a, b in pairwise(numbers)) < _COUNTED


def _is_field(item: Heading | LineRun, marked: Collection[int]) -> bool:
    """Whether an item is short, no sentence, and no section is known to begin with it."""
    if isinstance(item, Heading):
        short, name = item.start not in marked, item.text
    else:
        short, name = not item.over and all(map(_is_short, item.lines)), item.lines[0].text
    # Looked at last, for a search in a long one takes its time.
    return short and not begins_document(name) and not opens_items(name)


def _is_short(line: Line) -> bool:
    width = line.end - line.start  # as most lines are too long, without a call
    return width < _SHORT or (width < _LONGEST and not is_ended(line))


def _is_numbered(item: Heading | LineRun) -> bool:
    """Whether an item is a section's heading beyond doubt."""
    return isinstance(item, Heading) and number_of(item.text) != ()


def _lines(item: Heading | LineRun) -> list[str]:
    return [item.text] if isinstance(item, Heading) else [line.text for line in item.lines]


def _block(items: Sequence[Heading | LineRun]) -> Block:
    units = tuple(Unit(item.start, item.end, Cut.FREELY, prose=False) for item in items)
    return Block(units[0].start, units[-1].end, units)
