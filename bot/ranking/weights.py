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
    "cover": 2.96,
    "heading": 1.09,
    "definition": 1.81,
    "kind": 2.63,
    "lead": 0.33,
}

# Evidence -> weight in the logarithm of the odds that a passage answers.
CONFIDENCE = {
    "sentence": 6.57,
    "exact": -4.39,
    "held": 1.81,
    "strength": 5.61,
    "topic": -1.69,
    "unmet": -1.49,
    "other": -1.49,
}
CONFIDENCE_BASE = -3.49
