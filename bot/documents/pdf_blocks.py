"""Groups the lines of a PDF's pages into blocks: columns and paragraphs.

Where a page is tagged, its tags say which lines are one block. Elsewhere a paragraph ends where the
next line is further down, further in, or of another size, or where its first word would have
fitted on the line before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bot.documents.pdf_pieces import RAISED_SIZE, Piece
from bot.documents.pdf_tags import Tagged

_LARGE = 1.15  # times the size of the text
_FIGURES = re.compile(r"\[?\d{1,3}(?:[,\u2013-]\d{1,3})*\]?")
_ITEM = re.compile(
    r"(?:[\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\uf0b7\u2013*-]|\(?\d{1,3}[.)]|\[\d{1,3}\]|\(?[a-z][.)])\s"
    r"|\d{1,3}[.)][^\W\d_]{2}"  # where the gap is too narrow for a space
)
_ENDED = re.compile(r"\W$")
_DEEPEST = 3.5  # sizes
_SAME_SIZE = 0.6  # points that lines of one size may differ by
_TIGHTEST, _LOOSEST = 0.8, 2.6  # sizes from one line of a paragraph to the next
_TAGGED = 0.6  # of a page's characters, for its tags to be relied on


@dataclass(slots=True)
class PageLines:
    """A page: its lines in order, where they may be in points, and its tags."""

    number: int
    lines: list[Piece]
    height: float
    tags: dict[int, Tagged]
    bottom: float = 0.0  # below 0 where the text is turned

    @property
    def is_tagged(self) -> bool:
        """Whether its tags are to be relied on."""
        known = sum(len(line.characters) for line in self.lines if line.tag in self.tags)
        return known > _TAGGED * sum(len(line.characters) for line in self.lines)


@dataclass(slots=True)
class TextBlock:
    """Lines that belong together, on one page; `kind` is a tag's or empty.

    `left` and `right` are the edges of its column, in points.
    """

    page: int
    lines: list[Piece]
    kind: str = ""
    goes_on: bool = False
    left: float = 0.0
    right: float = 0.0
    size: float = field(init=False)

    def __post_init__(self) -> None:
        sizes = Counter[float]()
        for line in self.lines:
            sizes[round(line.size, 1)] += len(line.characters)
        self.size = sizes.most_common(1)[0][0]
        for line in self.lines[1:]:
            if line.size <= RAISED_SIZE * self.size and _FIGURES.fullmatch(line.text):
                line.raised = [True] * len(line.characters)  # a marker with a line of its own

    def is_full(self, after: float = 0.0) -> bool:
        """Whether its last line goes to the edge of the column, as one that is wrapped does.

        `after` is the width of the word that comes next, in points.
        """
        last = self.lines[-1]
        return self.right - last.right < max(2 * last.size, after + 0.9 * last.size)

    @property
    def is_indented(self) -> bool:
        """Whether it begins further in than its column."""
        return self.lines[0].x > self.left + 0.7 * self.lines[0].size

    @property
    def is_justified(self) -> bool:
        """Whether its last line ends at the very edge of its column."""
        return abs(self.right - self.lines[-1].right) < 0.1 * self.lines[-1].size


def blocks_of(page: PageLines) -> Iterator[TextBlock]:
    """The blocks of a page, in order."""
    if page.is_tagged:
        yield from _tagged(page)
        return
    leading, main = _leading(page.lines), _main_size(page.lines)
    for column in _columns(page.lines):
        left, right = _edges(column)
        run: list[Piece] = []
        for line in column:
            if run and _begins(run, line, _Column(left, right, leading, main)):
                yield TextBlock(page.number, run, left=left, right=right)
                run = []
            run.append(line)
        if run:
            yield TextBlock(page.number, run, left=left, right=right)


def _tagged(page: PageLines) -> Iterator[TextBlock]:
    """A block for each element, in the order of the page; its pieces may lie in two columns."""
    groups: dict[int, tuple[Tagged, list[Piece]]] = {}
    for line in page.lines:
        if (tag := page.tags.get(line.tag)) is not None:
            groups.setdefault(tag.number, (tag, []))[1].append(line)
    for tag, lines in groups.values():
        left, right = _edges(_column_of(lines[-1], page.lines))
        yield TextBlock(page.number, lines, tag.kind, tag.goes_on, left, right)


def _column_of(line: Piece, lines: Sequence[Piece]) -> list[Piece]:
    """The lines that stand over and under a line."""
    return [one for one in lines if one.x < line.right and one.right > line.x] or [line]


def _leading(lines: Sequence[Piece]) -> float:
    """How far apart the lines of a paragraph mostly are, in sizes."""
    steps = Counter[float]()
    for above, below in pairwise(lines):
        step = (above.y - below.y) / max(below.size, 1)
        if abs(above.size - below.size) < _SAME_SIZE and _TIGHTEST < step < _LOOSEST:
            steps[round(step, 1)] += 1
    if not steps:
        return 1.2
    most = max(steps.values())
    return min(step for step, count in steps.items() if count >= 0.5 * most)


def _main_size(lines: Sequence[Piece]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.characters)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _columns(lines: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Runs of lines down a column, in order; what is beside the run before begins a new one."""
    runs: list[list[Piece]] = []
    for line in lines:
        for run in reversed(runs[-2:]):
            if _below(run, line) and (run is runs[-1] or _is_beside(run, runs[-1])):
                run.append(line)
                break
        else:
            runs.append([line])
    yield from runs


