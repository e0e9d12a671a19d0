"""Tells whether the fonts of a PDF name the letters of its text wrongly, right to left.

Such a font is often made for one file, with codes of its own and a table of what they mean. Where
the table is wrong, so is all text: figures and Latin letters stand within words, or hardly any word
is one of the language. Text from left to right is not judged: its tables seldom are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.analysis.detection import language_of
from bot.analysis.language_packs import has_pack, pack

_LETTER = "[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3]"
_WORD = re.compile(rf"{_LETTER}\S*{_LETTER}")
_FOREIGN = re.compile(rf"{_LETTER}[\x00-\x1fA-Za-z\ue000-\uf8ff]+{_LETTER}")
_MARKS = re.compile("[\u0591-\u05c7\u0640\u064b-\u0652]")
_MOST_FOREIGN = 0.01  # of the words, that have other letters within
_FEWEST_KNOWN = 0.25  # of the words, that the language's table of frequent ones has
_ENOUGH = 50  # words, to judge by
_MOSTLY = 0.5  # of all words


def are_wrong(lines: Iterable[str]) -> bool:
    """Whether the letters of lines from right to left are not those that were meant."""
    text = " ".join(lines)
    words = _WORD.findall(text)
    if len(words) < _ENOUGH or len(words) < _MOSTLY * text.count(" "):
        return False
    if sum(map(bool, map(_FOREIGN.search, words))) > _MOST_FOREIGN * len(words):
        return True
    language = language_of(text)
    if not has_pack(language):
        return False
    known = pack(language).zipf
    return sum(_MARKS.sub("", word) in known for word in words) < _FEWEST_KNOWN * len(words)
