"""One bot in several servers: what each has set, and what each may see."""

import json
import re

import pytest
import pytest_asyncio

from bot import Library
from tests.discord_server.driver import answered, reply_in, running, settled
from tests.discord_server.markdown import read
from tests.discord_server.server import Server, until
from tests.discord_server.world import EPHEMERAL, FORUM, GROUP, THREAD, Channel, Message, User

pytestmark = pytest.mark.asyncio

LIONS = "Lions hunt at dawn."
RULES = "Members greet each other."
ASKED = "When do lions hunt?"


@pytest.fixture
def library(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "lions.txt").write_text(f"Lions\n\n{LIONS}\n")
    (corpus / "rules.txt").write_text(f"Rules\n\n{RULES}\n")
    return Library.open(corpus, tmp_path / "index")


@pytest_asyncio.fixture
async def discord(library):
    async with Server() as server, running(server, library):
        server.manager = server.person("manager", "manage_guild")
        yield server


async def set_up(discord, at=None, **given):
    place = {"user": discord.manager, "channel": at or discord.channel}
    return await answered(await discord.slash("settings", **place, given=given))


async def quoted(discord, question, channel=None, **more):
    answer = await answered(
        await discord.slash(
            "ask", question=question, **({"channel": channel} if channel else {}), **more
        )
    )
    return read(answer.content).quotations


async def test_settings_are_shown_in_private_to_managers_alone(discord):
    shown = await set_up(discord)
    refused = await answered(await discord.slash("settings", private=True))

    seen = read(shown.content).text
    assert (shown.private, refused.private) == (True, True)
    assert "Documents: all that it may see (2)" in seen
    assert "as the server has it" in seen
    assert "Only whoever may manage this server" in refused.content
    assert (await answered(await discord.slash("ask", question=ASKED))).private is False


async def test_a_server_and_a_channel_are_answered_from_the_documents_set_for_them(discord):
    other = Channel(discord.guilds[0], name="rules")
    discord.channels[other.id] = other
    shown = await set_up(discord, documents="lions.txt")
    assert "lions.txt (1 of 2)" in read(shown.content).text
    shown = await set_up(discord, documents="rules.*", channel=other)
    assert f"In <#{other.id}>: rules.* (1 of 2)" in shown.content.replace("\\", "")

    assert await quoted(discord, ASKED) == [LIONS]
    assert await quoted(discord, "Whom do members greet?") == []
    assert await quoted(discord, "Whom do members greet?", other) == [RULES]
    await discord.mention(ASKED, other)
    assert read((await reply_in(discord, other)).content).quotations == []

    await set_up(discord, documents="-", channel=other)
    await set_up(discord, documents="-")
    assert await quoted(discord, "Whom do members greet?") == [RULES]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"documents": "lions.txt, tigers.txt"}, "means no document that this server may see"),
        ({"posts": True}, "Name the forum channel"),
        ({"language": "klingon"}, "There is no language"),
    ],
)
async def test_what_cannot_be_set_is_refused_and_nothing_is_changed(discord, options, told):
    refused = await set_up(discord, private=True, **options)

    assert told in read(refused.content).text
    assert "for all to see" in read((await set_up(discord)).content).text


async def test_private_by_default_leaves_the_last_word_to_the_command(discord):
    await set_up(discord, private=True)

    answers = [
        await answered(await discord.slash("ask", question=ASKED)),
        await answered(await discord.slash("passage", id="lions:1")),
        await answered(await discord.slash("ask", question=ASKED, private=False)),
        await answered(await discord.slash("ask", question=ASKED, channel=discord.dm())),
    ]

    assert [answer.private for answer in answers] == [True, True, False, False]


async def test_a_language_is_kept_and_offered_by_its_name(discord):
    typed = await discord.slash(
        "settings", typing="language", language="germ", user=discord.manager
    )
    await until(lambda: typed.choices is not None)
    shown = await set_up(discord, language=typed.choices[0]["value"])

    assert typed.choices == [{"name": "German", "value": "de"}]
    assert "Language: German\n" in read(shown.content).text


