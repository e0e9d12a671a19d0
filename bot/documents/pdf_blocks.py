"""Groups the lines of a PDF's pages into blocks: columns, page furniture, paragraphs, notes.

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

from bot.documents.pdf_characters import Piece
from bot.documents.pdf_tags import Tagged

_MARGIN = 0.12  # of a page's height, in which headers and footers are
_MOST_NUMBERS = 8
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.|\u0441\u0442\u0440\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"(?:[\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\uf0b7\u2013*-]|\(?\d{1,3}[.)]|\[\d{1,3}\]|\(?[a-z][.)])\s"
)
_TAGGED = 0.6  # of a page's characters, for its tags to be relied on
_FEWEST_REPEATS = 2


@dataclass(slots=True)
class PageLines:
    """A page: its lines in order, its size in points, and its tags."""

    number: int
    lines: list[Piece]
    height: float
    tags: dict[int, Tagged]

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

    @property
    def is_full(self) -> bool:
        """Whether its last line goes to the edge of the column, as one that is wrapped does."""
        last = self.lines[-1]
        return self.right - last.right < 2 * last.size


def without_furniture(pages: Sequence[PageLines]) -> None:
    """Take out of all pages what they repeat at their edges, and their numbers."""
    seen = Counter[tuple[str, int]]()
    for page in pages:
        lines = (line for line in page.lines if _in_margin(line, page))
        seen.update({edge for line in lines for edge in _edges_of(line)})
    needed = max(_FEWEST_REPEATS, min(len(pages) // 4, 10))
    for page in pages:
        tagged = page.is_tagged
        outer = _outermost(page)
        page.lines = [
            line
            for line in page.lines
            if not (tagged and line.tag not in page.tags)
            and not (
                _in_margin(line, page) and max(map(seen.__getitem__, _edges_of(line))) >= needed
            )
            and not (line in outer and _PAGE_NUMBER.fullmatch(line.text))
        ]


def _edges_of(line: Piece) -> Iterator[tuple[str, int]]:
    """A line and its height, also with each of its numbers left open: one counts the pages."""
    text, height = line.text, round(line.y / 8)
    yield text, height
    for number in list(_DIGITS.finditer(text))[:_MOST_NUMBERS]:
        yield f"{text[: number.start()]}#{text[number.end() :]}", height


def _in_margin(line: Piece, page: PageLines) -> bool:
    return not _MARGIN * page.height < line.y < (1 - _MARGIN) * page.height


def _outermost(page: PageLines) -> list[Piece]:
    if not page.lines:
        return []
    top, bottom = max(line.y for line in page.lines), min(line.y for line in page.lines)
    return [line for line in page.lines if line.y > top - 2 or line.y < bottom + 2]


def blocks_of(page: PageLines) -> Iterator[TextBlock]:
    """The blocks of a page, in order."""
    if page.is_tagged:
        yield from _tagged(page)
        return
    leading = _leading(page.lines)
    for column in _columns(page.lines):
        left, right = _edges(column)
        run: list[Piece] = []
        for line in column:
            if run and _begins(run, line, (left, right), leading):
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
        if abs(above.size - below.size) < 0.6 and 0.8 < step < 2.6:  # noqa: PLR2004
            steps[round(step, 1)] += 1
    if not steps:
        return 1.2
    most = max(steps.values())
    return min(step for step, count in steps.items() if count >= 0.5 * most)


def _columns(lines: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Runs of lines down a column, in order; what is beside the run before begins a new one."""
    runs: list[list[Piece]] = []
    for line in lines:
        for run in reversed(runs[-2:]):
            if _below(run, line):
                run.append(line)
                break
        else:
            runs.append([line])
    yield from runs


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


def _begins(run: Sequence[Piece], line: Piece, edges: tuple[float, float], leading: float) -> bool:  # noqa: PLR0911  (a sign a line)
    """Whether a paragraph begins with a line."""
    last = run[-1]
    size = max(line.size, last.size)
    if abs(line.size - last.size) > 0.08 * size:
        return True
    pushed = (
        0.5 if any(line.raised) or any(last.raised) else 0.28
    )  # raised figures push lines apart
    if (last.y - line.y) > (leading + pushed) * size:
        return True
    if _ITEM.match(line.text) and line.x <= edges[0] + 3 * size and not _hangs(run, line):
        return True
    if line.bold != last.bold and (line.bold or len(run) == 1 or run[0].bold):
        return True
    indented = line.x > edges[0] + 0.7 * size and line.x > last.x + 0.7 * size
    if (
        indented
        and not _ITEM.match(run[0].text)
        and len(run) > 0
        and last.x < edges[0] + 0.5 * size
    ):
        return True
    outdented = line.x < last.x - 0.7 * size and len(run) > 1 and run[0].x < last.x - 0.7 * size
    if outdented:  # a hanging indent: the next entry
        return True
    if last.text.endswith(("-", "\u00ad")):
        return False
    room = edges[1] - last.right
    return room > line.first_word + 0.9 * size and not (last.wide and line.wide)


def _hangs(run: Sequence[Piece], line: Piece) -> bool:
    """Whether a line that looks as an item is one by chance: within prose, at its left edge."""
    return len(run) > 1 and abs(line.x - run[-1].x) < 1 and not _ITEM.match(run[0].text)
