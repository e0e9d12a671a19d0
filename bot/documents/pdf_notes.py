"""Finds the notes at the foot of a PDF's page: by tags, or by the labels that its text cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.documents.pdf_blocks import PageLines, TextBlock
from bot.documents.pdf_pieces import Piece
from bot.documents.pdf_text import line_text

LABEL = re.compile(r"\[?(\d{1,3}(?!\.?\d)|[*\u2020\u2021\u00a7])\]?[.)]?\s*(?=\S)")
_MARK = re.compile(r"\[(\d{1,3})\]")
_NOTES = frozenset(("Note", "FENote"))


def notes_of(page: PageLines, blocks: list[TextBlock], owed: set[str]) -> dict[int, str]:
    """The notes at a page's foot, by their identity -> labels; takes blocks apart for it.

    `owed` are labels that pages before cite without a note, which is further on then; it is
    brought up to date.
    """
    found: dict[int, str] = {}
    for at, block in enumerate(blocks):
        if block.kind in _NOTES:
            label = LABEL.match(line_text(block.lines[0]))
            found[id(blocks[at])] = label[1] if label else ""
    if found or page.is_tagged:
        return found
    cited = _raised_in(blocks)
    last = _last_labels(blocks)
    for at in range(len(blocks) - 1, -1, -1):
        parts = list(_notes_in(blocks[at], cited, last, owed))
        if not parts:
            continue
        blocks[at : at + 1] = [part for part, _ in parts]
        found.update({id(part): label for part, label in parts if label})
        if parts[0][1] == "":
            break
    owed |= cited
    owed -= set(found.values())
    return found


def tell_markers(page: PageLines) -> None:
    """Tell the lines of a page which raised figures point to its notes though they look as powers.

    A figure that stands raised behind another may be either. Where it is the label of a note that
    nothing else points to, it is a marker.
    """
    begun = Counter(
        label[1]
        for line in page.lines
        if line.raised[:1] == [True] and (label := LABEL.match(_first_text(line)))
    )
    labels = {label for label, count in begun.items() if count == 1}
    if labels:
        labels -= {n for line in page.lines for n in _MARK.findall(line_text(line)[1:])}
    for line in page.lines if labels else ():
        if any(line.raised[1:]):
            line.notes = frozenset(labels)


def _raised_in(blocks: Sequence[TextBlock]) -> set[str]:
    """The labels of the markers in the text of a page that stand raised behind something."""
    return {
        name
        for block in blocks
        for line in block.lines
        if any(line.raised[1:])
        for name in _MARK.findall(line_text(line)[1:])
    }


def _last_labels(blocks: Sequence[TextBlock]) -> dict[str, int]:
    """Labels that begin several lines, raised -> the last of these lines.

    Where a line is broken in front of a marker, the marker begins the next: the note is further
    down.
    """
    found: dict[str, list[int]] = {}
    for block in blocks:
        for line in block.lines:
            if line.raised[:1] == [True] and (label := LABEL.match(line.text)):
                found.setdefault(label[1], []).append(id(line))
    return {label: lines[-1] for label, lines in found.items() if len(lines) > 1}


def _notes_in(
    block: TextBlock, cited: set[str], last: dict[str, int], owed: set[str]
) -> Iterator[tuple[TextBlock, str]]:
    """A block taken apart where a line begins with the label of a note that the page cites."""
    starts = [
        (at, label[1])
        for at, line in enumerate(block.lines)
        if (label := LABEL.match(_first_text(line)))
        and (
            last[label[1]] == id(line)
            if label[1] in last
            else label[1] in cited or (label[1] in owed and line.raised[:1] == [True])
        )
    ]
    if not starts:
        return
    if starts[0][0]:
        yield _part(block, 0, starts[0][0]), ""
    ends = [at for at, _ in starts[1:]] + [len(block.lines)]
    for (at, name), end in zip(starts, ends, strict=True):
        yield _part(block, at, end), name


def _first_text(line: Piece) -> str:
    """A line's beginning, with a raised label as plain figures."""
    text = "".join(character.text for character in line.characters[:8])
    label = LABEL.match(text)
    if label is None:
        return ""
    behind = text[len(label[1].strip()) : len(label[1]) + 1]
    return text if any(line.raised[: len(label[1])]) or behind[:1] in {" ", ".", ")"} else ""


def _part(block: TextBlock, start: int, end: int) -> TextBlock:
    return TextBlock(
        block.page, block.lines[start:end], block.kind, left=block.left, right=block.right
    )
