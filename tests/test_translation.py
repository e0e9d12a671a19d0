"""What people read, in their language: which one, whole sentences, catalogues that are in step."""

import ast
import pickle
import re
from functools import cache
from gettext import GNUTranslations
from string import Formatter
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.commands import all_commands
from bot.discord_app.settings_handlers import SettingsHandlers
from bot.library import Library
from bot.render.discord_markdown import LIMIT, units
from bot.render.discord_reader import question_of
from bot.render.discord_reply import reply
from bot.render.discord_reports import about
from bot.translation import (
    ENGLISH,
    Message,
    counted,
    from_store,
    gettext,
    known,
    language_of,
    ngettext,
    one_after_another,
    speaking,
    stored,
    translated,
)
from tests.catalogues import (
    TEMPLATE,
    compiled,
    header_of,
    languages,
    marked,
    po_of,
    read_po,
    written_po,
)
from tests.discord_server.driver import answered, reply_in, running
from tests.discord_server.markdown import read
from tests.discord_server.server import Server
from tests.house import SOURCES, nodes, syntax_tree

LANGUAGES = ["de", "es", "fr", "ja", "pt", "ru", "zh"]
UNTRANSLATED = 0.1  # of all sentences, at most, while new ones wait for a translation
NO_TEXT = "There is no text in that message."
MENU = 32  # characters of a menu's name, that Discord takes
DESCRIPTION = 100
BUTTON = 80
SHORT = 20  # characters of what may be a label


@cache
def catalogue(code):
    return read_po(po_of(code).read_text("utf-8"))


def placeholders(text):
    """The names in a sentence's placeholders, and how each is to be written."""
    return {field[1:] for field in Formatter().parse(text) if field[1] is not None}


# Which language


@pytest.mark.parametrize(
    ("environ", "code"),
    [({}, "en"),
     ({"LANG": "de_DE.UTF-8"}, "de_DE"),
     ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr_FR"),
     ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR", "LC_ALL": "ru_RU.UTF-8"}, "ru_RU"),
     ({"LANG": "de_DE", "LC_ALL": ""}, "de_DE"),
     ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
     ({"LANG": "de_DE.UTF-8", "LANGUAGE": "sv:pt_BR:de"}, "pt_BR"),
     ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en:de"}, "en"),
     ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, "en"),
     ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}, "en"),
     ({"LANGUAGE": "ja"}, "ja"),
     ({"LANG": "sv_SE.UTF-8"}, "en"),
     ({"LANG": "../../de"}, "en")],
)  # fmt: skip
def test_a_terminal_speaks_what_its_locale_says(environ, code):
    assert language_of(environ) == code


@pytest.mark.parametrize("code", [*LANGUAGES, "es-419", "es-ES", "pt-BR", "zh-CN", "zh-TW"])
def test_every_language_is_there(code):
    with speaking(known([code])):
        assert gettext(NO_TEXT) != NO_TEXT


@given(st.text(max_size=9))
def test_no_code_of_a_language_does_harm(code):
    assert known([code]) == ENGLISH or not known([code]).startswith(("/", "."))


# Messages


def test_a_message_is_english_until_it_is_shown():
    message = Message(NO_TEXT)

    with speaking("de"):
        assert (str(message), message == NO_TEXT) == (NO_TEXT, True)
        assert translated(message) != NO_TEXT


def test_what_is_no_message_is_nobodys_to_translate():
    with speaking("de"):
        assert translated(NO_TEXT) == NO_TEXT


def test_a_sentence_without_a_translation_is_english():
    with speaking("de"):
        told = gettext("Never said: {one}.", one=1), ngettext("{number} x", "{number} xs", 2)

    assert told == ("Never said: 1.", "2 xs")


def test_a_message_within_a_message_is_translated_and_braces_in_it_stay():
    with speaking("de"):
        told = translated(Message("{{x}}: {what} {other}", what=Message(NO_TEXT), other="{y}"))

        assert told == f"{{x}}: {gettext(NO_TEXT)} {{y}}"


