"""Nests headings by the signs of an outline in front of them: "II." over "A." over "1." over "a.".

Each kind of sign counts on its own: one that goes on with a count that is open closes what
stands below it, and one that begins a count opens a level below the sign before. Only where all
signs of a document fit is it an outline; letters below figures are one only where the figures go
on behind them, for an appendix has such letters, too.

Left out on purpose: numbers with points in them, which say by themselves how deep they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.analysis.roman_numerals import number_of

_SIGN = re.compile(r"\(?(?:([IVXLC]{1,6})|([A-Z])|(\d{1,3})|([a-z]))[.)]\s+\S")
_FEWEST = 4  # signs that make an outline
_ROMANS, _CAPITAL, _FIGURE, _SMALL = range(4)  # kinds of signs


class _Sign(NamedTuple):
    """A kind of sign, and its number."""

    kind: int
    number: int


def depths_by_sign(names: Sequence[str]) -> list[int]:
    """How deep each heading is by its sign, from 0; empty where they are no outline.

    >>> depths_by_sign(["I. Cloth", "A. Flax", "B. Hemp", "II. Thread"])
    [0, 1, 1, 0]
    >>> depths_by_sign(["1. Cloth", "2. Thread", "A. Tables", "B. Terms"])
    []
    """
    if len(names) < _FEWEST:
        return []
    open_: list[_Sign] = []
    depths: list[int] = []
    opened: dict[int, tuple[int, int]] = {}  # depth -> the kinds of signs above it and at it
    closed: set[int] = set()  # depths at which an outer count went on behind an inner one
    for name in names:
        place = _place(list(_signs(name)), open_)
        if place is None:
            return []
        depth, sign = place
        closed.update(range(depth + 1, len(open_)))
        if depth == len(open_) and depth:
            opened[depth] = open_[-1].kind, sign.kind
        open_[depth:] = [sign]
        depths.append(depth)
    # What ends a document may be no part of its last section: "A. Tables" behind "9. Costs".
    loose = {depth for depth in opened if opened[depth] == (_FIGURE, _CAPITAL)} - closed
    return depths if opened and not loose else []


def has_sign(name: str) -> bool:
    """Whether such a sign stands in front of a heading."""
    return _SIGN.match(name) is not None


def _signs(name: str) -> Iterator[_Sign]:
    """What the sign may be: "C." is a letter or a hundred."""
    found = _SIGN.match(name)
    if not found:
        return
    roman, capital, figure, small = found.groups()
    if roman:
        yield _Sign(_ROMANS, number_of(roman))
        capital = roman if len(roman) == 1 else None
    if capital:
        yield _Sign(_CAPITAL, ord(capital) - ord("@"))
    if figure:
        yield _Sign(_FIGURE, int(figure))
    if small:
        yield _Sign(_SMALL, ord(small) - ord("`"))


def _place(signs: Sequence[_Sign], open_: Sequence[_Sign]) -> tuple[int, _Sign] | None:
    """At which depth one of the signs goes on with a count or begins one."""
    for depth in reversed(range(len(open_))):
        for sign in signs:
            if sign == (open_[depth].kind, open_[depth].number + 1):
                return depth, sign
    kinds = {sign.kind for sign in open_}
    return next(((len(open_), s) for s in signs if s.number == 1 and s.kind not in kinds), None)
