"""What of a text is compared with a quotation: its words, numbers and signs, in order.

White space is none of it, nor are invisible hyphens, nor is whatever has a citation marker's
form: which of those may be left out is judged where the words agree (see `comparison`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from bot.analysis.markers import without_forms

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_ACCENTED = "[^\\W\\d]+(?:[\u0300-\u036f]+[^\\W\\d]*)*"  # an accent may be a character of its own
_LETTERS = rf"{_ACCENTED}(?:[{_INVISIBLE}]+{_ACCENTED})*"
_WORD = rf"{_LETTERS}(?:['\u2019]{_LETTERS})*"
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|{_WORD}|[^\w\s]")
_SAME = str.maketrans(
    "\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014\u2212", "''\"\"------"
)
# What makes another number of one that it stands in front of, and what goes on behind one.
_NUMBER_BEGAN = re.compile(
    "(?:(?<!\\w)[.,]|[-/^\u00b1\u2011-\u2013\u2212]|\\d[\u00a0\u2009\u202f])$"
)
_NUMBER_GOES_ON = re.compile(
    "[-/\u2011-\u2013\u2212]\\d|[\u00a0\u2009\u202f]\\d{3}(?!\\d)|[%^\u00b0\u2030]"
)
_THOUSANDS_BEGAN = re.compile("(?<!\\d)\\d{1,3} $")
_CUT_OFF = frozenset((".", ",", ";", ":", "\u2026", '"', "'"))


@dataclass(frozen=True, slots=True)
class ComparedToken:
    """A word, number or sign as it is compared, and its place in its text; `passage` is the
    number of that text in its document, from 0.
    """

    text: str
    start: int
    end: int
    passage: int = 0


def compared_tokens(
    text: str, known: Collection[str] = (), passage: int = 0, *, cut: bool = False
) -> list[ComparedToken]:
    r"""The tokens of a text; `known` and `cut` are those of `without_forms`.

    >>> [token.text for token in compared_tokens("Up to 5%\u2014or “0.5mg”.[3]")]
    ['Up', 'to', '5', '%', '-', 'or', '"', '0.5', 'mg', '"', '.']
    """
    return [
        ComparedToken(normal_form(match[0]), match.start(), match.end(), passage)
        for match in _TOKEN.finditer(without_forms(text, known, cut=cut))
        if not _HIDDEN.fullmatch(match[0])
    ]


def normal_form(written: str) -> str:
    """Letters composed, quotation marks and dashes of one shape each.

    >>> normal_form("1\u22122 \u201cµg\u201d") == '1-2 "\u03bcg"'
    True
    """
    bare = without_hidden(written)
    composed = unicodedata.normalize("NFC", bare.replace("\u00b5", "\u03bc"))
    return composed.translate(_SAME)


def without_hidden(text: str) -> str:
    """A text without hyphens, blanks and marks that nobody sees."""
    return text if text.isascii() else _HIDDEN.sub("", text)


def trimmed(asked: list[ComparedToken]) -> list[ComparedToken]:
    """Without the dots, stops and marks that a quotation begins or ends with."""
    first, last = 0, len(asked)
    while first < last and asked[first].text in _CUT_OFF:
        first += 1
    while last > first and asked[last - 1].text in _CUT_OFF:
        last -= 1
    return asked[first:last]


def began_before(before: str, word: str) -> bool:
    """Whether a word or number began in the text in front of it: "mg" in "300mg", "5" in ".5",
    "-5" and "1/5", and "000" in "1 000".
    """
    if not word[0].isalnum():
        return False
    if before[-1:].isalnum():
        return True
    if not word[0].isdigit():
        return False
    thousands = word[:3] == "000" and _THOUSANDS_BEGAN.search(before[-5:])
    return bool(thousands or _NUMBER_BEGAN.search(before[-3:]))


def goes_on_behind(after: str, word: str) -> bool:
    """Whether a word or number goes on in the text behind it: "30" in "300", "5" in "5%"."""
    if not word[-1].isalnum() or not after:
        return False
    if after[0].isalnum() or unicodedata.combining(after[0]):
        return True
    return word[-1].isdigit() and _NUMBER_GOES_ON.match(after) is not None
