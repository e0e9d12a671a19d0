"""Finds tables of contents: lines that only repeat headings of the same document.

What such a line names is told elsewhere, under the heading; the line itself answers nothing, and
among sections it looks like one more of them. So it is no text, as page marks are none.

A list that tells something has its items as headings, too ("The phases are: ..." over a section
on each). What only leads to sections is called contents, has links, questions or the numbers of
sections or pages in it.

Left out on purpose: contents that name things otherwise than the headings do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.documents.blocks import Block, Heading, Kind, Part
from bot.documents.lines import Line, is_ended
from bot.documents.marked_headings import LineRun

_FEWEST = 3  # entries of a table of contents
_MOSTLY = 0.6  # share of its lines that repeat a heading
_OFTEN = 0.5  # share of its entries that show what they are there for
_MOST_LINES = 3  # of one entry
_LONGEST = 240  # characters of an entry
_LONGEST_NAME = 40  # of what contents are called
_CALLED = re.compile(
    r"\W*(?:(?:table of )?contents|toc|index|outline|(?:list of )?(?:questions|topics|sections)"
    r"|(?:in|on) this (?:page|document|section|chapter|article|guide|file)|quick links|jump to"
    r"|inhalt(?:sverzeichnis)?|sommaire|table des mati\u00e8res|\u00edndice|contenido|indice)\W*",
    re.IGNORECASE,
)
_POINTER = re.compile(  # what an encyclopedia has below its headings
    r"(?:main (?:articles?|page)|see also|further information|hauptartikel|siehe auch"
    r"|articles? d\u00e9taill\u00e9s?|voir aussi|art\u00edculo principal|v\u00e9ase tambi\u00e9n"
    r"|artigo principal|ver tamb\u00e9m|voce principale|vedi anche"
    r"|\u043e\u0441\u043d\u043e\u0432\u043d\u0430\u044f \u0441\u0442\u0430\u0442\u044c\u044f"
    r"|\u0441\u043c\. \u0442\u0430\u043a\u0436\u0435)\s?:\s.+"
    r"|.*\(disambiguation\)\.",
    re.IGNORECASE,
)
_PAGE = re.compile(  # what fails at the start of dots or blanks is not tried within them again
    r"(?:(?:(?<![\s.])\s*+|(?<=\.)\s{2,}+)(?:\.\s?+){3,}+|(?<!\s)\s{3,}+|(?<!\t)\t++)"
    r"\s*+(?:\d{1,4}|[ivxlc]{1,6})$"
)
_NUMBER = re.compile(r"\W*(\d{1,3}(?:\.\d{1,3})*)[.):]*\s+(?=\S)")
_LINK = re.compile(r"\]\(#[^()\s]*\)")
_ANY_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*\)")
_WORD = re.compile(r"\w+")


class _Entry(NamedTuple):
    """An entry of contents: how many lines it has, its number, and whether it points elsewhere."""

    size: int
    number: tuple[int, ...]
    points: bool


def without_contents(items: Sequence[Heading | LineRun]) -> Sequence[Heading | LineRun]:
    """The items of a plain text without its table of contents."""
    if not any(_may_begin(item, after) for item, after in pairwise(items)):
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
    if item.lines[0].width > _LONGEST:
        return False
    if _is_called(item):
        return True
    lines = item.lines
    below = lines[1] if lines[1:] else after.lines[0] if isinstance(after, LineRun) else None
    return below is not None and _seem_to_point(lines[0].text) and _seem_to_point(below.text)


def _seem_to_point(said: str) -> bool:
    """Whether an entry may point elsewhere, at a glance."""
    return said[-1] == "?" or said[0].isdigit() or said[-1].isdigit() or "](#" in said


def _places(items: Sequence[Heading | LineRun]) -> dict[str, int]:
    """What items begin with -> the last one that does."""
    found: dict[str, int] = {}
    for at, item in enumerate(items):
        if isinstance(item, Heading):
            found[_key(item.text)] = at
        elif item.lines[0].width <= _LONGEST:
            found[_key(item.lines[0].text)] = at
            for size in range(2, len(item.lines) + 1 if len(item.lines) <= _MOST_LINES else 0):
                found[_key(_said(item.lines[:size]))] = at
    return found


def _listed(
    items: Sequence[Heading | LineRun], first: int, places: dict[str, int]
) -> tuple[int, bool]:
    """How many items from `first` on repeat others, and whether they are a table of contents."""
    entries: list[_Entry] = []
    led = first > 0 and _is_led(items[first - 1])
    called = _is_called(items[first]) or (first > 0 and _is_called(items[first - 1]))
    at = first
    while at < len(items) and isinstance(run := items[at], LineRun):
        own = run.lines[1:] if at == first and _CALLED.fullmatch(run.lines[0].text) else run.lines
        found = list(_entries(own, at, places))
        paged = sum(_PAGE.search(line.text) is not None for line in own) if called else 0
        if max(paged, sum(entry.size for entry in found)) < _MOSTLY * len(own):
            break
        entries += found
        at += 1
    return at - first, _are_contents(entries, called=called, led=led)


def _entries(lines: Sequence[Line], run: int, places: dict[str, int]) -> Iterator[_Entry]:
    """The entries among the lines of a run: they name what a later item begins with."""
    at = 0
    while at < len(lines):
        size = _size(lines[at : at + _MOST_LINES], run, places)
        if size:
            yield _entry(_said(lines[at : at + size]), size)
        at += size or 1


def _size(lines: Sequence[Line], run: int, places: dict[str, int]) -> int:
    if lines[0].width > _LONGEST:
        return 0
    for size in range(1, len(lines) + 1):
        if places.get(_key(_said(lines[:size])), -1) > run:
            return size
    return 0


def _said(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _is_called(item: Heading | LineRun) -> bool:
    text = item.text if isinstance(item, Heading) else item.lines[0].text
    return len(text) <= _LONGEST_NAME and _CALLED.fullmatch(text) is not None


def _is_led(item: Heading | LineRun) -> bool:
    return isinstance(item, LineRun) and item.lines[-1].text.endswith(":")


def _are_contents(entries: Sequence[_Entry], *, called: bool, led: bool) -> bool:
    if len(entries) < _FEWEST:
        return False
    numbers = [entry.number for entry in entries if entry.number]
    counted = len(numbers) >= _OFTEN * len(entries) and all(a < b for a, b in pairwise(numbers))
    pointing = counted or sum(entry.points for entry in entries) >= _OFTEN * len(entries)
    return called or (pointing and not led)


def _entry(said: str, size: int = 1) -> _Entry:
    """An entry; it points elsewhere by a link, a page, or as a question."""
    number = _NUMBER.match(said)
    counted = tuple(map(int, number[1].split("."))) if number else ()
    points = said.endswith("?") or _PAGE.search(said) or _LINK.search(said)
    return _Entry(size, counted, bool(points))


def _key(said: str) -> str:
    """What a heading or an entry says, without its number, its page and its signs."""
    said = (
        _ANY_LINK.sub(r"\1", _PAGE.sub("", said)) if said[-1:].isalnum() or "](" in said else said
    )
    number = _NUMBER.match(said)
    return " ".join(_WORD.findall(said[number.end() :] if number else said)).casefold()


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
    places: dict[str, int] = {}  # what a heading says -> the last one that says it
    for at, part in enumerate(parts):
        if isinstance(part, Heading):
            places[_key(part.text)] = at
    if len(places) < _FEWEST:
        return tuple(parts)
    kept: list[Part] = []
    for at, part in enumerate(parts):
        if (
            isinstance(part, Block)
            and len(part.units) >= _FEWEST
            and _only_leads(text, parts, at, places)
        ):
            last = kept[-1] if kept else None
            if isinstance(last, Heading) and _CALLED.fullmatch(last.text):
                kept.pop()
        else:
            kept.append(part)
    return tuple(kept)


def _only_leads(text: str, parts: Sequence[Part], at: int, places: dict[str, int]) -> bool:
    """Whether a list is nothing but the names of sections that come later."""
    part = parts[at]
    if not isinstance(part, Block) or part.kind not in {Kind.LIST, Kind.PARAGRAPH}:
        return False
    lines = [line for u in part.units for line in text[u.start : u.end].split("\n") if line.strip()]
    led = lines[0].rstrip("*_ ").endswith(":")
    lines = lines[led:]
    found = [_entry(line.strip()) for line in lines if places.get(_key(line), -1) > at]
    over = parts[at - 1] if at else None
    called = isinstance(over, Heading) and _CALLED.fullmatch(over.text) is not None
    if len(found) < _MOSTLY * len(lines):
        return False
    return _are_contents(found, called=called, led=False) and (called or not led or _ask(lines))


def _ask(lines: Sequence[str]) -> bool:
    asking = sum("?" in line or "](#" in line for line in lines)
    return asking >= _OFTEN * len(lines)
