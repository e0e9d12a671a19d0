"""The form in which a word is compared: without case, accents and strokes, numbers without groups.

Unicode's compatibility decomposition (NFKD) takes accents and width off; the letters that have
a stroke, or are two in one, are no letters with marks to it, and come from a short list. Marks
that are no accents, as the vowels of Hindi, stay.

That is the form of English. In other languages words are counted and stemmed as they are spelled,
with their accents (`spelled`), and only stems are without (`bare`).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bot.patterns import lazy

_THOUSANDS = lazy(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_THOUSANDS_BY_STOPS = lazy(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+")
# Thousands with blanks between. The first figure comes before what may not stand in front of it,
# for a search leaps along a set.
_BLANK = " \u00a0\u2009\u202f"
_GROUPED = lazy(
    rf"[1-9](?<![\d.,'\u2019].)(?<!\d[{_BLANK}].)[0-9]{{0,2}}(?:[{_BLANK}][0-9]{{3}}){{1,4}}"
    rf"(?![{_BLANK}]?\d)"
)
# Where the letters of writings begin.
_GREEK, _CYRILLIC, _HEBREW, _OF_OTHERS = "\u0370", "\u0400", "\u0590", "\u0700"
_TATWEEL = "\u0640"  # makes an Arabic word longer, no other one
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
        if "," in written and _THOUSANDS.fullmatch(written):
            return written.replace(",", "")
        if "." in written and _THOUSANDS_BY_STOPS.fullmatch(written):
            written = written.replace(".", "")
        return unicodedata.normalize("NFKC", written).replace(",", ".")
    if max(written) < _ASCII_LOWER_LIMIT:
        return written.lower()
    return bare(unicodedata.normalize("NFKD", written).casefold()) or written


def bare(folded: str) -> str:
    """Letters in lower case without accents and strokes.

    >>> bare("\u00e6r\u00f8"), bare("\u0939\u093f\u0928\u094d\u0926\u0940")
    ('aero', '\u0939\u093f\u0928\u094d\u0926\u0940')
    """
    decomposed = unicodedata.normalize("NFKD", folded.translate(_STROKES))
    left = "".join(c for c in decomposed if not (unicodedata.combining(c) and _is_accent(c)))
    return left if left.isascii() else unicodedata.normalize("NFC", left)


def _is_accent(mark: str) -> bool:
    """Whether a mark is one of Latin, Greek, Cyrillic, Hebrew or Arabic."""
    return mark < _OF_OTHERS or "\u1ab0" <= mark < "\u2100" or mark >= "\ufe20"


def spelled(written: str) -> str:
    """A word in lower case as it is spelled: with its accents, but without what is optional.

    >>> spelled("CAF\u00c9"), spelled("1,000"), spelled("\u0391\u03b8\u03ae\u03bd\u03b1")
    ('caf\u00e9', '1000', '\u03b1\u03b8\u03b7\u03bd\u03b1')
    """
    if written[0].isdigit():
        return normal(written)
    if written.isascii():
        return written.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold())
    if folded[0] < _GREEK:
        return folded
    if folded[0] >= _OF_OTHERS:
        return folded
    decomposed = unicodedata.normalize("NFD", folded)
    if decomposed[0] < _CYRILLIC or decomposed[0] >= _HEBREW:
        left = "".join(c for c in decomposed if not unicodedata.combining(c) and c != _TATWEEL)
        return unicodedata.normalize("NFC", left) or folded
    return folded.replace("\u0301", "").replace("\u0451", "\u0435")


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
