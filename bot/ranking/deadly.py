"""Recognises a lethal dose, which is no answer to how much to take, and a dose that is not lethal.

"Dosage", "how much" and "mg" are in a sentence on either, and whoever asks for one must never be
shown the other. So where a question on an amount has no word of death or harm, a sentence that
tells a lethal or toxic amount counts little beside any other. Nor is a dose the answer to how much
is deadly, or too much.

Left out on purpose: what is too much by other words ("do not take more than"), which whoever asks
how much to take should read.
"""

from __future__ import annotations

import re

from bot.index import Index
from bot.patterns import HOW_MANY, NEEDS_HOW_MANY, TIME_UNITS, lazy, one_of
from bot.ranking.answer_type import AnswerType
from bot.ranking.query import Query

DEADLY = "lethal fatal deadly toxic poisonous"
_KILLS = lazy(
    rf"\b{one_of(DEADLY)}[\s-]+(?:[a-z]+[\s-]+)?"
    r"(?:dos(?:es?|ages?|ing)|amounts?|levels?|concentrations?|quantit(?:y|ies))\b"
    r"|\b[lt][dc](?:[\s-]?(?:50|lo)|\u2085\u2080)\b",
    re.IGNORECASE,
    needs=("lethal", "fatal", "deadly", "toxic", "poison", "ld", "lc", "td", "tc"),
)
_OVERDOSE = lazy(
    r"\boverdoses? (?:consisting )?of\b|\b(?:cases?|reports?)\b[^.]{0,40}\boverdose\b",
    re.IGNORECASE,
    needs=("overdose",),
)
_TOLD = lazy(  # in a question about what happened once
    r"\b(?:did|was|were|took|taken|had|been|got|gave|given|ate|drank|used|swallowed|ingested"
    r"|consumed|overdosed|patient|case|man|guy|person)\b",
    re.IGNORECASE,
)
_AMOUNT = lazy(
    r"(?:\b|(?<=\d))(?:dos(?:es?|ages?|ing)|amounts?|quantit(?:y|ies)|mgs?|milligrams?|grams?)\b",
    re.IGNORECASE,
)
_TO_TAKE = lazy(  # and all that is said behind it: "its LD50: how much should I take then"
    rf"{HOW_MANY}[^,;:.?!]{{0,40}}?\b(?:do|does|should|can|could|may|must|to|would)\b"
    r"[^,;:.?!]{0,20}?\b(?:takes?|use|have|eat|drink|swallow|give)\b.*",
    re.IGNORECASE | re.DOTALL,
    needs=NEEDS_HOW_MANY,
)
_TOO_MUCH = lazy(
    rf"{HOW_MANY}[^.?!,;]{{0,100}}"
    rf"\b(?:{one_of(DEADLY)}|kills?|die|an? overdose|too (?:much|many))\b",
    re.IGNORECASE,
    needs=NEEDS_HOW_MANY,
)
_LIMITS = lazy(  # beside its amount
    rf"\b(?:{one_of(DEADLY)}|toxic\w*|poison\w*|overdos\w+|kill\w*|dies?|death|died"
    r"|too (?:much|many)|more|over|above|at (?:the )?most|max(?:imum)?|exceed\w*|limit\w*|up to"
    r"|no less|(?:never|not) [^.]*than)\b",
    re.IGNORECASE,
)
_FEW = r"half\san? one two three four five six ten an?(?=\ssingle) a\sfew a\shandful\sof"
# A share, a time, or some of those harmed.
_OF_NO_SUBSTANCE = (
    rf"per ?cent|times|{one_of(TIME_UNITS)}"
    r"|people|persons?|adults?|children|patients?|deaths?|cases?"
    r"|out of|in \d|of (?:all|them|the|those|these)"
)
_TAKEN = lazy(  # what of it harms: "2 mg", "half a cap"
    rf"(?<![\w.,$-])(?:\d{{1,3}}(?:[.,]\d+)?|{one_of(_FEW)})(?![\w.,-]*\d)"
    rf"(?!\s?(?:{_OF_NO_SUBSTANCE})\b|\s?%)\s?(?=[^\W\d_])",
    re.IGNORECASE,
)
_SENTENCE = lazy(r"(?<=[.!?;])\s+|\n+")
_OF_DEATH = tuple(
    "lethal lethality fatal fatality deadly kill die death dead mortality survive ld50 lc50".split()
)
_OF_HARM = (*_OF_DEATH, *"toxic toxicity poison poisonous overdose danger dangerous harm".split())


def asks_how_much_to_take(query: Query, index: Index) -> bool:
    """Whether a question is on an amount, and neither asks for harm nor means it by other words."""
    if not index.analyzer.is_english:
        return False
    if query.answer_type is not AnswerType.QUANTITY and not _AMOUNT.search(query.respelled):
        return False
    stem, words = index.analyzer.stem, [word for one in query.concepts for word in one.words]
    harms, deaths = {*map(stem, _OF_HARM)}, {*map(index.term, map(stem, _OF_DEATH))} - {-1}
    if to_take := _TO_TAKE.search(query.respelled):
        return harms.isdisjoint(map(stem, index.analyzer.plain_words(to_take[0])))
    return harms.isdisjoint(map(stem, words)) and deaths.isdisjoint(query.terms)


def asks_for_dose(question: str) -> bool:
    """Whether a question is on what to take, by its words.

    >>> asks_for_dose("how much should I take"), asks_for_dose("how much is a ticket")
    (True, False)
    """
    return bool(_AMOUNT.search(question) or _TO_TAKE.search(question))


def tells_what_kills(said: str, question: str) -> bool:
    """Whether a sentence tells an amount by its harm; of an overdose, where none is asked about.

    >>> tells_what_kills("The lethal dose is 2 g.", ""), tells_what_kills("Its LD50 is 2 g.", "")
    (True, True)
    >>> tells_what_kills("A dose of 2 g is usual; no fatal accidents are known.", "")
    False
    >>> took = "One case is of an overdose of 9 g."
    >>> tells_what_kills(took, "dosage"), tells_what_kills(took, "how much did he take")
    (True, False)
    """
    if _KILLS.search(said):
        return True
    return _OVERDOSE.search(said) is not None and not _TOLD.search(question)


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
