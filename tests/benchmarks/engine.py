"""The engine beside the embedded index: the same corpus, the same questions, in one run.

    python -m tests.benchmarks.engine FOLDER [--questions N] [--engine URL] [--shards N]

FOLDER is a corpus, and called by its number of passages (see `corpus`). Without --engine a node
of 512 MB heap is started for it. What is told: how long a whole answer takes (median and 99th
percentile, in milliseconds; both are asked each question in turn, so that load meets both), and in
processor time, of this process and of the node if it was started here; how long reindexes take, of
all and of one changed document; the switch; what the engine has on disk, and what the asking
process holds in memory, for each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bot import Library
from bot.engine import generations, layout
from bot.engine.address import EngineAddress
from bot.engine.connection import EngineConnection
from bot.engine.publishing import Publication
from bot.library import reindex
from tests.benchmarks.corpus import PER_DOCUMENT
from tests.benchmarks.corpus_read import documents, questions
from tests.engine.nodes import Node, cluster

Figures = dict[str, Any]
_STEPS = ("_create", "_send", "_finish", "serve")


def measure(corpus: Path, engine: str, count: int, node: Node | None = None) -> Figures:
    """All figures of one corpus; `node` is the engine's, where it is ours."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        own = folder / "corpus"
        shutil.copytree(corpus, own)
        figures: Figures = {}
        started = time.perf_counter()
        embedded = Library.open(own, folder / "embedded", model="off")
        figures["embedded build s"] = _since(started)
        figures |= _reindexed(own, folder / "index", engine, "all", node)
        figures["passages"] = len(embedded)
        figures |= _disk(engine)
        remote = Library.open(folder / "none", folder / "remote", engine=engine, model="off")
        figures |= _answers(corpus, {"embedded": embedded, "engine": remote}, count, node)
        for name in ("embedded", "engine"):
            figures[f"{name} memory MB"] = _memory(own, folder, engine if name == "engine" else "")
        changed = documents(own)[len(documents(own)) // 2]
        changed.write_text(changed.read_text("utf-8") + "\n\nOne more line is here.\n", "utf-8")
        figures |= _reindexed(own, folder / "index", engine, "one", node)
        return figures


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def _reindexed(corpus: Path, index: Path, engine: str, what: str, node: Node | None) -> Figures:
    """How long a reindex takes, and each of its steps in the engine."""
    figures: Figures = {}
    with timed(figures, what):
        started, busy = time.perf_counter(), time.process_time()
        before = 0.0 if node is None else node.processor_time()
        reindex(corpus, index, engine=engine, model="off")
        figures[f"reindex of {what} s"] = _since(started)
        figures[f"reindex of {what} cpu s"] = round(time.process_time() - busy, 3)
        if node is not None:
            figures[f"node cpu s for {what}"] = round(node.processor_time() - before, 2)
    return figures


@contextmanager
def timed(figures: Figures, what: str) -> Iterator[None]:
    """Within a `with` block, note how long the steps of a publication take."""
    kept = {name: getattr(Publication, name) for name in _STEPS}
    switch = generations.switch
    for name, step in kept.items():
        setattr(Publication, name, _noting(figures, f"{what} {name.strip('_')} s", step))
    generations.switch = _noting(figures, f"{what} switch s", switch)
    try:
        yield
    finally:
        for name, step in kept.items():
            setattr(Publication, name, step)
        generations.switch = switch


def _noting(figures: Figures, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*given: Any) -> Any:
        started = time.perf_counter()
        try:
            return step(*given)
        finally:
            figures[name] = _since(started)

    return noted


def _disk(engine: str) -> Figures:
    connection = EngineConnection(EngineAddress.parse(engine))
    served = generations.served(connection)
    assert served is not None
    stats = connection.call("GET", f"/{served.name}/_stats/store,segments", seconds=60)
    total = stats["_all"]["primaries"]
    return {
        "engine disk MB": round(total["store"]["size_in_bytes"] / 1e6, 1),
        "segments": total["segments"]["count"],
        "shards": stats["_shards"]["successful"],
    }


def _answers(corpus: Path, ways: dict[str, Library], count: int, node: Node | None) -> Figures:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    used: dict[str, list[float]] = {name: [] for name in ways}  # processor time of this process
    different, before = 0, 0.0
    asked = questions(corpus, count)
    for number, question in enumerate(asked):
        replies = []
        if number == count // 10:  # the first ones warm up
            before = 0.0 if node is None else node.processor_time()
        for name, library in ways.items():
            started, busy = time.perf_counter(), time.process_time()
            reply = library.ask(question.asked)
            if number >= count // 10:
                taken[name].append(1000 * (time.perf_counter() - started))
                used[name].append(1000 * (time.process_time() - busy))
            replies.append([(q.passage.id, q.score, q.receipt) for q in reply.shown])
        different += replies[0] != replies[1]
    figures: Figures = {"questions": count, "different answers": different}
    for name, times in taken.items():
        figures[f"{name} p50 ms"] = round(median(times), 2)
        figures[f"{name} p99 ms"] = round(sorted(times)[int(0.99 * (len(times) - 1))], 2)
        figures[f"{name} cpu p50 ms"] = round(median(used[name]), 2)
    if node is not None:
        each = 1000 * (node.processor_time() - before) / len(taken["engine"])
        figures["node cpu ms a question"] = round(each, 2)
    return figures


_ASKING = """
import resource, sys
from bot import Library
from tests.benchmarks.corpus import PER_DOCUMENT
from tests.benchmarks.corpus_read import questions
from pathlib import Path
corpus, index, engine = sys.argv[1:]
library = Library.open(corpus, index, engine=engine or None, model="off")
for question in questions(Path(corpus), 100):
    library.ask(question.asked)
status = Path("/proc/self/status").read_text()
print(int(status.partition("RssAnon:")[2].split()[0]) / 1000)
"""


def _memory(corpus: Path, folder: Path, engine: str) -> float:
    """What a process that has answered a hundred questions holds of its own, in MB."""
    index = folder / ("remote" if engine else "embedded")
    command = [sys.executable, "-c", _ASKING, str(corpus), str(index), engine]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return float(done.stdout)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--engine", default="")
    parser.add_argument("--shards", type=int, default=0)
    options = parser.parse_args(arguments)
    if options.shards:
        each = -(-int(options.folder.name) // options.shards) + PER_DOCUMENT
        setattr(layout, "PASSAGES", each)  # noqa: B010  (it is a constant elsewhere)
    if options.engine:
        figures = measure(options.folder, options.engine, options.questions)
    else:
        with cluster() as (node,):
            figures = measure(options.folder, node.url, options.questions, node)
    print(json.dumps({"load": os.getloadavg()[0], **figures}, indent=1))


if __name__ == "__main__":
    main()
