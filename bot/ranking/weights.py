"""The fitted weights: what each piece of evidence counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of evidence (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

# Evidence -> weight; BM25's own weight is the unit.
ORDER = {
    "bm25": 1.0,
    "sentence": 0.67,
    "pairs": 0.26,
    "cover": 2.94,
    "heading": 1.08,
    "definition": 1.85,
    "kind": 2.81,
    "lead": 0.28,
}

# Evidence -> weight in the logarithm of the odds that a passage answers.
CONFIDENCE = {
    "sentence": 5.8,
    "exact": -4.02,
    "held": 2.78,
    "strength": 6.94,
    "topic": -1.34,
    "unmet": -1.49,
    "other": -1.33,
    "names": -0.7,
    "limit": -0.63,
}
CONFIDENCE_BASE = -4.37
