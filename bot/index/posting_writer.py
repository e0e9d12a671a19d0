"""Writes postings as they are merged, batch by batch, and what has to come after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.index.arrays import Numbers, begins, joined, smallest
from bot.index.merge import PostingBatch
from bot.index.spill import Spill
from bot.index.writer import Writer


class PostingWriter:
    """Writes all sections of postings.

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

    def write(self, batches: Iterable[PostingBatch]) -> Numbers:
        """Write them; returns the codes that there are. Raises OSError.

        Codes are numbered again without those that nothing has any more.
        """
        self._writer.stream("posting.low", "H", map(self._take, batches))
        seen = np.array(sorted(self._seen), np.int64)
        codes = np.zeros(int(seen.max(initial=-1)) + 1, np.min_scalar_type(len(seen)))
        codes[seen] = np.arange(len(seen))
        self._writer.stream("posting.times", codes.dtype.char, self._recoded(codes))
        self._spill.close()
        self._writer.add("term.block", smallest(begins(joined(self._blocks))))
        self._writer.add("block.number", smallest(joined(self._numbers)))
        self._writer.add("block.first", smallest(begins(joined(self._sizes))))
        self._writer.add("term.top", joined(self._tops).astype(np.float32))
        return seen

    def _take(self, batch: PostingBatch) -> Numbers:
        """Take in a batch; returns the lower bits of its passages."""
        self._spill.write(batch.codes)
        self._code = batch.codes.dtype
        self._seen.update(batch.seen.tolist())
        self._blocks.append(batch.term_blocks)
        self._numbers.append(batch.block_numbers)
        self._sizes.append(batch.block_sizes)
        self._tops.append(np.nextafter(batch.tops.astype(np.float32), np.float32(np.inf)))
        self.frequencies.append(batch.frequencies)
        return batch.lows

    def _recoded(self, codes: Numbers) -> Iterator[Any]:
        if codes.dtype == self._code and (codes == np.arange(len(codes))).all():
            return self._spill.all()
        return (codes[np.frombuffer(piece, self._code)] for piece in self._spill.all())
