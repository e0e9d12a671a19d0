"""Recognises a passage that does not say how long, where somebody wants to know when to stop.

"How long do I rinse it?" is not answered by a passage without any time, nor "How long does it
last?" by the year in which it was first sold; nor "How long after a deco dive?", where no passage
has that word, by how long after other dives.

Left out on purpose: how long things are in themselves ("How long is a round?"), which is told in
other words than times as well.
"""

from __future__ import annotations

import re

from bot.patterns import YEAR, lazy
from bot.ranking.answer_type import AnswerType, holds
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.presence import presences

_OF_AN_ACT = lazy(
    r"\bhow long (?:(?:do|does|should|must|can|shall|may|have|has|would|will) (?:\w+ )"
    r"|to |before |after |until |till )",
    re.IGNORECASE,
    needs=("how long",),
)
_YEARS = lazy(rf"(?:\b[A-Z][a-z]+ )?\b{YEAR}\b")
_WITHOUT_TIME = lazy(
    r"\b(?:forever|for (?:life|good|ever)|life(?:time|long)?|always|never|instant(?:ly)?"
    r"|immediate(?:ly)?|no (?:limit|time)|once|(?:one|each|every|per|\d+|an?|the) (?:\w+ )?"
    r"(?:round|turn|game|session|match|season|leg|bar|beat)s?"
    r"|(?:all|one|a|the whole) (?:day|night|moment|while))\b",
    re.IGNORECASE,
)


def has_no_duration(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether it is asked how long something is done, and a passage does not say so of it."""
    if not _OF_AN_ACT.search(extractor.query.respelled):
        return False
    if extractor.query.answer_type is not AnswerType.DURATION:
        return False
    if any(one.concept.limit and one.concept.is_unknown for one in presences(extractor, features)):
        return True
    if only_dates(extractor.text(features)):
        return True
    return lacks_duration(extractor.around(features.passage))


def lacks_duration(said: str) -> bool:
    """Whether a text tells no time that anything takes.

    >>> lacks_duration("Rinse it as long as you can."), lacks_duration("Rinse it for an hour.")
    (True, False)
    """
    return not holds(said, AnswerType.DURATION) and not _WITHOUT_TIME.search(said)


def only_dates(said: str) -> bool:
    """Whether a text has a year and no other time.

    >>> only_dates("| Sold since | March 2023 |"), only_dates("In 2023 it took two days.")
    (True, False)
    """
    without = _YEARS.sub("", said)
    return without != said and lacks_duration(without)
