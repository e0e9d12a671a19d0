"""What `doctor` says of Discord, without connecting and with a Discord of our own."""

import asyncio
import socket
from pathlib import Path

import discord
import pytest

from bot.discord_app import diagnosis
from bot.discord_app.client import intents
from bot.discord_app.supervisor import Config
from bot.render.findings import BAD, GOOD, NOTE
from tests.discord_server.driver import nowhere, running
from tests.discord_server.server import Server

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabc12.x7_-x7_-x7_-x7_-x7_-x7_-x7_-"
WELL = {"token": TOKEN}


def offline(**settings):
    """(state, text) of everything that is looked at without connecting."""
    return [(one.state, one.text) for one in diagnosis.offline(Config(**(WELL | settings)))]


def only(found, part):
    """The one finding about something."""
    (one,) = [(state, text) for state, text in found if part in text]
    return one


async def online(server, **settings):
    """The same of everything that is looked at over HTTP."""
    known = {"token": server.token, "api": server.api, "gateway": server.gateway_url}
    config = Config(**(known | settings))
    return [(one.state, one.text) for one in await asyncio.to_thread(diagnosis.online, config)]


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(diagnosis, "_SECONDS", 120.0)


# Without connecting


@pytest.fixture
def no_network(monkeypatch):
    def connect(*_: object) -> None:
        pytest.fail("it connects")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)


@pytest.mark.usefixtures("no_network")
def test_all_is_well_without_connecting():
    found = offline()

    assert {state for state, _ in found} == {GOOD}
    assert [text.split()[0] for _, text in found] == [
        "DISCORD_TOKEN", "shards:", "addresses:", "discord.py", "no",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("token", "api", "state"),
    [
        (TOKEN, None, GOOD),
        ("two words", None, BAD),
        ("Bot " + TOKEN, None, BAD),
        ("t\u00f6ken", None, BAD),
        ("t\u00f6ken", "https://other.example/api/v10", BAD),
        ("4f" * 32, None, BAD),  # the public key
        ("123456789012345678", None, BAD),  # the application's id
        ("kq3Zs8dJx2LmN5pQ7rT9vW1yA4bC6eF8", None, BAD),  # the client secret
        ("eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IjEifQ.abc", None, BAD),  # of another server
        ("eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IjEifQ.abc", "https://other.example/api/v9", GOOD),
    ],
)
def test_what_is_no_token_is_told(token, api, state):
    found = only(offline(token=token, api=api), "DISCORD_TOKEN")

    assert (found[0], token in found[1]) == (state, False)


@pytest.mark.parametrize(
    ("ids", "count", "expected"),
    [
        (None, None, (GOOD, "shards: as many as Discord advises, in this process")),
        (None, 4, (GOOD, "shards: all 4 in this process")),
        ((1, 0), 2, (GOOD, "shards: all 2 in this process")),
        ((0, 2), 4, (NOTE, "shards: 0, 2 of 4; the others have to run elsewhere")),
    ],
)
def test_the_shards_are_told(ids, count, expected):
    assert only(offline(shard_ids=ids, shard_count=count), "shards") == expected


@pytest.mark.parametrize(
    ("which", "url", "state"),
    [
        ("api", "https://proxy.example/api/v10", GOOD),
        ("api", "http://127.0.0.1:8080/api/v10", GOOD),
        ("api", "http://proxy.example/api/v10", NOTE),
        ("api", "https://proxy.example", NOTE),
        ("api", "https://", BAD),
        ("api", "https://proxy.example:port/api/v10", BAD),
        ("api", "https://proxy example/api/v10", BAD),
        ("gateway", "wss://proxy.example", GOOD),
        ("gateway", "ws://localhost:3001", GOOD),
        ("gateway", "ws://proxy.example", NOTE),
        ("gateway", "wss://[", BAD),
    ],
)
def test_an_address_that_cannot_be_right_is_told(which, url, state):
    assert only(offline(**{which: url}), f"CITEBOT_DISCORD_{which.upper()}:"[:-1])[0] == state


@pytest.mark.parametrize(
    ("version", "state"), [("2.7.1", GOOD), ("3.0a1", GOOD), ("2.10.0", GOOD), ("2.6.4", BAD)]
)
def test_an_old_discord_py_is_told(monkeypatch, version, state):
    monkeypatch.setattr("bot.discord_app.diagnosis.discord.__version__", version)

    assert only(offline(), "discord.py")[0] == state


def test_a_privileged_intent_would_be_told(monkeypatch):
    more = intents()
    more.message_content = True
    monkeypatch.setattr(diagnosis, "intents", lambda: more)

    assert only(offline(), "privileged")[0] == BAD


# The command


def test_the_command_connects_only_when_asked(citebot, monkeypatch, no_network):
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    done = citebot("doctor")

    assert (done.status, "bad " in done.out, TOKEN in done.out) == (0, False, False)


def test_without_a_token_there_is_nothing_to_connect_with(citebot, no_network):
    done = citebot("doctor", "--connect")

    assert (done.status, "bad   not connected" in done.out) == (2, True)


