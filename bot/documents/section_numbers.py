"""Reads the numbers that sections carry: "2.1 Scope", "\u00a7 3. Fees", "A.2 Timers", "4) Why?".

One grammar for headings, for what contents name and for what is counted through a document. A
number is a row of figures with points between them, of which the first may be a letter. "3.0"
is the third section, which holds "3.1".

Left out on purpose: Roman figures and lone letters, which stand in front of names as well
("I. Ito"); its shape shows whether they number a heading (see `heading_shapes`).
"""

from __future__ import annotations

import re

Number = tuple[int, ...]

_FURTHER = r"(?:\.\d{1,3})+"
PARTS = rf"\d{{1,3}}{_FURTHER}"  # a number with points
_NUMBER = re.compile(rf"(?:\u00a7\s*)?((?:[A-Z]|\d{{1,3}}){_FURTHER}|\d{{1,3}})[.):]*\s+(?=\S)")


def number_of(text: str, start: int = 0) -> Number:
    """The number that a line carries in front, part by part; empty where it has none.

    >>> number_of("2.1 Scope"), number_of("3.0 Fees"), number_of("Scope")
    ((2, 1), (3,), ())
    """
    found = _NUMBER.match(text, start)
    if not found:
        return ()
    parts = tuple(int(part) if part.isdecimal() else ord(part) for part in found[1].split("."))
    return parts[:-1] if parts[1:] and parts[-1] == 0 else parts


def behind_number(text: str, start: int = 0) -> int:
    """Where the name begins behind a line's number; `start` where it has none.

    >>> behind_number("2.1 Scope"), behind_number("Scope")
    (4, 0)
    """
    found = _NUMBER.match(text, start)
    return found.end() if found else start


def next_of(number: Number) -> Number:
    """The number after this one on its level; one that no section has where there is none.

    >>> next_of((2, 1))
    (2, 2)
    """
    return (*number[:-1], number[-1] + 1) if number else (-1,)


def may_follow(before: Number, number: Number) -> bool:
    """Whether a section's number is the next one: on its level, one deeper, or further out.

    >>> [may_follow((2, 1), number) for number in ((2, 2), (2, 1, 1), (3,), (2, 3))]
    [True, True, True, False]
    """
    depth = len(number)
    return number == (*before, 1) or (depth <= len(before) and number == next_of(before[:depth]))
