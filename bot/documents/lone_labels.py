"""Finds headings that Markdown does not mark: bold lines, questions, titles of callouts.

A paragraph, or its first line, that is all in bold stands over what follows, and so does a
question in any form over its answer. Whether such a line is a heading is seen from what comes
below it: over another heading, or over nothing, it is text. Where a document marks none at all,
as after some conversions, lines that stand alone are headings as in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.documents.blocks import Block, Heading, Kind, Part, Unit
from bot.documents.callouts import ADMONITIONS
from bot.documents.captions import is_caption
from bot.documents.heading_shapes import is_version
from bot.documents.lines import is_said, lines_of
from bot.documents.marked_headings import LineRun
from bot.documents.questions import (
    ANSWER_LABEL,
    EMOJI,
    QUESTION_LABEL,
    have_company,
    is_enumerated,
    is_question,
    without_label,
)
from bot.documents.unmarked_headings import lone_headings

_FEW = 3  # lone lines are headings, where at least so many look like some
LONGEST_BOLD = 100  # characters
_MOST_WORDS = 12
_FEWEST_TOLD = 3  # sentences in bold that stand over text; then they are headings
_ANCHORS = r"(?:<a\b[^<>\n]*>(?:\s*</a>)?\s*)*"
_BEFORE = rf"{_ANCHORS}(?:{EMOJI}[ \t]+)?"
_EMPHASIS = re.compile(
    rf"{_BEFORE}(?P<sign>\*{{1,3}}(?!\*)|_{{1,3}}(?!_))(?=\S)(?P<said>(?:(?!(?P=sign))[^\n]){{1,300}}?)(?<=\S)"
    r"(?P=sign)(?!\w)(?P<mark>[?\uff1f]?)[ \t]*"
    rf"(?:{EMOJI}[ \t]*)?"
    r"(?:\{[^{}\n]*\}|<br\s*/?>|\\)?[ \t]*(?P<end>\n|\Z)?"
)
_TAGGED = re.compile(
    r"<(?P<sign>b|strong)>\s*(?P<said>[^<>\n]{2,300}?)\s*</(?P=sign)>(?P<mark>[?\uff1f]?)[ \t]*"
    r"(?:<br\s*/?>|\\)?[ \t]*(?P<end>\n|\Z)?",
    re.IGNORECASE,
)
_START = re.compile(rf"\A{_BEFORE}")
_ANSWER = re.compile(rf"(?:^|(?<=[?.\s])){ANSWER_LABEL.pattern}", re.MULTILINE)
_CLOSES = re.compile(r"\A[*_\"')]{0,4}[ \t]*(?:\\|<br\s*/?>)?")
_SIGNS = re.compile(r"[*_]{2,3}|<br\s*/?>|\\$")
_BREAK = re.compile(r"[ \t]*(?:\\|<br\s*/?>)?[ \t]*\Z")
_ADMONITION = re.compile(rf"(?:{ADMONITIONS}|example|remark)s?", re.IGNORECASE)
_ENDED = re.compile(r"[.!;,:\u2026][\"')*_`]*$")
_NUMBERED_STOP = re.compile(r"(?:[\w\u00a7]+\s)?\(?\d[\d.]*[.):]?(?:\s(?:[\w'-]+\s?){1,5}\.)?$")
_DEFINES = re.compile(r"[ \t]*:[ \t]")


def label_of_paragraph(text: str, start: int, end: int) -> tuple[str, int]:
    """What the first line of a paragraph says as a heading, and where it ends; empty if nothing.

    >>> label_of_paragraph("**Quiet hours**\\nNo drills.", 0, 26)
    ('Quiet hours', 15)
    >>> label_of_paragraph("**May I?** Yes.", 0, 15), label_of_paragraph("**Mind** it.", 0, 12)
    (('May I?', 10), ('', 0))
    """
    written = text[start:end]
    if label := QUESTION_LABEL.match(written):
        said, end_ = _labelled(written, label.end())
        return said, start + end_
    if not written[:1].isalpha() and (found := _EMPHASIS.match(written) or _TAGGED.match(written)):
        return _emphasised(written, found, start)
    return _asked(written, start)


def _asked(written: str, start: int) -> tuple[str, int]:
    """A first line that is a question as it stands, where it is broken off by hand."""
    line, newline, below = written.partition("\n")
    if "?" not in line[-12:]:
        return "", 0
    line = _BREAK.sub("", line)
    said = _START.sub("", line, count=1)
    if not said.endswith("?") or not is_question(said):
        return "", 0
    broken = not newline or written[len(line)] in "\\<" or is_enumerated(said)
    if broken or written.startswith("  ", len(line)) or _DEFINES.match(below):
        return said, start + len(line)
    return "", 0


def _emphasised(written: str, found: re.Match[str], start: int) -> tuple[str, int]:
    said, sign = found["said"] + found["mark"], found["sign"]
    alone = found["end"] is not None
    if said.endswith(("?", "\uff1f")) or (alone and sign not in {"*", "_"} and _is_title(said)):
        return without_label(said).strip(), start + _end(written, found)
    line = written.partition("\n")[0].rstrip()
    if sign not in {"*", "_"} and is_version(named := _SIGNS.sub("", line).strip()):
        return named, start + len(line)  # "**1.2.0** (3 May 2021)"
    return "", 0


def _end(written: str, found: re.Match[str]) -> int:
    """Behind the emphasis and its line break, but not behind the line's end."""
    return len(written[: found.end()].rstrip())


