"""What speaks for a passage as the answer to a question, in numbers: its features.

How much of the question the passage holds, whether one sentence holds it, in which order,
whether that sentence has the form of an answer, and whether the question is what a heading
says; and where there is a sentence model, how near their meanings are. BM25 (and the model)
find the candidates; their features order them and say whether the best of them answers.

A word's value is its idf among the passages times a factor for how rare it is in English
at large (`analysis.rarity`): in a document of a dozen passages idf alone is noise.

Left out on purpose: the decision. See `ranking.weights` for what each number counts, and
`confidence` for what follows from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log
from typing import NamedTuple

from bot.analysis import FUNCTION_WORDS, QUESTION_WORDS, Span, rarity
from bot.index import LINE, Index, SentenceTerms
from bot.index.fingerprint import K1, B
from bot.ranking.answer_type import AnswerType, can_be_told, holds
from bot.ranking.query import Concept, ConceptKind, Query
from bot.ranking.similarity import Similarity

# What a concept counts by the kind of its word.
_KINDS = {
    ConceptKind.CONTENT: 1.0,
    ConceptKind.LIGHT: 0.8,
    ConceptKind.FUNCTION: 0.4,
    ConceptKind.CONTEXT: 0.5,
}
_TYPICAL_SENTENCE = 20.0  # words
_PAIR = 2  # words apart, at most, for neighbours
_DEFINES_WITHIN = 8  # words from the thing asked to the "is" that defines it
_SUBJECT_WITHIN = 6  # words from the start of a sentence to the thing it defines
_NOT_FIRST = 0.5  # of what a heading says of the first passage under it, for a later one
_UNASKED = FUNCTION_WORDS | QUESTION_WORDS  # words of a heading that need not be asked for

# term -> positions among the words of a sentence, ascending
Positions = Mapping[int, Sequence[int]]


class Features(NamedTuple):
    """The numbers for one passage, all 0 or more. `best` is the likeliest sentence.

    The first three and `heading` are sums of word values; the others lie in 0..1. The last
    two are cosines, 0.0 where there is no sentence model.
    """

    passage: int
    best: Span
    bm25: float  # the question's concepts in the passage, each by its best form's impact
    sentence: float  # the same in the best sentence, as if it were a passage
    pairs: float  # values of neighbours in the question that are neighbours in a sentence
    cover: float  # share of the question's value that the best sentence holds
    heading: float  # the question's concepts in the headings above the passage
    definition: float  # the sooner a sentence says what the asked thing is, the higher
    kind: float  # 1.0 where the best sentence shows an answer of the kind asked for
    lead: float  # the nearer to the document's beginning, the higher
    titled: float  # how nearly the question is the heading that the passage is the first under
    meaning: float  # how near the passage's meaning is to the question's
    meaning_best: float  # the same of the nearest of its sentences

    def numbers(self) -> dict[str, float]:
        """All numbers by name, in a fixed order."""
        return {name: getattr(self, name) for name in FEATURES}


FEATURES = Features._fields[2:]


class FeatureExtractor:
    """The features of passages of one index for one question."""

    def __init__(self, query: Query, index: Index, similarity: Similarity | None = None) -> None:
        self.query, self.index, self.similarity = query, index, similarity
        self._values = {term: index.idf(term) * english(index.rarity(term)) for term in query.terms}
        self._values[LINE] = _unseen(index)
        self._words: dict[int, list[tuple[int, float]]] = {}  # term -> (concept, value)
        self._phrases: list[tuple[int, tuple[int, ...], float]] = []  # (concept, terms, value)
        self._concept_values = [self._value(at, c) for at, c in enumerate(query.concepts)]
        kinds = [concept.kind for concept in query.concepts]
        self._neighbours = [  # concepts that the next one goes with
            at for at in range(len(kinds) - 1) if ConceptKind.FUNCTION not in kinds[at : at + 2]
        ]
        self._meaning = [at for at, kind in enumerate(kinds) if kind is not ConceptKind.FUNCTION]
        self._levels = [
            sorted(((f.weight, frozenset(f.terms)) for f in c.forms), key=lambda form: -form[0])
            for c in query.concepts
        ]
        self._total = self._without_function_words(self._concept_values)
        said = (index.term(word) for word in ("is", "are", "was", "were", "refer", "mean"))
        self._bounds: dict[int, dict[str, float]] = {}  # passage -> see `upper_bounds`
        self._is = frozenset(said) - {-1}
        self._defined = self._asked_to_define()
        self._impacts: dict[int, dict[int, float]] = {}  # passage -> term -> impact without idf
        self._near: dict[int, tuple[float, Sequence[float]]] = {}  # passage -> its cosines
        self.positions = index.term_positions(query.terms | self._is, query.line)

    def _value(self, at: int, concept: Concept) -> float:
        """The most that concept `at` can count; notes what each of its forms counts."""
        best = 0.0
        for form in concept.forms:
            rarest = max(self._values[term] for term in form.terms)
            value = _KINDS[concept.kind] * form.weight * rarest
            best = max(best, value)
            if len(form.terms) == 1:
                self._words.setdefault(form.terms[0], []).append((at, value))
            else:
                self._phrases.append((at, form.terms, value))
        return best

    def term_weights(self) -> dict[int, float]:
        """Term -> weight, for the search that finds the candidates."""
        weights = dict.fromkeys(self.query.line, _KINDS[ConceptKind.FUNCTION])
        for concept in self.query.concepts:
            for form in concept.forms:
                for term in {*form.terms} - {LINE}:
                    weight = _KINDS[concept.kind] * form.weight * english(self.index.rarity(term))
                    weights[term] = max(weights.get(term, 0.0), weight)
        return weights

    def features(self, passage: int) -> Features:
        """All features of one passage."""
        bounds, sentences = self.upper_bounds(passage), self.positions.sentences(passage)
        scores = [self._sentence(sentence) for sentence in sentences]
        score = max(scores)
        best = sentences[scores.index(score)]
        if score == 0.0 and self.similarity is not None:  # no word of it: the nearest in meaning
            near = self._cosines(passage)[1]
            best = sentences[max(range(len(near)), key=near.__getitem__)]
        span = Span(best.start, best.end)
        return Features(
            passage=passage,
            best=span,
            bm25=bounds["bm25"],
            sentence=score,
            pairs=self._pairs(sentences) if bounds["pairs"] else 0.0,
            cover=self._share(self.held(best.positions)),
            heading=bounds["heading"],
            definition=self._definition(sentences) if bounds["definition"] else 0.0,
            kind=self._kind(passage, span) if bounds["kind"] else 0.0,
            lead=bounds["lead"],
            titled=bounds["titled"],
            meaning=bounds["meaning"],
            meaning_best=bounds["meaning_best"],
        )

    def upper_bounds(self, passage: int) -> dict[str, float]:
        """The most that each feature of a passage can be, without a look at its text.

        Of BM25, the headings, the lead and the meaning that is what they are.
        """
        if passage not in self._bounds:
            self._bounds[passage] = self._upper_bounds(passage)
        return self._bounds[passage]

    def _upper_bounds(self, passage: int) -> dict[str, float]:
        impacts = self.impacts(passage)
        held = self.held(impacts)
        meaning, meanings = self._cosines(passage)
        return {
            "bm25": self._bm25(impacts),
            "sentence": sum(held) * (K1 + 1) / (1 + K1 * (1 - B)),
            "pairs": sum(
                self._concept_values[at] + self._concept_values[at + 1]
                for at in self._neighbours
                if self._may_be_adjacent(at, impacts)
            ),
            "cover": self._share(held),
            "heading": self._without_function_words(self.held(self.positions.heading(passage))),
            "definition": float(any(impacts.keys() >= {*terms} for terms in self._defined)),
            "kind": float(can_be_told(self.query.answer_type)),
            "lead": 1.0 / (1 + passage - self.index.document_of(passage).first),
            "titled": self._titled(passage),
            "meaning": meaning,
            "meaning_best": max(meanings, default=0.0),
        }

    def _titled(self, passage: int) -> float:
        """How nearly the question is the innermost heading above a passage, 0 to 1.

        The share of the question that the heading has times the share of the heading that is
        asked; less for a passage that is not the first under its heading.
        """
        path = self.index.heading(passage)
        if not path:
            return 0.0
        words = [w for w in self.index.last_heading_words(passage) if w not in _UNASKED]
        asked = self.positions.terms_of(words)
        if not asked:
            return 0.0
        share = self._share(self.held(asked))
        known = sum(1 for word in words if self.positions.terms_of((word,)))
        first = passage == self.index.document_of(passage).first or (
            self.index.heading(passage - 1) != path
        )
        return share * known / len(words) * (1.0 if first else _NOT_FIRST)

    def impacts(self, passage: int) -> dict[int, float]:
        """The query's terms that a passage is found by, each with its impact without idf."""
        if passage not in self._impacts:
            self.look_up([passage])
        return self._impacts[passage]

    def look_up(self, passages: Sequence[int]) -> None:
        """Look up the impacts and the meanings of several passages at once."""
        found = self.index.impacts(self.query.terms, passages)
        self._impacts.update(zip(passages, found, strict=True))
        if self.query.line:
            self._look_for_line(passages)
        if self.similarity is not None:
            near = self.similarity.cosines(passages)
            self._near.update(zip(passages, near, strict=True))

    def _look_for_line(self, passages: Sequence[int]) -> None:
        """Note of which passages a sentence has the question's words in their order."""
        for passage in passages:
            sentences = self.positions.sentences(passage)
            if any(LINE in sentence.positions for sentence in sentences):
                self._impacts[passage][LINE] = 1.0

    def _cosines(self, passage: int) -> tuple[float, Sequence[float]]:
        if self.similarity is None:
            return 0.0, ()
        if passage not in self._near:
            self.look_up([passage])
        return self._near[passage]

    def held(self, present: Collection[int]) -> list[float]:
        """Per concept the value of its best form that `present` has, 0.0 where none.

        `present` has terms of the query only.
        """
        values = [0.0] * len(self._concept_values)
        if not present:
            return values
        for term in present:
            for at, value in self._words.get(term, ()):
                values[at] = max(values[at], value)
        for at, terms, value in self._phrases:
            if value > values[at] and all(term in present for term in terms):
                values[at] = value
        return values

    def attainable(self) -> float:
        """The most that a passage's `bm25` could be for this question, above 0.

        A concept that no passage has counts as one that a single passage has.
        """
        unseen = _unseen(self.index)
        missing = sum(
            _KINDS[concept.kind] * unseen * english(max(map(rarity, concept.words), default=0.0))
            for concept in self.query.concepts
            if not concept.forms
        )
        return (sum(self._concept_values) + missing) * (K1 + 1) or 1.0

    def levels(self, present: frozenset[int]) -> list[float]:
        """Per concept the weight of its best form that `present` has, 0.0 to 1.0."""
        levels = [0.0] * len(self._levels)
        if present:
            for at, forms in enumerate(self._levels):
                for weight, terms in forms:  # the weightiest first
                    if terms <= present:
                        levels[at] = weight
                        break
        return levels

    def _bm25(self, impacts: Mapping[int, float]) -> float:
        """The sum over concepts of the best form's impact; a phrase has its rarest word's."""
        best = [0.0] * len(self._concept_values)
        for term, impact in impacts.items():
            for at, value in self._words.get(term, ()):
                best[at] = max(best[at], value * impact)
        for at, terms, value in self._phrases:
            if all(term in impacts for term in terms):
                best[at] = max(best[at], value * max(impacts[term] for term in terms))
        return sum(best)

    def _sentence(self, sentence: SentenceTerms) -> float:
        if not sentence.positions:
            return 0.0
        length = sentence.words / _TYPICAL_SENTENCE
        return sum(self.held(sentence.positions)) * (K1 + 1) / (1 + K1 * (1 - B + B * length))

    def _share(self, held: Sequence[float]) -> float:
        """The share of the question's value that is held, function words apart."""
        return self._without_function_words(held) / self._total if self._total else 0.0

    def _without_function_words(self, values: Sequence[float]) -> float:
        return sum([values[at] for at in self._meaning])

    def _pairs(self, sentences: Sequence[SentenceTerms]) -> float:
        asked = [sentence.positions for sentence in sentences if sentence.positions]
        return sum(
            (self._concept_values[at] + self._concept_values[at + 1])
            * max((self._adjacent(at, found) for found in asked), default=0.0)
            for at in self._neighbours
        )

    def _adjacent(self, at: int, found: Positions) -> float:
        """Whether concept `at` and the next stand side by side: the weight of the forms."""
        best = 0.0
        for first in self.query.concepts[at].forms:
            for second in self.query.concepts[at + 1].forms:
                if first.weight * second.weight > best and _side_by_side(
                    found.get(first.terms[-1], ()), found.get(second.terms[0], ())
                ):
                    best = first.weight * second.weight
        return best

    def _may_be_adjacent(self, at: int, present: Collection[int]) -> bool:
        """Whether concept `at` and the next may stand side by side among these terms."""
        first, second = self.query.concepts[at].forms, self.query.concepts[at + 1].forms
        return any(form.terms[-1] in present for form in first) and any(
            form.terms[0] in present for form in second
        )

    def _asked_to_define(self) -> list[tuple[int, ...]]:
        """The words, as asked, of the thing that a question wants defined; or nothing."""
        if self.query.answer_type is not AnswerType.DEFINITION:
            return []
        content = [c for c in self.query.concepts if c.kind is ConceptKind.CONTENT]
        if not 1 <= len(content) <= 2:  # noqa: PLR2004
            return []
        return [form.terms for form in content[-1].forms if form.weight == 1.0]

    def _definition(self, sentences: Sequence[SentenceTerms]) -> float:
        for number, sentence in enumerate(sentences, 1):
            if self._defines(sentence.positions):
                return 1.0 / number
        return 0.0

    def _defines(self, positions: Positions) -> bool:
        """Whether a sentence begins "The thing (also called ...) is ..."."""
        for terms in self._defined:
            first = [at[0] for term in terms if (at := positions.get(term))]
            if len(first) == len(terms) and max(first) < _SUBJECT_WITHIN:
                after = range(max(first) + 1, max(first) + 1 + _DEFINES_WITHIN)
                return any(at in after for term in self._is for at in positions.get(term, ()))
        return False

    def _kind(self, passage: int, best: Span) -> float:
        return float(holds(self._text(passage, best), self.query.answer_type))

    def text(self, features: Features) -> str:
        """The best sentence as it stands in the document."""
        return self._text(features.passage, features.best)

    def _text(self, number: int, span: Span) -> str:
        start = self.index.start(number)
        return self.index.text(number)[span.start - start : span.end - start]


def _unseen(index: Index) -> float:
    """The idf of what a single passage has."""
    return log(1 + (len(index) - 0.5) / 1.5)


def english(rare: float) -> float:
    """How much a word of that rarity counts beside its idf: 0.5 to 1.7.

    Half of the weight rests on rarity; more or less measured worse on four public sets.
    """
    return 0.5 + 1.2 * rare


def _side_by_side(first: Sequence[int], second: Sequence[int]) -> bool:
    return any(0 < there - here <= _PAIR for here in first for there in second)
