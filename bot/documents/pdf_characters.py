"""The characters of a PDF's page as pdfium knows them, with their places."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from bot.documents.pdf_asking import (
    Asked,
    Shared,
    advance_at,
    asking,
    code_at,
    is_unnamed,
    object_at,
)
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


_new = tuple.__new__


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
        self._alike: dict[Shared, _Object] = {}
        self._asking = asking(self.address or 0, self.count)

    def asked(self) -> Iterable[Asked]:
        """What pdfium knows of each character."""
        return self._asking.characters()

    def look(self, at: int, handle: int) -> _Object:
        """What the characters of the object share that the one at `at` is of."""
        shared = self._asking.shared(at, handle)
        if (found := self._alike.get(shared)) is None:
            self._alike[shared] = found = self._object(at, shared)
        self.objects[handle] = found
        return found

    def _object(self, at: int, shared: Shared) -> _Object:
        size, matrix, font, tag = shared
        if matrix is None:
            return _Object(size, 0, NO_TAG, bold=False)
        a, b, c, d = matrix
        turn = 0 if b == 0 < a else round(math.atan2(b, a) / (math.pi / 2)) % 4
        if font not in self._bold:
            self._bold[font] = self._is_bold(at)
            if is_unnamed(self.address, at) == 1:
                self._unnamed.add(font)
        scale = math.hypot(c, d) or 1.0
        unnamed = font if font in self._unnamed else 0
        return _Object(size * scale, turn, tag, self._bold[font], unnamed)

    def letters_of(self, font: int) -> Mapping[str, str]:
        """What the characters are of a font that does not say it."""
        if not self._letters:
            codes: dict[int, set[str]] = {}
            for at in range(self.count):
                if handle := object_at(self.address, at):
                    shared = self.objects.get(handle) or self.look(at, handle)
                    codes.setdefault(shared.font, set()).add(chr(code_at(self.address, at)))
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
    text_page: Any, numbers: list[int] | None = None
) -> list[Character]:
    """The characters of a page in the order in which pdfium reads them.

    `numbers` is filled with those that pdfium has for them.
    """
    told: list[int] = [] if numbers is None else numbers
    page = _TextPage(text_page)
    known, letters = page.objects, _PLAIN
    last = Character("", 0, 0, 0, 0, bold=False, tag=NO_TAG, turn=0, made=True)
    handle, shared = None, None
    every: list[Character] = []
    plain = False
    size, turn, tag, bold, font = nothing = _Object(0.0, 0, NO_TAG, bold=False)
    for at, sign, found, (x, y, left, right, low, high) in page.asked():
        if found != handle:  # most are of the object of the one before
            handle, shared = found, known.get(found) or page.look(at, found) if found else None
            size, turn, tag, bold, font = shared or nothing
            plain = not (shared is None or font or turn)
        if plain and sign in letters:  # as nearly all; the same as below, in half of the time
            end = right
            if end < x:  # noqa: PLR1730  (a call of `max` for each character takes its time)
                end = x
            last = _new(Character, (sign, x, y, end, size, bold, tag, 0, False, low - y))
            every.append(last)
            told.append(at)
            continue
        text = page.letters_of(font).get(sign, sign) if font else sign
        if text not in letters:
            if not text.isalnum():
                if text in _SKIPPED or "\ud800" <= text < "\ue000":
                    continue
                if not handle:
                    if text.isspace() and last.text != " ":
                        last = last._replace(text=" ", made=True, x=last.right)
                        every.append(last)
                        told.append(at)
                    continue
                text = "\u00ad" if text in _HYPHENS else " " if text.isspace() else text
            elif _LIGATURES[0] <= text <= _LIGATURES[1]:
                text = unicodedata.normalize("NFKC", text)
        if shared is None:
            continue
        here, base, end, above = x, y, right, low - y
        if turn:
            here, base = _turned(x, y, turn)
            end = max(_turned(left, high, turn)[0], _turned(right, low, turn)[0])
            above = 0.0
        end = max(end, here)
        # Made of a tuple, for a call by names takes twice the time.
        last = _new(Character, (text, here, base, end, size, bold, tag, turn, False, above))
        every.append(last)
        told.append(at)
    return every


def with_advances(
    text_page: Any, every: Iterable[Character], numbers: Iterable[int]
) -> list[Character]:
    """Characters, with the right edges of their advances in place of those of their ink.

    `numbers` are those that pdfium has for them.
    """
    address = ctypes.cast(text_page.raw, ctypes.c_void_p).value
    box = (ctypes.c_float * 4)()  # left, top, right, bottom
    found: list[Character] = []
    for one, at in zip(every, numbers, strict=True):
        if one.made or one.turn:
            found.append(one)
        else:
            advance_at(address, at, ctypes.addressof(box))
            found.append(_new(Character, (*one[:3], max(box[2], one.x), *one[4:])))
    return found


def unread_places(text_page: Any) -> list[DrawnBox]:
    """Where text is drawn that pdfium reads elsewhere.

    Of what a file says to be one text (`ActualText`), however many shapes it has, pdfium places all
    at the first shape.
    """
    of = _TextPage(text_page)
    read = set(map(object_at, repeat(of.address), range(of.count)))
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
    if max({character.text for character in every}, default="") < _FIRST_FOREIGN:
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
