"""Searches large corpora where there is a compiled part: `bot/native/search.c`, over the map.

The results are to the last bit those of the plain sums in `postings`, some hundred times as
fast. All that a question's terms have is checked for damage before it is handed over.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from bot.index.container import Reader, StoredArray
from bot.index.postings import Scored, WeightedTerm
from bot.native import address

_CACHED_TERMS = 16384
_BYTES = 4  # of the index that are touched for a posting


class _Column(ctypes.Structure):
    _fields_: ClassVar = [
        ("items", ctypes.c_void_p), ("width", ctypes.c_int64), ("count", ctypes.c_int64)
    ]  # fmt: skip


class _Postings(ctypes.Structure):
    _fields_: ClassVar = [
        ("low", _Column), ("times", _Column), ("words", _Column), ("impact", _Column),
        ("lengths", ctypes.c_int64), ("block_first", _Column), ("block_number", _Column),
    ]  # fmt: skip


class _Term(ctypes.Structure):
    _fields_: ClassVar = [
        ("block", ctypes.c_int64), ("end", ctypes.c_int64),
        ("weight", ctypes.c_double), ("most", ctypes.c_double),
    ]  # fmt: skip


class CompiledSearch:
    """Searches one index. May be called by several threads at once."""

    def __init__(self, reader: Reader, kernels: ctypes.CDLL) -> None:
        self._reader = reader
        self._search, self._impacts = kernels.citebot_search, kernels.citebot_impacts
        self._search.restype, self._impacts.restype = ctypes.c_int64, None
        self._terms, self._firsts = reader["term.block"], reader["block.first"]
        self._numbers = reader["block.number"]
        self._lows, self._times = reader["posting.low"], reader["posting.times"]
        self._blocks = lru_cache(_CACHED_TERMS)(self._read_blocks)
        for name in ("passage.words", "impact"):
            reader[name].all()
        self._postings = _Postings(
            _column(self._lows), _column(self._times), _column(reader["passage.words"]),
            _column(reader["impact"]), len(reader["words"]), _column(self._firsts),
            _column(self._numbers),
        )  # fmt: skip

    def search(self, terms: Sequence[WeightedTerm], count: int, within: range) -> list[Scored]:
        """See `Searcher.search`."""
        asked = (_Term * len(terms))(
            *(_Term(*self._blocks(term), weight, most) for term, weight, most in terms)
        )
        passages, scores = (ctypes.c_int64 * count)(), (ctypes.c_double * count)()
        looked_at = ctypes.c_int64()
        found = self._search(
            ctypes.byref(self._postings), asked, ctypes.c_int64(len(terms)),
            ctypes.c_int64(within.start), ctypes.c_int64(within.stop), ctypes.c_int64(count),
            passages, scores, ctypes.byref(looked_at),
        )  # fmt: skip
        self._reader.rest(_BYTES * looked_at.value)
        if found < 0:
            raise MemoryError
        return [*map(Scored, passages[:found], scores[:found])]

    def impacts(self, terms: Sequence[int], passages: Sequence[int]) -> list[list[float]]:
        """See `Searcher.impacts`."""
        asked = (_Term * len(terms))(*(_Term(*self._blocks(term), 1.0, 0.0) for term in terms))
        found = (ctypes.c_double * (len(terms) * len(passages)))()
        self._impacts(
            ctypes.byref(self._postings), asked, ctypes.c_int64(len(terms)),
            (ctypes.c_int64 * len(passages))(*passages), ctypes.c_int64(len(passages)), found,
        )  # fmt: skip
        width = len(terms)
        return [found[at * width : (at + 1) * width] for at in range(len(passages))]

    def _read_blocks(self, term: int) -> tuple[int, int]:
        """Where a term's blocks begin and end, undamaged."""
        block, end = self._terms[term], self._terms[term + 1]
        self._numbers.check(block, end)
        self._firsts.check(block, end + 1)
        first, last = self._firsts[block], self._firsts[end]
        self._lows.check(first, last)
        self._times.check(first, last)
        return block, end


def _column(section: StoredArray) -> _Column:
    items = section.unchecked()
    return _Column(address(items), items.itemsize, len(items))
