"""Every row of the fault table: the bot goes on, nothing comes twice, nothing kept is lost."""

import re
import socket
import threading
from typing import Any

import pytest
import yarl

from bot import Library
from bot.discord_app import calls, delivery, disconnections
from bot.discord_app.runtime import Runtime
from bot.discord_app.service import quieten
from bot.errors import DiscordError
from tests.discord_server.driver import answered, nowhere, reply_in, running, settled, started
from tests.discord_server.markdown import read
from tests.discord_server.server import Server, until

pytestmark = pytest.mark.asyncio

QUESTION = "What is the LD50 in rats?"
POST = r"/channels/\d+/messages$"
CALLBACK, ORIGINAL = r"/callback$", r"/@original$"
PAGE = b"<html>Please log in to this network.</html>"
NO_ANSWERS = [{"page": PAGE}, {"page": b"\xff", "after": True}, {"status": 200, "body": {"ok": 1}}]


async def goes_on(server):
    """The bot answers the next question."""
    interaction = await server.slash("ask", question=QUESTION)
    return "980mg" in read((await answered(interaction)).content).text


def posts(server):
    """How often the bot has tried to write a message."""
    return sum(made == "POST" and bool(re.search(POST, path)) for made, path in server.requests)


@pytest.fixture
def deferring(monkeypatch):
    """Every answer takes longer than a moment."""
    monkeypatch.setattr(delivery, "_SOON", 0.0)


# REST


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "headers": {"Via": "1.1 x"}, "body": {"retry_after": 0.1, "message": ""}},
        {"status": 429, "headers": {"Retry-After": "0.1"}},
        {"status": 429, "body": "error 1015"},
        {"status": 500},
        {"status": 502},
        {"status": 503},
        {"status": 503, "times": 3},
        {"status": 503, "after": True},
        {"status": 500, "after": True},
        {"cut": True},
        {"cut": True, "after": True},
        {"cut": True, "times": 3},
        *NO_ANSWERS,
    ],
    ids=str,
)
async def test_a_message_is_answered_once_whatever_happens_to_the_call(library, fault):
    async with Server() as server, running(server, library):
        times = server.fault("POST", POST, **fault).times
        await server.mention(QUESTION)
        await until(lambda: posts(server) > times)
        await reply_in(server)
        await settled(server)

        assert (len(server.said()), await goes_on(server)) == (1, True)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "headers": {"Via": "1.1 x"}, "body": {"retry_after": 0.1, "message": ""}},
        {"status": 429, "headers": {"Retry-After": "0.1"}},
        {"status": 500},
        {"status": 503},
        {"status": 503, "after": True},
        {"cut": True},
        {"cut": True, "after": True},
        *NO_ANSWERS[:2],
    ],
    ids=str,
)
@pytest.mark.parametrize("path", [CALLBACK, ORIGINAL], ids=["first", "later"])
async def test_an_interaction_is_answered_once(library, fault, path, request):
    if path == ORIGINAL:
        request.getfixturevalue("deferring")
    method = "POST" if path == CALLBACK else "PATCH"
    async with Server() as server, running(server, library):
        server.fault(method, path, **fault)
        interaction = await server.slash("ask", question=QUESTION)
        answer = await answered(interaction)
        await settled(server)

        assert "980mg" in answer.content
        assert (server.said(), server.follow_ups, await goes_on(server)) == ([], [], True)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (CALLBACK, 404, 10062),
        (CALLBACK, 400, 40060),
        (CALLBACK, 403, 50013),
        (ORIGINAL, 401, 50027),
        (ORIGINAL, 404, 10008),
        (ORIGINAL, 404, 10015),
    ],
)
async def test_after_a_lost_interaction_the_bot_goes_on(library, monkeypatch, path, status, code):
    method = "POST" if path == CALLBACK else "PATCH"
    monkeypatch.setattr(delivery, "_SOON", 0.0 if path == ORIGINAL else 1.0)
    async with Server() as server, running(server, library):
        fault = server.fault(method, path, status=status, body={"code": code, "message": ""})
        await server.slash("ask", question=QUESTION)
        await until(lambda: not fault.times)

        assert (await goes_on(server), server.said()) == (True, [])


