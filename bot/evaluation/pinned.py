"""The pinned questions of a corpus: what a new index must not get wrong.

`questions.jsonl` in the top folder of a corpus (see `question_sets` for its format) is asked
of the old index and of the new one. A question that was right and would become wrong is a
reason not to switch. One that was wrong before is none, so that a question can be pinned
before it is answered.

What follows from a broken question is decided in `gate`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.replies import Reply
from bot.documents.corpus import QUESTIONS, operator_file
from bot.errors import CitebotError, UsageError
from bot.evaluation.question_sets import Outcome, Question, judge, parse
from bot.snapshots import atomic_files
from bot.translation import Message, counted

Ask = Callable[[Question], Reply]

_TOLD = 3  # broken questions in one line
_SILENCE = Message("silence")


@dataclass(frozen=True, slots=True)
class Broken:
    """A question that was right: the passages (ids) shown first before and now, or "" for
    silence, and what is right.
    """

    question: str
    gold: tuple[str, ...]
    was: str
    now: str

    @property
    def line(self) -> Message:
        """What was shown and what would be."""
        return Message(
            "\u201c{question}\u201d: {before}, now {after}",
            question=self.question,
            before=self.was or _SILENCE,
            after=self.now or _SILENCE,
        )


@dataclass(frozen=True, slots=True)
class Pinned:
    """How many pinned questions there are, how many are right now, and which broke."""

    count: int = 0
    right: int = 0
    broken: tuple[Broken, ...] = ()


def compare(questions: Sequence[Question], before: Ask | None, after: Ask) -> Pinned:
    """Ask both all questions. Broken is what was right before; without `before`, nothing."""
    outcomes = [judge(question, after(question)) for question in questions]
    broken = []
    for now in outcomes:
        if before is not None and not now.right:
            was = judge(now.question, before(now.question))
            if was.right:
                broken.append(_broken(was, now))
    return Pinned(len(outcomes), sum(now.right for now in outcomes), tuple(broken))


def _broken(was: Outcome, now: Outcome) -> Broken:
    return Broken(now.question.question, now.question.gold, was.shown, now.shown)


def pinned_questions(root: Path) -> list[Question]:
    """The pinned questions of a corpus, if any. Raises QuestionSetError, DocumentError."""
    return parse(operator_file(root, QUESTIONS), QUESTIONS)


def answerable(root: Path) -> tuple[str, ...]:
    """The pinned questions that have an answer; none where they cannot be read."""
    try:
        return answered(pinned_questions(root))
    except CitebotError:
        return ()


def answered(questions: Iterable[Question]) -> tuple[str, ...]:
    """Those that have an answer, and need no question before them."""
    return tuple(one.question for one in questions if one.gold and one.after is None)


def refusal(broken: Sequence[Broken]) -> str:
    """Which questions would become wrong, how, and what to do, in one line."""
    told: Message = broken[0].line
    for one in broken[1:_TOLD]:
        told = Message("{some}; {next}", some=told, next=one.line)
    if len(broken) > _TOLD:
        more = len(broken) - _TOLD
        told = counted("{some}; and {number} more", "{some}; and {number} more", more, some=told)
    return counted(
        "{number} pinned question would become wrong: {questions}. The index stays as it was; "
        "correct the documents or questions.jsonl, or switch with `citebot reindex --force`.",
        "{number} pinned questions would become wrong: {questions}. The index stays as it was; "
        "correct the documents or questions.jsonl, or switch with `citebot reindex --force`.",
        len(broken),
        questions=told,
    )


def pin(root: Path, question: str, gold: str) -> None:
    """Append a question to those of a corpus, with a piece of the passage that is right.

    The others stay as they are. Raises UsageError, QuestionSetError, DocumentError, OSError.
    """
    if not root.is_dir():
        raise UsageError(
            Message("{path} is one file; questions are pinned in a folder of documents.", path=root)
        )
    if any(one.question == question and one.after is None for one in pinned_questions(root)):
        raise UsageError(Message("That question is pinned already."))
    path = root / QUESTIONS
    with atomic_files.exclusive(root):
        before = path.read_bytes() if path.exists() else b""
        between = b"" if before.endswith(b"\n") or not before else b"\n"
        row = json.dumps({"question": question, "gold": [gold]}, ensure_ascii=False)
        atomic_files.write(path, before + between + row.encode() + b"\n")
