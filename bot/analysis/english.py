"""Whether a word is English as it is spelled: then it is no misspelling of another."""

from __future__ import annotations

from functools import lru_cache

from bot.analysis.rarity import is_common
from bot.analysis.sorted_lines import SortedLines
from bot.data import shipped

# What makes another English word of one: "drummer", "readable", "restarts".
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "r", "ers", "rs", "able", "ness", "less", "ly")
_SHORTEST = 3  # letters of what an ending is put to


@lru_cache(maxsize=4096)
def is_english(word: str) -> bool:
    """Whether a word in normal form is an English one, or a common one with an ending.

    >>> is_english("tome"), is_english("ender"), is_english("mesured")
    (True, True, False)
    """
    return _is_listed(word) or any(
        word.endswith(ending) and is_common(word.removesuffix(ending))
        for ending in _ENDINGS
        if len(word) - len(ending) >= _SHORTEST
    )


def _is_listed(word: str) -> bool:
    return is_common(word) or _table().after(f"{word}\n") is not None


@lru_cache(maxsize=1)
def _table() -> SortedLines:
    _, _, rows = shipped("english.txt").partition(b"\n\n")  # behind the comment
    return SortedLines(rows)
