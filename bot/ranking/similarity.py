"""What ranking asks of a sentence model: how near the meanings of passages are to a question's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Similarity(Protocol):
    """A question's meaning against those of an index's passages."""

    def nearest(self, count: int, within: range | None) -> Sequence[int]:
        """The `count` passages that are nearest, best first; equals in the corpus's order."""

    def cosines(self, passages: Sequence[int]) -> Sequence[tuple[float, Sequence[float]]]:
        """For each passage its own cosine and those of its sentences in order, -1 to 1."""
