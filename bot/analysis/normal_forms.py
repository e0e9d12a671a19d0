"""The form in which a word is compared: without case, accents and strokes, numbers without groups.

Unicode's compatibility decomposition (NFKD) takes accents and width off; the letters that have
a stroke, or are two in one, are no letters with marks to it, and come from a short list.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bot.patterns import lazy

_THOUSANDS = lazy(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_THOUSANDS_BY_STOPS = lazy(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+")
# Thousands with blanks between.
_BLANK = " \u00a0\u2009\u202f"
_GROUPED = lazy(
    rf"(?<![\d.,'\u2019])(?<!\d[{_BLANK}])[1-9][0-9]{{0,2}}(?:[{_BLANK}][0-9]{{3}}){{1,4}}"
    rf"(?![{_BLANK}]?\d)"
)
THOUSANDS_SHAPE = b"0 000"  # of numbers that may be grouped
_SHAPES = bytes(
    ord("0" if sign.isdigit() else "a" if sign.islower() else "A" if sign.isupper() else ".")
    if sign.isascii() and sign.isalnum()
    else ord(" " if sign in " \u00a0?" else ".")
    for sign in map(chr, range(256))
)
_UNGROUPED = {ord(blank): "'" for blank in _BLANK}
_ASCII_LOWER_LIMIT = "\x80"
_STROKES = str.maketrans({
    "\u00f8": "o", "\u00e6": "ae", "\u0153": "oe", "\u0142": "l", "\u0111": "d", "\u00f0": "d",
    "\u00fe": "th", "\u0127": "h", "\u0131": "i", "\u0167": "t",
})  # fmt: skip


@lru_cache(maxsize=65536)
def normal(written: str) -> str:
    """The form in which a word is compared.

    >>> normal("Café"), normal("Øl"), normal("1,000"), normal("1.250.000"), normal("0,5")
    ('cafe', 'ol', '1000', '1250000', '0.5')
    """
    if written[0].isdigit():
        if _THOUSANDS.fullmatch(written):
            return written.replace(",", "")
        if _THOUSANDS_BY_STOPS.fullmatch(written):
            written = written.replace(".", "")
        return unicodedata.normalize("NFKC", written).replace(",", ".")
    if max(written) < _ASCII_LOWER_LIMIT:
        return written.lower()
    folded = unicodedata.normalize("NFKD", written).casefold()
    decomposed = unicodedata.normalize("NFKD", folded.translate(_STROKES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare or written


def shape(text: str) -> bytes:
    """A text's shape, a byte a character: a search in it takes a tenth of one with a pattern.

    Letters of ASCII are "a" or "A", figures "0"; a blank is one, and so may be what Latin 1 lacks.

    >>> shape("The lampOn 7 400")
    b'Aaa aaaaAa 0 000'
    """
    return text.encode("latin-1", "replace").translate(_SHAPES)


def grouped(text: str) -> str:
    """`text` with apostrophes for the blanks within numbers.

    >>> grouped("7 400 or 12 345 678; 1998 120 people; 100 200 300 400 500 600")
    "7'400 or 12'345'678; 1998 120 people; 100 200 300 400 500 600"
    """
    if THOUSANDS_SHAPE not in shape(text):
        return text
    return _GROUPED.sub(lambda number: number[0].translate(_UNGROUPED), text)
