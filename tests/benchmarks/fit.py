"""Fits the weights in `bot/ranking/weights.py` and prints them, with what they reach.

    python -m tests.benchmarks.fit PUBLIC

PUBLIC is a folder with public question sets (see `corpora`). Fitted on: the public sets,
the six documents in `tests/data/fit` and further questions on the default one there, and
questions asked of another document of the same set. Never on `tests/data/check` or
`tests/data/unseen*.jsonl`.

ORDER is fitted by the likelihood of a right passage being first among the candidates
(ListNet's top-one loss), every set counting the same; CONFIDENCE by logistic regression on
the first passage of each question. A question whose right passage is not first counts a
tenth there: neither answering nor silence helps it. Its base is then set so that 98% of
the questions of another SQuAD document are met with silence. Both have a small ridge
penalty and are solved in numpy, by gradient descent and by Newton's method.

Left out on purpose: choosing the features. That was done by leaving each out in turn.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.answering.follow_ups import whole_question
from bot.ranking.confidence import Judge
from bot.ranking.features import FeatureExtractor
from bot.ranking.query import parse
from bot.ranking.ranker import Ranker
from bot.ranking.synonyms import Thesaurus, load
from bot.ranking.weights import CONFIDENCE, ORDER
from tests.benchmarks.corpora import PUBLIC, Asked, Corpus, own, public

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
DOCUMENT = ROOT / "corpus" / "fasoracetam.txt"
_WEIGHTS = {"default": 1.0, "fit": 0.5, "squad": 1.0, "covidqa": 0.1, "clapnq": 0.1, "qasper": 0.1}
_WRONG_FIRST = 0.1
_SILENT = 0.98  # of the questions of another document
_CROSS = 400  # questions of another document, per set
_CROSS_FOR_BASE = 3000  # the same, of SQuAD alone, that the base is set by
_PER_DOCUMENT = 40  # questions taken of each public document

Array = np.ndarray


@dataclass(frozen=True)
class Case:
    """A question with its candidates in order, and the numbers of the first of them.

    `features` has a row per candidate, `gold` whether it is right; `answers` are the numbers
    of the first one's confidence. No candidates, no rows.
    """

    features: Array
    gold: Array
    answers: Array
    answerable: bool
    kind: str

    @property
    def found(self) -> bool:
        """Whether there is any candidate."""
        return len(self.gold) > 0

    @property
    def right_first(self) -> bool:
        """Whether the first candidate is a right one."""
        return self.found and bool(self.gold[0])


def case(corpus: Corpus, asked: Asked, thesaurus: Thesaurus) -> Case:
    """Ask a question of a corpus and keep all numbers."""
    turn = whole_question(asked.question, asked.after)
    query = parse(turn.question, corpus.index, thesaurus, turn.context, turn.point)
    extractor = FeatureExtractor(query, corpus.index)
    ranked = [*Ranker(extractor).best()]
    return Case(
        np.array([list(r.features.numbers().values()) for r in ranked]),
        np.array([r.features.passage in asked.gold for r in ranked]),
        np.array(list(Judge(extractor).judge(ranked[0].features).numbers().values()))
        if ranked
        else np.array([]),
        bool(asked.gold),
        asked.kind,
    )


def cases(corpora: Sequence[Corpus], thesaurus: Thesaurus, most: int | None = None) -> list[Case]:
    """Every document's own questions; at most `most` a document."""
    return [
        case(corpus, asked, thesaurus)
        for corpus in corpora
        for asked in _some(corpus.asked, most)
        if asked.gold or asked.answerable is False
    ]


def _some(asked: list[Asked], most: int | None) -> list[Asked]:
    if most is None or len(asked) <= most:
        return asked
    return random.Random(0).sample(asked, most)


def crossed(corpora: Sequence[Corpus], thesaurus: Thesaurus, count: int) -> list[Case]:
    """Questions of other documents, which no passage answers."""
    chance = random.Random(0)
    others = [(c.name, a) for c in corpora for a in c.asked if not a.after]
    found: list[Case] = []
    while len(found) < count:
        corpus = chance.choice(corpora)
        name, asked = chance.choice(others)
        if name != corpus.name:
            found.append(case(corpus, Asked(asked.question, frozenset(), False, kind="other"),
                              thesaurus))  # fmt: skip
    return found


def fit_order(groups: Sequence[Sequence[Case]], steps: int = 3000, ridge: float = 1e-3) -> Array:
    """Weights of the features, BM25's first and 1: each group of cases counts the same."""
    useful = [[c for c in group if c.gold.any() and not c.gold.all()] for group in groups]
    scale = np.vstack([c.features for group in useful for c in group]).std(axis=0) + 1e-9
    packed = [_packed(group, scale) for group in useful if group]
    weights = np.full(len(scale), 0.1)
    momentum, speed = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        gradient = ridge * weights + sum(_slope(*pack, weights) for pack in packed) / len(packed)
        momentum = 0.9 * momentum + 0.1 * gradient
        speed = 0.999 * speed + 0.001 * gradient**2
        corrected = np.sqrt(speed / (1 - 0.999**step)) + 1e-9
        weights -= 0.02 * (momentum / (1 - 0.9**step)) / corrected
    scaled: Array = np.maximum(weights / scale, 0.0) / (weights[0] / scale[0])
    return scaled


