"""Cuts passages to the room there is in a message: after sentences, never within a word.

The pieces of a passage, put together, are the passage. A sentence that is longer than a
message is cut between words, and a word that is longer than a message (20,000 letters
without a space) between characters.

Left out on purpose: what stands around the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from bot.analysis import Span
from bot.passages import Passage
from bot.render.discord_markdown import QUOTE_COST, cost, joins_on

_SPACE = re.compile(r"\s+")
_MOST_ACCENTS = 16  # on one letter, before it may be cut off from them


def cut(passage: Passage, room: int) -> list[Span]:
    """A passage in pieces that each fit into a quotation of `room` UTF-16 units.

    The spans are in document offsets, without gaps between them. `room` is at least 64.
    """
    text = passage.text
    before = [0, *accumulate(map(cost, text))]  # cost of text[:n]
    ends = [span.end - passage.start for span in passage.sentences]
    pieces: list[Span] = []
    start = 0
    for end in _cuts(text, before, ends, room - QUOTE_COST):
        pieces.append(Span(passage.start + start, passage.start + end))
        start = end
    return pieces


def _cuts(text: str, before: list[int], ends: list[int], room: int) -> Iterator[int]:
    """Where the pieces end, ascending; the last is the text's end."""
    start = 0
    while before[-1] - before[start] > room:
        furthest = _furthest(before, start, room)
        start = _sentence_end(text, ends, start, furthest) or _word_end(text, start, furthest)
        yield start
    if start < len(text):
        yield len(text)


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
    return _past_space(text, fitting[-1], furthest) if fitting else None


def _word_end(text: str, start: int, furthest: int) -> int:
    spaces = [found.end() for found in _SPACE.finditer(text, start, furthest)]
    if spaces and text[start : spaces[-1]].strip():
        return spaces[-1]
    at = furthest
    while furthest - at < _MOST_ACCENTS and at - 1 > start and joins_on(text[at]):
        at -= 1
    return furthest if joins_on(text[at]) else at


def _past_space(text: str, at: int, furthest: int) -> int:
    found = _SPACE.match(text, at, furthest)
    return found.end() if found else at
