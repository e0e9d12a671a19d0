"""The words of sentences as the numbers that one question has for them: reading.c.

Left out on purpose: what the words of an unclear piece are, which Python is asked.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_void_p

from bot.native.words import address_of, blank_markers

NOT_ASKED = -1
_UNCLEAR = 1


class _Reading(Structure):
    _fields_ = (
        ("text", c_char_p), ("sizes", c_void_p), ("sentences", c_size_t), ("terms", c_void_p),
        ("counts", c_void_p), ("sentence", c_size_t), ("first", c_size_t), ("next", c_size_t),
        ("start", c_size_t), ("count", c_size_t), ("before", c_size_t),
    )  # fmt: skip


class Wanted:
    """The word forms that a question asks for, each with its number, 0 or more.

    `forms_of` gives the words of any piece of text without white space. Raises MemoryError.
    """

    def __init__(
        self,
        library: ctypes.CDLL,
        terms: Mapping[str, int],
        forms_of: Callable[[str], Iterable[str]],
    ) -> None:
        self._library, self._terms, self._forms_of = _declared(library), terms, forms_of
        forms = "".join([f"{form}\0" for form in terms]).encode(errors="surrogatepass")
        numbers = array("i", terms.values())
        self._wanted = library.citebot_wanted_new(forms, address_of(numbers), len(terms))
        if not self._wanted:
            raise MemoryError

    def __del__(self) -> None:
        if getattr(self, "_wanted", None):
            self._library.citebot_wanted_free(self._wanted)

    def read(self, text: str, starts: Sequence[int]) -> list[Sequence[int]] | None:
        """The words of each sentence of a text, as their numbers or NOT_ASKED.

        `starts` are the sentences' first characters, ascending, the first of them 0, with white
        space in front of the others. None where citation markers are not clear.
        """
        written = text.encode(errors="surrogatepass")
        if len(written) != len(text):
            starts = [len(text[:start].encode(errors="surrogatepass")) for start in starts]
        ends = [*starts[1:], len(written)]
        sizes = array("I", [end - start for start, end in zip(starts, ends, strict=True)])
        if b"[" in written:
            blanked = bytearray(written)
            if blank_markers(self._library, blanked, array("I", [len(written)])):
                return None
            written = bytes(blanked)
        return self._sentences(written, sizes)

    def _sentences(self, text: bytes, sizes: array[int]) -> list[Sequence[int]]:
        counts = array("I", bytes(4 * len(sizes)))
        terms = array("i", bytes(4 * len(text)))
        at = _Reading(text, address_of(sizes), len(sizes), address_of(terms), address_of(counts))
        while self._library.citebot_read(self._wanted, byref(at)) == _UNCLEAR:
            forms = self._forms_of(text[at.start : at.next].decode(errors="surrogatepass"))
            found = array("i", [self._terms.get(form, NOT_ASKED) for form in forms])
            terms[at.count : at.count + len(found)] = found
            at.count += len(found)
        sentences: list[Sequence[int]] = []
        done = 0
        for count in counts:
            sentences.append(terms[done : done + count].tolist())
            done += count
        return sentences


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    """The library with what its functions take and give."""
    library.citebot_wanted_new.restype = c_void_p
    library.citebot_wanted_new.argtypes = c_char_p, c_void_p, c_size_t
    library.citebot_wanted_free.restype, library.citebot_wanted_free.argtypes = None, (c_void_p,)
    library.citebot_read.restype = c_int
    library.citebot_read.argtypes = c_void_p, POINTER(_Reading)
    return library
