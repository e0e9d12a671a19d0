"""Questions with what is right: read from a file, and an answer judged by them.

A question set is one JSON object a line: {"question", "gold": [verbatim pieces of the
right passage, or passage ids], "after"?, "kind"?}. Empty gold means that the corpus does
not answer, and that it is right not to. A reply is right when the first passage of an answer
holds a gold piece, or when there is no answer where gold is empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.answering.replies import Quotation, Reply
from bot.documents.unicode_names import as_spelt
from bot.errors import QuestionSetError, of_the_system
from bot.passages import Passage
from bot.translation import Message

SHOWN = 10  # passages to ask for, so that a reciprocal rank down to 1/10 is seen


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is right: pieces or ids of passages; none means silence."""

    question: str
    gold: tuple[str, ...]
    after: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question.

    `rank` is that of the first gold passage of an answer, from 1, 0 for none; `seen` the same
    on the screen, whether the reply is an answer or shows what is nearest.
    """

    question: Question
    answered: bool
    rank: int
    seen: int
    shown: str  # id of the first passage, or empty
    said: str  # its text, or the reason of the silence

    @property
    def right(self) -> bool:
        """The right passage first as an answer, or none where that is right."""
        return self.rank == 1 if self.question.gold else not self.answered


def read(path: Path) -> list[Question]:
    """Read a question set. Raises QuestionSetError with the number of the bad line."""
    try:
        text = as_spelt(path).read_text("utf-8-sig")
    except OSError as error:
        raise QuestionSetError(
            Message("{file} cannot be read: {why}.", file=path, why=of_the_system(error))
        ) from error
    except UnicodeDecodeError as error:
        raise QuestionSetError(
            Message("{file} cannot be read as UTF-8 text.", file=path)
        ) from error
    questions = parse(text, str(path))
    if not questions:
        raise QuestionSetError(
            Message("{file} has no questions; see the README for the format.", file=path)
        )
    return questions


def parse(text: str, name: str) -> list[Question]:
    """The questions of a set; `name` is what errors call it. Raises QuestionSetError."""
    lines = enumerate(text.split("\n"), 1)
    return [_question(line, number, name) for number, line in lines if line.strip()]


def _question(line: str, number: int, name: str) -> Question:
    try:
        row = json.loads(line)
        question, gold, after = row["question"], row["gold"], row.get("after")
        kind = row.get("kind", "all")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        message = Message(
            '{file}, line {number}: not an object with "question" and "gold".',
            file=name,
            number=number,
        )
        raise QuestionSetError(message) from error
    strings = [question, kind, *([after] if after is not None else [])]
    if not isinstance(gold, list) or not all(isinstance(s, str) for s in [*strings, *gold]):
        message = Message(
            '{file}, line {number}: "gold" is a list of strings, the rest strings.',
            file=name,
            number=number,
        )
        raise QuestionSetError(message)
    if "" in gold:
        raise QuestionSetError(
            Message('{file}, line {number}: an empty piece in "gold".', file=name, number=number)
        )
    return Question(question, tuple(gold), after, kind)


def judge(question: Question, reply: Reply) -> Outcome:
    """Look for a question's gold among the passages of its reply."""
    seen = _rank(reply.shown, question.gold)
    if not reply.answered:
        return Outcome(question, answered=False, rank=0, seen=seen, shown="", said=reply.reason)
    first = reply.quotations[0].passage
    return Outcome(question, answered=True, rank=seen, seen=seen, shown=first.id, said=first.text)


def _rank(shown: Iterable[Quotation], gold: Iterable[str]) -> int:
    ranks = (rank for rank, one in enumerate(shown, 1) if _is_gold(one.passage, gold))
    return next(ranks, 0)


def _is_gold(passage: Passage, gold: Iterable[str]) -> bool:
    return any(piece == passage.id or piece in passage.text for piece in gold)
