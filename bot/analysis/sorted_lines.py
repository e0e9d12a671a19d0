"""Looks things up in a sorted file that is neither parsed nor split into lines.

By bisection over its bytes, some microseconds a look-up: a process that asks one question
would need a thousand times as long to make a table.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.analysis.utf8 import encoded


class SortedLines:
    """Lines in the order of their bytes, each closed by a line feed.

    >>> lines = SortedLines(b"mice 3.6\\nrats 3.5\\n")
    >>> lines.after("rats "), lines.after("cats ")
    ('3.5', None)
    """

    def __init__(self, data: bytes) -> None:
        self._data = data

    def after(self, beginning: str) -> str | None:
        """The rest of the first line that begins so, or None where none does."""
        wanted = encoded(beginning)
        at = self._place(wanted)
        if not self._data.startswith(wanted, at):
            return None
        return self._data[at + len(wanted) : self._data.index(b"\n", at + len(wanted) - 1)].decode()

    def beginning(self, beginning: str) -> Iterator[str]:
        """All lines that begin so."""
        wanted = encoded(beginning)
        at = self._place(wanted)
        while self._data.startswith(wanted, at):
            end = self._data.index(b"\n", at)
            yield self._data[at:end].decode()
            at = end + 1

    def _place(self, wanted: bytes) -> int:
        """Where the first line begins that is not before `wanted`."""
        low, high = 0, len(self._data)  # both where a line begins
        while low < high:
            middle = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self._data[middle : middle + len(wanted)] < wanted:
                low = self._data.index(b"\n", middle) + 1
            else:
                high = middle
        return low

    def __iter__(self) -> Iterator[str]:
        return iter(self._data.decode().split("\n")[:-1])

    def __len__(self) -> int:
        return self._data.count(b"\n")
