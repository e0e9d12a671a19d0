"""Decides: an answer in the document's own words, or an honest no with its reason.

The best candidates of the index are ranked by their features (`ranking`); the first is an
answer when enough speaks for it, and others join it when as much does for them. The reason for
a silence is the only text that is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from bot.analysis import Span
from bot.answering.follow_ups import Turn, readings
from bot.index import Index
from bot.passages import Passage
from bot.passages.receipts import receipt
from bot.ranking.confidence import Confidence, Judge
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.query import ConceptKind, Query, parse
from bot.ranking.ranker import CANDIDATES, Ranker
from bot.ranking.synonyms import Thesaurus

WHAT_I_DO = (
    "I answer questions about the document with its own passages, word for word: "
    "ask me something that it could say."
)
CLOSEST = 3  # passages offered where none answers
_JUDGED = 8  # candidates at least that are looked at for further answers
_ANSWERS = 0.5  # probability from which on a passage counts as an answer
_NEARLY = 0.8  # of the first one's, which a further passage needs as well
_AS_GOOD = 0.7  # of the first one's weighted sum, the same
_NOTHING_ASKED = f"There is no question in that. {WHAT_I_DO}"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage that answers. `best` is the sentence that does, in document offsets.

    `score` is the share of what this question could score, 0 to 1.
    """

    passage: Passage
    best: Span
    score: float
    receipt: str
    features: Features
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
    """Why not, in a sentence, and the nearest passages with their features."""

    reason: str
    closest: tuple[Quotation, ...]

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """None: so that every reply can be asked for its quotations."""
        return ()


def answer(  # noqa: PLR0913  (one place takes all that a question comes with)
    question: str,
    index: Index,
    thesaurus: Thesaurus,
    *,
    count: int = 3,
    within: range | None = None,
    after: str | None = None,
    notices: tuple[str, ...] = (),
) -> Answer | NoAnswer:
    """Answer a question from an index, with at most `count` passages, or say why not.

    `within` limits the passages looked at; `after` is the question before; `notices` are
    handed through. Never raises, whatever the question holds.
    """
    silence: NoAnswer | None = None
    for turn in readings(question, after):
        query = parse(turn.question, index, thesaurus, turn.context, turn.point)
        read_as = _read_as(question, turn, query)
        candidates = _Candidates(query, index, count, within)
        if found := candidates.that_answer():
            return Answer(question, after, read_as, notices, query, found)
        if silence is None:  # the likeliest reading says why, and what comes near
            reason = _reason(query, any_found=candidates.first is not None)
            nearest = candidates.nearest()
            silence = NoAnswer(question, after, read_as, notices, query, reason, nearest)
    return silence or NoAnswer(question, after, "", notices, None, _standing_reply(question), ())


class _Judged(NamedTuple):
    """A candidate: its features with their weighted sum, and how likely it answers."""

    features: Features
    confidence: Confidence
    probability: float
    total: float


class _Candidates:
    """The candidates for one reading of a question, best first, judged as they are needed."""

    def __init__(self, query: Query, index: Index, count: int, within: range | None) -> None:
        self._index, self._count = index, count
        extractor = FeatureExtractor(query, index)
        self._judge = Judge(extractor)
        self._ranker = Ranker(extractor, max(2 * count, CANDIDATES), within)
        self.first = next(self._judged(), None)

    def that_answer(self) -> tuple[Quotation, ...]:
        """The first candidate and others that answer nearly as well; none where it does not."""
        first = self.first
        if first is None or first.probability < _ANSWERS:
            return ()
        enough = max(_ANSWERS, first.probability * _NEARLY)
        near = self._others(first.total * _AS_GOOD)
        further = (one for one in near if one.probability >= enough)
        return self._quoted([first, *islice(further, self._count - 1)])

    def nearest(self) -> tuple[Quotation, ...]:
        """The first few candidates that have anything of what is asked about."""
        first = () if self.first is None else (self.first,)
        near = filter(_has_anything, chain(first, self._others()))
        return self._quoted(islice(near, CLOSEST))

    def _others(self, least: float = 0.0) -> Iterator[_Judged]:
        """The candidates after the first that are looked at, as long as their sum is enough."""
        return islice(self._judged(least), max(2 * self._count, _JUDGED) - 1)

    def _judged(self, least: float = 0.0) -> Iterator[_Judged]:
        for ranked in self._ranker.best(least):
            found = self._judge.judge(ranked.features)
            yield _Judged(ranked.features, found, found.probability(), ranked.total)

    def _quoted(self, judged: Iterable[_Judged]) -> tuple[Quotation, ...]:
        return tuple(_quotation(self._index, one) for one in judged)


def _has_anything(judged: _Judged) -> bool:
    """Whether a passage has anything of what is asked about."""
    return judged.confidence.held > 0 or judged.confidence.sentence > 0


def _quotation(index: Index, judged: _Judged) -> Quotation:
    number = judged.features.passage
    passage = index.passage(number)
    return Quotation(
        passage,
        judged.features.best,
        min(1.0, judged.confidence.strength),
        receipt(index.document_of(number).sha256, passage.start, passage.end, passage.text),
        judged.features,
        judged.confidence,
    )


def _standing_reply(question: str) -> str:
    """The fixed reply to what is no question to the document."""
    return WHAT_I_DO if any(map(str.isalpha, question)) else _NOTHING_ASKED


def _read_as(question: str, turn: Turn, query: Query) -> str:
    """How the question was understood, where that is not as it stands."""
    whole = turn.question
    for written, meant in query.corrections:
        whole = re.sub(rf"(?i)\b{re.escape(written)}\b", meant, whole)
    if turn.context:
        whole = f"{whole} (after: {turn.context})"
    return whole if whole != question else ""


def _reason(query: Query, *, any_found: bool) -> str:
    """Why there is no answer, in a sentence, with the words that are to blame."""
    unknown = [c.asked for c in query.concepts if c.kind is ConceptKind.CONTENT and not c.forms]
    if unknown:
        return f"The document does not answer: it says nothing of {_listed(unknown)}."
    if not any(c.kind is ConceptKind.CONTENT for c in query.concepts):
        return f"There is nothing to look for in that question. {WHAT_I_DO}"
    if not any_found:
        return "The document does not answer: none of the question's words is in it."
    return "The document does not answer: it has these words, but not together."


def _listed(words: Sequence[str]) -> str:
    shown = [f"\u201c{word[:40]}\u201d" for word in words[:4]]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
