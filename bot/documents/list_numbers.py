"""Writes the numbers that office programs count up by themselves, as they show them."""

from __future__ import annotations

from bot.analysis.roman_numerals import roman


def lettered(number: int) -> str:
    """A number in letters, as lists have it: a to z, then aa, bb.

    >>> lettered(3), lettered(28)
    ('c', 'bb')
    """
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def figure(number: int, style: str) -> str:
    """A number in one of the styles that OOXML and OpenDocument name.

    >>> [figure(4, style) for style in ("decimal", "1", "upperRoman", "a", "decimalZero")]
    ['4', '4', 'IV', 'd', '04']
    """
    match style:
        case "lowerRoman" | "i":
            return roman(number)
        case "upperRoman" | "I":
            return roman(number).upper()
        case "lowerLetter" | "a":
            return lettered(number)
        case "upperLetter" | "A":
            return lettered(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)
