"""Writes columns: postings as they come, strings, and numbers in as few bytes as they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.index.columns import Numbers
from bot.index.container import Writer
from bot.index.merge import Spill, Stretch
from bot.index.recipe import BLOCK_BITS


@dataclass(frozen=True, slots=True)
class Impacts:
    """The impacts of words of idf 1: a row for each of `times`, a column for each length."""

    times: Numbers  # that a word occurs in a passage, ascending
    of_passage: Numbers  # which column is a passage's
    table: npt.NDArray[np.float64]


class Postings:
    """Writes postings as they come, and what has to come after them when all have come.

    A term's postings are cut into blocks of passages that agree in all but the lower 16
    bits of their numbers, so that a passage takes two bytes.
    """

    def __init__(self, writer: Writer, impacts: Impacts, folder: Path | None) -> None:
        self._writer, self._impacts = writer, impacts
        self._codes = Spill(folder)
        self._type = smallest(np.array([len(impacts.times)])).dtype
        self._blocks: list[Numbers] = []  # for each term how many
        self._numbers: list[Numbers] = []  # for each block the upper bits
        self._sizes: list[Numbers] = []  # and how many postings
        self._tops: list[npt.NDArray[np.float32]] = []
        self.frequencies: list[Numbers] = []

    def write(self, stretches: Iterable[Stretch]) -> None:
        """Write all sections of postings. Raises OSError."""
        self._writer.stream("posting.low", "H", map(self._take, stretches))
        self._writer.stream("posting.times", self._type.char, self._codes.all())
        self._codes.close()
        self._writer.add("term.block", ends(self._blocks))
        self._writer.add("block.number", smallest(joined(self._numbers)))
        self._writer.add("block.first", ends(self._sizes))
        tops = np.concatenate([np.zeros(0, np.float32), *self._tops])
        self._writer.add("term.top", tops)

    def _take(self, stretch: Stretch) -> Numbers:
        """Take in some postings; gives the lower bits of their passages."""
        frequencies = stretch.frequencies
        starts = np.cumsum(frequencies) - frequencies
        self.frequencies.append(frequencies)
        codes = np.searchsorted(self._impacts.times, stretch.times)
        self._codes.write(codes.astype(self._type).tobytes())
        impacts = self._impacts.table[codes, self._impacts.of_passage[stretch.passages]]
        top = np.maximum.reduceat(impacts, starts)
        self._tops.append(np.nextafter(top.astype(np.float32), np.float32(np.inf)))
        upper = stretch.passages >> np.uint32(BLOCK_BITS)
        opens = np.diff(upper, prepend=0) != 0
        opens[starts] = True
        first = np.flatnonzero(opens)
        self._numbers.append(upper[first])
        self._sizes.append(np.diff(first, append=len(upper)))
        self._blocks.append(np.add.reduceat(opens, starts, dtype=np.int64))
        return stretch.passages.astype(np.uint16)


def write_strings(writer: Writer, name: str, strings: Sequence[bytes]) -> None:
    """Write a column of strings, which are in UTF-8."""
    writer.add(f"{name}.text", b"".join(strings))
    writer.add(f"{name}.first", ends([sizes(strings)]))


def sizes(strings: Sequence[bytes]) -> Numbers:
    """The length of each string."""
    return np.fromiter(map(len, strings), np.int64, len(strings))


def joined(columns: Sequence[Numbers]) -> Numbers:
    """Some columns, which may be none, as one."""
    return np.concatenate([np.zeros(0, np.int64), *columns])


def ends(sizes: Sequence[Numbers]) -> Numbers:
    """Where each of some things begins that have these sizes, and where the last ends."""
    return smallest(np.concatenate([[0], np.cumsum(joined(sizes))]))


def smallest(column: Numbers) -> Numbers:
    """The same numbers in as few bytes as they need."""
    return column.astype(np.min_scalar_type(int(column.max(initial=0))))
