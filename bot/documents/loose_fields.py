"""Gathers what was copied from a web page field by field, with blank lines in between.

The box of an article, the cells of a table, a row of captions or links come out of a browser as
many runs of short lines, none of which is a sentence. Alone, such a line says nothing ("Flag",
"negligible"), and a value is parted from its label; so a stretch of them is one block, in which
each run counts as a sentence. Lines among them that look like headings are fields as well, but
for the last where text follows; sections that are numbered one after the other stay what they
are, however short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.documents.blocks import Block, Cut, Heading, Unit
from bot.documents.heading_shapes import begins_document, number_of, opens_items
from bot.documents.lines import is_ended
from bot.documents.marked_headings import LineRun

FEWEST = 10  # fields of a stretch
_LONGEST = 160  # characters of a line
_FEW_WORDS = 5  # a line on average; sentences without stops have more
_COUNTED = 3  # lines of a stretch whose numbers count up; then they are sections


def gathered(
    items: Sequence[Heading | LineRun], marked: Collection[int]
) -> Iterator[Heading | LineRun | Block]:
    """The items, with stretches of fields joined; `marked` are the starts of marked headings."""
    at = 0
    while at < len(items):
        size = 0 if _is_numbered(items[at]) else stretch(items[at:], marked)
        if size >= FEWEST:
            yield _block(items[at : at + size])
        else:
            yield from items[at : at + max(size, 1)]
        at += max(size, 1)


def stretch(items: Sequence[Heading | LineRun], marked: Collection[int] = ()) -> int:
    """How many items from the first on are fields, without a heading of what comes after them."""
    size = counted = 0
    last: tuple[int, ...] = ()
    for item in items:
        if not _is_field(item, marked):
            break
        size += 1
        if number := number_of(_lines(item)[0]):
            counted += number[:-1] == last[:-1] and number[-1:] > last[-1:]
            last = number
    while size and size < len(items) and isinstance(items[size - 1], Heading):
        size -= 1
    said = [line for item in items[:size] for line in _lines(item)]
    few = sum(len(line.split()) for line in said) <= _FEW_WORDS * len(said)
    return size if few and counted < _COUNTED else 0


def _is_field(item: Heading | LineRun, marked: Collection[int]) -> bool:
    """Whether an item is short, no sentence, and no section is known to begin with it."""
    name = _lines(item)[0]
    if begins_document(name) or opens_items(name):
        return False
    if isinstance(item, Heading):
        return item.start not in marked
    return not item.over and all(
        line.width < _LONGEST and not is_ended(line) for line in item.lines
    )


def _is_numbered(item: Heading | LineRun) -> bool:
    """Whether an item is a section's heading beyond doubt."""
    return isinstance(item, Heading) and number_of(item.text) != ()


def _lines(item: Heading | LineRun) -> list[str]:
    return [item.text] if isinstance(item, Heading) else [line.text for line in item.lines]


def _block(items: Sequence[Heading | LineRun]) -> Block:
    spans = [
        (item.start, item.end)
        if isinstance(item, Heading)
        else (item.lines[0].start, item.lines[-1].end)
        for item in items
    ]
    units = tuple(Unit(start, end, Cut.FREELY, prose=False) for start, end in spans)
    return Block(units[0].start, units[-1].end, units)
