"""A bot left alone: how it says that it is well, to whom, and what it tells of nobody."""

import asyncio
import json
import logging
import re
import shutil
import socket
import subprocess
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import Library
from bot.cli.log_lines import JsonLines, TextLines, told
from bot.discord_app import health as health_module
from bot.discord_app.health import Checkup, health
from bot.discord_app.notify import Notifier
from bot.errors import DiscordError
from bot.render.systemd_unit import unit
from tests.discord_server.driver import answered, reply_in, started
from tests.discord_server.server import Server, until
from tests.test_discord_serve import of, serving

HERE = ("127.0.0.1", 0)
ANSWERED, NEAR, NOTHING = (
    "What is the LD50 in rats?",
    "Which dose is lethal to dogs?",
    "Half-life?",
)


async def get(port, path):
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        return response.status, await response.text()


@asynccontextmanager
async def watched(library, **more):
    """A server, a bot that is connected to it, and the port at which it says how it is."""
    async with (
        Server() as server,
        started(server, library, **more) as bot,
        health(HERE, bot.runtime, library) as port,
    ):
        await bot.was_ready()
        yield server, bot, port


def numbers(text):
    """Every sample of an exposition: (name, its labels' values) -> value."""
    families = text_string_to_metric_families(text)
    return {(one.name, *one.labels.values()): one.value for f in families for one in f.samples}


@pytest.mark.asyncio
async def test_a_bot_that_is_well_says_so(library):
    async with watched(library) as (_, _, port):
        status, text = await get(port, "/healthz")

    found = json.loads(text)
    assert (status, found["ok"], found["corpus"]["passages"]) == (200, True, 13)
    assert [found[part]["ok"] for part in ("gateway", "corpus", "engine")] == [True] * 3


@pytest.mark.asyncio
async def test_a_gateway_that_is_away_is_told_until_it_is_back(library):
    async with watched(library) as (server, bot, port):
        server.gateway.down = True
        await server.gateway.close_all(4000)
        await until(lambda: not bot.runtime.connected)
        away, text = await get(port, "/healthz")
        server.gateway.down = False
        await until(lambda: bot.runtime.connected)
        back, _ = await get(port, "/healthz")

    assert (away, back) == (503, 200)
    assert [json.loads(text)[part]["ok"] for part in ("gateway", "engine")] == [False, True]


@pytest.mark.asyncio
@pytest.mark.parametrize(("broken", "parts"), [("ask", [True, False]), ("passage", [False, False])])
async def test_a_corpus_or_engine_that_fails_is_told_by_its_kind_alone(
    library, monkeypatch, broken, parts
):
    def fails(*_, **__):
        raise OSError("/secret/path: Is a directory")

    monkeypatch.setattr(type(library), broken, fails)
    async with watched(library) as (_, _, port):
        status, text = await get(port, "/healthz")

    found = json.loads(text)
    assert (status, [found[part]["ok"] for part in ("corpus", "engine")]) == (503, parts)
    assert ("OSError" in text, "secret" in text) == (True, False)


@pytest.mark.asyncio
async def test_an_engine_that_hangs_is_told_and_asked_once_only(library, monkeypatch):
    from threading import Event  # noqa: PLC0415

    let_go, asked = Event(), []

    def hangs(_):
        asked.append(1)
        let_go.wait(120)
        return {"engine": {"ok": True}}

    monkeypatch.setattr(health_module, "_PATIENCE", 0.01)
    monkeypatch.setattr(health_module, "looked_at", hangs)
    async with Server() as server, started(server, library) as bot:
        checkup = Checkup(bot.runtime, library)
        found = [await checkup.look() for _ in range(3)]
        let_go.set()

    assert [one["engine"]["ok"] for one in found] == [False] * 3
    assert len(asked) == 1


@pytest.mark.asyncio
async def test_the_numbers_say_what_became_of_questions_and_nothing_of_who_asked(library):
    async with watched(library, limit=4) as (server, bot, port):
        for question in (ANSWERED, ANSWERED, NEAR, NOTHING, "One too many?"):
            await answered(await server.slash("ask", question=question))
        await server.gateway.close_all(4000)
        await until(lambda: bot.runtime.tally.resumes)
        status, text = await get(port, "/metrics")

    found = numbers(text)
    kinds = [found["citebot_questions_total", kind] for kind in ("answer", "nearest", "nothing")]
    assert (status, kinds) == (200, [2, 1, 1])
    assert found["citebot_questions_total", "too_fast"] == 1
    assert found["citebot_response_seconds_count",] == 4
    assert found["citebot_response_seconds_bucket", "+Inf"] == 4
    assert [found[f"citebot_gateway_{what}_total",] for what in ("sessions", "resumes")] == [1, 1]
    assert (found["citebot_connected",], found["citebot_passages",]) == (1, 13)
    assert found["citebot_index_age_seconds",] >= 0
    ids = (
        server.user.id,
        server.channel.id,
        server.guilds[0],
        "alice",
        "LD50",
        "many",
        server.token,
    )
    assert [one for one in ids if str(one) in text] == []


@pytest.mark.asyncio
async def test_a_fault_of_ours_and_a_mention_are_counted(library, monkeypatch):
    async with watched(library) as (server, bot, _):
        await server.mention(ANSWERED)
        await reply_in(server)
        monkeypatch.setattr(type(library), "reload", lambda _: 1 / 0)
        await answered(await server.slash("ask", question=ANSWERED))
        counted = bot.runtime.tally.replies

    assert counted == {"answer": 1, "failed": 1}


@pytest.mark.asyncio
async def test_a_port_that_is_taken_is_told(library):
    with socket.create_server(HERE) as taken:
        async with Server() as server, started(server, library) as bot:
            with pytest.raises(DiscordError, match="another port"):
                async with health(("127.0.0.1", taken.getsockname()[1]), bot.runtime, library):
                    pass


