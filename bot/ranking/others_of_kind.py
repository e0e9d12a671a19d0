"""Tells a sentence on another one of the kind that is asked for, by its number or its year.

Where the fourth bell is asked for, "The second bell is rung for fire" has all other words of the
question; so has "The cup was won by Ada in 2019", where 2021 is. Both are near and no answer.

Left out on purpose: questions when something was, whether something is so (which another year may
answer: "It was built in 1900"), years that a span holds ("from 1901 to 1920"), and numbers that
are no ordinals; see `names` for these.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.analysis.analyzer import Analyzer
from bot.analysis.variants import ORDINALS
from bot.patterns import lazy
from bot.ranking.answer_type import AnswerType
from bot.ranking.concepts import ConceptKind
from bot.ranking.echoes import asks_for_more
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.query import Query

_NUMBERS = {word: n for n, word in enumerate((*ORDINALS, "twentieth"), 1)}
_COUNTED = lazy(rf"\b(?:(\d{{1,3}})(?:st|nd|rd|th)|({'|'.join(_NUMBERS)}))[\s-]+([^\W\d_]{{3,}})")
_SHORTEST = 5  # letters; shorter words have many that are a letter away
_LOOSE = frozenset("time times century centuries person party place day half of".split())
_YEAR = lazy(r"(?<![\d.,])(1[2-9]\d\d|20\d\d)(?![\d]|[.,]\d)")
_OPEN = (
    r"\b(?:since|from|after|before|until|till|between|by|through|than)(?: \w+){0,2} (?=[12]\d{3})"
)
_SPAN = lazy(
    rf"{_OPEN}|\b[12]\d{{3}}(?:s\b|\s?[-\u2013\u2014/]\s?\d|\s(?:to|and|or|until)\s[12]\d)"
)
_OPEN_YEAR = lazy(_OPEN)


def speaks_of_another(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether a passage's best sentence is on another than the question's."""
    query, index, passage = extractor.query, extractor.index, features.passage
    if _has_alike(query, extractor, features):
        return True
    if not any(map(str.isdigit, query.question)) and not _COUNTED.search(query.question.lower()):
        return False
    said = extractor.text(features)
    around = " ".join((*index.heading(passage), index.text(passage)))
    if _counts_another(query, said, around, index.analyzer):
        return True
    return _is_of_another_year(query, said, around)


def _has_alike(query: Query, extractor: FeatureExtractor, features: Features) -> bool:
    """Whether a word that no passage has is a letter away from one that the sentence has.

    Who asks for marts does not ask for masts, for it is a word (else it would be respelled).
    """
    read = extractor.index.analyzer
    asked = [
        concept.words[0]
        for concept in query.concepts
        if concept.kind is ConceptKind.CONTENT
        and not concept.forms
        and len(concept.words) == 1
        and len(concept.words[0]) >= _SHORTEST
        and concept.words[0].isalpha()
    ]
    if not asked or not read.is_english:
        return False
    said = read.plain_words(extractor.text(features))
    return any(_is_alike(word, other) for word in asked for other in said)


def _is_alike(word: str, other: str) -> bool:
    if len(word) != len(other) or word[0] != other[0]:
        return False
    return sum(a != b for a, b in zip(word, other, strict=True)) == 1


def _counts_another(query: Query, said: str, around: str, read: Analyzer) -> bool:
    known = {number for number, _ in _counted(around, read)}
    others = {noun for _, noun in _counted(said, read)} - _LOOSE
    return any(
        noun in others and number not in known for number, noun in _counted(query.question, read)
    )


def _counted(text: str, read: Analyzer) -> Iterator[tuple[int, str]]:
    """Each ordinal in front of a word: its number, and the word's stem."""
    for found in _COUNTED.finditer(text.lower()):
        number = int(found[1]) if found[1] else _NUMBERS[found[2]]
        yield number, found[3] if found[3] in _LOOSE else read.stem(found[3])


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
