"""What a term adds to a passage, by how often it occurs and how long the passage is.

It is the table of the embedded index (see `bot.index.build`), so that sums are the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.index.container import Reader


class GivenImpacts:
    """The impacts of a generation, without idf."""

    def __init__(self, reader: Reader) -> None:
        rows, columns = reader["times"].all(), reader["words"].all()
        self._rows = {times: row * len(columns) for row, times in enumerate(rows)}
        self._columns = {length: column for column, length in enumerate(columns)}
        self._impacts: Sequence[float] = reader["impact"].all().tolist()

    def impact(self, times: int, length: int) -> float:
        """What a term adds that occurs so often in a passage of so many words."""
        return self._impacts[self._rows[times] + self._columns[length]]