def _packed(group: Sequence[Case], scale: Array) -> tuple[Array, Array, Array]:
    """(cases, candidates, numbers), and which are right, and which are there at all."""
    most = max(len(c.gold) for c in group)
    numbers = np.zeros((len(group), most, len(scale)))
    right = np.zeros((len(group), most), bool)
    there = np.zeros((len(group), most), bool)
    for row, one in enumerate(group):
        count = len(one.gold)
        numbers[row, :count] = one.features / scale
        right[row, :count] = one.gold
        there[row, :count] = True
    return numbers, right, there


def _slope(numbers: Array, right: Array, there: Array, weights: Array) -> Array:
    """The gradient of the mean negative log likelihood that a right one is first."""
    scores = np.where(there, numbers @ weights, -np.inf)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    wanted = np.where(right, shares, 0.0) + 1e-12 * right
    wanted /= wanted.sum(axis=1, keepdims=True)
    slope: Array = np.einsum("qc,qcn->n", shares - wanted, numbers) / len(numbers)
    return slope


def fit_confidence(parts: Sequence[tuple[float, Sequence[Case]]], ridge: float = 0.3) -> Array:
    """Weights of the confidence numbers, the base last; `parts` are (weight, cases)."""
    rows = [(w, c) for w, group in parts for c in group if c.found]
    numbers = np.array([[*c.answers, 1.0] for _, c in rows])
    right = np.array([float(c.right_first) for _, c in rows])
    sizes = np.array(
        [w * (_WRONG_FIRST if c.answerable and not c.right_first else 1.0) for w, c in rows]
    )
    penalty = ridge * np.eye(numbers.shape[1])
    penalty[-1, -1] = 0.0
    weights = np.zeros(numbers.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(numbers @ weights)))
        gradient = numbers.T @ (sizes * (chance - right)) + penalty @ weights
        curvature = (numbers.T * (sizes * chance * (1 - chance))) @ numbers + penalty
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def base_for(silent: float, group: Sequence[Case], weights: Array) -> float:
    """The base at which that share of a group's questions without an answer is not answered."""
    scores = sorted(
        float(one.answers @ weights[:-1]) for one in group if one.found and not one.answerable
    )
    unfound = sum(not one.found for one in group)
    allowed = int((1 - silent) * (len(scores) + unfound))
    return -(scores[-allowed - 1] + scores[-allowed]) / 2


def reached(group: Sequence[Case], weights: Array) -> str:
    """What a fit reaches on a group: ranked, answered and silent rightly, by kind."""
    kinds: dict[str, list[bool]] = {}
    kept = ranked = 0
    for one in group:
        answers = one.found and float(np.array([*one.answers, 1.0]) @ weights) >= 0
        ranked += one.right_first
        kept += one.right_first and answers
        right = (answers and one.right_first) if one.answerable else not answers
        kinds.setdefault(one.kind, []).append(right)
    told = ", ".join(f"{kind or 'all'} {sum(r)}/{len(r)}" for kind, r in kinds.items())
    total = sum(map(sum, kinds.values()))
    answerable = sum(one.answerable for one in group) or 1
    return (
        f"{total}/{len(group)} right; first {100 * ranked / answerable:.1f}%, "
        f"of these kept {100 * kept / max(ranked, 1):.1f}%: {told}"
    )


def _folder(name: str) -> list[Corpus]:
    return [own(p) for p in sorted((DATA / name).iterdir()) if p.suffix in {".txt", ".md"}]


def main(arguments: Sequence[str], tell: Callable[[str], object] = print) -> None:
    """Fit and print both sets of weights, then what they reach on every set."""
    folder = Path(arguments[0])
    thesaurus, with_own = load(), load((DOCUMENT.parent / "synonyms.txt").read_text("utf-8"))
    sets = {name: public(folder, name) for name in PUBLIC}
    asked = {name: cases(corpora, thesaurus) for name, corpora in sets.items()}
    groups = {
        "default": cases([own(DOCUMENT, DATA / "fit" / "default.questions.jsonl")], with_own),
        "fit": cases(_folder("fit"), thesaurus) + crossed(_folder("fit"), thesaurus, 250),
    }
    others = {
        name: cases(corpora, thesaurus, _PER_DOCUMENT) + crossed(corpora, thesaurus, _CROSS)
        if len(corpora) > 1
        else asked[name]
        for name, corpora in sets.items()
    }
    order = fit_order([*asked.values(), groups["default"] + groups["fit"]])
    names = list(_names()[0])
    tell(f"ORDER = {dict(zip(names, order.round(2).tolist(), strict=True))}")
    parts = [(_WEIGHTS[name], group) for name, group in {**groups, **others}.items()]
    weights = fit_confidence(parts)
    weights[-1] = base_for(_SILENT, crossed(sets["squad"], thesaurus, _CROSS_FOR_BASE), weights)
    named = dict(zip(_names()[1], weights.round(2).tolist(), strict=False))
    tell(f"CONFIDENCE = {named}; base {weights[-1]:.2f}")
    groups["check"] = cases(_folder("check"), thesaurus) + crossed(_folder("check"), thesaurus, 250)
    for path in sorted(DATA.glob("*.jsonl")):
        groups[path.stem] = cases([own(DOCUMENT, path)], with_own)
    for name, group in {**groups, **others}.items():
        tell(f"{name:8} {reached(group, weights)}")


def _names() -> tuple[Sequence[str], Sequence[str]]:
    return list(ORDER), list(CONFIDENCE)


if __name__ == "__main__":
    main(sys.argv[1:])
