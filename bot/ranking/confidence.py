"""Whether a passage answers: the evidence that decides between an answer and silence.

Not one threshold on a score, but what is known of each concept of the question: whether
the sentence holds it, or only the passage, the headings above it, or the title; whether
it stands elsewhere in the corpus, or nowhere; and how much it carries the question
("half-life" does, "usually" does not). A logistic model weighs these (fitted by
`tests/benchmarks/fit.py`); an answer needs a probability of one half.

Left out on purpose: what the sentence claims. A passage that names everything asked about
and says something else is taken for an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import exp

from bot.ranking.evidence import Evidence, Weigher
from bot.ranking.query import Concept, Kind, Wanted
from bot.ranking.weights import CONFIDENCE, CONFIDENCE_BASE
from bot.text import rarity


@dataclass(frozen=True, slots=True)
class Confidence:
    """The numbers for one passage; shares of the question's weight, 0 to 1, unless said."""

    sentence: float  # held by the best sentence
    passage: float  # not in the sentence, but in the passage
    above: float  # only in the headings or the title
    elsewhere: float  # only in other passages
    nowhere: float  # in no passage at all
    heaviest: float  # weight of the heaviest concept that is not held, 0 to 1
    strength: float  # the passage's sum of word values, as a share of what could be had
    size: float  # 1 / (1 + weight of all concepts)
    no_number: float  # 1.0 where a number is asked for and the best sentence has none

    def numbers(self) -> dict[str, float]:
        """All numbers by name, in a fixed order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def probability(self) -> float:
        """How likely the passage answers, 0 to 1."""
        total = CONFIDENCE_BASE + sum(CONFIDENCE[k] * n for k, n in self.numbers().items())
        return 1 / (1 + exp(-total))


def carries(concept: Concept) -> float:
    """How much a concept carries a question, 0 to 1: its rarest word's rarity.

    >>> from bot.ranking.query import Concept, Kind
    >>> carries(Concept("half-life", Kind.CONTENT, (), in_thesaurus=True))
    0.62
    """
    if concept.kind is Kind.FUNCTION:
        return 0.0
    rarest = max((rarity(word) for word in concept.words), default=0.0)
    return (1.0 if concept.kind is Kind.CONTENT else 0.3) * min(1.0, 0.3 + rarest)


def confidence(weigher: Weigher, evidence: Evidence) -> Confidence:
    """What speaks for and against a passage being an answer."""
    index, query = weigher.index, weigher.query
    best = next(s for s in index.sentences(evidence.passage) if s.span == evidence.best)
    in_sentence = weigher.levels(frozenset(best.words))
    in_passage = weigher.levels(
        frozenset(word for s in index.sentences(evidence.passage) for word in s.words)
    )
    in_above = weigher.levels(
        index.heading_terms(evidence.passage) | index.title_terms(evidence.passage)
    )
    weights = [carries(concept) for concept in query.concepts]
    total = sum(weights) or 1.0
    shares = dict.fromkeys(("sentence", "passage", "above", "elsewhere", "nowhere"), 0.0)
    heaviest = 0.0
    for concept, weight, s, p, a in zip(
        query.concepts, weights, in_sentence, in_passage, in_above, strict=True
    ):
        shares["sentence"] += weight * s
        shares["passage"] += weight * max(0.0, p - s)
        shares["above"] += weight * max(0.0, a - max(s, p))
        missing = weight * (1.0 - max(s, p, a))
        shares["elsewhere" if concept.forms else "nowhere"] += missing
        heaviest = max(heaviest, missing)
    return Confidence(
        **{name: share / total for name, share in shares.items()},
        heaviest=heaviest,
        strength=evidence.bm25 / weigher.attainable(),
        size=1 / (1 + sum(weights)),
        no_number=float(query.wanted is Wanted.QUANTITY and not evidence.quantity),
    )
