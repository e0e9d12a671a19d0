"""Takes out of the pages of a PDF what belongs to a page and not to the text: heads, feet, numbers.

What stands in the margin of several pages is furniture, also where a number in it counts, and so is
the number of a page. A running head names the chapter, and so says something else on every few
pages: it is known by its place, apart from the text on most pages, where several say the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.documents.pdf_blocks import PageLines
from bot.documents.pdf_pieces import Piece

_MARGIN = 0.12  # of a page's height, in which headers and footers are
_HEADS = 0.25  # the same, where heads are known by more than that
_MOST_NUMBERS = 8
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.|\u0441\u0442\u0440\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_OUTER_NUMBER = re.compile(r"^\d{1,4}(?=\s)|(?<=\s)\d{1,4}$")
_FEWEST_REPEATS = 2
_FEWEST_PAGES = 4  # that tell a running head
_MOST_PAGES = 0.5  # of all pages, that have one at least
_NEAR = 1.3  # sizes, baseline to baseline
_APART = 1.9  # sizes from the text, baseline to baseline
_ALIKE = 0.4  # share of running heads that say what another does
_LONGEST = 100  # characters


def without_furniture(pages: Sequence[PageLines]) -> None:
    """Take out of all pages what they repeat at their edges, and their numbers."""
    seen = Counter[tuple[str, int]]()
    for page in pages:
        lines = (line for line in page.lines if _in_margin(line, page))
        seen.update({edge for line in lines for edge in _edges_of(line)})
    needed = max(_FEWEST_REPEATS, min(len(pages) // 4, 10))
    heads = _running_heads(pages) | _numbered_heads(pages)
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
            and not (line in outer and _is_page_number(line, page))
            and id(line) not in heads
        ]


def _is_page_number(line: Piece, page: PageLines) -> bool:
    """Whether a line is the number of its page, and no marker under the line that it belongs to."""
    return _PAGE_NUMBER.fullmatch(line.text) is not None and not any(
        0.6 * other.size < abs(other.y - line.y) < _NEAR * other.size
        and other.x < line.right
        and other.right > line.x
        for other in page.lines
    )


def _edges_of(line: Piece) -> Iterator[tuple[str, int]]:
    """A line and its height, also with each of its numbers left open: one counts the pages."""
    text, height = line.text, round(line.y / 8)
    yield text, height
    for number in list(_DIGITS.finditer(text))[:_MOST_NUMBERS]:
        yield f"{text[: number.start()]}#{text[number.end() :]}", height


def _in_margin(line: Piece, page: PageLines, margin: float = _MARGIN) -> bool:
    return not margin * page.height < line.y - page.bottom < (1 - margin) * page.height


def _outermost(page: PageLines) -> list[Piece]:
    if not page.lines:
        return []
    top, bottom = max(line.y for line in page.lines), min(line.y for line in page.lines)
    return [line for line in page.lines if line.y > top - 2 or line.y < bottom + 2]


def _running_heads(pages: Sequence[PageLines]) -> set[int]:
    """The running heads and feet, by their identity."""
    places: dict[tuple[int, int, float], list[Piece]] = {}
    for page in pages:
        if len(page.lines) > 1:
            for edge, line in enumerate(_ends(page)):
                if _in_margin(line, page, _HEADS) and _stands_apart(line, page):
                    place = edge, round(line.y / 4), round(line.size)
                    places.setdefault(place, []).append(line)
    found: set[int] = set()
    for lines in places.values():
        said = Counter(edge for line in lines for edge in _edges_of(line))
        alike = sum(any(said[edge] > 1 for edge in _edges_of(line)) for line in lines)
        if len(lines) >= max(_FEWEST_PAGES, _MOST_PAGES * len(pages)) and (
            alike >= _ALIKE * len(lines)
        ):
            found |= {id(line) for line in lines}
    return found


def _numbered_heads(pages: Sequence[PageLines]) -> set[int]:
    """Heads and feet that name a part and count the pages, on the outer side: by their identity.

    What they name is another on every few pages, and they change sides with the pages.
    """
    counted: dict[tuple[int, int], list[int]] = {}  # edge, first page -> lines
    for page in pages:
        for edge, line in enumerate(_ends(page) if len(page.lines) > 1 else ()):
            if _in_margin(line, page, _HEADS) and _stands_apart(line, page):
                for number in {found[0] for found in _OUTER_NUMBER.finditer(line.text)}:
                    counted.setdefault((edge, int(number) - page.number), []).append(id(line))
    found: set[int] = set()
    for lines in counted.values():
        if len(lines) >= max(_FEWEST_PAGES, _MOST_PAGES * len(pages) / 2):
            found.update(lines)
    return found


def _ends(page: PageLines) -> tuple[Piece, Piece]:
    """The lines at the top and at the bottom of a page, its number aside."""
    lines = [line for line in page.lines if not _PAGE_NUMBER.fullmatch(line.text)] or page.lines
    return max(lines, key=lambda line: line.y), min(lines, key=lambda line: line.y)


def _stands_apart(line: Piece, page: PageLines) -> bool:
    """Whether a line is short, and no other is near it."""
    return len(line.text) <= _LONGEST and all(
        other is line or _PAGE_NUMBER.fullmatch(other.text)
        or abs(other.y - line.y) > _APART * max(line.size, other.size)
        for other in page.lines
    )  # fmt: skip
