"""What a library of books puts around a text that it keeps, and into it.

Project Gutenberg's files have a frame: terms of use in front, up to `*** START OF ... ***`,
and the licence behind `*** END OF ... ***`. The frame speaks for the library and answers nothing
for the book. The fields in it (Title, Author) are about the book, and stay. Its books have
their notes where they are pointed to, `[Footnote 11: ...]`, in one paragraph or several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.analysis.spans import Span
from bot.documents.blocks import Block, Definition, Heading, Unit
from bot.documents.lines import Line
from bot.documents.marked_headings import LineRun

_BEGINS = re.compile(
    r"^\*{3} ?START OF TH(?:E|IS) [^*]{1,200}\*{3}|^\*END[* ]+THE SMALL PRINT!?[^\n]*",
    re.MULTILINE,
)
_ENDS = re.compile(
    r"^\*{3} ?END OF TH(?:E|IS) [^*]{1,200}\*{3}|^End of (?:the )?Project Gutenberg\b[^\n]*$",
    re.MULTILINE,
)
_FIELD = re.compile(r"[A-Z][\w ]{2,30}: ?\S")
_TITLE = re.compile(r"Title: +(\S.*)")
_NOTE = re.compile(r"\[Footnote (?P<name>\w{1,5}): *")
_MOST_RUNS = 20  # of one note


class Frame(NamedTuple):
    """Where the book itself stands, what the frame calls it, and the other fields in front."""

    start: int
    end: int
    title: str = ""
    fields: tuple[Block, ...] = ()


def frame_of(text: str, items: Sequence[Heading | LineRun]) -> Frame | None:
    """The frame around a text, if it has one."""
    if "*" not in text or ("***" not in text and "*END" not in text):
        return None
    begins = _BEGINS.search(text)
    start = begins.end() if begins else 0
    ends = _ENDS.search(text, start)
    if not begins and not ends:
        return None
    in_front = [item for item in items if isinstance(item, LineRun) and item.end <= start]
    fields = [run for run in in_front if _FIELD.match(run.lines[0].text)]
    titles = (_TITLE.match(run.lines[0].text) for run in fields)
    title = next((found[1] for found in titles if found), "")
    blocks = tuple(map(_field, fields))
    return Frame(start, ends.start() if ends else len(text), title, blocks)


def _field(run: LineRun) -> Block:
    return Block(run.start, run.end, (Unit(run.start, run.end, prose=False),))


def within_frame(items: Sequence[Heading | LineRun], frame: Frame) -> list[Heading | LineRun]:
    """The items of the book itself."""
    return [item for item in items if frame.start <= item.start < frame.end]


def without_notes(
    text: str, items: Sequence[Heading | LineRun]
) -> tuple[Sequence[Heading | LineRun], Sequence[Definition]]:
    """The items without the notes in brackets, and these as what markers point to."""
    if "[Footnote " not in text:
        return items, ()
    kept: list[Heading | LineRun] = []
    notes: list[Definition] = []
    behind = 0  # of the last note
    for at, item in enumerate(items):
        if isinstance(item, Heading):
            if item.start >= behind:
                kept.append(item)
            continue
        rest: list[Line] = []
        for line in item.lines:
            if line.start < behind:
                continue
            if found := _NOTE.match(line.text):
                reach = items[at : at + _MOST_RUNS][-1].end
                if note := _note(text, line.start, found, reach):
                    notes.append(note)
                    behind = note.end
                    continue
            rest.append(line)
        if rest:
            kept.append(LineRun(rest) if len(rest) < len(item.lines) else item)
    return kept, notes


def _note(text: str, start: int, found: re.Match[str], reach: int) -> Definition | None:
    """The note that begins at `start`, up to the bracket that closes its own; maybe none does."""
    depth = 0
    for bracket in re.finditer(r"[\[\]]", text[start:reach]):
        depth += 1 if bracket[0] == "[" else -1
        if not depth:
            end = start + bracket.end()
            return Definition(start, end, found["name"], Span(start + found.end(), end - 1))
    return None
