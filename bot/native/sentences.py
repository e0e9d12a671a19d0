"""The sentences of many paragraphs at once, where they are clear: sentences.c.

Left out on purpose: paragraphs in which something is unclear, which are told.
"""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections.abc import Iterable, Iterator
from ctypes import c_char_p, c_size_t, c_void_p
from itertools import islice

from bot.native import address_of

_UNCLEAR = 2**32 - 1
_ENCODING = f"utf-32-{sys.byteorder[0]}e"  # without a byte-order mark


class Sentences:
    """Finds sentences; `abbreviations` are the words behind which it is not clear."""

    def __init__(self, library: ctypes.CDLL, abbreviations: Iterable[str]) -> None:
        written = "".join([f"{word}\0" for word in abbreviations]).encode()
        make, self._find = library.citebot_abbreviations_new, library.citebot_sentences
        make.restype, make.argtypes = c_void_p, (c_char_p, c_size_t)
        self._find.restype, self._find.argtypes = None, (
            c_void_p, c_void_p, c_size_t,  # what it looks in,
            c_void_p, c_void_p, c_size_t,  # for the paragraphs,
            c_void_p, c_void_p, c_void_p, c_size_t,  # and what it finds
        )  # fmt: skip
        self._abbreviations = make(written, len(written))
        if not self._abbreviations:
            raise MemoryError

    def find(
        self, text: str, base: int, starts: array[int], ends: array[int]
    ) -> Iterator[list[tuple[int, int]] | None]:
        """The start and end of each sentence, paragraph by paragraph; None for unclear ones.

        `text` is the part of a document from the character `base` on that has the paragraphs;
        these, and the sentences, are told by their places in the document.
        """
        if starts and not base <= min(starts) <= max(ends) <= base + len(text):
            raise ValueError("paragraphs are not within their text")
        written = bytearray(text.encode(_ENCODING, "surrogatepass"))
        room = len(text) // 2 + 2 * len(starts)  # a sentence has a stop and a blank, but for one
        counts, first, last = _empty(len(starts)), _empty(room), _empty(room)
        held = ctypes.c_char.from_buffer(written) if written else ctypes.c_char()
        self._find(
            self._abbreviations, ctypes.addressof(held), base,
            address_of(starts), address_of(ends), len(starts),
            address_of(counts), address_of(first), address_of(last), room,
        )  # fmt: skip
        found = zip(first, last, strict=True)
        return (None if count == _UNCLEAR else list(islice(found, count)) for count in counts)


def _empty(size: int) -> array[int]:
    return array("I", bytes(4 * size))
