"""The words of made-up text: how they are spelt, and how often each is written.

- The 16,000 commonest words and their frequencies are those of `bot/data/frequencies.txt`,
  whose values are rounded to a tenth; between them it is gone straight, in log-log.
- Beyond them come made-up words. Zipf's law bends at about that rank in large corpora, from
  an exponent of 1 to one of 1.6 to 2 (Ferrer i Cancho and Solé, Two Regimes in the Frequency
  of Words, 2001; Montemurro, Beyond the Zipf-Mandelbrot law, 2001). With 1.8 the vocabulary
  of a large text grows with its length to the power of 1 / 1.8 = 0.56 (Heaps' law).
- Function words are 44% of what is written, about what they are in `tests/data`.

A third of the made-up words are inflected forms of the one before, so that there are fewer
stems than words, as there are in English.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import bot
from bot.analysis.stop_words import FUNCTION_WORDS

FREQUENCIES = Path(bot.__file__).parent / "data" / "frequencies.txt"
FUNCTION_SHARE = 0.44
_BEND = 1.8  # Zipf's exponent beyond the words of the table
_MADE_UP = 4_000_000  # so many that what is cut off is one word in 2,000

_ONSETS = "b c d f g h l m n p r s t v br cl cr dr fl gr pl pr sh sp st th tr".split()
_SYLLABLES = [onset + vowel for onset in _ONSETS for vowel in "aeiouy"]  # 162
_ENDINGS = ["n", "r", "l", "x", "m", "nt", "ck", "st"]
_INFLECTIONS = ["s", "ed", "ing", "ly"]
_BASES = 1 << 22  # three syllables have more spellings
_SCATTER = 2_654_435_761 % _BASES | 1  # odd, so that no two numbers meet

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


def spelling(number: int) -> str:
    """The made-up word of that number, from 0; no two are alike.

    >>> [spelling(number) for number in range(4)]
    ['bababan', 'gybrispar', 'gybrispars', 'cralogrol']
    """
    group, form = divmod(number, 3)
    base = 2 * group + min(form, 1)
    rest = base * _SCATTER % _BASES
    syllables = []
    for _ in range(3):
        rest, at = divmod(rest, len(_SYLLABLES))
        syllables.append(_SYLLABLES[at])
    ending = _ENDINGS[base % len(_ENDINGS)]
    return "".join(syllables) + ending + (_INFLECTIONS[group % 4] if form > 1 else "")


class Spellings(dict[int, str]):
    """Number of a word -> how it is spelt; the made-up ones are made when they are met."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(enumerate(known))
        self._known = len(known)

    def __missing__(self, number: int) -> str:
        made = self[number] = spelling(number - self._known)
        return made


class Drawing:
    """Draws numbers of words by their frequencies."""

    def __init__(self, numbers: Numbers, weights: Floats) -> None:
        self._numbers = numbers
        self._sums = np.cumsum(weights) / weights.sum()

    def draw(self, chance: np.random.Generator, count: int) -> Numbers:
        """`count` numbers, each independent of the others."""
        found = np.searchsorted(self._sums, chance.random(count), side="right")
        return self._numbers[np.minimum(found, len(self._numbers) - 1)]


class Vocabulary:
    """All words: `spellings` of them, and drawings of `function` and of `content` words."""

    def __init__(self) -> None:
        known, weights = _table()
        bends = np.array([word in FUNCTION_WORDS for word in known])
        self.spellings = Spellings(known)
        numbers = np.arange(len(known))
        self.function = Drawing(numbers[bends], weights[bends])
        ranks = np.arange(len(known) + 1, len(known) + 1 + _MADE_UP)
        tail = weights[-1] * (ranks / len(known)) ** -_BEND
        content = np.concatenate([numbers[~bends], ranks - 1])
        self.content = Drawing(content, np.concatenate([weights[~bends], tail]))


def _table() -> tuple[list[str], Floats]:
    """The table's words, commonest first, and their shares of all that is written."""
    words: list[str] = []
    ranks: list[float] = []  # the middle of the words that have a value
    values: list[float] = []
    for value, row in _rows():
        ranks.append((max(len(words), 0.5) * (len(words) + len(row))) ** 0.5 + 0.5)
        values.append(value)
        words += row
    places = np.log(np.arange(1, len(words) + 1))
    return words, 10 ** (np.interp(places, np.log(ranks), values) - 9)


def _rows() -> Iterator[tuple[float, list[str]]]:
    """The table's values, highest first, and the words that have each."""
    by_value: dict[float, list[str]] = {}
    _, _, rows = FREQUENCIES.read_text("utf-8").partition("\n\n")  # behind the comment
    for row in rows.splitlines():
        word, _, value = row.partition(" ")
        if word.isascii() and word.isalpha() and (len(word) > 1 or word in {"a", "i"}):
            by_value.setdefault(float(value), []).append(word)
    yield from sorted(by_value.items(), reverse=True)