async def test_documents_are_offered_as_a_list_grows(discord):
    typed = await discord.slash(
        "settings", typing="documents", documents="lions.txt, ru", user=discord.manager
    )
    stranger = await discord.slash("settings", typing="documents", documents="")
    await until(lambda: typed.choices is not None and stranger.choices is not None)

    assert [choice["value"] for choice in typed.choices] == ["lions.txt, rules.txt"]
    assert stranger.choices == []


async def forum_in(discord, **more):
    forum = Channel(discord.guilds[0], FORUM, name="help", **more)
    discord.channels[forum.id] = forum
    await discord.gateway.dispatch("CHANNEL_CREATE", forum.json(), forum.guild)
    return forum


async def test_new_posts_are_answered_once_where_that_is_wanted_and_there_is_an_answer(discord):
    forum, other = await forum_in(discord), await forum_in(discord)
    before = await discord.post(forum, ASKED, "I wonder.")
    shown = await set_up(discord, posts=True, channel=forum)
    assert f"<#{forum.id}>" in shown.content
    elsewhere = await discord.post(other, ASKED, "I wonder.")
    unknown = await discord.post(forum, "What do zebras eat?", "I wonder.")
    by_bot = await discord.post(forum, ASKED, "I wonder.", author=User("other", bot=True))
    asked = await discord.post(forum, ASKED, "I wonder.")
    answer = await reply_in(discord, asked.channel)
    await discord.write("No idea.", asked.channel)
    await discord.edit(asked, "I wonder a lot.")
    last = await discord.post(forum, ASKED, "Me too.")
    await reply_in(discord, last.channel)

    assert (read(answer.content).quotations, answer.reply_to, answer.pings) == (
        [LIONS],
        asked,
        False,
    )
    silent = [before, elsewhere, unknown, by_bot]
    assert [len(discord.said(post.channel)) for post in [*silent, asked]] == [0, 0, 0, 0, 1]


async def test_whoever_posts_too_fast_is_not_answered(library):
    async with Server() as discord, running(discord, library, limit=2):
        discord.manager = discord.person("manager", "manage_guild")
        forum = await forum_in(discord)
        await set_up(discord, posts=True, channel=forum)
        posts = [await discord.post(forum, ASKED, "I wonder.") for _ in range(3)]
        await reply_in(discord, posts[1].channel)
        await settled(discord)

    assert [1, 1, 0] == [len(discord.said(post.channel)) for post in posts]


async def test_a_post_that_mentions_the_bot_is_answered_once(discord):
    forum = await forum_in(discord)
    await set_up(discord, posts=True, channel=forum)
    asked = await discord.post(forum, "Help", f"<@{discord.bot.id}> {ASKED}")
    answer = await reply_in(discord, asked.channel)
    late = await discord.post(forum, "Lost", "Anybody?")
    await discord.edit(late, f"<@{discord.bot.id}> {ASKED}")
    await reply_in(discord, late.channel)

    assert (read(answer.content).quotations, len(discord.said(asked.channel))) == ([LIONS], 1)


async def test_a_post_that_was_answered_may_be_edited_to_ask_something_else(discord):
    forum = await forum_in(discord)
    await set_up(discord, posts=True, channel=forum)
    post = await discord.post(forum, ASKED, "I wonder.")
    await reply_in(discord, post.channel)
    await discord.edit(post, f"<@{discord.bot.id}> Whom do members greet?")

    assert read((await reply_in(discord, post.channel, 2)).content).quotations == [RULES]


async def test_nobody_is_written_to_about_a_post_that_may_not_be_answered(discord):
    forum = await forum_in(discord, allowed=frozenset({"view"}))
    await set_up(discord, posts=True, channel=forum)
    await discord.post(forum, ASKED, "I wonder.")
    await until(lambda: sum("/messages" in path for _, path in discord.requests) == 3)
    await discord.mention(ASKED)
    await reply_in(discord)

    assert discord.said(discord.dm()) == []


async def test_a_post_is_answered_in_its_servers_language(discord):
    forum = await forum_in(discord)
    await set_up(discord, posts=True, channel=forum, language="de")
    await discord.mention(ASKED)
    post = await discord.post(forum, ASKED, "I wonder.")
    answer, mentioned = await reply_in(discord, post.channel), await reply_in(discord)

    assert list(answer.buttons) == list(mentioned.buttons)
    assert "Exact text" not in answer.buttons


