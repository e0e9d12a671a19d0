"""Replies, passages and references as plain dictionaries, ready for JSON.

The shapes are contracts: other programs rely on them (see the README, "For programs").
Keys are added at most, and only with a line in the changelog.
"""

from __future__ import annotations

from typing import Any

from bot.answering.answer import Answer, NoAnswer, Quotation
from bot.passages import Passage
from bot.ranking.ranker import shares

Json = dict[str, Any]


def reply(given: Answer | NoAnswer, *, explain: bool = False) -> Json:
    """One reply. With `explain`, also what each passage's place rests on."""
    answered = isinstance(given, Answer)
    made: Json = {
        "question": given.question,
        "after": given.after,
        "answered": answered,
        "reason": None if isinstance(given, Answer) else given.reason,
        "passages": [quotation(q) for q in given.quotations] if isinstance(given, Answer) else [],
        "closest": [] if isinstance(given, Answer) else [q.passage.id for q in given.closest],
        "notices": list(given.notices),
    }
    if explain:
        made["explain"] = explanation(given)
    return made


def quotation(given: Quotation) -> Json:
    """A quoted passage: the passage's own fields, and why and how it can be checked."""
    return passage(given.passage) | {
        "best": {"start": given.best.start, "end": given.best.end},
        "score": round(given.score, 4),
        "receipt": given.receipt,
    }


def passage(given: Passage) -> Json:
    """A passage; `start` and `end` are character offsets in its document."""
    return {
        "id": given.id,
        "document": given.document,
        "number": given.number,
        "heading": list(given.heading),
        "text": given.text,
        "start": given.start,
        "end": given.end,
        "references": list(given.references),
    }


def explanation(given: Answer | NoAnswer) -> Json:
    """How the question was read, and what speaks for each passage that was looked at.

    `order` has the share of each feature in the passage's place, `answers` the
    numbers that decide whether it answers, and `probability` what comes of them.
    """
    considered = given.quotations if isinstance(given, Answer) else given.closest
    concepts = given.query.concepts if given.query is not None else ()
    return {
        "read_as": given.read_as or given.question,
        "concepts": [
            {"asked": c.asked, "kind": c.kind.value, "found": bool(c.forms)} for c in concepts
        ],
        "passages": [
            {
                "id": q.passage.id,
                "order": _rounded(shares(q.features)),
                "answers": _rounded(q.confidence.numbers()),
                "probability": round(q.confidence.probability(), 3),
            }
            for q in considered
        ],
    }


def _rounded(numbers: dict[str, float]) -> dict[str, float]:
    return {name: round(number, 3) for name, number in numbers.items()}
