"""How near a question's meaning is to a passage's: exact cosines over all vectors of an index.

(Manning et al., Introduction to Information Retrieval, 2008, section 6.3.) Cosines are rounded to
five decimals: what is beyond differs between machines, and would only sort what is equal.

Left out on purpose: an approximate search. A cosine takes 0.1 microseconds, and an index has
vectors for some thousand passages only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.index import Scored
from bot.index.stored_vectors import StoredVectors
from bot.meaning.cosines import Cosines
from bot.meaning.encoder import Matrix

_DECIMALS = 5


class Nearness:
    """Compares with the vectors of one index."""

    def __init__(self, vectors: StoredVectors) -> None:
        self._vectors = vectors

    @cached_property
    def _passages(self) -> npt.NDArray[np.float64]:
        return self._vectors.rows[self._vectors.passage].astype(np.float64)

    def nearest(self, vector: Matrix, count: int, within: range) -> list[Scored]:
        """See `Meaning.nearest`."""
        cosines = np.round(self._passages[within.start : within.stop] @ vector, _DECIMALS)
        order = np.argsort(-cosines, kind="stable")[:count]
        return [*map(Scored, (order + within.start).tolist(), cosines[order].tolist())]

    def cosines(self, vector: Matrix, passages: Sequence[int]) -> list[Cosines]:
        """See `Meaning.cosines`."""
        return [self._cosines(vector, number) for number in passages]

    def _cosines(self, vector: Matrix, number: int) -> Cosines:
        first, end = self._vectors.first[number], self._vectors.first[number + 1]
        rows = self._vectors.rows[self._vectors.sentence[first:end]].astype(np.float64)
        own = round(float(self._passages[number] @ vector), _DECIMALS)
        found = np.round(rows @ vector, _DECIMALS)
        nearest = int(found.argmax()) if len(found) else 0
        return Cosines(own, float(found[nearest]) if len(found) else own, nearest)
