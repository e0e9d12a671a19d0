"""Passages on pages that each fit into a message, every piece with its place.

A passage is cut after sentences, never within a word, and not between what introduces something
(a line that ends in a colon, a table's head) and what is introduced. Its pieces, put together, are
the passage. A sentence that is longer than a message is cut between words, and a word that is
longer than a message (20,000 letters without a space) between characters.

On pages, which are counted, a piece that is not the last says that the passage continues: a count
of parts beside that of pages would confuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePosixPath

from bot.analysis import Span
from bot.passages import Passage
from bot.render.discord_layout import CodeBlock, code_blocks, monospace
from bot.render.discord_markdown import (
    CODE_COST,
    LIMIT,
    QUOTE_COST,
    cost,
    inline,
    joins_on,
    quote,
    units,
)
from bot.translation import gettext, ngettext

_SPACE = re.compile(r"\s+")
_INTRODUCES = re.compile(r"(?::[*_]*|\n *\|?(?: *:?-+:? *\|)+(?: *:?-+:?)?) *\Z")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_WALL = 400  # characters that may be strong of what is mostly strong
_MOST_ACCENTS = 16  # on one letter, before it may be cut off from them
# How much may be said beside a quotation, in UTF-16 units, so that there is room for one.
NOTE_ROOM = 60  # for "part 2 of 5"
_PATH, _NAME, _REFERENCES, _SMALL_LINE, _LINK = 160, 90, 120, 160, 300
_WEB = re.compile(r"https?://[!#-\'*-;=?-\[\]^-~]+")  # without what could end a link
_BRACKETS = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage to show, and the sentence of it to emphasise (document offsets)."""

    passage: Passage
    best: Span | None = None


def cut(passage: Passage, room: int) -> list[Span]:
    """A passage in pieces that each fit into a quotation of `room` UTF-16 units.

    The spans are in document offsets, without gaps between them. `room` is at least 64.
    """
    text, blocks = passage.text, [*code_blocks(passage)]
    before = [0, *accumulate(_costs(passage, blocks))]  # cost of text[:n]
    ends = [span.end - passage.start for span in passage.sentences]
    pieces: list[Span] = []
    start = 0
    for end in _cuts(text, before, ends, room - QUOTE_COST - _torn(passage), blocks):
        pieces.append(Span(passage.start + start, passage.start + end))
        start = end
    return pieces


def _costs(passage: Passage, blocks: Iterable[CodeBlock]) -> list[int]:
    """What each character takes, with a block of code's fences at its first and none at its end."""
    costs = [*map(cost, passage.text)]
    for unit in passage.units:
        if (
            not unit.prose
            and "\n" in passage.text[unit.start - passage.start : unit.end - passage.start]
        ):
            costs[unit.start - passage.start] += CODE_COST
    for block in blocks:
        costs[block.last : block.end] = [0] * (block.end - block.last)
    return costs


def _torn(passage: Passage) -> int:
    """What a piece takes that begins and ends within code."""
    return CODE_COST if any(not unit.prose for unit in passage.units) else 0


def _cuts(
    text: str, before: list[int], ends: list[int], room: int, blocks: list[CodeBlock]
) -> Iterator[int]:
    """Where the pieces end, ascending; the last is the text's end."""
    start = 0
    while before[-1] - before[start] > room:
        furthest = _furthest(before, start, room)
        end = _sentence_end(text, ends, start, furthest) or _word_end(text, start, furthest)
        start = _outside_fences(end, start, blocks)
        yield start
    if start < len(text):
        yield len(text)


def _outside_fences(end: int, start: int, blocks: Iterable[CodeBlock]) -> int:
    """Where a piece from `start` ends, for one to `end`: no piece has but a fence of some code."""
    for block in blocks:
        if start < block.start < end <= block.first:
            return block.start
        if block.last <= end < block.end:
            return block.end
    return end


def _furthest(before: list[int], start: int, room: int) -> int:
    """The last place that still fits: `before[place] - before[start] <= room`."""
    low, high = start + 1, len(before) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if before[middle] - before[start] <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _sentence_end(text: str, ends: list[int], start: int, furthest: int) -> int | None:
    """Behind the last sentence that fits whole, and behind the space that follows it."""
    fitting = [end for end in ends if start < end <= furthest]
    good = [end for end in fitting if not _INTRODUCES.search(text, start, end)]
    return _past_space(text, good[-1], furthest) if good else None


