"""Reads the lines of a table of contents, and what such a table is called.

An entry names a section, maybe behind its number, and points to it: by a link within the
document, by the page behind dots or blanks, or as a question that is answered there.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.documents.section_numbers import Number, behind_number, number_of

_LONGEST_NAME = 40  # characters, of what contents are called
_CALLED = re.compile(
    r"\W*(?:(?:table of )?contents|toc|index|outline|(?:list of )?(?:questions|topics|sections)"
    r"|(?:in|on) this (?:page|document|section|chapter|article|guide|file)|quick links|jump to"
    r"|inhalt(?:sverzeichnis)?|sommaire|table des mati\u00e8res|\u00edndice|contenido|indice)\W*",
    re.IGNORECASE,
)
_PAGE = re.compile(  # what fails at the start of dots or blanks is not tried within them again
    r"(?:(?:(?<![\s.])\s*+|(?<=\.)\s{2,}+)(?:\.\s?+){3,}+|(?<!\s)\s{3,}+|(?<!\t)\t++)"
    r"\s*+(?:\d{1,4}|[ivxlc]{1,6})$"
)
_SIGNS = re.compile(r"\W*")
_ANY_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*\)")
_WORD = re.compile(r"\w+")


class ListedName(NamedTuple):
    """What contents name in `size` lines: the number in front, and how it points to a section."""

    size: int
    number: Number
    asks: bool  # it is a question, or a link within the document
    points: bool  # it asks, or ends with a page


def names_contents(text: str) -> bool:
    """Whether a line says that contents are below it.

    >>> names_contents("Table of contents:"), names_contents("Index funds")
    (True, False)
    """
    return len(text) <= _LONGEST_NAME and _CALLED.fullmatch(text) is not None


def listed(said: str, size: int = 1) -> ListedName:
    """What an entry says of the section it names."""
    asks = "?" in said or "](#" in said
    return ListedName(size, number_of(said, _signs(said)), asks, asks or has_page(said))


def has_page(said: str) -> bool:
    """Whether an entry ends with a page, behind dots or blanks."""
    return said[-1:].isalnum() and _PAGE.search(said) is not None


def key(said: str) -> str:
    """What an entry says, without its number, its page and its signs.

    >>> key("2.1 Early years ..... 14"), key("- [Early years](#early-years)")
    ('early years', 'early years')
    """
    said = _without_page(said)
    return _words(said, behind_number(said, _signs(said)))


def keys(said: str) -> list[str]:
    """The keys of the entries that may name a heading, whose figures are its number or its words.

    >>> keys("100 metres"), keys("Early years")
    (['metres', '100 metres'], ['early years'])
    """
    said = _without_page(said)
    begin = _signs(said)
    behind = behind_number(said, begin)
    return [_words(said, start) for start in ([behind, begin] if behind > begin else [begin])]


def _signs(said: str) -> int:
    signs = _SIGNS.match(said)
    return signs.end() if signs else 0


def _without_page(said: str) -> str:
    """An entry without what points to its section."""
    if said[-1:].isalnum() or "](" in said:
        return _ANY_LINK.sub(r"\1", _PAGE.sub("", said))
    return said


def _words(said: str, start: int) -> str:
    return " ".join(_WORD.findall(said, start)).casefold()
