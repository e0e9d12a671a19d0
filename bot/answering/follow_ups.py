"""Turns a follow-up into a whole question, by the question before it.

Three shapes are known. A fragment takes the place of its like in the question before:

    What is the fee in May?     and in June?          -> What is the fee in June?
    Does it scratch copper?     what about tin        -> Does it scratch tin?

A question with a gap keeps its words, and those of the question before come along as
`context`, to be weighed less:

    What happened in the mill?  how much flour?       -> how much flour? (context: ...)

One that speaks of "it" or "them" has only the last name along that the question before has, if any:

    How long is the Petrel?     when was it built?    -> when was it built? (context: Petrel)

Else it is read as it stands and, where that is not answered, with the question before. Where more
than one reading is likely, the first that is answered counts. Anything else is a new question
and stays as it is.

Left out on purpose: what "it" or "they" are where no capital tells, and more than one question
back; the question before is itself passed on whole.
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from bot.analysis import QUESTION_WORDS, Token, words
from bot.analysis.analyzer import ENGLISH
from bot.answering.fragments import CONDITIONS, VERBS, content, filled_in
from bot.patterns import lazy
from bot.ranking.answer_type import AnswerType, answer_type, holds
from bot.ranking.limits import PREPOSITIONS

_LOOKED_AT = 2000  # characters of a question
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
_POINTING = _PRONOUNS | frozenset("that those this these".split())
_OTHERS = _PRONOUNS - {"it", "its"}  # never the document: "how many games do they miss?"
_IN_ITSELF = frozenset(("it", "its", "this"))  # it may be the document: "is it free?"
# Of light words, those that leave out what they are about: "which one is best?".
MORE = frozenset("more less another other others same else again either one ones".split())
_ABOUT_IT = lazy(r"\b(?:for|of|about|with|to|on|from|without) (?:it|this)\b\W*$", re.IGNORECASE)
_ONLY_IT = lazy(  # as an object, or where it may be so: then "it" is no document
    rf"(?<![\w'])(?!(?:{'|'.join(sorted({*VERBS, *PREPOSITIONS}))})\b)[\w'\u2019]+"
    r" (?:it|this|them|him)\b\W*$"
    r"|\b(?:if|when|while|once|unless|until|after|before|because|since) (?:it|they|he|she)\b",
    re.IGNORECASE,
)
_IT = lazy(rf"\b(?:{'|'.join(sorted(_PRONOUNS))})\b", re.IGNORECASE)
# Within a sentence: "the Marigold", "Captain Brown"; no abbreviation, and not the word "I".
_NAME = lazy(r"(?<=[\w,;] )[A-Z][a-z]+\w*(?:[ -][A-Z][a-z]+\w*)*")

_BY_WHOM = lazy(r"\b(?:by|whoever|anyone who|the one who)\b", re.IGNORECASE)
_WHY = lazy(r"\W*(?:(?:and|but|so|ok|then)\W+)*(?:why|how come)\b", re.IGNORECASE)
_REASON = lazy(
    r"\b(?:because|since|as|so|thus|hence|therefore|otherwise|lest|due|owing|reasons?|caus\w+"
    r"|leads?|means?|avoid\w*|prevent\w*|protect\w*|ensure\w*|(?:in order )?to [a-z]+|risk\w*"
    r"|danger\w*|harm\w*)\b",
    re.IGNORECASE,
)


class Turn(NamedTuple):
    """A question as it is to be understood.

    `question` is whole, in words that can be shown; `context` holds the question before, or a name
    in it, where its words help but are not asked for themselves, else it is empty. `point` is
    the fragment that was filled in, which is all that the follow-up is about. `more` is what it
    asks where it has no word with content beside those of the question before.
    """

    question: str
    context: str = ""
    point: str = ""
    more: str = ""


def follow_ups(question: str, before: str | None) -> list[Turn]:
    """What `question` may mean after the question `before`, the likeliest first.

    >>> [turn.question for turn in follow_ups("and in June?", "What is the fee in May?")]
    ['What is the fee in June?']
    >>> [turn.question for turn in follow_ups("What is a luff?", "What is the fee in May?")]
    ['What is a luff?']
    """
    if not before or not before.strip():
        return [Turn(question)]
    asked = [word for word in words(question[:_LOOKED_AT]) if word.parts == 1]
    if not asked:
        return [Turn(question)]
    if len(asked) > _MAX_WORDS:
        return _alone_or_not(question, before, asked)
    if _ASKS_SOURCE.fullmatch(question):
        return [Turn(before.strip())]
    if not content(asked):
        return _without_content(question, before, asked)
    return _follow_ups(question, before, asked)


def _without_content(question: str, before: str, asked: list[Token]) -> list[Turn]:
    """A question that says nothing by itself: it goes on from the one before."""
    if _is_other_case(question):
        return [Turn(question.strip())]
    whole = f"{before.strip().rstrip('?!. ')}: {question.strip()}"
    joined = Turn(whole, more=question.strip())
    alone = _has_verb(asked) and not points_back(asked, MORE) and not _ONLY_IT.search(question)
    return [joined, Turn(question.strip())] if alone else [joined]


def _follow_ups(question: str, before: str, asked: list[Token]) -> list[Turn]:
    """A question with content of its own, as a fragment, with a gap, or as it stands."""
    rest = _LEAD_IN.sub("", question, count=1)
    is_led = rest != question
    if is_led and words(rest) and not _has_verb(words(rest)):
        if words(rest)[0].text in QUESTION_WORDS - CONDITIONS:
            return [Turn(rest.strip(), before)]  # "and how much of it?" asks on its own
        return _filled_in(rest, before)
    if _is_fragment(asked) and asked[0].text in PREPOSITIONS | CONDITIONS:
        return _filled_in(question, before)
    if is_led and content(words(rest)):
        rest = rest.strip()  # "and is it addictive?" is whole without the "and"
        only = [] if _ONLY_IT.search(rest) else [Turn(rest)]
        return [*only, Turn(rest, before)]
    with_context = Turn(question.strip(), before)
    if (
        is_led
        or _ONLY_IT.search(question)
        or _is_fragment(asked)
        or _asks_only_of(asked, _POINTING - _IN_ITSELF)  # "did they survive?", "is that safe?"
    ):
        return [with_context]
    return _perhaps_alone(question, before, asked)


def _perhaps_alone(question: str, before: str, asked: list[Token]) -> list[Turn]:
    """A whole question, which goes on from the one before where it speaks of that."""
    if _ABOUT_IT.search(question) or points_back(asked, _OTHERS):
        return [Turn(question.strip(), before), Turn(question)]
    return [*_of_the_named(question, before), *_alone_or_not(question, before, asked)]


def _of_the_named(question: str, before: str) -> list[Turn]:
    """A question about "it" with the last name, as far as capitals tell, of the one before."""
    names = [*_NAME.finditer(before)] if _IT.search(question) else []
    return [Turn(question.strip(), name[0]) for name in names[-1:]]


def _alone_or_not(question: str, before: str, asked: list[Token]) -> list[Turn]:
    """A question as it stands; where it speaks of "it" or "them", with the one before as well."""
    alone = [Turn(question)]
    return [*alone, Turn(question.strip(), before)] if points_back(asked) else alone


def tells_more(asked: str, said: str) -> bool:
    """Whether a text may tell what is asked without a word with content: who it is, or why.

    For it has the words of the question before, whatever it says of them.

    >>> tells_more("and why?", "It is shut, as it rains."), tells_more("why?", "It is shut.")
    (True, False)
    >>> tells_more("Who made it?", "It is sold by Ada."), tells_more("who made it", "It is sold.")
    (True, False)
    """
    if _WHY.match(asked):
        return _REASON.search(said) is not None
    if answer_type(asked) is not AnswerType.PERSON:
        return True
    own = {ENGLISH.stem(word.text) for word in words(asked) if not ENGLISH.is_function(word.text)}
    told = own & {ENGLISH.stem(word.text) for word in words(said)}
    return bool(told) or holds(said, AnswerType.NAME) or _BY_WHOM.search(said) is not None


def _is_other_case(question: str) -> bool:
    """Whether a question without content asks of another condition: "and if I took too much?".

    What is said of the one before must not answer it; but "and if not?" goes on from that.
    """
    found = words(_LEAD_IN.sub("", question, count=1))
    begins = any(word.text in CONDITIONS for word in found[:2])  # "what if ..."
    says = not all(ENGLISH.is_function(word.text) for word in found)
    return begins and says and not points_back(found)


def _has_verb(found: list[Token]) -> bool:
    return any(word.text in VERBS for word in found)


def _is_fragment(found: list[Token]) -> bool:
    """No verb that could make a question of it, and a word that shows a gap.

    Bare keywords ("fee members") are no fragment: people ask that way.
    """
    shows_gap = found[0].text in QUESTION_WORDS | PREPOSITIONS | CONDITIONS
    return shows_gap and not _has_verb(found) and len(content(found)) <= 1


def points_back(found: Iterable[Token], pointing: Collection[str] = _POINTING) -> bool:
    """Whether words are for something that was said before, as "it", "they" and "that" are.

    >>> points_back(words("is that safe?")), points_back(words("is tea safe?"))
    (True, False)
    """
    return any(word.text in pointing for word in found)


def asks_only_of_it(question: str) -> bool:
    """Whether a question speaks of "it" or "them" and names at most one thing beside.

    >>> asks_only_of_it("what did it cost?"), asks_only_of_it("when does it open its doors?")
    (True, False)
    """
    return _asks_only_of(words(question[:_LOOKED_AT]), _POINTING)


def _asks_only_of(found: list[Token], pointing: Collection[str]) -> bool:
    return points_back(found, pointing) and len(content(found)) <= 1


def _filled_in(fragment: str, before: str) -> list[Turn]:
    """`before` with its like of `fragment` replaced; or the fragment beside it, or behind it.

    Not beside it where that would only help with what it is limited to: "while pregnant".
    """
    fragment = fragment.strip().rstrip("?!. ")
    whole = filled_in(fragment, before)
    if not whole:
        return [Turn(fragment, before, fragment)]
    filled, limits = Turn(whole, point=fragment), PREPOSITIONS | CONDITIONS
    behind = words(whole.rpartition(fragment)[2])
    if words(fragment)[0].text in limits or any(word.text in limits for word in behind):
        return [filled]
    return [filled, Turn(fragment, before, fragment)]
