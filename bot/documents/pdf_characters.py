"""The characters of a PDF's page as pdfium knows them, with their places.

pdfium is asked for each character of a page, which is most of the time that a PDF takes: its
functions are called by their addresses here, with plain numbers, which takes a third of the time
that typed pointers take.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from struct import Struct
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from bot.documents.pdf_tex_fonts import letters_by

NO_TAG = -1
_HYPHENS = "\x02\ufffe\u00ad"  # as pdfium says a hyphen at a line's end
_BOLD = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi|cmbx|cmssbx|medi(?:\b|$)", re.IGNORECASE)
_SKIPPED = frozenset("\r\x00\x0b\x0c\ufffd\ufeff\u200b")
_LIGATURES = ("\ufb00", "\ufb06")
_FIRST_FOREIGN = "\u4100"
# Ghostscript 10.0 writes the letters of a ligature with their bytes turned round, and the last two
# of three added up ("fi" as 66 00 69 00, "ffi" as 66 00 CF 00).
_TURNED_ROUND = {0xCF: "fi", 0xD2: "fl"}
_ASCII = 0x80
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


class Character(NamedTuple):
    """A character by its baseline's left end and its right edge, in points, y upwards."""

    text: str
    x: float
    y: float
    right: float
    size: float
    bold: bool
    tag: int
    turn: int  # quarters that it is turned by
    made: bool  # pdfium made it up: a space that the file does not have
    above: float = 0.0  # how far its ink is above the baseline, in points


class _Object(NamedTuple):
    """What all characters of one text object share; `size` is in points, as shown."""

    size: float
    turn: int
    tag: int
    bold: bool
    font: int = 0  # where it does not say which letters its shapes are


class DrawnBox(NamedTuple):
    """The edges of what is drawn, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def center(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium's that takes addresses as numbers."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_code_at = _function("FPDFText_GetUnicode", ctypes.c_uint, _ADDRESS, _INT)
_object_at = _function("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)
_origin_at = _function("FPDFText_GetCharOrigin", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_box_at = _function("FPDFText_GetCharBox", _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
_advance_at = _function("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
_size_at = _function("FPDFText_GetFontSize", ctypes.c_double, _ADDRESS, _INT)
_matrix_at = _function("FPDFText_GetMatrix", _INT, _ADDRESS, _INT, _ADDRESS)
_is_unnamed = _function("FPDFText_HasUnicodeMapError", _INT, _ADDRESS, _INT)
_tag_of = _function("FPDFPageObj_GetMarkedContentID", _INT, _ADDRESS)
_new = tuple.__new__
_exhaust = deque[object](maxlen=0).extend  # calls all of an iterator, and keeps nothing
_AT_ONCE = 4096  # characters that are asked for together
_ROW = Struct("6d")  # x and y of the baseline's left end; left, right, bottom and top of the ink
_Places = tuple[float, float, float, float, float, float]
_Asked = tuple[int, int, int | None, _Places]
_font_of = _function("FPDFTextObj_GetFont", _ADDRESS, _ADDRESS)


class _TextPage:
    """The text of a page, whose objects and fonts are looked at once."""

    def __init__(self, text_page: Any) -> None:
        self.raw = text_page.raw
        self.count = text_page.count_chars()
        self.address = ctypes.cast(self.raw, ctypes.c_void_p).value
        self.objects: dict[int, _Object] = {}  # that were looked at
        self._bold: dict[int, bool] = {}  # by font
        self._unnamed: set[int] = set()  # fonts
        self._letters: dict[int, Mapping[str, str]] = {}  # by font
        self._matrix = (ctypes.c_float * 6)()

    def look(self, at: int, handle: int) -> _Object:
        """What the characters of the object share that the one at `at` is of."""
        self.objects[handle] = found = self._shared(at, handle)
        return found

    def _shared(self, at: int, handle: int) -> _Object:
        size = _size_at(self.address, at)
        if not _matrix_at(self.address, at, ctypes.addressof(self._matrix)):
            return _Object(size, 0, NO_TAG, bold=False)
        a, b, c, d, _, _ = self._matrix
        turn = 0 if b == 0 < a else round(math.atan2(b, a) / (math.pi / 2)) % 4
        font = _font_of(handle)
        if font not in self._bold:
            self._bold[font] = self._is_bold(at)
            if _is_unnamed(self.address, at) == 1:
                self._unnamed.add(font)
        scale = math.hypot(c, d) or 1.0
        unnamed = font if font in self._unnamed else 0
        return _Object(size * scale, turn, _tag_of(handle), self._bold[font], unnamed)

    def letters_of(self, font: int) -> Mapping[str, str]:
        """What the characters are of a font that does not say it."""
        if not self._letters:
            codes: dict[int, set[str]] = {}
            for at in range(self.count):
                if handle := _object_at(self.address, at):
                    shared = self.objects.get(handle) or self.look(at, handle)
                    codes.setdefault(shared.font, set()).add(chr(_code_at(self.address, at)))
            self._letters = {one: letters_by(found) for one, found in codes.items()}
        return self._letters.get(font, {})

    def _is_bold(self, at: int) -> bool:
        """Whether a character's font is bold, by its weight or, as TeX's are, by its name."""
        if pdfium.FPDFText_GetFontWeight(self.raw, at) >= _BOLD:
            return True
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self.raw, at, name, len(name), flags)
        return _BOLD_NAME.search(name.value) is not None


def characters(  # noqa: C901  (one loop, for a call for each character takes its time)
    text_page: Any, *, advances: bool = False
) -> Iterator[Character]:
    """The characters of a page in the order in which pdfium reads them.

    Their right edges are those of their ink, or of their advances, which costs more.
    """
    page = _TextPage(text_page)
    known, letters = page.objects, _PLAIN
    last = Character("", 0, 0, 0, 0, bold=False, tag=NO_TAG, turn=0, made=True)
    handle, shared = None, None
    asked = _asked_with_advances if advances else _asked_of
    for at, code, found, (x, y, left, right, low, high) in asked(page):
        text = chr(code)
        if found != handle:  # most are of the object of the one before
            handle, shared = found, known.get(found) or page.look(at, found) if found else None
        if shared is not None and shared.font:
            text = page.letters_of(shared.font).get(text, text)
        if text not in letters:
            if not text.isalnum():
                if text in _SKIPPED or "\ud800" <= text < "\ue000":
                    continue
                if not handle:
                    if text.isspace() and last.text != " ":
                        last = last._replace(text=" ", made=True, x=last.right)
                        yield last
                    continue
                text = "\u00ad" if text in _HYPHENS else " " if text.isspace() else text
            elif _LIGATURES[0] <= text <= _LIGATURES[1]:
                text = unicodedata.normalize("NFKC", text)
        if shared is None:
            continue
        size, turn, tag, bold, _ = shared
        here, base, end, above = x, y, right, low - y
        if turn:
            here, base = _turned(x, y, turn)
            end = max(_turned(left, high, turn)[0], _turned(right, low, turn)[0])
            above = 0.0
        if end < here:  # noqa: PLR1730  (a call of `max` for each character takes its time)
            end = here
        # Made of a tuple, for a call by names takes twice the time.
        last = _new(Character, (text, here, base, end, size, bold, tag, turn, False, above))
        yield last


def _asked_of(page: _TextPage) -> Iterator[_Asked]:
    """What pdfium knows of each character: its number, code and object, and its places."""
    places = ctypes.create_string_buffer(_AT_ONCE * _ROW.size)
    start = ctypes.addressof(places)
    x, y, left, right, bottom, top = (
        range(start + 8 * n, start + len(places), _ROW.size) for n in range(6)
    )
    of = repeat(page.address)
    for first in range(0, page.count, _AT_ONCE):
        every = range(first, min(first + _AT_ONCE, page.count))
        _exhaust(map(_origin_at, of, every, x, y))
        _exhaust(map(_box_at, of, every, left, right, bottom, top))
        codes, objects = map(_code_at, of, every), map(_object_at, of, every)
        yield from zip(every, codes, objects, _ROW.iter_unpack(places), strict=False)


def _asked_with_advances(page: _TextPage) -> Iterator[_Asked]:
    """The same, with the right edge of a character's advance in place of that of its ink."""
    box = (ctypes.c_float * 4)()  # left, top, right, bottom
    address = ctypes.addressof(box)
    for at, code, found, (x, y, left, _, low, high) in _asked_of(page):
        _advance_at(page.address, at, address)
        yield at, code, found, (x, y, left, box[2], low, high)


