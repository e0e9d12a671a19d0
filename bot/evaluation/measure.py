"""Measures replies against a set of questions: hit@1, hit@3, MRR, seen@k, and silence kept.

See `question_sets` for the format of a set and for what is right.

- hit@k: of the questions with gold, a gold passage is among the first k of an answer
- seen@k: of the questions with gold, a gold passage is among the first k on the screen, as an
  answer or as what is nearest
- silence: of the questions without gold, those that got no answer
- MRR: mean reciprocal rank of the first gold passage shown (Voorhees, TREC-8, 1999)
- the interval is Wilson's for 95% (Wilson, JASA, 1927)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Protocol
from unicodedata import east_asian_width

from bot.answering.replies import Reply
from bot.documents.unicode_names import as_spelt
from bot.errors import QuestionSetError
from bot.evaluation.question_sets import SHOWN, Outcome, Question, judge, read
from bot.translation import Message, gettext, translated

__all__ = [
    "Outcome",
    "Question",
    "Row",
    "against",
    "as_data",
    "as_text",
    "ask",
    "read",
    "read_baseline",
    "run",
    "table",
]

_SAID = 100  # characters of what was said to a question that went wrong
_SCORES = ("hit@1", "hit@3", "MRR", "seen@1", "seen@3")
_WIDTHS = (-14, 10, 16, *[8] * len(_SCORES), 9)  # of columns, below 0 where text begins at the left
_Z = 1.959964  # of the normal distribution, for 95%


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one kind of question; shares are 0 to 1, None where not defined."""

    kind: str
    count: int
    right: int
    low: float
    high: float
    hit1: float | None
    hit3: float | None
    mrr: float | None
    seen1: float | None
    seen3: float | None
    silence: float | None


class Answering(Protocol):
    """What can be asked, as `Library` can."""

    def ask(self, question: str, *, count: int, after: str | None) -> Reply:
        """An answer of at most `count` passages, or why there is none."""


def ask(library: Answering, question: Question) -> Outcome:
    """Ask one question and look for its gold among the passages shown."""
    return judge(question, library.ask(question.question, count=SHOWN, after=question.after))


def run(library: Answering, questions: Sequence[Question]) -> list[Outcome]:
    """Ask all questions, in order."""
    return [ask(library, question) for question in questions]


def table(outcomes: Sequence[Outcome]) -> list[Row]:
    """A row for each kind, in order of appearance, and one for all."""
    kinds = list(dict.fromkeys(outcome.question.kind for outcome in outcomes))
    rows = [_row(kind, [o for o in outcomes if o.question.kind == kind]) for kind in kinds]
    return rows if kinds == ["all"] else [*rows, _row("all", outcomes)]


def _row(kind: str, outcomes: Sequence[Outcome]) -> Row:
    right = sum(outcome.right for outcome in outcomes)
    low, high = wilson(right, len(outcomes))
    ranks = [outcome.rank for outcome in outcomes if outcome.question.gold]
    seen = [outcome.seen for outcome in outcomes if outcome.question.gold]
    silent = [not outcome.answered for outcome in outcomes if not outcome.question.gold]
    return Row(
        kind, len(outcomes), right, low, high,
        hit1=_share_among(1, ranks),
        hit3=_share_among(3, ranks),
        mrr=_mean([1 / rank if rank else 0.0 for rank in ranks]),
        seen1=_share_among(1, seen),
        seen3=_share_among(3, seen),
        silence=_mean(silent),
    )  # fmt: skip


def wilson(successes: int, count: int) -> tuple[float, float]:
    """The 95% interval of a share.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    share, z2 = successes / count, _Z * _Z / count
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z / (1 + z2) * sqrt(share * (1 - share) / count + z2 / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def _share_among(most: int, ranks: Sequence[int]) -> float | None:
    """The share of ranks from 1 to `most`; a rank of 0 is none."""
    return _mean([1 <= rank <= most for rank in ranks])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def as_data(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures, and every question with what came of it, ready for JSON."""
    return {
        "kinds": [
            {name: getattr(row, name) for name in Row.__dataclass_fields__}
            for row in table(outcomes)
        ],
        "questions": [
            {
                "question": o.question.question,
                "after": o.question.after,
                "kind": o.question.kind,
                "right": o.right,
                "answered": o.answered,
                "rank": o.rank,
                "seen": o.seen,
                "shown": o.shown,
            }
            for o in outcomes
        ],
    }


def as_text(outcomes: Sequence[Outcome]) -> str:
    """The figures as a table, then the questions that went wrong with what was shown."""
    head = [gettext("kind"), gettext("right"), gettext("95% interval"), *_SCORES]
    lines = ["".join(map(_cell, [*head, gettext("silence")], _WIDTHS))]
    for row in table(outcomes):
        shares = [_percent(s) for s in (row.hit1, row.hit3, row.mrr, row.seen1, row.seen3)]
        lines.append(
            f"{row.kind:<14}{f'{row.right}/{row.count}':>10}"
            f"{f'{100 * row.low:.0f}-{100 * row.high:.0f}%':>16}"
            + "".join(f"{share:>8}" for share in shares)
            + f"{_percent(row.silence):>9}"
        )
    wrong = [outcome for outcome in outcomes if not outcome.right]
    lines += ["", gettext("wrong:")] if wrong else []
    for o in wrong:
        asked = repr(o.question.question)
        if o.question.after:
            asked = gettext("{question} (after {before})", question=asked,
                            before=repr(o.question.after))  # fmt: skip
        lines.append(f"  [{o.question.kind}] {asked}")
        said = " ".join(translated(o.said).split())[:_SAID]
        lines.append(f"      {o.shown or gettext('silent')}: {said}")
    return "\n".join(lines)


def read_baseline(path: Path) -> dict[tuple[str, str | None], bool]:
    """A saved run (what `--json` printed) as (question, the one before) -> was right.

    Raises QuestionSetError.
    """
    try:
        rows = json.loads(as_spelt(path).read_text("utf-8"))["questions"]
        return {(row["question"], row["after"]): bool(row["right"]) for row in rows}
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        message = Message(
            "{file} is no saved run; make one with `citebot evaluate FILE --json`.", file=path
        )
        raise QuestionSetError(message) from error


def since(
    baseline: Mapping[tuple[str, str | None], bool], outcomes: Sequence[Outcome]
) -> dict[str, list[str]]:
    """Which questions changed since a saved run: what became of them -> the questions."""
    known = [
        (o, baseline[key])
        for o in outcomes
        if (key := (o.question.question, o.question.after)) in baseline
    ]
    return {
        "became_wrong": [o.question.question for o, was in known if was and not o.right],
        "became_right": [o.question.question for o, was in known if o.right and not was],
    }


def against(baseline: Mapping[tuple[str, str | None], bool], outcomes: Sequence[Outcome]) -> str:
    """The same for people, the ones that became wrong first."""
    worse, better = since(baseline, outcomes).values()
    lines = [
        gettext(
            "since the baseline: {right} became right, {wrong} became wrong",
            right=len(better), wrong=len(worse),
        )
    ]  # fmt: skip
    lines += [f"  - {question!r}" for question in worse]
    lines += [f"  + {question!r}" for question in better]
    return "\n".join(lines)


def _cell(text: str, width: int) -> str:
    """A head of a column; letters that are two columns wide count for two."""
    rest = abs(width) - sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    pad = " " * max(rest, 1)
    return text + pad if width < 0 else pad + text


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
