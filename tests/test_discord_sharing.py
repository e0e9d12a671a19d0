"""Private answers that are shared, and what a search finds, on a Discord of our own."""

import pytest
import pytest_asyncio

from bot import Library
from tests.discord_server.driver import answered, reply_in, running
from tests.discord_server.markdown import read
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
    assert before.startswith("**What is the LD50 in rats?**\n")
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


async def test_where_files_are_not_allowed_an_answer_is_shared_without(tmp_path):
    (tmp_path / "own.txt").write_text("Lions\thunt at dawn.\n")
    own = Library.open(tmp_path / "own.txt", tmp_path / "index")
    async with Server() as server, running(server, own):
        server.channel.allowed -= {"attach"}
        answer = await private(server, "When do lions hunt?")
        await server.press(answer, "Share")
        posted = await reply_in(server)

    assert ("hunt at dawn" in posted.content, posted.files) == (True, {})


async def test_a_shared_answer_keeps_its_files(tmp_path):
    (tmp_path / "own.txt").write_text("Lions\thunt at dawn.\n")
    own = Library.open(tmp_path / "own.txt", tmp_path / "index")
    async with Server() as server, running(server, own):
        answer = await private(server, "When do lions hunt?")
        await server.press(answer, "Share")
        posted = await reply_in(server)
        await until(lambda: "Share" not in answer.buttons)

    assert ["own-1.txt"] == [*posted.files] == [*answer.files]


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
    assert server.follow_ups[0].private


# Searching


@pytest.fixture
def zoo(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text(
        "# Große Katzen\n\nThe old lion eats red meat. Zebras flee.\n\n"
        "# Ζέβρες\n\nA lion sleeps, old and red.\n\n"
        + "".join(
            f"Lions eat red meat on day {day}, {'and rest ' * 40}then.\n\n" for day in range(20)
        )
    )
    (corpus / "b.md").write_text(
        "# レッサーパンダ\n\nレッサーパンダは竹を食べる。\n\n赤いパンダもいる。\n"
    )
    return Library.open(corpus, tmp_path / "index")


@pytest_asyncio.fixture
async def at_the_zoo(zoo):
    async with Server() as server, running(server, zoo, counts_feedback=True):
        yield server


async def all_pages(discord, words, **more):
    """The texts of all pages; those after the first take its place, for one person alone."""
    page = await answered(await discord.slash("search", words=words, **more))
    texts = [page.content]
    while "Next \u25b6" in page.buttons:
        page = await answered(await discord.press(page, "Next"))
        texts.append(page.content)
        assert page.private
    return texts


async def test_a_search_shows_every_passage_word_for_word_in_order_and_paged(at_the_zoo, zoo):
    pages = await all_pages(at_the_zoo, "red meat")

    expected = [p.text for p in zoo.passages("a.md") if "red meat" in p.text]
    quoted = [text for page in pages for text in read(page).quotations]
    assert (quoted, len(expected), len(pages) > 3) == (expected, 21, True)
    assert "21 passages have “red meat”" in read(pages[0]).text


@pytest.mark.parametrize(
    ("words", "expected"),
    [("meat red", 0), ("old and red", 1), ("LIONS", 22), ("zebra", 1), ("パンダ", 2), ("竹", 1)],
)
async def test_a_phrase_has_its_order_and_a_word_all_its_forms(zoo, words, expected):
    assert len(zoo.search(words).occurrences) == expected


async def test_a_search_stays_in_the_document_that_is_named_on_every_page(at_the_zoo):
    none = await answered(await at_the_zoo.slash("search", words="lion", document="b.md"))
    pages = await all_pages(at_the_zoo, "lion", document="a.md")

    assert "No passage has “lion”" in read(none.content).text
    assert all("\u00b7 a:" in page for page in pages)


async def test_what_is_too_long_or_without_a_word_finds_nothing_in_a_sentence(at_the_zoo):
    long = await answered(await at_the_zoo.slash("search", words="lion " * 20))
    signs = await answered(await at_the_zoo.slash("search", words="?!"))

    assert ("too long" in long.content, long.private) == (True, True)
    assert "No passage has" in signs.content


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("grosse", "Große Katzen"),
        ("ζεβρ", "Ζέβρες"),
        ("パンダ", "レッサーパンダ"),
        ("ﾊﾟﾝﾀﾞ", "レッサーパンダ"),
    ],
)
async def test_headings_are_offered_in_any_language_without_accents_and_width(
    at_the_zoo, typed, expected
):
    offered = await at_the_zoo.slash("search", typing="words", words=typed)
    await until(lambda: offered.choices is not None)

    assert expected in [choice["value"] for choice in offered.choices]


# Feedback


async def test_what_is_said_of_an_answer_is_counted_by_passage_and_day_alone(at_the_zoo, zoo):
    answer = await answered(await at_the_zoo.slash("ask", question="What does the old lion eat?"))
    eve = at_the_zoo.person("eve")
    thanks = await answered(await at_the_zoo.press(answer, "This answers"))
    await answered(await at_the_zoo.press(answer, "It does not", eve))
    again = await answered(await at_the_zoo.press(answer, "It does not", eve))
    about = await answered(await at_the_zoo.slash("about"))

    assert ("without who you are" in thanks.content, thanks.private) == (True, True)
    assert "counted already" in again.content
    assert zoo.feedback() == [("a:1", 1, 1, 1)]
    kept = (zoo.index_folder / "citebot.feedback").read_text()
    assert not any(
        str(secret) in kept for secret in (eve.id, answer.id, "lion", at_the_zoo.guilds[0])
    )
    assert "without who pressed" in about.content


async def test_one_person_may_judge_several_answers(at_the_zoo, zoo):
    for question in ("What does the old lion eat?", "What does the old lion eat?"):
        answer = await answered(await at_the_zoo.slash("ask", question=question))
        await answered(await at_the_zoo.press(answer, "This answers"))

    assert zoo.feedback() == [("a:1", 2, 0, 1)]


async def test_without_the_setting_nothing_is_asked_or_counted(discord):
    answer = await answered(await discord.slash("ask", question=QUESTION))
    about = await answered(await discord.slash("about"))

    assert not {"This answers", "It does not"} & set(answer.buttons)
    assert "without who pressed" not in about.content


async def test_what_is_only_near_has_no_buttons_to_judge_it(at_the_zoo):
    near = await answered(await at_the_zoo.slash("ask", question="Which meat do tigers eat?"))

    assert "This answers" not in near.buttons