async def test_being_asked_to_wait_for_minutes_is_not_the_end(library, caplog):
    async with Server() as server, running(server, library):
        body = {"retry_after": 600, "message": ""}
        server.fault("POST", POST, status=429, headers={"Via": "1.1 x"}, body=body)
        await server.mention(QUESTION)
        await until(lambda: "could not be posted" in caplog.text)

        assert await goes_on(server)


async def test_acknowledged_too_late_is_not_the_end(library, caplog):
    async with Server() as server, running(server, library):
        patience, server.first_response = server.first_response, -1.0
        late = await server.slash("ask", question=QUESTION)
        await until(lambda: "could not be acknowledged" in caplog.text)
        server.first_response = patience

        assert (late.acknowledged, await goes_on(server)) == (None, True)


async def test_a_deferred_answer_is_filled_in(library, deferring):
    async with Server() as server, running(server, library):
        asked = await server.slash("ask", question=QUESTION)
        answer = await answered(asked)
        pressed = await server.press(answer, "Around it")
        shown = await answered(pressed)

    assert (asked.kind, "980mg" in answer.content, answer.edits) == (5, True, 1)
    assert (pressed.kind, shown.private, shown.pings) == (5, True, False)


async def test_work_that_fails_is_told_in_a_sentence(library, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("secret")

    monkeypatch.setattr(Library, "ask", broken)
    async with Server() as server, running(server, library):
        answer = await answered(await server.slash("ask", question=QUESTION))
        await server.mention(QUESTION)
        reply = await reply_in(server)

    assert (answer.content, answer.private, reply.content) == (delivery.SORRY, True, delivery.SORRY)


@pytest.mark.parametrize(
    ("allowed", "place"),
    [
        ({"view", "send", "attach"}, "channel"),  # no reference without the history
        ({"view", "history"}, "direct"),
        ({"send", "history"}, "direct"),
    ],
)
async def test_where_the_bot_may_not_write_the_asker_is_told_directly(library, allowed, place):
    async with Server() as server, running(server, library):
        server.channel.allowed = frozenset(allowed)
        await server.mention(QUESTION)
        channel = server.channel if place == "channel" else server.dm()
        answer = await reply_in(server, channel)

        assert ("not allowed" in answer.content) == (place == "direct")


async def test_where_files_are_not_allowed_the_answer_comes_without(tmp_path):
    (tmp_path / "a.txt").write_text("Zebras\tare striped animals.\n\nLions are not striped.")
    library = Library.open(tmp_path, tmp_path / "index")
    async with Server() as server, running(server, library):
        await server.mention("What are zebras?")
        whole = await reply_in(server)
        server.channel.allowed -= {"attach"}
        await server.mention("What are zebras?")
        without = await reply_in(server, count=2)

    assert whole.files == {"a-1.txt": b"Zebras\tare striped animals."}
    assert (without.files, "striped" in without.content) == ({}, True)


async def test_somebody_who_takes_no_direct_messages_is_left_alone(library):
    async with Server() as server, running(server, library):
        server.channel.allowed = frozenset({"view"})
        server.user.dms_closed = True
        await server.mention(QUESTION)
        await until(lambda: ("POST", "/api/v10/users/@me/channels") in server.requests)

        server.channel.allowed = frozenset({"view", "send", "history"})
        assert (await goes_on(server), server.said(server.dm())) == (True, [])


async def test_a_question_that_was_deleted_is_answered_without_reference(library):
    async with Server() as server, running(server, library):
        fault = {"status": 400, "body": {"code": 50035, "message": "Unknown message"}}
        server.fault("POST", POST, **fault)
        await server.mention(QUESTION)

        assert (await reply_in(server)).reply_to is None


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, 50013, "not allowed"),
        (400, 50083, "not allowed"),  # a thread that is archived
        (400, 160005, "not allowed"),  # one that is locked
        (403, 160005, "not allowed"),
        (400, 50035, "went wrong"),
    ],
)
async def test_where_a_message_is_refused_the_asker_is_told_why(library, status, code, told):
    async with Server() as server, running(server, library):
        body = {"code": code, "message": ""}
        server.fault("POST", f"/{server.channel.id}/messages$", status=status, body=body, times=9)
        await server.mention(QUESTION)

        assert told in (await reply_in(server, server.dm())).content


