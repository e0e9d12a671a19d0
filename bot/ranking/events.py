"""Recognises a passage on something else than what happened, where it is asked what to do now.

"The baby is choking, what do I do?" is not answered by a passage without that word; nor "I skipped
the last stop, what now?" by "Never skip stops", which comes too late; nor what to do for a seizure
by what else leads to one ("Be careful, as seizures may follow"); nor "I cut my leg with the saw" by
the one point of a list that has "saw" twice. And whoever only tells what
happened wants to know what to do: what it is, or how often it happens, is near.

Left out on purpose: what happened in words that no passage has, for others may mean it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.analysis import Span
from bot.patterns import LIST_MARK, OF_WHOM, WHO, WORD, lazy, one_of
from bot.ranking.answer_type import WHAT_TO_DO, AnswerType
from bot.ranking.concepts import Concept
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.instructions import how_surely_told, is_only_a_sign
from bot.ranking.opposites import with_label
from bot.ranking.presence import Presence, presences

_WHAT_NOW = lazy(WHAT_TO_DO, re.IGNORECASE)
_AIM = lazy(r"\s+to\s+\w")  # "what can I do to know the time"
_LATER = lazy(r"\b(?:before|after|while|until|till|because|so|than)\b", re.IGNORECASE)
_SUBJECT = rf"(?:{one_of(WHO)}|i['\u2019]?(?:m|ve)|hes|shes|baby|kid|{OF_WHOM}(?: {WORD}){{1,2}})"
_DONE = (
    r"(?:\w{2,}(?<!e)ed|ate|drank|fell|broke|cut|shook|stung|bit|took|gave|lost|ran|hit|shot"
    r"|burnt|stuck|swallowed|choked)"
)
_HAPPENED = lazy(  # told and not asked
    rf"\A\W*{_SUBJECT} (?P<event>(?:(?:already|just|accidentally|has|have|had|is|are|was|were"
    rf"|keeps?|wont|won['\u2019]t|got) )*(?:\w{{2,}}ing|{_DONE})\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_IS_DONE = lazy(rf"{_DONE}\Z", re.IGNORECASE)
_ASKS = lazy(
    r"\?|\b(?:what|how|where|when|which|who|why|can|could|should|do|does|did|may|ok|okay|is it"
    r"|are there|want|need|looking|tell me|know|wonder\w*)\b",
    re.IGNORECASE,
)
_FORBIDS = lazy(
    r"\b(?:do not|don['\u2019]?ts?|never|avoid(?:ing)?|must not|should not|shouldn['\u2019]t"
    r"|(?:dangers?|risks?|cautious|careful|beware) of|watch (?:out )?for|prevent(?:s|ing)?)\b",
    re.IGNORECASE,
)
_POINT = lazy(rf"\s*{LIST_MARK}")
_ASIDE = lazy(  # what causes or comes of something
    r",?\s(?:as|because|since|in case)\s[^.;\n]*"
    r"|\b(?:causes?|lead(?:s|ing)? to|result(?:s|ing)? in|masks?|mimics?|unlike|similar to)\s"
    r"[^.;\n]*",
    re.IGNORECASE,
)


def is_on_another_event(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether something happened, and a passage does not tell what to do about it."""
    query = extractor.query
    is_asked = query.answer_type is AnswerType.ACTION
    if is_asked:
        event = event_in(query.respelled)
    else:
        event = "" if query.context else told_in(query.respelled)
        if not event:
            return False
    told = presences(extractor, features, event)
    if _lacks_event(told) or _forbids_it(extractor, features, told):
        return True
    if not is_asked:
        return not _tells_what_to_do(extractor, features)
    return (
        _is_aside(extractor, features, told)
        or _is_another_point(extractor, features, told)
        or _is_sign(extractor, features)
    )


def event_in(question: str) -> str:
    """What happened, of a question what to do then; empty where it is only a means to an end.

    >>> event_in("my dog fell in, what do I do?"), event_in("what should I do if it rains?")
    ('my dog fell in, ', ' if it rains?')
    >>> event_in("my watch stopped, what can I do to know the time")
    ''
    """
    asked = _WHAT_NOW.search(question)
    if asked is None or _AIM.match(question, asked.end()):
        return ""
    before = question[: asked.start()]
    return before if re.search(r"\w{3}", before) else _LATER.split(question[asked.end() :])[0]


def told_in(message: str) -> str:
    """What happened to whom a message is about, where it asks nothing; else empty.

    >>> told_in("my brother swallowed it"), told_in("my brother swallowed it, is it ok")
    ('swallowed it', '')
    """
    happened = None if _ASKS.search(message) else _HAPPENED.match(message)
    return happened["event"] if happened else ""


def _lacks_event(told: Sequence[Presence]) -> bool:
    return any(not one.is_there and not one.concept.is_unknown for one in told)


def _tells_what_to_do(extractor: FeatureExtractor, features: Features) -> bool:
    index, passage = extractor.index, features.passage
    return how_surely_told(index.innermost_heading(passage), index.text(passage), "") > 0.0


def _is_sign(extractor: FeatureExtractor, features: Features) -> bool:
    index, passage = extractor.index, features.passage
    best, heading = extractor.text(features), index.innermost_heading(passage)
    return is_only_a_sign(best, heading, index.text(passage))


def _forbids_it(extractor: FeatureExtractor, features: Features, told: Sequence[Presence]) -> bool:
    """Whether the best sentence forbids what was done already."""
    done = [one.concept for one in told if _IS_DONE.match(one.concept.words[0])]
    said = with_label(extractor, features)
    forbidding = _FORBIDS.search(said) if done else None
    if forbidding is None:
        return False
    before, behind = said[: forbidding.start()], said[forbidding.end() :]
    return any(_has(extractor, behind, c) and not _has(extractor, before, c) for c in done)


def _is_aside(extractor: FeatureExtractor, features: Features, told: Sequence[Presence]) -> bool:
    """Whether what happened is only what comes of something else, wherever a passage names it."""
    if not told or any(one.above for one in told):
        return False
    sentences = extractor.positions.sentences(features.passage)
    said = (extractor.said(features.passage, Span(one.start, one.end)) for one in sentences)
    left = " ".join(_ASIDE.sub(" ", one) for one in said)
    return not any(_has(extractor, left, one.concept) for one in told if one.in_text)


def _is_another_point(
    extractor: FeatureExtractor, features: Features, told: Sequence[Presence]
) -> bool:
    """Whether the best of a list's points names nothing of what happened, nor does its heading.

    What a title says, many points do.
    """
    if not _POINT.match(extractor.text(features)):
        return False
    positions = extractor.positions
    heading = positions.heading(features.passage) - positions.title(features.passage)
    title = extractor.levels(positions.title(features.passage))
    above = extractor.levels(heading)
    levels = dict(zip(extractor.query.concepts, zip(title, above, strict=True), strict=True))
    own = [one for one in told if not levels[one.concept][0]]
    return bool(own) and not any(one.in_best or levels[one.concept][1] for one in own)


def _has(extractor: FeatureExtractor, text: str, concept: Concept) -> bool:
    """Whether a text has a concept in any of its forms."""
    words = extractor.index.analyzer.plain_words(text)
    present = {term for word in words for term in extractor.positions.terms_of((word,))}
    return any(present.issuperset(form.terms) for form in concept.forms)
