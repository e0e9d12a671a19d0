"""Replies and passages as the text of Discord messages.

    **What is the LD50 in rats?**                       the question, and as it was read
    > The median lethal dosage (LD50) of ...            the passage, word for word
    -# Lethal dosage · fasoracetam.txt · fasoracetam:12 · [14] · receipt ...    where it stands
    -# Quoted text, not medical advice.                 the operator's footer

Everything is plain content: it needs no permission but to write, it is there for people
who have embeds switched off, and it reads on a phone.

Left out on purpose: buttons, files and sending. See `discord_app`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.analysis import Span
from bot.answering.answer import Answer, NoAnswer
from bot.passages import Passage
from bot.render.discord_markdown import LIMIT, escape, inline, quote, units
from bot.render.discord_pages import cut

READ_AS = "-# read as: "
SILENT = "\U0001f50d "  # a magnifying glass: looked for, and not found
_NOTICE = "\u26a0\ufe0f "
# How much may be said beside a quotation, in UTF-16 units, so that there is room for one.
QUESTION, _READ_AS, _NOTICES, _FOOTER = 300, 200, 480, 160
_PATH, _NAME, _REFERENCES = 160, 90, 120
_REASON = 600
_LEAD_IN = 40  # characters
_NOTE = 60  # kept free for "part 2 of 5"


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage to show, and the sentence of it to emphasise (document offsets)."""

    passage: Passage
    best: Span | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer's text, and whether the passage is whole in it."""

    text: str
    whole: bool


def answer(given: Answer, footer: str = "") -> Shown:
    """The best passage; of one too long for a message, the part with the best sentence."""
    first = given.quotations[0]
    head, below = _head(given), _small(footer)
    note = f"receipt {first.receipt}"
    room = LIMIT - _size([head, place(first.passage, note), below]) - _NOTE
    pieces = cut(first.passage, room)
    number = next((n for n, piece in enumerate(pieces) if piece.end > first.best.start), 0)
    marked = Marked(first.passage, first.best)
    text = _joined([head, section(marked, pieces, number, note), below])
    return Shown(text, whole=len(pieces) == 1)


def silence(given: NoAnswer, footer: str = "") -> str:
    """Why there is no answer. It has no quotation and no place, and so looks different."""
    near = "-# Passages that come near are behind the button." if given.closest else ""
    return _joined([_head(given), SILENT + _reason(given.reason), near, _small(footer)])


def _reason(reason: str) -> str:
    r"""A reason with its short lead-in strong, where it has one.

    >>> _reason("No answer: it says nothing of it.")
    '**No answer\\:** it says nothing of it\\.'
    """
    lead_in, colon, rest = reason.partition(": ")
    if not rest or len(lead_in) > _LEAD_IN:
        return inline(reason, _REASON)
    return f"**{escape(lead_in + colon.strip())}** {inline(rest, _REASON)}"


def _head(given: Answer | NoAnswer) -> str:
    question = inline(given.question, QUESTION)
    lines = [f"**{question}**"] if question else []
    if given.read_as:
        lines.append(READ_AS + inline(given.read_as, _READ_AS))
    each = _NOTICES // max(len(given.notices), 1)
    lines += [_NOTICE + inline(notice, each) for notice in given.notices if each > units(_NOTICE)]
    lines += [""] * bool(given.notices)  # an empty line, so that notices stand out
    return "\n".join(lines)


def place(passage: Passage, note: str = "") -> str:
    """Heading path, document, id and references in one small line."""
    parts = [
        inline(" \u203a ".join(passage.heading), _PATH),
        inline(passage.document, _NAME),
        inline(passage.id, _NAME),
        _references(passage.references),
        note,
    ]
    return "-# " + " \u00b7 ".join(part for part in parts if part)


def _references(markers: tuple[str, ...]) -> str:
    """All markers, or as many as there is room for and how many more there are."""
    shown = ""
    for number, marker in enumerate(markers):
        one = inline(f"[{marker}]", _NAME)
        if units(shown + one) > _REFERENCES:
            return f"{shown} and {len(markers) - number} more"
        shown += one
    return shown


def section(marked: Marked, pieces: list[Span], number: int, note: str = "") -> str:
    """One piece of a passage as a quotation, and its place with a note."""
    passage, piece = marked.passage, pieces[number]
    at = piece.start - passage.start
    text = passage.text[at : piece.end - passage.start]
    if number < len(pieces) - 1:
        text = text.rstrip()
    best = marked.best
    strong = (best.start - piece.start, best.end - piece.start) if best else None
    part = f"part {number + 1} of {len(pieces)}" if len(pieces) > 1 else ""
    note = " \u00b7 ".join(filter(None, (note, part)))
    # The empty line: some readers of Markdown take a small line for part of the quotation.
    return f"{quote(text, strong)}\n\n{place(passage, note)}"


def pages(shown: Iterable[Marked], head: str = "") -> list[str]:
    """Passages one under another on as few pages as they need, each with `head` on top."""
    return paged(page_blocks(shown, head), head)


def page_blocks(shown: Iterable[Marked], head: str) -> Iterator[str]:
    """Each passage with its place, in pieces that fit on a page under `head`."""
    for marked in shown:
        room = LIMIT - _size([head, place(marked.passage)]) - 2 * _NOTE
        pieces = cut(marked.passage, room)
        yield from (section(marked, pieces, number) for number in range(len(pieces)))


def paged(blocks: Iterable[str], head: str = "") -> list[str]:
    """Blocks of text, none longer than a page, on pages. There is always a first page."""
    filled: list[list[str]] = [[]]
    for block in blocks:
        if filled[-1] and _size([head, "\n\n".join([*filled[-1], block])]) > LIMIT - _NOTE:
            filled.append([])
        filled[-1].append(block)
    count = len(filled)
    numbers = (f"page {n} of {count}" if count > 1 else "" for n in range(1, count + 1))
    return [
        _joined([head, "\n\n".join(page), _small(number)])
        for page, number in zip(filled, numbers, strict=True)
    ]


def _small(text: str) -> str:
    return f"-# {inline(text, _FOOTER)}" if text else ""


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _size(parts: Iterable[str]) -> int:
    return units(_joined(parts)) + 1
