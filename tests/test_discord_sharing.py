"""Private answers that are shared, and what a search finds, on a Discord of our own."""

import pytest
import pytest_asyncio

from bot import Library
from tests.discord_server.driver import answered, reply_in, running
from tests.discord_server.server import Server, until
from tests.discord_server.world import THREAD, Channel

pytestmark = pytest.mark.asyncio

QUESTION = "What is the LD50 in rats?"


@pytest_asyncio.fixture
async def discord(library):
    async with Server() as server, running(server, library):
        yield server


async def private(discord, question=QUESTION, **more):
    return await answered(await discord.slash("ask", question=question, private=True, **more))


async def test_a_private_answer_is_shared_once_with_its_receipts_and_buttons(discord):
    own = await private(discord)
    before = own.content

    await discord.press(own, "Share")
    second = await discord.press(own, "Share")
    posted = await reply_in(discord)
    await until(lambda: "Share" not in own.buttons and second.answered)

    assert posted.content.startswith(before)
    assert f"shared by <@{discord.user.id}>" in posted.content
    assert list(posted.buttons) == [*own.buttons, "Remove"]
    assert (posted.pings, posted.private, len(discord.said())) == (False, False, 1)
    assert (own.content, second.answer.private) == (before, True)
    assert "shared already" in second.answer.content
    await discord.press(posted, "Remove")
    await until(lambda: posted in discord.removed)


async def test_what_everybody_sees_has_nothing_to_share_and_neither_has_nothing(discord):
    public = await answered(await discord.slash("ask", question=QUESTION))
    direct = await private(discord, channel=discord.dm())
    silent = await private(discord, "What do zebras eat?")

    assert not any("Share" in answer.buttons for answer in (public, direct, silent))


async def test_where_only_a_user_has_the_bot_nothing_is_offered_to_share(discord):
    foreign = Channel(123456789)
    discord.channels[foreign.id] = foreign

    assert "Share" not in (await private(discord, channel=foreign)).buttons


@pytest.mark.parametrize("who", ["user", "bot"])
async def test_sharing_needs_the_right_to_write_of_user_and_bot(discord, who):
    own = await private(discord)
    if who == "user":
        discord.user.permissions -= {"send"}
    else:
        discord.channel.allowed -= {"send"}

    told = await answered(await discord.press(own, "Share"))

    assert ("may not write in this channel" in told.content, discord.said()) == (True, [])
    assert "Share" in own.buttons


async def test_in_a_thread_the_right_to_write_in_threads_counts(discord):
    allowed = frozenset({"view", "send_in_threads", "history"})
    thread = Channel(discord.guilds[0], THREAD, parent=discord.channel, allowed=allowed)
    discord.channels[thread.id] = thread
    await discord.gateway.dispatch("THREAD_CREATE", thread.json(), thread.guild)
    discord.user.permissions = frozenset({"view", "send", "history"})
    own = await private(discord, channel=thread)

    told = await answered(await discord.press(own, "Share"))
    discord.user.permissions |= {"send_in_threads"}
    await discord.press(own, "Share")
    await reply_in(discord, thread)

    assert "You may not write" in told.content


async def test_an_answer_that_could_not_be_posted_can_be_shared_later(discord):
    own = await private(discord)
    discord.fault(
        "POST", r"/channels/\d+/messages$", status=403, body={"code": 50013, "message": ""}
    )

    await discord.press(own, "Share")
    await until(lambda: discord.follow_ups)
    await discord.press(own, "Share")
    await reply_in(discord)

    assert "could not post it" in discord.follow_ups[0].content


async def test_what_is_no_longer_there_is_not_shared(tmp_path):
    document = tmp_path / "own.txt"
    document.write_text("Lions hunt at dawn.\n")
    own = Library.open(document, tmp_path / "index")
    async with Server() as server, running(server, own):
        answer = await private(server, "When do lions hunt?")
        document.write_text("Lions hunt at dusk.\n")
        own.reindex()
        await server.press(answer, "Share")
        await until(lambda: server.follow_ups)

    assert "The document has changed since" in server.follow_ups[0].content
    assert server.said() == server.follow_ups
