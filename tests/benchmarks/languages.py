"""Measures ranking and silence in other languages than English, with the English weights.

    python -m tests.benchmarks.languages PUBLIC [LANGUAGE ...]

PUBLIC is a folder with public question sets (see `corpora`), of which this takes the parts of
XQuAD (Artetxe et al., On the Cross-lingual Transferability of Monolingual Representations, ACL
2020). For each language: how often the right passage is ranked first within its article
(whatever is answered); of these the share that is answered; and of questions on another
article the share that is not answered.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from bot.answering.answer import answer
from bot.ranking.features import FeatureExtractor
from bot.ranking.query import parse
from bot.ranking.ranker import Ranker
from bot.ranking.synonyms import load
from bot.ranking.weights import WORDS
from tests.benchmarks.corpora import Asked, Corpus, public

_CROSS = 1000  # questions of another article


def main(arguments: Sequence[str], tell: Callable[[str], object] = print) -> None:
    """Measure some languages, or all there are, and print a row each."""
    folder = Path(arguments[0])
    found = sorted(path.name.split(".")[0] for path in folder.glob("xquad-*.passages.jsonl"))
    tell(f"{'set':10}{'questions':>10}{'first':>8}{'answered':>10}{'not, of others':>16}")
    for name in [f"xquad-{language}" for language in arguments[1:]] or found:
        corpora = public(folder, name)
        asked = [(corpus, one) for corpus in corpora for one in corpus.asked]
        right = [pair for pair in asked if _first(*pair) in pair[1].gold]
        answered = sum(_is_answered(*pair) for pair in right) / len(right)
        others = [*_of_others(corpora)]
        silent = sum(not _is_answered(*pair) for pair in others) / len(others)
        first = len(right) / len(asked)
        tell(
            f"{name:10}{len(asked):10}{100 * first:8.1f}{100 * answered:10.1f}{100 * silent:16.1f}"
        )


def _first(corpus: Corpus, asked: Asked) -> int:
    """The passage that is shown first, as an answer or as the nearest; -1 for none."""
    reply = answer(asked.question, corpus.index, load(), count=1)
    if reply.shown:
        return reply.shown[0].passage.number - 1
    return ranked_first(asked.question, corpus)


def ranked_first(question: str, corpus: Corpus) -> int:
    """The passage that is ranked first whatever speaks for it; -1 for none."""
    query = parse(question, corpus.index, load())
    ranked = next(Ranker(FeatureExtractor(query, corpus.index), WORDS).best(), None)
    return -1 if ranked is None else ranked.features.passage


def _is_answered(corpus: Corpus, asked: Asked) -> bool:
    return answer(asked.question, corpus.index, load(), count=1).answered


def _of_others(corpora: Sequence[Corpus]) -> Iterator[tuple[Corpus, Asked]]:
    chance = Random(1)
    for _ in range(_CROSS):
        one, other = chance.sample(corpora, 2)
        yield one, chance.choice(other.asked)


if __name__ == "__main__":
    main(sys.argv[1:])
