"""What only one person sees: answers that stay, suggestions while they type, words in no log."""

import asyncio
import gc
import threading

import pytest
import pytest_asyncio

from bot import Library
from bot.discord_app import delivery
from bot.discord_app.autocomplete import Suggestions
from bot.discord_app.message import BotMessage
from bot.discord_app.message_parts import turns
from bot.discord_app.service import quieten
from bot.errors import NotFound
from bot.translation import Message, known, speaking, translated
from tests.discord_server.driver import answered, running
from tests.discord_server.server import Server, until

pytestmark = pytest.mark.asyncio

QUESTION = "What is the LD50 in rats?"
CALLBACK = r"/callback$"


@pytest_asyncio.fixture
async def discord(library):
    async with Server() as server, running(server, library):
        yield server


async def test_a_private_answer_stays_and_what_its_buttons_show_changes(discord):
    answer = await answered(await discord.slash("ask", question=QUESTION, private=True))
    before = answer.content
    around = await answered(await discord.press(answer, "Around it"))
    further = await answered(await discord.press(around, "Further up"))
    exact = await answered(await discord.press(answer, "Exact text"))

    assert (answer.content, answer.edits, "Share" in answer.buttons) == (before, 0, True)
    assert (around is not answer, further is around, around.edits) == (True, True, 1)
    assert (exact.private, len(exact.files), exact is around) == (True, 1, False)


async def test_the_pages_of_a_private_passage_are_turned_in_place(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text(
        "\n".join(f"- Item {n} is a canoe of {n} feet." for n in range(90))
    )
    async with Server() as server, running(server, Library.open(corpus, tmp_path / "i")):
        page = await answered(await server.slash("search", words="canoe", private=True))
        first = page.content
        turned = await answered(await server.press(page, "Next"))

    assert (turned is page, turned.content == first, page.edits) == (True, False, 1)


@pytest.mark.parametrize("code", ["en", "de", "es", "fr", "ja", "pt", "ru", "zh"])
async def test_a_button_that_turns_a_page_is_known_in_every_language(code):
    with speaking(known([code])):
        labels = [translated(Message(one)) for one in ("\u25c0 Back", "Next \u25b6", "Around it")]

    assert [turns(label) for label in labels] == [True, True, False]


# Suggestions


async def typed(discord, words):
    done = await discord.slash("ask", typing="question", question=words)
    await until(lambda: done.choices is not None)
    return [choice["value"] for choice in done.choices]


async def test_suggestions_that_fail_are_none_and_a_line_without_the_words(
    discord, monkeypatch, caplog
):
    def fails(*_: object) -> list[str]:
        raise KeyError("secretword")

    monkeypatch.setattr(Suggestions, "questions", fails)

    assert await typed(discord, "secretword") == []
    assert "Nothing can be offered: KeyError" in caplog.text
    assert ("secretword" in caplog.text, discord.runtime.tally.replies) == (False, {})


async def test_suggestions_that_come_too_late_are_no_error_and_name_nobody(discord, caplog):
    quieten()
    caplog.set_level("INFO", "discord")
    body = {"code": 10062, "message": "Unknown interaction"}
    discord.fault("POST", CALLBACK, status=404, body=body)
    await discord.slash("ask", typing="question", question="secretword")
    await until(lambda: "Nothing was offered in time (NotFound)" in caplog.text)

    assert "Traceback" not in caplog.text
    assert str(discord.user.id) not in caplog.text


async def test_whoever_types_keeps_nobody_from_an_answer(discord, monkeypatch):
    """As many as are looked for at once, and nothing for the others, until these are done."""
    held = threading.Event()
    monkeypatch.setattr(Suggestions, "questions", lambda *_: [str(held.wait(120))])
    typing = [
        await discord.slash("ask", typing="question", question=f"lethal {n}") for n in range(40)
    ]
    await until(lambda: sum(one.choices == [] for one in typing) == 32)
    held.set()
    await until(lambda: all(one.choices is not None for one in typing))

    assert sum(bool(one.choices) for one in typing) == 8
    assert "980mg" in (await answered(await discord.slash("ask", question=QUESTION))).content


# Work that nobody reads


@pytest.mark.parametrize("when", ["before", "after"])
async def test_how_work_failed_that_nobody_can_read_is_told_nowhere(caplog, when):
    """Discord takes no answer any more; the work fails before that is known, or afterwards."""
    known = asyncio.Event()

    async def fails() -> BotMessage:
        if when == "after":
            await known.wait()
        raise NotFound("There is no secretword.")

    work = asyncio.ensure_future(fails())
    await asyncio.wait([work], timeout=0.01)
    delivery._drop(work)
    known.set()
    await asyncio.wait([work])
    await asyncio.sleep(0)  # for what is to be done when it is done
    del work
    gc.collect()

    assert caplog.records == []
