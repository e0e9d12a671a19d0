"""Recognises a sentence about another thing of the kind asked for: number, letter or year differ.

Where the fourth bell is asked for, "The second bell is rung for fire" has all other words of the
question; so has plan A where plan C is, "The cup was won by Ada in 2019" where 2021 is, "20 to 30
kg" for "are 20 mg too much?", what answers the question before for a follow-up "and in winter?",
masts for marts, and non-PVC for PVC. All are near and no answer. Of people and animals `groups`
tells it, of sides and days `opposites`, of the rows of a table `rows`.

Left out on purpose: questions when something was, whether something is so (which another year may
answer: "It was built in 1900"), years that a span holds ("from 1901 to 1920"), and numbers that
are no ordinals; see `names` for these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.analysis.analyzer import Analyzer
from bot.analysis.english import is_english
from bot.analysis.variants import ORDINALS
from bot.patterns import lazy
from bot.ranking.acts import is_on_another_act
from bot.ranking.ages import is_for_another_age
from bot.ranking.amounts import has_no_amount, has_no_duration, has_no_rate
from bot.ranking.answer_type import AnswerType
from bot.ranking.confidence import Evidence
from bot.ranking.denials import names_contrary
from bot.ranking.echoes import asks_for_more
from bot.ranking.events import is_on_another_event
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.groups import speaks_of_others
from bot.ranking.opposites import is_on_opposite
from bot.ranking.pointers import may_point
from bot.ranking.presence import lacks_attribute
from bot.ranking.query import Query
from bot.ranking.rows import is_on_another_row
from bot.ranking.spelling import sound

_Rule = Callable[[FeatureExtractor, Features], bool]
_NUMBERS = {word: n for n, word in enumerate((*ORDINALS, "twentieth"), 1)}
_COUNTED = lazy(
    rf"\b(?:([0-9]{{1,3}})(?:st|nd|rd|th)|({'|'.join(_NUMBERS)}))[\s-]+([^\W\d_]{{3,}})",
    needs=(*_NUMBERS, *(f"{n}{end}" for n in range(10) for end in ("st", "nd", "rd", "th"))),
)
# "plan C", "gate-B"; small letters that are no word, and nothing short for one ("n" is "and").
_LABELLED = lazy(r"([^\W\d_]{3,})[\s-]([A-HJ-Z]|[b-hj-mp-qstvxz])(?![\w'\u2019])")
_VOWELS = frozenset("aeiouy")
_SHORTEST = 5  # letters; shorter words have many that are a letter away
_LOOSE = frozenset("time times century centuries person party place day half of".split())
_AMOUNT = lazy(  # of what is taken, weighed or measured; of a span, the first as well
    r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?=(?:\s?[-\u2013]\s?\d[\d.]*|\sto\s\d[\d.]*)?\s?"
    r"(mg|mcg|kg|g|ml|cl|l|mm|cm|m|km|volts?|v|w|watts?|amps?|hz)\b)"
)
_LIMITED = 0.45  # weight of what a follow-up is narrowed to, from which on an answer has it
_YEAR = lazy(r"(?<![\d.,])(1[2-9]\d\d|20\d\d)(?![\d]|[.,]\d)")
_OPEN = (
    r"\b(?:since|from|after|before|until|till|between|by|through|than)(?: \w+){0,2} (?=[12]\d{3})"
)
_SPAN = lazy(
    rf"{_OPEN}|\b[12]\d{{3}}(?:s\b|\s?[-\u2013\u2014/]\s?\d|\s(?:to|and|or|until)\s[12]\d)"
)
_OPEN_YEAR = lazy(_OPEN)


def speaks_of_another(extractor: FeatureExtractor, judged: Evidence) -> bool:
    """Whether a passage's best sentence is on another than the question's."""
    if extractor.before is not None and judged.confidence.limit >= _LIMITED:
        return True
    if extractor.tells_what_kills(judged.features):
        return True
    rules = _rules(extractor, extractor.text(judged.features))
    return any(rule(extractor, judged.features) for rule in rules)


def _rules(extractor: FeatureExtractor, said: str) -> Iterator[_Rule]:
    """The rules that hold for the index's language, and for a passage's best sentence."""
    yield from (_is_numbered_otherwise, _is_labelled_otherwise, _is_contrary)
    if not extractor.index.analyzer.is_english:
        return
    yield from (_has_alike, speaks_of_others, is_on_opposite)
    yield from (is_on_another_act, is_on_another_event, is_for_another_age, is_on_another_row)
    if not may_point(said):  # what leads elsewhere need not tell it here
        yield from (has_no_amount, has_no_rate, has_no_duration, lacks_attribute)


def _is_numbered_otherwise(extractor: FeatureExtractor, features: Features) -> bool:
    query, analyzer = extractor.query, extractor.index.analyzer
    if not any(map(str.isdigit, query.question)) and not _COUNTED.search(query.question.lower()):
        return False
    said = extractor.text(features)
    around = extractor.around(features.passage)
    if _counts_another(query, said, around, analyzer) or _measures_another(query, said):
        return True
    return _is_of_another_year(query, said, around)


def _is_labelled_otherwise(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether what is asked about by its letter has other letters alone: plan A for plan C."""
    analyzer = extractor.index.analyzer
    asked = {*_labelled(extractor.query.question, analyzer)}
    if not asked:
        return False
    others = {name for name, _ in _labelled(extractor.text(features), analyzer)}
    known = {*_labelled(extractor.around(features.passage), analyzer)}
    return any(name in others and (name, letter) not in known for name, letter in asked)


