"""The fitted weights: what each feature counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. What decides for
an answer with a model is of an earlier fit: more documents changed nothing for unseen ones, and
cost answers on the default document. Two features are constant where that is fitted: `letters`,
which counts in other languages alone, was fitted on half of XQuAD's articles in ten of them;
`goes_on`, which counts in follow-ups alone, was chosen.

The order of passages is by the weighted sum of features (a linear model fitted by the likelihood
of the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
"""

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

    def eased(self, ease: float) -> "Logistic":
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
    least: float  # share of the question's weight that what answers holds with its headings


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
        "goes_on": 2.0,
    },
    answers=Logistic(
        {
            "sentence": 3.9,
            "exact": -3.27,
            "held": 1.04,
            "strength": 3.77,
            "unmet": -1.93,
            "other": -1.15,
            "limit": -0.5,
            "passage": 1.78,
            "missing": -0.47,
            "topic": -3.15,
            "titled": 0.42,
            "ahead": 2.82,
        },
        -5.45,
    ),
    near=Logistic(
        {"strength": 3.3, "held": 2.67, "passage": 1.62, "missing": -1.46, "titled": 1.93}, -2.83
    ),
    least=0.45,
)
WITH_MODEL = Weights(
    order={
        "strength": 6.053,
        "pairs": 0.138,
        "cover": 0.705,
        "heading": 0.189,
        "definition": 1.052,
        "kind": 1.175,
        "titled": 2.636,
        "carried": 1.184,
        "letters": 1.5,
        "goes_on": 2.0,
        "meaning": 9.098,
        "meaning_best": 8.211,
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
            "strength": 3.7,
            "held": -1.04,
            "passage": 2.18,
            "missing": -0.96,
            "meaning": 6.58,
            "meaning_best": 8.58,
        },
        -5.02,
    ),
    least=0.0,  # what it means may be near in no word of it
)


@cache
def weights(analyzer: Analyzer, *, model: bool) -> Weights:
    """The weights for words alone, or for words and a sentence model, in one language.

    Of a question's words, the passage that answers has fewer in the same form where words have
    many: what is added to the logarithm of the odds is its language's `ease`. (Of ten languages of
    XQuAD, by half of the articles: so much that 98.5% of the questions on others are still not
    answered.)
    """
    found, ease = WITH_MODEL if model else WORDS, analyzer.ease
    return found._replace(answers=found.answers.eased(ease), near=found.near.eased(ease))
