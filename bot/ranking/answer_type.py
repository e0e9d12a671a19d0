"""The kind of answer that a question asks for, and whether a sentence has one of that kind.

By wording alone: "how many" asks for a number, "in what year" for a year. What a sentence
has to hold for each kind is a pattern that errs on the side of yes: it is there to tell
that a sentence without any number does not say how many. These patterns are English; of other
languages numbers and times are told by their words (see `answer_words`).
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.analysis.analyzer import ENGLISH, Analyzer
from bot.analysis.markers import without_brackets
from bot.patterns import MONTHS, TIME_UNITS, YEAR, lazy, one_of
from bot.ranking.answer_words import has_kind, kind_asked_in

_NUMBER = (
    r"(?:\d[\d.,]*+|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|hundreds?|thousands?|millions?|billions?)\b)"
)
_UNIT = one_of(f"{TIME_UNITS} decades? centur(?:y|ies)")
_WHAT_DOES = r"\bwhat (?:does|do|did) (?:\S+ ){1,4}"  # it, and what is to be told of it behind
_TERM, _MEANING = r"\W*(?:\S+ ){1,3}", "(?:meaning|definition)"  # "ETA meaning"
MEASURED = frozenset(  # behind "how" they ask for a number
    "high low strong big large far often deep tall heavy fast wide hot cold".split()
)
_ASKER = "(?:i|you|we|u|one)"
WHAT_TO_DO = (  # see `instructions` for what tells it; "what can I do with it" asks something else
    rf"\b(?:what|wat) (?:(?:to|(?:do|should|shall|must) {_ASKER}) do\b"
    rf"|(?:can|could|would) {_ASKER} do(?=\W*$| (?:about|against|for|if|when|after|once|to)\b)"
    r"|(?:now|next)\W*$)"
)
_YEAR = rf"\b{YEAR}\b|\bcentur(?:y|ies)\b"


class AnswerType(StrEnum):
    """The kind of answer that a question asks for."""

    YEAR = "year"
    DURATION = "duration"
    AGE = "age"
    QUANTITY = "quantity"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    NAME = "name"
    ACTION = "action"
    DEFINITION = "definition"
    ANY = "any"


NUMBERED = frozenset(  # whose answers have a number in them
    (AnswerType.YEAR, AnswerType.DURATION, AnswerType.AGE, AnswerType.QUANTITY)
)

_ASKED = (
    (
        AnswerType.YEAR,
        r"\b(?:what|which|wat) (?:year|century|decade)\b"
        r"|\bwhat(?:'?s| is| was) the (?:date|year)\b",
    ),
    (AnswerType.DURATION, r"\bhow long\b"),
    (AnswerType.AGE, r"\bhow old\b|\b(?:what|which) age\b"),
    (
        AnswerType.QUANTITY,
        rf"\bhow (?:many|much|{'|'.join(sorted(MEASURED))})\b"
        r"|\b(?:what|whats|what's|which)\b.{0,40}\b(?:(?:dose|dosage|ld ?-?50|percent(?:age)?"
        r"|amount|weight|price|cost|temperature|size)\b|number(?: of\b| is\b| was\b|\W*$))",
    ),
    (
        AnswerType.TIME,  # "what happens when it is dropped" asks for no time
        r"^(?!.*\b(?:what|which|who|whose|how|why|where)\b).*\bwhen\b"
        r"|\b(?:what|which) (?:time|day|month)\b",
    ),
    (
        AnswerType.NAME,
        r"\b(?:what|which) (?:city|town|country|state|region|hospital|clinic|university|school"
        r"|company|firm|journal|publisher|manufacturer|lab|laboratory|brand|vendor|website|author)\b"
        r"|\bwhat(?:'?s| is| was) the (?:patient|author|guy|man|person|doctor|researcher)s?'?s? "
        r"(?:name|surname)\b|\bname of the (?:patient|author|guy|man|person|doctor|company)\b",
    ),
    (AnswerType.PLACE, r"\bwhere(?:'?s)?\b(?! (?:to|can|do|could|should|would))"),
    (AnswerType.PERSON, r"\bwho(?:'?s|m|se)?\b"),
    (AnswerType.ACTION, WHAT_TO_DO),
    (
        AnswerType.DEFINITION,
        r"^\W*(?:so |ok |hey |hi )?(?:what(?:'?s| is| are| was| were)?|whats|wtf is|define"
        r"|explain|describe|meaning of|tell me about)\b"
        rf"|^{_TERM}{_MEANING}\W*$"
        r"|\b(?:tell me|know|explain|understand) (?:\w+ )?what (?:\S+ ){1,4}(?:is|are|means?)\W*$"
        rf"|{_WHAT_DOES}(?:mean|stand for|refer to)\b",
    ),
)
_DAY = "(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day"
_CAPITAL = (  # within a sentence, and of no day or month
    rf"(?-i:[a-z,;(] (?!(?:{_DAY}|{'|'.join(map(str.capitalize, MONTHS))})s?\b)[A-Z][a-z]+)"
)
_HELD = {
    AnswerType.YEAR: _YEAR,
    AnswerType.DURATION: rf"{_NUMBER}[\s-]*+{_UNIT}|\b(?:a|an|one|half an?|several|a few) {_UNIT}"
    rf"|long-term|overnight|until|indefinite|permanent|{_YEAR}",
    AnswerType.AGE: rf"{_NUMBER}|\baged\b|years? old|\b(?:adults?|minors?|teen\w*|infants?)\b",
    AnswerType.QUANTITY: rf"{_NUMBER}|\b(?:one|(?<!at )once|twice|single|none|half|a few|several"
    r"|unknown|unlimited)\b",
    AnswerType.TIME: rf"\d|{_UNIT}|\b(?:after|before|until|during|while|once|when|if|at|spring"
    r"|summer|autumn|winter|morning|evening|noon|midnight|daily|[a-z]{3,6}day"
    rf"|{'|'.join(MONTHS)})\b",
    AnswerType.NAME: _CAPITAL,
    AnswerType.PLACE: rf"{_CAPITAL}"
    r"|\b(?:within|inside|near|beside|behind) \w"
    r"|\b(?:in|on|at|near|from|to|under|behind|beside|between|within|inside|into|by) (?:the|a|an"
    r"|its|their|any|each|every) \w",
    AnswerType.PERSON: rf"{_CAPITAL}|\bby\b|\w(?:er|or|ist|ian|ent|ee)s?\b"
    r"|\b(?:people|persons?|child(?:ren)?|guests?|staff|team|company|men|women|human)\b",
}
_FOR_A_MEANING = lazy(
    rf"(?:{_WHAT_DOES}(?P<verb>mean|refer to)|^{_TERM}(?P<noun>{_MEANING}))\W*$",
    re.IGNORECASE,
    needs=("mean", "refer", "definition"),
)
_LETTERS = r"[\"'\u201c\u2018`]?(?P<{}>[a-z][\w&.-]{{1,9}})[\"'\u201d\u2019`]?"
_FOR_LONG_FORM = lazy(
    r"\bwhat(?:'?s| is| are| do| does| did)? (?:the )?(?:abbreviation |acronym |letters )?"
    rf"{_LETTERS.format('asked')} (?:stands?|short|an? (?:abbreviation|acronym)) (?:for|of)\b"
    rf"|\bfull (?:form|name) of (?:the )?{_LETTERS.format('of')}\W*$"
    rf"|^\W*{_LETTERS.format('first')} (?:stands? for|full form)\W*$",
    re.IGNORECASE,
    needs=("stand", "short", "abbreviation", "acronym", "full"),
)
_NEEDED = {  # what has to be in a question for that kind: most have none of it
    AnswerType.YEAR: ("year", "century", "decade", "date"),
    AnswerType.DURATION: ("how long",),
    AnswerType.AGE: ("how old", "age"),
    AnswerType.TIME: ("when", "time", "day", "month"),
    AnswerType.PLACE: ("where",),
    AnswerType.PERSON: ("who",),
}
_ASKED_PATTERNS = tuple(
    (kind, lazy(p, re.IGNORECASE, needs=_NEEDED.get(kind, ()))) for kind, p in _ASKED
)
_HELD_PATTERNS = {kind: lazy(p, re.IGNORECASE) for kind, p in _HELD.items()}


def answer_type(question: str, analyzer: Analyzer = ENGLISH) -> AnswerType:
    """The kind of answer a question asks for, by its wording.

    >>> answer_type("how much do people pay"), answer_type("what is a luff")
    (<AnswerType.QUANTITY: 'quantity'>, <AnswerType.DEFINITION: 'definition'>)
    >>> answer_type("I cut my hand, what can I do?"), answer_type("when can I do that")
    (<AnswerType.ACTION: 'action'>, <AnswerType.TIME: 'time'>)
    """
    if not analyzer.is_english:
        return AnswerType(kind_asked_in(question[:1000], analyzer) or AnswerType.ANY)
    for kind, pattern in _ASKED_PATTERNS:
        if pattern.search(question[:1000]):
            return kind
    return AnswerType.ANY


def asking_words(question: str) -> range:
    """Where a question for a meaning has the words that only ask for it; empty where none do.

    What an abbreviation stands for is another question, that few of its passages answer.

    >>> words = asking_words("What does 404 mean?")
    >>> "What does 404 mean?"[words.start : words.stop]
    'mean'
    """
    found = _FOR_A_MEANING.search(question[:1000])
    return range(*found.span(found.lastgroup or 0)) if found else range(0)


def abbreviation_in(question: str) -> str:
    """The letters of which a question asks what they stand for; empty where it does not.

    >>> abbreviation_in("What does FSRS stand for?"), abbreviation_in("What does he stand on?")
    ('FSRS', '')
    """
    found = _FOR_LONG_FORM.search(question[:1000])
    return found[found.lastgroup] if found and found.lastgroup else ""


_SURE = frozenset(
    (AnswerType.YEAR, AnswerType.DURATION, AnswerType.AGE, AnswerType.QUANTITY, AnswerType.NAME)
)
_UNSURE = 0.5  # of what a missing number or name says, a missing place, person or time does


def lacks(sentence: str, kind: AnswerType, analyzer: Analyzer = ENGLISH) -> float:
    """How surely a sentence has no answer of that kind: numbers and names are plain.

    >>> lacks("It is tested.", AnswerType.QUANTITY), lacks("It is tested.", AnswerType.PLACE)
    (1.0, 0.5)
    """
    if holds(sentence, kind, analyzer):
        return 0.0
    return 1.0 if kind in _SURE else _UNSURE


def can_be_told(kind: AnswerType) -> bool:
    """Whether a sentence shows by its words that it has an answer of that kind."""
    return kind in _HELD_PATTERNS or kind is AnswerType.ACTION


def holds(sentence: str, kind: AnswerType, analyzer: Analyzer = ENGLISH) -> bool:
    """Whether a sentence has what that kind of question asks for; True where nobody can tell.

    >>> holds("It was tested at sea.[14]", AnswerType.QUANTITY)
    False
    >>> holds("It lasts three hours.", AnswerType.DURATION)
    True
    """
    if kind not in _HELD_PATTERNS:
        return True
    bare = without_brackets(sentence)
    if not analyzer.is_english:
        return has_kind(bare, kind, analyzer)
    return _HELD_PATTERNS[kind].search(bare) is not None
