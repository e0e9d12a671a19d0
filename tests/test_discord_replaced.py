"""A client in place of another: who answers then, and through which session."""

import threading
from contextlib import asynccontextmanager
from types import SimpleNamespace

import aiohttp
import pytest

from bot import Library
from bot.discord_app import delivery
from bot.discord_app.reconnecting import LONGEST
from tests.discord_server.driver import answered, reply_in, settled, started
from tests.discord_server.server import Server, until
from tests.discord_server.world import Interaction, Message

pytestmark = pytest.mark.asyncio

QUESTION = "What is the LD50 in rats?"


@asynccontextmanager
async def connected(library):
    """A server, and a bot that is connected to it."""
    async with Server() as server, started(server, library) as bot:
        await bot.was_ready()
        server.runtime = bot.runtime
        yield server, bot


async def replaced(bot):
    """The client that was connected, when another has taken over."""
    old = bot.runtime.connection
    old.looping.set()
    await bot.was_ready(2)
    return old


async def written(server):
    """A mention that Discord has not sent to anybody yet, and what it will send."""
    content = f"<@{server.bot.id}> {QUESTION}"
    message = server.keep(Message(server.channel, server.user, content, (server.bot,)))
    return message.json(readable=True)


async def test_answers_in_flight_are_sent_though_their_client_is_gone(library, monkeypatch, caplog):
    ask, taken_over = Library.ask, threading.Event()

    def slow(*args, **options):
        assert taken_over.wait(120)
        return ask(*args, **options)

    monkeypatch.setattr(Library, "ask", slow)
    monkeypatch.setattr(delivery, "_SOON", 0.0)
    async with connected(library) as (server, bot):
        await server.mention(QUESTION)
        deferred = await server.slash("ask", question=QUESTION)
        await until(lambda: bot.runtime.served == 2 and deferred.acknowledged)
        await replaced(bot)
        taken_over.set()
        answer, reply = await answered(deferred), await reply_in(server)
        await settled(server)

        assert ("980mg" in answer.content, "980mg" in reply.content) == (True, True)
        assert (len(server.said()), server.follow_ups) == (1, [])
    assert "Traceback" not in caplog.text


async def test_a_client_that_is_gone_leaves_what_comes_to_the_next(library, caplog):
    async with connected(library) as (server, bot):
        old = await replaced(bot)
        event = await written(server)
        data = {"id": server._id_of("about"), "name": "about", "type": 1, "options": []}
        command = Interaction(2, server.user, server.channel, data)
        old._connection.parsers["MESSAGE_CREATE"](event)
        old._connection.parsers["INTERACTION_CREATE"](command.json())
        old.dispatch("message", None)
        await server.gateway.dispatch("MESSAGE_CREATE", event, server.channel.guild)
        await reply_in(server)
        await answered(await server.act(command))
        await settled(server)

        assert len(server.said()) == 1
    assert ("Traceback" in caplog.text, "cannot be read" in caplog.text) == (False, False)


async def test_what_cannot_be_sent_is_a_line_in_the_log_and_may_come_again(library, caplog):
    async with connected(library) as (server, bot):
        http = bot.runtime.connection.http
        session = http._HTTPClient__session  # the gateway needs it
        async with aiohttp.ClientSession() as closed:
            http._HTTPClient__session = closed
        event = await written(server)
        await server.gateway.dispatch("MESSAGE_CREATE", event, server.channel.guild)
        await server.slash("ask", question=QUESTION)
        await until(lambda: caplog.text.count("An answer could not be") == 2)
        http._HTTPClient__session = session
        await replaced(bot)
        await server.gateway.dispatch("MESSAGE_CREATE", event, server.channel.guild)

        assert "980mg" in (await reply_in(server)).content
    assert "Traceback" not in caplog.text


async def test_a_gateway_that_closes_at_the_first_connection_is_a_line_in_the_log(library, caplog):
    async with Server() as server:
        server.gateway.close_on_connect = [4000]
        async with started(server, library) as bot:
            await bot.was_ready()

    told = [line for line in caplog.messages if "Connecting again" in line]
    assert ([line.split()[-1] for line in told], "Traceback" in caplog.text) == (
        ["ReconnectWebSocket"], False,
    )  # fmt: skip


async def test_a_gateway_that_was_away_often_is_tried_again_within_a_minute(library, monkeypatch):
    import discord  # noqa: PLC0415  (the bot sees to its warnings first)

    now = [1000.0]
    clock = SimpleNamespace(monotonic=lambda: now[0])

    async with connected(library):
        monkeypatch.setattr(discord.backoff, "time", clock)
        for module in (discord.client, discord.shard):
            backoff = module.ExponentialBackoff()
            waits = [backoff.delay() for _ in range(200)]
            assert waits[0] <= 2.0
            assert max(waits) == LONGEST
            now[0] += 71  # a wait of a minute, and a connection that lasted
            assert backoff.delay() <= 2.0
    # A new version that calls it otherwise would wait long again.
    assert "ExponentialBackoff" in discord.Client.connect.__code__.co_names
    assert "ExponentialBackoff" in discord.shard.Shard.__init__.__code__.co_names
