"""The characters of a PDF's page as pdfium knows them, gathered into pieces of lines.

A piece is what stands on one baseline without a wide gap. Raised figures are within the piece that
they follow. Tags say to which paragraph or heading a character belongs, where a file has them.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_NO_TAG = -1
_RAISED_SIZE = 0.88  # of the size of the line
_RAISED_BY = 0.17  # of the size, above the baseline
_SAME_LINE = 0.65  # of the size, that a baseline may differ
_WIDE = 1.7  # of the size; a wider gap is between columns or cells
_HYPHENS = "\x02\ufffe\u00ad"  # as pdfium says a hyphen at a line's end
_NARROW = 0.15  # of the size; a narrower gap is no space, unless the file has one
_COLUMN = 8  # sizes; a column's lines are wider, except its last ones
_LABEL = 4  # sizes; a number in front of an item is narrower, and its gap
_SAME = 0.01  # points
_SURROGATES = range(0xD800, 0xE000)
_BOLD = 600
_NEARLY_ALL = 0.75
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi|cmbx|cmssbx|medi(?:\b|$)", re.IGNORECASE)
_NUMBER = 6  # sizes; within a line from right to left, a number's first figure is as far away
_LEFT = frozenset(("R", "AL"))
_FIRST_LEFTWARD = "\u0590"
_SKIPPED = frozenset("\r\x00\x0b\x0c\ufffd\ufeff\u200b")


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


@dataclass(slots=True)
class Piece:
    """A piece of a line: `raised` says which of its characters stand raised."""

    characters: list[Character] = field(default_factory=list)
    raised: list[bool] = field(default_factory=list)
    y: float = 0.0
    size: float = 0.0
    x: float = 0.0
    right: float = 0.0
    wide: bool = False  # there are wide gaps in it, as in a table's row
    leftwards: bool = False  # it runs from right to left

    @property
    def width(self) -> float:
        """From its left to its right edge, in points."""
        return self.right - self.x

    @property
    def text(self) -> str:
        """What it says, raised figures as any others."""
        return "".join(character.text for character in self.characters).strip()

    @property
    def bold(self) -> bool:
        """Whether nearly all of its letters are bold."""
        letters = [c.bold for c in self.characters if c.text.isalnum()]
        return bool(letters) and sum(letters) >= _NEARLY_ALL * len(letters)

    @property
    def tag(self) -> int:
        """The tag of most of its characters."""
        counts = Counter(c.tag for c in self.characters if not c.made and c.text != " ")
        return counts.most_common(1)[0][0] if counts else _NO_TAG

    @property
    def first_word(self) -> float:
        """The width of its first word, in points."""
        for before, character in zip(self.characters, self.characters[1:], strict=False):
            if character.text == " ":
                return before.right - self.x
        return self.width


class _Object(NamedTuple):
    """What all characters of one text object share."""

    scale: float
    turn: int
    tag: int
    bold: bool


def characters(text_page: Any) -> Iterator[Character]:
    """The characters of a page in the order in which pdfium reads them."""
    raw, known = text_page.raw, dict[int, _Object]()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    last = Character("", 0, 0, 0, 0, bold=False, tag=_NO_TAG, turn=0, made=True)
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        text = chr(code) if code and code not in _SURROGATES else ""
        text = "\u00ad" if text in _HYPHENS else text
        if not text or text in _SKIPPED:
            continue
        handle = pdfium.FPDFText_GetTextObject(raw, at)
        if not handle:
            if text.isspace() and last.text != " ":
                last = last._replace(text=" ", made=True, x=last.right)
                yield last
            continue
        address = ctypes.addressof(handle.contents)
        if address not in known:
            known[address] = _object(raw, at, handle)
        shared = known[address]
        pdfium.FPDFText_GetCharOrigin(raw, at, x, y)
        pdfium.FPDFText_GetCharBox(raw, at, left, right, bottom, top)
        size = pdfium.FPDFText_GetFontSize(raw, at) * shared.scale
        place = _turned(x.value, y.value, shared.turn)
        end = max(_turned(left.value, top.value, shared.turn)[0],
                  _turned(right.value, bottom.value, shared.turn)[0], place[0])  # fmt: skip
        shown = unicodedata.normalize("NFKC", text) if "\ufb00" <= text <= "\ufb06" else text
        shown = " " if shown.isspace() else shown
        above = bottom.value - y.value if not shared.turn else 0.0
        last = Character(
            shown, *place, end, size, shared.bold, shared.tag, shared.turn, made=False, above=above
        )
        yield last


def _object(raw: Any, at: int, handle: Any) -> _Object:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(raw, at, matrix):
        return _Object(1.0, 0, _NO_TAG, bold=False)
    angle = math.atan2(matrix.b, matrix.a)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    turn = round(angle / (math.pi / 2)) % 4
    return _Object(scale, turn, pdfium.FPDFPageObj_GetMarkedContentID(handle), _is_bold(raw, at))


def _is_bold(raw: Any, at: int) -> bool:
    """Whether a character's font is bold, by its weight or, as TeX's are, by its name."""
    if pdfium.FPDFText_GetFontWeight(raw, at) >= _BOLD:
        return True
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, at, name, len(name), flags)
    return _BOLD_NAME.search(name.value) is not None


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place as it would be if its text were not turned."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def pieces(text_page: Any) -> list[Piece]:
    """The pieces of lines of a page, in its order; those that are turned come last."""
    found: list[Piece] = []
    by_turn: dict[int, list[Character]] = {}
    for character in characters(text_page):
        by_turn.setdefault(character.turn, []).append(character)
    for turn in sorted(by_turn, key=lambda turn: -len(by_turn[turn])):
        found += _joined(list(_pieces(by_turn[turn])))
    return [piece for piece in found if piece.text]


def _pieces(every: list[Character]) -> Iterator[Piece]:
    piece = Piece()
    for character in every:
        if piece.characters and not _goes_on(piece, character):
            yield _settled(piece)
            piece = Piece()
        if not piece.characters:
            if character.text == " ":
                continue
            piece.x, piece.y, piece.size = character.x, character.y, character.size
        last = piece.characters[-1] if piece.characters else None
        if last and last.made and _gap(piece, character) < _NARROW * character.size:
            piece.characters.pop()  # too narrow for a space
        piece.leftwards |= _is_leftward(character)
        if piece.leftwards and not character.made:
            piece.x = min(piece.x, character.x)
        piece.characters.append(character)
        piece.right = (
            max(piece.right, character.right) if len(piece.characters) > 1 else character.right
        )
        if not character.made and character.size > piece.size * 1.05 and character.text != " ":
            piece.size, piece.y = character.size, character.y
    if piece.characters:
        yield _settled(piece)


def _goes_on(piece: Piece, character: Character) -> bool:
    last = piece.characters[-1]
    if character.made or (abs(character.x - last.x) < _SAME and character.y == last.y):
        return True  # of a ligature, which is one shape
    size = max(piece.size, character.size)
    if abs(character.y - piece.y) > _SAME_LINE * size:
        return False
    if (piece.leftwards or _is_leftward(character)) and character.x < piece.right:
        widest = _NUMBER if character.text.isascii() else _WIDE
        return _gap(piece, character) <= widest * size
    return -0.6 * size <= character.x - piece.right <= _WIDE * size


def _gap(piece: Piece, character: Character) -> float:
    """How far a character stands from the piece that it may go on, in points."""
    if (piece.leftwards or _is_leftward(character)) and character.x < piece.right:
        return piece.x - character.right  # what runs to the left goes on there
    return character.x - piece.right


def _is_leftward(character: Character) -> bool:
    """Whether it is of a writing from right to left; pdfium has it in the order of reading."""
    return character.text >= _FIRST_LEFTWARD and unicodedata.bidirectional(character.text) in _LEFT


def _settled(piece: Piece) -> Piece:
    """The piece with its main size and baseline, without spaces at its ends."""
    while piece.characters and piece.characters[-1].text == " ":
        piece.characters.pop()
    sizes = Counter(round(c.size, 1) for c in piece.characters if not c.made and c.text != " ")
    main = max(sizes, key=lambda size: (sizes[size], size), default=piece.size)
    lines = [c.y for c in piece.characters if not c.made and abs(c.size - main) < 10 * _SAME]
    piece.size = main or piece.size
    piece.y = sorted(lines)[len(lines) // 2] if lines else piece.y
    piece.right = max((c.right for c in piece.characters), default=piece.x)
    piece.raised = [_is_raised(c, piece) for c in piece.characters]
    return piece


def _is_raised(character: Character, piece: Piece) -> bool:
    if character.text.isdigit() and character.above >= _RAISED_BY * character.size:
        return True  # a raised figure of the font's own
    smaller = character.size <= _RAISED_SIZE * piece.size
    return smaller and character.y - piece.y >= _RAISED_BY * piece.size and character.text != " "


def _joined(found: list[Piece]) -> list[Piece]:
    """Pieces with those that follow them on the line, where one of both is no column's line."""
    lines: list[Piece] = []
    wide = Counter(round(one.x) for one in found if one.width >= _COLUMN * one.size)
    for piece in found:
        last = lines[-1] if lines else None
        if last is not None and _on_one_line(last, piece):
            gap = piece.x - last.right
            size = max(last.size, piece.size)
            narrow = min(last.width, piece.width) < _COLUMN * size
            label = last.width < _LABEL * size and gap < _LABEL * size
            in_column = wide[round(piece.x)] > 1 and not label
            if (narrow and not in_column) or gap <= _WIDE * size:
                lines[-1] = _together(last, piece, wide=gap > _WIDE * size)
                continue
        lines.append(piece)
    return lines


def _on_one_line(last: Piece, piece: Piece) -> bool:
    size = max(last.size, piece.size)
    return abs(last.y - piece.y) <= 0.5 * size and piece.x >= last.right - 0.3 * size


def _together(last: Piece, piece: Piece, *, wide: bool) -> Piece:
    space = last.characters[-1]._replace(text=" ", made=True)
    close = piece.x - last.right < 0.12 * last.size
    between = [] if close else [space]
    return _settled(Piece(
        [*last.characters, *between, *piece.characters], [], last.y, last.size, last.x,
        piece.right, last.wide or piece.wide or wide,
    ))  # fmt: skip
