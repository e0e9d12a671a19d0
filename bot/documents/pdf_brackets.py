"""Turns the brackets round that a PDF's text from right to left has the wrong way.

A bracket of such a text is drawn mirrored, and pdfium mirrors some of them back and others not.
Which way each faces is told by all of a page's: of all ways, that which leaves the fewest without a
partner and turns the fewest is taken. Beside words from left to right and numbers less is known of
a bracket, and it is turned more easily.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_PAIRS = ("()", "[]", "{}", "\u00ab\u00bb", "\u2039\u203a")
_TURNED, _TURNED_BY_LATIN = 1.0, 0.3  # costs
_ALONE = 1.5  # the cost of a bracket without a partner
_DEEPEST = 2
_CLOSING = ")]"
_LABEL = re.compile(r"(?:^|\s)\(?\w{1,2}\)\s")  # of an item, whose bracket has no partner
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_FAR = 150  # characters from a bracket to its partner that cost as much as one that is turned
_NUMBER = re.compile(r"[()\[\]]\d{1,4}[()\[\]]")


class _Way(NamedTuple):
    """A choice: what it costs, which brackets are turned, and which are still open."""

    cost: float = 0.0
    turned: tuple[int, ...] = ()
    open: tuple[int, ...] = ()

    def after(self, at: int, *, opens: bool, turn: float) -> _Way:
        """The choice with one bracket more, which costs `turn` to be turned."""
        turned = (*self.turned, at) if turn else self.turned
        if opens:
            return _Way(self.cost + turn, turned, (*self.open, at))
        begun = self.open[-1] if self.open else 0  # on the page before
        return _Way(self.cost + turn + _apart(at - begun), turned, self.open[:-1])


def _apart(characters: int) -> float:
    """What it costs that a bracket is so far from its partner, or from the edge of the page."""
    return min(characters / _FAR, _ALONE)


def turned_brackets(text: str) -> list[int]:
    """The places in a page's text of the brackets that are to be turned round.

    Those that are near an edge may have their partner on another page.

    >>> turned_brackets(f"{'ab ' * 100})cd( {'ef ' * 100}")
    [300, 303]
    """
    settled = {found.end() - 2 for found in _LABEL.finditer(text)}
    turned: list[int] = []
    for number in _NUMBER.finditer(text):
        ends = number.start(), number.end() - 1
        settled.update(ends)
        turned += ends if text[ends[0]] in _CLOSING and text[ends[1]] not in _CLOSING else ()
    for pair in _PAIRS:
        if pair[0] not in text and pair[1] not in text:
            continue
        places = [at for at, sign in enumerate(text) if sign in pair and at not in settled]
        turned += _cheapest(text, places, pair)
    return sorted(turned)


def _cheapest(text: str, places: Sequence[int], pair: str) -> tuple[int, ...]:
    """Which brackets of one kind are to be turned, by dynamic programming over open ones."""
    ways = {0: _Way()}  # how many are open -> the cheapest way to get there
    for at in places:
        cost = _TURNED_BY_LATIN if _is_by_latin(text, at) else _TURNED
        after: dict[int, _Way] = {}
        for way in ways.values():
            for opens in (True, False)[len(way.open) >= _DEEPEST :]:
                turn = cost if opens != (text[at] == pair[0]) else 0.0
                one = way.after(at, opens=opens, turn=turn)
                if len(one.open) not in after or one.cost < after[len(one.open)].cost:
                    after[len(one.open)] = one
        ways = after
    return min(ways.values(), key=lambda way: way.cost + sum(
        _apart(len(text) - at) for at in way.open
    )).turned  # fmt: skip


def _is_by_latin(text: str, at: int) -> bool:
    around = text[max(at - 3, 0) : at].rstrip()[-1:] + text[at + 1 : at + 4].lstrip()[:1]
    return bool(_LATIN.search(around))
