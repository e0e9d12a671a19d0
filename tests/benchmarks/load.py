"""The benchmark of many at once: answers a second of a running bot, and what limits them.

    python -m tests.benchmarks.load [--askers 1,10,100] [--seconds 10] [--out FOLDER]
                                    [--passages N] [--corpus FOLDER]

`citebot serve` runs as its own process and talks over loopback to the tests' own Discord
in this process. Every asker sends `/ask`, waits for the answer, and asks again at once; what
is told is answers a second, the time from the question to its answer, and for which part of
the time each process ran and the bot waited for a processor. Python runs one thread at a
time: a bot that runs 100% of the time is at its limit. A second round runs under a profile
(see `load_profile`) that says whose work that time is. By default the default document is
asked the questions of `tests/data`; with `--passages` a made corpus of that size (see
`corpus`). FOLDER gets `load.json`.

Left out on purpose: Discord's rate limits, which allow a bot 50 requests a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from time import monotonic
from typing import Any

from bot.evaluation.measure import read
from tests.benchmarks import corpus_read
from tests.benchmarks.corpus import make
from tests.discord_server.server import Server
from tests.discord_server.world import Interaction

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "corpus" / "fasoracetam.txt"
_WARM = 30  # questions before anything is measured
_START = 600.0  # seconds that the bot may take until it is there; it may have to index
_ANSWERED = "answered"
Tell = Callable[[str], object]
Figures = dict[str, float]


@dataclass(frozen=True)
class Served:
    """What a bot serves, where its index is, and what it is asked."""

    corpus: Path
    index: Path
    questions: list[str]
    engine: str = ""  # the address of one, in place of the index
    settings: dict[str, str] = field(default_factory=dict)  # more of the bot's environment
    limit: int = 0  # questions a minute that one user may ask; 0 for no limit


@dataclass
class Asked(Interaction):
    """An interaction that wakes its asker when it is answered."""

    done: asyncio.Event = field(default_factory=asyncio.Event)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == _ANSWERED and value is not None:
            self.done.set()


async def asker(server: Server, questions: list[str], until: float) -> list[float]:
    """One user who asks again and again, at least once; the seconds that each answer took."""
    user, command = server.person("asker"), server._id_of("ask")
    taken: list[float] = []
    for question in cycle(questions):
        given = {"name": "question", "type": 3, "value": question}
        data = {"id": command, "name": "ask", "type": 1, "options": [given]}
        asked = Asked(2, user, server.channel, data)
        await server.act(asked)
        await asked.done.wait()
        _forget(server, asked)
        taken.append(monotonic() - asked.made)
        if monotonic() > until:
            break
    return taken


def _forget(server: Server, asked: Asked) -> None:
    """The server looks through all it knows at every request: it shall not know much."""
    del server.interactions[asked.id]
    if asked.answer is not None:
        server.messages.pop(asked.answer.id, None)


async def burst(
    server: Server, process: int, questions: list[str], askers: int, seconds: float
) -> Figures:
    """What so many askers get from a bot that is connected to the server."""
    start, before = monotonic(), _used(process)
    turns = [questions[at % len(questions) :] + questions[: at % len(questions)]
             for at in range(askers)]  # fmt: skip
    found = await asyncio.gather(*(asker(server, turn, start + seconds) for turn in turns))
    took = monotonic() - start
    times = [one for each in found for one in each]
    middle = median(times)
    worst = quantiles(times, n=100)[98] if len(times) > 1 else middle
    used = {name: now - before[name] for name, now in _used(process).items()}
    return {
        "askers": askers, "answers": len(times), "answers a second": len(times) / took,
        "p50": middle, "p99": worst, "bot an answer": used["bot"] / len(times),
        **{name: all_ / took for name, all_ in used.items()},
    }  # fmt: skip


def _used(bot: int) -> Figures:
    """Seconds of processor time so far, and for how long the bot had to wait for any."""
    own, waited = processor(bot)
    return {"bot": own, "bot waits": waited, "discord": processor(os.getpid())[0]}


def processor(process: int) -> tuple[float, float]:
    """Seconds that a process's threads have run, and waited to run (Linux only)."""
    ran = waited = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # a thread that has ended meanwhile
            fields = (task / "schedstat").read_text("utf-8").split()
            ran, waited = ran + int(fields[0]), waited + int(fields[1])
    return ran / 1e9, waited / 1e9


