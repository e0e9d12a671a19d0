"""The engine beside the embedded index: the same corpus, the same questions, in one run.

    python -m tests.benchmarks.engine FOLDER [--questions N] [--engine URL] [--shards 1,3]

FOLDER is a corpus, and called by its number of passages (see `corpus`). Without --engine a node
of 512 MB heap is started for it, which has an index for each number of shards. What is told: how
long a whole answer takes (median and 99th percentile, in milliseconds; all are asked each question
in turn, so that load meets all), and in processor time, of this process and of the node if it was
started here; how long reindexes take, of all and of one changed document; the switch; what the
engine has on disk; and what a process holds in memory of its own, each in a process of its own: one
that asks by the Python API, and `citebot serve`, connected to the tests' own Discord.
"""

from __future__ import annotations

import argparse
import asyncio
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
from statistics import fmean, median
from typing import Any, NamedTuple

from bot import Library
from bot.answering.replies import Reply
from bot.engine import generations, layout
from bot.engine.address import EngineAddress
from bot.engine.connection import EngineConnection
from bot.engine.publishing import Publication
from bot.library import reindex
from tests.benchmarks.corpus import PER_DOCUMENT
from tests.benchmarks.corpus_read import documents, questions, save
from tests.benchmarks.load import Served, asker, serving
from tests.discord_server.server import Server
from tests.engine.nodes import Node, cluster

Figures = dict[str, Any]
_STEPS = ("_create", "_send", "_finish", "serve")
_WARM = 30  # questions before anything is measured
_MEMORABLE = 100  # questions before memory is measured


def measure(
    corpus: Path, engine: str, count: int, parts: Sequence[int], node: Node | None = None
) -> Figures:
    """All figures of one corpus; `node` is the engine's, where it is ours."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        own = folder / "corpus"
        shutil.copytree(corpus, own)
        figures: Figures = {}
        started = time.perf_counter()
        embedded = Library.open(own, folder / "embedded", model="off")
        figures["embedded build s"] = _since(started)
        figures["passages"] = len(embedded)
        engines = {f"{number} shards": f"{engine}/s{number}" for number in parts}
        ways = {"embedded": embedded}
        for number, (name, url) in zip(parts, engines.items(), strict=True):
            _divide(len(embedded), number)
            figures |= _told(name, _reindexed(own, folder / "index", url, "all", node) | _disk(url))
            ways[name] = Library.open(folder / "none", folder / name, engine=url, model="off")
        figures |= _answers(corpus, ways, count, node)
        for name in ways:
            figures |= _told(name, _memory(own, folder / name, engines.get(name, "")))
        changed = documents(own)[len(documents(own)) // 2]
        for number, (name, url) in zip(parts, engines.items(), strict=True):
            _divide(len(embedded), number)
            changed.write_text(changed.read_text("utf-8") + "\n\nOne more line is here.\n", "utf-8")
            figures |= _told(name, _reindexed(own, folder / "index", url, "one", node))
        return figures


def _divide(passages: int, number: int) -> None:
    """Have new indexes get so many shards."""
    setattr(layout, "PASSAGES", -(-passages // number) + PER_DOCUMENT)  # noqa: B010  (it is a constant elsewhere)


def _told(name: str, figures: Figures) -> Figures:
    return {f"{name}: {key}": value for key, value in figures.items()}


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


class _Taken(NamedTuple):
    """What a question took, in milliseconds: the clock, this process, and the node."""

    clock: float
    own: float
    node: float


def _answers(corpus: Path, ways: dict[str, Library], count: int, node: Node | None) -> Figures:
    taken: dict[str, list[_Taken]] = {name: [] for name in ways}
    different = 0
    for number, question in enumerate(questions(corpus, count + _WARM)):
        shown = []
        for name, library in ways.items():
            took, reply = _asked(library, question.asked, node)
            if number >= _WARM:
                taken[name].append(took)
            shown.append([(q.passage.id, q.score, q.receipt) for q in reply.shown])
        different += any(one != shown[0] for one in shown)
    figures: Figures = {"questions": count + _WARM, "different answers": different}
    for name, all_ in taken.items():
        clock = sorted(one.clock for one in all_)
        figures[f"{name}: p50 ms"] = round(median(clock), 2)
        figures[f"{name}: p99 ms"] = round(clock[int(0.99 * (len(clock) - 1))], 2)
        figures[f"{name}: cpu p50 ms"] = round(median(one.own for one in all_), 2)
        if node is not None and name != "embedded":
            figures[f"{name}: node cpu ms"] = round(fmean(one.node for one in all_), 2)
    return figures


def _asked(library: Library, question: str, node: Node | None) -> tuple[_Taken, Reply]:
    there = 0.0 if node is None else node.processor_time()
    started, busy = time.perf_counter(), time.process_time()
    reply = library.ask(question)
    clock, own = time.perf_counter() - started, time.process_time() - busy
    there = 0.0 if node is None else node.processor_time() - there
    return _Taken(1000 * clock, 1000 * own, 1000 * there), reply


_ASKING = """
import sys
from bot import Library
from tests.benchmarks.corpus_read import load
from pathlib import Path
corpus, index, engine, asked = sys.argv[1:]
library = Library.open(corpus, index, engine=engine or None, model="off")
for question in load(Path(asked)):
    library.ask(question.asked)
print(Path("/proc/self/status").read_text())
"""


def _memory(corpus: Path, index: Path, engine: str) -> Figures:
    """What processes that have answered a hundred questions hold of their own, in MB."""
    asked = questions(corpus, _MEMORABLE)
    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / "questions"
        save(asked, file)
        command = [sys.executable, "-c", _ASKING, str(corpus), str(index), engine, str(file)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    served = Served(corpus, index, [one.asked for one in asked], engine, {"CITEBOT_MODEL": "off"})
    bot = asyncio.run(_serving(served))
    return {"asking process MB": _own(done.stdout), "citebot serve MB": _own(bot)}


async def _serving(served: Served) -> str:
    async with Server(compressed=True) as server, serving(server, served, None) as process:
        for question in served.questions:
            await asker(server, [question], 0.0)
        return _status(process.pid)


def _status(process: int) -> str:
    return Path(f"/proc/{process}/status").read_text("utf-8")


def _own(status: str) -> float:
    """Of what /proc says of a process: what it holds that is no file's, in MB."""
    return int(status.partition("RssAnon:")[2].split()[0]) / 1000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--engine", default="")
    parser.add_argument("--shards", default="1")
    options = parser.parse_args(arguments)
    parts = [int(number) for number in options.shards.split(",")]
    if options.engine:
        figures = measure(options.folder, options.engine, options.questions, parts)
    else:
        with cluster() as (node,):
            figures = measure(options.folder, node.url, options.questions, parts, node)
    print(json.dumps({"load": os.getloadavg()[0], **figures}, indent=1))


if __name__ == "__main__":
    main()
