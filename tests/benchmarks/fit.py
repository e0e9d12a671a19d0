"""Fits the weights in `bot/ranking/weights.py` and prints them, with what they reach.

    python -m tests.benchmarks.fit PUBLIC [FOLDER ...]

PUBLIC is a folder with public question sets (see `corpora`); a FOLDER has one document in
`corpus/` and a `questions.jsonl` beside that. Fitted on both, on the documents in `tests/data/fit`
and `tests/data/check`, on further questions on the default one, and on questions asked of another
document of the same set (except where all of a set are on one subject); never on
`tests/data/unseen*.jsonl`. Once with words alone, and once with the sentence model where it is
installed: that takes an hour, for all passages are encoded.

The order is fitted by the likelihood of a right passage being first among the candidates
(ListNet's top-one loss), every set counting the same. Whether the first passage answers, and
whether it is on the subject, by logistic regression: an answer is right where the passage is,
and a subject is there where one of the first three is right. A public question counts a tenth,
one of another document half, and one on the default document twice one of our own; a question
whose right passage is not first, half, for neither answering nor silence helps it. The base of
the second is then moved until nothing is shown to 97% of the questions of another document.
All have a small ridge penalty and are solved in numpy, by gradient descent and by Newton's method.

Left out on purpose: choosing the features. That was done by leaving documents out in turn.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.analysis.analyzer import ENGLISH
from bot.answering.readings import questions
from bot.meaning import Meaning, model_choice
from bot.ranking.confidence import ALONE, Judge
from bot.ranking.features import FeatureExtractor
from bot.ranking.query import parse
from bot.ranking.ranker import Ranker, weighted_sum
from bot.ranking.synonyms import Thesaurus, load
from bot.ranking.weights import Weights, logistic, weights
from tests.benchmarks.corpora import PUBLIC, Asked, Corpus, own, public
from tests.benchmarks.meanings import meaning_of

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
DOCUMENT = ROOT / "corpus" / "fasoracetam.txt"
_PUBLIC, _OTHER = 0.1, 0.5  # of a public question, and of another document's
_DEFAULT = 2.0  # of a question on the document that comes along
_WRONG_FIRST = 0.5
_GIVEN = ("letters", "goes_on")  # of other languages, see `languages`; of follow-ups
_NOTHING = 0.97  # of the questions of another document
_ONE_SUBJECT = {"covidqa", "qasper"}  # whose documents may well answer each other's questions
_CROSS = 40  # questions of another document, per document
_DOCUMENTS, _PER_SET = 40, 400  # documents and questions taken of each public set

_STRANGE = {"other", "off-topic", "unanswerable-off-topic", "hostile"}

Array = np.ndarray
Numbers = list[Mapping[str, float]]


@dataclass(frozen=True)
class Case:
    """A question with its candidates: their features, their confidences, which are right."""

    features: Numbers
    confidences: Numbers
    gold: Array
    answerable: bool
    kind: str

    def first(self, order: Mapping[str, float]) -> list[int]:
        """The candidates, best first."""
        sums = [weighted_sum(order, numbers) for numbers in self.features]
        return sorted(range(len(sums)), key=lambda at: -sums[at])

    def numbers(self, ranks: Sequence[int], order: Mapping[str, float]) -> Mapping[str, float]:
        """The confidence in the first candidate, beside the second."""
        sums = [weighted_sum(order, self.features[at]) for at in ranks[:2]]
        margin = sums[0] - sums[1] if len(sums) > 1 else ALONE
        return {**self.confidences[ranks[0]], "ahead": logistic(margin)}


def case(
    corpus: Corpus, asked: Asked, thesaurus: Thesaurus, meaning: Meaning | None = None
) -> Case:
    """Ask a question of a corpus, by its likeliest reading, and keep all numbers."""
    readings = questions(asked.question, asked.after)
    if not readings:
        return Case([], [], np.array([], bool), bool(asked.gold), asked.kind)
    turn = readings[0][0]
    query = parse(turn.question, corpus.index, thesaurus, turn.context, turn.point)
    extractor = FeatureExtractor(query, corpus.index, meaning)
    fitted = weights(corpus.index.analyzer, model=meaning is not None)
    judge = Judge(extractor, fitted)
    found = [judge.judge(one, None) for one in Ranker(extractor, fitted).best()]
    return Case(
        [one.features.numbers() for one in found],
        [one.confidence.numbers() for one in found],
        np.array([one.features.passage in asked.gold for one in found], bool),
        bool(asked.gold),
        asked.kind,
    )


def cases(
    corpora: Sequence[Corpus], thesaurus: Thesaurus, most: int | None = None, *, model: bool = False
) -> list[Case]:
    """Every document's own questions, or `most` of them, and as many of other documents."""
    return [*own_cases(corpora, thesaurus, most, model=model),
            *crossed(corpora, thesaurus, _CROSS * len(corpora), model=model)]  # fmt: skip