@pytest.mark.parametrize(
    ("mode", "in_environment", "state"),
    [(0o600, False, GOOD), (0o640, False, NOTE), (0o644, False, BAD), (0o644, True, NOTE)],
)
def test_a_token_file_that_others_can_read_is_told(
    citebot, monkeypatch, mode, in_environment, state
):
    file = Path(".env")  # of the empty folder that the command runs in
    file.write_text(f"DISCORD_TOKEN={TOKEN}\n")
    file.chmod(mode)
    if in_environment:
        monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    done = citebot("doctor")

    (line,) = [line for line in done.out.splitlines() if "can read .env" in line]
    assert (line.split()[0], done.status) == (state, 2 if state == BAD else 0)


def test_shards_that_contradict_each_other_are_named(citebot, monkeypatch):
    monkeypatch.setenv("CITEBOT_SHARD_IDS", "4")
    monkeypatch.setenv("CITEBOT_SHARD_COUNT", "4")
    done = citebot("doctor")

    assert (done.status, done.err.count("\n"), "CITEBOT_SHARD_IDS" in done.err) == (2, 1, True)


# Over HTTP


@pytest.mark.asyncio
async def test_a_login_is_looked_at_and_leaves_nothing_behind(library):
    async with Server() as server:
        found = await online(server)

    assert [(state, text.split(":")[0].split(" as ")[0]) for state, text in found] == [
        (GOOD, "logged in"), (GOOD, "gateway ws"), (NOTE, "commands"), (GOOD, "invite link"),
    ]  # fmt: skip
    assert (server.gateway.connections, server.synced, server.commands) == (0, 0, [])
    assert {method for method, _ in server.requests} == {"GET"}


@pytest.mark.asyncio
async def test_commands_in_sync_are_told_while_the_bot_runs(library):
    async with Server() as server, running(server, library):
        found = await online(server)

        assert only(found, "commands:") == (GOOD, "commands: 10, in sync")
        assert (server.gateway.connections, server.synced) == (1, 1)


@pytest.mark.asyncio
async def test_a_command_that_differs_is_told(library):
    async with Server() as server, running(server, library):
        server.commands[0]["description"] = "Another."

        assert only(await online(server), "commands:")[0] == NOTE


@pytest.mark.asyncio
async def test_a_wrong_token_is_told():
    async with Server() as server:
        ((state, text),) = await online(server, token="another")

    assert (state, "refuses the token" in text, "another" in text) == (BAD, True, False)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/users/@me$", 404, "CITEBOT_DISCORD_API"),
        ("/users/@me$", 503, "status 503"),
        ("/gateway/bot$", 403, "gateway: "),
        ("/commands$", 403, "status 403"),
    ],
)
async def test_what_discord_refuses_is_told_and_the_rest_as_well(path, status, part):
    async with Server() as server:
        server.fault("GET", path, status=status)
        found = await online(server)

    assert only(found, part)[0] == BAD
    assert len(found) == (1 if path.startswith("/users") else 4)


@pytest.mark.asyncio
async def test_a_page_in_discords_place_is_told():
    async with Server() as server:
        server.fault("GET", "/users/@me$", page=b"<html>Log in to this network.</html>")
        ((state, told),) = await online(server)

    assert (state, "is not Discord" in told) == (BAD, True)


@pytest.mark.asyncio
async def test_no_network_is_told():
    with nowhere() as server:
        ((state, text),) = await online(server)
    assert (state, "cannot be reached" in text) == (BAD, True)


@pytest.mark.asyncio
async def test_a_discord_that_does_not_answer_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr(diagnosis, "_SECONDS", 0.2)
    async with Server() as server:
        server.fault("GET", "/users/@me$", delay=600.0)
        found = await online(server)

    assert found == [(BAD, "Discord does not answer within 0 seconds")]


@pytest.mark.asyncio
async def test_what_was_seen_before_discord_answered_no_more_is_told(monkeypatch):
    async def never(_):
        raise TimeoutError

    monkeypatch.setattr(discord.http.HTTPClient, "get_bot_gateway", never)
    async with Server() as server:
        found = await online(server)

    assert [text.split(" as ")[0] for _, text in found] == [
        "logged in", "Discord does not answer within 120 seconds",
    ]  # fmt: skip


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("remaining", "shards", "own", "state", "part"),
    [
        (999, 1, None, GOOD, "shards advised: 1, starts left today: 999 of 1000"),
        (999, 4, 2, NOTE, "CITEBOT_SHARD_COUNT is 2"),
        (999, 4, 4, GOOD, "shards advised: 4"),
        (3, 4, None, BAD, "wait 11 minutes"),
    ],
)
async def test_what_the_gateway_advises_is_told(remaining, shards, own, state, part):
    limits = {
        "total": 1000, "remaining": remaining, "reset_after": 600_000, "max_concurrency": 1
    }  # fmt: skip
    async with Server() as server:
        body = {"url": server.gateway_url, "shards": shards, "session_start_limit": limits}
        server.fault("GET", "/gateway/bot$", status=200, body=body)
        found = only(await online(server, shard_count=own), "gateway")

    assert (found[0], part in found[1]) == (state, True)


@pytest.mark.asyncio
async def test_interactions_that_go_elsewhere_are_told():
    async with Server() as server:
        application = {
            "id": "900000000000000001", "name": "docbot", "icon": None, "description": "",
            "summary": "", "bot_public": True, "bot_require_code_grant": False, "flags": 0,
            "verify_key": "00", "owner": server.owner.json(), "team": None,
            "interactions_endpoint_url": "https://elsewhere.example",
        }  # fmt: skip
        server.fault("GET", "applications/@me$", status=200, body=application)

        assert only(await online(server), "interactions endpoint")[0] == BAD
