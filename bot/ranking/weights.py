"""The fitted weights: what each piece of evidence counts.

Fitted by `tests/benchmarks/fit.py`, never by hand; its docstring says on what. The order
of passages is by the weighted sum of evidence (a linear model fitted by the likelihood of
the right passage among the candidates: ListNet's top-one loss, Cao et al., ICML 2007).
"""

from __future__ import annotations

# Evidence -> weight; BM25's own weight is the unit.
ORDER = {
    "bm25": 1.0,
    "sentence": 0.65,
    "pairs": 0.2,
    "cover": 2.2,
    "heading": 1.24,
    "definition": 1.9,
    "kind": 2.9,
    "lead": 0.4,
}

# Evidence -> weight in the logarithm of the odds that a passage answers.
CONFIDENCE = {
    "sentence": 2.86,
    "exact": -1.5,
    "held": 1.09,
    "strength": 4.07,
    "topic": -1.22,
    "focus": -0.21,
    "unmet": -1.63,
    "other": -1.45,
}
CONFIDENCE_BASE = -1.86
