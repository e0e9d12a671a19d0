"""Roman numerals: written for a number, and read as one."""

from __future__ import annotations

_SIGNS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_VALUES = {sign: value for value, sign in _SIGNS if len(sign) == 1}
_LARGEST = 4000  # and all above have no numeral


def roman(number: int) -> str:
    """A number in small Roman numerals; in figures where it has none.

    >>> roman(14), roman(2026), roman(0)
    ('xiv', 'mmxxvi', '0')
    """
    if not 0 < number < _LARGEST:
        return str(number)
    written = ""
    for value, sign in _SIGNS:
        written += sign * (number // value)
        number %= value
    return written


def number_of(numeral: str) -> int:
    """The number that a numeral is, in small letters or capitals, well formed or not.

    >>> number_of("XIV"), number_of("mmxxvi"), number_of("iiii")
    (14, 2026, 4)
    """
    values = [_VALUES[letter] for letter in numeral.lower()]
    behind = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, behind, strict=True))
