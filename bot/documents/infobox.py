"""Recognises the box of facts at the top of an article, such as a summary sheet.

A box is a run of short label lines ("Mass: 196 g/mol", "Psychoactive class Nootropic",
fields between tabs or bars) without full stops at their ends, perhaps under a line that
names the subject ("Summary sheet: Fasoracetam") and with lines that head groups ("Class
Membership"). Article text may follow in the same run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.heading_shapes import SMALL_WORDS
from bot.documents.lines import Line, is_bullet, is_ended, is_paragraph, is_separated

_FEWEST_LINES = 3
_MOST_LINES = 200
_LONGEST_LABEL_LINE = 160  # characters
_PROSE = 60  # characters; a line of prose is at least as long
_MOST_GROUP_WORDS = 5
_NAMED = re.compile(r"([^:]{2,40}): (\S.{0,79})")
_NAME = re.compile(r"(?:Full )?(?:Name|Title|Nom|Nombre|Nome|Naam|Navn|Namn)\s*[:=|]\s*(\S.{0,79})")
_COLUMNS = re.compile(r"[-=]{2,}(?:[ |+]+[-=]{2,})+")
_VALUE = re.compile(r"\w\.\w|[\d:=|\t,;/@]|\S {2,}\S")


@dataclass(frozen=True, slots=True)
class Infobox:
    """A box of `size` lines. `heading` are its title and group lines, `title` the subject."""

    size: int
    title: str
    heading: tuple[str, ...]


def infobox(lines: Sequence[Line]) -> Infobox | None:
    """The box that the first run of a document begins with, if it does."""
    box = lines[: _size(lines)]
    if not _FEWEST_LINES <= len(box) <= _MOST_LINES or not _is_box(box):
        return None
    separated = [is_separated(line) for line in box]
    mostly = 2 * sum(separated[1:]) >= len(box) - 1
    named = _NAMED.fullmatch(box[0].text)
    first = bool(named and not mostly) or (mostly and not separated[0] and _is_group(box[0]))
    if mostly:
        groups = [not each and _is_group(line) for each, line in zip(separated, box, strict=True)]
    else:
        groups = [_is_group(line) for line in box]
        if 2 * sum(groups[1:]) > len(box) - 1:  # then these are labels with values
            groups = [False] * len(box)
    groups[-1] = False  # heads nothing
    groups[0] = first
    heading = tuple(line.text for line, group in zip(box, groups, strict=True) if group)
    if mostly and not first and (own := _NAME.fullmatch(box[0].text)):
        return Infobox(len(box), "", (own[1], *heading))
    title = (named[2] if named and not mostly else box[0].text) if first else ""
    return Infobox(len(box), title, heading)


def _size(lines: Sequence[Line]) -> int:
    """How many lines from the top are labels; prose that goes to the end may follow."""
    at = len(lines) - 1
    while at > 1 and lines[at - 1].width >= _PROSE:
        at -= 1
    for start in range(max(at, 1), len(lines)):
        if start > _MOST_LINES:
            break
        if lines[start].width >= _PROSE and not is_separated(lines[start]):
            return start if is_paragraph(lines[start:]) else len(lines)
    return len(lines)


def _is_box(lines: Sequence[Line]) -> bool:
    """Whether lines are labels: short, not ended, with signs or a named subject; no table."""
    if any(_COLUMNS.fullmatch(line.text) for line in lines):
        return False
    if all(line.text.count("\t") > 1 for line in lines):
        return False
    if any(line.width > _LONGEST_LABEL_LINE or is_bullet(line) for line in lines):
        return False
    if 4 * sum(map(is_ended, lines)) > len(lines):
        return False
    separated = sum(map(is_separated, lines))
    if 2 * separated >= len(lines) and separated >= _FEWEST_LINES - 1:
        return True
    return _NAMED.fullmatch(lines[0].text) is not None and all(
        line.text[0].isupper() or not line.text[0].isalpha() for line in lines
    )


def _is_group(line: Line) -> bool:
    """Whether a line heads a group of labels: a few words, all with capitals.

    >>> [_is_group(Line(0, len(t), 0, t)) for t in ("Class Membership", "Chemical class Racetam")]
    [True, False]
    """
    words = line.text.split()
    if len(words) > _MOST_GROUP_WORDS or _VALUE.search(line.text) or is_ended(line):
        return False
    return all(word[0].isupper() or word in SMALL_WORDS for word in words) and words[0][0].isupper()