@pytest.mark.asyncio
async def test_systemd_hears_of_start_work_and_end(tmp_path):
    """All of it in one process: notify, watchdog, health, and a log in JSON."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.setblocking(False)
        with socket.create_server(HERE) as free:
            port = free.getsockname()[1]
        states = []
        loop = asyncio.get_running_loop()
        loop.add_reader(heard, lambda: states.append(heard.recv(4096).decode()))
        async with Server() as server:
            environment = of(
                server, NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="300000",
                CITEBOT_LOG="json", CITEBOT_LOG_LEVEL="INFO",
            )  # fmt: skip
            async with serving(tmp_path, "--health", str(port), **environment) as bot:
                await bot.says("invite link")
                status, _ = await get(port, "/healthz")
                await until(lambda: states.count("WATCHDOG=1") >= 3)
                bot.process.terminate()
                _, error = await bot.ends()
        await until(lambda: "STOPPING=1" in states)
        loop.remove_reader(heard)

    assert (status, states[0], states[-1]) == (200, "READY=1", "STOPPING=1")
    assert any(state.startswith("STATUS=logged in as docbot") for state in states)
    lines = [json.loads(line) for line in (*bot.lines, *error.splitlines())]
    assert {"INFO"} == {line["level"] for line in lines}
    assert {"time", "level", "logger", "message"} == set(lines[0])
    assert lines[0]["message"].startswith("corpus: ")


def test_what_cannot_be_told_stops_nothing(tmp_path, caplog):
    Notifier(str(tmp_path / "nobody")).tell("READY=1")
    Notifier().tell("READY=1")

    assert [record.getMessage() for record in caplog.records] == [
        "systemd could not be told: No such file or directory"
    ]


def test_a_record_is_one_line_whatever_it_holds():
    error = OSError(28, "one\ntwo")
    record = logging.LogRecord(
        "bot.x", logging.ERROR, "", 0, "a %s\nb", ("\u2028c",), (OSError, error, None)
    )
    line = JsonLines().format(record)

    assert len(line.splitlines()) == 1
    found = json.loads(line)
    assert (found["message"], "OSError: one\ntwo" in found["error"]) == ("a \u2028c\nb", True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", found["time"])
    assert json.loads(told("x"))["message"] == "x"


def test_an_error_is_logged_with_where_it_arose_and_without_its_words():
    def asked(words: str) -> None:
        nothing: dict[str, str] = {}
        try:
            nothing[words]
        except KeyError as error:
            raise RuntimeError(words) from error

    question = "secretword"
    with pytest.raises(RuntimeError) as raised:
        asked(question)
    for form in (TextLines(), JsonLines()):
        record = logging.LogRecord("bot.x", logging.ERROR, "", 0, "a", (), raised._excinfo)
        line = form.format(record)
        assert (question in line, line.count("in asked")) == (False, 2)
        assert line.index("KeyError") < line.index("RuntimeError")


@pytest.mark.parametrize("command", [["ask", "\u0000"], ["ask", "x", "-n", "1"]])
def test_errors_of_a_command_are_in_json_where_the_log_is(citebot, monkeypatch, command, tmp_path):
    monkeypatch.setenv("CITEBOT_LOG", "json")
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    done = citebot(*command, corpus=tmp_path / "nowhere")

    assert (done.status, json.loads(done.err)["level"]) == (2, "WARNING")


UNIT = unit(
    program=["/opt/my apps/50%/citebot"], corpus="/srv/a b", index="/var/$x", user="somebody",
    options=["--watch", "--health", "9100"], folder="/srv/my docs",
)  # fmt: skip


def test_the_unit_starts_this_installation_and_lets_it_write_its_index_alone():
    lines = UNIT.splitlines()

    assert (
        'ExecStart="/opt/my apps/50%%/citebot" --corpus "/srv/a b" --index "/var/$$x" '
        "serve --watch --health 9100"
    ) in lines
    assert {'ReadWritePaths="/var/$x"', "ProtectSystem=strict", "Type=notify"} <= set(lines)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("index", ["/tmp/a $b/50%", ""])
def test_systemd_itself_has_nothing_to_say_against_the_unit(tmp_path, index):
    (program := tmp_path / "a $b %d").write_text("#!/bin/sh\n")
    program.chmod(0o755)
    file = tmp_path / "citebot.service"
    file.write_text(
        unit(program=[str(program)], corpus=str(tmp_path), index=index, options=[], user="root",
             folder=str(tmp_path))
    )  # fmt: skip
    command = ["systemd-analyze", "verify", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, [line for line in done.stderr.splitlines() if "citebot" in line]) == (
        0,
        [],
    )


def test_service_prints_a_unit_and_refuses_options_that_serve_does_not_know(citebot):
    good, bad = citebot("service", "--watch"), citebot("service", "--wath")

    assert good.out.count("serve --watch\n") == 1
    assert f"WorkingDirectory={Path.cwd()}\n" in good.out
    assert (bad.status, bad.out, "--wath" in bad.err) == (2, "", True)


def test_health_wants_a_port(citebot):
    assert "no port" in citebot("serve", "--health", "here").err


def test_a_document_that_is_served_as_it_was_is_told(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("Lions hunt at dawn.\n")
    library = Library.open(tmp_path / "own", tmp_path / "index")
    before = health_module.looked_at(library)["corpus"]
    (tmp_path / "own" / "a.txt").write_bytes(b"\0")
    library.reindex()
    after = health_module.looked_at(library)["corpus"]

    assert [(False, 0), (True, 1)] == [(c["as_before"], c["unreadable"]) for c in (before, after)]
