"""The shapes of a line that runs from right to left: letters with their marks, as they stand.

A shape may say several letters (a ligature, whose letters pdfium turns round), a letter may have
several shapes (its marks stand at places of their own), and a file may say the letter again at its
mark, or pdfium place it there.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.documents.pdf_characters import Character, DrawnBox

BRACKETS = "()[]{}\u00ab\u00bb\u2039\u203a"
_RAISED_SIZE = 0.9  # of the size of the line
_BESIDE = 0.08  # of the size, that a letter's advance is wider than its ink, on each side
_ON_LINE = 0.03  # of the size, that a baseline may differ
_SAME = 0.6  # of the size, that two shapes of one letter may be apart
_NEAREST = 3  # letters on each side of a mark
_MARKS = frozenset(("Mn", "Me"))
_ALEFS = frozenset("\u0622\u0623\u0625\u0627\u0671")
_LAM = "\u0644"
_SHADDA = "\u0651"
_CLASSES = {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N", "ET": "E", "ES": "M", "CS": "C"}


class LetterShape(NamedTuple):
    """What stands at one place, a letter with its marks or a ligature, and from where to where.

    `kind` is a letter for its class in the bidirectional algorithm: R runs from right to left, L
    from left to right; N is a figure, n a raised one, E a sign of a number, C and M what separates
    numbers, B a bracket, S a space, O anything else.
    """

    characters: tuple[Character, ...]
    kind: str
    x: float
    right: float

    @property
    def center(self) -> float:
        """The middle between its edges."""
        return (self.x + self.right) / 2


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """The class of a character, as in `LetterShape.kind`."""
    if text.isspace():
        return "S"
    if text in BRACKETS:
        return "B"
    return _CLASSES.get(unicodedata.bidirectional(text[:1]), "O")


def shapes_of(row: Iterable[Character], unread: Sequence[DrawnBox] = ()) -> list[LetterShape]:
    """The shapes of a row, from left to right."""
    places = defaultdict[tuple[float, float], list[Character]](list)
    for character in row:
        if not character.made and (character.right > character.x or character.text != " "):
            places[round(character.x, 2), round(character.y, 1)].append(character)
    found: list[LetterShape] = []
    marks: list[Character] = []
    for at_place in places.values():
        if len(at_place) == 1 and not _is_mark(one := at_place[0]):
            found.append(LetterShape((one,), kind_of(one.text), one.x, one.right))  # as most are
        elif all(map(_is_mark, at_place)):
            marks += at_place
        else:
            found.append(_shape(at_place))
    found = _without_doubles(found)
    if unread and found:
        line = Counter(shape.characters[0].y for shape in found).most_common(1)[0][0]
        found = [_whole(shape, line, unread) for shape in found]
    largest = max((shape.characters[0].size for shape in found if shape.kind != "S"), default=0.0)
    return [
        shape._replace(kind="n")
        if shape.kind == "N" and shape.characters[0].size <= _RAISED_SIZE * largest
        else shape
        for shape in _with_marks(found, marks)
    ]


def _shape(at_place: Sequence[Character]) -> LetterShape:
    """The shape of the characters at one place, in their order: of a ligature they come turned."""
    letters = [one for one in at_place if not _is_mark(one)]
    kind = kind_of(letters[0].text)
    if kind == "R" and len(letters) > 1:
        letters.reverse()
        letters.sort(key=lambda one: -round(one.right, 1))
        if letters[0].text in _ALEFS and letters[1].text == _LAM:
            letters[:2] = letters[1::-1]
    marks = _in_order(*(one for one in at_place if one not in letters))
    return LetterShape(
        (*letters, *marks), kind, min(c.x for c in at_place), max(c.right for c in at_place)
    )


def _whole(shape: LetterShape, line: float, unread: Sequence[DrawnBox]) -> LetterShape:
    """A shape with the places of those whose text it says as well: letters under its mark.

    Where it is no more than the mark, which stands above or below the line, theirs are taken.
    """
    if shape.kind != "R" or not _is_mark(shape.characters[-1]):
        return shape
    first = shape.characters[0]
    on_line = [one for one in unread
               if one.bottom < first.y + first.size and one.top > first.y - first.size]  # fmt: skip
    letter = min(on_line, key=lambda one: _distance(one, shape), default=None)
    if letter is None or _distance(letter, shape) > first.size / 2:
        return shape
    if abs(first.y - line) < _ON_LINE * first.size:
        return shape._replace(x=min(shape.x, letter.left), right=max(shape.right, letter.right))
    return shape._replace(
        x=letter.left - _BESIDE * first.size,
        right=letter.right + _BESIDE * first.size,
    )


def _distance(box: DrawnBox, shape: LetterShape) -> float:
    """How far apart the middles of both are, in points."""
    return abs((box.left + box.right) / 2 - shape.center)


def _is_mark(character: Character) -> bool:
    return _is_mark_sign(character.text)


@lru_cache(maxsize=4096)
def _is_mark_sign(text: str) -> bool:
    return unicodedata.category(text[0]) in _MARKS


def _without_doubles(found: Iterable[LetterShape]) -> list[LetterShape]:
    """The shapes, without the marks at places of their own that say their letter once more."""
    found = list(found)
    if not any(len(shape.characters) > 1 for shape in found):
        return found
    heights = Counter(round(shape.characters[0].y, 1) for shape in found)
    kept: list[LetterShape] = []
    said: list[tuple[Counter[str], float]] = []
    for shape in sorted(found, key=lambda one: -heights[round(one.characters[0].y, 1)]):
        if shape.kind == "R" and _is_mark(shape.characters[-1]):
            text, near = Counter(one.text for one in shape.characters), shape.characters[0].size
            if any(text <= other and abs(at - shape.center) < _SAME * near for other, at in said):
                continue
            said.append((text, shape.center))
        kept.append(shape)
    return kept


def _with_marks(found: Iterable[LetterShape], marks: Iterable[Character]) -> list[LetterShape]:
    """Shapes, with marks behind the letters that they stand on."""
    shapes = sorted(found, key=lambda shape: shape.center)
    lefts = [at for at, shape in enumerate(shapes) if shape.kind == "R"]
    centers = [shapes[at].center for at in lefts]
    for mark in marks if lefts else ():
        center = (mark.x + mark.right) / 2
        near = bisect(centers, center)
        at = min(
            lefts[max(near - _NEAREST, 0) : near + _NEAREST],
            key=lambda at: max(shapes[at].x - center, center - shapes[at].right),
        )
        letter, *others = shapes[at].characters
        shapes[at] = shapes[at]._replace(characters=(letter, *_in_order(*others, mark)))
    return shapes


def _in_order(*behind: Character) -> list[Character]:
    """What stands behind a letter, with a mark that doubles it first, as it is typed."""
    return sorted(behind, key=lambda one: one.text != _SHADDA)
