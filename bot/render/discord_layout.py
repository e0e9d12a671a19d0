"""Which parts of a passage are code, and which are rows of a table, to be shown in monospace.

Both are parts that are no prose. Code has a fence around it in the document, or is of several
lines that are indented (others are pieces of a long list or table); it becomes a code block, with
its first line's indent, and a fence of the document's own is the block's fence. A row has bars
between its cells; it becomes a line of inline code, which can be strong where it answers. Nothing
is a link within code, so a table with web addresses stays text.

    > The fees are these:
    > `| Boat  | Fee |`
    > **`| Canoe | 5   |`**

What is between fences is shown letter by letter, and what cannot be (a fence within code, a grave
accent in a row) stays text.

A known flaw: a passage begins behind the white space of its first line. Where that is code, its
first line stands further left than in the document; more than the passage is never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.analysis import Span
from bot.passages import Passage

FENCE = "```"
_FENCED = re.compile(
    r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[^\s`]*)[^\n`]*\n"
    r"(?P<body>[\s\S]*?)\n?[ \t]*(?P=fence)\s*"
)
_LANGUAGE = re.compile(r"[a-zA-Z0-9_+\-.#]{1,20}")  # as Discord reads one
_BAR = re.compile(r"\S *\||\| *\S")
_ADDRESS = re.compile(r"https?://")


class CodeBlock(NamedTuple):
    """Code from `start` to `end`; what is shown of it is from `first` to `last`."""

    start: int
    end: int
    first: int
    last: int
    language: str


class Monospace(NamedTuple):
    """Parts of a text in monospace, in order: code, and rows as (start, end)."""

    blocks: tuple[CodeBlock, ...] = ()
    rows: tuple[tuple[int, int], ...] = ()


PLAIN = Monospace()


def monospace(passage: Passage, piece: Span) -> Monospace:
    """What is in monospace of a piece of a passage, by the offsets of the piece's text."""
    blocks, rows, rows_linked = [], list[tuple[int, int]](), False
    for unit in passage.units:
        if unit.prose or unit.end <= piece.start or unit.start >= piece.end:
            continue
        start, end = unit.start - passage.start, unit.end - passage.start
        text, at = passage.text[start:end], piece.start - passage.start
        within = 0, piece.end - piece.start
        if is_table(text):
            rows_linked = rows_linked or bool(_ADDRESS.search(text))
            rows += [_within(first - at + start, last - at + start, within)
                     for first, last in _lines(text)]  # fmt: skip
        elif (block := _code_at(passage.text, start, end)) is not None:
            blocks.append(_shifted(block, -at, within))
    shown = [row for row in rows if row[0] < row[1]] if not rows_linked else []
    return Monospace(tuple(b for b in blocks if b.first < b.last), tuple(shown))


def code_blocks(passage: Passage) -> Iterator[CodeBlock]:
    """The code of a passage, by the offsets of its text."""
    for unit in passage.units:
        start, end = unit.start - passage.start, unit.end - passage.start
        if not unit.prose and not is_table(passage.text[start:end]):
            block = _code_at(passage.text, start, end)
            if block is not None:
                yield block


def _code_at(text: str, start: int, end: int) -> CodeBlock | None:
    """What is code from `start` to `end` of a text, by its offsets."""
    if not _begins_line(text, start) or (block := code_block(text[start:end])) is None:
        return None
    return _shifted(_with_indent(block, _indent(text, start)), start, (0, len(text)))


def is_table(text: str) -> bool:
    """Whether each line of a text has cells with bars between them."""
    return all(_BAR.search(line) for line in text.splitlines())


def code_block(text: str) -> CodeBlock | None:
    r"""A text as a block of code; None where it is none, or cannot be shown as one.

    >>> code_block("```sh\nls\n```"), code_block("one line")
    (CodeBlock(start=0, end=12, first=6, last=8, language='sh'), None)
    """
    fenced = _FENCED.fullmatch(text)
    first, last = fenced.span("body") if fenced else (0, len(text))
    body = text[first:last]
    if FENCE in body or not body.strip() or (fenced is None and not _is_indented(body)):
        return None
    before, behind = _ends(body)
    first, last = first + before, last - behind
    language = fenced["language"] if fenced else ""
    return CodeBlock(0, len(text), first, last, language if _LANGUAGE.fullmatch(language) else "")


def _is_indented(body: str) -> bool:
    """Whether all lines behind the first are indented as code is; that one's indent is cut off."""
    later = [line for line in body.split("\n")[1:] if line.strip()]
    return bool(later) and all(line.startswith(("    ", "\t")) for line in later)


def _begins_line(text: str, start: int) -> bool:
    """Whether nothing stands in front of a place in its line; a sentence may begin within one."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _indent(text: str, start: int) -> int:
    r"""How many characters in front of a place are its line's indent; 0 where there are others.

    >>> _indent("See:\n    ls", 9), _indent("See: ls", 5)
    (4, 0)
    """
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return 0 if before.strip() else len(before)


def _with_indent(block: CodeBlock, indent: int) -> CodeBlock:
    """A block with the indent in front of it: part of its code, or of the line of its fence."""
    first = block.first if block.first > block.start else block.first - indent
    return block._replace(start=block.start - indent, first=first)


def _ends(body: str) -> tuple[int, int]:
    """How much white space at both ends is empty lines."""
    before = len(body) - len(body.lstrip())
    return body.rfind("\n", 0, before) + 1, len(body) - len(body.rstrip())


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Each line without the white space around it, where it can be inline code."""
    for line in re.finditer(r"\S[^\n]*", text):
        if "`" not in line[0]:
            yield line.start(), line.start() + len(line[0].rstrip())


def _within(start: int, end: int, bounds: tuple[int, int]) -> tuple[int, int]:
    return max(start, bounds[0]), min(end, bounds[1])


def _shifted(block: CodeBlock, by: int, bounds: tuple[int, int]) -> CodeBlock:
    """A block as it is in a piece: it may begin before, or go on behind."""
    start, end = _within(block.start + by, block.end + by, bounds)
    first, last = _within(block.first + by, block.last + by, bounds)
    return CodeBlock(start, end, first, last, block.language)
