"""How rare a word is in English at large, whatever it is in the document.

In a document of a few passages every word is rare, and BM25's idf cannot tell "mice" from
"usually". A table of general frequencies can. It holds the 16,000 most frequent words by
Zipf value (van Heuven et al., SUBTLEX-UK, 2014: the base-10 logarithm of occurrences in a
billion words); any other word counts as rare.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.analysis.sorted_lines import SortedLines
from bot.data import shipped

_COMMONEST = 7.0  # Zipf value from which on a word has no rarity at all ("and", "the")
_RAREST = 2.0  # and the one at which it has all of it
UNKNOWN = 3.0  # the Zipf value of a word that the table does not have


def rarity(word: str) -> float:
    """How rare a word in normal form is, from 0.0 ("the") to 0.8 (not in the table).

    >>> rarity("the"), rarity("usually"), rarity("bradycardia")
    (0.0, 0.36, 0.8)
    """
    return scaled(zipf(word))


def rarities() -> dict[str, float]:
    """The rarity of each word of the table, in the order of their bytes."""
    return {word: scaled(value) for word, value in _rows()}


@lru_cache(maxsize=4096)
def scaled(value: float) -> float:
    """The rarity of a word of that Zipf value."""
    return round(min(max((_COMMONEST - value) / (_COMMONEST - _RAREST), 0.0), 1.0), 3)


@lru_cache(maxsize=65536)
def zipf(word: str) -> float:
    """The word's Zipf value, 3.0 where the table does not have it."""
    return float(_table().after(f"{word} ") or UNKNOWN)


def is_common(word: str) -> bool:
    """Whether the table has the word: then it is no misspelling of another."""
    return _table().after(f"{word} ") is not None


def commonest(count: int) -> list[str]:
    """The `count` most frequent words of the table, in order; equals by the alphabet."""
    rows = sorted(_rows(), key=lambda row: (-row[1], row[0]))
    return [word for word, _ in rows[:count]]


def _rows() -> Iterator[tuple[str, float]]:
    for line in _table():
        word, _, value = line.partition(" ")
        yield word, float(value)


@lru_cache(maxsize=1)
def _table() -> SortedLines:
    _, _, rows = shipped("frequencies.txt").partition(b"\n\n")  # behind the comment
    return SortedLines(rows)
