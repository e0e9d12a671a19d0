"""Whether a passage answers, or is near: what decides between the three kinds of reply.

Not one threshold on a score, but what is known of each concept of the question: whether
the best sentence holds it, or the passage, or the headings above; in the very words asked or
by the thesaurus; whether no passage at all has it; whether it is what the question is narrowed
to ("in dogs"), and the passage lacks it; and how much it carries ("half-life" does, "usually"
does not). Logistic models weigh these numbers (fitted by `tests/benchmarks/fit.py`); an answer
needs a probability of one half, and so does what is shown as near.

Left out on purpose: what the sentence claims. A passage that names everything asked about
and says something else is taken for an answer.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from math import log1p
from typing import NamedTuple

from bot.index import SentenceTerms
from bot.patterns import lazy
from bot.ranking.concepts import Concept, ConceptKind
from bot.ranking.document_topics import is_about
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.ranker import RankedPassage
from bot.ranking.weights import Weights, logistic
from bot.ranking.word_values import WordValues

_TITLE = 0.2  # of its weight, what the document as a whole is about
_OWN = 0.25  # of what is asked beside the title, at least, for a passage to be an answer to it
_ABOVE = 0.7  # of what a passage holds, what only the headings above it do
_COMMON = 0.5  # what the commonest word counts there; the rarest 1 more
_MOST_MISSING = 2.0
_NEARLY_ALL = 1.0 - 1e-12  # of a concept, where a sentence has it in other words than asked
_SLACK = 1e-9  # more than what sums in another order are wrong by
_A_NAME = 0.7  # rarity from which on a word is taken for a name
_BEFORE_SUBJECT = lazy(  # in a question, what stands in front of the thing that it is about
    r"\b(?:of|is|are|does|do|did|can|could|will|would|was|were|has|have) (?:a |an |the )?",
    re.IGNORECASE,
)
_EDGE = lazy(r"\b")
_SUBJECT_WITHIN = 5  # words from a sentence's start to its subject
ALONE = 5.0  # by how much a passage is before others where there are none


class Confidence(NamedTuple):
    """The numbers for one passage and question; a concept's weight lies in 0..1."""

    sentence: float  # share of the question's weight that the best sentence holds, 0 to 1
    exact: float  # the same in the very words asked, 0 to 1
    held: float  # ln(1 + weight that the passage holds, by rarity), 0 or more
    strength: float  # the passage's sum of word values, as a share of what could be had
    passage: float  # share of the question's weight that the passage and its headings hold, 0 to 1
    missing: float  # weight of what is asked about and no passage has, 0 to 2
    topic: float  # the same of what the operator has rules for
    titled: float  # how nearly the question is the heading above, 0 to 1
    meaning: float  # how near the passage's meaning is to the question's, -1 to 1
    meaning_best: float  # the same of its nearest sentence
    apart: float  # by how much its meaning is nearer than that of the other candidates, 0 or more
    ahead: float  # how surely it is before the best of the others, 0 to 1
    unmet: float  # how surely the best sentence has no answer of the kind asked for, 0 to 1
    other: float  # 1.0 where another thing than the sentence's is asked about by its name
    limit: float  # weight of what the question is narrowed to and the passage lacks, 0 to 1
    short: float  # 1.0 where the passage has too little of the question, see `Judge._is_short`

    def numbers(self) -> dict[str, float]:
        """All numbers by name, in a fixed order."""
        return self._asdict()


class _Met(NamedTuple):
    """What a passage has of a question, in weights of its concepts: see `Confidence`."""

    total: float  # of all that is asked, above 0
    sentence: float
    exact: float
    held: float
    passage: float
    missing: float
    topic: float
    limit: float
    own: float  # what it has beside what the title says
    own_total: float  # of all that is asked beside that
    unknown: float  # of the words with content that no passage has
    lacks_own: bool  # it has nothing of what is asked itself, and that is not the title's
    ruled: float  # what it has of that for which the operator has rules


class Evidence(NamedTuple):
    """All that is known of a candidate; `total` is the weighted sum that it ranks by."""

    features: Features
    total: float
    confidence: Confidence
    weights: Weights

    @property
    def answers(self) -> float:
        """How likely the passage answers, 0 to 1; never where it has too little of the question."""
        if self.confidence.short:
            return 0.0
        return self.weights.answers.probability(self.confidence.numbers())

    @property
    def near(self) -> float:
        """How likely the passage is on the subject of the question, 0 to 1."""
        return self.weights.near.probability(self.confidence.numbers())


def ahead(total: float, other: RankedPassage | None) -> float:
    """How surely a passage comes before another by their sums, as the order was fitted, 0 to 1.

    >>> ahead(2.0, None) > 0.99, ahead(2.0, RankedPassage(None, 2.0))
    (True, 0.5)
    """
    return logistic(ALONE if other is None else total - other.total)


