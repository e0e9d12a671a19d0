"""Orders an index's passages by what speaks for them as the answer to a question."""

from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from bot.ranking.concepts import ConceptKind
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.headings import WHOLLY
from bot.ranking.weights import Weights

CANDIDATES = 16  # passages taken from BM25 to be ranked; 25 put none other first
_NEAR = 8  # passages taken from a sentence model as well
_REPEATED = 1.0  # for the first passage under a heading that is the whole question


class RankedPassage(NamedTuple):
    """A passage's features, and their weighted sum: the higher, the better the passage."""

    features: Features
    total: float


class Ranker:
    """The candidates for a question, best first; equals stand in the corpus's order.

    For a passage's features, its text has to be read. That is done only where it could come
    next, by the most that its features can be, given which of the question's words it has (Fagin
    et al., Optimal aggregation algorithms for middleware, 2003: a threshold algorithm).
    """

    def __init__(
        self,
        extractor: FeatureExtractor,
        weights: Weights,
        candidates: int = CANDIDATES,
        within: range | None = None,
    ) -> None:
        self._extractor, self._order = extractor, weights.order
        # Whether all is somewhere: what is nowhere has no value, and no heading lacks it.
        concepts = extractor.query.concepts
        self._is_known = all(c.forms for c in concepts if c.kind is ConceptKind.CONTENT)
        found = extractor.index.search(extractor.term_weights(), candidates, within)
        passages = [candidate.passage for candidate in found]
        passages += extractor.closeness.nearest(_NEAR, within)
        passages += extractor.spelling_out(within)
        passages = list(dict.fromkeys(passages))
        extractor.look_up(passages)
        # The most that a passage's sum can be, less than 0; the passage; and where its features
        # are known already, these: then that is its sum.
        self._waiting: list[tuple[float, int, RankedPassage | None]] = [
            (-self._sum(extractor.upper_bounds(passage)), passage, None) for passage in passages
        ]
        heapify(self._waiting)

    def best(self, least: float = 0.0) -> Iterator[RankedPassage]:
        """Those that are left, best first, as long as their sum is at least `least`."""
        waiting = self._waiting
        while waiting and -waiting[0][0] >= least:
            _, passage, ranked = heappop(waiting)
            if ranked is not None:
                yield ranked
                continue
            features = self._extractor.features(passage)
            ranked = RankedPassage(features, self._sum(features.numbers()))
            heappush(waiting, (-ranked.total, passage, ranked))

    def _sum(self, numbers: Mapping[str, float]) -> float:
        """What a passage ranks by: more where it is the first under what the question repeats."""
        total = weighted_sum(self._order, numbers)
        return total + _REPEATED if self._is_known and numbers["titled"] >= WHOLLY else total


def weighted_sum(order: Mapping[str, float], numbers: Mapping[str, float]) -> float:
    """What a passage with these features ranks by."""
    return sum([weight * numbers[name] for name, weight in order.items()])


def shares(order: Mapping[str, float], features: Features) -> dict[str, float]:
    """What each feature adds to a passage's place, as a share of all."""
    numbers = features.numbers()
    weighted = {name: weight * numbers[name] for name, weight in order.items()}
    total = sum(weighted.values()) or 1.0
    return {name: value / total for name, value in weighted.items()}
