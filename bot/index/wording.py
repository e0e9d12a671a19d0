"""Numbers the words of passages: each word form has a number, in the order of first sight.

Where there is a compiled part (see `native`), it reads the text; it asks Python for the words
of such pieces as it does not know. Where there is none, the same is done in Python.

Left out on purpose: stems, and what the numbers are for; see `pieces`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from ctypes import CDLL
from itertools import accumulate
from typing import Protocol, TypeVar

from bot import native
from bot.analysis import plain_words, without_markers
from bot.native.words import Words, blank_markers


class Wording(Protocol):
    """All words of what was taken in."""

    def numbers_of(self, text: str) -> array[int]:
        """The numbers of a text's words, which are not taken in."""

    def take(self, passages: Sequence[str], above: array[int]) -> array[int]:
        """Take in the words of passages, each with those above it; gives how many each has."""

    def numbers(self) -> bytes:
        """All words taken in, as unsigned numbers of 32 bits."""

    def forms(self) -> list[bytes]:
        """All forms in the order of their numbers, in UTF-8."""


def wording() -> Wording:
    """An empty one, compiled if possible."""
    library = native.kernels()
    return _Plain() if library is None else _Compiled(library)


T = TypeVar("T")


class Numbering(dict[T, int]):
    """Numbers from 0 in the order in which things are first seen."""

    def __missing__(self, key: T) -> int:
        return self.setdefault(key, len(self))


class _Plain:
    """In Python."""

    def __init__(self) -> None:
        self._forms = Numbering[str]()
        self._numbers = array("I")

    def numbers_of(self, text: str) -> array[int]:
        return array("I", map(self._forms.__getitem__, plain_words(text)))

    def take(self, passages: Sequence[str], above: array[int]) -> array[int]:
        counts = array("I")
        for text in passages:
            before = len(self._numbers)
            self._numbers += above
            self._numbers += self.numbers_of(without_markers(text))
            counts.append(len(self._numbers) - before)
        return counts

    def numbers(self) -> bytes:
        return self._numbers.tobytes()

    def forms(self) -> list[bytes]:
        return [form.encode() for form in self._forms]


class _Compiled:
    """In C."""

    def __init__(self, library: CDLL) -> None:
        self._library, self._words = library, Words(library, plain_words)
        self.numbers, self.forms = self._words.numbers, self._words.forms

    def numbers_of(self, text: str) -> array[int]:
        return self._words.numbers_of(text.encode(errors="surrogatepass"))

    def take(self, passages: Sequence[str], above: array[int]) -> array[int]:
        text = bytearray("".join(passages).encode())
        sizes = array("I", map(len, passages))
        if sum(sizes) != len(text):
            sizes = array("I", [len(passage.encode()) for passage in passages])
        unclear = blank_markers(self._library, text, sizes)
        starts = list(accumulate(sizes, initial=0)) if unclear else []
        for number in unclear:
            bare = without_markers(passages[number]).encode()
            text[starts[number] : starts[number + 1]] = bare.ljust(sizes[number])
        return self._words.take(bytes(text), sizes, above)
