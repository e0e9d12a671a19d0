"""The fitted weights: what each feature counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of features (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
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

    order: Mapping[str, float]  # feature -> weight; the first one's is the unit
    answers: Logistic
    near: Logistic


WORDS = Weights(
    order={
        "bm25": 1.0,
        "sentence": 0.66,
        "pairs": 0.26,
        "cover": 2.97,
        "heading": 1.09,
        "definition": 1.85,
        "kind": 2.78,
        "lead": 0.28,
        "titled": 1.0,
    },
    answers=Logistic(
        {
            "sentence": 6.14,
            "exact": -4.13,
            "held": 2.72,
            "strength": 7.37,
            "unmet": -1.71,
            "other": -1.39,
            "limit": -0.77,
            "passage": 0.0,
            "missing": 0.0,
            "titled": 0.0,
        },
        -4.64,
    ),
    near=Logistic(
        {"strength": 4.0, "held": 2.0, "passage": 0.0, "missing": 0.0, "titled": 0.0}, -2.0
    ),
)
WITH_MODEL = Weights(
    order={
        "strength": 1.0,
        "pairs": 0.26,
        "cover": 2.97,
        "heading": 1.09,
        "definition": 1.85,
        "kind": 2.78,
        "lead": 0.28,
        "titled": 1.0,
        "meaning": 1.0,
        "meaning_best": 1.0,
    },
    answers=Logistic(
        {
            "sentence": 6.14,
            "exact": -4.13,
            "held": 2.72,
            "strength": 7.37,
            "unmet": -1.71,
            "other": -1.39,
            "limit": -0.77,
            "passage": 0.0,
            "missing": 0.0,
            "titled": 0.0,
            "meaning": 0.0,
            "meaning_best": 0.0,
        },
        -4.64,
    ),
    near=Logistic(
        {
            "strength": 4.0,
            "held": 2.0,
            "passage": 0.0,
            "missing": 0.0,
            "meaning": 0.0,
            "meaning_best": 0.0,
        },
        -2.0,
    ),
)


def weights(*, model: bool) -> Weights:
    """The weights for words alone, or for words and a sentence model."""
    return WITH_MODEL if model else WORDS
