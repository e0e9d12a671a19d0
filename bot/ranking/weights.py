"""The fitted weights: what each piece of evidence counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of evidence (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

# Evidence -> weight; BM25's own weight is the unit.
ORDER = {
    "bm25": 1.0,
    "sentence": 0.72,
    "pairs": 0.16,
    "cover": 3.3,
    "heading": 1.05,
    "definition": 1.66,
    "kind": 2.85,
    "lead": 0.32,
}

# Evidence -> weight in the logarithm of the odds that a passage answers.
CONFIDENCE = {
    "sentence": 6.58,
    "exact": -4.8,
    "held": 1.47,
    "strength": 5.6,
    "topic": -1.26,
    "focus": -0.24,
    "unmet": -1.82,
    "other": -1.44,
}
CONFIDENCE_BASE = -3.19
