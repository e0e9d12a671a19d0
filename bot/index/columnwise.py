"""Writes columns: postings as they come, strings, and numbers in as few bytes as they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.index.columns import Numbers
from bot.index.parcel import smallest
from bot.index.spill import Spill
from bot.index.stretch import Merged
from bot.index.strings import StringColumn
from bot.index.writer import Writer


class Postings:
    """Writes postings as they come, and what has to come after them when all have come.

    A term's postings are cut into blocks of passages that agree in all but the lower 16
    bits of their numbers, so that a passage takes two bytes.
    """

    def __init__(self, writer: Writer, folder: Path | None) -> None:
        self._writer = writer
        self._spill = Spill(folder)  # codes
        self._code: np.dtype[Any] = np.dtype(np.uint8)
        self._seen: set[int] = set()
        self._blocks: list[Numbers] = []  # for each term how many
        self._numbers: list[Numbers] = []  # for each block the upper bits
        self._sizes: list[Numbers] = []  # and how many postings
        self._tops: list[npt.NDArray[np.float32]] = []
        self.frequencies: list[Numbers] = []

    def write(self, merged: Iterable[Merged]) -> Numbers:
        """Write all sections of postings; gives the codes that there are. Raises OSError.

        Codes are numbered again without those that nothing has any more.
        """
        self._writer.stream("posting.low", "H", map(self._take, merged))
        seen = np.array(sorted(self._seen), np.int64)
        codes = np.zeros(int(seen.max(initial=-1)) + 1, np.min_scalar_type(len(seen)))
        codes[seen] = np.arange(len(seen))
        self._writer.stream("posting.times", codes.dtype.char, self._recoded(codes))
        self._spill.close()
        self._writer.add("term.block", ends(self._blocks))
        self._writer.add("block.number", smallest(joined(self._numbers)))
        self._writer.add("block.first", ends(self._sizes))
        self._writer.add("term.top", joined(self._tops).astype(np.float32))
        return seen

    def _take(self, merged: Merged) -> Numbers:
        """Take in a stretch; gives the lower bits of its passages."""
        self._spill.write(merged.codes)
        self._code = merged.codes.dtype
        self._seen.update(merged.seen.tolist())
        self._blocks.append(merged.term_blocks)
        self._numbers.append(merged.block_numbers)
        self._sizes.append(merged.block_sizes)
        self._tops.append(np.nextafter(merged.tops.astype(np.float32), np.float32(np.inf)))
        self.frequencies.append(merged.frequencies)
        return merged.lows

    def _recoded(self, codes: Numbers) -> Iterator[Any]:
        if codes.dtype == self._code and (codes == np.arange(len(codes))).all():
            return self._spill.all()
        return (codes[np.frombuffer(piece, self._code)] for piece in self._spill.all())


def write_strings(writer: Writer, name: str, strings: StringColumn) -> None:
    """Write a column of strings, which are in UTF-8."""
    writer.add(f"{name}.text", strings.text)
    writer.add(f"{name}.first", smallest(strings.first))


def joined(columns: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Some columns, which may be none, as one."""
    return np.concatenate([np.zeros(0, np.uint8), *columns])


def distinct(column: Numbers) -> Numbers:
    """The numbers that there are in a column, ascending."""
    if column.max(initial=0) < max(len(column), 1 << 16):  # then counting is quicker than sorting
        return np.flatnonzero(np.bincount(column))
    return np.unique(column)


def ends(sizes: Sequence[Numbers]) -> Numbers:
    """Where each of some things begins that have these sizes, and where the last ends."""
    return smallest(np.append(0, np.cumsum(joined(sizes), dtype=np.int64)))