def test_several_sentences_are_each_told_once_in_one_language():
    both = one_after_another([Message(NO_TEXT), Message(NO_TEXT), Message("{a}.", a="A")])

    with speaking("fr"):
        assert (both, translated(both)) == (f"{NO_TEXT} A.", f"{gettext(NO_TEXT)} A.")


@pytest.mark.parametrize("message", [Message("{a} of {b}", a=1, b="x"), counted("a", "b", 2)])
def test_a_message_survives_a_way_between_processes(message):
    again = pickle.loads(pickle.dumps(message))

    with speaking("de"):
        assert (again, translated(again)) == (message, translated(message))


@pytest.mark.parametrize(
    "message",
    [Message("is not UTF-8 at byte {number}; save it as UTF-8", number=3),
     Message(NO_TEXT),
     counted("{number} passage", "{number} passages", 2),
     Message("cannot be read: {why}", why=Message("Permission denied")),
     Message('["{a}"]', a='["x"]'),
     "[x]"],
)  # fmt: skip
def test_a_stored_message_is_told_in_every_language(message):
    again = from_store(stored(message))

    assert again == message
    for code in LANGUAGES:
        with speaking(code):
            assert translated(again) == translated(message)


@given(st.text(max_size=9))
def test_what_is_no_stored_message_is_a_sentence(text):
    assert from_store('["' + text) == '["' + text


def test_sentences_are_marked_before_anything_is_put_into_them():
    """A sentence that is formatted first is in no catalogue."""
    marks = {"Message", "Unreadable", "gettext", "counted", "ngettext"}
    formatted = [
        f"{path.name}:{call.lineno}"
        for path in SOURCES.values()
        for call in nodes(syntax_tree(path))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in marks
        and any(isinstance(a, ast.JoinedStr | ast.BinOp) for a in call.args[:2])
    ]  # fmt: skip

    assert formatted == []


