"""What is for whoever runs the bot: /reindex, what it tells, and what strangers do not learn."""

import errno

import pytest

from bot import Library
from bot.errors import NotFound, UsageError
from bot.snapshots.atomic_files import NewFile
from tests.discord_server.driver import answered, running
from tests.discord_server.markdown import read
from tests.discord_server.server import Server

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(
    ("name", "managers", "allowed"),
    [
        ("alice", True, False),
        ("operator", False, True),
        ("manager", False, False),
        ("manager", True, True),
    ],
)
async def test_reindex_is_for_operators_and_by_a_setting_for_managers(
    library, name, managers, allowed
):
    async with Server() as server, running(server, library, managers_reindex=managers):
        people = {"alice": server.user, "operator": server.owner}
        user = people.get(name) or server.person("manager", "manage_guild")
        answer = await answered(await server.slash("reindex", user=user))

    assert (answer.private, "13 passages" in read(answer.content).text) == (True, allowed)
    assert ("Only whoever runs this bot" in answer.content) == (not allowed)


async def test_managers_do_not_reindex_what_their_server_may_not_see(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("Lions hunt at dawn.\n")
    library = Library.open(tmp_path / "own", tmp_path / "index")
    async with Server() as server, running(server, library, managers_reindex=True):
        (tmp_path / "own" / "servers.toml").write_text(f"[servers]\n{server.guilds[0]} = []\n")
        library.refresh(at_once=True)
        manager = server.person("manager", "manage_guild")
        refused = await answered(await server.slash("reindex", user=manager))
        done = await answered(await server.slash("reindex", user=server.owner))

    assert "Only whoever runs this bot" in refused.content
    assert "1 passage" in read(done.content).text


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("admin", True), ("developer", True), ("read_only", False), ("invited", False)],
)
async def test_a_team_that_runs_the_bot_may_reindex(library, role, allowed):
    async with Server() as server:
        member = server.person("carol")
        member.team_role = role
        server.team = (server.owner, member)
        async with running(server, library):
            answers = [
                await answered(await server.slash("reindex", user=user))
                for user in (member, server.owner, server.user)
            ]

    done = ["13 passages" in read(answer.content).text for answer in answers]
    assert done == [allowed, True, False]


async def test_a_full_disk_is_told_with_its_reason_and_the_new_text_is_served(
    tmp_path, monkeypatch
):
    (tmp_path / "a.txt").write_text("Zebras eat grass.")
    library = Library.open(tmp_path, tmp_path / "index")
    (tmp_path / "a.txt").write_text("Zebras eat bark.")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with Server() as server, running(server, library):
        monkeypatch.setattr(NewFile, "put_in_place", full)
        told = await answered(await server.slash("reindex", user=server.owner))
        answer = await answered(await server.slash("ask", question="What do zebras eat?"))

    assert "could not be saved: No space left on device" in told.content
    assert read(answer.content).quotations == ["Zebras eat bark."]


async def test_a_file_that_is_deleted_while_it_is_read_is_gone_and_not_unreadable(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Zebra {name} eats grass.")
    library = Library.open(tmp_path, tmp_path / "index")
    (tmp_path / "b.txt").write_text("Zebra b eats bark.")

    def delete(*_: int) -> None:
        (tmp_path / "b.txt").unlink(missing_ok=True)

    done = library.reindex(progress=delete)

    assert (done.unreadable, done.passages) == ((), 1)


async def test_no_error_names_a_path_of_the_server(tmp_path):
    corpus = tmp_path / "secret-place"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Zebras eat grass.")
    library = Library.open(corpus, tmp_path / "index")
    async with Server() as server, running(server, library):
        (corpus / "a.txt").unlink()
        empty = await answered(await server.slash("reindex", user=server.owner))
        (corpus / "questions.jsonl").write_text("nonsense")
        pinned = await answered(await server.slash("reindex", user=server.owner))
        corpus.rename(tmp_path / "elsewhere")
        gone = await answered(await server.slash("reindex", user=server.owner))

    told = [empty.content, pinned.content, gone.content]
    assert [str(tmp_path) in one or "secret-place" in one for one in told] == [False] * 3
    assert ["stays as it was" in one for one in told] == [True] * 3


async def test_what_users_can_mend_themselves_is_told_as_it_is():
    assert NotFound("There is no x.").for_users == "There is no x."
    assert UsageError("Give a receipt.").for_users == "Give a receipt."
