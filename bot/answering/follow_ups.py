"""Turns a follow-up into a whole question, by the question before it.

Three shapes are known. A fragment takes the place of its like in the question before:

    What is the LD50 in mice?   and in rats?          -> What is the LD50 in rats?
    Does it affect dopamine?    what about serotonin  -> Does it affect serotonin?

A question with a gap keeps its words, and those of the question before come along as
`context`, to be weighed less:

    What happened in the case?  how much phenibut?    -> how much phenibut? (context: ...)

One that speaks of "it" or "them" has only the last name along that the question before has, if any:

    How long is the Petrel?     when was it built?    -> when was it built? (context: Petrel)

Else it is read as it stands and, where that is not answered, with the question before. Where more
than one reading is likely, the first that is answered counts. Anything else is a new question
and stays as it is.

Left out on purpose: what "it" or "they" are where no capital tells, and more than one question
back; the question before is itself passed on whole.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.analysis import QUESTION_WORDS, Token, words
from bot.analysis.analyzer import ENGLISH
from bot.analysis.stop_words import ARTICLES
from bot.patterns import lazy
from bot.ranking.limits import PREPOSITIONS

_MAX_WORDS = 8  # a longer one says all it needs itself
_LEAD_IN = lazy(
    r"^\W*(?:(?:ok(?:ay)?|so|and|but|or|also|then|yes|no|hm+|what|how|wat|what's)[\s,]+)*?"
    r"(?:(?:what|how|wat|wbt|hbu) ?(?:about|abt|bout|of)|and what"
    rf"(?=\W+(?:{'|'.join(sorted(PREPOSITIONS))})\b)|and|or|but|also|same for|plus)\b[\s,]*",
    re.IGNORECASE,
)
_ASKS_SOURCE = lazy(  # the answer before is what is asked for once more
    r"\W*(?:and |so |but )?(?:(?:which|what|whats|what's|got a|any|the|your|is there a"
    r"|where is the)\W+)?(?:is |are |was )?(?:the |your |that |a )?"
    r"(?:references?|sources?|citations?|ref|cite)(?: numbers?)?"
    r"(?: (?:is|was|for|of|says?))*(?: (?:that|it|this))?(?: from)?\W*"
    r"|\W*(?:where does it say (?:that|so|this)|says who|who says(?: that| so)?|are you sure)\W*",
    re.IGNORECASE,
)
_PRONOUNS = frozenset("they them their he him his she her it its".split())
POINTING = _PRONOUNS | frozenset("that those this these".split())
_OTHERS = _PRONOUNS - {"it", "its"}  # never the document: "how many games do they miss?"
_IN_ITSELF = frozenset(("it", "its", "this"))  # it may be the document: "is it free?"
_VERBS = frozenset(
    """am is are was were be been does do did has have had can could will would should may might
    must isnt arent wasnt werent doesnt dont didnt hasnt havent cant couldnt wont whats whos
    hows wheres im""".split()
)
_OWN = frozenset("my your our his her their".split())
_AND = frozenset(("and", "or"))
_SOME = frozenset(("a", "an"))
# Verbs with two things behind them, of which a fragment is the second: "give a child aspirin".
_GIVING = frozenset(
    """give gives gave given giving feed feeds fed feeding offer offered offering show showed shown
    showing send sent sending hand handed handing lend lent lending pay paid paying owe""".split()
)
_DO = frozenset(("do", "does", "did"))
_BE = frozenset(("is", "are", "was", "were"))
_ABOUT_IT = lazy(r"\b(?:for|of|about|with|to|on|from|without) (?:it|this)\b\W*$", re.IGNORECASE)
_ONLY_IT = lazy(  # as an object, or where it may be so: then "it" is no document
    rf"(?<![\w'])(?!(?:{'|'.join(sorted({*_VERBS, *PREPOSITIONS}))})\b)[\w'\u2019]+"
    r" (?:it|this|them|him)\b\W*$"
    r"|\b(?:if|when|while|once|unless|until|after|before|because|since) (?:it|they|he|she)\b",
    re.IGNORECASE,
)
_IT = lazy(rf"\b(?:{'|'.join(sorted(_PRONOUNS))})\b", re.IGNORECASE)
# Within a sentence: "the Marigold", "Captain Brown"; no abbreviation, and not the word "I".
_NAME = lazy(r"(?<=[\w,;] )[A-Z][a-z]+\w*(?:[ -][A-Z][a-z]+\w*)*")
_SHORTEST_WITH_VERB = 4  # words: "what does tea cost"
_SHORTEST_ABOUT = 3  # words: "is tea free"
_OPENERS = frozenset("a an the is are was were about called many much".split()) | PREPOSITIONS


class Turn(NamedTuple):
    """A question as it is to be understood.

    `question` is whole, in words that can be shown; `context` holds the question before, or a name
    in it, where its words help but are not asked for themselves, else it is empty. `point` is
    the fragment that was filled in, which is all that the follow-up is about.
    """

    question: str
    context: str = ""
    point: str = ""


def follow_ups(question: str, before: str | None) -> list[Turn]:
    """What `question` may mean after the question `before`, the likeliest first.

    >>> [turn.question for turn in follow_ups("and in rats?", "What is the LD50 in mice?")]
    ['What is the LD50 in rats?']
    >>> [turn.question for turn in follow_ups("What is piracetam?", "What is the LD50 in mice?")]
    ['What is piracetam?']
    """
    if not before or not before.strip():
        return [Turn(question)]
    asked = [word for word in words(question[:2000]) if word.parts == 1]
    if not asked:
        return [Turn(question)]
    if len(asked) > _MAX_WORDS:
        return _alone_or_not(question, before, asked)
    if _ASKS_SOURCE.fullmatch(question):
        return [Turn(before.strip())]
    if not _content(asked):
        joined = Turn(f"{before.strip().rstrip('?!. ')}: {question.strip()}")
        alone = _has_verb(asked) and not _ONLY_IT.search(question)
        return [joined, Turn(question.strip())] if alone else [joined]
    return _follow_ups(question, before, asked)


def _follow_ups(question: str, before: str, asked: list[Token]) -> list[Turn]:
    """A question with content of its own, as a fragment, with a gap, or as it stands."""
    lead_in = _LEAD_IN.match(question)
    rest = question[lead_in.end() :] if lead_in else question
    if lead_in is not None and words(rest) and not _has_verb(words(rest)):
        if words(rest)[0].text in QUESTION_WORDS:
            return [Turn(rest.strip(), before)]  # "and how much of it?" asks on its own
        return _filled_in(rest, before)
    if _is_fragment(asked) and asked[0].text in PREPOSITIONS:
        return _filled_in(question, before)
    if lead_in is not None and _content(words(rest)):
        rest = rest.strip()  # "and is it addictive?" is whole without the "and"
        only = [] if _ONLY_IT.search(rest) else [Turn(rest)]
        return [*only, Turn(rest, before)]
    with_context = Turn(question.strip(), before)
    if (
        lead_in is not None
        or _ONLY_IT.search(question)
        or _is_fragment(asked)
        or _points_back(asked)
    ):
        return [with_context]
    return _perhaps_alone(question, before, asked)


def _perhaps_alone(question: str, before: str, asked: list[Token]) -> list[Turn]:
    """A whole question, which goes on from the one before where it speaks of that."""
    if _ABOUT_IT.search(question) or any(word.text in _OTHERS for word in asked):
        return [Turn(question.strip(), before), Turn(question)]
    return [*_of_the_named(question, before), *_alone_or_not(question, before, asked)]


def _of_the_named(question: str, before: str) -> list[Turn]:
    """A question about "it" with the last name, as far as capitals tell, of the one before."""
    names = [*_NAME.finditer(before)] if _IT.search(question) else []
    return [Turn(question.strip(), name[0]) for name in names[-1:]]


def _alone_or_not(question: str, before: str, asked: list[Token]) -> list[Turn]:
    """A question as it stands; where it speaks of "it" or "them", with the one before as well."""
    alone = [Turn(question)]
    pointing = any(word.text in POINTING for word in asked)
    return [*alone, Turn(question.strip(), before)] if pointing else alone


def _has_verb(found: list[Token]) -> bool:
    return any(word.text in _VERBS for word in found)


def _content(found: list[Token]) -> list[Token]:
    return [word for word in found if not ENGLISH.is_light(word.text)]


def _is_fragment(found: list[Token]) -> bool:
    """No verb that could make a question of it, and a word that shows a gap.

    Bare keywords ("ld50 mice") are no fragment: people ask that way.
    """
    shows_gap = found[0].text in QUESTION_WORDS | PREPOSITIONS
    return shows_gap and not _has_verb(found) and len(_content(found)) <= 1


def _points_back(found: list[Token]) -> bool:
    """Speaks of something said before: "did they survive?", "is that safe?"."""
    pointing = POINTING - _IN_ITSELF
    return any(word.text in pointing for word in found) and len(_content(found)) <= 1


def _filled_in(fragment: str, before: str) -> list[Turn]:
    """`before` with its like of `fragment` replaced; or the fragment beside it, or behind it."""
    fragment = fragment.strip().rstrip("?!. ")
    found = [word for word in words(before) if word.parts == 1]
    first = words(fragment)[0].text
    tail, last = _tail(found, before)
    start = _place(found[:last], first, tail=bool(tail))
    if (at := _thing_before_place(found, words(fragment))) is not None:
        start, tail = at, f" {before[found[at + 1].start : found[-1].end]}"
    if first in PREPOSITIONS and start is None:
        return [Turn(f"{before.rstrip('?!. ')}, {fragment}?", point=fragment)]
    beside = Turn(fragment, before, fragment)
    if start is None or (not tail and _is_all(found[:start])):
        return [beside]
    if first in ARTICLES and start and found[start - 1].text in ARTICLES:
        start -= 1
    filled = Turn(f"{before[: found[start].start]}{fragment}{tail}?", point=fragment)
    return [filled] if first in PREPOSITIONS else [filled, beside]


def _thing_before_place(found: list[Token], fragment: list[Token]) -> int | None:
    """Where the like of a bare fragment stands in front of "in the laser", if it does.

    For "PVC", that is "acrylic" in "Can I cut acrylic in the laser"; for "the mill" or "mill" in
    "Can I cut tiles in the laser", it is the laser. Both bare words are of one number.
    """
    content = {word.start for word in _content(found)}
    at = len(found) - 1
    while at > 0 and found[at].start in content:
        at -= 1
    if len(fragment) > 1 or at < _SHORTEST_WITH_VERB:
        return None
    head, verb, thing, before = found[at - 4], found[at - 3], found[at - 2], found[at - 1]
    if found[at].text != "the" or before.text not in PREPOSITIONS or thing.start not in content:
        return None
    if ENGLISH.is_function(verb.text) or head.text in ARTICLES or thing.start == verb.end:
        return None
    return at - 2 if thing.text.endswith("s") == fragment[0].text.endswith("s") else None


def _is_all(kept: list[Token]) -> bool:
    """Whether words ask nothing without what comes behind them: "does the"."""
    verb = any(word.text in _VERBS for word in kept[:1])
    return verb and all(word.text in ARTICLES for word in kept[1:])


def _tail(found: list[Token], before: str) -> tuple[str, int]:
    """What stands behind all else, and where it begins: " cost" in "How much does a bed cost?"."""
    texts = [word.text for word in found]
    last, start = len(found), len(found)
    if last >= _SHORTEST_ABOUT and texts[0] in _BE and _is_said_of_it(found[1:]):
        start = last - 1
    elif last >= _SHORTEST_WITH_VERB:
        start = _said_of_one(texts) or _asked_of_it(texts, before[found[-1].start])
    return (f" {before[found[start].start : found[-1].end]}" if start < last else ""), start


def _asked_of_it(texts: Sequence[str], initial: str) -> int:
    """Where the verb begins that a question with a question word ends with; else its length.

    `initial` is how the last word is written.
    """
    last = len(texts)
    if texts[0] not in QUESTION_WORDS:
        return last
    if texts[-1] == "there" and texts[-2] in _BE:  # "How many beds are there?"
        return last - 2
    if not initial.islower():  # of a name: "on Plan 9", "in New York"
        return last
    done = texts[-1].endswith("ed") and _BE.intersection(texts[1:3])  # "how was it measured"
    asked = (done or _DO.intersection(texts[1:4])) and texts[-2] not in _OPENERS | _DO
    return last - 1 if asked else last


def _said_of_one(texts: Sequence[str]) -> int:
    """Where what a thing is begins: at "an emergency" in "(When) is a burn an emergency"; or 0."""
    start = 1 if texts[0] in QUESTION_WORDS else 0
    if texts[start] not in _BE or texts[start + 1] not in ARTICLES:
        return 0
    behind = [
        at
        for at in range(start + 3, len(texts) - 1)
        if texts[at] in _SOME and texts[at - 1] not in _AND
    ]
    return behind[-1] if behind and PREPOSITIONS.isdisjoint(texts[start:]) else 0


def _is_said_of_it(found: list[Token]) -> bool:
    """Whether words are a thing and what is asked of it, as "the beds free" behind "are"."""
    name = found[1:] if found[0].text in ARTICLES | _OWN else found
    said = [word for word in name if word.text not in _AND]
    return len(said) > 1 and len(_content(said)) == len(said)


def _place(found: list[Token], first: str, *, tail: bool) -> int | None:
    """The word of the question before at which a fragment that begins with `first` goes in.

    Before a `tail`, all that is between it and its "do" gives way.
    """
    same = [at for at, word in enumerate(found) if word.text == first]
    if same and first not in ARTICLES:
        return same[-1]
    if first in PREPOSITIONS | _OWN:
        return None
    content = {word.start for word in _content(found)}
    if not found or found[-1].start not in content:
        return None
    at = len(found) - 1
    while at > 0 and found[at - 1].start in content:
        at -= 1
    opener = found[at - 1].text if at > 0 else ""
    if opener in ARTICLES and at > 1 and found[at - 2].text in _GIVING and at < len(found) - 1:
        return len(found) - 1
    if first in ARTICLES and opener in PREPOSITIONS:
        return None  # "the weight" does not fit in where "in rats" stands
    openers = _OPENERS | _DO if tail else _OPENERS
    return at if opener in openers else len(found) - 1
