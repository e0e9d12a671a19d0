"""The passages of each term, from the terms of each passage: inverting.c."""

from __future__ import annotations

import ctypes
from ctypes import c_size_t, c_uint32, c_void_p

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint32]


def postings(
    library: ctypes.CDLL, words: Numbers, lengths: Numbers, terms: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Passages by term, how many each term has, and how often it occurs in each of them.

    `words` are terms, passage by passage; `lengths` says how many each passage has.
    """
    find = library.citebot_postings
    find.restype, find.argtypes = (
        c_size_t,
        (c_void_p, c_void_p, c_uint32, c_uint32, *[c_void_p] * 4),
    )
    words, lengths = np.ascontiguousarray(words), np.ascontiguousarray(lengths)
    firsts, frequencies = np.zeros(terms, np.uint32), np.zeros(terms, np.uint32)
    found, times = np.empty(len(words), np.uint32), np.empty(len(words), np.uint32)
    count = find(
        words.ctypes.data, lengths.ctypes.data, len(lengths), terms, firsts.ctypes.data,
        frequencies.ctypes.data, found.ctypes.data, times.ctypes.data,
    )  # fmt: skip
    return found[:count], frequencies, times[:count]
