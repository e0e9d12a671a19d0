"""Many at once: first come, first served, the rest refused politely, and nothing piles up."""

import gc

import pytest

from bot.discord_app import delivery, runtime, supervisor
from bot.discord_app.presses import TOO_BUSY
from tests.discord_server.driver import answered, running
from tests.discord_server.markdown import read
from tests.discord_server.server import Server, until

pytestmark = pytest.mark.asyncio

QUESTION = "What is the LD50 in rats?"


@pytest.mark.no_cover
async def test_of_a_hundred_at_once_the_first_are_answered_and_the_others_refused(
    library, monkeypatch
):
    """The order shows on any machine what a time limit shows on a fast one only."""
    monkeypatch.setattr(runtime, "_PATIENCE", 600.0)
    monkeypatch.setattr(runtime, "_MOST", 70)
    async with Server() as server, running(server, library):
        asked = [await server.slash("ask", question=QUESTION) for _ in range(100)]
        await until(lambda: all(one.answered for one in asked), 500)

    contents = [(await answered(one)).content for one in asked]
    first_answer = min(one.answered or 0.0 for one in asked if one.kind == 5)
    waited = [one for one in asked[20:60] if (one.acknowledged or 0.0) > first_answer]
    order = sorted(range(100), key=lambda number: asked[number].acknowledged or 0.0)
    assert [content for content in contents[:60] if "980mg" not in content] == []
    assert {content for content in contents if "980mg" not in content} == {TOO_BUSY}
    assert (contents[99], waited) == (TOO_BUSY, [])
    assert max(abs(place - number) for place, number in enumerate(order)) < 30


async def test_a_flood_in_one_channel_keeps_nobody_else_waiting(library, monkeypatch):
    """Answers wait there for Discord: beyond some, messages are passed over; commands are not."""
    monkeypatch.setattr(supervisor, "_FINISH", 0.1)
    monkeypatch.setattr(runtime, "_MOST", 10)
    monkeypatch.setattr(runtime, "_MOST_IN_CHANNEL", 20)
    async with Server() as server, running(server, library):
        slow = server.fault("POST", r"/channels/\d+/messages", times=1000, delay=600.0)
        for _ in range(30):
            await server.mention(QUESTION)
        await until(lambda: server.runtime.tally.replies.get("too_busy") == 10)
        answer = await answered(await server.slash("ask", question=QUESTION))
        await until(lambda: server.runtime.served == 20)  # the command's is done, soon after
        slow.times = 0

        assert "980mg" in answer.content


async def test_whoever_cannot_be_acknowledged_in_time_costs_no_call(library, monkeypatch):
    monkeypatch.setattr(delivery, "_LATEST", -1.0)
    async with Server() as server, running(server, library):
        asked = [await server.slash("ask", question=QUESTION) for _ in range(20)]
        await server.mention(QUESTION)
        await until(server.said)

    assert [one.acknowledged for one in asked] == [None] * 20
    assert [path for _, path in server.requests if path.endswith("/callback")] == []


@pytest.mark.no_cover
async def test_nothing_of_an_interaction_is_kept(library):
    import discord  # noqa: PLC0415  (our package quietens it before)

    def kept():
        gc.collect()
        kinds = (discord.Interaction, discord.ui.View, discord.Message, discord.Webhook)
        return sum(isinstance(one, kinds) for one in gc.get_objects())

    async with Server() as server, running(server, library):
        for _ in range(12):
            answer = await answered(await server.slash("ask", question=QUESTION))
            shown = await answered(await server.press(answer, "Around it"))
            assert read(shown.content).quotations
            await answered(await server.slash("passage", id="fasoracetam:12"))

        assert kept() < 10
