"""Recognises a passage that has no amount of what it is asked how much there is of.

"How many mg are in a tablet?" is not answered by "Tablets come in two strengths", nor by a year:
what answers has a number, and a unit of the kind that is asked for - a mass, a time, a share.
Nor is a dose the answer to how much is deadly, or too much; nor is what has none of the things
that are to be counted, if they are no units.

Left out on purpose: "how deep", "how wide" and the like, which words answer as well.
"""

from __future__ import annotations

import re

from bot.patterns import lazy
from bot.ranking.answer_type import AnswerType, holds
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.presence import is_in, presences

# The units of one kind: those that are words by themselves, and those that a number makes one.
_KINDS = (
    ("milligrams? micrograms? grams? kilograms? grammes? kilos? ounces? pounds? stones? tons?"
     " tonnes? mg mcg \u00b5g \u03bcg ug kg oz lbs?", "g"),
    ("millilit(?:er|re)s? centilit(?:er|re)s? lit(?:er|re)s? gallons? pints? quarts? cups?"
     " (?:table|tea)?spoon(?:ful)?s? tbsp tsp drops? ml cl dl", "l"),
    ("millimet(?:er|re)s? centimet(?:er|re)s? kilomet(?:er|re)s? met(?:er|re)s? inch(?:es)? feet"
     " foot yards? miles? mm cm km ft", "m in"),
    ("seconds? minutes? hours? days? nights? weeks? fortnights? months? years? decades?"
     " centur(?:y|ies) secs? mins? hrs? daily hourly weekly monthly yearly", "s h d"),
    ("degrees? celsius centigrade fahrenheit \u00b0[cf]?", "c f"),
    ("volts? millivolts? kilovolts?", "v kv mv"),
    ("amps? amperes? milliamps? milliamperes?", "a ma"),
    ("watts? kilowatts? megawatts?", "w kw mw"),
    ("dollars? bucks euros? cents? rupees? yen usd eur gbp $ \u20ac \u00a3", ""),
    ("percent(?:age)?s? per-cent % ppm ppb share parts?", ""),
)  # fmt: skip


def _pattern(words: str, letters: str) -> str:
    words = words.replace("$", r"\$")
    behind_number = rf"|(?<=\d)\s?(?:{'|'.join(letters.split())})(?![^\W\d_])" if letters else ""
    return rf"(?<![^\W\d_])(?:{'|'.join(words.split())})(?![^\W\d_]){behind_number}"


_UNITS = tuple(lazy(_pattern(*kind), re.IGNORECASE) for kind in _KINDS)
_ASKED = tuple(  # a letter is no unit there: "how many in a team"
    lazy(rf"\bhow (?:many|much) (?:of an? )?{_pattern(words, '')}", re.IGNORECASE, needs="how")
    for words, _ in _KINDS
)
# Not behind another asking word: "on what does it depend how much ...".
_HOW_MANY = lazy(
    r"(?:(?!\b(?:what|which|why|who|where)\b).)*\bhow (?:many|much)\b",
    re.IGNORECASE | re.DOTALL,
    needs="how",
)
_COUNTED = lazy(  # what of
    r"\bhow many\s+([^.?!,;]*?)(?=\W*\Z|[.?!,;]|\s(?:(?P<verb>do|does|did|can|could|may|should"
    r"|shall|must|will|would|is|are|was|were|has|have|had)|i|you|we|they|he|she|it|u|there|per|for"
    r"|in|on|at|to|of|with|and|or|before|after|an?|the|each|every)\b)",
    re.IGNORECASE,
    needs=("how many",),
)
_TOO_MUCH = lazy(
    r"\bhow (?:much|many)\b[^.?!,;]*\b(?:deadly|lethal|fatal|toxic|poisonous|kills?|die"
    r"|an? overdose|too (?:much|many))\b",
    re.IGNORECASE,
    needs=("how much", "how many"),
)
_LIMITS = lazy(  # beside its amount
    r"\b(?:deadly|lethal|fatal|toxic\w*|poison\w*|too (?:much|many)|overdos\w+|kill\w*|dies?|death"
    r"|died|more|over|above|at (?:the )?most|max(?:imum)?|exceed\w*|limit\w*|up to|no (?:more|less)"
    r"|(?:never|not) [^.]*(?:more|over|than))\b",
    re.IGNORECASE,
)
_TAKEN = lazy(  # what of it harms: "2 mg", "half a cap"; no share, no time, none of those harmed
    r"(?<![\w.,$-])(?:\d{1,3}(?:[.,]\d+)?|half an?|one|two|three|four|five|six|ten|an?(?= single)"
    r"|a few|a handful of)(?![\w.,-]*\d)(?!\s?(?:%|per ?cent|times|people|persons?|adults?|children"
    r"|patients?|deaths?|cases?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|out of|in \d"
    r"|of (?:all|them|the|those|these))\b|\s?%)\s?(?=[^\W\d_])",
    re.IGNORECASE,
)
_DENIES = lazy(r"\b(?:not|no|never|cannot|without)\b|n['\u2019]t\b", re.IGNORECASE)
_SENTENCE = lazy(r"(?<=[.!?;])\s+|\n+")
_NUMBERING = lazy(r"^\W*\d+(?:[-.]\d+)*\\?[.):]?(?=\s+\D)", re.MULTILINE)


def has_no_amount(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether it is asked how many or much, and a passage has no number at all, or no such unit."""
    question = extractor.query.respelled
    if not _HOW_MANY.match(question):
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
    things = [one for one in presences(extractor, features) if is_in(one.concept, counted[1])]
    # Where no auxiliary follows, there may be a verb at the end: "how many rolls fit in".
    heads = things[-1:] if counted["verb"] else things
    return bool(heads) and not any(one.is_there or _is_unit(one.concept.asked) for one in heads)


def _is_unit(word: str) -> bool:
    return any(units.fullmatch(word) for units in _UNITS)


def lacks_limit(question: str, said: str) -> bool:
    """Whether a question asks how much is too much, and no sentence of a text has a limit.

    >>> lacks_limit("how much is deadly", "Swallow 300 mg. It can be deadly.")
    True
    >>> lacks_limit("how much is deadly", "More than 300 mg can be deadly.")
    False
    >>> lacks_limit("how much is too much", "Swallow 300 mg. Do not chew it.")
    True
    """
    if not _TOO_MUCH.search(question):
        return False
    return not any(_LIMITS.search(one) and _TAKEN.search(one) for one in _SENTENCE.split(said))


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
