"""What a reader makes of a file's bytes: the canonical text, its layout, and where things are.

All of it goes from one process to another, and into an index, as JSON, so that a text is never
made of its file again to say where a passage stands.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bot.analysis.markers import markers
from bot.analysis.spans import Span
from bot.documents.blocks import Block, Cut, Definition, Heading, Layout, Part, Unit
from bot.documents.records import Place
from bot.patterns import lazy
from bot.translation import Message

_WORDS = 8  # of either end of a passage that a text fragment names: that is unique nearly always
_LONG = 20  # characters of an average word: then the writing has no spaces
_FEW = 4  # words; fewer stand in many places of a page
_LABEL = lazy(r"^\s*(?:[-\u2022]|\(?\w{1,4}[.)])\s+")  # of a list's item
_MARKUP = lazy(r"\]\([^()\s]*\)|(?<!\w)[*_]+|[*_]+(?!\w)|[\[\]`]+")  # of Markdown
_CLAUSE_ENDS = lazy("[\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]")


class Unreadable(Exception):
    """A file that a reader cannot read; the reason is a clause behind the file's name."""

    def __init__(self, sentence: str, /, **values: object) -> None:
        self.why = Message(sentence, **values)
        super().__init__(self.why)


def utf8(data: bytes) -> str:
    """A file's bytes as text. Raises Unreadable."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            "is not UTF-8 at byte {number}; save it as UTF-8", number=error.start
        ) from error


@dataclass(frozen=True, slots=True)
class Locator:
    """Where things are: offsets ascend, in characters of the canonical text.

    `pages` is where each page begins, and `labels` what is printed on it, where that is not
    its number. `anchors` are names that links can point to. `source` is the address of the
    original, and `link` what follows it for a place: "page", "fragment" or "path".
    """

    pages: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    anchors: tuple[tuple[int, str], ...] = ()
    source: str = ""
    link: str = "fragment"

    def page(self, start: int) -> int | None:
        """The page, from 1, on which what begins at `start` is; None where there are none."""
        return max(bisect_right(self.pages, start), 1) if self.pages else None

    def label(self, start: int) -> str:
        """What is printed on that page, where it differs from its number."""
        page = self.page(start)
        label = self.labels[page - 1] if page and page <= len(self.labels) else ""
        return "" if label == str(page) else label

    def place(self, start: int, text: str, source: str) -> Place:
        """The place of a passage of a document whose original has the address `source`, or none."""
        address = self._address(start, text, source.partition("#")[0]) if source else ""
        return Place(self.page(start), self.label(start), address)

    def _address(self, start: int, text: str, source: str) -> str:
        """A link to what begins at `start` in the original."""
        if self.link == "page":
            return f"{source}#page={self.page(start)}"
        at = bisect_right(self.anchors, start, key=lambda anchor: anchor[0])
        anchor = self.anchors[at - 1][1] if at else ""
        if self.link == "path":
            return f"{source}/{anchor}" if anchor else source
        return f"{source}#{quote(anchor)}:~:text={_fragment(text)}"

    def as_json(self) -> str:
        """Everything, in JSON."""
        return json.dumps([self.pages, self.labels, self.anchors, self.source, self.link])

    @classmethod
    def from_json(cls, written: str) -> Locator:
        """What `as_json` wrote."""
        pages, labels, anchors, source, link = json.loads(written)
        named = tuple((int(at), str(name)) for at, name in anchors)
        return cls(tuple(pages), tuple(labels), named, source, link)


def _fragment(text: str) -> str:
    """A passage for `#:~:text=`, which browsers look for: its first words, and its last.

    A browser finds either only within one block of a page, and as the page has it: without what a
    reader sets before items and between cells, without Markdown's signs, and without markers, which
    pages write as they like.

    >>> _fragment("The sea - salt."), _fragment("Needed are:\\n\\n- one long rope, red\\n- A | tar")
    ('The%20sea%20%2D%20salt.', 'one%20long%20rope%2C%20red')
    >>> _fragment("Once.[1] The sea is deep.[2]"), _fragment("\u3002" * 30)[:9]
    ('The%20sea%20is%20deep.', '%E3%80%82')
    """
    runs = list(_runs(text))
    telling = [run for run in runs if _size(run) >= _FEW]
    runs = telling or [max(runs, key=_size, default=text)]
    first, last = runs[0], runs[-1]
    if _is_dense(first) or _is_dense(last):
        clauses = _clauses(first)[0], _clauses(last)[-1]
        return ",".join(map(_quoted, dict.fromkeys(clauses)))
    start, end = first.split(), last.split()
    if len(runs) == 1 and len(start) <= 2 * _WORDS:
        return _quoted(" ".join(start))
    return f"{_quoted(' '.join(start[:_WORDS]))},{_quoted(' '.join(end[-_WORDS:]))}"


def _runs(text: str) -> Iterator[str]:
    """The pieces of a passage that a page has in one block each, as they stand there."""
    for line in text.split("\n"):
        at = found[0].end() if (found := [*_LABEL.finditer(line)]) else 0
        for cell in line[at:].split(" | "):
            bounds = [0, *(n for mark in markers(cell) for n in (mark.start, mark.end)), len(cell)]
            for start, end in zip(bounds[::2], bounds[1::2], strict=True):
                yield from filter(None, map(str.strip, _MARKUP.split(cell[start:end])))


def _is_dense(run: str) -> bool:
    """Whether a run is in a writing that has no spaces."""
    return len(run) > _LONG * len(run.split())


def _size(run: str) -> int:
    """How much a run tells: its words, or its characters where there are no spaces."""
    return len(run) if _is_dense(run) else len(run.split())


def _clauses(run: str) -> list[str]:
    return [*filter(None, _CLAUSE_ENDS.split(run))] or [run]


def _quoted(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file: `text` is canonical, the layout's offsets are of it."""

    text: str
    layout: Layout
    locator: Locator = field(default_factory=Locator)


def layout_as_json(layout: Layout) -> str:
    """A layout in JSON."""
    return json.dumps([layout.title, [_row(part) for part in layout.parts]], ensure_ascii=False)


def _row(part: Part) -> list[Any]:
    if isinstance(part, Heading):
        return [part.start, part.end, part.text, part.level]
    if isinstance(part, Definition):
        return [part.start, part.end, part.marker, *part.body]
    units = [[u.start, u.end, int(u.cut), int(u.prose), int(u.code)] for u in part.units]
    return [part.start, part.end, units]


def layout_from_json(written: str) -> Layout:
    """What `layout_as_json` wrote."""
    title, rows = json.loads(written)
    return Layout(title, tuple(map(_part, rows)))


def _part(row: list[Any]) -> Part:
    start, end, what, *rest = row
    if isinstance(what, list):
        units = [Unit(a, b, Cut(cut), bool(prose), bool(code)) for a, b, cut, prose, code in what]
        return Block(start, end, tuple(units))
    if len(rest) == 1:
        return Heading(start, end, what, rest[0])
    return Definition(start, end, what, Span(*rest))
