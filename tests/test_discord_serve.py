"""`citebot serve`: what it says, how it ends, and, as a process, what signals do."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager

import pytest

from bot import Library
from tests.conftest import DOCUMENT, ROOT
from tests.discord_server.driver import answered
from tests.discord_server.markdown import read
from tests.discord_server.server import SECONDS, Server, until

pytestmark = pytest.mark.asyncio

QUESTION = "What is the LD50 in rats?"
# `python -m bot`, but for this: it drops no question that waited for as long as Discord would.
PATIENT = """
from bot.discord_app import delivery
from bot.cli import main
delivery._LATEST = float("inf")
raise SystemExit(main())
"""


class Process:
    """The bot in a process of its own, and the lines it has written so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            self.lines.append(line.decode().rstrip())

    async def says(self, part: str) -> None:
        await until(lambda: any(part in line for line in self.lines))

    async def ends(self) -> tuple[int, str]:
        """Its exit status and what it wrote to standard error."""
        assert self.process.stderr is not None
        error = await asyncio.wait_for(self.process.stderr.read(), SECONDS)
        await self.reading
        return await self.process.wait(), error.decode().strip()


@asynccontextmanager
async def serving(folder, *arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if "CITEBOT" not in name}
    clean.pop("DISCORD_TOKEN", None)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PATIENT, "--corpus", str(environment.pop("corpus", DOCUMENT)),
        "--index", str(folder / "index"), "serve", *arguments, cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT)} | environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    running = Process(process)
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
            await running.ends()


def of(server, **more):
    """The environment to meet a server in."""
    return {
        "DISCORD_TOKEN": server.token,
        "CITEBOT_DISCORD_API": server.api,
        "CITEBOT_DISCORD_GATEWAY": server.gateway_url,
    } | more


async def test_it_says_what_it_does_and_leaves_when_told(tmp_path):
    async with Server(compressed=True) as server, serving(tmp_path, **of(server)) as bot:
        await bot.says("invite link")
        answer = await answered(await server.slash("ask", question=QUESTION))
        bot.process.send_signal(signal.SIGTERM)
        status, error = await bot.ends()

    assert [line.split(":")[0].split(" as ")[0] for line in bot.lines] == [
        "corpus", "passages", "logged in", "servers", "commands", "invite link", "stopped",
    ]  # fmt: skip
    assert (status, error, "980mg/kg" in read(answer.content).text) == (0, "", True)


@pytest.mark.parametrize("ways", [["signal", "other process"], ["watch"]])
async def test_a_changed_corpus_is_taken_in_without_a_restart(tmp_path, ways):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Lions are animals that live in prides.\n")
    options = ["--limit", "0", *(["--watch"] if ways == ["watch"] else [])]
    async with (
        Server() as server,
        serving(tmp_path, *options, **of(server, corpus=str(corpus))) as bot,
    ):
        await bot.says("invite link")
        for way in ways:
            herds = f"herds of {way}"
            (corpus / "b.txt").write_text(f"Zebras are striped animals that live in {herds}.\n")
            if way == "signal":
                bot.process.send_signal(signal.SIGHUP)
            elif way == "other process":
                await asyncio.to_thread(Library.open, corpus, tmp_path / "index")
            await asked_until(server, "What are zebras?", herds)


async def asked_until(server, question, expected):
    async with asyncio.timeout(SECONDS):
        while True:
            answer = await answered(await server.slash("ask", question=question))
            if expected in answer.content:
                return
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("how", ["truncated", "overwritten"])
async def test_a_foreign_program_that_spoils_the_index_does_not_end_the_bot(tmp_path, how):
    corpus, index = tmp_path / "docs", tmp_path / "index"
    corpus.mkdir()
    words = (f"Zebra number {n} lives in herd {n * 7}." for n in range(3000))
    (corpus / "a.txt").write_text("\n\n".join(words))
    async with Server() as server, serving(tmp_path, **of(server, corpus=str(corpus))) as bot:
        await bot.says("invite link")
        file = index / "citebot.index"
        with file.open("r+b") as opened:
            if how == "truncated":
                opened.truncate(100)
            else:
                opened.write(b"\xa5" * file.stat().st_size)
        for number in (5, 2500):
            question = f"Where does zebra number {number} live?"
            answer = await answered(await server.slash("ask", question=question))
            assert f"herd {number * 7}." in answer.content
        assert bot.process.returncode is None


@pytest.fixture
def ending(citebot, monkeypatch):
    """Run `citebot serve` in a thread of this process, where it ends by itself: `ending()`."""
    monkeypatch.setattr(sys, "setswitchinterval", lambda _: None)

    async def ends(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        done = await asyncio.to_thread(citebot, "serve")
        return done.status, done.err.rstrip("\n")

    return ends


async def test_no_token_is_told(ending):
    status, error = await ending()

    assert (status, error.count("\n"), "no DISCORD_TOKEN" in error) == (2, 0, True)


async def test_a_wrong_token_is_told(ending):
    async with Server() as server:
        status, error = await ending(**of(server, DISCORD_TOKEN="no"))

    assert (status, error.count("\n"), "refuses the token" in error) == (2, 0, True)


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("two words", "is not a token"),
        ("t\u00f6ken", "is not a token"),
        ("the-client-secret", "does not look like a bot's token"),
    ],
)
async def test_what_is_no_token_is_told_without_asking_discord(ending, monkeypatch, token, told):
    monkeypatch.setattr("bot.discord_app.service.run", None)
    status, error = await ending(DISCORD_TOKEN=token)

    assert (status, error.count("\n"), told in error, token in error) == (2, 0, True, False)


async def test_refused_intents_are_told(ending):
    async with Server() as server:
        server.refuses_intents = True
        status, error = await ending(**of(server))

    assert (status, error.count("\n"), "intents" in error) == (2, 0, True)


async def test_a_network_that_is_not_there_is_waited_for(tmp_path):
    environment = {"DISCORD_TOKEN": "x", "CITEBOT_DISCORD_API": "http://nowhere.invalid/api/v10"}
    async with serving(tmp_path, **environment) as bot:
        for _ in range(2):
            await bot.says("Discord is not there (ClientConnectorDNSError); trying again")


@pytest.mark.parametrize(("mode", "told"), [(0o644, "chmod 600"), (0o600, "refuses the token")])
async def test_a_token_that_everyone_can_read_is_refused(ending, tmp_path, mode, told):
    async with Server() as server:
        environment = of(server)
        del environment["DISCORD_TOKEN"]
        (tmp_path / ".env").write_text("DISCORD_TOKEN=another\n")
        (tmp_path / ".env").chmod(mode)
        status, error = await ending(**environment)

    assert (status, told in error) == (2, True)


async def test_the_limit_is_heeded_and_the_debug_log_has_no_question_and_no_token(tmp_path):
    async with Server() as server:
        environment = of(server, CITEBOT_LOG_LEVEL="DEBUG")
        del environment["CITEBOT_DISCORD_GATEWAY"]  # it is found by the API
        async with serving(tmp_path, "--limit", "1", **environment) as bot:
            await bot.says("invite link")
            await answered(await server.slash("ask", question="What is the secretword?"))
            second = await answered(await server.slash("ask", question=QUESTION))
            await server.mention("Another secretword?", author=server.owner)
            await until(server.said)
            bot.process.send_signal(signal.SIGINT)
            status, error = await bot.ends()

    assert (status, second.private, "Ask again in" in second.content) == (0, True, True)
    assert [part for part in ("secretword", server.token, "alice") if part in error] == []
