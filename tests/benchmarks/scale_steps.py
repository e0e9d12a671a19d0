"""One measurement of one engine, in a process of its own; prints what came of it as JSON.

    python -m tests.benchmarks.scale_steps STEP PEER CORPUS INDEX QUESTIONS

STEP is one of `STEPS` below, CORPUS and INDEX are folders, QUESTIONS is a file of
`corpus_read.save`. Times are in seconds, sizes in bytes.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from tests.benchmarks.corpus_read import Question, documents, load, text_size
from tests.benchmarks.peers import peer

Figures = dict[str, float]
_TURNS = 2  # times that all questions are asked before memory is looked at
_ROUNDS = 3  # that are counted; one before them is not
_PER_ROUND = 20.0  # seconds; an engine that needs longer is asked fewer questions
_FEWEST = 40  # of them
_TRIED = 5  # questions that tell how slow an engine is
_CHANGED = ("zyzzyva",)  # a word that no document has


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def build(engine: Any, corpus: Path, folder: Path, asked: Sequence[Question]) -> Figures:
    """From text files until the first question is answered."""
    seen: list[int] = []

    def built() -> None:
        engine.build(corpus, folder, lambda done, _total: seen.append(done))
        engine.open(corpus, folder)
        engine.search(asked[0].words)

    taken, size = seconds(built), engine.size(folder)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "build": taken, "build processor": sum(one.ru_utime + one.ru_stime for one in used),
        "size": size, "size over text": size / text_size(documents(corpus)), "told": len(seen),
    }  # fmt: skip


def search(engine: Any, corpus: Path, folder: Path, asked: Sequence[Question]) -> Figures:
    """Opening until the first question is answered; the ten best of every question.

    `found` is the share of questions that find the passage they were drawn from.
    """
    opened = seconds(partial(engine.open, corpus, folder))
    first = seconds(partial(engine.search, asked[0].words))
    some = affordable(asked, lambda question: engine.search(question.words))
    found = [any(q.passage in engine.text(hit) for hit in engine.search(q.words)) for q in some]
    times = latency([partial(engine.search, question.words) for question in some])
    return {"open": opened, "open and ask": opened + first, "found": sum(found) / len(found),
            "questions": len(some), **times}  # fmt: skip


def answer(engine: Any, corpus: Path, folder: Path, asked: Sequence[Question]) -> Figures:
    """Whole answers with features, silence and JSON; opening looks at every file.

    Also the search alone that comes first in each: the candidates, for all its words.
    """
    opened = seconds(partial(engine.open_library, corpus, folder))
    some = affordable(asked, lambda question: engine.ask(question.asked))
    answered = sum(json.loads(engine.ask(question.asked))["answered"] for question in some)
    times = latency([partial(engine.ask, question.asked) for question in some])
    weights = [engine.weights(question.asked) for question in some]
    searches = latency([partial(engine.candidates, one) for one in weights])
    named = {f"answer {name}": value for name, value in times.items()}
    named |= {f"candidates {name}": value for name, value in searches.items()}
    return {"library open": opened, "answered": answered / len(some), **named}


def memory(engine: Any, corpus: Path, folder: Path, asked: Sequence[Question]) -> Figures:
    """What a process holds that has opened its index and asked everything twice."""
    engine.open(corpus, folder)
    return _held("", lambda question: engine.search(question.words), asked)


def answer_memory(engine: Any, corpus: Path, folder: Path, asked: Sequence[Question]) -> Figures:
    """The same with whole answers."""
    engine.open_library(corpus, folder)
    return _held("answer ", lambda question: engine.ask(question.asked), asked)


def reindex(engine: Any, corpus: Path, folder: Path, _: Sequence[Question]) -> Figures:
    """A process that serves takes in one changed document. The text is put back then."""
    engine.open_library(corpus, folder)
    files = documents(corpus)
    path = files[len(files) // 2]
    before = path.with_name(".before")
    text = path.read_text("utf-8")
    path.rename(before)  # not written over: other sizes have a link to it
    try:
        path.write_text(text.replace(".", f". Also {_CHANGED[0]}.", 1), "utf-8")
        taken = seconds(engine.reindex)
    finally:
        before.replace(path)
    return {"reindex": taken, "reindexed": len(engine.search(_CHANGED))}


def affordable(asked: Sequence[Question], ask: Callable[[Question], object]) -> Sequence[Question]:
    """As many of the questions as can be asked in the time for a round."""
    tried = asked[:_TRIED]
    each = seconds(lambda: [ask(question) for question in tried]) / len(tried)
    return asked[: max(_FEWEST, int(_PER_ROUND / each))]


def latency(calls: Sequence[Callable[[], object]]) -> Figures:
    """p50 and p99 of all calls, each the median of several rounds.

    Also of the processor time alone, which other processes on the machine hardly touch.
    """
    rounds = []
    for _ in range(_ROUNDS + 1):
        gc.collect()
        rounds.append([_both(call) for call in calls])
    made: Figures = {}
    for at, name in enumerate(("", " processor")):
        counted = [[both[at] for both in one] for one in rounds[1:]]
        made[f"p50{name}"] = median(map(median, counted))
        made[f"p99{name}"] = median(quantiles(one, n=100)[98] for one in counted)
    return made


def _both(call: Callable[[], object]) -> tuple[float, float]:
    before = process_time()
    return seconds(call), process_time() - before


def _held(name: str, ask: Callable[[Question], object], asked: Sequence[Question]) -> Figures:
    start = perf_counter()
    for count, question in enumerate([*asked] * _TURNS, 1):
        ask(question)
        done = count
        if perf_counter() - start > 2 * _PER_ROUND:  # of a slow one, after fewer
            break
    held = {"memory": own("VmRSS"), "memory anonymous": own("RssAnon"), "memory questions": done}
    return {f"{name}{key}": value for key, value in held.items()}


def own(name: str) -> int:
    """One of the system's figures on this process's memory, in bytes."""
    rows = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(row.split()[1]) * 1024 for row in rows if row.startswith(name))


STEPS = {
    "build": build,
    "search": search,
    "memory": memory,
    "answer": answer,
    "answer memory": answer_memory,
    "reindex": reindex,
}


def run(step: str, name: str, corpus: Path, folder: Path, asked: Path) -> Figures:
    """Measure one step of one engine, and this process's `peak` memory."""
    found = STEPS[step](peer(name), corpus, folder, load(asked))
    return found | {"peak": own("VmHWM")}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], sys.argv[2], *map(Path, sys.argv[3:]))))