@pytest.mark.parametrize("status", [400, 403, 429, 503])
async def test_a_failed_sync_does_not_stop_the_bot(library, status):
    async with Server() as server:
        server.fault("PUT", "/commands$", status=status, times=9, headers={"Retry-After": "0"})
        async with running(server, library):
            assert ("could not be synced" in server.bot_said[2], await goes_on(server)) == (
                True, True,
            )  # fmt: skip


# The gateway


@pytest.mark.parametrize("code", [1000, 1001, 4000, 4003, 4007, 4008, 4009])
async def test_a_closed_gateway_is_resumed_and_nothing_is_lost(library, code):
    async with Server(compressed=True) as server, running(server, library):
        await server.gateway.close_all(code)
        await server.mention(QUESTION)
        await reply_in(server)
        await until(lambda: server.gateway.resumed)
        await settled(server)

        assert (len(server.said()), len(server.gateway.identified)) == (1, 1)


@pytest.mark.parametrize("fault", ["op 7", "op 9 true", "cut"])
async def test_a_gateway_that_asks_for_it_is_resumed(library, fault):
    async with Server() as server, running(server, library):
        if fault == "op 7":
            await server.gateway.reconnect_all()
        elif fault == "op 9 true":
            await server.gateway.invalidate_all(resumable=True)
        else:
            await server.gateway.drop_all()
        await until(lambda: server.gateway.connections > 1)
        await server.mention(QUESTION)

        assert "980mg" in (await reply_in(server)).content


async def test_a_lost_session_is_begun_anew(library):
    async with Server() as server, running(server, library):
        await server.gateway.invalidate_all(resumable=False)
        await until(lambda: len(server.gateway.identified) == 2)

        assert await goes_on(server)


async def test_an_event_that_comes_again_is_answered_once(library):
    async with Server() as server, running(server, library):
        message = await server.mention(QUESTION)
        await server.gateway.dispatch("MESSAGE_CREATE", message.json(), server.channel.guild)
        await reply_in(server)
        await settled(server)

        assert (len(server.said()), posts(server)) == (1, 1)  # the nonce alone would see to one


async def test_a_gateway_that_closes_in_a_loop_is_met_with_pauses(library, caplog, monkeypatch):
    monkeypatch.setattr(disconnections, "LOOP_SECONDS", 600.0)
    monkeypatch.setattr(disconnections, "_LASTING", 600.0)
    async with Server() as server, started(server, library) as bot:
        await bot.was_ready()
        server.gateway.close_on_connect = [4000] * 1000
        before = server.gateway.connections
        await server.gateway.close_all(4000)
        await until(lambda: caplog.text.count("Connecting again") >= 3)
        tried = server.gateway.connections - before
        server.gateway.close_on_connect = []
        await bot.was_ready(2)

        assert (tried <= 3 * (disconnections.LOOP + 1), await goes_on(server)) == (True, True)


async def test_a_gateway_that_is_down_at_the_start_is_waited_for(library, caplog):
    async with Server() as server:
        server.gateway.down = True
        async with started(server, library) as bot:
            await until(lambda: "Connecting again" in caplog.text)
            server.gateway.down = False
            await bot.was_ready()

            assert await goes_on(server)


async def test_rest_that_is_down_at_the_start_is_waited_for(library):
    async with Server() as server:
        server.fault("GET", "/users/@me$", status=503, times=3)
        server.fault("GET", "/users/@me$", cut=True, times=2)
        async with running(server, library):
            assert await goes_on(server)