def own_cases(
    corpora: Sequence[Corpus], thesaurus: Thesaurus, most: int | None = None, *, model: bool = False
) -> list[Case]:
    """Every document's own questions; at most `most` of all."""
    asked = [(c, a) for c in corpora for a in c.asked if a.gold or a.answerable is False]
    if most is not None and len(asked) > most:
        asked = random.Random(0).sample(asked, most)
    return [case(c, a, thesaurus, meaning_of(c.index) if model else None) for c, a in asked]


def crossed(
    corpora: Sequence[Corpus], thesaurus: Thesaurus, count: int, *, model: bool = False
) -> list[Case]:
    """Questions of other documents, which no passage answers; none where there is no other."""
    chance = random.Random(0)
    others = [(c.name, a) for c in corpora for a in c.asked if not a.after and a.gold]
    found: list[Case] = []
    while len(found) < count and len(corpora) > 1:
        corpus = chance.choice(corpora)
        name, asked = chance.choice(others)
        if name != corpus.name:
            strange = Asked(asked.question, frozenset(), False, kind="other")
            found.append(
                case(corpus, strange, thesaurus, meaning_of(corpus.index) if model else None)
            )
    return found


def fit_order(groups: Sequence[Sequence[Case]], names: Sequence[str]) -> dict[str, float]:
    """Weights of the features: each group of cases counts the same."""
    useful = [[c for c in group if c.gold.any() and not c.gold.all()] for group in groups]
    rows = {id(c): _rows(c.features, names) for group in useful for c in group}
    scale = np.vstack(list(rows.values())).std(axis=0) + 1e-9
    packed = [_packed(group, rows, scale) for group in useful if group]
    found = np.full(len(scale), 0.1)
    momentum, speed = np.zeros_like(found), np.zeros_like(found)
    for step in range(1, 1501):
        gradient = 1e-3 * found + sum(_slope(*pack, found) for pack in packed) / len(packed)
        momentum = 0.9 * momentum + 0.1 * gradient
        speed = 0.999 * speed + 0.001 * gradient**2
        corrected = np.sqrt(speed / (1 - 0.999**step)) + 1e-9
        found = np.maximum(found - 0.02 * (momentum / (1 - 0.9**step)) / corrected, 0.0)
    return dict(zip(names, (found / scale).round(3).tolist(), strict=True))


def _rows(numbers: Numbers, names: Sequence[str]) -> Array:
    return np.array([[one[name] for name in names] for one in numbers])


def _packed(
    group: Sequence[Case], rows: Mapping[int, Array], scale: Array
) -> tuple[Array, Array, Array]:
    """(cases, candidates, numbers), and which are right, and which are there at all."""
    most = max(len(c.gold) for c in group)
    numbers = np.zeros((len(group), most, len(scale)))
    right = np.zeros((len(group), most), bool)
    there = np.zeros((len(group), most), bool)
    for row, one in enumerate(group):
        count = len(one.gold)
        numbers[row, :count] = rows[id(one)] / scale
        right[row, :count] = one.gold
        there[row, :count] = True
    return numbers, right, there


def _slope(numbers: Array, right: Array, there: Array, found: Array) -> Array:
    """The gradient of the mean negative log likelihood that a right one is first."""
    scores = np.where(there, numbers @ found, -np.inf)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    wanted = np.where(right, shares, 0.0) + 1e-12 * right
    wanted /= wanted.sum(axis=1, keepdims=True)
    slope: Array = np.einsum("qc,qcn->n", shares - wanted, numbers) / len(numbers)
    return slope


def fit_logistic(numbers: Array, right: Array, sizes: Array, ridge: float = 0.3) -> Array:
    """Weights of the numbers, the base last."""
    numbers = np.hstack([numbers, np.ones((len(numbers), 1))])
    penalty = ridge * np.eye(numbers.shape[1])
    penalty[-1, -1] = 0.0
    found = np.zeros(numbers.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(numbers @ found, -30, 30)))
        gradient = numbers.T @ (sizes * (chance - right)) + penalty @ found
        curvature = (numbers.T * (sizes * chance * (1 - chance))) @ numbers + penalty
        found -= np.linalg.solve(curvature, gradient)
    return found


