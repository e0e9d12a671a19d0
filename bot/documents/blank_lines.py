"""Nests headings of plain text by the blank lines above them, where these are consistent.

Many texts set a main heading off by two blank lines or more and those within by one. That is
taken at its word where nothing else but headings has two blank lines above it, the first
heading has, and so have some but not all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.documents.blocks import Heading, Part

_FEWEST = 2  # headings of each kind
_ENDS = 3  # of lines: of the one above, and of two that are blank
_FEW_OTHERS = 0.05  # share of blocks that may have two blank lines above them all the same


def by_blank_lines(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    r"""The parts, with levels for their headings where blank lines tell them.

    >>> text = "\n\n\nA\n\none\n\nB\n\ntwo\n\n\nC\n\nthree\n\nD"
    >>> [h.level for h in by_blank_lines(text, [Heading(text.index(n), 0, n) for n in "ABCD"])]
    [1, 2, 1, 2]
    """
    headings = [part for part in parts if isinstance(part, Heading)]
    if len(headings) < 2 * _FEWEST or any(heading.level for heading in headings):
        return iter(parts)
    if any(heading.text[:1].isdigit() for heading in headings):
        return iter(parts)  # numbers tell more
    outer = {id(heading) for heading in headings if _is_set_apart(text, heading.start)}
    if id(headings[0]) not in outer or not _FEWEST <= len(outer) <= len(headings) - _FEWEST:
        return iter(parts)
    others = [part for part in parts[1:] if not isinstance(part, Heading)]
    if sum(_is_set_apart(text, part.start) for part in others) > _FEW_OTHERS * len(others):
        return iter(parts)
    return (
        replace(part, level=1 if id(part) in outer else 2) if isinstance(part, Heading) else part
        for part in parts
    )


def _is_set_apart(text: str, start: int) -> bool:
    """Whether two lines at least are blank above the one that holds `start`."""
    if text[max(0, start - 3) : start].strip():  # as above most blocks
        return False
    above = text[max(0, start - 400) : start]
    blank = above[len(above.rstrip()) :]
    return blank.count("\n") >= _ENDS
