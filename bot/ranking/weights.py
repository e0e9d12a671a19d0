"""The fitted weights: what each piece of evidence counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of evidence (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

# Evidence -> weight; BM25's own weight is the unit.
ORDER = {
    "bm25": 1.0,
    "sentence": 0.68,
    "pairs": 0.18,
    "cover": 2.63,
    "heading": 0.94,
    "definition": 1.46,
    "kind": 2.47,
    "lead": 0.33,
}

# Evidence -> weight in the logarithm of the odds that a passage answers.
CONFIDENCE = {
    "sentence": 5.47,
    "exact": -3.84,
    "held": 1.43,
    "strength": 5.02,
    "topic": -0.74,
    "focus": -0.28,
    "unmet": -1.86,
    "other": -1.5,
}
CONFIDENCE_BASE = -2.85
