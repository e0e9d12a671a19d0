"""Reads plain text: a paragraph is a run of lines that are not blank, the rest is shape.

What the source marks comes first: `== Wiki ==` headings, `# Hashes`, titles with a line of
`===` or `---` below. A document that marks its headings marks all of them. In others, a
line that stands alone or over a paragraph may be one (see `heading_shapes`), judged with what is
around it. On top there may be a title, and a box of facts (see `infobox`).

Questions over their answers are headings as well (`questions`); page marks and running heads
are no text (`page_marks`); labels are joined to what they label (`cohesion`).

A text whose headings are Markdown's is read as Markdown, whatever its file is called: people
save it under such names, and its comments are not to be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.blank_lines import by_blank_lines
from bot.documents.blocks import Block, Cut, Heading, Layout, Part, Unit
from bot.documents.book_frame import frame_of, within_frame, without_notes
from bot.documents.cohesion import joined
from bot.documents.formats import FORMATS
from bot.documents.heading_shapes import is_heading, is_heading_over, name_of, opens_document
from bot.documents.infobox import Infobox, infobox
from bot.documents.lines import Line, is_ended
from bot.documents.listed_headings import with_listed_headings
from bot.documents.loose_fields import fields_on_top, gathered
from bot.documents.marked_headings import LineRun, marked, nested_by_numbers
from bot.documents.navigation import without_contents, without_pointers
from bot.documents.page_marks import running_head, without_furniture
from bot.documents.questions import NEAR, QUESTION_LABEL, is_question, with_questions
from bot.documents.text_blocks import blocks_of
from bot.documents.unmarked_headings import headings_among

_TITLE_LABEL = "title: "
_LONGEST_TITLE = 120  # characters
_MIDDLE, _MOST_TITLE_LINES = 8, 2  # columns from the left; a longer title has a second line
_FAR = re.compile(r"\S {3,}\S")
_OPENING = 80  # characters of a text, among which is what it is on
_BYLINES = ("by ", "from ")
_HASHES = re.compile(r"^#{2,6} \S", re.MULTILINE)
_COMMENTS = re.compile(r"^(#+) .*\n\1 ", re.MULTILINE)
_FEW = 3  # headings are at most one of so many lines


def parse(text: str) -> Layout:
    """The parts of a plain text.

    >>> parsed = parse("The sea\\n\\nIt is salty.\\n\\nTides\\n\\nThe moon pulls.\\n")
    >>> parsed.title, [type(part).__name__ for part in parsed.parts]
    ('The sea', ['Block', 'Heading', 'Block'])
    """
    if _is_markdown(text):
        return FORMATS[".md"].parse(text)  # loads its parser, which few texts need
    # What the source marks is found first, for it says what all other lines are not; then what
    # stands around the text is taken off: page marks, a library's frame, notes, contents.
    items = nested_by_numbers(without_furniture(text, list(marked(text))))
    if frame := frame_of(text, items):
        items = within_frame(items, frame)
    items, notes = without_notes(text, items)
    top = _top(without_contents(with_listed_headings(items)))
    parts: list[Part] = [*(frame.fields if frame else ()), *top.parts]
    # Headings divide what is left; within it pointers go, and questions and fields are gathered.
    signs = {item.start for item in top.rest if isinstance(item, Heading)}
    items = list(without_pointers(list(headings_among(top.rest))))
    for item in gathered(with_questions(items), signs):
        parts += blocks_of(item) if isinstance(item, LineRun) else [item]
    if notes:
        parts = sorted([*parts, *notes], key=lambda part: part.start)
    title = (frame and frame.title) or top.title
    return Layout(title, tuple(joined(text, by_blank_lines(text, parts))))


def _is_markdown(text: str) -> bool:
    """Whether lines begin with two hashes and more as headings do, and not as comments of code."""
    found = len(_HASHES.findall(text)) if "#" in text and "\n##" in text else 0
    return 1 < found <= text.count("\n") / _FEW and not _COMMENTS.search(text)


@dataclass(frozen=True, slots=True)
class _Top:
    """What a document begins with, and all that comes after."""

    title: str
    parts: tuple[Part, ...]
    rest: Sequence[Heading | LineRun]


def _top(items: Sequence[Heading | LineRun]) -> _Top:
    """Takes the title and the box of facts from the top."""
    if not items or isinstance(items[0], Heading):
        return _Top("", (), items)
    if top := _of_fields(items):
        return top
    title, rest = _title(items)
    if not rest or isinstance(rest[0], Heading) or not (box := infobox(rest[0].lines)):
        return _Top(title, (), rest)
    lines = rest[0].lines
    below = [LineRun(lines[box.size :])] if box.size < len(lines) else []
    return _Top(title or box.title, (_box(lines[: box.size], box),), [*below, *rest[1:]])


def _of_fields(items: Sequence[Heading | LineRun]) -> _Top | None:
    """The title of a document that begins with loose fields, maybe below a note on it.

    It is the field that the text below begins with: "An empire is", "Bruges (Dutch: Brugge) is".
    """
    first = items[0]
    note = isinstance(first, LineRun) and is_ended(first.lines[-1])
    size = fields_on_top(items[note:])
    if not size:
        return None
    runs = [item.lines[0] for item in items[note:] if isinstance(item, LineRun)]
    said = next((line.text[:_OPENING].casefold() for line in runs if line.width >= _OPENING), "")
    names = (name_of(line.text) for line in runs[:size] if is_heading(line))
    return _Top(next((name for name in names if name.casefold() in said), ""), (), items)


def _title(items: Sequence[Heading | LineRun]) -> tuple[str, Sequence[Heading | LineRun]]:
    """The title where the first item says it, and what comes after it."""
    first = items[0]
    if isinstance(first, Heading):
        return "", items
    if manual := running_head(first.lines):
        return manual, [item for item in items[1:] if not _is_foot(item, manual)]
    if _is_front(first.lines) and len(items) > 1 and (title := _centred(items[1])):
        return title, [first, *items[2:]]
    name = first.lines[0].text
    if name.lower().startswith(_TITLE_LABEL) and len(name) <= _LONGEST_TITLE:
        if len(first.lines) == 1:
            return name[len(_TITLE_LABEL) :].strip(), items[1:]
    elif opens_document(name_of(name[:_LONGEST_TITLE])) or _asks(name, items[1:]):
        return "", items
    return _title_line(first, items)


def _is_front(lines: Sequence[Line]) -> bool:
    """Whether lines on top are what a memo is filed by, left and right: "June 2031" far right."""
    return len(lines) > 1 and 2 * sum(_FAR.search(line.text) is not None for line in lines) > len(
        lines
    )


def _centred(item: Heading | LineRun) -> str:
    """The title that stands in the middle, on up to two lines; empty where it is none."""
    if isinstance(item, Heading) or len(item.lines) > _MOST_TITLE_LINES:
        return ""
    centred = all(line.indent >= _MIDDLE and line.width <= _LONGEST_TITLE for line in item.lines)
    return " ".join(name_of(line.text) for line in item.lines) if centred else ""


def _title_line(
    first: LineRun, items: Sequence[Heading | LineRun]
) -> tuple[str, Sequence[Heading | LineRun]]:
    """The first line, where it stands alone or over a paragraph."""
    line, below = first.lines[0], first.lines[1:]
    if not below:
        alone = len(items) > 1 and _is_title(line)
        return (name_of(line.text), items[1:]) if alone else ("", items)
    byline = len(below) == 1 and below[0].text.lower().startswith(_BYLINES)
    if is_heading_over(line, below) or (byline and is_heading(line)):
        return name_of(line.text), [LineRun(below), *items[1:]]
    return "", items


def _asks(line: str, items: Sequence[Heading | LineRun]) -> bool:
    """Whether the first line is a question of the text, and no title: more of them follow."""
    if QUESTION_LABEL.match(line):
        return True
    runs = [item for item in items[:NEAR] if isinstance(item, LineRun)]
    return is_question(line) and any(is_question(run.lines[0].text) for run in runs)


def _is_foot(item: Heading | LineRun, manual: str) -> bool:
    """Whether an item is the last line of a manual page, which names the page again."""
    if isinstance(item, Heading) or len(item.lines) > 1:
        return False
    return item.lines[0].text.endswith(manual) and "   " in item.lines[0].text


def _is_title(line: Line) -> bool:
    """Titles may also ask and exclaim ("Who's Afraid of Virginia Woolf?"), and hold colons."""
    bare = line.text.rstrip("?!").replace(": ", " ", 1)
    return is_heading(Line(line.start, line.start + len(bare), line.indent, bare))


def _box(lines: Sequence[Line], box: Infobox) -> Block:
    """The box as one block, in which each line counts as a sentence."""
    units = tuple(Unit(line.start, line.end, Cut.FREELY, prose=False) for line in lines)
    return Block(lines[0].start, lines[-1].end, units, box.heading or None)
