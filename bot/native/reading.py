"""Where in the sentences of a text the words of one question are: reading.c.

Left out on purpose: what the words of an unclear piece are, which Python is asked.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_void_p
from operator import sub

from bot.native import address_of
from bot.native.words import blank_markers

_UNCLEAR = 1

# How many words a sentence has, and by the numbers asked for the places among them, ascending.
Found = tuple[int, dict[int, list[int]]]


class _Reading(Structure):
    _fields_ = (
        ("text", c_char_p), ("sizes", c_void_p), ("sentences", c_size_t), ("terms", c_void_p),
        ("places", c_void_p), ("words", c_void_p), ("ends", c_void_p), ("sentence", c_size_t),
        ("first", c_size_t), ("next", c_size_t), ("start", c_size_t), ("hits", c_size_t),
        ("count", c_size_t),
    )  # fmt: skip


class Wanted:
    """The word forms that a question asks for, each with its number.

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

    def read(self, text: str, starts: Sequence[int]) -> list[Found] | None:
        """What each sentence of a text has of these forms.

        `starts` are the sentences' first characters, ascending, the first of them 0, with white
        space in front of the others. None where citation markers are not clear.
        """
        written = text.encode(errors="surrogatepass")
        if len(written) != len(text):
            starts = [len(text[:start].encode(errors="surrogatepass")) for start in starts]
        ends = [*starts[1:], len(written)]
        sizes = array("I", map(sub, ends, starts))
        if b"[" in written:
            blanked = bytearray(written)
            if blank_markers(self._library, blanked, array("I", [len(written)])):
                return None
            written = bytes(blanked)
        return self._sentences(written, sizes)

    def _sentences(self, text: bytes, sizes: array[int]) -> list[Found]:
        room = bytes(4 * len(text))
        terms, places = array("i", room), array("I", room)
        words, ends = array("I", sizes), array("I", sizes)
        at = _Reading(text, address_of(sizes), len(sizes), *map(address_of, (terms, places)),
                      address_of(words), address_of(ends))  # fmt: skip
        while self._library.citebot_read(self._wanted, byref(at)) == _UNCLEAR:
            piece = text[at.start : at.next].decode(errors="surrogatepass")
            for form in self._forms_of(piece):
                term = self._terms.get(form)
                if term is not None:
                    terms[at.hits], places[at.hits] = term, at.count
                    at.hits += 1
                at.count += 1
        return list(_by_sentence(words, ends, terms, places))


def _by_sentence(
    words: Iterable[int], ends: Iterable[int], terms: Sequence[int], places: Sequence[int]
) -> Iterator[Found]:
    done = 0
    for count, end in zip(words, ends, strict=True):
        found: dict[int, list[int]] = {}
        for hit in range(done, end):
            found.setdefault(terms[hit], []).append(places[hit])
        done = end
        yield count, found


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    """The library with what its functions take and give."""
    library.citebot_wanted_new.restype = c_void_p
    library.citebot_wanted_new.argtypes = c_char_p, c_void_p, c_size_t
    library.citebot_wanted_free.restype, library.citebot_wanted_free.argtypes = None, (c_void_p,)
    library.citebot_read.restype = c_int
    library.citebot_read.argtypes = c_void_p, POINTER(_Reading)
    return library
