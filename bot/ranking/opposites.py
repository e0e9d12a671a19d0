"""Recognises the opposite of what is asked about: the north gate for the south, Monday for Tuesday.

Of a few words that shut each other out, a question has one and the passage only another: then it
is near, and no answer. Sides, sizes, colours, numbers and times of the day are held to the
word that they stand before; days, months and seasons are not, for a sentence has them anywhere.

Left out on purpose: whether something is so ("Is it open on Mondays?"), which another day may
answer; spans ("from April to October") and lists of days, which may hold the one that is asked
for; and May, which is mostly a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.patterns import MONTHS, lazy
from bot.ranking.echoes import asks_for_more
from bot.ranking.features import FeatureExtractor, Features

_WORDS = lazy(r"[^\W\d_]+")
_KINDS = tuple(
    tuple(tuple(member.split("/")) for member in kind.split())
    for kind in (
        "north/northern south/southern east/eastern west/western",
        "upper/top lower/bottom",
        "left right",
        "front rear/back",
        "inner outer",
        "small/smaller/smallest/little large/larger/largest/big/bigger",
        "old/older/oldest new/newer/newest",
        "single double/two/multiple/several triple/three",
        "morning afternoon evening night",
        "red blue green yellow white black brown orange purple pink grey/gray",
    )
)
_TIMES = (
    "monday tuesday wednesday thursday friday saturday sunday".split(),
    [month for month in MONTHS if month != "may"],
    "spring summer autumn winter".split(),
)
_AHEAD = 3  # words behind a side, of which one is what it is of: "a single long walk"
_SHORT = 3  # letters of a day or month that are enough to name it
_VERB = "march"  # where it is written small
_LABEL = lazy(r"^[^\n]+:[^\w\n]*$", re.MULTILINE)
_ANY_TIME = lazy(
    r"\b(?:daily|always|every|each|all|any|weekdays?|weekends?|throughout|except"
    r"|(?:before|after|until|till|since|from|by)\s(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr"
    r"|june|july|aug|sep|oct|nov|dec|spring|summer|autumn|winter)[a-z]*)\b"
)


def is_on_opposite(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether the best sentence of a passage is on what the question's own words shut out."""
    if not asks_for_more(extractor.query.question):
        return False
    asked, said = _words(extractor.query.respelled), with_label(extractor, features)
    return names_opposite(asked, said, extractor.around(features.passage))


def with_label(extractor: FeatureExtractor, features: Features) -> str:
    """The best sentence, behind the last line before it in its passage that ends in a colon."""
    index, passage = extractor.index, features.passage
    before = index.text(passage)[: features.best.start - index.start(passage)]
    labels = _LABEL.findall(before)
    return " ".join((*labels[-1:], extractor.text(features)))


def names_opposite(asked: Sequence[str], said: str, around: str) -> bool:
    """Whether a sentence has only other words of a kind than a question's, given in small letters.

    >>> asked = "who keeps the south gate".split()
    >>> names_opposite(asked, "Ada keeps the north gate.", "Ada keeps the north gate.")
    True
    >>> names_opposite(asked, "Ada keeps the north gate.", "The south gate is shut.")
    False
    """
    known = {*_words(around)}
    return any(_is_side(asked, side, said, known) for side in _sides(asked)) or any(
        _is_time(time, said, known) for time in _times(asked)
    )


def _words(text: str) -> list[str]:
    return [word[0].lower() for word in _WORDS.finditer(text)]


def _sides(asked: Sequence[str]) -> Iterator[tuple[int, frozenset[str], frozenset[str]]]:
    """Where a question's words of the first kinds stand, with all that mean it and all others."""
    for at, word in enumerate(asked[:-1]):
        for kind in _KINDS:
            own = next((member for member in kind if word in member), None)
            if own is not None:
                others = {one for member in kind if member is not own for one in member}
                yield at, frozenset(own), frozenset(others)


def _is_side(
    asked: Sequence[str],
    side: tuple[int, frozenset[str], frozenset[str]],
    said: str,
    known: set[str],
) -> bool:
    at, own, others = side
    if not own.isdisjoint(known):
        return False
    words, thing = _words(said), asked[at + 1].rstrip("s")
    return any(
        word in others and any(after.rstrip("s") == thing for after in words[n : n + _AHEAD])
        for n, word in enumerate(words, 1)
    )


def _times(asked: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The days, months and seasons of a question, each with all of its kind."""
    for word in asked:
        for kind in _TIMES:
            if word.rstrip("s") in kind:
                yield word.rstrip("s"), kind


def _is_time(time: tuple[str, Sequence[str]], said: str, known: set[str]) -> bool:
    own, kind = time
    if any(word.startswith(own[:_SHORT]) for word in known) or _ANY_TIME.search(said.lower()):
        return False
    named = {word[0].rstrip("s") for word in _WORDS.finditer(said)}
    forms = [{one.capitalize()} if one == _VERB else {one, one.capitalize()} for one in kind]
    return sum(not form.isdisjoint(named) for form in forms) == 1
