"""The fitted weights: what each feature counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. `letters`, which
counts in other languages alone, was fitted on half of XQuAD's articles in ten of them. The order
of passages is by the weighted sum of features (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp
from typing import NamedTuple

from bot.analysis.analyzer import Analyzer


def logistic(log_odds: float) -> float:
    """The probability, 0 to 1, whose odds have that logarithm."""
    return 1 / (1 + exp(-log_odds))


class Logistic(NamedTuple):
    """A logistic model: number -> weight in the logarithm of the odds, and the base of these."""

    weights: Mapping[str, float]
    base: float

    def eased(self, ease: float) -> Logistic:
        """The same with that much more for a yes, but not for what lacks the kind asked for."""
        unmet = {"unmet": self.weights["unmet"] - ease} if "unmet" in self.weights else {}
        return self._replace(weights={**self.weights, **unmet}, base=self.base + ease)

    def probability(self, numbers: Mapping[str, float]) -> float:
        """0 to 1."""
        return logistic(self.base + sum(w * numbers[name] for name, w in self.weights.items()))


class Weights(NamedTuple):
    """What decides about passages: their order, whether one answers, whether one is near."""

    order: Mapping[str, float]  # feature -> weight; by sums that are 1.0 apart, the odds are e
    answers: Logistic
    near: Logistic


WORDS = Weights(
    order={
        "bm25": 0.469,
        "sentence": 0.14,
        "pairs": 0.107,
        "cover": 1.05,
        "heading": 0.352,
        "definition": 0.701,
        "kind": 1.22,
        "lead": 0.085,
        "titled": 1.618,
        "carried": 2.435,
        "letters": 1.5,
    },
    answers=Logistic(
        {
            "sentence": 3.35,
            "exact": -3.01,
            "held": 0.32,
            "strength": 3.29,
            "unmet": -1.94,
            "other": -0.84,
            "limit": -0.5,
            "passage": 2.13,
            "missing": -0.61,
            "topic": -2.99,
            "titled": -0.14,
            "ahead": 3.04,
        },
        -4.8,
    ),
    near=Logistic(
        {"strength": 3.42, "held": 1.99, "passage": 1.38, "missing": -1.98, "titled": 2.03}, -1.36
    ),
)
WITH_MODEL = Weights(
    order={
        "strength": 5.117,
        "pairs": 0.128,
        "cover": 0.985,
        "heading": 0.227,
        "definition": 0.214,
        "kind": 1.128,
        "titled": 1.108,
        "carried": 1.601,
        "letters": 1.5,
        "meaning": 8.008,
        "meaning_best": 7.829,
    },
    answers=Logistic(
        {
            "sentence": 2.73,
            "exact": -3.89,
            "held": -0.7,
            "strength": 2.5,
            "unmet": -1.75,
            "other": -0.56,
            "limit": -0.15,
            "passage": 2.96,
            "missing": -0.07,
            "topic": -3.9,
            "titled": -0.87,
            "meaning": -1.36,
            "meaning_best": 3.74,
            "apart": 0.9,
            "ahead": 2.41,
        },
        -5.45,
    ),
    near=Logistic(
        {
            "strength": 2.5,
            "held": -0.9,
            "passage": 2.24,
            "missing": -1.25,
            "meaning": 4.84,
            "meaning_best": 5.77,
        },
        -2.8,
    ),
)


@cache
def weights(read: Analyzer, *, model: bool) -> Weights:
    """The weights for words alone, or for words and a sentence model, in one language.

    Of a question's words, the passage that answers has fewer in the same form where words have
    many: what is added to the logarithm of the odds is its language's `ease`. (Of ten languages of
    XQuAD, by half of the articles: so much that 98.5% of the questions on others are still not
    answered.)
    """
    found, ease = WITH_MODEL if model else WORDS, read.ease
    return found._replace(answers=found.answers.eased(ease), near=found.near.eased(ease))