async def test_posts_are_answered_in_forums_only(discord):
    refused = await set_up(discord, posts=True, channel=discord.channel)

    assert "that channel is none" in refused.content


async def test_settings_go_with_the_server_and_with_the_channel(discord, library):
    forum = await forum_in(discord)
    away = await discord.new_server()
    await set_up(discord, posts=True, channel=forum)
    await set_up(discord, away, private=True)
    store = discord.runtime.audiences.settings
    assert store.servers() == sorted([forum.guild, away.guild])

    await discord.leave(away.guild)
    await discord.gateway.dispatch("CHANNEL_DELETE", forum.json(), forum.guild)
    await until(lambda: store.servers() == [])


async def test_what_was_set_is_there_after_a_restart_but_not_of_servers_left_meanwhile(library):
    async with Server() as server:
        async with running(server, library):
            server.manager = server.person("manager", "manage_guild")
            away = await server.new_server()
            await set_up(server, private=True)
            await set_up(server, away, private=True)
        del server.guilds[1]
        async with running(server, library):
            store = server.runtime.audiences.settings
            await until(lambda: store.servers() == [server.guilds[0]])
            assert (await answered(await server.slash("ask", question=ASKED))).private


# What each server may see. Every word of the hidden document is made up, so that one of them in
# anything that is sent is a leak.

SECRET = "xylqua"
HIDDEN = f"""# {SECRET}title

{SECRET}beast hunts at {SECRET}dusk by the river of {SECRET}land.[7] It eats {SECRET}grass.[1]

## {SECRET}heading

{SECRET}cubs play with {SECRET}balls all day.[7] Members greet the {SECRET}king.

| {SECRET}food | price |
|---|---|
| {SECRET}soup | 7 |

## References

[7] The book of {SECRET}things
"""


@pytest.fixture
def shared(tmp_path):
    """A corpus with a document that all may see, and one for each of two servers."""
    corpus = tmp_path / "corpus"
    (corpus / "own").mkdir(parents=True)
    (corpus / SECRET).mkdir()
    (corpus / "rules.txt").write_text(f"Rules\n\n{RULES}[1]\n")
    (corpus / "own" / "lions.txt").write_text(
        f"Lions\n\n{LIONS}[1] Cubs play with their mothers all day. They eat grass.\n\n" * 2
        + "Zebras\n\nZebras eat grass.\n"
    )
    (corpus / SECRET / f"{SECRET}.md").write_text(HIDDEN.replace("It eats", "It ate"))
    (corpus / "questions.jsonl").write_text(
        json.dumps({"question": f"What does the {SECRET}beast eat?", "gold": [f"{SECRET}grass"]})
    )
    return Library.open(corpus, tmp_path / "index")


def is_sharing(interaction):
    """Whether it is a press of Share that was let through: what follows is told or posted."""
    return interaction.data.get("custom_id", "").startswith("cb:s") and interaction.kind == 6


