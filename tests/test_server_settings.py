"""The settings of servers: kept across restarts, damage and other processes; about nobody."""

import json
import logging
import shutil
import sqlite3
from contextlib import closing

import pytest

from bot import Library
from bot.answering.access import parse
from bot.discord_app.audiences import Audiences
from bot.discord_app.handlers import Handlers
from bot.discord_app.server_settings import ServerSettings, settings_of
from bot.discord_app.settings_store import FILE, SettingsStore
from bot.discord_app.venue import Venue
from bot.errors import SettingsNotSaved
from tests.conftest import unprivileged

SERVER, OTHER, CHANNEL = 111111111111111111, 222222222222222222, 333333333333333333


@pytest.fixture
def store(tmp_path):
    with closing(SettingsStore(tmp_path)) as made:
        yield made


def test_nothing_is_set_and_no_file_made_to_begin_with(store, tmp_path):
    assert store.of(SERVER) == ServerSettings()
    assert [*tmp_path.iterdir()] == []


def test_what_is_set_is_there_after_a_restart_and_in_another_process(store, tmp_path):
    store.set_documents(SERVER, 0, ["a/*", "b.md"])
    store.set_documents(SERVER, CHANNEL, ["c.md"])
    store.set_posts(SERVER, CHANNEL, value=True)
    store.set_private(SERVER, value=True)
    store.set_language(SERVER, "de")
    other = SettingsStore(tmp_path)

    found = other.of(SERVER)

    assert (found.documents, found.private, found.language) == (("a/*", "b.md"), True, "de")
    assert dict(found.channels)[CHANNEL] == (("c.md",), True)
    assert (other.answers_posts(SERVER, CHANNEL), other.answers_posts(OTHER, CHANNEL)) == (
        True,
        False,
    )
    other.set_private(SERVER, value=False)
    assert store.of(SERVER).private  # nobody has looked
    other.close()
    store.refresh()
    assert (store.of(SERVER).private, store.of(OTHER)) == (False, ServerSettings())


def test_a_channel_goes_before_its_parent_and_this_before_the_server(store):
    store.set_documents(SERVER, 0, ["server.md"])
    store.set_documents(SERVER, 7, ["parent.md"])
    store.set_documents(SERVER, 9, ["own.md"])

    seen = [store.documents(Venue(SERVER, channels)) for channels in [(9, 7), (8, 7), (8,)]]

    assert seen == [("own.md",), ("parent.md",), ("server.md",)]
    assert store.documents(Venue(None, (9,))) == ()


def test_what_another_process_sets_counts_at_once(tmp_path):
    (tmp_path / "own").mkdir()
    for name in ("lions.txt", "rules.txt"):
        (tmp_path / "own" / name).write_text("Lions hunt at dawn.\n")
    library = Library.open(tmp_path / "own", tmp_path / "index")
    audiences, other = Audiences(Handlers(library)), SettingsStore(library.index_folder)
    other.set_documents(SERVER, 0, ["lions.txt"])

    served = audiences.at(Venue(SERVER)).library.documents
    assert ["lions.txt"] == [document.name for document in served]
    other.close()
    audiences.settings.close()


def test_the_locale_is_the_one_set_else_what_the_server_prefers(store):
    store.set_language(SERVER, "de")

    assert [store.locale(server, "fr") for server in (SERVER, OTHER, None)] == ["de", "fr", "fr"]


def test_a_server_is_forgotten_with_all_its_channels(store):
    for server in (SERVER, OTHER):
        store.set_documents(server, CHANNEL, ["a.md"])
        store.set_private(server, value=True)

    store.forget(SERVER)

    assert (store.of(SERVER), store.servers()) == (ServerSettings(), [OTHER])


def test_servers_that_were_left_meanwhile_are_forgotten_by_the_same_bot_only(store):
    store.keep_only(1, [SERVER, OTHER])
    store.set_private(SERVER, value=True)
    store.set_private(OTHER, value=True)

    store.keep_only(2, [])
    assert store.servers() == [SERVER, OTHER]
    store.keep_only(1, [OTHER])
    assert store.servers() == [OTHER]


