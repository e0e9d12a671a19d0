"""Finds what may end a sentence: a stop and the marks that close behind it, in front of a space.

Left out on purpose: whether a sentence does end there (see `sentences`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.patterns import lazy

_CLOSING_OF_ASCII, _FULL_OF_ASCII = "\"')\\]}*_", ".?!"
CLOSING = f"{_CLOSING_OF_ASCII}\u2019\u201d\u00bb"
_FULL = f"{_FULL_OF_ASCII}\u2026\u061f\u06d4\u0964"
_WIDE = "\u3002\uff01\uff1f"  # Chinese and Japanese, with no space behind


def _spaced(full: str, closing: str) -> str:
    """The pattern of what follows one of the stops `full`, with a space behind all of it."""
    return (
        rf"(?<=[{full}])(?<![{full}]{{2}})[{full}]*+[{closing}]{{0,8}}"
        rf"(?:[^\S\n]++(?![,;:)\]{full}]+(?:\s|$))|[^\S\n]*+\n\s*+)(?=\S)"
    )


# They begin with the set of their first characters: see `markers._SIGN`.
STOP = lazy(
    rf"[{_FULL}{_WIDE}](?:{_spaced(_FULL, CLOSING)}"
    rf"|(?<=[{_WIDE}])(?<![{_WIDE}]{{2}})[{_WIDE}]*+"
    "(?:[\u300d\u300f\uff09\u201d]{1,8}+(?![\u3041-\u309f]))?\\s*+(?=[^\\s\u300d\u300f\uff09\u201d]))"
)
# It finds the same in ASCII, and is compiled in a tenth of the time; tests hold both together.
STOP_OF_ASCII = lazy(rf"[{_FULL_OF_ASCII}]{_spaced(_FULL_OF_ASCII, _CLOSING_OF_ASCII)}")


def stops(text: str, start: int) -> Iterator[re.Match[str]]:
    """The stops from `start` on, each with all that belongs to its sentence behind it.

    >>> [stop.end() for stop in stops("It (all.) fell. It rose.", 0)]
    [10, 16]
    """
    return (STOP_OF_ASCII if text.isascii() else STOP).finditer(text, start)
