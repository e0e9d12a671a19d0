"""How close passages come to what a question means, where there is a sentence model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING

from bot.index import Index
from bot.meaning import NOT_NEAR, Cosines, Meaning
from bot.ranking.query import Query

if TYPE_CHECKING:
    from bot.meaning.encoder import Matrix

_LEAST_DEVIATION = 0.03  # of cosines


class Closeness:
    """The passages of one index beside one question; without a model all are as far."""

    def __init__(self, query: Query, index: Index, meaning: Meaning | None) -> None:
        self._query, self._index, self._meaning = query, index, meaning
        self._found: dict[int, Cosines] = {}  # passage -> its cosines

    @property
    def is_known(self) -> bool:
        """Whether there is a model."""
        return self._meaning is not None

    def look_up(self, passages: Sequence[int]) -> None:
        """Look up the cosines of several passages at once."""
        if self._meaning is not None:
            found = self._meaning.cosines(self._vector, passages)
            self._found.update(zip(passages, found, strict=True))

    def cosines(self, passage: int) -> Cosines:
        """How near a passage and its sentences are."""
        if self._meaning is None:
            return NOT_NEAR
        if passage not in self._found:
            self.look_up([passage])
        return self._found[passage]

    def nearest(self, count: int, within: range | None) -> list[int]:
        """The passages that are nearest; none without a model."""
        if self._meaning is None:
            return []
        near = self._meaning.nearest
        found = [
            one for among in self._index.ranges(within) for one in near(self._vector, count, among)
        ]
        found.sort(key=lambda one: (-one.score, one.passage))
        return [one.passage for one in found[:count]]

    def apart(self, passage: int) -> float:
        """By how many deviations a passage is nearer than those looked up beside it.

        0.0 without a model. A document is about one thing, so that all of it is near to what
        is asked about that; the passage that answers stands out.
        """
        others = [cosines.passage for one, cosines in self._found.items() if one != passage]
        if not others:
            return 0.0
        own, count = self.cosines(passage).passage, len(others) + 1
        mean = (sum(others) + own) / count
        spread = sum((one - mean) ** 2 for one in [*others, own]) / count
        return (own - sum(others) / len(others)) / (sqrt(spread) + _LEAST_DEVIATION)

    @cached_property
    def _vector(self) -> Matrix:
        """What the question means, with its spelling mended and after what stands around it."""
        assert self._meaning is not None
        return self._meaning.vector(f"{self._query.context} {self._query.respelled}".strip())
