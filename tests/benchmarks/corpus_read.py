"""Reads the benchmark's text as a plain search engine would, and draws questions from it.

A passage is what stands between blank lines; a heading goes in front of the passage under
it, and the title is the first of them. citebot cuts the same passages by its own rules.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.analysis.stop_words import FUNCTION_WORDS, QUESTION_WORDS

_FEWEST, _MOST = 2, 6  # words of a question
_SENTENCE = re.compile(r"[^.]+")
_WORD = re.compile(r"[A-Za-z]+")
_LEAST_LETTERS = 3  # some tokenizers drop what is shorter
_TEMPLATES = {  # words -> a question around them
    2: "What is the {} of {}?",
    3: "What is the {} of {} in {}?",
    4: "How does the {} of {} depend on {} in {}?",
    5: "What is the {} of {} in {}, and does {} matter for {}?",
    6: "How does {} of {} depend on {} in {}, and does {} matter for {}?",
}


@dataclass(frozen=True)
class Question:
    """Words of a sentence, the passage it stands in, and a question made of them."""

    words: tuple[str, ...]
    passage: str
    asked: str


def documents(folder: Path) -> list[Path]:
    """The files of a corpus in order."""
    return sorted(folder.glob("*.txt"))


def passages(path: Path) -> Iterator[str]:
    """The passages of a document, each with the headings in front of it."""
    above: list[str] = []
    for block in path.read_text("utf-8").rstrip("\n").split("\n\n"):
        above.append(block)
        if block.endswith((".", "]")):
            yield "\n".join(above)
            above = []


def questions(folder: Path, count: int, seed: int = 7) -> list[Question]:
    """`count` questions, each from a random passage; the same at every call."""
    chance, files = random.Random(seed), documents(folder)
    made: list[Question] = []
    while len(made) < count:
        passage = chance.choice(list(passages(chance.choice(files)))).split("\n")[-1]
        if words := _words(chance, passage):
            made.append(Question(words, passage, _TEMPLATES[len(words)].format(*words)))
    return made


def _words(chance: random.Random, passage: str) -> tuple[str, ...]:
    """Some content words of one of a passage's sentences, in their order; none if too few."""
    sentence = chance.choice(_SENTENCE.findall(passage))
    found = list(dict.fromkeys(filter(_is_content, map(str.lower, _WORD.findall(sentence)))))
    wanted = min(chance.randint(_FEWEST, _MOST), len(found))
    if wanted < _FEWEST:
        return ()
    return tuple(found[at] for at in sorted(chance.sample(range(len(found)), wanted)))


def _is_content(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and word not in FUNCTION_WORDS | QUESTION_WORDS


def save(asked: Sequence[Question], path: Path) -> None:
    """Write questions to a file, so that whoever asks them need not read the corpus."""
    rows = [[question.words, question.passage, question.asked] for question in asked]
    path.write_text(json.dumps(rows), "utf-8")


def load(path: Path) -> list[Question]:
    """The questions in a file."""
    rows = json.loads(path.read_text("utf-8"))
    return [Question(tuple(words), passage, asked) for words, passage, asked in rows]


def text_size(files: Sequence[Path]) -> int:
    """Bytes of text."""
    return sum(path.stat().st_size for path in files)
