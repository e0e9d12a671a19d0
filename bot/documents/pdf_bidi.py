"""Orders the characters of a PDF's page that run from right to left, by their places.

A PDF says where each shape stands and not in which order it is read, and pdfium guesses that order
word by word. Here a line's characters are taken from their places, and the order that Unicode's
bidirectional algorithm (UAX #9) made of the text is turned back: from right to left, with numbers
and words from left to right within. Presentation forms become letters, brackets that were mirrored
are mirrored back, and marks follow the letter that they stand on.

The places are turned as well, as if the page were seen in a mirror with each run the right way
round: what comes after the other is right of it, so that lines, columns and paragraphs are found as
on any other page.

Two texts may look the same (`km 5` and `5 km` do, within a line from right to left): the likelier
one is taken then.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.documents.pdf_brackets import turned_brackets
from bot.documents.pdf_characters import Character, DrawnBox
from bot.documents.pdf_shapes import BRACKETS, LetterShape, kind_of, shapes_of

_SAME_LINE = 0.65  # of the size, that a baseline may differ
_SPACE = 0.15  # of the size; a narrower gap is no space
_WIDE = 1.7  # of the size; a wider gap is between columns or cells
_MIRRORED = str.maketrans(BRACKETS, ")(][}{\u00bb\u00ab\u203a\u2039")
_FIRST_FORM = "\ufb1d"  # of letters as they were once encoded, one code for each shape
# By classes, as seen from left to right: words from left to right, and the numbers behind them.
_FORWARDS = re.compile(r"L(?:[^R]*L)?(?:[CO]{0,2}(?:BN+B|n+)|[CMO]?S?E?N+(?:[CM]N+)*E?)*")
_ARABIC_NUMBER = re.compile(r"N+(?:CN+)*(?:C?n+|E(?=B?$))?|n+")  # a sign behind it: see UAX #9, W5
_NUMBER = re.compile(r"E?N+(?:[CM]N+)*E?(?:C?n+)?|n+")
_OUTER = re.compile(r"[CO].*[^CO]|.*S[CB]N+")  # words alone, set from right to left
_BACKWARDS = re.compile(r"R(?:[^L]*R)?")


def runs_left(every: Iterable[Character]) -> bool:
    """Whether some of the characters of a page run from right to left."""
    return any(kind_of(text) == "R" for text in {character.text for character in every})


def in_reading_order(every: list[Character], unread: Sequence[DrawnBox] = ()) -> list[Character]:
    """The characters of a page, in the order in which they are read where some run to the left.

    `unread` is where shapes are whose text is placed at another.
    """
    counts = Counter(kind_of(character.text) for character in every)
    if not counts["R"]:
        return every
    leftwards = counts["R"] > counts["L"]
    found: list[Character] = []
    for row in _rows(every):
        kinds = {kind_of(one.text) for one in row}
        if "R" in kinds or leftwards:
            for part in _parts(row, unread, leftwards=leftwards):
                found += _written(part, leftwards=leftwards)
        else:
            found += row
    text = "".join([one.text[:1] for one in found])
    for at in turned_brackets(text):
        found[at] = found[at]._replace(text=text[at].translate(_MIRRORED))
    return found


def _rows(every: Iterable[Character]) -> Iterator[list[Character]]:
    """Runs of characters on one line."""
    row: list[Character] = []
    y = size = 0.0
    for character in every:
        apart = abs(character.y - y) > _SAME_LINE * max(size, character.size)
        if row and apart and not character.made:
            yield row
            row = []
        if not row or (character.size > size * 1.05 and not character.made):
            y, size = character.y, character.size
        row.append(character)
    if row:
        yield row


def _parts(
    row: Sequence[Character], unread: Sequence[DrawnBox] = (), *, leftwards: bool
) -> list[list[LetterShape]]:
    """The shapes of a row as seen from left to right, with spaces, in parts where gaps are wide."""
    parts: list[list[LetterShape]] = [[]]
    shapes = shapes_of(row, unread)
    for shape in shapes:
        if (last := parts[-1][-1:]) and "S" not in {last[0].kind, shape.kind}:
            size = max(shape.characters[0].size, last[0].characters[0].size)
            gap = shape.x - last[0].right
            if gap > _WIDE * size:
                parts.append([])
            elif gap >= _SPACE * size:
                parts[-1].append(_space(last[0], shape))
        parts[-1].append(shape)
    return parts[::-1] if leftwards else parts


def _space(left: LetterShape, right: LetterShape) -> LetterShape:
    made = left.characters[0]._replace(text=" ", made=True)
    return LetterShape((made,), "S", left.right, right.x)


def _written(shapes: list[LetterShape], *, leftwards: bool) -> Iterator[Character]:
    """The characters of a part of a line in the order of reading, at turned places."""
    kinds = "".join([shape.kind for shape in shapes])
    number = _ARABIC_NUMBER if _is_arabic(shapes) else _NUMBER
    turned = [False] * len(shapes)
    if _begins_right(kinds, leftwards=leftwards):
        for start, end in _left_to_right(kinds, list(shapes), number):
            _turn(shapes, turned, start, end)
        _turn(shapes, turned, 0, len(shapes))
    elif "R" in kinds:
        for found in _BACKWARDS.finditer(kinds):
            for one in number.finditer(kinds, found.start(), found.end()):
                _turn(shapes, turned, one.start(), one.end())
            _turn(shapes, turned, found.start(), found.end())
    shift = -shapes[0].x - shapes[-1].right if leftwards and shapes else 0.0
    for shape, is_turned in zip(shapes, turned, strict=True):
        yield from _characters_of(shape, shift, is_turned=is_turned)


def _begins_right(kinds: str, *, leftwards: bool) -> bool:
    """Whether a part of a line begins at its right edge."""
    lefts, rights = kinds.count("R"), kinds.count("L")
    if not leftwards:
        return lefts > rights
    return bool(lefts or not rights or _OUTER.fullmatch(kinds))


def _closing(kinds: str, shapes: Sequence[LetterShape], start: int, end: int) -> int:
    """How many brackets behind a run are the partners of those within: `f(n)`."""
    signs = [shape.characters[0].text for shape in shapes[start:end] if shape.kind == "B"]
    opened = abs(sum(1 if sign in BRACKETS[::2] else -1 for sign in signs))
    behind = len(kinds) - end - len(kinds[end:].lstrip("B"))
    return min(opened, behind)


def _left_to_right(
    kinds: str, shapes: Sequence[LetterShape], number: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Where words and numbers run from left to right within a line that runs to the left."""
    done = 0
    for found in _FORWARDS.finditer(kinds):
        start, end = found.span()
        end += _closing(kinds, shapes, start, end)
        while start > done and (
            kinds[start - 1] == "N" or (start - 1 > done and kinds[start - 2 : start] == "NC")
        ):
            start -= 1
        yield from (one.span() for one in number.finditer(kinds, done, start))
        yield start, end
        done = end
    yield from (one.span() for one in number.finditer(kinds, done))