class Walk:
    """All that can be done in a channel, with words and ids of anybody's documents."""

    def __init__(self, discord, channel, user):
        self.discord, self.place = discord, {"channel": channel, "user": user}
        self.channel, self.user = channel, user
        self.texts, self.ids = [], set()

    async def answers(self, done):
        """Wait for answers, and note what was sent with each."""
        await until(lambda: all(one.answered or is_sharing(one) for one in done))
        for one in done:
            self.texts.append(json.dumps(one.choices or []))
            if one.answer is not None:
                self.note(one.answer)

    def note(self, message):
        self.texts += [message.content, *message.buttons]
        self.texts += [f"{name} {data.decode()}" for name, data in message.files.items()]
        self.ids |= {one for label, one in message.buttons.items() if label != "Remove"}

    async def commands(self, words, receipts):
        """Every command and menu."""
        slash, done = self.discord.slash, []
        for word in words:
            for name, options in TAKING:
                given = dict.fromkeys(options, word)
                done.append(await slash(name, **self.place, given=given))
            done.append(await slash("ask", **self.place, given={"question": word, "private": True}))
            message = await self.discord.write(word, self.channel, author=self.discord.owner)
            done += [await self.discord.menu(menu, message, self.user) for menu in MENUS]
        done += [await slash("verify", **self.place, receipt=receipt) for receipt in receipts]
        done += [await slash(name, **self.place) for name in ("about", "settings", "reindex")]
        await self.answers(done)

    async def suggestions(self, words):
        """Every suggestion, one after another: to many at once nothing is offered."""
        for word in words:
            for name, option in SUGGESTING:
                given = {"question": "q", "words": "q"} if option == "document" else {}
                place = self.place | {"given": {**given, option: word}}
                await self.answers([await self.discord.slash(name, typing=option, **place)])

    async def buttons(self, forged):
        """Every button, every button of what comes of it, and some of other servers."""
        pressed: set[str] = set()
        told = 0
        while waiting := (self.ids | forged) - pressed:
            pressed |= waiting
            shown = [
                await self.discord.press_id(self.carrier(one), one, self.user) for one in waiting
            ]
            await self.answers(shown)
            told += sum(map(is_sharing, shown))  # which is to be told or posted
            await until(lambda: len(self.shared()) == told)  # noqa: B023
        for message in self.discord.said(self.channel):
            self.note(message)

    def shared(self):
        """What came of presses of Share."""
        follow_ups, said = self.discord.follow_ups, self.discord.said(self.channel)
        return [one for one in said if one in follow_ups or "shared by" in one.content]

    def carrier(self, custom_id):
        """A message that has a button with that id."""
        button = {"type": 2, "style": 2, "label": "?", "custom_id": custom_id}
        row = {"type": 1, "components": [button]}
        return self.discord.keep(
            Message(self.channel, self.discord.owner, "?", flags=EPHEMERAL, components=[row])
        )

    async def conversation(self, said):
        """Questions in messages, and replies to answers, which bring the question before along."""
        count = len(self.discord.said(self.channel))
        first = f"<@{self.discord.bot.id}> {said[0]}"
        await self.discord.write(first, self.channel, author=self.discord.owner)
        answer = await reply_in(self.discord, self.channel, count + 1)
        for number, reply in enumerate(said[1:], count + 2):
            await self.discord.write(
                reply, self.channel, reply_to=answer, author=self.discord.owner
            )
            self.note(await reply_in(self.discord, self.channel, number))


TAKING = [("ask", ["question"]), ("ask", ["question", "document"]), ("passage", ["id"]),
          ("reference", ["number"]), ("verify", ["receipt"]), ("search", ["words"]),
          ("search", ["words", "document"])]  # fmt: skip
SUGGESTING = [
    ("ask", "question"), ("ask", "document"), ("passage", "id"), ("settings", "documents"),
    ("search", "words"), ("search", "document"),
]  # fmt: skip
MENUS = ["Answer from the document", "Check this quotation"]


WORDS = [
    f"What does the {SECRET}beast eat?", f"{SECRET}/{SECRET}.md", f"{SECRET}/{SECRET}:1", "7", "1",
    "Members greet the king, and eat grass?", f"Do {SECRET}beests play all day?", SECRET,
    f"{SECRET}cubs play with {SECRET}balls all day.",
]  # fmt: skip


@pytest.mark.no_cover
async def test_nothing_of_another_servers_documents_is_shown_by_any_command_or_button(shared):
    hidden = shared.root / SECRET / f"{SECRET}.md"
    before = shared.ask(f"What does {SECRET}beast eat?").shown
    hidden.write_text(HIDDEN)
    shared.reindex()
    receipts = [one.receipt for one in (*before, *shared.ask(f"{SECRET}beast hunts?").shown)]
    async with Server() as discord:
        discord.guilds.append(4_242_424_242_424_242)
        other = Channel(discord.guilds[1])
        discord.channels[other.id] = other
        (shared.root / "servers.toml").write_text(
            f"everywhere = ['rules.txt']\n[servers]\n{discord.guilds[0]} = ['own/*']\n"
            f"{other.guild} = ['{SECRET}/*']\n"
        )
        async with running(discord, shared, managers_reindex=True, counts_feedback=True):
            manager = discord.person("manager", "manage_guild")
            there = Walk(discord, other, manager)
            await there.suggestions(WORDS)
            assert {word for text in there.texts for word in hidden_words(text)} >= OFFERED
            await there.commands(WORDS, receipts)
            await there.buttons(set())
            assert {word for text in there.texts for word in hidden_words(text)} > MOST_OF_IT
            foreign = Channel(77)  # where only a user has installed the bot
            group = Channel(None, GROUP)
            for place in (discord.channel, discord.dm(manager), group, foreign):
                discord.channels[place.id] = place
                here = Walk(discord, place, manager)
                await here.suggestions(WORDS)
                await here.commands(WORDS, receipts)
                await here.buttons(there.ids)
                if place in (discord.channel, discord.dm(manager)):
                    await here.conversation(
                        ["When do lions hunt?", f"and {SECRET}beast?", "and at dusk?",
                         "where does it say so?"]
                    )  # fmt: skip
                told = {word for text in here.texts for word in hidden_words(text)}
                assert told <= hidden_words(" ".join(WORDS)), told
                assert len(here.texts) > 100


