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
        "bm25": 0.657,
        "sentence": 0.109,
        "pairs": 0.157,
        "cover": 1.793,
        "heading": 0.343,
        "definition": 1.022,
        "kind": 1.289,
        "lead": 0.035,
        "titled": 2.205,
    },
    answers=Logistic(
        {
            "sentence": 3.47,
            "exact": -3.17,
            "held": 0.68,
            "strength": 3.12,
            "unmet": -1.91,
            "other": -1.02,
            "limit": -0.55,
            "passage": 2.47,
            "missing": -0.69,
            "topic": -1.0,
            "titled": 0.0,
            "ahead": 2.63,
        },
        -5.06,
    ),
    near=Logistic(
        {"strength": 3.34, "held": 1.92, "passage": 1.19, "missing": -1.88, "titled": 2.7}, -1.22
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
            "titled": -0.45,
            "meaning": -0.19,
            "meaning_best": 4.01,
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
