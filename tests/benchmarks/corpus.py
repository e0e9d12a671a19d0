"""Makes the text of the benchmark of size: documents of 100 passages, as many as are wanted.

    python -m tests.benchmarks.corpus FOLDER PASSAGES

What is drawn, from one seed for each document, so that a smaller corpus is the beginning of
a larger one:

- A document is a title, and paragraphs of 40 to 120 words in 2 to 6 sentences, a heading
  in front of every tenth; a blank line stands between all of them. Some words are numbers,
  some sentences end in a citation marker.
- Words come from `corpus_words`: function words and content words at their own rates.
- Content words come in bursts (Church and Gale, Poisson mixtures, 1995). A document has a
  topic of a few dozen words and a paragraph a theme of a few; a part of the content words
  is drawn from each. Topics and themes are drawn from the same frequencies as all words, so
  those stay what they are over the corpus, while within a passage words repeat and within
  a document they keep company. How large the parts are was set by the real text in
  `tests/data`; `tests/test_benchmarks.py` holds both against each other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.corpus_words import FUNCTION_SHARE, Drawing, Numbers, Vocabulary

SEED = 20261125
PER_DOCUMENT = 100  # passages
_PER_HEADING = 10  # passages
_SHORTEST, _LONGEST = 40, 120  # words of a paragraph
_TOPIC, _THEME = 40, 5  # words
_FROM_TOPIC, _FROM_THEME = 0.27, 0.16  # of the content words
_THEME_FROM_TOPIC = 0.5
_NUMBERS, _CITED, _COMMAS = 0.015, 0.12, 0.05


@dataclass(frozen=True)
class Paragraph:
    """Where a paragraph's words lie in its document's, and where its sentences end in them."""

    start: int
    ends: list[int]


class Writer:
    """Writes documents, each by its number from 0."""

    def __init__(self) -> None:
        self._words = Vocabulary()

    def document(self, number: int, passages: int = PER_DOCUMENT) -> str:
        """The text of a document."""
        chance = np.random.default_rng([SEED, number])
        topic = self._words.content.draw(chance, _TOPIC)
        paragraphs = list(_paragraphs(chance, passages))
        total = paragraphs[-1].ends[-1]
        numbers = self._numbers(chance, topic, [p.start for p in paragraphs], total)
        spelt = [self._words.spellings[at] for at in numbers.tolist()]
        _sprinkle(chance, spelt)
        heads = iter(self._headings(chance, topic, 1 + -(-passages // _PER_HEADING)))
        pieces = [next(heads)]
        for at, paragraph in enumerate(paragraphs):
            if at % _PER_HEADING == 0:
                pieces.append(next(heads))
            pieces.append(_sentences(spelt, paragraph))
        return "\n\n".join(pieces) + "\n"

    def _numbers(
        self, chance: np.random.Generator, topic: Numbers, starts: list[int], total: int
    ) -> Numbers:
        """The words of a document, one kind after the other."""
        content = self._words.content
        found = content.draw(chance, total)
        topical = Drawing(topic, 1 / np.arange(1.0, _TOPIC + 1) ** 0.5)
        kind = chance.random(total)
        own = kind < _FROM_TOPIC
        found[own] = topical.draw(chance, int(own.sum()))
        themes = content.draw(chance, len(starts) * _THEME)
        shared = chance.random(len(themes)) < _THEME_FROM_TOPIC
        themes[shared] = topical.draw(chance, int(shared.sum()))
        paragraph = np.searchsorted(np.array(starts), np.arange(total), side="right") - 1
        own = (kind >= _FROM_TOPIC) & (kind < _FROM_TOPIC + _FROM_THEME)
        pick = chance.integers(0, _THEME, total)
        found[own] = themes[paragraph[own] * _THEME + pick[own]]
        function = chance.random(total) < FUNCTION_SHARE
        found[function] = self._words.function.draw(chance, int(function.sum()))
        twice = np.flatnonzero(found[1:] == found[:-1]) + 1  # "the the"
        found[twice] = content.draw(chance, len(twice))
        return found

    def _headings(self, chance: np.random.Generator, topic: Numbers, count: int) -> Iterator[str]:
        for _ in range(count):
            picked = chance.choice(topic, int(chance.integers(1, 4)), replace=False)
            yield " ".join(self._words.spellings[int(at)] for at in picked).capitalize()


def _paragraphs(chance: np.random.Generator, count: int) -> Iterator[Paragraph]:
    lengths = _SHORTEST + np.rint((_LONGEST - _SHORTEST) * chance.beta(2.2, 2.8, count))
    at = 0
    for length in lengths.astype(int).tolist():
        wanted = min(max(round(length / 19 + chance.normal(0, 0.8)), 2), 6)
        shares = chance.dirichlet([12] * wanted)
        ends = [at + max(round(float(end)), 1) for end in np.cumsum(shares) * length]
        ends[-1] = at + length
        yield Paragraph(at, ends)
        at += length


def _sprinkle(chance: np.random.Generator, words: list[str]) -> None:
    """Makes some words numbers (years, counts), and puts commas behind some."""
    for at in np.flatnonzero(chance.random(len(words)) < _NUMBERS).tolist():
        year = chance.random() < 0.4
        words[at] = str(int(chance.integers(1800, 2026) if year else 10 ** chance.uniform(0, 4)))
    for at in np.flatnonzero(chance.random(len(words)) < _COMMAS).tolist():
        words[at] += ","
    cited = np.flatnonzero(chance.random(len(words)) < _CITED)
    for number, at in enumerate(cited.tolist(), 1):
        words[at] += f"\0[{number // 8 + 1}]"  # shown where a sentence ends there


def _sentences(words: list[str], paragraph: Paragraph) -> str:
    """A paragraph's text: a capital in front of and a full stop behind each sentence."""
    made = []
    start = paragraph.start
    for end in paragraph.ends:
        *inner, last = words[start:end]
        bare, _, marker = last.partition("\0")
        text = " ".join([*(word.partition("\0")[0] for word in inner), bare.rstrip(",")])
        made.append(text[:1].upper() + text[1:] + "." + marker)
        start = end
    return " ".join(made)


def make(folder: Path, passages: int) -> Path:
    """A folder with the first `passages` of the corpus, made as far as it is not there.

    All documents lie in `documents`; a folder for each size has links to its own.
    """
    count = -(-passages // PER_DOCUMENT)
    every = folder / "documents"
    every.mkdir(parents=True, exist_ok=True)
    _write(every, count)
    size = folder / str(passages)
    if not size.is_dir():
        making = folder / f"{passages}.new"
        making.mkdir(exist_ok=True)
        for number in range(count):
            link = making / name(number)
            link.unlink(missing_ok=True)
            os.link(every / name(number), link)
        making.rename(size)
    return size


def name(number: int) -> str:
    """The file name of a document."""
    return f"document{number:05}.txt"


def _write(folder: Path, count: int) -> None:
    missing = [number for number in range(count) if not (folder / name(number)).exists()]
    writer = Writer() if missing else None
    for number in missing:
        if writer is not None:
            making = folder / ".unfinished"
            making.write_text(writer.document(number), "utf-8")
            making.rename(folder / name(number))  # so that what has the name is whole


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), int(sys.argv[2])))
