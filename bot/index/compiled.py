"""The index's compiled functions: what each takes, declared once, over arrays of numpy.

`library` gives None where nothing is compiled; then each caller does the same in Python. The
functions are in `native/strings.c` and `postings.c`, with what each promises; they
hold no lock of Python's, so that threads may call them at once.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from bot import native

_INT, _PLACE = ctypes.c_int64, ctypes.c_void_p


class KeptPostings(ctypes.Structure):
    """The postings of the index before; all fields are arrays."""

    _fields_ = [(name, _PLACE) for name in (
        "term_block", "block_number", "block_first", "lows", "codes", "moved", "recoded",
    )]  # fmt: skip


class NewPostings(ctypes.Structure):
    """Postings gathered by term; all fields are arrays."""

    _fields_ = [(name, _PLACE) for name in ("first", "passages", "codes")]


class ImpactTable(ctypes.Structure):
    """A row for each code, a column for each length."""

    _fields_ = [("table", _PLACE), ("lengths", _INT), ("of_passage", _PLACE)]


class MergedPostings(ctypes.Structure):
    """What is stored; all fields are arrays."""

    _fields_ = [(name, _PLACE) for name in (
        "lows", "codes", "block_numbers", "block_sizes", "term_blocks", "frequencies", "tops",
        "seen",
    )]  # fmt: skip


_POINTER = ctypes.POINTER
# function -> what it gives, what it takes
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "citebot_numbering_new": (_PLACE, []),
    "citebot_numbering_free": (None, [_PLACE]),
    "citebot_numbering_take": (_INT, [_PLACE, _PLACE, _PLACE, _INT, _PLACE]),
    "citebot_numbering_all": (_INT, [_PLACE, _PLACE, _PLACE]),
    "citebot_sorted": (ctypes.c_int, [_PLACE, _PLACE, _INT, _PLACE]),
    "citebot_places": (None, [_PLACE, _PLACE, _INT, _PLACE, _PLACE, _INT, _PLACE, _PLACE]),
    "citebot_gathered": (None, [_PLACE, _PLACE, _PLACE, _INT, _PLACE]),
    "citebot_merge": (_INT, [_POINTER(KeptPostings), _PLACE, _POINTER(NewPostings), _INT,
                             _POINTER(ImpactTable), _POINTER(MergedPostings)]),
    "citebot_scatter": (None, [_PLACE, _PLACE, _INT, _INT, _PLACE, _PLACE, _PLACE, _PLACE,
                               _PLACE, _PLACE]),
}  # fmt: skip


def library() -> ctypes.CDLL | None:
    """The compiled library with all of the above, or None."""
    found = native.kernels()
    return None if found is None else _declared(found)


@cache
def _declared(found: ctypes.CDLL) -> ctypes.CDLL:
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    return found


def at(column: npt.NDArray[Any], kind: type[np.generic] | None = None) -> int:
    """Where a column's numbers are, which are one after the other and of that kind."""
    if not column.flags.c_contiguous or (kind is not None and column.dtype != kind):
        raise TypeError(f"a column of {kind}, not of {column.dtype}")
    return int(column.ctypes.data)
