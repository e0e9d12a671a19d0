"""What an English question is narrowed to, and words that only ask for a measure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.analysis import Token
from bot.ranking.answer_type import MEASURED

PREPOSITIONS = frozenset(
    """in for with on during to from at by of about against among after before without than under
    via into per outside inside within""".split()
)
_LIMITING = PREPOSITIONS - {"under"}  # which has an amount behind it: "under five"
_DETERMINERS = "a an the my your his her its their this that these those any some all".split()
# What "how long" asks for, as a line of facts is called by it.
_MEASURES = {
    "long": "length duration", "old": "age", "high": "height", "tall": "height", "deep": "depth",
    "heavy": "weight", "big": "size", "large": "size", "wide": "width", "far": "distance",
    "fast": "speed", "hot": "temperature", "often": "frequency",
}  # fmt: skip
_BEHIND_HOW = MEASURED | {"long", "old"}


def is_behind_preposition(words: Sequence[Token], at: int) -> bool:
    """Whether a word stands behind a preposition, as "dogs" does in "is it toxic in dogs"."""
    before = (word.text for word in reversed(words[:at]))
    return next((text for text in before if text not in _DETERMINERS), "") in _LIMITING


def only_measures(words: Sequence[Token], start: int, end: int) -> bool:
    """Whether words only ask for a measure: the "long" of "how long"."""
    before = words[start - 1].text if start else ""
    return end == start + 1 and before == "how" and words[start].text in _BEHIND_HOW


def measures_of(word: str) -> list[str]:
    """What a measure that a question asks for is called: "length" for "how long"."""
    return _MEASURES.get(word, "").split()