def _labelled(written: str, behind: int) -> tuple[str, int]:
    """The question behind `Q:`, up to `A:` or its question mark, and where it ends."""
    answer = _ANSWER.search(written, behind)
    end = answer.start() if answer else written.find("?", behind) + 1
    if not answer and end:
        end = len(written) - len(_CLOSES.sub("", written[end:], count=1))
    end = end or len(written)
    said = _SIGNS.sub("", written[behind:end].rstrip()).strip(" \t\n*_\\")
    return " ".join(said.split()), len(written[:end].rstrip())


def _is_title(said: str) -> bool:
    if len(said) > LONGEST_BOLD or len(said.split()) > _MOST_WORDS:
        return False
    if not any(map(str.isalpha, said)) or _ADMONITION.fullmatch(said):
        return False
    return not _ENDED.search(said) or is_said(said) or _NUMBERED_STOP.fullmatch(said) is not None


def with_lone_labels(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, with labels that stand over text turned into headings of it."""
    return iter(_Labels(text, parts).settled())


def with_lone_lines(text: str, parts: Sequence[Part]) -> Sequence[Part]:
    """The parts, with lone lines turned into headings where the source marks none."""
    if any(isinstance(part, Heading) for part in parts):
        return parts
    blocks = [part for part in parts if isinstance(part, Block)]
    runs = [LineRun(list(lines_of(text, block.start, block.end))) for block in blocks]
    found = {heading.start: heading for heading in lone_headings(runs)}
    return [found.get(part.start, part) for part in parts] if len(found) >= _FEW else parts


class _Labels:
    """Goes through the parts in order, knowing which headings are open."""

    def __init__(self, text: str, parts: Sequence[Part]) -> None:
        self._text, self._parts = text, parts
        self._open: list[int] = []  # levels of the marked headings, outermost first
        self._bold = False  # a bold line is open that stands right over a question
        asks = [at for at, part in enumerate(parts) if _asks(part)]
        self._near = have_company(asks)
        self._told = self._sentences()

    def _sentences(self) -> frozenset[int]:
        """The labels that are sentences, where each says another thing and stands over text."""
        told: dict[int, str] = {}
        for at, part in enumerate(self._parts):
            if isinstance(part, Block) and _tells(part) and self._stands_apart(at):
                told[at] = part.label
        below = [self._below(at) for at in told]
        over = all(block is not None and not block.label for block in below)
        over = over and len(set(told.values())) == len(told)
        return frozenset(told) if over and len(told) >= _FEWEST_TOLD else frozenset()

    def _stands_apart(self, at: int) -> bool:
        """Whether there is a blank line below a part."""
        part, below = self._parts[at], self._below(at)
        return below is not None and "\n\n" in self._text[part.end : below.start]

    def settled(self) -> list[Part]:
        """The parts; a label that is no heading is joined again to its own paragraph."""
        found: list[Part] = []
        for at, part in enumerate(self._parts):
            if isinstance(part, Heading):
                self._enter(part)
                found.append(part)
            elif isinstance(part, Block) and part.label and self._is_heading(at):
                found.append(self._heading(part, self._parts[at + 1]))
            else:
                found.append(self._rejoined(found, part))
                if isinstance(part, Block) and self._ends_caption(at):
                    found.append(Heading(part.end, part.end, "", self._level))
        return found

    @property
    def _level(self) -> int:
        """Of a bold line that stands here."""
        return (self._open[-1] if self._open else 0) + 1

    def _enter(self, heading: Heading) -> None:
        self._bold = False
        while self._open and self._open[-1] >= heading.level:
            self._open.pop()
        if heading.text:
            self._open.append(heading.level)

    def _rejoined(self, found: list[Part], part: Part) -> Part:
        """A paragraph with its own first line, where that is no heading."""
        last = found[-1] if found else None
        if not (isinstance(part, Block) and isinstance(last, Block) and last.label):
            return part
        between = self._text[last.end : part.start]
        if part.kind != Kind.PARAGRAPH or between.count("\n") > 1:
            return part
        found.pop()
        return Block(last.start, part.end, (Unit(last.start, part.end),))

    def _is_heading(self, at: int) -> bool:
        part, below = self._parts[at], self._below(at)
        if not isinstance(part, Block) or below is None:
            return False
        asks = _asks(part)
        if _tells(part) and at not in self._told:
            return False
        if below.label and (asks or not _asks(below)):
            return False
        plain = self._text[part.start : part.end].startswith(part.label)
        return not plain or at in self._near

    def _below(self, at: int) -> Block | None:
        below = self._parts[at + 1] if at + 1 < len(self._parts) else None
        return below if isinstance(below, Block) else None

    def _heading(self, part: Block, below: Part) -> Heading:
        asks = _asks(part)
        level = self._level + (asks and self._bold)
        if not asks:
            self._bold = isinstance(below, Block) and below.label != ""
        return Heading(part.start, part.end, part.label, level)

    def _ends_caption(self, at: int) -> bool:
        """Whether a table ends here that a bold line stands over: that is no heading of more."""
        part, below = self._parts[at], self._below(at)
        if not (at and isinstance(part, Block) and part.kind == Kind.TABLE and below):
            return False
        over = self._parts[at - 1]
        captioned = isinstance(over, Block) and over.label != "" and not _asks(over)
        return captioned and not below.label and not is_caption(self._text, below)


def _tells(part: Block) -> bool:
    """Whether a label is a sentence, as complaints are that a text gives remedies for."""
    told = is_said(part.label) and not _asks(part)
    return told and not _NUMBERED_STOP.fullmatch(part.label)


def _asks(part: Part) -> bool:
    if isinstance(part, Block):
        return part.label.endswith("?")
    return isinstance(part, Heading) and part.text.endswith("?")