OFFERED = {f"{SECRET}{word}" for word in ("title", "heading")}
MOST_OF_IT = {f"{SECRET}{word}" for word in ("title", "dusk", "grass", "balls", "soup", "things")}


def hidden_words(text):
    return set(re.findall(rf"{SECRET}\w*", text.replace("\\", "").casefold()))


async def test_what_is_set_for_a_thread_is_set_for_its_channel(discord):
    thread = Channel(discord.guilds[0], THREAD, parent=discord.channel)
    discord.channels[thread.id] = thread
    await discord.gateway.dispatch("THREAD_CREATE", thread.json(), thread.guild)
    shown = await set_up(discord, documents="lions.txt", channel=thread)

    assert f"In <#{discord.channel.id}>: lions.txt" in shown.content.replace("\\", "")
    assert await quoted(discord, "Whom do members greet?", discord.channel) == []


async def test_managers_are_told_the_names_of_no_document_that_is_hidden_from_them(
    discord, library
):
    (library.root / "servers.toml").write_text(f"[servers]\n{discord.guilds[0]} = ['lions.txt']\n")
    library.refresh(at_once=True)
    refused = await set_up(discord, documents="rules.txt")
    typed = await discord.slash("settings", typing="documents", documents="", user=discord.manager)
    await until(lambda: typed.choices is not None)

    assert "means no document" in refused.content
    assert "rules" not in refused.content.partition("there is")[2]
    assert ["*", "-", "lions.txt"] == [choice["value"] for choice in typed.choices]


async def test_a_post_that_something_is_only_near_to_is_not_answered(library):
    (library.root / "towers.md").write_text(
        "# Towers\n\n"
        "## The red tower\n\nThe red tower was built in 1702. It has a bell in the roof.\n\n"
        "## The blue tower\n\nThe blue tower was built in 1855. It has a clock in the roof.\n"
    )
    library.refresh(at_once=True)
    question = "Who repaired the bell and the clock of the red tower?"
    assert library.ask(question).nearest
    async with Server() as discord, running(discord, library):
        discord.manager = discord.person("manager", "manage_guild")
        forum = await forum_in(discord)
        await set_up(discord, posts=True, channel=forum)
        near = await discord.post(forum, question, "I wonder.")
        await settled(discord)

        assert [] == discord.said(near.channel)


async def test_what_managers_have_set_shows_no_document_that_the_operator_hides_later(
    discord, library
):
    await set_up(discord, documents="rules.*")
    assert await quoted(discord, "Whom do members greet?") == [RULES]
    (library.root / "servers.toml").write_text(f"[servers]\n{discord.guilds[0]} = ['lions.txt']\n")

    assert await quoted(discord, "Whom do members greet?") == []


async def test_a_broken_access_file_shows_nothing_to_anyone_until_it_is_mended(library):
    access = library.root / "servers.toml"
    async with Server() as discord, running(discord, library):
        access.write_text("[servers")
        told = await answered(await discord.slash("ask", question=ASKED))
        assert ("No document is shown here" in told.content, told.private) == (True, True)
        assert "servers.toml" in library.problems[0]
        await discord.mention(ASKED)
        refused = await reply_in(discord)
        assert "No document is shown here" in refused.content
        assert ["Remove"] == [*refused.buttons]
        access.write_text(f"[servers]\n{discord.guilds[0]} = ['lions.txt']\n")
        assert await quoted(discord, ASKED) == [LIONS]
        assert await quoted(discord, ASKED, discord.dm()) == []
