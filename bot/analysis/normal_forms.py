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
# Thousands with blanks between: first what a search finds fast, then all of it.
_BLANK = " \u00a0\u2009\u202f"
_MAY_BE_GROUPED = lazy(rf"[0-9][{_BLANK}](?=[0-9]{{3}}(?![0-9]))")
_GROUPED = lazy(
    rf"(?<![\d.,'\u2019])(?<!\d[{_BLANK}])[1-9][0-9]{{0,2}}(?:[{_BLANK}][0-9]{{3}}){{1,4}}"
    rf"(?![{_BLANK}]?\d)"
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


def grouped(text: str) -> str:
    """`text` with apostrophes for the blanks within numbers.

    >>> grouped("7 400 or 12 345 678; 1998 120 people; 100 200 300 400 500 600")
    "7'400 or 12'345'678; 1998 120 people; 100 200 300 400 500 600"
    """
    if not _MAY_BE_GROUPED.search(text):
        return text
    return _GROUPED.sub(lambda number: number[0].translate(_UNGROUPED), text)
