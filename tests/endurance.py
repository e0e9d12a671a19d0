"""Everything at once, for minutes: questions, buttons, reindexing, faults of all around.

    python -m tests.endurance [--seconds 600] [--seed 1]

`citebot serve` runs as a process, with `--watch`, `--health` and a log in JSON, against the tests'
own Discord. Meanwhile documents change, SIGHUP and `/reindex` come, the gateway closes, drops and
forgets sessions, REST fails before and after it did its work, and the index is cut short, deleted,
or its folder taken away. In the end, when all faults are over, these have to hold:

- every interaction that was acknowledged has its answer, and nobody has two;
- every mention is answered once, but for those that came from the moment that a session was
  forgotten until the next was begun, which Discord sends to nobody; these are not many;
- a new client takes over only where it has to: no session is begun that was not forgotten;
- memory is flat: the last quarter of the time takes no more than a tenth above the second;
- every line of the log is JSON, none has a traceback, and it is no longer than people can read.

Exit status 1 where one of them does not. Not part of the suite: it takes what it is given.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from bot.discord_app.reconnecting import LONGEST
from tests.discord_server.server import Server, until
from tests.discord_server.world import Interaction, Message

_BEASTS = ("zebra", "lion", "heron", "otter", "newt", "badger", "lynx", "stoat", "ibis", "toad")
_START, _SETTLE = 120.0, 90.0  # seconds
_GROWTH = 1.1  # of the memory, from the second quarter to the last
_LINES = 60  # of the log, a minute
_DEFERRED_UPDATE, _WELL = 6, 200
_HEARD = 0.6  # of the mentions: it has to be back soon after a fault
_JUST = 1.0  # seconds before a session is forgotten: what was sent then may not have arrived


@dataclass
class Run:
    """What goes on, and what came of it."""

    server: Server
    corpus: Path
    index: Path
    port: int
    process: asyncio.subprocess.Process
    dice: random.Random
    until: float  # monotonic seconds
    asked: list[Interaction] = field(default_factory=list)
    mentions: list[tuple[float, Message]] = field(default_factory=list)
    # Monotonic seconds: since when nothing may have arrived, and when the session was forgotten.
    forgotten: list[tuple[float, float]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds, MB
    lines: list[str] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.until

    def question(self) -> str:
        return f"Where does {self.dice.choice(_BEASTS)} number {self.dice.randrange(40)} live?"


def document(beast: str, version: int) -> str:
    """Forty paragraphs; a later version has other numbers."""
    return "\n\n".join(
        f"The {beast} number {n} lives in valley {n * 7 + version}. It sleeps by day.\n\n"
        f"| {beast} | legs |\n|---|---|\n| number {n} | {n} |"
        for n in range(40)
    )


async def ask(run: Run) -> None:
    """Somebody who asks by /ask, and reads the answer before the next."""
    while run.goes_on:
        interaction = await run.server.slash("ask", question=run.question())
        run.asked.append(interaction)
        await _patient(partial(getattr, interaction, "answered"), 8)
        await asyncio.sleep(run.dice.uniform(0.1, 0.6))


async def press(run: Run) -> None:
    """Somebody who presses buttons of the latest answers, and looks at what is served."""
    while run.goes_on:
        await asyncio.sleep(run.dice.uniform(0.2, 0.8))
        answers = [one.answer for one in run.asked[-20:] if one.answered and one.answer]
        with_buttons = [one for one in answers if one.buttons and one.id in run.server.messages]
        if not with_buttons:
            continue
        message = run.dice.choice(with_buttons)
        label = run.dice.choice([*message.buttons])
        run.asked.append(await run.server.press(message, label))
        run.asked.append(
            await run.server.slash(run.dice.choice(["about", "reference"]), number="1")
        )


async def mention(run: Run) -> None:
    """Somebody who mentions the bot, and sometimes follows up."""
    while run.goes_on:
        message = await run.server.mention(run.question())
        run.mentions.append((time.monotonic(), message))
        await asyncio.sleep(run.dice.uniform(0.5, 1.5))


async def edit(run: Run) -> None:
    """An operator who changes documents, and has them read again in every way there is."""
    version = 0
    while run.goes_on:
        version += 1
        beast = run.dice.choice(_BEASTS)
        with suppress(FileNotFoundError):  # the corpus is away at this moment
            (run.corpus / f"{beast}.md").write_text(document(beast, version % 5), "utf-8")
        if version % 3 == 0:
            run.process.send_signal(signal.SIGHUP)
        elif version % 3 == 1:
            run.asked.append(await run.server.slash("reindex", user=run.server.owner))
        await asyncio.sleep(run.dice.uniform(1, 4))


async def shake_gateway(run: Run) -> None:
    """A gateway that closes, drops, asks to reconnect, is down, and rarely forgets."""
    gateway = run.server.gateway
    while run.goes_on:
        await asyncio.sleep(run.dice.uniform(4, 10))
        what = run.dice.choice(["close", "cut", "reconnect", "resume", "forget", "down"])
        run.faults[f"gateway: {what}"] += 1
        if what == "close":
            await gateway.close_all(run.dice.choice([1000, 1001, 4000, 4009]))
        elif what == "cut":
            await gateway.drop_all()
        elif what == "reconnect":
            await gateway.reconnect_all()
        elif what == "resume":
            await gateway.invalidate_all(resumable=True)
        elif what == "forget":
            now, left = time.monotonic(), gateway.sessions[-1].left
            run.forgotten.append(((left or now) - _JUST, now))
            await gateway.invalidate_all(resumable=False)
        else:
            gateway.down = True
            await gateway.close_all(1001)
            await asyncio.sleep(run.dice.uniform(0.5, 3))
            gateway.down = False


async def shake_rest(run: Run) -> None:
    """A REST API that answers with errors, too late, or not at all."""
    routes = (("POST", "/callback"), ("PATCH", "/webhooks/"), ("POST", "/channels/.*/messages"))
    while run.goes_on:
        await asyncio.sleep(run.dice.uniform(0.3, 1.2))
        method, path = run.dice.choice(routes)
        what: dict[str, Any] = run.dice.choice(
            [{"status": 500}, {"status": 502}, {"status": 503}, {"cut": True}, {"delay": 0.7},
             {"cut": True, "after": True}, {"status": 500, "after": True},
             {"page": b"<html>a proxy's</html>"}, {"page": b"a proxy's", "after": True},
             {"status": 429, "headers": {"Retry-After": "1", "Via": "1.1"},
              "body": {"retry_after": 0.5, "global": False, "message": "slow down"}}]
        )  # fmt: skip
        told = [
            f"{name} {what[name]}"
            for name in ("status", "cut", "page", "after", "delay")
            if name in what
        ]
        run.faults[f"REST: {', '.join(told)}"] += 1
        run.server.faults = [one for one in run.server.faults if one.times > 0]
        run.server.fault(method, path, **what)


async def shake_disk(run: Run) -> None:
    """A disk on which others are at work."""
    while run.goes_on:
        await asyncio.sleep(run.dice.uniform(3, 8))
        what = run.dice.choice(["cut short", "overwritten", "deleted", "blocked", "gone", "bytes"])
        run.faults[f"disk: {what}"] += 1
        with suppress(OSError):  # the bot is at work there, too
            await _spoil(run, what)


async def _spoil(run: Run, what: str) -> None:
    file, aside = run.index / "citebot.index", run.corpus.with_name("aside")
    if what in {"cut short", "overwritten"} and file.is_file():
        with file.open("r+b") as opened:
            opened.write(b"\xa5" * 5000) if what == "overwritten" else opened.truncate(99)
    elif what == "deleted":
        shutil.rmtree(run.index, ignore_errors=True)
    elif what == "blocked":  # a file where the folder should be: nothing can be saved
        shutil.rmtree(run.index, ignore_errors=True)
        run.index.write_text("in the way")
        await asyncio.sleep(2)
        run.index.unlink(missing_ok=True)
    elif what == "gone":
        run.corpus.rename(aside)
        await asyncio.sleep(1)
        run.corpus.mkdir(exist_ok=True)
        shutil.copytree(aside, run.corpus, dirs_exist_ok=True)
        shutil.rmtree(aside)
    else:
        bad = run.corpus / f"{run.dice.choice(_BEASTS)}.md"
        before = bad.read_bytes() if bad.is_file() else b"Nothing.\n"
        bad.write_bytes(b"\xff\xfe\x00 no text")
        await asyncio.sleep(1)
        bad.write_bytes(before)


async def weigh(run: Run) -> None:
    """Somebody who watches: memory every second, and that the bot says how it is."""
    pages = os.sysconf("SC_PAGE_SIZE") / 1e6
    while run.goes_on:
        statm = await asyncio.to_thread(Path(f"/proc/{run.process.pid}/statm").read_text, "utf-8")
        run.memory.append((time.monotonic(), int(statm.split()[1]) * pages))
        await get(run.port, "/healthz")
        await get(run.port, "/metrics")
        await asyncio.sleep(1)


async def get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(30)) as session,
        session.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        return response.status, await response.text()


async def _health_in_the_end(run: Run) -> tuple[int, str]:
    """What /healthz says once all is well; or after the longest wait for a gateway."""
    for _ in range(int(LONGEST) + 15):
        await asyncio.sleep(1)
        status, health = await get(run.port, "/healthz")
        if status == _WELL:
            break
    return status, health


async def _patient(condition: Callable[[], object], seconds: float) -> None:
    try:
        await until(condition, seconds)
    except TimeoutError:
        return


ALL: tuple[Callable[[Run], Coroutine[Any, Any, None]], ...] = (
    *[ask] * 6, *[press] * 2, *[mention] * 2, edit, shake_gateway, shake_rest, shake_disk, weigh,
)  # fmt: skip


async def endure(seconds: float, seed: int, folder: Path) -> list[str]:
    """Run, and say what does not hold; figures go to standard output."""
    corpus, index = folder / "docs", folder / "index"
    corpus.mkdir()
    for beast in _BEASTS:
        (corpus / f"{beast}.md").write_text(document(beast, 0), "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with Server() as server:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "--corpus", str(corpus), "--index", str(index), "serve",
            "--watch", "--limit", "0", "--health", str(port), cwd=folder,
            env=os.environ | {
                "PYTHONPATH": str(Path.cwd()), "DISCORD_TOKEN": server.token, "CITEBOT_LOG": "json",
                "CITEBOT_DISCORD_API": server.api, "CITEBOT_DISCORD_GATEWAY": server.gateway_url,
                "CITEBOT_MODEL": "off", "CITEBOT_LOG_LEVEL": "INFO",
            },
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        end = time.monotonic() + seconds
        run = Run(server, corpus, index, port, process, random.Random(seed), end)
        reading = asyncio.create_task(_read(run))
        try:
            await until(lambda: any("invite" in line for line in run.lines), _START)
            run.until = time.monotonic() + seconds
            await asyncio.gather(*(one(run) for one in ALL))
            wrong = await _after(run)
            process.terminate()
            await asyncio.wait_for(process.wait(), 30)
        finally:
            if process.returncode is None:
                process.kill()
            await reading
        return [
            *wrong,
            *_of_the_log(run, seconds),
            *([f"ended with {process.returncode}"] * bool(process.returncode)),
        ]


async def _read(run: Run) -> None:
    assert run.process.stdout is not None
    while line := await run.process.stdout.readline():
        run.lines.append(line.decode().rstrip())


async def _after(run: Run) -> list[str]:
    """What does not hold once all faults are over."""
    run.server.faults.clear()
    acknowledged = [one for one in run.asked if one.acknowledged]
    gaps = _gaps(run)
    owed = [m for at, m in run.mentions if not any(a < at < b for a, b in gaps)]
    await _patient(
        lambda: (
            all(one.answered or _needs_no_answer(one) for one in acknowledged)
            and not {m.id for m in owed} - _replies(run).keys()
        ),
        _SETTLE,
    )
    acknowledged = [one for one in run.asked if one.acknowledged]
    unanswered = [one for one in acknowledged if not (one.answered or _needs_no_answer(one))]
    replies = _replies(run)
    lost = [m for m in owed if not replies[m.id]]
    begun = len(_begun(run)) - 1 - len(gaps)
    twice = [m for _, m in run.mentions if replies[m.id] > 1]
    status, health = await _health_in_the_end(run)
    waits = sorted(one.answered - one.made for one in acknowledged if one.answered)
    quarter = len(run.memory) // 4
    second, last = (median(mb for _, mb in part) for part in
                    (run.memory[quarter : 2 * quarter], run.memory[3 * quarter :]))  # fmt: skip
    print(json.dumps({
        "interactions": len(run.asked), "acknowledged": len(acknowledged),
        "answered": len(acknowledged) - len(unanswered),
        "seconds_median": round(median(waits), 3),
        "seconds_p99": round(waits[int(len(waits) * 0.99)], 2),
        "mentions": len(run.mentions),
        "mentions_answered": sum(bool(replies[m.id]) for _, m in run.mentions),
        "sessions_forgotten": len(run.forgotten),
        "seconds_forgotten": round(sum(end - start for start, end in gaps)),
        "mentions_owed": len(owed), "sessions_begun_needlessly": begun,
        "memory_mb": {"first": round(run.memory[0][1]), "second_quarter": round(second),
                      "last_quarter": round(last), "most": round(max(mb for _, mb in run.memory))},
        "health_at_end": status, "faults": dict(sorted(run.faults.items())),
    }, indent=1))  # fmt: skip
    return [
        *([f"{len(unanswered)} acknowledged, not answered"] if unanswered else []),
        *([f"{len(run.server.follow_ups)} follow-ups"] if run.server.follow_ups else []),
        *([f"{len(twice)} mentions answered twice"] if twice else []),
        *_lost(run, lost),
        *(
            [f"only {len(owed)} mentions were sent to it"]
            if len(owed) < _HEARD * len(run.mentions)
            else []
        ),
        *([f"{begun} sessions begun needlessly"] if begun > 0 else []),
        *([f"memory grew from {second:.0f} to {last:.0f} MB"] if last > _GROWTH * second else []),
        *([f"not well in the end: {health}"] if status != _WELL else []),
    ]


def _lost(run: Run, lost: list[Message]) -> list[str]:
    """How many mentions were lost, and when they were written."""
    ids, start = {m.id for m in lost}, run.mentions[0][0]
    seconds = sorted({int((at - start) / 10) * 10 for at, m in run.mentions if m.id in ids})
    return [f"{len(lost)} mentions were lost, after {seconds} s"] if lost else []


def _replies(run: Run) -> Counter[int]:
    """How often each message was replied to, by its id."""
    written = [*run.server.messages.values(), *run.server.removed]
    return Counter(m.reply_to.id for m in written
                   if m.reply_to is not None and m.author is run.server.bot)  # fmt: skip


def _gaps(run: Run) -> list[tuple[float, float]]:
    """What nobody was sent: from the last that a forgotten session may have sent to the next one.

    Gaps that run into each other are one.
    """
    begun = _begun(run)
    ends: dict[float, float] = {}  # end -> start
    for start, forgotten in run.forgotten:
        end = next((at for at in begun if at > forgotten), time.monotonic())
        ends[end] = min(start, ends.get(end, start))
    return [(start, end) for end, start in ends.items()]


def _begun(run: Run) -> list[float]:
    """When sessions were begun, in monotonic seconds.

    Of one whose connection ended at once the bot has never heard, and begins another.
    """
    return [
        one.begun for one in run.server.gateway.sessions
        if one.resumed or one.left is None or one.left - one.begun > _JUST
    ]  # fmt: skip


def _needs_no_answer(one: Interaction) -> bool:
    """Whether the acknowledgement is all there is: a message was removed."""
    return one.kind == _DEFERRED_UPDATE and one.data["custom_id"].startswith("cb:r:")


def _of_the_log(run: Run, seconds: float) -> list[str]:
    wrong, said = [], Counter[str]()
    for line in run.lines:
        try:
            record = json.loads(line)
        except ValueError:
            wrong.append(f"no JSON: {line[:200]}")
            continue
        if "error" in record:
            wrong.append(f"a traceback: {record['message'][:100]}: {record['error'][-300:]}")
        said[
            f"{record['level']} {record['logger']}: {' '.join(record['message'].split()[:4])}"
        ] += 1
    for text, count in said.most_common(25):
        print(f"{count:6} {text}")
    if len(run.lines) > _LINES * max(seconds / 60, 1):
        wrong.append(f"{len(run.lines)} lines of log")
    return wrong


def main() -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong = asyncio.run(endure(given.seconds, given.seed, Path(folder)))
    print("\n".join(wrong) or "all of it holds")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
