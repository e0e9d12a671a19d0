"""Asks pdfium for the characters of a page, which is most of the time that a PDF takes.

It has one function for each thing that there is to know of a character. Where there is a compiled
part, that calls them (`bot/native/characters.c`); elsewhere they are called by their addresses,
with plain numbers, which takes a third of the time that typed pointers take. Both find the same.
"""

from __future__ import annotations

import ctypes
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from struct import Struct
from typing import Any, ClassVar, NamedTuple

import pypdfium2.raw as pdfium

from bot.native import kernels

_AT_ONCE = 4096  # characters that are asked for together
_ROW = Struct("6d")  # see `Places`
_SHARED = Struct("dii6fP")
_ENCODING = f"utf-32-{sys.byteorder[0]}e"
Places = tuple[float, float, float, float, float, float]
"""x and y of the baseline's left end; left, right, bottom and top of the ink: in points."""
Asked = tuple[int, str, int | None, Places]
"""A character's number, the character, the address of its text object, and its places."""


class Shared(NamedTuple):
    """What pdfium says of all characters of a text object; no matrix where it has none.

    Of the matrix it has what sets the size and the turn.
    """

    size: float
    matrix: tuple[float, float, float, float] | None
    font: int
    tag: int


def _address(name: str) -> int:
    return ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium's that takes addresses as numbers."""
    return ctypes.CFUNCTYPE(result, *arguments)(_address(name))


_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
code_at = _function("FPDFText_GetUnicode", ctypes.c_uint, _ADDRESS, _INT)
object_at = _function("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)
_origin_at = _function("FPDFText_GetCharOrigin", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_box_at = _function("FPDFText_GetCharBox", _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
advance_at = _function("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
_size_at = _function("FPDFText_GetFontSize", ctypes.c_double, _ADDRESS, _INT)
_matrix_at = _function("FPDFText_GetMatrix", _INT, _ADDRESS, _INT, _ADDRESS)
is_unnamed = _function("FPDFText_HasUnicodeMapError", _INT, _ADDRESS, _INT)
_tag_of = _function("FPDFPageObj_GetMarkedContentID", _INT, _ADDRESS)
_font_of = _function("FPDFTextObj_GetFont", _ADDRESS, _ADDRESS)
_exhaust = deque[object](maxlen=0).extend  # calls all of an iterator, and keeps nothing


class Asking:
    """Asks for the characters of a page, of which there are `count`."""

    def __init__(self, address: int, count: int) -> None:
        self._page, self._count = address, count
        self._matrix = (ctypes.c_float * 6)()

    def characters(self) -> Iterable[Asked]:
        """What pdfium knows of each character, in its order."""
        return chain.from_iterable(self._batches())

    def _batches(self) -> Iterator[Iterable[Asked]]:
        places = ctypes.create_string_buffer(_AT_ONCE * _ROW.size)
        start = ctypes.addressof(places)
        x, y, left, right, bottom, top = (
            range(start + 8 * n, start + len(places), _ROW.size) for n in range(6)
        )
        of = repeat(self._page)
        for first in range(0, self._count, _AT_ONCE):
            every = range(first, min(first + _AT_ONCE, self._count))
            _exhaust(map(_origin_at, of, every, x, y))
            _exhaust(map(_box_at, of, every, left, right, bottom, top))
            codes, objects = map(chr, map(code_at, of, every)), map(object_at, of, every)
            yield zip(every, codes, objects, _ROW.iter_unpack(places), strict=False)

    def shared(self, at: int, handle: int) -> Shared:
        """What the characters of an object share that the one at `at` is of."""
        known = _matrix_at(self._page, at, ctypes.addressof(self._matrix))
        a, b, c, d, _, _ = self._matrix
        matrix = (a, b, c, d) if known else None
        return Shared(_size_at(self._page, at), matrix, _font_of(handle) or 0, _tag_of(handle))


class _Functions(ctypes.Structure):
    _fields_: ClassVar = [
        (name, ctypes.c_void_p)
        for name in ("code", "object", "origin", "box", "size", "matrix", "font", "tag")
    ]


_ASKED = (
    "FPDFText_GetUnicode", "FPDFText_GetTextObject", "FPDFText_GetCharOrigin",
    "FPDFText_GetCharBox", "FPDFText_GetFontSize", "FPDFText_GetMatrix", "FPDFTextObj_GetFont",
    "FPDFPageObj_GetMarkedContentID",
)  # fmt: skip


class _CompiledAsking(Asking):
    """The same by the compiled part."""

    def __init__(self, address: int, count: int, library: ctypes.CDLL) -> None:
        super().__init__(address, count)
        self._functions = _Functions(*map(_address, _ASKED))
        self._ask, self._look = library.citebot_characters, library.citebot_shared
        self._ask.restype = self._look.restype = None
        self._ask.argtypes = [_ADDRESS, _ADDRESS, _INT, _INT, _ADDRESS, _ADDRESS, _ADDRESS]
        self._look.argtypes = [_ADDRESS, _ADDRESS, _INT, _ADDRESS, _ADDRESS]
        self._found = ctypes.create_string_buffer(_SHARED.size)
        self._where = ctypes.addressof(self._functions), address
        self._found_at = ctypes.addressof(self._found)

    def _batches(self) -> Iterator[Iterable[Asked]]:
        codes, objects = (ctypes.c_uint32 * _AT_ONCE)(), (ctypes.c_size_t * _AT_ONCE)()
        places = ctypes.create_string_buffer(_AT_ONCE * _ROW.size)
        for first in range(0, self._count, _AT_ONCE):
            count = min(_AT_ONCE, self._count - first)
            self._ask(*self._where, first, count, codes, objects, places)
            text = bytes(codes)[: 4 * count].decode(_ENCODING, "surrogatepass")
            every = range(first, first + count)
            yield zip(every, text, objects[:count], _ROW.iter_unpack(places), strict=False)

    def shared(self, at: int, handle: int) -> Shared:
        """See `Asking.shared`."""
        self._look(*self._where, at, handle, self._found_at)
        size, known, tag, a, b, c, d, _, _, font = _SHARED.unpack(self._found)
        return Shared(size, (a, b, c, d) if known else None, font, tag)


def asking(address: int, count: int) -> Asking:
    """What asks for the characters of a page in the fastest way that there is here."""
    library = kernels()
    return Asking(address, count) if library is None else _CompiledAsking(address, count, library)