def test_why_a_file_cannot_be_read_is_told_in_ones_language_from_a_saved_index_too(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text("Boats moor at the pier.\n")
    (folder / "latin.txt").write_bytes(b"caf\xe9")
    (folder / "cut.jsonl").write_text('{"q": "a"}\nb\n')
    for _ in range(2):  # built, then as it was saved
        told = Library.open(folder, tmp_path / "index", model="off").unreadable
        with speaking("de"):
            assert [translated(error.line) for error in told] == [
                "cut.jsonl: ist kein zeilenweises JSON: Zeile 2 ist keines",
                "latin.txt: ist bei Byte 3 kein UTF-8; speichere es als UTF-8",
            ]
        assert "line 2 is none" in str(told[0])


# Catalogues


def test_the_seven_languages_have_a_catalogue():
    assert set(LANGUAGES) <= set(languages())


@pytest.mark.no_cover
@pytest.mark.parametrize("code", languages())
def test_a_catalogue_is_what_the_code_says(code):
    """`python -m tests.catalogues` makes it so."""
    assert catalogue(code).keys() - {""} == marked().keys()
    assert read_po(TEMPLATE.read_text("utf-8")).keys() - {""} == marked().keys()


@pytest.mark.parametrize("code", languages())
def test_nearly_all_is_translated(code):
    said = marked()
    missing = [s for s in said if not catalogue(code)[s].is_translated]

    assert len(missing) <= UNTRANSLATED * len(said), missing


def test_one_of_a_thing_is_told_in_the_singular():
    wrong = [one for one, entry in marked().items()
             if entry.plural and re.search(r"\{number(?::,)?\} (?!as\b)\w+s\b", one)]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("code", languages())
def test_placeholders_are_those_of_the_sentence(code):
    wrong = [
        told
        for entry in catalogue(code).values()
        for told in entry.told
        if told and entry.sentence
        and placeholders(told) != placeholders(entry.plural or entry.sentence)
        and placeholders(told) != placeholders(entry.sentence)
    ]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("code", languages())
def test_code_and_spaces_at_the_ends_are_those_of_the_sentence(code):
    """What stands in backquotes is for machines; no translation begins or ends otherwise."""
    wrong = [
        told
        for sentence, entry in catalogue(code).items()
        for told in entry.told
        if told and sentence
        and (sorted(re.findall(r"`[^`]*`", told)) != sorted(re.findall(r"`[^`]*`", sentence))
             or told != told.strip() + sentence[len(sentence.rstrip()):])
    ]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("code", languages())
def test_compiled_catalogues_are_those_that_translators_wrote(code):
    written = po_of(code)

    assert written.with_suffix(".mo").read_bytes() == compiled(catalogue(code), header_of(code))


@pytest.mark.parametrize("code", languages())
def test_the_standard_library_reads_every_form(code):
    with po_of(code).with_suffix(".mo").open("rb") as file:
        found = GNUTranslations(file)

    for entry in catalogue(code).values():
        if entry.sentence and entry.is_translated and entry.plural:
            told = {found.ngettext(entry.sentence, entry.plural, n) for n in range(200)}
            assert told == set(entry.told)
        elif entry.sentence and entry.is_translated:
            assert [found.gettext(entry.sentence)] == entry.told


def test_a_catalogue_is_read_as_it_is_written():
    entry = read_po('#: a.py\nmsgid "a \\"b\\"\\n"\n"c {x}"\nmsgstr "A"\n')['a "b"\nc {x}']

    assert read_po(written_po([entry], header_of("de"), 2))[entry.sentence] == entry
    assert entry.told == ["A"]


# Discord's limits


@pytest.mark.parametrize("code", languages())
def test_commands_fit_into_what_discord_takes(code):
    said = catalogue(code)
    menus = [command.name for command in all_commands() if hasattr(command, "type")]
    commands = [c for c in all_commands() if not hasattr(c, "type")]
    described = [c.description for c in commands]
    described += [p.description for c in commands for p in getattr(c, "parameters", ())]

    assert all(len(said[name].told[0]) <= MENU for name in menus)
    assert all(len(said[text].told[0]) <= DESCRIPTION for text in described)


@pytest.mark.parametrize("code", languages())
def test_the_longest_messages_fit(code, library):
    documents = [d._replace(title="\u00e4" * 200) for d in library.documents * 20]
    served = {"documents": documents, "footer": "f" * 500, "indexed_at": 2**31}
    many = type("Many", (SimpleNamespace,), {"__len__": lambda _: 1_000_000})(**served)

    with speaking(code):
        assert units(about(many, "9" * 50, gaps=True)) <= LIMIT
        for entry in catalogue(code).values():
            assert all(units(told) < LIMIT / 2 for told in entry.told if entry.sentence)


@pytest.mark.parametrize("code", languages())
def test_labels_of_buttons_fit(code):
    labels = {s for s, entry in catalogue(code).items() if "bot/discord_app/handlers.py" in
              entry.places and len(s) <= SHORT}  # fmt: skip
    told = [text for s in labels for text in catalogue(code)[s].told]

    assert max(map(units, told)) <= BUTTON - 20


@pytest.mark.parametrize("code", [ENGLISH, *languages()])
def test_a_question_is_read_from_its_answer_in_whatever_language(code, library):
    asked = library.ask("and in rats?", after="What is the LD50 in mice?")
    with speaking(code):
        written = reply(asked).text

    assert question_of(written) == asked.read_as != ""


@pytest.mark.parametrize("code", languages())
def test_words_of_passages_and_questions_stay(code, library):
    question = "Which dose is lethal to dogs? What do zebras eat?"
    english, given = reply(library.ask(question)).text, library.ask(question)
    with speaking(code):
        told = reply(given).text

    assert read(told).quotations == read(english).quotations != []
    assert told != english


# On Discord, and in a terminal


@pytest.mark.parametrize("code", languages())
def test_languages_are_named_in_the_language_of_whoever_chooses_one(code):
    english = {name for name, _ in SettingsHandlers.languages_like("")}
    with speaking(code):
        told = {name for name, _ in SettingsHandlers.languages_like("")}

    assert len(told) == len(english)
    assert told.isdisjoint(english)


def lead_in(reason):
    return re.split("[:\uff1a]", reason)[0]


async def asked_in(server, locale, question):
    person = server.person(f"speaks {locale}")
    person.locale = locale
    return await server.slash("ask", question=question, user=person)


@pytest.mark.asyncio
async def test_each_is_answered_in_their_own_language_also_at_once(library):
    locales = ["de", "sv-SE", "fr", "en-GB", "ja", "pt-BR", "de", "ru", "zh-TW", "es-419"]
    async with Server() as server, running(server, library):
        asked = [await asked_in(server, one, "What do zebras eat?") for one in locales]
        told = [(await answered(one)).content for one in asked]

    for locale, content in zip(locales, told, strict=True):
        with speaking(known([locale])):
            assert lead_in(translated(library.ask("What do zebras eat?").reason)) in content
    assert (told[1], told[0]) == (told[3], told[6])
    assert len(set(told)) == 8


@pytest.mark.asyncio
async def test_a_message_is_answered_in_its_servers_language(library):
    server = Server()
    server.preferred_locale = "fr"
    with speaking("ru"):  # whoever runs the bot
        async with server, running(server, library):
            await server.mention("What do zebras eat?")
            told = (await reply_in(server)).content
            await server.write("What do zebras eat?", server.dm())
            direct = (await reply_in(server, server.dm())).content
        in_russian = translated(library.ask("What do zebras eat?").reason)

    with speaking("fr"):
        assert lead_in(translated(library.ask("What do zebras eat?").reason)) in told
    assert lead_in(in_russian) in direct


@pytest.mark.asyncio
async def test_discord_knows_the_commands_in_every_language_and_is_told_once(library):
    async with Server() as server:
        for _ in range(2):
            async with running(server, library):
                pass
        ask = next(one for one in server.commands if one["name"] == "ask")

        assert server.synced == 1
    assert {"de", "es-ES", "es-419", "fr", "pt-BR", "ru", "zh-CN", "ja"} <= {
        *ask["description_localizations"]
    }
    assert not ask["name_localizations"]
    assert ask["options"][0]["description_localizations"]["de"]


def test_a_terminal_is_answered_in_its_language_and_programs_in_english(citebot, monkeypatch):
    monkeypatch.delenv("LANGUAGE", raising=False)
    english = citebot("ask", "What do zebras eat?")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    german, data = citebot("ask", "What do zebras eat?"), citebot("ask", "--json", "zebras?")
    monkeypatch.setenv("LC_ALL", "C")

    assert german.out != english.out == citebot("ask", "What do zebras eat?").out
    assert german.status == english.status == 1
    assert data.json["reason"].startswith("The document")
    assert "zebras" in german.out


@pytest.mark.parametrize(
    "wrong",
    [["ask", "--jsn", "x"], ["ask", "-n", "abc", "x"], ["ask", "-n"], ["text"],
     ["ask", "-n", "0", "x"],
     ["--bogus"], ["nothing"], ["ask", "--json=3", "x"], ["evaluate", "no-such-file"]],
)  # fmt: skip
def test_what_is_wrong_with_a_command_is_told_without_a_word_of_english(
    citebot, monkeypatch, wrong
):
    def words(told):
        return set(re.findall(r"[A-Za-z]{3,}", re.sub(r"`[^`]*`|'[^']*'|no-such-file", "", told)))

    monkeypatch.delenv("LANGUAGE", raising=False)
    english = citebot(*wrong)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    german = citebot(*wrong)

    assert (english.status, german.status) == (2, 2)
    assert words(english.err) & words(german.err) <= {"citebot", "Option"}
