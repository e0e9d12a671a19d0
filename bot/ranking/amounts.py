"""Recognises a passage without the number that is asked for: how much, how often, how long.

"How many mg are in a tablet?" is not answered by "Tablets come in two strengths", nor by a year:
what answers has a number, and a unit of the kind that is asked for - a mass, a time, a share.
Nor is what has none of the things that are to be counted, if they are no units.

"How many presses a minute?" is not answered by "press it for at least 20 minutes": what answers
says a minute, each minute, in 60 seconds or daily. Nor does what is taken every four hours say
what the most per day is. "How long do I rinse it?" is not answered by a passage without any time,
nor "How long does it last?" by the year in which it was first sold; nor "How long after a deco
dive?", where no passage has that word, by how long after other dives.

Left out on purpose: "how deep", "how wide" and the like, and how long things are in themselves
("How long is a round?"), which words answer as well; rates per anything but time; and which time a
rate is of, where no most or least is asked for: one breath every five seconds says how many that
are a minute.
"""

from __future__ import annotations

import re

from bot.patterns import HOW_MANY, NEEDS_HOW_MANY, TIME_UNITS, YEAR, lazy, one_of
from bot.ranking.answer_type import AnswerType, holds
from bot.ranking.concepts import ConceptKind
from bot.ranking.deadly import lacks_limit
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.presence import presences

# How many. The units of one kind: those that are words, and those that a number makes one.
_KINDS = (
    ("milligrams? micrograms? grams? kilograms? grammes? kilos? ounces? pounds? stones? tons?"
     " tonnes? mg mcg \u00b5g \u03bcg ug kg oz lbs?", "g"),
    ("millilit(?:er|re)s? centilit(?:er|re)s? lit(?:er|re)s? gallons? pints? quarts? cups?"
     " (?:table|tea)?spoon(?:ful)?s? tbsp tsp drops? ml cl dl", "l"),
    ("millimet(?:er|re)s? centimet(?:er|re)s? kilomet(?:er|re)s? met(?:er|re)s? inch(?:es)? feet"
     " foot yards? miles? mm cm km ft", "m in"),
    (f"{TIME_UNITS} fortnights? decades? centur(?:y|ies) daily hourly weekly monthly yearly",
     "s h d"),
    ("degrees? celsius centigrade fahrenheit \u00b0[cf]?", "c f"),
    ("volts? millivolts? kilovolts?", "v kv mv"),
    ("amps? amperes? milliamps? milliamperes?", "a ma"),
    ("watts? kilowatts? megawatts?", "w kw mw"),
    ("dollars? bucks euros? cents? rupees? yen usd eur gbp $ \u20ac \u00a3", ""),
    ("percent(?:age)?s? per-cent % ppm ppb share parts?", ""),
)  # fmt: skip


def _pattern(words: str, letters: str) -> str:
    words = one_of(words.replace("$", r"\$"))
    behind_number = rf"|(?<=\d)\s?{one_of(letters)}(?![^\W\d_])" if letters else ""
    return rf"(?<![^\W\d_]){words}(?![^\W\d_]){behind_number}"


_UNITS = tuple(lazy(_pattern(*kind), re.IGNORECASE) for kind in _KINDS)
_ASKED = tuple(  # a letter is no unit there: "how many in a team"
    lazy(rf"{HOW_MANY} (?:of an? )?{_pattern(words, '')}", re.IGNORECASE, needs=NEEDS_HOW_MANY)
    for words, _ in _KINDS
)
# Not behind another asking word: "on what does it depend how much ...".
_ASKS = lazy(
    rf"(?:(?!\b(?:what|which|why|who|where)\b).)*{HOW_MANY}",
    re.IGNORECASE | re.DOTALL,
    needs=NEEDS_HOW_MANY,
)
_COUNTED = lazy(  # what of
    r"\bhow many\s+([^.?!,;]*?)(?=\W*\Z|[.?!,;]|\s(?:(?P<verb>do|does|did|can|could|may|should"
    r"|shall|must|will|would|is|are|was|were|has|have|had)|i|you|we|they|he|she|it|u|there|per|for"
    r"|in|on|at|to|of|with|and|or|before|after|an?|the|each|every)\b)",
    re.IGNORECASE,
    needs=("how many",),
)
_DENIES = lazy(r"\b(?:not|no|never|cannot|without)\b|n['\u2019]t\b", re.IGNORECASE)
_NUMBERING = lazy(r"^\W*\d+(?:[-.]\d+)*\\?[.):]?(?=\s+\D)", re.MULTILINE)

