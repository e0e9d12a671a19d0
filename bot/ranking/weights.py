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
    "pairs": 0.19,
    "cover": 3.09,
    "heading": 1.1,
    "definition": 1.76,
    "kind": 2.64,
    "lead": 0.34,
}

# Evidence -> weight in the logarithm of the odds that a passage answers.
CONFIDENCE = {
    "sentence": 6.54,
    "exact": -4.32,
    "held": 1.76,
    "strength": 5.52,
    "topic": -1.7,
    "focus": -0.08,
    "unmet": -1.44,
    "other": -1.31,
}
CONFIDENCE_BASE = -3.43
