"""The words of many passages at once, as the numbers of their forms: words.c and markers.c.

Left out on purpose: what the words of an unclear piece are, which Python is asked once.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable, Sequence
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_void_p
from functools import cache

from bot.native import address_of

_UNCLEAR, _NO_MEMORY = 1, -1  # see words.h


class _Words(Structure):
    _fields_ = (("numbers", c_void_p), ("count", c_size_t))  # and more that is not ours


class _Passages(Structure):
    _fields_ = (
        ("text", c_char_p), ("sizes", c_void_p), ("passages", c_size_t),
        ("above", c_void_p), ("above_count", c_size_t), ("counts", c_void_p),
    )  # fmt: skip


class _Progress(Structure):
    _fields_ = (
        ("passage", c_size_t), ("passage_end", c_size_t), ("start", c_size_t), ("end", c_size_t)
    )  # fmt: skip


@cache
def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    """The library with what its functions take and give."""
    words = POINTER(_Words)
    for name, result, arguments in (
        ("words_new", words, ()),
        ("words_free", None, (words,)),
        ("words_take", c_int, (words, POINTER(_Passages), POINTER(_Progress))),
        ("words_learn", c_int, (words, c_char_p, c_size_t, c_char_p, c_size_t)),
        ("words_forms", c_void_p, (words, POINTER(c_size_t))),
        ("blank_markers", c_size_t, (c_void_p, c_void_p, c_size_t, c_void_p)),
    ):
        function = getattr(library, f"citebot_{name}")
        function.restype, function.argtypes = result, arguments
    return library


class Words:
    """All words of some texts, and the numbers of their forms in the order of first sight.

    `forms_of` gives the words of any piece of text without white space. What is in C belongs
    to this object, which only one thread at a time may use. Raises MemoryError.
    """

    def __init__(self, library: ctypes.CDLL, forms_of: Callable[[str], Iterable[str]]) -> None:
        self._library, self._forms_of = _declared(library), forms_of
        self._words = library.citebot_words_new()
        if not self._words:
            raise MemoryError

    def __del__(self) -> None:
        if getattr(self, "_words", None):
            self._library.citebot_words_free(self._words)

    def take(self, text: bytes, sizes: array[int], above: array[int]) -> array[int]:
        """Take in passages that follow each other in `text`, with the words above each.

        Gives how many words each of them has, with those above.
        """
        _check(text, sizes)
        counts = array("I", bytes(4 * len(sizes)))
        passages = _Passages(
            text, address_of(sizes), len(sizes), address_of(above), len(above), address_of(counts)
        )
        at = _Progress()
        while self._done(self._library.citebot_words_take(self._words, passages, at)):
            piece = text[at.start : at.end]
            self._learn(piece, self._forms_of(piece.decode(errors="surrogatepass")))
        return counts

    def _learn(self, piece: bytes, forms: Iterable[str]) -> None:
        closed = "".join([f"{form}\0" for form in forms]).encode(errors="surrogatepass")
        self._done(
            self._library.citebot_words_learn(self._words, piece, len(piece), closed, len(closed))
        )

    def _done(self, state: int) -> bool:
        """Whether there is something to be learnt."""
        if state == _NO_MEMORY:
            raise MemoryError
        return state == _UNCLEAR

    def numbers_of(self, text: bytes) -> array[int]:
        """The numbers of a text's words, which are not taken in."""
        before = self._words.contents.count
        self.take(text, array("I", [len(text)]), array("I"))
        found = array("I", self.numbers(before))
        self._words.contents.count = before
        return found

    def numbers(self, first: int = 0) -> bytes:
        """All words taken in, from one on, as unsigned numbers of 32 bits."""
        words = self._words.contents
        count = words.count - first
        return ctypes.string_at(words.numbers + 4 * first, 4 * count) if count else b""

    def forms(self) -> list[bytes]:
        """All forms in the order of their numbers, in UTF-8."""
        size = c_size_t()
        forms = self._library.citebot_words_forms(self._words, byref(size))
        return ctypes.string_at(forms, size.value).split(b"\0")[:-1]


def blank_markers(library: ctypes.CDLL, text: bytearray, sizes: array[int]) -> Sequence[int]:
    """Blank the citation markers in passages that follow each other in `text`.

    Gives the numbers, from 0, of those for which Python has to do it.
    """
    if b"[" not in text:
        return ()
    _check(text, sizes)
    unclear = array("I", bytes(4 * len(sizes)))
    address = ctypes.addressof(ctypes.c_char.from_buffer(text))
    count = _declared(library).citebot_blank_markers(
        address, address_of(sizes), len(sizes), address_of(unclear)
    )
    return unclear[:count]


def _check(text: bytes | bytearray, sizes: array[int]) -> None:
    """C does not look where a text ends."""
    if sum(sizes) > len(text):
        raise ValueError("passages are longer than their text")
