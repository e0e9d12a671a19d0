"""Decides: an answer in the document's own words, or an honest no with its reason.

The best candidates of the index are weighed (`ranking`); the first is an answer when the
evidence for it is enough, and others join it when theirs is too. Nothing here makes words
of its own but the reason for a silence.

Left out on purpose: where the question came from and how the answer looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import Turn, whole_question
from bot.index import Index
from bot.passages import Passage, Span
from bot.ranking import Evidence, Kind, Query, Ranked, Weigher, parse, rank
from bot.ranking.confidence import Confidence, Judge
from bot.receipts import receipt
from bot.thesaurus import Thesaurus

WHAT_I_DO = (
    "I answer questions about the document with its own passages, word for word: "
    "ask me something that it could say."
)
CLOSEST = 3  # passages offered where none answers
_JUDGED = 8  # candidates at least that are looked at for further answers
_ANSWERS = 0.5  # probability from which on a passage counts as an answer
_NEARLY = 0.8  # of the first one's, which a further passage needs as well
_SMALL_TALK = re.compile(
    r"\W*(?:(?:hi|hello|hey|yo|sup|hiya|howdy|greetings|good (?:morning|evening|afternoon|night)|"
    r"thanks?(?: you| u)?|thx|ty|cheers|bye|goodbye|see you|cya|lol|lmao|ok(?:ay)?|cool|nice|great|"
    r"good bot|bad bot|how are you(?: doing)?|how r u|whats up|what'?s up|who are you|what are you|"
    r"are you (?:a |an )?(?:bot|human|ai|robot|real)|what can you do|help|test|ping|there|bot|"
    r"so much|a lot|everyone|all|friend|mate|man|dude|please)\b\W*)+",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|"
    r"guidelines|documents?|everything|above|previous|earlier|training)\b"
    r"|\byou are (?:now|no longer)\b"
    r"|\b(?:pretend|act|behave|respond|answer|speak|talk) "
    r"(?:to be|as if|as though|like (?:a|an|you)|as (?:a|an|my))\b"
    r"|\b(?:system|developer) ?(?:prompt|message|override|mode)\b|\bjailbreak|\bDAN\b"
    r"|\b(?:make (?:something|it|one|stuff) up|make up (?:a|an|some)|invent (?:a|an|some)|"
    r"write (?:me )?(?:a|an) (?:poem|story|song|essay|joke)|repeat after me|"
    r"say (?:that )?[\"'\u201c]|reveal your|show (?:me )?your (?:prompt|instructions|token)|"
    r"print your|your (?:api )?token|drop table|delete (?:all|the))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage that answers. `best` is the sentence that does, in document offsets.

    `score` is the share of what this question could score, 0 to 1.
    """

    passage: Passage
    best: Span
    score: float
    receipt: str
    evidence: Evidence
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Reply:
    """What Answer and NoAnswer share.

    `read_as` is the question as it was understood where that is not as it was asked
    (a follow-up made whole, a word respelled), else empty.
    """

    question: str
    after: str | None
    read_as: str
    notices: tuple[str, ...]
    query: Query | None


@dataclass(frozen=True, slots=True)
class Answer(Reply):
    """At least one quotation, best first."""

    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class NoAnswer(Reply):
    """Why not, in a sentence, and the nearest passages with their evidence."""

    reason: str
    closest: tuple[Quotation, ...]


def answer(  # noqa: PLR0913  (one place takes all that a question comes with)
    question: str,
    index: Index,
    thesaurus: Thesaurus,
    *,
    count: int = 3,
    within: range | None = None,
    after: str | None = None,
) -> Answer | NoAnswer:
    """Answer a question from an index, with at most `count` passages, or say why not.

    `within` limits the passages looked at; `after` is the question before. Never raises,
    whatever the question holds.
    """
    if standing := _standing_reply(question):
        return NoAnswer(question, after, "", (), None, standing, ())
    turn = whole_question(question, after)
    query = parse(turn.question, index, thesaurus, turn.context)
    read_as = _read_as(question, turn, query)
    weigher = Weigher(query, index)
    judge = Judge(weigher)
    judged = [_judged(judge, r) for r in rank(weigher, within)[: max(2 * count, _JUDGED)]]
    found = [_quotation(index, one) for one in _that_answer(judged)[:count]]
    if found:
        return Answer(question, after, read_as, (), query, tuple(found))
    closest = tuple(_quotation(index, one) for one in judged[:CLOSEST])
    return NoAnswer(question, after, read_as, (), query, _reason(query, judged), closest)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate: its evidence, how likely it answers, and its share of the score."""

    evidence: Evidence
    confidence: Confidence
    probability: float


def _judged(judge: Judge, ranked: Ranked) -> _Judged:
    found = judge.judge(ranked.evidence)
    return _Judged(ranked.evidence, found, found.probability())


def _that_answer(judged: Sequence[_Judged]) -> list[_Judged]:
    """The best passage if it answers, and those behind it that answer nearly as well."""
    if not judged or judged[0].probability < _ANSWERS:
        return []
    first = judged[0].probability
    return [one for one in judged if one.probability >= max(_ANSWERS, first * _NEARLY)]


def _quotation(index: Index, judged: _Judged) -> Quotation:
    number = judged.evidence.passage
    passage = index.passage(number)
    return Quotation(
        passage,
        judged.evidence.best,
        min(1.0, judged.confidence.strength),
        receipt(index.document_of(number).sha256, passage.start, passage.end, passage.text),
        judged.evidence,
        judged.confidence,
    )


def _standing_reply(question: str) -> str:
    """The fixed reply to what is no question to the document; else an empty string."""
    if not any(character.isalpha() for character in question):
        return f"There is no question in that. {WHAT_I_DO}"
    if _SMALL_TALK.fullmatch(question[:200]) and len(question) <= 200:  # noqa: PLR2004
        return WHAT_I_DO
    return ""


def _read_as(question: str, turn: Turn, query: Query) -> str:
    """How the question was understood, where that is not as it stands."""
    whole = turn.question
    for written, meant in query.corrections:
        whole = re.sub(rf"(?i)\b{re.escape(written)}\b", meant, whole)
    if turn.context:
        whole = f"{whole} (after: {turn.context})"
    return whole if whole != question else ""


def _reason(query: Query, judged: Sequence[_Judged]) -> str:
    """Why there is no answer, in a sentence, with the words that are to blame."""
    unknown = [c.asked for c in query.concepts if c.kind is Kind.CONTENT and not c.forms]
    if unknown:
        return f"The document does not answer: it says nothing of {_listed(unknown)}."
    if not any(c.kind is Kind.CONTENT for c in query.concepts):
        return f"There is nothing to look for in that question. {WHAT_I_DO}"
    if not judged:
        return "The document does not answer: none of the question's words is in it."
    return "The document does not answer: it has these words, but not together."


def _listed(words: Sequence[str]) -> str:
    shown = [f"\u201c{word[:40]}\u201d" for word in words[:4]]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