@pytest.mark.parametrize("path", ["api", "gateway"])
async def test_a_name_that_cannot_be_resolved_yet_is_waited_for(library, monkeypatch, path):
    """As where a machine boots before its network is up; more often than any number of tries."""
    failures = [9]
    resolve = socket.getaddrinfo

    def not_yet(host: Any, *more: Any, **options: Any) -> Any:
        if host == "localhost" and failures[0]:
            failures[0] -= 1
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return resolve(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", not_yet)
    async with Server() as server, started(server, library, pause=0.02, longest_pause=0.05,
                                           by_name=path) as bot:  # fmt: skip
        await bot.was_ready()
        monkeypatch.undo()

        assert (failures, await goes_on(server)) == ([0], True)


async def test_a_gateway_that_refuses_while_rest_is_up_is_waited_for_without_tracebacks(
    library, caplog
):
    from discord import gateway  # noqa: PLC0415  (our package quietens it before)

    quieten()
    with nowhere() as closed:
        at = closed.gateway_url
        async with Server() as server, started(server, library, at=at) as bot:
            await until(lambda: caplog.text.count("Connecting again") >= 2)
            gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
            await bot.was_ready()

            assert await goes_on(server)
    assert "Traceback" not in caplog.text


async def test_a_server_that_comes_up_late_is_found(library):
    with nowhere() as late:
        async with started(late, library) as bot:
            await until(lambda: any("trying again" in line for line in bot.said))
            async with late:
                await bot.was_ready()
                assert await goes_on(late)


@pytest.mark.parametrize("shards", [1, 2])
async def test_an_event_that_cannot_be_read_is_passed_over(library, caplog, shards):
    async with Server() as server:
        server.shards = shards
        async with running(server, library):
            guild = server.channel.guild
            odd: Any
            for odd in ({"odd": 1}, None, [], {"odd": 2}):
                await server.gateway.dispatch("MESSAGE_CREATE", odd, guild)
            await server.gateway.dispatch("GUILD_ROLE_CREATE", {"odd": 1}, guild)
            await server.mention(QUESTION)
            await reply_in(server)

            assert (await goes_on(server), server.gateway.connections) == (True, shards)

    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [line.split()[2] for line in warned if "An event" in line] == [
        "MESSAGE_CREATE", "GUILD_ROLE_CREATE",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("compressed", "frame"),
    [(False, "<html>"), (True, b"\0\0\xff\xff"), (False, "[1]"), (False, "null")],
)
async def test_where_a_frame_cannot_be_read_the_session_is_resumed(
    library, caplog, compressed, frame
):
    async with Server(compressed=compressed) as server, running(server, library):
        socket = server.gateway.sessions[0].socket
        assert socket is not None
        await (socket.socket.send_bytes if compressed else socket.socket.send_str)(frame)
        await server.mention(QUESTION)
        await reply_in(server)

        assert (len(server.said()), len(server.gateway.identified)) == (1, 1)

    told = [one for one in caplog.records if "cannot be read" in one.getMessage()]
    assert (len(told), "Traceback" in caplog.text) == (1, False)


async def test_a_lost_connection_is_a_line_in_the_log_and_no_traceback(library, caplog):
    quieten()
    async with Server() as server, running(server, library):
        server.gateway.down = True
        await server.gateway.close_all(1000)
        await until(lambda: "Attempting a reconnect" in caplog.text)
        server.gateway.down = False
        await server.mention(QUESTION)
        await reply_in(server)

    assert "Traceback" not in caplog.text


async def test_a_page_in_discords_place_is_waited_out_at_the_start(library, caplog):
    async with Server() as server:
        server.fault("GET", "/users/@me$", page=PAGE)
        server.fault("GET", "/gateway/bot$", page=PAGE)
        server.fault("GET", "/commands$", page=PAGE)
        async with running(server, library):
            assert "something else answers" in server.bot_said[0]
            assert await goes_on(server)

    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("path", [CALLBACK, POST], ids=["interaction", "message"])
async def test_where_pages_come_in_discords_place_all_the_time_it_is_one_line(
    library, caplog, monkeypatch, path
):
    monkeypatch.setattr(calls, "PAUSES", (0.0,) * 3)
    monkeypatch.setattr(calls, "PAUSES_FIRST", (0.0,) * 3)
    async with Server() as server, running(server, library):
        fault = server.fault("POST", path, page=PAGE, times=4)
        await (server.slash("ask", question=QUESTION) if path == CALLBACK
               else server.mention(QUESTION))  # fmt: skip
        await until(lambda: not fault.times)
        assert await goes_on(server)

    told = [record for record in caplog.records if "NoAnswerOfDiscord" in record.getMessage()]
    assert (len(told), "Traceback" in caplog.text) == (1, False)


@pytest.mark.parametrize(
    "refusal",
    [{"page": PAGE, "status": 401}, {"status": 401, "body": {"error": "who is there?"}}],
    ids=["page", "json"],
)
async def test_a_proxys_own_401_is_no_wrong_token(library, caplog, refusal):
    async with Server() as server:
        server.fault("GET", "/users/@me$", **refusal)
        async with running(server, library):
            assert "something else answers" in server.bot_said[0]
            assert await goes_on(server)

    assert "Traceback" not in caplog.text


# What starting again does not help


async def ends_with(server, library, **config):
    async with started(server, library, **config) as bot:
        with pytest.raises(DiscordError) as ended:
            await bot.end()
    return str(ended.value)


async def test_a_wrong_token_is_told(library):
    async with Server() as server:
        assert "refuses the token" in await ends_with(server, library, token="other")


@pytest.mark.parametrize(
    ("code", "part"),
    [(4004, "token"), (4010, "SHARD"), (4011, "SHARD_COUNT"), (4012, "update citebot"),
     (4013, "intents"), (4014, "intents")],
)  # fmt: skip
async def test_a_refusal_is_told(library, code, part):
    async with Server() as server:
        server.gateway.close_on_ready = [code]

        assert part in await ends_with(server, library)


async def test_pauses_do_not_grow_beyond_the_longest(library):
    with nowhere() as server:
        async with started(server, library, pause=0.2, longest_pause=0.6) as bot:
            await until(lambda: sum("trying again" in line for line in bot.said) >= 5)
    pauses = [float(line.split()[-2]) for line in bot.said if "trying again" in line]

    for pause, most in zip(pauses, [0.2, 0.4, 0.6, 0.6, 0.6], strict=False):
        assert most / 2 - 0.05 <= pause <= most + 0.05


async def test_a_pause_is_shorter_by_chance_so_that_many_bots_do_not_come_back_at_once(
    library, monkeypatch
):
    monkeypatch.setattr("random.uniform", lambda least, _most: least)
    with nowhere() as server:
        async with started(server, library, pause=0.4, longest_pause=0.8) as bot:
            await until(lambda: sum("trying again" in line for line in bot.said) >= 2)
    first, second = [line.split()[-2] for line in bot.said if "trying again" in line][:2]

    assert ("0.2", "0.4") == (first, second)


async def test_a_wrong_address_is_told(library):
    async with Server() as server:
        server.fault("GET", "/users/@me$", status=404)

        assert "CITEBOT_DISCORD_API" in await ends_with(server, library)


# Shards


async def test_the_shards_that_discord_advises_are_used(library):
    async with Server() as server:
        server.shards = 2
        async with running(server, library):
            shards = sorted(one["shard"] for one in server.gateway.identified)
            assert (shards, await goes_on(server)) == ([[0, 2], [1, 2]], True)


@pytest.mark.parametrize("ids", [(1,), (0, 1)])
async def test_the_shards_that_the_operator_names_are_used(library, ids):
    async with Server() as server:
        server.guilds[0] = server.channel.guild = 1 << 22
        async with running(server, library, shard_ids=ids, shard_count=2):
            shards = sorted(one["shard"] for one in server.gateway.identified)
            assert (shards, await goes_on(server)) == ([[one, 2] for one in ids], True)


async def test_no_advice_means_one_connection(library):
    async with Server() as server:
        server.fault("GET", "/gateway/bot$", status=404)
        async with running(server, library):
            assert await goes_on(server)


# Leaving


async def test_answers_in_flight_are_finished(library, monkeypatch):
    ask, finish, leaving = Library.ask, Runtime.finish, threading.Event()

    def slow(*args, **options):
        assert leaving.wait(120)
        return ask(*args, **options)

    async def finish_and_tell(runtime, _seconds):
        leaving.set()
        await finish(runtime, 60)

    monkeypatch.setattr(Library, "ask", slow)
    monkeypatch.setattr(Runtime, "finish", finish_and_tell)
    async with Server() as server, started(server, library) as bot:
        await bot.was_ready()
        await server.mention(QUESTION)
        await until(lambda: bot.runtime._serving)
        bot.stop.set()
        await bot.end()

        assert len(server.said()) == 1


async def test_nothing_that_users_wrote_is_logged(library, caplog):
    caplog.set_level("DEBUG", "bot")
    async with Server() as server, running(server, library, limit=2):
        for question in (QUESTION, "What is the secretword?", "third?"):
            await answered(await server.slash("ask", question=question))
        await server.mention(QUESTION)
        server.channel.allowed = frozenset()
        await server.mention(QUESTION, author=server.owner)
        await reply_in(server, server.dm(server.owner))

    logged = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    people = [one for user in (server.user, server.owner) for one in (user.name, str(user.id))]
    told = [word for word in ("LD50", "secretword", "third", *people)
            if any(word in line for line in logged)]  # fmt: skip
    assert told == []
