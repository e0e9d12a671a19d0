"""Recognises a passage on another act than the one that somebody asks leave for.

"Can I give my 3 month old some water?" is not answered by how to take a baby's temperature at 3
months, nor "Can I tape the lid down?" by what a lid is for: who reads that may take it for a yes.
So most of the act must be there; where the verb says little, as "give" and "put" do, what is given;
"water it down" with its "down"; and where something is drunk or eaten, a word of that.

Left out on purpose: what is asked behind "how", "what" and the like, which other rules look at;
acts in words that no passage has, where there is a sentence model, for other words may mean them;
and what a verb is said of ("leave the room" for "leave it running").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.patterns import OF_WHOM, PARTICLES, WHO, WORD, lazy, one_of
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.presence import Presence, is_in, presences

_WHO = rf"(?:{one_of(WHO)}|you|u|one|{OF_WHOM} {WORD})"
_LEAVE = (
    rf"(?:\b(?:can|may|could|should|shall|am|is|are) (?:{_WHO} )"
    r"(?:still |just |also |really |now )?(?:allowed to |able to )?"
    r"|\b(?:ok|okay|okey|safe|fine|alright|all right|allowed|bad|dangerous|smart|wise)"
    rf"(?: for {_WHO})? to (?!{WORD}\W*\Z))"  # "are these fine to eat": what stands before
)
_ENDS_ACT = """so because cause cuz if while when after before but until till and to then without
instead what which who that"""
# The act goes on to where a reason, a time or something else begins.
_ACT = lazy(
    rf"{_LEAVE}(?P<act>(?P<verb>[a-z'\u2019-]+)\b[^.?!,;:]*?)"
    rf"(?=[.?!,;:]|\Z|\s{one_of(_ENDS_ACT)}\b)",
    re.IGNORECASE,
)
_ASKS = lazy(r"\b(?:what|whats|how|where|when|which|who|whose|why|wat)\b", re.IGNORECASE)
_GIVES = frozenset("give put use have take get feed add try".split())
_SWALLOWS = frozenset("drink eat swallow chew lick taste smoke inhale".split())
_OF_SWALLOWING = r"""drink\w* drank drunk\w* sip\w* beverages? beers? wine liquor alcoholic
eat\w* ate food\w* feed\w* fed meals? diet\w* raw cook\w* edib\w+ nibbl\w* chew\w* lick\w* tast\w*
swallow\w* consum\w* ingest\w* digest\w* mouth oral\w*
smok\w* cigarettes? vap(?:e|ing)\w* inhal\w* breath\w*"""
_SWALLOWED = lazy(rf"\b{one_of(_OF_SWALLOWING)}\b", re.IGNORECASE)
_THINKS = frozenset(  # what is done to nothing
    "trust assume believe say expect think rely ask know see count call".split()
)
_BEGS = lazy(  # "could you tell me"
    r"(?:can|could|may) (?:you|u|someone|somebody|anyone|anybody) [^.?!,;:]*\bme\b", re.IGNORECASE
)
_NUMBERS = frozenset("two three four five six double twice both another".split())
_MOVES = frozenset(("take", "get"))  # with where to behind it
_PREPOSITION = lazy(r"\s(?:in|on|for|with|into|onto|at|from|up|off|to|of|under|over|near)\b")
_TO_SOMEBODY = frozenset(("give", "feed"))
_IT = lazy(r"\b(?:it|them)\b")
_OR = lazy(r"\sor\s")
_PARTICLE = lazy(
    r"\b([a-z]+) (?:(?:it|them|him|her|this|that|these|those) "
    rf"({one_of(f'{PARTICLES} back in on over open shut')})|({one_of(PARTICLES)}))\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(PARTICLES.split())
_REACH = 6  # words from a verb to its particle
_MUCH = 2  # things of an act, and half of them, without which it is another


def is_on_another_act(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether leave is asked for an act, and a passage tells of another."""
    found = _leave_in(extractor.query.respelled)
    if found is None:
        return False
    act, verb = found["act"], found["verb"].lower()
    things = presences(extractor, features, act)
    there = [one for one in things if one.concept.words[0] not in _NUMBERS]
    if _lacks_given(verb, act, there) or _lacks_particle(extractor, features, act):
        return True
    if verb in _SWALLOWS and not _SWALLOWED.search(extractor.around(features.passage)):
        return True
    if not extractor.closeness.is_known:
        return _lacks_most(there)
    # One thing may be there in other words; not "tape it down".
    known = [one for one in there if not one.concept.is_unknown]
    return (len(known) > 1 or _IT.search(act) is not None) and _lacks_most(known)


def _leave_in(question: str) -> re.Match[str] | None:
    """The act that a question asks leave for and its verb, if it does, and asks nothing else."""
    if _ASKS.match(question):  # told sooner than by the pattern below, which is long
        return None
    found = _ACT.search(question)
    if found is None or _ASKS.search(question[: found.start("act")]) or _BEGS.match(found[0]):
        return None
    return None if found["verb"].lower() in _THINKS else found


def _lacks_given(verb: str, act: str, there: Sequence[Presence]) -> bool:
    """Whether a verb says little without what it is done with, and that is not there."""
    if verb not in _GIVES:
        return False
    beside, *away = _PREPOSITION.split(act)
    if away and verb in _MOVES:
        return False
    given = [one for one in there if is_in(one.concept, beside)]
    # Of what somebody is given, the last is meant; of anything else, one will do.
    meant = given[-1:] if verb in _TO_SOMEBODY and not _OR.search(beside) else given
    return bool(meant) and not any(one.is_there for one in meant)


def _lacks_most(there: Sequence[Presence]) -> bool:
    """Whether nothing of an act is there, or much of it lacks."""
    missing = sum(not one.is_there for one in there)
    return 0 < missing == len(there) or (missing >= _MUCH and 2 * missing >= len(there))


def _lacks_particle(extractor: FeatureExtractor, features: Features, act: str) -> bool:
    """Whether an act is a verb with a particle, and a passage has the verb without it."""
    found = _PARTICLE.search(act)
    if found is None:
        return False
    read, said = extractor.index.analyzer, extractor.around(features.passage)
    words = read.plain_words(said)
    stem, particle = read.stem(found[1].lower()), (found[2] or found[3]).lower()
    behind = [words[n + 1 : n + _REACH] for n, word in enumerate(words) if read.stem(word) == stem]
    if found[3] and particle == "up":  # it says little: "speed up", but not "throw up"
        behind = [some for some in behind if not _PARTICLES.isdisjoint(some)]
    return bool(behind) and not any(particle in some for some in behind)
