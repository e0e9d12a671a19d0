"""The fitted weights: what each piece of evidence counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of evidence (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

# Evidence -> weight; BM25's own weight is the unit.
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

# Evidence -> weight in the logarithm of the odds that a passage answers.
CONFIDENCE = {
    "sentence": 5.88,
    "exact": -4.01,
    "held": 2.78,
    "strength": 6.96,
    "topic": -1.33,
    "unmet": -1.71,
    "other": -1.39,
    "names": -0.67,
    "limit": -0.6,
}
CONFIDENCE_BASE = -4.41
