"""The pinned questions of a corpus: what a new index must not get wrong.

`questions.jsonl` in the top folder of a corpus (the format of `questions`) is asked of the
index before and of the new one. A question that was right and would become wrong is a
reason not to switch. One that was wrong before is none, so that a question can be pinned
before it is answered.

Left out on purpose: asking, and what is done about it; see `library`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.answer import Answer, NoAnswer
from bot.evaluation.question_sets import Outcome, Question, judge

Ask = Callable[[Question], Answer | NoAnswer]


@dataclass(frozen=True, slots=True)
class Broken:
    """A question that was right: the passages (ids) shown first before and now, or "" for
    silence, and what is right.
    """

    question: str
    gold: tuple[str, ...]
    was: str
    now: str

    def __str__(self) -> str:
        return f"\u201c{self.question}\u201d: {self.was or 'silence'}, now {self.now or 'silence'}"


@dataclass(frozen=True, slots=True)
class Pinned:
    """How many pinned questions there are, how many are right now, and which broke."""

    count: int = 0
    right: int = 0
    broken: tuple[Broken, ...] = ()


def compare(questions: Sequence[Question], before: Ask | None, after: Ask) -> Pinned:
    """Ask all of both; only what was right before can be broken, without one nothing."""
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
