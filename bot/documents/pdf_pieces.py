"""Gathers the characters of a PDF's page into pieces of lines.

A piece is what stands on one baseline without a wide gap. Raised figures are within the piece that
they follow. A sign in front of an item is within the item's first line, whenever it was drawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bot.documents.pdf_bidi import in_reading_order, runs_left
from bot.documents.pdf_characters import (
    NO_TAG,
    Character,
    characters,
    unread_places,
    with_advances,
    without_wrong_ligatures,
)

RAISED_SIZE = 0.9  # of the size of the line; what is "smaller" on a web page is eight ninths
_RAISED_BY = 0.17  # of the size, above the baseline
_SAME_LINE = 0.65  # of the size, that a baseline may differ
_WIDE = 1.7  # of the size; a wider gap is between columns or cells
_NARROW = 0.15  # of the size; a narrower gap is no space, unless the file has one
_STRETCHED = 5  # sizes, that a gap between justified words may have
_FEWEST_WHOLE = 3  # lines from edge to edge, that tell a column
_COLUMN = 8  # sizes; a column's lines are wider, except its last ones
_LABEL = 4  # sizes; a number in front of an item is narrower, and its gap
_SAME = 0.01  # points
_NEARLY_ALL = 0.75
_SIGN = re.compile(
    r"[\u2010\u2022\u25cf\u25aa\u25ab\u25a0\u25e6\u25cb\u2023\u2043\u00b7\uf0b7\u2013*-]+"
    r"|\(?(?:\d{1,3}|[a-z]|[ivxl]{1,6})[.)]"
)


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
    text: str = ""  # what it says, raised figures as any others
    bold: bool = False  # nearly all of its letters are
    notes: frozenset[str] = frozenset()  # raised figures in it that point to notes for sure

    @property
    def width(self) -> float:
        """From its left to its right edge, in points."""
        return self.right - self.x

    @property
    def tag(self) -> int:
        """The tag of most of its characters."""
        tags = {character.tag for character in self.characters}
        if len(tags) == 1 and self.text:
            return tags.pop()
        counts = Counter([c.tag for c in self.characters if not c.made and c.text != " "])
        return counts.most_common(1)[0][0] if counts else NO_TAG

    @property
    def first_word(self) -> float:
        """The width of its first word, in points."""
        for before, character in pairwise(self.characters):
            if character.text == " ":
                return before.right - self.x
        return self.width


def pieces(text_page: Any) -> list[Piece]:
    """The pieces of lines of a page, in its order; those that are turned come last."""
    found: list[Piece] = []
    numbers: list[int] = []
    every = without_wrong_ligatures(characters(text_page, numbers))
    leftwards, unread = runs_left(every), []
    if leftwards:
        every = with_advances(text_page, every, numbers)
        unread = unread_places(text_page)
    turns = Counter([character.turn for character in every])
    for turn, count in turns.most_common():
        of_turn = every if count == len(every) else [c for c in every if c.turn == turn]
        if leftwards:
            of_turn = in_reading_order(of_turn, [] if turn else unread)
        found += _joined(_with_signs(list(_pieces(of_turn))))
    return [piece for piece in found if piece.text]


def _pieces(every: list[Character]) -> Iterator[Piece]:
    piece = Piece()
    last: Character | None = None
    for character in every:
        text, x, y, right, size, _, _, _, made, _ = character
        # Most characters stand right behind the one before them, in one size: they go on.
        plain = last is not None and y == last.y and size == last.size
        plain = plain and -0.6 * size <= x - piece.right < _NARROW * size
        if last is not None and not plain and not _goes_on(piece, last, character):
            yield settled(piece)
            piece, last = Piece(), None
        if last is None:
            if text == " ":
                continue
            piece.x, piece.y, piece.size, piece.right = x, y, size, right
        elif last.made and (plain or x - piece.right < _NARROW * size):
            piece.characters.pop()  # too narrow for a space
        if not plain and not made and size > piece.size * 1.05 and text != " ":
            piece.size, piece.y = size, y
        piece.characters.append(character)
        piece.right = max(piece.right, right)
        last = character
    if piece.characters:
        yield settled(piece)


def _goes_on(piece: Piece, last: Character, character: Character) -> bool:
    if character.made or (abs(character.x - last.x) < _SAME and character.y == last.y):
        return True  # of a ligature, which is one shape
    size = max(piece.size, character.size)
    if abs(character.y - piece.y) > _SAME_LINE * size:
        return False
    return -0.6 * size <= character.x - piece.right <= _WIDE * size


def settled(piece: Piece) -> Piece:
    """The piece with its main size and baseline, without spaces at its ends."""
    every = piece.characters
    while every and every[-1].text == " ":
        every.pop()
    if every and _is_plain(piece, every):
        return piece
    inked = [c for c in every if not c.made and c.text != " "]
    sizes = Counter([c.size for c in inked])
    main = _main(sizes, piece.size)
    if len(sizes) > 1 and _are_raised_figures(inked, main):
        main = max(sizes)
    lines = [c.y for c in every if not c.made and abs(c.size - main) < 10 * _SAME]
    piece.size = main or piece.size
    piece.y = sorted(lines)[len(lines) // 2] if lines else piece.y
    piece.right = max([c.right for c in every], default=piece.x)
    smaller, higher = RAISED_SIZE * piece.size, piece.y + _RAISED_BY * piece.size
    piece.raised = [
        (c.size <= smaller and c.y >= higher and c.text != " ")
        # A raised figure of the font's own:
        or (c.above >= _RAISED_BY * c.size and c.text.isdigit())
        for c in every
    ]
    piece.text = "".join([c.text for c in every]).strip()
    letters = [c.bold for c in inked if c.text.isalnum()]
    piece.bold = bool(letters) and sum(letters) >= _NEARLY_ALL * len(letters)
    return piece


def _are_raised_figures(inked: list[Character], main: float) -> bool:
    """Whether what has the main size are figures that stand raised behind a larger sign: `.13`."""
    small = [c for c in inked if abs(c.size - main) < 10 * _SAME]
    large = max(inked, key=lambda c: c.size)
    return main <= RAISED_SIZE * large.size and all(
        c.text.isdigit() and c.y >= large.y + _RAISED_BY * large.size for c in small
    )


def _is_plain(piece: Piece, every: list[Character]) -> bool:
    """Whether all characters have one size and baseline and none is bold; then it is settled.

    The same as `settled` in a third of the time, for nearly all lines are such.
    """
    texts, _, lines, rights, sizes, bold, _, _, made, above = zip(*every, strict=True)
    size = sizes[0]
    if sizes.count(size) < len(sizes) or lines.count(lines[0]) < len(lines) or any(bold):
        return False
    if all(made) or max(above) >= _RAISED_BY * size:
        return False
    piece.size, piece.y, piece.right = round(size, 1) or piece.size, lines[0], max(rights)
    piece.raised = [False] * len(every)
    piece.text = "".join(texts).strip()
    piece.bold = False
    return True


def _main(sizes: Mapping[float, int], otherwise: float) -> float:
    """The size, to a tenth of a point, that the most characters have; of equals the largest."""
    counts = Counter[float]()
    for size, count in sizes.items():
        counts[round(size, 1)] += count
    return max(counts, key=lambda size: (counts[size], size), default=otherwise)


def _with_signs(found: list[Piece]) -> list[Piece]:
    """Pieces, where a sign or number that stands alone goes in front of what is right of it."""
    signs = {at for at, piece in enumerate(found) if _SIGN.fullmatch(piece.text)}
    moved: dict[int, Piece] = {}  # piece -> the sign in front of it
    for at in signs:
        right_of = [
            other
            for other, piece in enumerate(found)
            if other not in signs and _is_item_of(piece, found[at])
        ]
        nearest = min(right_of, key=lambda other: found[other].x, default=at)
        if nearest not in {at, at + 1}:
            moved[nearest] = found[at]
            found[at] = Piece()
    if not moved:
        return found
    whole: list[Piece] = []
    for at, piece in enumerate(found):
        whole += [one for one in (moved.get(at), piece) if one is not None and one.characters]
    return whole


def _is_item_of(piece: Piece, sign: Piece) -> bool:
    """Whether a piece stands right behind a sign, on its line."""
    size = max(piece.size, sign.size)
    return (
        abs(piece.y - sign.y) <= 0.2 * size and -0.05 * size <= piece.x - sign.right < _LABEL * size
    )


def _joined(found: list[Piece]) -> list[Piece]:
    """Pieces with those that follow them on the line, where one of both is no column's line."""
    lines: list[Piece] = []
    wide = Counter([round(one.x) for one in found if one.width >= _COLUMN * one.size])
    for piece in found:
        last = lines[-1] if lines else None
        if last is not None and _on_one_line(last, piece):
            gap = piece.x - last.right
            size = max(last.size, piece.size)
            narrow = min(last.width, piece.width) < _COLUMN * size
            label = last.width < _LABEL * size and gap < _LABEL * size
            in_column = wide[round(piece.x)] > 1 and not label
            if (
                (narrow and not in_column)
                or gap <= _WIDE * size
                or _is_stretched(last, piece, found)
            ):
                lines[-1] = _together(last, piece, wide=gap > _WIDE * size)
                continue
        lines.append(piece)
    return lines


def _on_one_line(last: Piece, piece: Piece) -> bool:
    size = max(last.size, piece.size)
    return abs(last.y - piece.y) <= 0.5 * size and piece.x >= last.right - 0.3 * size


def _is_stretched(last: Piece, piece: Piece, found: list[Piece]) -> bool:
    """Whether both are one line whose spaces were widened: others reach from edge to edge."""
    size = max(last.size, piece.size)
    if piece.x - last.right > _STRETCHED * size:
        return False
    whole = sum(
        abs(one.right - piece.right) < 0.2 * size and 0 <= last.x - one.x + 1 < _LABEL * size
        for one in found
    )
    parts = sum(abs(one.x - piece.x) < size for one in found)
    return whole >= _FEWEST_WHOLE and whole > 2 * parts


def _together(last: Piece, piece: Piece, *, wide: bool) -> Piece:
    space = last.characters[-1]._replace(text=" ", made=True)
    close = piece.x - last.right < 0.12 * last.size
    between = [] if close else [space]
    return settled(Piece(
        [*last.characters, *between, *piece.characters], [], last.y, last.size, last.x,
        piece.right, last.wide or piece.wide or wide,
    ))  # fmt: skip
