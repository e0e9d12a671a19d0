"""Orders an index's passages by what speaks for them as the answer to a question."""

from __future__ import annotations

from bot.ranking.evidence import Evidence, Weigher
from bot.ranking.query import Concept, Kind, Query, parse
from bot.ranking.wanted import Wanted
from bot.ranking.weights import ORDER
from bot.record import Record

CANDIDATES = 16  # passages taken from BM25 to be weighed; 25 put none other first

__all__ = [
    "CANDIDATES",
    "Concept",
    "Evidence",
    "Kind",
    "Query",
    "Ranked",
    "Wanted",
    "Weigher",
    "parse",
    "rank",
    "shares",
]


class Ranked(Record):
    """A passage's evidence, and its weighted sum: the higher, the better the passage."""

    evidence: Evidence
    total: float


def rank(
    weigher: Weigher, candidates: int = CANDIDATES, within: range | None = None
) -> list[Ranked]:
    """The candidates for a question, best first; equals stand in the corpus's order."""
    found = weigher.index.search(weigher.term_weights(), candidates, within)
    ranked = [_ranked(weigher.weigh(candidate.passage)) for candidate in found]
    return sorted(ranked, key=lambda r: (-r.total, r.evidence.passage))


def _ranked(evidence: Evidence) -> Ranked:
    return Ranked(evidence, sum(_weighted(evidence).values()))


def _weighted(evidence: Evidence) -> dict[str, float]:
    return {name: ORDER[name] * n for name, n in evidence.numbers().items()}


def shares(evidence: Evidence) -> dict[str, float]:
    """What each piece of evidence adds to a passage's place, as a share of all, 0 to 1."""
    weighted = _weighted(evidence)
    total = sum(weighted.values()) or 1.0
    return {name: value / total for name, value in weighted.items()}