def based(found: Array, strange: Array, share: float) -> Array:
    """Moved by its base until that share of the strange ones have odds below one half."""
    scores = np.hstack([strange, np.ones((len(strange), 1))]) @ found
    moved = found.copy()
    moved[-1] -= np.quantile(scores, share)
    return moved


@dataclass(frozen=True)
class First:
    """The first candidate of a case in an order: how much it counts, and its numbers."""

    group: str
    size: float
    case: Case
    ranks: list[int]
    numbers: Mapping[str, float]

    @property
    def right(self) -> bool:
        """Whether it is a right one."""
        return bool(self.case.gold[self.ranks[0]])


def firsts(groups: Mapping[str, Sequence[Case]], order: Mapping[str, float]) -> list[First]:
    """The first candidate of each case that has any."""
    return [
        First(name, _size(name, one), one, ranks := one.first(order), one.numbers(ranks, order))
        for name, group in groups.items()
        for one in group
        if one.features
    ]


def _size(name: str, one: Case) -> float:
    size = _PUBLIC if name in PUBLIC else _DEFAULT if name == "default" else 1.0
    return size * (_OTHER if one.kind == "other" else 1.0)


def fit(
    groups: Mapping[str, Sequence[Case]], *, model: bool, tell: Callable[[str], object]
) -> None:
    """Fit one set of weights and print it."""
    known: Weights = weights(ENGLISH, model=model)
    order = fit_order(list(groups.values()), [name for name in known.order if name not in _GIVEN])
    order |= {name: known.order[name] for name in _GIVEN}
    tell(f"order = {order}")
    found = firsts(groups, order)
    names = list(known.answers.weights)
    sizes = [
        one.size * (_WRONG_FIRST if one.case.answerable and not one.right else 1.0) for one in found
    ]
    answers = fit_logistic(
        _rows([one.numbers for one in found], names),
        np.array([float(one.right) for one in found]),
        np.array(sizes),
    )
    tell(f"answers = {_told(names, answers)}")
    names = list(known.near.weights)
    there = [one for one in found if one.case.answerable and one.case.gold[one.ranks[:3]].any()]
    strange = [one for one in found if one.case.kind in _STRANGE]
    near = fit_logistic(
        _rows([one.numbers for one in there + strange], names),
        np.array([1.0] * len(there) + [0.0] * len(strange)),
        np.array([one.size for one in there + strange]),
    )
    others = [one.numbers for one in strange if one.case.kind == "other"]
    near = based(near, _rows(others, names), _NOTHING)
    tell(f"near = {_told(names, near)}")


def _told(names: Sequence[str], found: Array) -> str:
    return f"Logistic({dict(zip(names, found.round(2).tolist(), strict=False))}, {found[-1]:.2f})"


def _folder(name: str) -> list[Corpus]:
    return [own(p) for p in sorted((DATA / name).iterdir()) if p.suffix in {".txt", ".md"}]


def main(arguments: Sequence[str], tell: Callable[[str], object] = print) -> None:
    """Fit and print the weights for words alone, and those with the model that is installed."""
    folder, *others = map(Path, arguments)
    thesaurus = load()
    corpora = {name: public(folder, name)[:_DOCUMENTS] for name in PUBLIC}
    corpora |= {"fit": _folder("fit"), "check": _folder("check")}
    corpora["others"] = [own(next((o / "corpus").iterdir()), o / "questions.jsonl") for o in others]
    default = [own(DOCUMENT, DATA / "fit" / "default.questions.jsonl")]
    synonyms = load((DOCUMENT.parent / "synonyms.txt").read_text("utf-8"))
    for model in (False, True) if model_choice(None, None).model else (False,):
        tell(f"with a sentence model: {model}")
        groups = {
            name: (own_cases if name in _ONE_SUBJECT else cases)(
                found, thesaurus, _PER_SET if name in PUBLIC else None, model=model
            )
            for name, found in corpora.items()
            if found
        }
        groups["default"] = own_cases(default, synonyms, model=model)
        fit(groups, model=model, tell=tell)


if __name__ == "__main__":
    main(sys.argv[1:])
