"""Nests headings by the signs of an outline in front of them: "II." over "A." over "1." over "a.".

Each kind of sign counts on its own: one that goes on with a count that is open closes what
stands below it, and one that begins a count opens a level below the sign before. Only where all
signs of a document fit, and the outer count goes on behind an inner one, is it an outline.

Left out on purpose: numbers with points in them, which say by themselves how deep they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SIGN = re.compile(r"\(?(?:([IVXLC]{1,6})|([A-Z])|(\d{1,3})|([a-z]))[.)]\s+\S")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_FEWEST = 4  # signs that make an outline


class _Sign(NamedTuple):
    """A kind of sign (0 to 3: Roman, capital, figure, small letter), and its number."""

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
    closed: set[int] = set()  # depths at which an outer count went on behind an inner one
    for name in names:
        place = _place(list(_signs(name)), open_)
        if place is None:
            return []
        depth, sign = place
        closed.update(range(depth + 1, len(open_)))
        open_[depth:] = [sign]
        depths.append(depth)
    deepest = max(depths)
    return depths if deepest and closed >= {*range(1, deepest + 1)} else []


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
        yield _Sign(0, _roman(roman))
        capital = roman if len(roman) == 1 else None
    if capital:
        yield _Sign(1, ord(capital) - ord("@"))
    if figure:
        yield _Sign(2, int(figure))
    if small:
        yield _Sign(3, ord(small) - ord("`"))


def _roman(written: str) -> int:
    values = [_ROMAN[letter] for letter in written]
    behind = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, behind, strict=True))


def _place(signs: Sequence[_Sign], open_: Sequence[_Sign]) -> tuple[int, _Sign] | None:
    """At which depth one of the signs goes on with a count or begins one."""
    for depth in reversed(range(len(open_))):
        for sign in signs:
            if sign == (open_[depth].kind, open_[depth].number + 1):
                return depth, sign
    kinds = {sign.kind for sign in open_}
    return next(((len(open_), s) for s in signs if s.number == 1 and s.kind not in kinds), None)
