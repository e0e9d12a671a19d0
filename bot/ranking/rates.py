"""Recognises a passage that has no rate, where it is asked for how much there is per time.

"How many presses a minute?" is not answered by "press it for at least 20 minutes": what answers
says a minute, each minute, in 60 seconds or daily. Nor does what is taken every four hours say
what the most per day is.

Left out on purpose: rates per anything but time, and which time a rate is of, where no most or
least is asked for: one breath every five seconds says how many that are a minute.
"""

from __future__ import annotations

import re

from bot.patterns import lazy
from bot.ranking.features import FeatureExtractor, Features

_TIME = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|mornings?|evenings?|weeks?"
    r"|fortnights?|months?|quarters?|seasons?|years?)"
)
# "A minute" is a rate, but not "for a minute", "half a minute", "a minute of it".
_BY_ARTICLE = (
    r"(?<!\bfor )(?<!\bin )(?<!\bafter )(?<!\bwithin )(?<!\babout )(?<!\bthan )(?<!\bhalf )"
    rf"(?<!\bis )\ban? {_TIME}\b(?!['\u2019]| (?:of|old|or|long|later|ago|before)\b)"
    r"(?<!second(?=\s\w))"  # a second dose
)
_RATE = (
    rf"\b(?:per|each|every|any|an?(?= \d)) (?:(?:\d+|single|other|second|third|few|couple of|\w+)"
    rf"[\s-])?{_TIME}\b|/\s?(?:{_TIME}|min|hr?|d|wk|yr)\b|{_BY_ARTICLE}"
    r"|\b(?:daily|nightly|hourly|weekly|fortnightly|monthly|quarterly|yearly|annual(?:ly)?"
    r"|per annum|bpm|rpm|q\d+h)\b"
)
_SPAN = (
    r"\b(?:in|within|over|during) (?:(?:an?|one|any|each|the)(?: (?:single|given|\d+))?"
    rf"|24|twenty[\s-]four|48|72|60|sixty)[\s-]{_TIME}\b"
)
_HOW_MANY = r"\bhow (?:many|much|often)\b"
_MOST = r"\b(?:max(?:imum)?|most|limit|minimum|at least)\b"
_ASKED = lazy(
    rf"(?:{_HOW_MANY}|{_MOST})[^.?!,;]*?(?:\bper {_TIME}\b|\b(?:each|every) {_TIME}\b"
    rf"|{_BY_ARTICLE}(?! (?:do|does|did|is|are)\b)|\bin (?:an?|one|any) {_TIME}(?=\W*\Z|[.,?!]))",
    re.IGNORECASE,
    needs=("how", "max", "most", "limit", "minimum", "least"),
)
_TOLD = lazy(rf"{_RATE}|{_SPAN}", re.IGNORECASE)


def has_no_rate(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether it is asked how much there is per time, and a passage tells nothing per time."""
    return lacks_rate(extractor.query.respelled, extractor.around(features.passage))


def lacks_rate(question: str, said: str) -> bool:
    """Whether a question asks how much there is per time, and a text has nothing per time.

    >>> lacks_rate("how many presses a minute?", "Press it for at least 20 minutes.")
    True
    >>> lacks_rate("how many presses a minute?", "Press it 9 times every 5 seconds.")
    False
    >>> lacks_rate("how many can I take in half a minute?", "Take two.")
    False
    """
    return _ASKED.search(question) is not None and not _TOLD.search(said)
