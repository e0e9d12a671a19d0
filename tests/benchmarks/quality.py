"""Measures ranking and silence with the shipped weights, with and without the thesaurus.

    python -m tests.benchmarks.quality PUBLIC

PUBLIC is a folder with public question sets (see `corpora`). For each set: hit@1 of the
ranking (whatever the silence), with the thesaurus and without; of the right first
passages the share that is answered; and of questions asked of another document the share
that is met with silence.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.ranking.synonyms import load, parse
from bot.ranking.weights import WORDS
from tests.benchmarks.corpora import PUBLIC, public
from tests.benchmarks.fit import Case, crossed, own_cases

HALF = 0.5
_CROSS = 1000  # questions of another document, per set


def right_first(one: Case) -> bool:
    """Whether the first passage is a right one, answered or not."""
    return any(one.gold[at] for at in one.first(WORDS.order)[:1])


def hits(asked: Sequence[Case]) -> float:
    """The share of answerable questions whose right passage is first, in percent."""
    answerable = [one for one in asked if one.answerable]
    return 100 * sum(right_first(one) for one in answerable) / len(answerable)


def answers(one: Case) -> bool:
    """Whether the first passage is shown as an answer, by the shipped weights."""
    first = one.first(WORDS.order)[:1]
    return any(WORDS.answers.probability(one.confidences[at]) >= HALF for at in first)


def main(arguments: Sequence[str], tell: Callable[[str], object] = print) -> None:
    """Measure all public sets and print a row each, then the mean of the hits."""
    folder, plain, whole = Path(arguments[0]), parse([]), load()
    tell(f"{'set':10}{'hit@1':>8}{'without':>9}{'kept':>7}{'silent on others':>18}")
    means = []
    for name in PUBLIC:
        corpora = public(folder, name)
        asked = own_cases(corpora, whole)
        with_it, without = hits(asked), hits(own_cases(corpora, plain))
        means.append((with_it, without))
        right = [one for one in asked if right_first(one)]
        kept = 100 * sum(map(answers, right)) / len(right)
        row = f"{name:10}{with_it:8.1f}{without:9.1f}{kept:7.1f}"
        if len(corpora) > 1:
            others = crossed(corpora, whole, _CROSS)
            row += f"{100 * sum(not answers(one) for one in others) / len(others):18.1f}"
        tell(row)
    tell(f"{'mean':10}{np.mean([m[0] for m in means]):8.1f}{np.mean([m[1] for m in means]):9.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