def _is_arabic(shapes: Iterable[LetterShape]) -> bool:
    return any(unicodedata.bidirectional(shape.characters[0].text[0]) == "AL" for shape in shapes)


def _turn(shapes: list[LetterShape], turned: list[bool], start: int, end: int) -> None:
    """Turn a run of shapes round, with their places."""
    low = min(shape.x for shape in shapes[start:end])
    high = max(shape.right for shape in shapes[start:end])
    shapes[start:end] = [
        LetterShape(shape.characters, shape.kind, low + high - shape.right, low + high - shape.x)
        for shape in reversed(shapes[start:end])
    ]
    turned[start:end] = [not one for one in reversed(turned[start:end])]


def _characters_of(shape: LetterShape, shift: float, *, is_turned: bool) -> Iterator[Character]:
    x, right, first = shape.x + shift, shape.right + shift, shape.characters[0]
    for one in shape.characters:
        text = one.text.translate(_MIRRORED) if is_turned else one.text
        if text.isspace():
            text = " "
        elif text >= _FIRST_FORM:
            text = unicodedata.normalize("NFKC", text).strip() or text
        end = x if one.made else right  # a space that was made up takes no room
        yield Character(
            text,
            x,
            first.y,
            end,
            first.size,
            first.bold,
            one.tag,
            first.turn,
            one.made,
            first.above,
        )