def unread_places(text_page: Any) -> list[DrawnBox]:
    """Where text is drawn that pdfium reads elsewhere.

    Of what a file says to be one text (`ActualText`), however many shapes it has, pdfium places all
    at the first shape.
    """
    of = _TextPage(text_page)
    read = set(map(_object_at, repeat(of.address), range(of.count)))
    box = (ctypes.c_float * 4)()
    every = (ctypes.c_void_p(ctypes.addressof(box) + 4 * at) for at in range(4))
    edges = [ctypes.cast(one, ctypes.POINTER(ctypes.c_float)) for one in every]
    found = []
    page = text_page.page.raw
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        one = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(one) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if ctypes.cast(one, ctypes.c_void_p).value not in read:
            pdfium.FPDFPageObj_GetBounds(one, *edges)
            if box[2] > box[0]:  # else it is a space
                found.append(DrawnBox(*box))
    return found


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place as it would be if its text were not turned."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def without_wrong_ligatures(every: list[Character]) -> list[Character]:
    """The characters of a page, with the letters of ligatures that were written wrongly."""
    if max([character.text for character in every], default="") < _FIRST_FOREIGN:
        return every
    found = list(every)
    for at in range(1, len(found)):
        first, second = found[at - 1], found[at]
        if (first.x, first.y) == (second.x, second.y) and first.text >= _FIRST_FOREIGN:
            letters = _turned_round(first.text), _turned_round(second.text)
            if all(letters):
                found[at - 1 : at + 1] = (
                    one._replace(text=text)
                    for one, text in zip((first, second), letters, strict=True)
                )
    return found


def _turned_round(text: str) -> str:
    """The letter of a ligature whose bytes were turned round; empty where they were not."""
    high, low = divmod(ord(text), 256)
    if low:
        return ""
    letter = chr(high) if high < _ASCII else ""
    return letter if letter.isalpha() else _TURNED_ROUND.get(high, "")
