"""How surely a passage has an answer of the kind that a question asks for.

Its best sentence shows a number, a place or a name; in languages whose sentences are not told by
wording, and where it is asked what to do, the whole passage does.
"""

from __future__ import annotations

from bot.index import Index
from bot.ranking.answer_type import AnswerType, holds, lacks
from bot.ranking.instructions import how_surely_told, tells_what_to_do
from bot.ranking.query import Query


class KindsShown:
    """What the passages of an index show of the kind of answer that a question asks for."""

    def __init__(self, query: Query, index: Index) -> None:
        self._query, self._index = query, index
        self._is_of_action = query.answer_type is AnswerType.ACTION
        self._told: dict[int, float] = {}  # passage -> how surely it tells what to do

    def shown(self, passage: int, best: str) -> float:
        """How surely a passage with that best sentence has such an answer, 0 to 1."""
        if self._is_of_action:
            return self._tells(passage, best)
        read = self._index.analyzer
        said = best if read.is_english else self._index.text(passage)
        return float(holds(said, self._query.answer_type, read))

    def lacked(self, passage: int, best: str) -> float:
        """How surely it has none, 0 to 1."""
        if self._is_of_action:
            return float(not self._tells(passage, best))
        return lacks(best, self._query.answer_type, self._index.analyzer)

    def is_beside(self, passage: int, best: str) -> bool:
        """Whether it is asked what to do, and a passage tells something else."""
        return self._is_of_action and not self._tells(passage, best)

    def _tells(self, passage: int, best: str) -> float:
        """How surely it tells what to do; of a table the row does, for each is on another thing."""
        if best.startswith("|") and not tells_what_to_do(best):
            return 0.0
        if passage not in self._told:
            heading, text = self._index.innermost_heading(passage), self._index.text(passage)
            self._told[passage] = how_surely_told(heading, text, self._query.respelled)
        return self._told[passage]