@asynccontextmanager
async def serving(
    server: Server, served: Served, profile: Path | None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot in a process of its own, connected; under a profile where a file for it is named."""
    module = ["bot"] if profile is None else ["tests.benchmarks.load_profile", str(profile)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *module, "--corpus", str(served.corpus),
        "--index", str(served.index), "serve", "--limit", str(served.limit),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"DISCORD_TOKEN": server.token, "CITEBOT_DISCORD_API": server.api,
                          "CITEBOT_DISCORD_GATEWAY": server.gateway_url,
                          "CITEBOT_ENGINE": served.engine} | served.settings,
    )  # fmt: skip
    try:
        await asyncio.wait_for(_connected(process), _START)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.communicate()


async def _connected(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        if b"invite link" in line:
            return
    raise RuntimeError("the bot ended before it was connected")


async def measure(
    served: Served, askers: Sequence[int], seconds: float, profile: Path | None = None
) -> list[Figures]:
    """The figures for each number of askers, of one bot."""
    questions = served.questions
    async with (
        Server(compressed=True) as server,
        serving(server, served, profile) as process,
    ):
        await asker(server, questions[:_WARM], monotonic() + 1)
        if profile is not None:
            process.send_signal(signal.SIGUSR1)  # what went before is not of interest
        return [await burst(server, process.pid, questions, count, seconds) for count in askers]


def table(found: Sequence[Figures], profile: Figures) -> str:
    """What was measured, in Markdown; and whose the processor time is."""
    columns = ["askers", "answers a second", "p50", "p99", "bot runs", "bot waits to run",
               "Discord runs", "bot's time an answer"]  # fmt: skip
    rows = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    rows += [
        f"| {one['askers']:.0f} | {one['answers a second']:.0f} | {1000 * one['p50']:.1f} ms "
        f"| {1000 * one['p99']:.1f} ms | {one['bot']:.0%} | {one['bot waits']:.0%} "
        f"| {one['discord']:.0%} | {1000 * one['bot an answer']:.2f} ms |"
        for one in found
    ]
    shares = [f"{name} {share:.0%}" for name, share in profile.items()]
    return "\n".join([*rows, "", f"What the bot does when it runs: {', '.join(shares)}."])


def main(arguments: Sequence[str], tell: Tell = print) -> dict[str, Any]:
    """Measure, and once more under a profile with the most askers."""
    options = _options(arguments)
    corpus, asked = _material(options)
    askers = [int(count) for count in options.askers.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        served = Served(corpus, Path(scratch) / "index", asked)
        profile = Path(scratch) / "profile.json"
        found = asyncio.run(measure(served, askers, options.seconds))
        asyncio.run(measure(served, askers[-1:], options.seconds, profile))
        shares = json.loads(profile.read_text("utf-8"))
    told = {"askers": found, "profile": shares}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "load.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    tell(table(found, shares))
    return told


def _material(options: argparse.Namespace) -> tuple[Path, list[str]]:
    """What is served, and what is asked."""
    if options.passages:
        corpus = make(options.corpus, options.passages)
        return corpus, [question.asked for question in corpus_read.questions(corpus, 500)]
    return DOCUMENT, [q.question for q in read(ROOT / "tests" / "data" / "questions.jsonl")]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load")
    default = Path(tempfile.gettempdir()) / "citebot-scale"
    parser.add_argument("--askers", default="1,10,100", help="how many ask at once, in turn")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each of them")
    parser.add_argument("--out", type=Path, default=Path(), help="where the results go")
    parser.add_argument("--passages", type=int, default=0, help="of a made corpus")
    parser.add_argument("--corpus", type=Path, default=default, help="where its text is kept")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
