"""Tells what each rule of the thesaurus wins and loses in ranking.

    python -m tests.benchmarks.thesaurus PUBLIC [FOLDER ...]

PUBLIC is a folder with public question sets (see `corpora`); a FOLDER has one document in
`corpus/` and a `questions.jsonl` beside that. Added to them are the documents in `tests/data/fit`
and `tests/data/check`. Each rule is left out in turn; told is every rule whose absence changes
a ranking: how many right passages it brings to the first place and drives from it, the same
for the first three places, and how many questions meet it.

Left out on purpose: silence. It is judged after the weights are fitted (see `fit`).
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bot.analysis import stem, words
from bot.analysis.stop_words import WEAK_WORDS
from bot.answering.readings import questions
from bot.data import shipped
from bot.ranking.features import FeatureExtractor
from bot.ranking.query import parse as parse_question
from bot.ranking.ranker import Ranker
from bot.ranking.synonyms import Phrase, Thesaurus, parse
from bot.ranking.weights import WORDS
from tests.benchmarks.corpora import PUBLIC, Asked, Corpus, own, public

DATA = Path(__file__).parents[1] / "data"
_LONGEST = 3  # strong words of a turn
_PER_SET = 1000  # questions taken of each public set


class Hit(NamedTuple):
    """Whether a right passage is first, and among the first three."""

    first: bool
    three: bool


def ranked(corpus: Corpus, asked: Asked, thesaurus: Thesaurus) -> Hit:
    """Where a right passage stands, whatever the silence."""
    turn = questions(asked.question, asked.after)[0][0]
    query = parse_question(turn.question, corpus.index, thesaurus, turn.context, turn.point)
    best = islice(Ranker(FeatureExtractor(query, corpus.index), WORDS).best(), 3)
    right = [one.features.passage in asked.gold for one in best]
    return Hit(any(right[:1]), any(right))


def effects(corpora: Sequence[Corpus], lines: Sequence[str]) -> dict[int, list[tuple[Hit, Hit]]]:
    """Number of a line -> with it and without it, for each question that meets it."""
    meeting: dict[Phrase, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for phrases in parse([line]).rules.values():
            for phrase in phrases:
                meeting[phrase].append(number)
    whole = parse(lines)
    without = {n: parse([*lines[:n], *lines[n + 1 :]]) for n in range(len(lines))}
    found: dict[int, list[tuple[Hit, Hit]]] = defaultdict(list)
    for corpus in corpora:
        for asked in corpus.asked:
            met = {n for turn in _turns(asked) for n in meeting.get(turn, ())}
            if asked.gold and met:
                hit = ranked(corpus, asked, whole)
                for number in met:
                    found[number].append((hit, ranked(corpus, asked, without[number])))
    return found


def _turns(asked: Asked) -> Iterator[Phrase]:
    for text in (asked.question, asked.after or ""):
        parts = [word.text for word in words(text) if word.parts == 1]
        stems = [stem(part) for part in parts if part not in WEAK_WORDS]
        for count in range(1, _LONGEST + 1):
            yield from (tuple(stems[at : at + count]) for at in range(len(stems) - count + 1))


def row(line: str, hits: Sequence[tuple[Hit, Hit]]) -> str:
    """What a rule wins and loses, in a line; empty where it changes nothing."""
    counts = [
        sum(getattr(one, place) and not getattr(other, place) for one, other in pairs)
        for place in ("first", "three")
        for pairs in (hits, [(without, with_it) for with_it, without in hits])
    ]
    if not any(counts):
        return ""
    first, lost, three, gone = counts
    return f"{first:+4}{-lost:+4}  {three:+4}{-gone:+4}{len(hits):6}  {line}"


def _corpora(folder: Path, others: Sequence[Path]) -> Iterator[Corpus]:
    for name in ("fit", "check"):
        paths = sorted((DATA / name).iterdir())
        yield from (own(path) for path in paths if path.suffix in {".txt", ".md"})
    for other in others:
        (document,) = (other / "corpus").iterdir()
        yield own(document, other / "questions.jsonl")
    for name in PUBLIC:
        corpora = public(folder, name)
        asked = [(corpus, one) for corpus in corpora for one in corpus.asked if one.gold]
        chosen = random.Random(0).sample(asked, min(_PER_SET, len(asked)))
        for corpus in corpora:
            yield Corpus(corpus.name, corpus.index, [one for at, one in chosen if at is corpus])


def main(arguments: Sequence[str], tell: Callable[[str], object] = print) -> None:
    """Measure all rules and print those that change a ranking, the worst first."""
    rules = [line for line in shipped("thesaurus.txt").decode().splitlines() if line[:1] != "#"]
    folder, *others = map(Path, arguments)
    found = effects([*_corpora(folder, others)], rules)
    tell(" first      three  met  rule")
    rows = [row(rules[number], hits) for number, hits in found.items()]
    for text in sorted(filter(None, rows), key=_balance):
        tell(text)


def _balance(text: str) -> int:
    won, lost = text.split()[:2]
    return int(won) + int(lost)


if __name__ == "__main__":
    main(sys.argv[1:])