def _labelled(text: str, analyzer: Analyzer) -> Iterator[tuple[str, str]]:
    """Each word with a single letter behind it: its stem, and the letter as a capital."""
    for found in _LABELLED.finditer(text):
        word = found[1].lower()
        if not analyzer.is_function(word):
            yield analyzer.stem(word), found[2].upper()


def _is_contrary(extractor: FeatureExtractor, features: Features) -> bool:
    said = (extractor.text(features), extractor.index.text(features.passage))
    return any(names_contrary(extractor.asked, text) for text in said)


def _has_alike(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether a right word that no passage has is a letter away from one of the sentence.

    A question about marts is none about masts; but tires are tyres, which sound the same,
    and visiters are visitors.
    """
    asked = [
        concept.words[0]
        for concept in extractor.query.concepts
        if concept.is_unknown
        and len(concept.words) == 1
        and len(concept.words[0]) >= _SHORTEST
        and is_english(concept.words[0])
    ]
    said = extractor.index.analyzer.plain_words(extractor.text(features)) if asked else []
    return any(_is_alike(word, other) for word in asked for other in said)


def _is_alike(word: str, other: str) -> bool:
    if len(word) != len(other) or word[0] != other[0]:
        return False
    slips = [at for at, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
    if len(slips) != 1 or sound(word) == sound(other):
        return False
    unheard = slips[0] >= _SHORTEST - 1 and {word[slips[0]], other[slips[0]]} <= _VOWELS
    return not unheard


def _counts_another(query: Query, said: str, around: str, analyzer: Analyzer) -> bool:
    known = {number for number, _ in _counted(around, analyzer)}
    others = {noun for _, noun in _counted(said, analyzer)} - _LOOSE
    return any(
        noun in others and number not in known
        for number, noun in _counted(query.question, analyzer)
    )


def _counted(text: str, analyzer: Analyzer) -> Iterator[tuple[int, str]]:
    """Each ordinal in front of a word: its number, and the word's stem."""
    for found in _COUNTED.finditer(text.lower()):
        number = int(found[1]) if found[1] else _NUMBERS[found[2]]
        yield number, found[3] if found[3] in _LOOSE else analyzer.stem(found[3])


def _measures_another(query: Query, said: str) -> bool:
    """Whether an amount that is asked about is there as that of another measure only."""
    asked, there = {*_AMOUNT.findall(query.question.lower())}, {*_AMOUNT.findall(said.lower())}
    numbers = {number for number, _ in there}
    return any(number in numbers and (number, unit) not in there for number, unit in asked)


def _is_of_another_year(query: Query, said: str, around: str) -> bool:
    question = query.question
    asked = {*_YEAR.findall(question)}
    if not asked or query.answer_type in {AnswerType.YEAR, AnswerType.TIME}:
        return False
    if not asks_for_more(question) or _OPEN_YEAR.search(question):
        return False
    others = {*_YEAR.findall(said)}
    known = {*_YEAR.findall(around)}
    return bool(others) and asked.isdisjoint(known) and not _SPAN.search(said)
