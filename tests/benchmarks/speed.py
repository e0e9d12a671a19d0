"""Measures a process's start and an answer, as ratios against peers in the same run.

    python -m tests.benchmarks.speed

- start: `citebot ask` over an index that is built, against `python -c pass` and against
  `python -c "import nltk"`, the medians of several whole processes in turn, all with their
  modules compiled beforehand, as an installer leaves them;
- answer: a question in a running process, with all features and the decision, against
  rank-bm25's own `get_scores` on the same words: medians over all our questions.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from rank_bm25 import BM25Okapi

from bot import Library
from bot.analysis import stem, words
from bot.evaluation.measure import read

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "corpus" / "fasoracetam.txt"
_TURNS = 15


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def start(folder: str) -> dict[str, float]:
    """Command -> the median of its whole process, in seconds."""
    commands = {
        "citebot ask": ["-m", "bot", "--corpus", str(DOCUMENT), "--index", folder, "ask", "LD50?"],
        "python -c pass": ["-c", "pass"],
        "import nltk": ["-c", "import nltk"],
    }
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled"))}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(1 + _TURNS):  # the first compiles the modules
        for name, arguments in commands.items():
            call = partial(subprocess.run, [sys.executable, *arguments], cwd=ROOT,
                           env=environ, capture_output=True, check=False)  # fmt: skip
            taken[name].append(seconds(call))
    return {name: median(times[1:]) for name, times in taken.items()}


def answers(library: Library, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds a question: ours, and rank-bm25's scores alone."""
    bm25 = BM25Okapi([[stem(w.text) for w in words(p.text)] for p in library.passages()])
    ours, theirs = [], []
    for question in questions:
        ours.append(seconds(partial(library.ask, question)))
        terms = [stem(w.text) for w in words(question)]
        theirs.append(seconds(partial(bm25.get_scores, terms)))
    return ours, theirs


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(DOCUMENT, folder)
        found = start(folder)
        questions = [q.question for q in read(ROOT / "tests" / "data" / "questions.jsonl")]
        answers(library, questions)  # so that nothing is read for the first time
        ours, theirs = answers(library, questions)
    asked = found["citebot ask"]
    for name, taken in found.items():
        print(f"{name:16}{1000 * taken:8.0f} ms   citebot ask is {asked / taken:.2f} times that")
    worst = quantiles(ours, n=100)[98]
    times = median(ours) / median(theirs)
    print(f"a question      {1000 * median(ours):8.2f} ms   p99 {1000 * worst:.1f} ms; "
          f"{times:.0f} times rank-bm25's scores alone")  # fmt: skip


if __name__ == "__main__":
    main()