def _word_end(text: str, start: int, furthest: int) -> int:
    spaces = [found.end() for found in _SPACE.finditer(text, start, furthest)]
    line_end = text.rfind("\n", (start + furthest) // 2, furthest) + 1
    if line_end or (spaces and text[start : spaces[-1]].strip()):
        return line_end or spaces[-1]
    at = furthest
    while furthest - at < _MOST_ACCENTS and at - 1 > start and joins_on(text[at]):
        at -= 1
    return furthest if joins_on(text[at]) else at


def _past_space(text: str, at: int, furthest: int) -> int:
    found = _SPACE.match(text, at, furthest)
    return found.end() if found else at


def holding(pieces: list[Span], best: Span) -> int:
    """Which piece has the most of a sentence, the first of several.

    >>> holding([Span(0, 9), Span(9, 20)], Span(7, 15)), holding([Span(0, 9)], Span(7, 9))
    (1, 0)
    """
    shares = [min(piece.end, best.end) - max(piece.start, best.start) for piece in pieces]
    return shares.index(max(shares))


def place(passage: Passage, note: str = "") -> str:
    """Heading path, document, id and references in one small line."""
    parts = [
        inline(" \u203a ".join(passage.heading), _PATH),
        _source(passage),
        inline(passage.place.shown, _NAME),
        _references(passage.references),
        note,
    ]
    return "-# " + " \u00b7 ".join(part for part in parts if part)


def _source(passage: Passage) -> str:
    """The passage's id, and its document where the id does not say it; a link where one is known.

    >>> _source(Passage("a:1", "a.txt", 1, (), "x", 0, 1, (), ()))
    'a:1'
    """
    key = passage.id.rpartition(":")[0]
    named = (
        [] if PurePosixPath(passage.document).with_suffix("").name == key else [passage.document]
    )
    shown = " \u00b7 ".join(inline(name, _NAME) for name in [*named, passage.id])
    link = _followed(passage.place.link)
    return f"[{shown}](<{link}>)" if link and not _BRACKETS.search(shown) else shown


def _followed(link: str) -> str:
    """An address as it may stand in a message, without the words to look for if it is long."""
    short = link if len(link) <= _LINK else link.partition("#:~:")[0]
    return short if len(short) <= _LINK and _WEB.fullmatch(short) else ""


def _references(markers: tuple[str, ...]) -> str:
    """All markers, or as many as there is room for and how many more there are."""
    shown = ""
    for number, marker in enumerate(markers):
        one = inline(f"[{marker}]", _NAME)
        if units(shown + one) > _REFERENCES:
            return ngettext(
                "{markers} and {number} more",
                "{markers} and {number} more",
                len(markers) - number,
                markers=shown,
            )
        shown += one
    return shown


def quoted_piece(view: PassageView, pieces: list[Span], number: int, note: str = "") -> str:
    """One piece of a passage as a quotation, and its place with a note."""
    passage, piece = view.passage, pieces[number]
    if number and (blank := _BLANK_LINES.match(passage.text, piece.start - passage.start)):
        piece = Span(min(passage.start + blank.end(), piece.end), piece.end)
    at = piece.start - passage.start
    text = passage.text[at : piece.end - passage.start]
    if number < len(pieces) - 1:
        text = text.rstrip()
    shown = Span(piece.start, piece.start + len(text))
    strong, layout = _strong(view.best, piece), monospace(passage, shown)
    # The empty line: some readers of Markdown take a small line for part of the quotation.
    return f"{quote(text, strong, layout)}\n\n{place(passage, note)}"


def part_of(pieces: list[Span], number: int) -> str:
    """Which of a passage's pieces one is, for a note; empty where it is the passage."""
    if len(pieces) == 1:
        return ""
    return gettext("part {number} of {count}", number=number + 1, count=len(pieces))


def _strong(best: Span | None, piece: Span) -> tuple[int, int] | None:
    """What to emphasise of a piece; nothing where that would be a wall of strong letters."""
    if best is None:
        return None
    length = min(best.end, piece.end) - max(best.start, piece.start)
    if length > _WALL and 2 * length > piece.end - piece.start:
        return None
    return best.start - piece.start, best.end - piece.start


def page_with(view: PassageView, best: Span) -> int:
    """Which page of a passage on pages, from 0, has a sentence of it."""
    blocks = [*quoted_blocks([view], "")]
    wanted = holding(cut(view.passage, _room(view.passage, "")), best)
    last = -1
    for number, page in enumerate(_filled(blocks, "")):
        last += len(page)
        if wanted <= last:
            return number
    return 0


def passages_on_pages(shown: Iterable[PassageView], head: str = "") -> list[str]:
    """Passages one under another on as few pages as they need, each with `head` on top."""
    return on_pages(quoted_blocks(shown, head), head)


def quoted_blocks(shown: Iterable[PassageView], head: str) -> Iterator[str]:
    """Each passage with its place, in pieces that fit on a page under `head`."""
    for view in shown:
        pieces = cut(view.passage, _room(view.passage, head))
        for number in range(len(pieces)):
            note = gettext("continues") if number < len(pieces) - 1 else ""
            yield quoted_piece(view, pieces, number, note)


def _room(passage: Passage, head: str) -> int:
    """How much of a page is left for a piece, under `head`."""
    return LIMIT - size([head, place(passage)]) - 2 * NOTE_ROOM


def _filled(blocks: Iterable[str], head: str) -> list[list[str]]:
    """Blocks of text by pages. There is always a first page."""
    filled: list[list[str]] = [[]]
    for block in blocks:
        if filled[-1] and size([head, "\n\n".join([*filled[-1], block])]) > LIMIT - NOTE_ROOM:
            filled.append([])
        filled[-1].append(block)
    return filled


def on_pages(blocks: Iterable[str], head: str = "") -> list[str]:
    """Blocks of text, none longer than a page, on pages. There is always a first page."""
    filled = _filled(blocks, head)
    count = len(filled)
    numbers = (
        gettext("page {number} of {count}", number=number, count=count) if count > 1 else ""
        for number in range(1, count + 1)
    )
    return [
        joined([head, "\n\n".join(page), small_line(number)])
        for page, number in zip(filled, numbers, strict=True)
    ]


def small_line(text: str) -> str:
    """A text in a line of small letters of its own; nothing where it is empty."""
    return f"-# {inline(text, _SMALL_LINE)}" if text else ""


def joined(parts: Iterable[str]) -> str:
    """Parts of a message one under another, without those that are empty."""
    return "\n".join(part for part in parts if part)


def size(parts: Iterable[str]) -> int:
    """UTF-16 units that parts take with a line end after them."""
    return units(joined(parts)) + 1
