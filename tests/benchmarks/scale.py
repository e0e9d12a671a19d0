"""The benchmark of size: citebot and other engines on the same text, from small to large.

    python -m tests.benchmarks.scale [--sizes 10000,100000,1000000] [--out FOLDER]
                                     [--corpus FOLDER] [--peers NAME,NAME] [--runs N]
                                     [--questions N]

Makes the text (see `corpus`), then for every size lets each engine in turn build, open,
search and say how much memory it holds, each in a process of its own (see `scale_steps`).
Search is measured `--runs` times, the engines one after the other each time, and so is the
build of up to 100,000 passages; what is told are the medians. FOLDER gets `scale.json`
and `scale.md`, and `scale.png` where matplotlib is installed. Install the engines with
`pip install -e .[benchmarks]`. A million passages take about 5 GB of memory, 4 GB of
disk and an hour.

Every engine reads the same files and gets the same words of the same questions, in one
thread. How good the answers are is measured by `quality`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks import scale_table
from tests.benchmarks.corpus import make
from tests.benchmarks.corpus_read import questions, save
from tests.benchmarks.peers import PEERS
from tests.benchmarks.scale_picture import draw
from tests.benchmarks.scale_processes import StepFailed, step
from tests.benchmarks.scale_steps import Figures
from tests.benchmarks.scale_table import Results

_FEW_BUILDS = 100_000  # passages; what is larger is built once
_NEEDED = {"rank-bm25": 8000, "bm25s": 5000}  # bytes a passage
_OURS = ("answer", "answer memory", "reindex")
Tell = Callable[[str], object]


def measure(corpus: Path, folder: Path, options: argparse.Namespace) -> dict[str, Figures]:
    """Engine -> its figures on one corpus; the indexes are left in `folder`."""
    peers = [name for name in options.peers.split(",") if _has_room(name, int(corpus.name))]
    asked = folder / "questions.json"
    save(questions(corpus, options.questions), asked)
    taken: dict[str, list[Figures]] = {name: [] for name in peers}
    for name, what, index in _order(folder, peers, options.runs, int(corpus.name)):
        if what == "build":
            shutil.rmtree(index, ignore_errors=True)
            index.mkdir()
        figures = step(what, name, corpus, index, asked)
        peak = figures.pop("peak")
        taken[name].append(figures | ({"build peak": peak} if what == "build" else {}))
        _aside(f"{corpus.name} passages, {name}: {what} {_brief(figures)}")
    return {name: _medians(found) for name, found in taken.items()}


def _order(
    folder: Path, peers: Sequence[str], runs: int, size: int
) -> Iterator[tuple[str, str, Path]]:
    """Who does what, in turns."""
    for run in range(runs):
        for what in ("build", "search", "memory", *_OURS):
            once = what == "reindex" or "memory" in what or (what == "build" and size > _FEW_BUILDS)
            last = runs - 1 if what == "reindex" else 0  # it leaves another index behind
            for name in peers:
                if (not once or run == last) and (what not in _OURS or name == "citebot"):
                    yield name, what, folder / PEERS[name][0]


def _has_room(name: str, size: int) -> bool:
    """Whether the machine has the memory for what an engine builds; it is told if not."""
    rows = Path("/proc/meminfo").read_text("utf-8").splitlines()
    free = next(int(row.split()[1]) * 1024 for row in rows if row.startswith("MemAvailable"))
    if size * _NEEDED.get(name, 0) < free:
        return True
    _aside(f"{size} passages, {name}: left out, it needs more than {free >> 20} MB of memory")
    return False


def _brief(figures: Figures) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in figures.items())


def _medians(found: Sequence[Figures]) -> Figures:
    names = dict.fromkeys(name for figures in found for name in figures)
    return {name: median(f[name] for f in found if name in f) for name in names}


def machine() -> dict[str, str | int | None]:
    """What it was measured on."""
    return {"python": platform.python_version(), "system": platform.platform(),
            "processors": os.cpu_count()}  # fmt: skip


def report(results: Results, out: Path) -> str:
    """Write everything that is known so far; return the tables."""
    out.mkdir(parents=True, exist_ok=True)
    told = {"machine": machine(), "sizes": results, "growth": scale_table.growth(results)}
    (out / "scale.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    tables = scale_table.tables(results)
    (out / "scale.md").write_text(tables + "\n", "utf-8")
    return tables


def picture(results: Results, out: Path) -> str:
    """Draw the curves; says where, or why not."""
    try:
        draw(results, out / "scale.png")
    except ImportError:
        return "No picture: matplotlib is not installed."
    return f"The picture is {out / 'scale.png'}."


def main(arguments: Sequence[str], tell: Tell = print) -> Results:
    """Measure all sizes and engines that are asked for."""
    options = _options(arguments)
    results: Results = {}
    for size in sorted(map(int, options.sizes.split(","))):
        corpus = make(options.corpus, size)
        try:
            with tempfile.TemporaryDirectory(prefix="indexes.", dir=options.corpus) as folder:
                results[str(size)] = measure(corpus, Path(folder), options)
        except StepFailed as error:
            sys.exit(str(error))
        tables = report(results, options.out)
    tell(tables)
    tell(picture(results, options.out))
    return results


def _aside(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale")
    default = Path(tempfile.gettempdir()) / "citebot-scale"
    parser.add_argument("--sizes", default="10000,100000,1000000", help="passages; hundreds")
    parser.add_argument("--out", type=Path, default=Path(), help="where the results go")
    parser.add_argument("--corpus", type=Path, default=default, help="where the text is kept")
    parser.add_argument("--peers", default=",".join(PEERS), help="the engines")
    parser.add_argument("--questions", type=int, default=500, help="how many are asked")
    parser.add_argument("--runs", type=int, default=3, help="times that search is measured")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
