"""Makes headings of the questions that a document of paragraphs asks over its answers.

For formats whose paragraphs are known (a page, a word processor's document) and whose headings
are marked: people write their questions as paragraphs all the same. The shapes of questions, and
that one alone is rather asked of nobody, are those of plain text (see `questions`).

Left out on purpose: PDFs, whose paragraphs are guessed, and questions in lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.documents.blocks import Block, Cut, Heading, Part, Unit
from bot.documents.questions import (
    LONGEST_QUESTION,
    NEAR,
    QUESTION_LABEL,
    REST,
    have_company,
    is_question,
    without_label,
)


def with_asked(text: str, parts: Sequence[Part]) -> Sequence[Part]:
    """The parts; paragraphs (or first lines of them) that ask are headings of what is below.

    >>> page = "Is it far?\\n\\nNo.\\n\\nIs it dear?\\n\\nYes."
    >>> spans = ((0, 10), (12, 15), (17, 28), (30, 34))
    >>> found = with_asked(page, [Block(a, b, (Unit(a, b),)) for a, b in spans])
    >>> [part.text if isinstance(part, Heading) else "" for part in found]
    ['Is it far?', '', 'Is it dear?', '']
    """
    if "?" not in text:
        return parts
    ends = [_question_end(text, part) for part in parts]
    if not any(ends):
        return parts
    asked = [at for at, end in enumerate(ends) if end and _is_answered(text, parts, at, end)]
    headed = (n for n, p in enumerate(parts) if isinstance(p, Heading) and p.text.endswith("?"))
    near = have_company(sorted({*asked, *headed}))
    chosen = {at: ends[at] for at in asked if at in near or _is_labelled(text, parts[at])}
    return list(_headed(text, parts, chosen)) if chosen else parts


def _question_end(text: str, part: Part) -> int:
    """Where the question ends that a paragraph is or begins with; 0 where it is none."""
    if not isinstance(part, Block) or len(part.units) != 1 or not part.units[0].prose:
        return 0
    end = text.find("?", part.start, min(part.end, part.start + LONGEST_QUESTION)) + 1
    if not end or (end < part.end and text[end] != "\n"):
        return 0
    said = without_label(" ".join(text[part.start : end].split()))
    return end if is_question(said) else 0


def _is_answered(text: str, parts: Sequence[Part], at: int, end: int) -> bool:
    part, below = parts[at], parts[at + 1] if at + 1 < len(parts) else None
    if end < part.end:
        return not text[part.start : part.end].endswith("?")
    return isinstance(below, Block) and text[below.end - 1] != "?"


def _is_labelled(text: str, part: Part) -> bool:
    return QUESTION_LABEL.match(text, part.start) is not None


def _headed(text: str, parts: Sequence[Part], chosen: dict[int, int]) -> Iterator[Part]:
    """The parts, with the chosen ones as headings; what is far below the last is not under it."""
    level = below = 0  # of the last marked heading; parts since the last question
    for at, part in enumerate(parts):
        if at in chosen:
            said = without_label(" ".join(text[part.start : chosen[at]].split()))
            yield Heading(part.start, chosen[at], said, level + 1)
            below = 1
            if chosen[at] < part.end:
                start = chosen[at] + 1
                yield Block(start, part.end, (Unit(start, part.end, Cut.FREELY),))
            continue
        if isinstance(part, Heading):
            level, below = part.level, 0
        elif below == NEAR + 1 and _goes_on_long(parts, at):
            yield Heading(part.start, part.start, "", level + 1)
            below = 0
        below += below > 0
        yield part


def _goes_on_long(parts: Sequence[Part], at: int) -> bool:
    """Whether no heading is near below."""
    return not any(isinstance(part, Heading) for part in parts[at : at + REST - NEAR])
