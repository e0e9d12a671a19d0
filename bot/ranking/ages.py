"""Somebody's age in a question, and the ages that a text tells something of: 1-2 months, over 6.

A dose, a meal or a limit for one age is none for another. A text names ages in the first cells of
a table's rows, or as ages of somebody.

Left out on purpose: ages in words ("six months"), numbers of months that may be no age ("for 3
months"), and which row of a table is marked, where one is of the age that is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.patterns import lazy
from bot.ranking.features import FeatureExtractor, Features

AGE = lazy(  # of somebody: "my 4 year old", "a 6-month-old", "for my 3yo"
    r"\b(?:my|our|his|her|your|their|an?|the|this|for|to)\s+(\d{1,2})[\s-]*"
    r"(years?|yrs?|y|months?|mos?|weeks?|wks?|days?)[\s/-]*(?:olds?|o)\b"
    r"(?=\W*\Z|[,.?!;:]|\s(?:boy|girl|child|kid|son|daughter|baby|toddler|who|is|was|has|had|and"
    r"|or|with|to|if|when|take|takes|can|on|in|for|at|an?|the|it|just|got)\b)",
    re.IGNORECASE,
)
_DAYS = {"d": 1.0, "w": 7.0, "m": 30.44, "y": 365.25}  # by the first letter of a unit
_UNIT = r"(?:days?|weeks?|wks?|months?|mos?|years?|yrs?)"
_AT_AGE = lazy(
    rf"\bat (\d{{1,2}}) ({_UNIT})\b(?! (?:ago|later|into|after|before|from|of)\b)"
    r"|\baged? (\d{1,2})(?! ?[-\u2013\d])\b",
    re.IGNORECASE,
)
_BELOW = r"(?:under|below|younger than|less than|up to|before|until)"
_ABOVE = r"(?:over|above|older than|more than|at least|from|starting at)"
_OF_AGE = r"(?:[\s-]+(?:of age|olds?)\b)"
_AGES = lazy(
    rf"(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))?(?: the)?(?: ages? of)?(?:^|\s|\(|\b)"
    rf"(?P<low>\d{{1,2}})(?:[\s-]*(?P<lower>{_UNIT})(?P<aged>{_OF_AGE})?)?"
    rf"(?:\s?(?:-|\u2013|\u2014|\bup to\b|\bto\b|\bthrough\b|\band\b)\s?(?P<high>\d{{1,2}})"
    rf"[\s-]*(?P<upper>{_UNIT}))?\b(?P<old>{_OF_AGE})?"
    r"(?P<more>(?: and| or)? (?:over|older|up|above)\b|\+)?"
    r"(?P<less>(?: and| or)? (?:under|younger|below)\b)?",
    re.IGNORECASE,
)
_AGED = lazy(r"\b(?:ages?d?|child(?:ren)?|infants?|bab(?:y|ies)|newborns?|kids?|toddlers?"
             r"|adults?|teen\w*|boys?|girls?|people|persons?|adolescents?)\b(?:\W+\w+){0,3}\W*\Z",
             re.IGNORECASE)  # fmt: skip
_ROW = lazy(r"^[^\S\n]*+\|?([^|\n]*+)\|", re.MULTILINE)
_ALL = 200 * _DAYS["y"]


def is_for_another_age(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether a question names somebody's age, and a passage other ages alone."""
    asked = age_in(extractor.query.respelled)
    if asked is None or not any(map(str.isdigit, extractor.text(features))):
        return False
    index, passage = extractor.index, features.passage
    told = [*ages_in(f"{index.innermost_heading(passage)}\n{index.text(passage)}")]
    return bool(told) and not any(low <= asked < high for low, high in told)


def age_in(question: str) -> float | None:
    """The age in days that a question names as somebody's; None where it names none.

    >>> age_in("how much for my 2 week old"), age_in("how much at 1 year"), age_in("for 2 weeks")
    (14.0, 365.25, None)
    """
    found = AGE.search(question)
    if found is not None:
        return int(found[1]) * _DAYS[found[2][0].lower()]
    found = _AT_AGE.search(question)
    if found is None:
        return None
    return int(found[1] or found[3]) * _DAYS[(found[2] or "years")[0].lower()]


def ages_in(text: str) -> Iterator[tuple[float, float]]:
    """The ages that a text tells something of, each in days, from and up to.

    >>> [*ages_in("| 1-2 weeks | 3 cups |")], [*ages_in("Children under 2 weeks: no. For 3 days.")]
    ([(7.0, 21.0)], [(0.0, 14.0)])
    """
    for cell in _ROW.finditer(text):
        yield from (span for _, span in _spans(cell[1]))
    for found, span in _spans(text):
        if (
            found["aged"]
            or found["old"]
            or _AGED.search(text[max(0, found.start() - 40) : found.start("low")])
        ):
            yield span


def _spans(text: str) -> Iterator[tuple[re.Match[str], tuple[float, float]]]:
    for found in _AGES.finditer(text):
        unit = found["upper"] or found["lower"]
        if not unit:
            continue
        days = _DAYS[unit[0].lower()]
        low = int(found["low"]) * _DAYS[(found["lower"] or unit)[0].lower()]
        high = int(found["high"]) * days + days if found["high"] else low + days
        if found["below"] or found["less"]:
            low, high = 0.0, low
        elif found["above"] or found["more"]:
            high = _ALL
        yield found, (low, high)