def _is_beside(run: Sequence[Piece], later: Sequence[Piece]) -> bool:
    """Whether none of the lines of a later run stand under those of a run, which would end it."""
    left, right = min(one.x for one in run[-8:]), max(one.right for one in run[-8:])
    return all(line.right <= left or line.x >= right for line in later[-8:])


def _below(run: Sequence[Piece], line: Piece) -> bool:
    last = run[-1]
    if line.y > last.y - 0.3 * line.size:
        return False
    left, right = min(one.x for one in run[-8:]), max(one.right for one in run[-8:])
    return line.x < right and line.right > left


def _edges(lines: Sequence[Piece]) -> tuple[float, float]:
    """The left and right edge of a column: where most lines begin, and the furthest mostly end."""
    starts = Counter(round(line.x) for line in lines)
    left = min(x for x, count in starts.items() if count >= 0.3 * max(starts.values()))
    ends = sorted(line.right for line in lines)
    return left, ends[int(0.9 * (len(ends) - 1))]


class _Column(NamedTuple):
    """What the lines of a column have in common, in points; `leading` in sizes."""

    left: float
    right: float
    leading: float
    size: float


def _begins(run: Sequence[Piece], line: Piece, column: _Column) -> bool:
    """Whether a paragraph begins with a line."""
    last, size = run[-1], max(line.size, run[-1].size)
    pushed = (
        0.5 if any(line.raised) or any(last.raised) else 0.28
    )  # raised figures push lines apart
    further = last.y - line.y > (column.leading + pushed) * size
    if _is_marker_alone(last, line, column):
        return further
    if further or abs(line.size - last.size) > 0.08 * size:
        return True
    if line.size > _LARGE * column.size:
        return False  # the lines of a large heading are broken where it looks well
    if line.bold != last.bold and (line.bold or len(run) == 1 or run[0].bold):
        return True
    if _is_set_otherwise(run, line, column):
        return True
    broken = last.text.endswith(("-", "\u00ad"))
    rows = last.wide and line.wide
    return not (broken or rows) and column.right - last.right > line.first_word + 0.9 * size


def _is_marker_alone(last: Piece, line: Piece, column: _Column) -> bool:
    """Whether a line holds nothing but a raised figure, which belongs to the line above it."""
    small = line.size <= RAISED_SIZE * last.size and _FIGURES.fullmatch(line.text)
    return bool(small) and abs(line.x - column.left) < last.size


def _is_set_otherwise(run: Sequence[Piece], line: Piece, column: _Column) -> bool:
    """Whether a line is an item, or begins further in, or further out than one that hangs."""
    last, size = run[-1], max(line.size, run[-1].size)
    if _ITEM.match(line.text):
        return line.x <= column.left + 3 * size and not _hangs(run, line, column)
    at_edge = last.x < column.left + 0.5 * size and not _ITEM.match(run[0].text)
    if line.x > max(column.left, last.x) + 0.7 * size and at_edge:
        return True
    deep = len(run) == 1 and line.x < last.x - _DEEPEST * size  # too far in to begin a paragraph
    return deep or (len(run) > 1 and max(line.x, run[0].x) < last.x - 0.7 * size)


def _hangs(run: Sequence[Piece], line: Piece, column: _Column) -> bool:
    """Whether a line that looks as an item is one by chance: within prose, at its left edge."""
    if _ITEM.match(run[0].text):
        return False
    if len(run) > 1:
        return abs(line.x - run[-1].x) < 1
    full = column.right - run[0].right < run[0].size
    return full and not _ENDED.search(run[0].text) and line.x <= run[0].x