# How much or how often per time.
_TIME = one_of(f"{TIME_UNITS} fortnights? mornings? evenings? quarters? seasons?")
# "A minute" is a rate, but not "for a minute", "half a minute", "a minute of it".
_NOT_BEHIND = "".join(
    rf"(?<!\b{word} )" for word in "for in after within about than half is".split()
)
_BY_ARTICLE = (
    rf"{_NOT_BEHIND}\ban? {_TIME}\b(?!['\u2019]| (?:of|old|or|long|later|ago|before)\b)"
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
_MOST = r"\b(?:max(?:imum)?|most|limit|minimum|at least)\b"
_ASKED_RATE = lazy(
    rf"(?:{HOW_MANY}|\bhow often\b|{_MOST})[^.?!,;]{{0,100}}?"
    rf"(?:\b(?:per|each|every) {_TIME}\b"
    rf"|{_BY_ARTICLE}(?! (?:do|does|did|is|are)\b)|\bin (?:an?|one|any) {_TIME}(?=\W*\Z|[.,?!]))",
    re.IGNORECASE,
    needs=(*NEEDS_HOW_MANY, "how often", "max", "most", "limit", "minimum", "least"),
)
_RATES = lazy(rf"{_RATE}|{_SPAN}", re.IGNORECASE)

# How long.
_HOW_LONG = lazy(
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


def has_no_amount(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether it is asked how many or much, and a passage has no number at all, or no such unit."""
    question = extractor.query.respelled
    if not _ASKS.match(question):
        return False
    text = extractor.index.text(features.passage)
    if _counts_another(extractor, features) or lacks_limit(question, text):
        return True
    if _DENIES.search(extractor.text(features)):  # there is none
        return False
    said = _NUMBERING.sub("", text)
    if not holds(said, AnswerType.QUANTITY):
        return True
    return lacks_unit(question, extractor.around(features.passage))


def _counts_another(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether what is to be counted, and is no unit, is neither in a passage nor above it.

    "How many hand pushes?" is not answered by "Push the cart by hand for 20 paces".
    """
    counted = _COUNTED.search(extractor.query.question)
    if counted is None:
        return False
    things = presences(extractor, features, counted[1])
    # Where no auxiliary follows, there may be a verb at the end: "how many rolls fit in".
    heads = things[-1:] if counted["verb"] else things
    return bool(heads) and not any(one.is_there or _is_unit(one.concept.asked) for one in heads)


def _is_unit(word: str) -> bool:
    return any(units.fullmatch(word) for units in _UNITS)


def lacks_unit(question: str, said: str) -> bool:
    """Whether a question asks how many of a unit there are, and a text has none of its kind.

    >>> lacks_unit("how many mg?", "Since 2017 it is sold."), lacks_unit("how many mg?", "2 g")
    (True, False)
    >>> lacks_unit("how many in a team?", "Two play.")
    False
    """
    return any(
        asked.search(question) and not units.search(said)
        for asked, units in zip(_ASKED, _UNITS, strict=True)
    )


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
    return _ASKED_RATE.search(question) is not None and not _RATES.search(said)


def has_no_duration(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether it is asked how long something is done, and a passage does not say so of it."""
    query = extractor.query
    if query.answer_type is not AnswerType.DURATION or not _HOW_LONG.search(query.respelled):
        return False
    things = (one for one in query.concepts if one.kind is ConceptKind.CONTENT)
    if any(one.limit and one.is_unknown for one in things):
        return True
    return only_dates(extractor.text(features)) or lacks_duration(
        extractor.around(features.passage)
    )


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
