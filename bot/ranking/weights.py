"""The fitted weights: what each feature counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of features (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

# Feature -> weight; BM25's own weight is the unit.
ORDER = {
    "bm25": 1.0,
    "sentence": 0.66,
    "pairs": 0.26,
    "cover": 2.97,
    "heading": 1.09,
    "definition": 1.85,
    "kind": 2.78,
    "lead": 0.28,
}

# Number of a Confidence -> weight in the logarithm of the odds that a passage answers.
CONFIDENCE = {
    "sentence": 6.14,
    "exact": -4.13,
    "held": 2.72,
    "strength": 7.37,
    "topic": -1.27,
    "unmet": -1.71,
    "other": -1.39,
    "limit": -0.77,
}
CONFIDENCE_BASE = -4.64
