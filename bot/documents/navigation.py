"""Finds tables of contents: lines that only repeat headings of the same document.

What such a line names stands elsewhere, under the heading; the line itself answers nothing, and
among sections it looks like one more of them. So it is no text, as page marks are none.

A list that tells something has its items as headings, too ("The phases are: ..." over a section
on each). What only leads to sections is called contents, has links, questions or the numbers of
sections or pages in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.documents.blocks import Block, Heading, Kind, Part
from bot.documents.contents_entries import (
    ListedName,
    has_page,
    key,
    keys,
    listed,
    names_contents,
)
from bot.documents.lines import is_ended
from bot.documents.marked_headings import LineRun

_FEWEST = 3  # entries of a table of contents
_MOSTLY = 0.6  # share of its lines that repeat a heading
_OFTEN = 0.5  # share of its entries that show what they are there for
_MOST_LINES = 3  # of one entry
_LONGEST = 240  # characters of an entry
_PAGES = re.compile(r"(?:(?:chap(?:ter)?|no|section)\.?\s+)?pages?\.?", re.IGNORECASE)  # a column
_LINK = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+[*_]{0,2}\[.{1,240}\]\(#[^()\s]*\)[*_]{0,2}")
_POINTER = re.compile(  # what an encyclopedia has below its headings
    r"(?:main (?:articles?|page)|see also|further information|hauptartikel|siehe auch"
    r"|articles? d\u00e9taill\u00e9s?|voir aussi|art\u00edculo principal|v\u00e9ase tambi\u00e9n"
    r"|artigo principal|ver tamb\u00e9m|voce principale|vedi anche"
    r"|\u043e\u0441\u043d\u043e\u0432\u043d\u0430\u044f \u0441\u0442\u0430\u0442\u044c\u044f"
    r"|\u0441\u043c\. \u0442\u0430\u043a\u0436\u0435)\s?:\s.+"
    r"|.*\(disambiguation\)\.",
    re.IGNORECASE,
)


def without_contents(items: Sequence[Heading | LineRun]) -> Sequence[Heading | LineRun]:
    """The items of a plain text without its table of contents."""
    if not any(
        _may_begin(item, after)
        for item, after in pairwise(items)
        if isinstance(item, Heading) or item.lines[0].width <= _LONGEST
    ):
        return items
    places = _places(items)
    kept: list[Heading | LineRun] = []
    at = 0
    while at < len(items):
        size, are_contents = _listed(items, at, places)
        if not are_contents:
            kept += items[at : at + max(size, 1)]
        elif kept and _is_called(kept[-1]):
            kept.pop()
        at += max(size, 1)
    return kept if len(kept) < len(items) else items


def _may_begin(item: Heading | LineRun, after: Heading | LineRun) -> bool:
    """Whether contents may begin here: their name stands here, or two lines that point."""
    if isinstance(item, Heading):
        return _is_called(item)
    if _is_called(item):
        return True
    lines = item.lines
    below = lines[1] if lines[1:] else after.lines[0] if isinstance(after, LineRun) else None
    return below is not None and _seem_to_point(lines[0].text) and _seem_to_point(below.text)


def _seem_to_point(said: str) -> bool:
    """Whether an entry may point elsewhere, at a glance."""
    return said[-1] == "?" or said[0].isdigit() or said[-1].isdigit() or "](#" in said


def _places(items: Sequence[Heading | LineRun]) -> dict[str, int]:
    """What entries may call the item that begins so -> the last one that does."""
    found: dict[str, int] = {}
    for at, item in enumerate(items):
        for said in _beginnings(item):
            found.update(dict.fromkeys(keys(said), at))
    return found


def _beginnings(item: Heading | LineRun) -> Iterator[str]:
    """What an item begins with: its first line, and all of them up to each where they are few."""
    if isinstance(item, Heading):
        yield item.text
    elif item.lines[0].width <= _LONGEST:
        few = len(item.lines) <= _MOST_LINES
        said = [line.text for line in (item.lines if few else item.lines[:1])]
        yield from (" ".join(said[:size]) for size in range(1, len(said) + 1))


def _listed(
    items: Sequence[Heading | LineRun], first: int, places: dict[str, int]
) -> tuple[int, bool]:
    """How many items from `first` on repeat others, and whether they are a table of contents."""
    entries: list[ListedName] = []
    led = first > 0 and _is_led(items[first - 1])
    called = _is_called(items[first]) or (first > 0 and _is_called(items[first - 1]))
    at = first
    while at < len(items) and isinstance(run := items[at], LineRun):
        lines = [line.text for line in run.lines if not _PAGES.fullmatch(line.text)]
        if at == first and lines and names_contents(lines[0]):
            lines = lines[1:]
        if (found := _entries(lines, at, places, called=called)) is None:
            break
        entries += found
        at += 1
    return at - first, _are_contents(entries, called=called, led=led)


def _entries(
    lines: Sequence[str], place: int, places: dict[str, int], *, called: bool
) -> list[ListedName] | None:
    """The entries among lines, which name what begins further on; None where they are too few."""
    found: list[ListedName] = []
    at = 0
    while at < len(lines):
        if size := _size(lines[at : at + _MOST_LINES], place, places):
            found.append(listed(" ".join(lines[at : at + size]), size))
        at += size or 1
    paged = sum(map(has_page, lines)) if called else 0
    named = sum(entry.size for entry in found)
    return found if max(paged, named) >= _MOSTLY * len(lines) else None


def _size(lines: Sequence[str], place: int, places: dict[str, int]) -> int:
    """How many of the lines are the first entry; 0 where it names nothing."""
    if len(lines[0]) > _LONGEST:
        return 0
    for size in range(1, len(lines) + 1):
        if places.get(key(" ".join(lines[:size])), -1) > place:
            return size
    return 0


def _is_called(item: Heading | LineRun) -> bool:
    return names_contents(item.text if isinstance(item, Heading) else item.lines[0].text)


def _is_led(item: Heading | LineRun) -> bool:
    return isinstance(item, LineRun) and item.lines[-1].text.endswith(":")


def _are_contents(entries: Sequence[ListedName], *, called: bool, led: bool) -> bool:
    """Whether entries are there to lead to sections; `led` where a sentence leads up to them."""
    if called or len(entries) < _FEWEST:
        return called and len(entries) >= _FEWEST
    often = _OFTEN * len(entries)
    numbers = [entry.number for entry in entries if entry.number]
    counted = len(numbers) >= often and all(a < b for a, b in pairwise(numbers))
    nested = counted and any(len(number) > 1 for number in numbers)
    if nested or sum(entry.asks for entry in entries) >= often:
        return True
    return not led and (counted or sum(entry.points for entry in entries) >= often)


def without_pointers(items: Sequence[Heading | LineRun]) -> Iterator[Heading | LineRun]:
    """The items without a line right below a heading, or on top, that only leads elsewhere."""
    below = True  # below a heading, maybe with captions in between
    for item in items:
        if below and isinstance(item, LineRun) and _only_points(item):
            continue
        yield item
        below = isinstance(item, Heading) or (below and not is_ended(item.lines[-1]))


def _only_points(run: LineRun) -> bool:
    line = run.lines[0]
    return not run.lines[1:] and line.width <= _LONGEST and bool(_POINTER.fullmatch(line.text))


def without_navigation(text: str, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a document in any format without its table of contents."""
    least = 1 if "#" in text and "](#" in text else _FEWEST
    if not any(isinstance(part, Block) and len(part.units) >= least for part in parts):
        return tuple(parts)
    places: dict[str, int] = {}  # what a heading says -> the last one that says it
    for at, part in enumerate(parts):
        if isinstance(part, Heading):
            places.update(dict.fromkeys(keys(part.text), at))
    if len(places) < _FEWEST:
        return tuple(parts)
    kept: list[Part] = []
    for at, part in enumerate(parts):
        if (
            isinstance(part, Block)
            and len(part.units) >= least
            and _only_leads(text, parts, at, places)
        ):
            last = kept[-1] if kept else None
            if isinstance(last, Heading) and names_contents(last.text):
                kept.pop()
        else:
            kept.append(part)
    return tuple(kept)


def _only_leads(text: str, parts: Sequence[Part], at: int, places: dict[str, int]) -> bool:
    """Whether a list is nothing but the names of sections that come later."""
    part = parts[at]
    if not isinstance(part, Block) or part.kind not in {Kind.LIST, Kind.PARAGRAPH}:
        return False
    lines = [line.strip() for u in part.units for line in text[u.start : u.end].split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > 1 and all(map(_LINK.fullmatch, lines)):
        return True
    led = lines[0].rstrip("*_ ").endswith(":")
    over = parts[at - 1] if at else None
    called = isinstance(over, Heading) and names_contents(over.text)
    found = _entries(lines[led:], at, places, called=called)
    return found is not None and _are_contents(found, called=called, led=led)
