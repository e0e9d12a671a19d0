"""Replies as the text of Discord messages.

    **What is the LD50 in rats?**                       the question, and as it was read
    > The median lethal dosage (LD50) of ...            the passage, word for word
    -# Lethal dosage · fasoracetam.txt · fasoracetam:12 · [14] · receipt ...    where it stands
    -# Quoted text, not medical advice.                 the operator's footer

Everything is plain content: it needs no permission but to write, it is there for people
who have embeds switched off, and it reads on a phone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.answer import Answer, NoAnswer
from bot.render.discord_markdown import LIMIT, escape, inline, units
from bot.render.discord_pages import (
    NOTE_ROOM,
    PassageView,
    cut,
    joined,
    place,
    quoted_piece,
    size,
    small_line,
)

READ_AS = "-# read as: "
_NO_ANSWER = "\U0001f50d "  # a magnifying glass: looked for, and not found
_NOTICE = "\u26a0\ufe0f "
# How much may be said beside a quotation, in UTF-16 units, so that there is room for one.
QUESTION, _READ_AS, _NOTICES, _REASON = 300, 200, 480, 600
_LEAD_IN = 40  # characters


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer's text, and whether the passage is whole in it."""

    text: str
    whole: bool


def answer(given: Answer, footer: str = "") -> AnswerText:
    """The best passage; of one too long for a message, the part with the best sentence."""
    first = given.quotations[0]
    head, below = _head(given), small_line(footer)
    note = f"receipt {first.receipt}"
    room = LIMIT - size([head, place(first.passage, note), below]) - NOTE_ROOM
    pieces = cut(first.passage, room)
    number = next((n for n, piece in enumerate(pieces) if piece.end > first.best.start), 0)
    view = PassageView(first.passage, first.best)
    text = joined([head, quoted_piece(view, pieces, number, note), below])
    return AnswerText(text, whole=len(pieces) == 1)


def silence(given: NoAnswer, footer: str = "") -> str:
    """Why there is no answer. It has no quotation and no place, and so looks different."""
    near = "-# Passages that come near are behind the button." if given.closest else ""
    return joined([_head(given), _NO_ANSWER + _reason(given.reason), near, small_line(footer)])


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
