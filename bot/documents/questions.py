"""Recognises questions that a document itself asks, over its answers.

Such a question is a heading: what answers it stands below, and its own words answer nothing.
It is marked (`Q:` over `A:`, emphasis, a number), or it stands alone over its answer and others
like it stand near: a single question among paragraphs is rather one that a writer asks the air.

Left out on purpose: questions in quotation marks or behind a dash, which somebody says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from bot.analysis.line_signs import asks
from bot.documents.blocks import Heading
from bot.documents.heading_shapes import is_heading, name_of
from bot.documents.lines import Line, first_word, is_bullet
from bot.documents.marked_headings import LineRun
from bot.documents.section_numbers import number_of

LONGEST_QUESTION = 240  # characters
_LONGEST_LONE = 100  # characters
REST = 32  # parts behind a question, from which on they are more than its answer
NEAR = 8  # parts of a document; a question further away does not make another one more likely
_MOST_LINES = 4
_SIGNS = r"(?:\*\*\*|\*\*|__|[*_])?"
_ASKS = (
    r"Q(?:uestion)?|Subject(?=:\s?\d)|Frage|Pregunta|Domanda|Pergunta"
    "|\u0412\u043e\u043f\u0440\u043e\u0441"
)
_ANSWERS = (
    "A(?:ns(?:wer)?)?|Antwort|Respuesta|R[e\u00e9]ponse|Risposta|Resposta"
    "|\u041e\u0442\u0432\u0435\u0442"
)
_BEHIND = rf"\s?#?\d{{0,3}}\s?[:.)\]]{_SIGNS}(?=[ \t\n])[ \t]*"
_ALONE = r"(?:\*\*|__)(?:{})\s?\d{{0,3}}(?:\*\*|__)(?=[ \t\n])[ \t]*"  # "**Q** Is it far?"
QUESTION_LABEL = re.compile(rf"{_SIGNS}\[?(?:{_ASKS}){_BEHIND}|{_ALONE.format(_ASKS)}")
ANSWER_LABEL = re.compile(rf"{_SIGNS}\[?(?:{_ANSWERS}){_BEHIND}|{_ALONE.format(_ANSWERS)}")
_EMPHASISED = re.compile(r"('''|\*{1,3}|_{1,3}) ?(\S.*\?) ?\1")
_LABELLED = frozenset("QSFPD\u0412*_['")  # what a label begins with
_MARKED = _LABELLED | {">"}
_NUMBER = r"[(\[]?(?:[A-Z]?\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Za-z])[.):\]]{1,2}\s+"
_NUMBERED = re.compile(_NUMBER)
_BULLET = re.compile(r"[*+\-\u2022\u25aa\u25e6>]\s+")
_QUOTED = re.compile(r"(?:>\s?)+")
# Signs that are neither letters nor punctuation: an emoji may be several.
EMOJI = r"[^\w\s*<>\[\]()`#|:!\"'.,;?{}\\\-\u2013\u2014\u2022\u201c\u2018\u00ab]{1,4}"
_BEGINS = re.compile(rf"(?:{EMOJI}\s+)?(?:{_NUMBER})?[\u00bf\u00a1]?[^\W_a-z]")
_TWO = re.compile(r"[a-z\d)]{2}[.?!]\s+[^\W\d_a-z]")


def is_question(text: str) -> bool:
    """Whether a line asks, by its shape: one sentence, from a capital to the question mark.

    >>> [is_question(t) for t in ("Is it far?", "4. Is it far?", "It is. Why?", '"Is it far?"')]
    [True, True, False, False]
    """
    if len(text) > LONGEST_QUESTION or not asks(text):
        return False
    return bool(_BEGINS.match(text)) and " " in text and not _TWO.search(text)


def is_lone_question(written: str) -> bool:
    """Whether a paragraph is one line that asks, and does not tell who asked.

    >>> is_lone_question("Is it far?"), is_lone_question("Ida asked: is it far?")
    (True, False)
    """
    lone = len(written) <= _LONGEST_LONE and ":" not in written and "\n" not in written
    return lone and is_question(written)


def is_enumerated(text: str) -> bool:
    """Whether a number stands in front: `4.`, `(2)`, `5.1)`."""
    return _NUMBERED.match(text) is not None


def without_label(text: str) -> str:
    """A question without what says that it is one.

    >>> without_label("Q: Is it far?"), without_label("Is it far?")
    ('Is it far?', 'Is it far?')
    """
    label = QUESTION_LABEL.match(text)
    return text[label.end() :] if label else text


def have_company(places: Sequence[int]) -> set[int]:
    """Of the places of questions, in order, those that are near another one."""
    return {place for pair in pairwise(places) if pair[1] - pair[0] <= NEAR for place in pair}


class _Asked(NamedTuple):
    """A question at the top of a run: how many lines it has, and whether it is marked as one."""

    size: int
    labelled: bool


def with_questions(items: Sequence[Heading | LineRun]) -> Sequence[Heading | LineRun]:
    """The items of a plain text with its questions as headings of what stands below them."""
    pieces = list(_pieces(items))
    asked = [_asked(piece, below) for piece, below in zip_longest(pieces, pieces[1:])]
    places = [
        at
        for at, piece in enumerate(pieces)
        if asked[at] or (isinstance(piece, Heading) and is_question(piece.text))
    ]
    if not places and len(pieces) == len(items):  # as in most texts
        return items
    return list(_ended(list(_with_questions(pieces, asked, have_company(places)))))


def _ended(found: Sequence[Heading | LineRun]) -> Iterator[Heading | LineRun]:
    """The items with an end for each answer that nothing else ends.

    It is as long as answers are, and not the rest of a book.
    """
    heads = [at for at, item in enumerate(found) if isinstance(item, Heading)]
    done = 0
    for at, end in pairwise([*heads, len(found)]):
        head, behind = found[at], at + 1 + NEAR
        if end - at > REST and isinstance(head, Heading) and is_question(head.text):
            yield from found[done:behind]
            place = found[behind].start
            yield Heading(place, place, "", head.level)
            done = behind
    yield from found[done:]


def _with_questions(
    pieces: Sequence[Heading | LineRun], asked: Sequence[_Asked | None], near: Collection[int]
) -> Iterator[Heading | LineRun]:
    open_: Heading | None = None  # a question with nothing below it yet
    marked = 0  # level of the last heading that has one
    for at, (piece, found) in enumerate(zip(pieces, asked, strict=True)):
        if isinstance(piece, Heading) or not found or not (found.labelled or at in near):
            if open_:
                yield open_
            open_ = None
            if isinstance(piece, Heading):
                marked = piece.level or marked
            elif piece.over:
                yield from (_heading([line]) for line in piece.lines)
                continue
            yield piece
            continue
        question = _heading(piece.lines[: found.size], marked + 1 if marked else 0)
        open_ = _both(open_, question) if open_ else question
        if found.size < len(piece.lines):
            yield open_
            open_ = None
            yield LineRun(piece.lines[found.size :])
    if open_:
        yield open_


def _heading(lines: Sequence[Line], level: int = 0) -> Heading:
    text = " ".join(_QUOTED.sub("", line.text, count=1) for line in lines)
    text = _EMPHASISED.sub(r"\2", text, count=1)
    said = _BULLET.sub("", without_label(text), count=1)
    return Heading(lines[0].start, lines[-1].end, name_of(said), level)


def _both(first: Heading, second: Heading) -> Heading:
    """Two questions in a row, which have one answer."""
    return Heading(first.start, second.end, f"{first.text} {second.text}", first.level)


def _pieces(items: Sequence[Heading | LineRun]) -> Iterator[Heading | LineRun]:
    """The items, each run cut in front of the questions in it that are marked as such."""
    for item in items:
        if isinstance(item, Heading) or len(item.lines) == 1:
            yield item
            continue
        lines, done = item.lines, 0
        for at, line in enumerate(lines[1:], 1):
            near = "?" in line.text and at - done < _MOST_LINES
            over = near and _opens_sections(lines[done : at + 1])
            if over or _begins_again(lines[done], line):
                yield LineRun(lines[done:at], over=over)
                done = at
        yield LineRun(lines[done:]) if done else item


def _begins_again(first: Line, line: Line) -> bool:
    """Whether a line is the next question below the answer to the first."""
    if line.text[0] in _LABELLED and QUESTION_LABEL.match(line.text):
        return True
    return line.text[-1] == "?" and _are_counted(first, line)


def _are_counted(first: Line, line: Line) -> bool:
    """Whether both are numbered questions, of a list in which each has its answer below it."""
    if not (is_enumerated(first.text) and is_enumerated(line.text) and "?" in first.text):
        return False
    return first.indent == line.indent and is_question(first.text) and is_question(line.text)


def _opens_sections(lines: Sequence[Line]) -> bool:
    """Whether all lines carry numbers, of which each holds the next, and the last one asks."""
    if not (lines[-1].text[0].isdigit() and lines[0].text[0].isdigit()):
        return False
    numbers = [number_of(line.text) for line in lines]
    nested = all(
        a < b and is_heading(line) for line, (a, b) in zip(lines, pairwise(numbers), strict=False)
    )
    return all(numbers) and nested and numbers[-1][1:] != ()


def _asked(piece: Heading | LineRun, below: Heading | LineRun | None) -> _Asked | None:
    """The question that a run begins with, where an answer stands below it."""
    if isinstance(piece, Heading):
        return None
    lines = piece.lines
    first = lines[0].text
    if len(lines) == 1 and first[-1] != "?" and first[0] not in _MARKED:
        return None
    if first[0] == ">":
        return _quoted(lines, below)
    if first[-1] == "?" and _BULLET.match(first):
        return _item(lines, below)
    after = below.lines[0] if isinstance(below, LineRun) else None
    return _labelled(lines, after) if QUESTION_LABEL.match(first) else _alone(lines, after)


def _alone(lines: Sequence[Line], after: Line | None) -> _Asked | None:
    """A question that nothing marks, over its answer."""
    if said := _EMPHASISED.fullmatch(lines[0].text):
        answered = lines[1:] or (after is not None and not _EMPHASISED.fullmatch(after.text))
        return _Asked(1, labelled=True) if answered and is_question(said[2]) else None
    ends = (n for n, line in enumerate(lines[:_MOST_LINES], 1) if line.text.endswith("?"))
    size = next(ends, 0)
    if not size or not is_question(" ".join(line.text for line in lines[:size])):
        return None
    if size < len(lines):
        answered = _stands_over(lines, size)
    else:
        answered = after is not None and not after.text.endswith("?")
    return _Asked(size, labelled=False) if answered else None


def _quoted(lines: Sequence[Line], below: Heading | LineRun | None) -> _Asked | None:
    """A question of somebody else, as mails quote it, over the answer."""
    size = next((n for n, line in enumerate(lines) if line.text[0] != ">"), len(lines))
    after = [*lines[size:], *(below.lines if isinstance(below, LineRun) else ())]
    if size > _MOST_LINES or not after or after[0].text[0] == ">":
        return None
    asks = is_question(" ".join(_QUOTED.sub("", line.text, count=1) for line in lines[:size]))
    return _Asked(size, labelled=True) if asks else None


def _item(lines: Sequence[Line], below: Heading | LineRun | None) -> _Asked | None:
    """A question behind a bullet; its answer is set in below it."""
    first = lines[0]
    after = [*lines[1:], *(below.lines if isinstance(below, LineRun) else ())]
    if not after or after[0].text.endswith("?"):
        return None
    right_below = lines[1:] and after[0].indent == first.indent and not is_bullet(after[0])
    if after[0].indent <= first.indent and not right_below:
        return None
    asks = is_question(_BULLET.sub("", first.text, count=1))
    return _Asked(1, labelled=False) if asks else None


def _labelled(lines: Sequence[Line], after: Line | None) -> _Asked | None:
    for size in range(1, len(lines)):
        if ANSWER_LABEL.match(lines[size].text) or lines[size - 1].text.endswith("?"):
            return _Asked(size, labelled=True)
    answered = after is not None and (
        ANSWER_LABEL.match(after.text) is not None or lines[-1].text.endswith("?")
    )
    return _Asked(len(lines), labelled=True) if answered else None


def _stands_over(lines: Sequence[Line], size: int) -> bool:
    """Whether the lines from `size` on were set apart by hand from the question above them."""
    asked, below = lines[size - 1], lines[size]
    if below.indent > asked.indent + 1:
        return True
    if below.text[0].islower() or below.text.endswith("?"):
        return False
    width = max(line.indent + line.width for line in lines)
    fits = asked.indent + asked.width + 1 + first_word(below) <= width
    return fits or (size == 1 and len(lines) == 2)  # noqa: PLR2004  (a question and its answer)
