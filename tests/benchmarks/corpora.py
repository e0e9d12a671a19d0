"""Question sets over their documents, as indexes in memory, for fitting and measuring.

Two kinds of set:

- a public set: `NAME.passages.jsonl` with {"document", "id", "heading" or null, "text"} and
  `NAME.questions.jsonl` with {"document", "question", "gold": [passage ids], "answerable"};
- a set of our own: `NAME.txt` or `NAME.md`, and beside it `NAME.questions.jsonl` as
  `citebot evaluate` reads it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.analysis.analyzer import analyzer_for
from bot.analysis.detection import language_of
from bot.analysis.sentences import sentence_bounds, sentences
from bot.documents import Document
from bot.index import EmbeddedIndex, Index
from bot.index.build import Builder
from bot.passages import Passage, PassageUnit, Split, split
from tests.segments import segment_of

PUBLIC = ("squad", "covidqa", "clapnq", "qasper")


@dataclass(frozen=True)
class Asked:
    """A question, the numbers of the passages that answer it, and the question before.

    `answerable` is None where nobody knows; then only its ranking can be judged.
    """

    question: str
    gold: frozenset[int]
    answerable: bool | None
    after: str | None = None
    kind: str = ""


@dataclass(frozen=True)
class Corpus:
    """One document as an index, and what is asked of it."""

    name: str
    index: Index
    asked: list[Asked]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def public(folder: Path, name: str) -> list[Corpus]:
    """The documents of a public set, each with its questions."""
    passages, questions = defaultdict(list), defaultdict(list)
    for row in rows(folder / f"{name}.passages.jsonl"):
        passages[row["document"]].append(row)
    for row in rows(folder / f"{name}.questions.jsonl"):
        questions[row["document"]].append(row)
    return [_corpus(document, passages[document], questions[document]) for document in passages]


def _corpus(name: str, passages: list[dict[str, Any]], questions: list[dict[str, Any]]) -> Corpus:
    numbers = {row["id"]: number for number, row in enumerate(passages)}
    asked = [
        Asked(
            row["question"],
            frozenset(numbers[gold] for gold in row["gold"] if gold in numbers),
            row["answerable"],
        )
        for row in questions
    ]
    return Corpus(name, _index(name, passages), asked)


def _index(name: str, rows: list[dict[str, Any]]) -> Index:
    pieces: list[str] = []
    made: list[Passage] = []
    at = 0
    language = language_of("\n\n".join(row["text"] for row in rows))
    for number, row in enumerate(rows, 1):
        text = row["text"]
        units = _units(text, at, language)
        heading = (row["heading"],) if row["heading"] else ()
        made.append(
            Passage(f"d:{number}", name, number, heading, text, at, at + len(text), units, ())
        )
        pieces.append(text + "\n\n")
        at += len(text) + 2
    document = Document(name, "".join(pieces))
    title = "" if name in PUBLIC else name.replace("_", " ")
    return index_of(document, Split(title, tuple(made), (), language))


def _units(text: str, at: int, language: str) -> tuple[PassageUnit, ...]:
    """A paragraph as `passages.sizes` has it."""
    if language == "en":
        return (PassageUnit(at, at + len(text), prose=bool(sentences(text))),)
    starts, ends = sentence_bounds(text, analyzer_for(language).abbreviations)
    return tuple(PassageUnit(at + a, at + b) for a, b in zip(starts, ends, strict=True))


def index_of(document: Document, parts: Split) -> Index:
    """One document as an index in memory."""
    builder = Builder(file := BytesIO())
    builder.add(segment_of(document, "d", parts))
    builder.finish({"unreadable": []})
    return EmbeddedIndex.from_bytes(file.getvalue())


def own(path: Path, questions: Path | None = None) -> Corpus:
    """A document of our own with its questions."""
    document = Document(path.name, path.read_text("utf-8"))
    parts = split(document, "d")
    questions = questions or path.with_suffix(".questions.jsonl")
    asked = [
        Asked(
            row["question"],
            frozenset(
                p.number - 1 for p in parts.passages if any(gold in p.text for gold in row["gold"])
            ),
            bool(row["gold"]),
            row.get("after"),
            row.get("kind", ""),
        )
        for row in rows(questions)
    ]
    return Corpus(path.stem, index_of(document, parts), asked)
