"""Raised figures: a marker where they point to a note, else the figure of a power.

A figure that links to a note is a marker. One that does not is judged by what it follows: behind
a word or a sign of punctuation it is a marker, behind a figure, a formula in brackets, a letter
alone or a unit of length (`10\u2075`, `km\u00b2`) it is a power, written in raised figures.
"""

from __future__ import annotations

import re

from bot.patterns import YEAR

_FIGURES = str.maketrans(
    "0123456789+-\u2212",
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b",
)
_MARKS = re.compile(r"\[?(\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3})*)\]?[,;]?")
_POWER = re.compile(r"[+\u2212-]?\d{1,3}[+\u2212-]?")
# What a power stands behind: a letter alone, a figure that is no year, a formula in brackets.
_SYMBOL = re.compile(
    r"(?:(?<![^\W\d_])[^\W\d_aI]|\d|[\u00b0\u0370-\u03ff]|\([^()]*[+*/=\u2212\u00b1][^()]*\))$"
)
_UNIT = re.compile(
    r"(?:\d\s?|/|\bper |\bsquare |\bcubic )(?:in|ft|yd|mi|sec|min)$|(?<![^\W\d_])[kcmn\u00b5]m$"
)
_YEAR = re.compile(rf"(?<!\d){YEAR}$")


def raised(before: str, figures: str, *, linked: bool = False) -> str:
    """What stands raised behind `before`, as it is written in the canonical text.

    >>> raised("in rats.", "13"), raised("10", "5"), raised("5 km", "2"), raised("the 4", "th")
    ('[13]', '\u2075', '\u00b2', 'th')
    """
    bare = figures.strip()
    marks = _MARKS.fullmatch(bare)
    if linked and bare:
        return bare if bare.startswith("[") else f"[{bare.strip('()')}]"
    if bare.startswith("["):
        return figures
    last = before[-40:].rstrip()
    symbol = (_SYMBOL.search(last) or _UNIT.search(last)) and not _YEAR.search(last)
    if marks and not symbol and last:
        return f"[{marks[1]}]"
    if _POWER.fullmatch(bare) and last:
        return bare.translate(_FIGURES)
    return figures
