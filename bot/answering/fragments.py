"""Where a fragment ("and in June?") fits into the question before: in the place of its like.

Like is a piece with the same first word, or a thing in the place of a thing: what stands behind all
else stays ("How much does a bed cost?"), and so does what a thing is said to be ("When is a burn an
emergency?") and where it is done ("Can I cut acrylic in the laser?").

Left out on purpose: what words mean. "And silver?" takes the place of gold and of Monday alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.analysis import QUESTION_WORDS, Token, words
from bot.analysis.analyzer import ENGLISH
from bot.analysis.stop_words import ARTICLES
from bot.ranking.limits import PREPOSITIONS

VERBS = frozenset(
    """am is are was were be been does do did has have had can could will would should may might
    must isnt arent wasnt werent doesnt dont didnt hasnt havent cant couldnt wont whats whos
    hows wheres im""".split()
)
_OWN = frozenset("my your our his her their".split())
_DETERMINERS = ARTICLES | _OWN
_BE = frozenset(("is", "are", "was", "were"))
_DO = frozenset(("do", "does", "did"))
_AND = frozenset(("and", "or"))
_SOME = frozenset(("a", "an"))
# Verbs with two things behind them, of which a fragment is the second: "give a child aspirin".
_GIVING = frozenset(
    """give gives gave given giving feed feeds fed feeding offer offered offering show showed shown
    showing send sent sending hand handed handing lend lent lending pay paid paying owe""".split()
)
_AMOUNTS = ("many", "much")
_PLURALS = frozenset("children people men women mice feet teeth cattle police elderly".split())
CONDITIONS = frozenset("while when if unless once".split())  # "while pregnant"
_SHORTEST_WITH_VERB = 4  # words: "what does tea cost"
_SHORTEST_ABOUT = 3  # words: "is tea free"
_OPENERS = frozenset("a an the is are was were about called many much".split()) | PREPOSITIONS


def content(found: list[Token]) -> list[Token]:
    """Those words that carry a question."""
    return [word for word in found if not ENGLISH.is_light(word.text)]


def filled_in(fragment: str, before: str) -> str:
    """A question with the like of a fragment replaced by it, or with it behind; empty if neither.

    >>> filled_in("in June", "What is the fee in May?")
    'What is the fee in June?'
    >>> filled_in("in rats", "How do mice bite?"), filled_in("the dog", "Does the cat bite?")
    ('How do mice bite, in rats?', '')
    """
    found = [word for word in words(before) if word.parts == 1]
    first = words(fragment)[0].text
    if first not in CONDITIONS and _ends_in_condition(found):
        whole = filled_in(fragment, before[: found[-2].start])
        return whole and f"{whole[:-1]} {before[found[-2].start : found[-1].end]}?"
    if given := _indefinite_beside_definite(found, first):
        begins, ends = (found[at].start for at in given)
        return f"{before[:begins]}{fragment} {before[ends : found[-1].end]}?"
    tail, last = _tail(found, before)
    start = _place(found[:last], first, tail=bool(tail))
    asked = words(fragment)
    if at := _thing_before_place(found, asked) or _like_subject(found, asked):
        start, tail = at, f" {before[found[at + 1].start : found[-1].end]}"
    elif first in _DETERMINERS and (verb := _verb_behind_thing(found)):
        start, tail = _run_before(found, verb), f" {before[found[verb].start : found[-1].end]}"
    if first in CONDITIONS or (first in PREPOSITIONS and start is None):
        return f"{before.rstrip('?!. ')}, {fragment}?"
    if start is None or (not tail and _is_all(found[:start])):
        return ""
    start = _with_determiner(found, start, asked)
    return f"{before[: found[start].start]}{fragment}{tail}?"


def _indefinite_beside_definite(found: list[Token], first: str) -> tuple[int, int] | None:
    """Where the one thing with "a" begins and ends, for another, before one with "the" at the end.

    As "a dog" in "Can a dog come into the hall?" for "a cat".
    """
    some = [at for at, word in enumerate(found) if word.text in _SOME]
    the = _run_before(found, len(found)) - 1
    if first not in _SOME or len(some) != 1 or not 0 < some[0] < the or found[the].text != "the":
        return None
    # Only what something is asked of: right behind the verb, and one word long.
    if found[some[0] - 1].text not in VERBS or not content(found[some[0] + 1 : some[0] + 2]):
        return None
    return some[0], some[0] + 2


def _ends_in_condition(found: list[Token]) -> bool:
    """Whether a question ends in "while pregnant"."""
    return len(found) >= _SHORTEST_WITH_VERB and found[-2].text in CONDITIONS


def _thing_before_place(found: list[Token], fragment: list[Token]) -> int:
    """Where the like of a bare fragment stands in front of "in the laser"; or 0.

    For "PVC", that is "acrylic" in "Can I cut acrylic in the laser"; for "the mill" or "mill" in
    "Can I cut tiles in the laser", it is the laser. Both bare words are of one number.
    """
    at = _run_before(found, len(found)) - 1
    if len(fragment) > 1 or at < _SHORTEST_WITH_VERB:
        return 0
    head, verb, thing, before = found[at - 4], found[at - 3], found[at - 2], found[at - 1]
    if found[at].text != "the" or before.text not in PREPOSITIONS or not content([thing]):
        return 0
    if ENGLISH.is_function(verb.text) or head.text in ARTICLES or thing.start == verb.end:
        return 0
    return at - 2 if _is_plural(thing) == _is_plural(fragment[0]) else 0


def _like_subject(found: list[Token], fragment: list[Token]) -> int:
    """Where the thing is that a bare word is of one number with; or 0.

    What the question ends with is of the other: "Is ice good for burns?", "Do dogs need a leash?".
    """
    if len(fragment) > 1 or len(found) < _SHORTEST_WITH_VERB:
        return 0
    counted = found[0].text == "how" and found[1].text in _AMOUNTS and found[3].text in VERBS
    at = 2 if counted else int(found[0].text in VERBS)
    thing, last = found[at], found[-1]
    if not at or found[-2].text not in PREPOSITIONS | _DETERMINERS:
        return 0
    if len(content([thing, last, *fragment])) < len((thing, last, *fragment)):
        return 0
    return at if _is_plural(thing) == _is_plural(fragment[0]) != _is_plural(last) else 0


def _with_determiner(found: list[Token], start: int, fragment: list[Token]) -> int:
    """Where what gives way begins: with "a" of "a helmet" for "gloves", which are many.

    For what has a determiner, that is all of "the first aid kit".
    """
    if fragment[0].text not in _DETERMINERS:
        several = len(fragment) == 1 and _is_plural(fragment[0])
        return start - 1 if several and start > 0 and found[start - 1].text in _SOME else start
    at = start
    while at > 0 and not ENGLISH.is_function(found[at - 1].text):
        at -= 1
    return at - 1 if at > 0 and found[at - 1].text in _DETERMINERS else start


def _is_plural(word: Token) -> bool:
    text = word.text
    return text in _PLURALS or (text.endswith("s") and not text.endswith("ss"))


def _verb_behind_thing(found: list[Token]) -> int:
    """Where the verb of the last clause is, which says what a thing is: "if an adult is choking".

    0 where there is none, or the thing has no article.
    """
    at = len(found) - 2
    if at < _SHORTEST_WITH_VERB or found[at].text not in _BE or not content(found[-1:]):
        return 0
    start = _run_before(found, at)
    is_thing = 0 < start < at and found[start - 1].text in _DETERMINERS
    return at if is_thing and found[start - 2].text not in PREPOSITIONS | _BE else 0


def _run_before(found: list[Token], at: int) -> int:
    """Where the words with a meaning of their own begin that end in front of a word."""
    while at > 0 and content(found[at - 1 : at]):
        at -= 1
    return at


def _is_all(kept: list[Token]) -> bool:
    """Whether words ask nothing without what comes behind them: "does the"."""
    verb = any(word.text in VERBS for word in kept[:1])
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
    return len(said) > 1 and len(content(said)) == len(said)


def _place(found: list[Token], first: str, *, tail: bool) -> int | None:
    """The word of the question before at which a fragment that begins with `first` goes in.

    Before a `tail`, all that is between it and its "do" gives way.
    """
    same = [at for at, word in enumerate(found) if word.text == first]
    if same and first not in ARTICLES:
        return same[-1]
    if first in PREPOSITIONS | _OWN:
        return None
    at = _run_before(found, len(found))
    if at == len(found):
        return None
    opener = found[at - 1].text if at > 0 else ""
    if opener in ARTICLES and at > 1 and found[at - 2].text in _GIVING and at < len(found) - 1:
        return len(found) - 1
    other = first not in _SOME and opener in _SOME and at > 1
    if first in ARTICLES and (found[at - 2].text if other else opener) in PREPOSITIONS:
        return None  # "the weight" does not fit in where "in rats" or "in a rat" stands
    openers = _OPENERS | _DO if tail else _OPENERS
    return at if opener in openers else len(found) - 1