def test_nothing_in_the_file_is_about_users(store, tmp_path):
    store.set_private(SERVER, value=True)

    with closing(sqlite3.connect(tmp_path / FILE)) as found:
        tables = dict(found.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"))

    assert sorted(tables) == ["bot", "setting"]
    assert "(server INTEGER, channel INTEGER, name TEXT, value TEXT," in tables["setting"]
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


DAMAGE = [b"no database at all" * 100, b"SQLite format 3\0" + b"\7" * 5000]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_put_aside_with_one_sentence(store, tmp_path, caplog, damage):
    (tmp_path / FILE).write_bytes(damage)

    with caplog.at_level(logging.WARNING):
        store.refresh()
        assert store.of(SERVER) == ServerSettings()
        store.set_language(SERVER, "de")

    assert store.of(SERVER).language == "de"
    assert [record.getMessage().partition(";")[0] for record in caplog.records] == [
        "The servers' settings are damaged and begin anew"
    ]
    assert (tmp_path / f"{FILE}.damaged").read_bytes() == damage


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_that_is_damaged_while_it_is_open_ends_nothing(store, tmp_path, damage):
    store.set_private(SERVER, value=True)
    (tmp_path / FILE).write_bytes(damage)
    store.refresh()
    assert store.of(SERVER).private

    store.close()
    store.set_language(OTHER, "de")

    assert (store.of(OTHER).language, store.of(SERVER).private) == ("de", True)


def test_a_file_that_is_deleted_is_made_anew_with_all_that_is_set(tmp_path):
    store = SettingsStore(tmp_path / "index")
    store.set_private(SERVER, value=True)
    shutil.rmtree(tmp_path / "index")

    store.refresh()
    store.set_language(SERVER, "de")
    store.close()

    with closing(SettingsStore(tmp_path / "index")) as again:
        found = again.of(SERVER)
    assert (found.private, found.language) == (True, "de")


def test_a_look_at_what_is_set_does_not_wait_for_the_disk(store):
    store.set_language(SERVER, "de")

    with store._lock:  # as it is held by whoever waits for another process
        seen = store.of(SERVER), store.locale(SERVER, "fr"), store.answers_posts(SERVER, CHANNEL)

    assert (seen[0].language, *seen[1:]) == ("de", "de", False)


def test_a_flag_that_is_no_flag_is_not_set():
    rows = [(SERVER, 0, "private", '"no"'), (SERVER, CHANNEL, "posts", "1")]
    own = settings_of(rows)

    assert (False, False) == (own.private, own.channels[0][1].posts)


def test_a_value_that_makes_no_sense_counts_as_not_set(store, tmp_path):
    store.set_private(SERVER, value=True)
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        for name in ("documents", "private", "language", "unknown"):
            for channel, value in enumerate(["{", json.dumps({"a": 1}), "[[1]]", "null"]):
                row = (OTHER, channel, name, value)
                file.execute("INSERT INTO setting VALUES (?, ?, ?, ?)", row)
    store.refresh()

    assert (store.of(OTHER).private, store.of(SERVER).private) == (False, True)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path, caplog):
    with closing(sqlite3.connect(tmp_path / FILE)) as file:
        file.execute("PRAGMA user_version = 99")
    store = SettingsStore(tmp_path)

    assert store.of(SERVER) == ServerSettings()
    with pytest.raises(SettingsNotSaved, match="newer version"):
        store.set_private(SERVER, value=True)
    assert len(caplog.records) == 1
    with closing(sqlite3.connect(tmp_path / FILE)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (99,)


def test_what_cannot_be_written_is_an_error_for_whoever_sets_it():
    def promise(folder):
        folder = folder / "index"
        folder.mkdir(0o500)
        store = SettingsStore(folder)
        with pytest.raises(SettingsNotSaved) as told:
            store.set_private(SERVER, value=True)
        assert (store.of(SERVER), str(folder) in told.value.for_users) == (ServerSettings(), False)
        store.forget(SERVER)

    unprivileged(promise)


def test_access_is_open_without_the_file_and_closed_where_it_cannot_be_understood():
    assert parse("").seen_in(SERVER).allows("a.md")
    for written in (None, "[servers", "# nothing yet"):
        rules = parse(written)
        assert not any(rules.seen_in(place).allows("a.md") for place in (SERVER, None))


def test_a_server_sees_what_it_and_everybody_is_given():
    rules = parse(f"""
        everywhere = ["rules.md"]
        direct = ["guide/*"]
        [servers]
        {SERVER} = ["a/*", "b?.md"]
    """)
    names = ["rules.md", "guide/x.md", "a/b/c.txt", "b1.md", "b12.md"]

    seen = {
        place: [name for name in names if rules.seen_in(place).allows(name)]
        for place in (SERVER, OTHER, None)
    }

    assert seen == {
        SERVER: ["rules.md", "a/b/c.txt", "b1.md"],
        OTHER: ["rules.md"],
        None: ["rules.md", "guide/x.md"],
    }


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("everywhere = 'a.md'", "everywhere: not a list"),
        ("[servers]\nmygame = ['a.md']", "'mygame': a server is named by its id"),
        ("[servers]\n12 = [1]", "12: not a list"),
        ("servers = 3", "write [servers]"),
        ("other = 1", "'other' means nothing"),
        ("=", "is not TOML"),
    ],
)
def test_what_is_wrong_is_named_and_shows_nothing_more(written, told):
    rules = parse(written)

    assert told in rules.problems[0]
    assert not rules.seen_in(12).allows("a.md")


def test_doctor_shows_who_may_see_what_and_what_is_set(citebot, tmp_path, index_folder):
    (corpus := tmp_path / "docs").mkdir()
    (corpus / "a.txt").write_text("Zebras eat grass.\n")
    (corpus / "servers.toml").write_text(
        f'everywhere = ["a.txt"]\n[servers]\n{OTHER} = ["lost/*"]\n'
    )
    with closing(SettingsStore(index_folder)) as store:
        store.set_documents(SERVER, CHANNEL, ["a.txt"])
        store.set_private(SERVER, value=True)
    told = citebot("doctor", corpus=corpus).out.splitlines()

    assert [line for line in told if "server" in line] == [
        "ok    servers.toml: 1 server named; 1 document in others, 1 in direct messages",
        "note  servers.toml: 'lost/*' means no document",
        "ok    1 server has settings of its own",
        f"ok    server {SERVER}: documents *, in 1 channel otherwise; private: True; forums "
        "answered: 0; language: -",
    ]
