"""Whether a passage answers: what decides between an answer and silence.

Not one threshold on a score, but what is known of each concept of the question: whether
the best sentence holds it, in the very words asked or by the thesaurus; whether nobody in
the corpus has it, though it is a word that questions are about; whether it is
what the question is narrowed to ("in dogs"), and the passage lacks it; and how much it
carries ("half-life" does, "usually" does not). A logistic model weighs these numbers (fitted by
`tests/benchmarks/fit.py`); an answer needs a probability of one half.

Left out on purpose: what the sentence claims. A passage that names everything asked about
and says something else is taken for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from math import exp, log1p
from typing import NamedTuple

from bot.analysis import rarity
from bot.index import SentenceTerms
from bot.ranking.answer_type import lacks
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.query import Concept, ConceptKind
from bot.ranking.weights import CONFIDENCE, CONFIDENCE_BASE

_LIGHT = 0.1  # what a light word carries
_TOPIC = 0.8  # a word or turn that the thesaurus has a rule for: people ask about it
_FOCUS = 0.6  # at least, what "which ..." asks for by name
_CONTEXT = 0.4  # of its weight, what comes from the question before
_TITLE = 0.2  # of its weight, what the document as a whole is about
_MOST_MISSING = 2.0
_A_NAME = 0.7  # rarity from which on a word is taken for a name
_SUBJECT = (  # where a question has the thing that it is about
    r"\b(?:of|is|are|does|do|did|can|will|was|has|normal|typical|usual|safe|lethal"
    r"|recommended|starting) (?:the )?{name}\b"
    r"|\b{name} (?:dose|dosage|doses|ld ?-?50|half|withdrawal|addiction|tolerance|toxicity"
    r"|legal|safe|addictive|effects?)\b"
)
_SUBJECT_WITHIN = 5  # words from a sentence's start to its subject
_ABOUT = 0.3  # share of a document's passages that have what the document is about


class Confidence(NamedTuple):
    """The numbers for one passage and question; a concept's weight lies in 0..1."""

    sentence: float  # share of the question's weight that the best sentence holds, 0 to 1
    exact: float  # the same in the very words asked, 0 to 1
    held: float  # ln(1 + weight that the passage holds, by rarity), 0 or more
    strength: float  # the passage's sum of word values, as a share of what could be had
    topic: float  # weight of what people ask about and no passage has, 0 to 2
    unmet: float  # how surely the best sentence has no answer of the kind asked for, 0 to 1
    other: float  # 1.0 where another thing than the sentence's is asked about by its name
    limit: float  # weight of what the question is narrowed to and the passage lacks, 0 to 1

    def numbers(self) -> dict[str, float]:
        """All numbers by name, in a fixed order."""
        return {name: getattr(self, name) for name in CONFIDENCE}

    def probability(self) -> float:
        """How likely the passage answers, 0 to 1."""
        total = CONFIDENCE_BASE + sum(CONFIDENCE[k] * n for k, n in self.numbers().items())
        return 1 / (1 + exp(-total))


def carries(concept: Concept) -> float:
    """How much a concept carries a question, 0 to 1: a topic of the thesaurus, else by rarity.

    >>> from bot.ranking.query import Concept, ConceptKind
    >>> carries(Concept("half-life", ("half", "life"), ConceptKind.CONTENT, (),
    ...                 in_thesaurus=False))
    1.0
    """
    if concept.kind is ConceptKind.FUNCTION:
        return 0.0
    if concept.kind is ConceptKind.LIGHT:
        weight = _LIGHT
    elif concept.in_thesaurus:
        weight = _TOPIC
    else:
        weight = 1.0 if len(concept.words) > 1 else min(1.0, 0.2 + rarity(concept.words[0]))
    if concept.focus:
        weight = max(weight, _FOCUS)
    return weight * (_CONTEXT if concept.kind is ConceptKind.CONTEXT else 1.0)


class Judge:
    """Judges passages of one index as answers to one question."""

    def __init__(self, extractor: FeatureExtractor) -> None:
        self._extractor, self._query = extractor, extractor.query
        self._carried = [carries(concept) for concept in self._query.concepts]
        self._rarest = [max(map(rarity, c.words), default=0.0) for c in self._query.concepts]
        self._attainable = extractor.attainable()
        self._named = [c for c in self._query.concepts if _is_asked_of(c, self._query.question)]

    def judge(self, features: Features) -> Confidence:
        """What speaks for and against a passage being an answer."""
        extractor, positions = self._extractor, self._extractor.positions
        sentences = positions.sentences(features.passage)
        best = next(s for s in sentences if s.start == features.best.start)
        titles = positions.title(features.passage)
        in_title = extractor.levels(titles)
        in_sentence = extractor.levels(frozenset(best.positions))
        in_passage = extractor.levels(frozenset(term for s in sentences for term in s.positions))
        above = extractor.levels(positions.heading(features.passage) | titles)
        sentence = exact = held = topic = total = limit = 0.0
        for at, concept in enumerate(self._query.concepts):
            s, p, a, t = in_sentence[at], in_passage[at], above[at], in_title[at]
            weight = self._carried[at] * (_TITLE if t == 1.0 else 1.0)
            missing = weight * (1.0 - max(s, p, a))
            total += weight
            sentence += weight * max(s, t)
            topic += missing if concept.in_thesaurus and not concept.forms else 0.0
            if concept.limit and not max(p, a):
                limit = max(limit, weight)
            if not t:
                exact += weight if s == 1.0 else 0.0
                held += weight * max(s, p, 0.7 * a) * (0.5 + self._rarest[at])
        return Confidence(
            sentence=sentence / (total or 1.0),
            exact=exact / (total or 1.0),
            held=log1p(held),
            strength=features.bm25 / self._attainable,
            topic=min(topic, _MOST_MISSING),
            unmet=lacks(extractor.text(features), self._query.answer_type),
            other=float(self._asks_of_another(best, titles, features.passage)),
            limit=limit,
        )

    def _asks_of_another(self, best: SentenceTerms, titles: Collection[int], passage: int) -> bool:
        """Whether a thing is asked about by name that the best sentence does not begin with.

        "Is phenibut addictive?" is not answered by "It is not addictive, unlike phenibut",
        nor by what a document on something else says of addiction.
        """
        if not self._named:
            return False
        own = (form.terms for c in self._query.concepts for form in c.forms if form.weight == 1.0)
        if any(term in titles for terms in own for term in terms):
            return False
        subject = {term for term, at in best.positions.items() if at[0] < _SUBJECT_WITHIN}
        asked = [set(_own_terms(concept)) for concept in self._named]
        return any(not terms & subject and not self._is_about(terms, passage) for terms in asked)

    def _is_about(self, terms: Collection[int], passage: int) -> bool:
        """Whether the passage's document is about a thing: many of its passages have it."""
        index = self._extractor.index
        document = index.document_of(passage)
        end = document.first + document.count
        for term in terms:
            if index.frequency(term, range(document.first, end)) >= _ABOUT * document.count:
                return True
        return False


def _is_asked_of(concept: Concept, question: str) -> bool:
    """Whether a concept is a name, and stands where a question's subject does."""
    words = concept.words
    if concept.kind is not ConceptKind.CONTENT or len(words) != 1 or rarity(words[0]) < _A_NAME:
        return False
    name = re.escape(concept.asked)
    return re.search(_SUBJECT.format(name=name), question, re.IGNORECASE) is not None


def _own_terms(concept: Concept) -> Sequence[int]:
    return [term for form in concept.forms if form.weight == 1.0 for term in form.terms]
