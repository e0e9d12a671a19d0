"""The fitted weights: what each feature counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of features (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet"s top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import NamedTuple


def logistic(log_odds: float) -> float:
    """The probability, 0 to 1, whose odds have that logarithm."""
    return 1 / (1 + exp(-log_odds))


class Logistic(NamedTuple):
    """A logistic model: number -> weight in the logarithm of the odds, and the base of these."""

    weights: Mapping[str, float]
    base: float

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
        "strength": 8.32,
        "pairs": 0.161,
        "cover": 1.031,
        "heading": 0.206,
        "definition": 0.496,
        "kind": 1.088,
        "lead": 0.0,
        "titled": 0.852,
        "carried": 1.8,
        "meaning": 8.907,
        "meaning_best": 7.225,
    },
    answers=Logistic(
        {
            "sentence": 1.8,
            "exact": -2.92,
            "held": -0.36,
            "strength": 1.91,
            "unmet": -1.6,
            "other": -0.73,
            "limit": -0.26,
            "passage": 2.53,
            "missing": -0.4,
            "topic": -1.0,
            "titled": -0.45,
            "meaning": -0.19,
            "meaning_best": 4.01,
            "apart": 0.5,
            "ahead": 3.79,
        },
        -5.75,
    ),
    near=Logistic(
        {
            "strength": 2.0,
            "held": -1.0,
            "passage": 1.94,
            "missing": -1.32,
            "meaning": 4.97,
            "meaning_best": 5.87,
        },
        -2.52,
    ),
)


def weights(*, model: bool) -> Weights:
    """The weights for words alone, or for words and a sentence model."""
    return WITH_MODEL if model else WORDS
