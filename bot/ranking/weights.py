"""The fitted weights: what each feature counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of features (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet"s top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import NamedTuple


class Logistic(NamedTuple):
    """A logistic model: number -> weight in the logarithm of the odds, and the base of these."""

    weights: Mapping[str, float]
    base: float

    def probability(self, numbers: Mapping[str, float]) -> float:
        """0 to 1."""
        total = self.base + sum(w * numbers[name] for name, w in self.weights.items())
        return 1 / (1 + exp(-total))


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
            "sentence": 3.45,
            "exact": -3.23,
            "held": 0.52,
            "strength": 3.53,
            "unmet": -2.11,
            "other": -1.03,
            "limit": -0.56,
            "passage": 2.74,
            "missing": -0.64,
            "titled": 0.03,
            "ahead": 2.03,
        },
        -4.45,
    ),
    near=Logistic(
        {"strength": 3.28, "held": 1.96, "passage": 1.0, "missing": -2.0, "titled": 2.25}, -1.09
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
            "sentence": 1.69,
            "exact": -2.93,
            "held": -0.49,
            "strength": 2.57,
            "unmet": -1.73,
            "other": -0.75,
            "limit": -0.26,
            "passage": 2.67,
            "missing": -0.36,
            "titled": -0.48,
            "meaning": -0.59,
            "meaning_best": 4.22,
            "ahead": 3.26,
        },
        -5.16,
    ),
    near=Logistic(
        {
            "strength": 2.2,
            "held": -0.88,
            "passage": 1.71,
            "missing": -1.39,
            "meaning": 4.76,
            "meaning_best": 5.74,
        },
        -2.37,
    ),
)


def weights(*, model: bool) -> Weights:
    """The weights for words alone, or for words and a sentence model."""
    return WITH_MODEL if model else WORDS
