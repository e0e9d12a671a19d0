"""Messages that ask in odd ways: by a role, forwarded, edited, deleted, and after long ones."""

import pytest
import pytest_asyncio

from bot.render.discord_reader import question_of
from tests.discord_server.driver import answered, reply_in, running, settled
from tests.discord_server.markdown import read
from tests.discord_server.server import Server, until

pytestmark = pytest.mark.asyncio

QUESTION = "What is the LD50 in rats?"
LONG = "What is the LD50 in mice, " + "and please tell me as well " * 20 + "who has it from where?"


@pytest_asyncio.fixture
async def discord(library):
    async with Server() as server, running(server, library):
        yield server


def is_answer(message):
    return "980mg" in read(message.content).text


async def test_a_mention_of_the_bots_own_role_is_answered(discord):
    role = discord.role
    await discord.write(f"<@&{role}> {QUESTION}", discord.channel, roles=(role,), readable=True)

    assert is_answer(await reply_in(discord))


async def test_where_the_words_beside_the_role_are_not_sent_it_is_said_how_to_ask(discord):
    role = discord.role
    await discord.write(f"<@&{role}> {QUESTION}", discord.channel, roles=(role,))

    assert "a message that mentions me" in (await reply_in(discord)).content


async def test_a_forwarded_message_is_a_question(discord):
    await discord.write("", discord.dm(), forwarded=QUESTION)
    await discord.mention("", forwarded=QUESTION)
    menu = await discord.write("", forwarded=QUESTION)
    private = await answered(await discord.menu("Answer from the document", menu))

    assert is_answer(await reply_in(discord, discord.dm()))
    assert (is_answer(await reply_in(discord)), is_answer(private)) == (True, True)


async def test_a_message_that_is_edited_to_mention_the_bot_is_answered_once(discord):
    asked = await discord.write(QUESTION)
    await settled(discord)
    assert discord.said() == []

    for _ in range(2):
        await discord.edit(asked, f"<@{discord.bot.id}> {QUESTION}")
    answer = await reply_in(discord)
    await settled(discord)

    assert (is_answer(answer), answer.reply_to, len(discord.said())) == (True, asked, 1)


async def test_an_edited_message_that_was_answered_or_is_old_stays_as_it_is(discord):
    asked = await discord.mention(QUESTION)
    await reply_in(discord)
    await discord.edit(asked, f"<@{discord.bot.id}> and in mice?")
    old = await discord.write(QUESTION, id=discord.channel.id - (3600_000 << 22))
    await discord.edit(old, f"<@{discord.bot.id}> {QUESTION}")
    await settled(discord)

    assert len(discord.said()) == 1


async def test_a_follow_up_of_a_long_question_is_about_all_of_it(discord, library):
    await discord.mention(LONG)
    first = await reply_in(discord)
    await discord.write("and in rats?", reply_to=first)

    second = await reply_in(discord, count=2)

    read_as = library.ask("and in rats?", after=LONG).read_as
    assert read_as[:150] in read(second.content).text


async def test_of_a_long_question_by_command_the_beginning_is_known_up_to_a_whole_word(discord):
    first = await answered(await discord.slash("ask", question=LONG))

    known = question_of(first.content) or ""

    assert LONG.startswith(f"{known} ")
    assert len(known) > 200


async def test_an_answer_to_a_deleted_question_can_be_removed_by_whoever_asked(discord):
    asked = await discord.mention(QUESTION)
    answer = await reply_in(discord)
    discord.forget(asked)
    discord.removed.clear()

    others = await discord.press(answer, "Remove", discord.person("eve"))
    await until(lambda: others.answered)
    assert discord.removed == []
    await discord.press(answer, "Remove")
    await until(lambda: answer in discord.removed)


async def test_whatever_answers_a_mention_can_be_removed(discord):
    await discord.mention("")
    await discord.press(await reply_in(discord), "Remove")
    await until(lambda: discord.removed)


@pytest.mark.parametrize(
    ("command", "options"), [("passage", {"id": "fasoracetam:12"}), ("reference", {"number": "14"})]
)
async def test_passages_and_references_can_be_removed(discord, command, options):
    answer = await answered(await discord.slash(command, **options))
    private = await answered(await discord.slash(command, private=True, **options))
    await discord.press(answer, "Remove")
    await until(lambda: answer in discord.removed)

    assert "Remove" not in private.buttons


async def test_turning_pages_uses_up_no_question(library):
    async with Server() as server, running(server, library, limit=3):
        answer = await answered(await server.slash("ask", question=QUESTION))
        presses = [
            await answered(await server.press(answer, "Around it", server.user)) for _ in range(8)
        ]
        again = await answered(await server.slash("ask", question=QUESTION))

    assert [bool(read(shown.content).quotations) for shown in presses] == [True] * 8
    assert is_answer(again)