class Judge:
    """Judges passages of one index as answers to one question."""

    def __init__(self, extractor: FeatureExtractor, weights: Weights) -> None:
        self._extractor, self._weights = extractor, weights
        self._query = extractor.query.without_guesses()
        self._values: WordValues = extractor
        if self._query is not extractor.query:
            self._values = WordValues(self._query, extractor.index)
        rarity = extractor.index.analyzer.rarity
        self._rarest = [max(map(rarity, c.words), default=0.0) for c in self._query.concepts]
        self._attainable = self._values.attainable()
        self._named = [
            c for c in self._query.concepts if _is_asked_of(c, self._query.question, rarity)
        ]

    def judge(self, ranked: RankedPassage, other: RankedPassage | None) -> Evidence:
        """What speaks for and against a passage being an answer, beside the best of the others."""
        confidence = self.confidence(ranked.features, ahead(ranked.total, other))
        return Evidence(ranked.features, ranked.total, confidence, self._weights)

    def may_answer(self, enough: float, first: Evidence, passage: int, total: float) -> bool:
        """Whether a passage behind the first can be as likely to answer as is enough.

        By `total`, the most that its sum can be, and without a look at its sentences: as if the
        best of them had all of the passage's words that speak for an answer.
        """
        met = self._met(self._kindest_levels(passage))
        bounds, weights = self._extractor.upper_bounds(passage), self._weights.answers.weights
        at_most = {
            "held": log1p(met.held),
            "strength": self._bm25(passage, bounds["bm25"]) / self._attainable,
            "passage": met.passage / met.total,
            "titled": bounds["titled"],
            "meaning": bounds["meaning"],
            "meaning_best": bounds["meaning_best"],
            "ahead": logistic(min(total - first.total, 0.0)),
            "unmet": 0.0,
            "other": 0.0,
        }
        numbers = {name: n if weights.get(name, 0.0) > 0.0 else 0.0 for name, n in at_most.items()}
        numbers |= {
            "sentence": met.sentence / met.total,
            "exact": met.exact / met.total,
            "missing": min(met.missing, _MOST_MISSING),
            "topic": min(met.topic, _MOST_MISSING),
            "apart": max(0.0, self._extractor.closeness.apart(passage)),
            "limit": met.limit,
        }
        return self._weights.answers.probability(numbers) >= enough - _SLACK

    def _kindest_levels(self, passage: int) -> Iterator[tuple[float, float, float, float]]:
        """What `_levels` returns, where the best sentence has what speaks most for an answer."""
        positions, levels = self._extractor.positions, self._values.levels
        heading, title = positions.heading(passage), positions.title(passage)
        present = heading.union(self._extractor.impacts(passage))  # it may be a table's head
        all_of_it, titles = levels(present), levels(title)
        best = [
            level if level < 1.0 or titles[at] else self._kindest(at, present)
            for at, level in enumerate(all_of_it)
        ]
        return zip(best, all_of_it, levels(heading | title), titles, strict=True)

    def _kindest(self, at: int, present: frozenset[int]) -> float:
        """What a sentence best has of a concept, of which the passage has the very words asked.

        These say less than others for the same: see the weights.
        """
        if self._values.has_lesser(at, present):
            return _NEARLY_ALL
        weights = self._weights.answers.weights
        return 1.0 if weights["sentence"] + weights["exact"] > 0.0 else 0.0

    def _bm25(self, passage: int, own: float) -> float:
        """A passage's sum of word values, where guesses do not count; `own` is with them."""
        if self._values is self._extractor:
            return own
        return self._values.bm25(self._extractor.impacts(passage))

    def confidence(self, features: Features, ahead: float) -> Confidence:
        """The numbers for one passage."""
        extractor, bm25 = self._extractor, self._bm25(features.passage, features.bm25)
        sentences = extractor.positions.sentences(features.passage)
        best = next(s for s in sentences if s.start == features.best.start)
        titles = extractor.positions.title(features.passage)
        met = self._met(self._levels(features.passage, best, sentences))
        unmet = extractor.kinds.lacked(features.passage, extractor.text(features))
        # More than what the whole document is about, or a meaning that no word shows.
        told = met.own >= _OWN * met.own_total or extractor.closeness.is_known
        return Confidence(
            sentence=met.sentence / met.total,
            exact=met.exact / met.total,
            held=log1p(met.held),
            strength=bm25 / self._attainable if told else 0.0,
            passage=met.passage / met.total,
            missing=min(met.missing, _MOST_MISSING),
            topic=min(met.topic, _MOST_MISSING),
            titled=features.titled,
            meaning=features.meaning,
            meaning_best=features.meaning_best,
            apart=max(0.0, extractor.closeness.apart(features.passage)),
            ahead=ahead if told else 0.0,
            unmet=unmet,
            other=float(self._asks_of_another(best, titles, features.passage)),
            limit=met.limit,
            short=float(self._is_short(met, unmet)),
        )

    def _levels(
        self, number: int, best: SentenceTerms, sentences: Sequence[SentenceTerms]
    ) -> Iterator[tuple[float, float, float, float]]:
        """How well best sentence, passage, headings and title have each concept, 0 to 1."""
        positions, levels = self._extractor.positions, self._values.levels
        titles = positions.title(number)
        return zip(
            levels(frozenset(best.positions)),
            levels(frozenset(term for s in sentences for term in s.positions)),
            levels(positions.heading(number) | titles),
            levels(titles),
            strict=True,
        )

    def _met(self, levels: Iterable[tuple[float, float, float, float]]) -> _Met:
        """What a passage has of the question; `levels` as `_levels` returns them, by concept."""
        sentence = exact = held = passage = missing = topic = total = limit = 0.0
        own = own_total = unknown = ruled = 0.0
        content: list[float] = []  # how well it has each thing that is asked about
        for at, (concept, (in_sentence, in_passage, above, in_title)) in enumerate(
            zip(self._query.concepts, levels, strict=True)
        ):
            weight = self._values.carried[at] * (_TITLE if in_title == 1.0 else 1.0)
            anywhere = max(in_sentence, in_passage, above)
            total += weight
            sentence += weight * max(in_sentence, in_title)
            passage += weight * anywhere
            missing += weight if not concept.forms else 0.0
            topic += weight if concept.topic and not concept.forms else 0.0
            unknown += weight if concept.is_unknown else 0.0
            content += [anywhere] * (concept.kind is ConceptKind.CONTENT)
            ruled += weight * anywhere if concept.topic else 0.0
            if concept.limit and not max(in_passage, above):
                limit = max(limit, weight)
            if not in_title:
                own += weight * anywhere
                own_total += weight
                exact += weight if in_sentence == 1.0 else 0.0
                told = max(in_sentence, in_passage, _ABOVE * above)
                held += weight * told * (_COMMON + self._rarest[at])
        total = total or 1.0
        return _Met(total, sentence, exact, held, passage, missing, topic, limit, own, own_total,
                    unknown, bool(content) and not any(content), ruled)  # fmt: skip

    def _is_short(self, met: _Met, unmet: float) -> bool:
        """Whether a passage has too little of a question to answer it, whatever speaks for it.

        Without a model it has to have nearly half of it. And where something that is asked is
        nowhere, what it has of the rest must be in the words asked: "Where do I plug the computer
        in?" is not answered by a list with a socket in it. Nor is a follow-up answered by what has
        the words of the question before alone, where no meaning and no kind of answer speaks for
        it. What an operator's rules lead to may; and in other languages than English words have
        too many forms for that.
        """
        if met.ruled or not self._extractor.index.analyzer.is_english:
            return False
        if met.lacks_own and self._query.context and not self._shows_otherwise(unmet):
            return True
        too_little = met.passage < self._weights.least * met.total
        return too_little or (met.unknown > 0.0 and met.exact == 0.0)

    def _shows_otherwise(self, unmet: float) -> bool:
        return self._extractor.closeness.is_known and unmet == 0.0

    def _asks_of_another(self, best: SentenceTerms, titles: Collection[int], passage: int) -> bool:
        """Whether a thing is asked about by name that the best sentence does not begin with.

        "Is ibuprofen soluble?" is not answered by "It is soluble, unlike ibuprofen", nor by what
        a document on something else says of solubility.
        """
        if not self._named:
            return False
        known = (terms for concept in self._query.concepts for terms in concept.as_asked)
        if any(term in titles for terms in known for term in terms):
            return False
        subject = {term for term, at in best.positions.items() if at[0] < _SUBJECT_WITHIN}
        asked = [{*chain(*concept.as_asked)} for concept in self._named]
        index = self._extractor.index
        return any(not terms & subject and not is_about(index, passage, terms) for terms in asked)


def _is_asked_of(concept: Concept, question: str, rarity: Callable[[str], float]) -> bool:
    """Whether a concept is a name, and stands where a question's subject does."""
    words = concept.words
    if concept.kind is not ConceptKind.CONTENT or len(words) != 1 or rarity(words[0]) < _A_NAME:
        return False
    name, size = concept.asked.casefold(), len(concept.asked)
    starts = [before.end() for before in _BEFORE_SUBJECT.finditer(question)]
    return any(
        question[start : start + size].casefold() == name and _EDGE.match(question, start + size)
        for start in starts
    )
