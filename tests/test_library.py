"""The Python API: what a library opens, answers and lists, and what a reindex puts in place."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

import bot
from bot import Library
from bot.errors import CorpusEmpty, CorpusNotFound, NotFound
from bot.snapshots.snapshot import INDEX_FILE
from tests.conftest import DOCUMENT, ROOT

TEXT = DOCUMENT.read_text("utf-8")
LETHAL = TEXT[2554:2659]

KILN = """The kiln is fired at 900 degrees.[1]

Glaze is mixed with rainwater.[2] Saltglaze is not used.

References

[1] Potter, A. (1990). Firing. Clay Press, London.

[2] Glazer, B. (2001). Glazes. Clay Press, London.
"""
HARBOUR = "The lighthouse was built in 1823.[1]\n\nThe harbour freezes in January.\n"
QUESTIONS = {
    "at how many degrees is the kiln fired": "kiln:1",
    "what is glaze mixed with": "kiln:2",
    "when was the lighthouse built": "sub/harbour:1",
    "does the harbour freeze": "sub/harbour:2",
}


@pytest.fixture
def folder(tmp_path):
    """A corpus of two documents; the first has a bibliography."""
    own = tmp_path / "own"
    (own / "sub").mkdir(parents=True)
    (own / "kiln.txt").write_text(KILN)
    (own / "sub" / "harbour.txt").write_text(HARBOUR)
    return own


@pytest.fixture
def own(folder, index_folder):
    return Library.open(folder, index_folder)


def first(library, question):
    reply = library.ask(question)
    assert reply.answered
    return reply.quotations[0].passage


def test_importing_the_package_loads_neither_the_library_nor_its_dependencies():
    code = "import bot, sys; print(sorted({'bot.library', 'numpy', 'nltk'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          cwd=ROOT, check=True)  # fmt: skip

    assert "[]\n" == done.stdout


def test_a_name_that_the_package_does_not_have_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'bot' has no attribute 'Librarian'"):
        bot.Librarian  # noqa: B018


def test_without_a_path_the_folder_named_corpus_is_opened(tmp_path, index_folder, monkeypatch):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "kiln.txt").write_text(KILN)
    monkeypatch.chdir(tmp_path)

    assert ["kiln.txt"] == [d.name for d in Library.open(index=index_folder).documents]


def test_without_such_a_folder_the_shipped_document_is_opened(tmp_path, index_folder, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert ["fasoracetam.txt"] == [d.name for d in Library.open(index=index_folder).documents]


def test_paths_may_be_strings(folder, index_folder):
    assert 4 == len(Library.open(str(folder), str(index_folder)))


def test_a_corpus_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CorpusNotFound, match="no folder or file"):
        Library.open(tmp_path / "nowhere", tmp_path / "index")


def test_the_default_index_lies_in_the_users_cache_folder_and_differs_by_corpus(
    tmp_path, folder, monkeypatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    Library.open(folder)
    Library.open(folder / "kiln.txt")
    found = [p for p in tmp_path.rglob(INDEX_FILE) if "citebot" in p.parent.parent.name]

    assert 2 == len(found)


def test_progress_is_told_from_none_to_all_when_there_is_indexing_to_do(folder, index_folder):
    told = []
    Library.open(folder, index_folder, progress=lambda done, total: told.append((done, total)))

    assert [(0, 2), (1, 2), (2, 2)] == told


def test_a_second_opening_builds_nothing(folder, index_folder):
    Library.open(folder, index_folder)
    before = (index_folder / INDEX_FILE).read_bytes()
    told = []
    again = Library.open(folder, index_folder, progress=lambda *done: told.append(done))

    assert ([], before) == (told, (index_folder / INDEX_FILE).read_bytes())
    assert 4 == len(again)


def test_opening_after_a_change_of_content_sees_it_though_size_and_times_are_the_same(
    folder, index_folder
):
    Library.open(folder, index_folder)
    path = folder / "kiln.txt"
    status = path.stat()
    path.write_text(KILN.replace("900", "800"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert "The kiln is fired at 800 degrees.[1]" == Library.open(folder, index_folder).passage(
        "kiln:1").text  # fmt: skip


def test_a_touched_file_is_not_indexed_again(folder, index_folder):
    Library.open(folder, index_folder)
    os.utime(folder / "kiln.txt", ns=(1, 1))
    told = []
    Library.open(folder, index_folder, progress=lambda *done: told.append(done))

    assert [] == told


def test_a_deleted_index_loses_nothing(folder, index_folder):
    before = Library.open(folder, index_folder).passages()
    (index_folder / INDEX_FILE).unlink()

    assert before == Library.open(folder, index_folder).passages()


def test_the_index_holds_no_pickle(own, index_folder):
    assert (index_folder / INDEX_FILE).read_bytes().startswith(b"citebot index 1\n")


@pytest.mark.parametrize(("question", "passage"), QUESTIONS.items())
def test_a_question_is_answered_by_the_passage_that_says_it(own, question, passage):
    assert passage == first(own, question).id


def test_what_is_not_in_the_corpus_is_refused_with_a_reason(own):
    reply = own.ask("what is the boiling point of ethanol")

    assert not reply.answered
    assert reply.reason.startswith("The document does not answer: ")


def test_an_answer_stays_within_the_named_document(own):
    reply = own.ask("when was the lighthouse built", document="kiln.txt")
    found = reply.shown

    assert {"kiln.txt"} >= {quotation.passage.document for quotation in found}
    assert own.ask("when was the lighthouse built", document="sub/harbour").answered


@pytest.mark.parametrize("call", [
    lambda own: own.ask("kiln", document="nope.txt"),
    lambda own: own.passages("nope.txt"),
    lambda own: own.passage("nope:1"),
    lambda own: own.passage("kiln:3"),
    lambda own: own.around("kiln:0", 1),
    lambda own: own.reference("99"),
], ids=["ask", "passages", "passage", "passage's number", "around", "reference"])  # fmt: skip
def test_what_is_not_there_is_not_found(own, call):
    with pytest.raises(NotFound):
        call(own)


@pytest.mark.parametrize(("count", "most"), [(-5, 1), (0, 1), (1, 1), (2, 2), (10**9, 50)])
def test_a_count_out_of_range_is_taken_for_the_nearest_one_in_it(tmp_path, count, most):
    text = "\n\n".join(f"Zorblax number {n} is a kind of crystal." for n in range(60))
    (tmp_path / "many.txt").write_text(text)
    reply = Library.open(tmp_path / "many.txt", tmp_path / "index").ask("zorblax", count=count)

    assert reply.answered
    assert 1 <= len(reply.quotations) <= most


def test_passages_come_in_order_of_documents_and_of_text(own):
    ids = ["kiln:1", "kiln:2", "sub/harbour:1", "sub/harbour:2"]

    assert ids == [passage.id for passage in own.passages()]
    assert ids[2:] == [passage.id for passage in own.passages("sub/harbour.txt")]


def test_a_passage_is_a_slice_of_its_document_with_its_references(own):
    passage = own.passage("kiln:2")

    assert KILN[passage.start : passage.end] == passage.text
    assert ("kiln.txt", 2, ("2",)) == (passage.document, passage.number, passage.references)


def test_a_passage_may_be_named_with_its_documents_whole_name(own):
    assert own.passage("kiln:2") == own.passage("kiln.txt:2")


@pytest.mark.parametrize(
    ("middle", "context", "expected"),
    [(1, 0, [1]), (1, 1, [1, 2]), (7, 2, [5, 6, 7, 8, 9]), (13, 3, [10, 11, 12, 13]),
     (5, 99, list(range(1, 14)))],
)  # fmt: skip
def test_neighbours_are_those_of_the_same_document(library, middle, context, expected):
    found = library.around(f"fasoracetam:{middle}", context)

    assert expected == [passage.number for passage in found]


@pytest.mark.parametrize("middle", ["a:1", "b:1", "b:2", "c:2"])
def test_neighbours_stop_at_both_ends_of_their_document(tmp_path, middle):
    (tmp_path / "own").mkdir()
    for name in "abc":
        (tmp_path / "own" / f"{name}.txt").write_text("The kiln is hot.\n\nAsh is kept dry.\n")
    found = Library.open(tmp_path / "own", tmp_path / "index").around(middle, 5)

    assert [f"{middle[0]}:1", f"{middle[0]}:2"] == [passage.id for passage in found]


def test_a_reference_has_its_bibliography_entry_and_all_that_cite_it(own):
    found = own.reference("1")

    assert [("kiln.txt", "Potter, A. (1990). Firing. Clay Press, London.")] == [
        (name, entry.text) for name, entry in found.entries
    ]
    assert ["kiln:1", "sub/harbour:1"] == [passage.id for passage in found.passages]


def test_an_entry_is_a_slice_of_its_document(own):
    (_, entry), = own.reference("2").entries  # fmt: skip

    assert KILN[entry.start : entry.end] == entry.text


def test_a_bibliography_is_not_searched_as_text(own):
    assert not own.ask("who wrote for Clay Press in London?").answered


def test_an_address_that_the_operator_gives_is_told_from_then_on(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("Lions hunt at dawn.\n")
    library = Library.open(tmp_path / "own", tmp_path / "index")
    before = library.passage("a:1").place.link
    (tmp_path / "own" / "sources.toml").write_text('"a.txt" = "https://a.b/c"\n')
    library.refresh(at_once=True)

    assert ["", "https://a.b/c#"] == [before, library.passage("a:1").place.link[:14]]


@pytest.mark.parametrize("marker", ["14", "[14]", " 14 ", "^14"])
def test_a_reference_without_an_entry_has_its_passages_only(library, marker):
    found = library.reference(marker)

    assert ("14", (), [LETHAL]) == (found.marker, found.entries, [p.text for p in found.passages])


@pytest.mark.no_cover
def test_threads_that_ask_at_once_get_the_answers_that_one_gets(own):
    asked = list(QUESTIONS) * 3
    barrier = Barrier(8)

    def ask_all(_):
        barrier.wait()
        return [first(own, question).id for question in asked]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask_all, range(8)))

    assert [list(QUESTIONS.values()) * 3] * 8 == found


def test_answers_are_whole_while_the_corpus_is_reindexed(folder, own):
    """Every answer is of the text before or of the text after, never a mixture."""
    versions = {KILN: "900", KILN.replace("900", "1234567"): "1234567"}

    def ask(_):
        return first(own, "at how many degrees is the kiln fired")

    with ThreadPoolExecutor(4) as pool:
        replies = pool.map(ask, range(150))
        for text in [*versions] * 5:
            (folder / "kiln.txt").write_text(text)
            own.reindex()
        found = list(replies)

    whole = {f"The kiln is fired at {degrees} degrees.[1]" for degrees in versions.values()}
    assert whole >= {passage.text for passage in found}
    assert all(len(passage.text) == passage.end - passage.start for passage in found)


def test_a_reindex_says_what_changed_and_answers_by_it(folder, own):
    (folder / "kiln.txt").write_text(KILN.replace("900", "800"))
    (folder / "new.md").write_text("# Tides\n\nThe moon pulls at the sea.\n")
    (folder / "sub" / "harbour.txt").unlink()
    changes = own.reindex()
    states = {d.document: d.state for d in changes.documents}

    assert {"kiln.txt": "changed", "new.md": "added", "sub/harbour.txt": "removed"} == states
    assert (3, False) == (changes.passages, changes.dry_run)
    assert (
        "The kiln is fired at 800 degrees.[1]"
        == first(own, "at how many degrees is the kiln fired").text
    )


def test_a_dry_run_says_the_same_and_changes_nothing(folder, own, index_folder):
    before = own.passages(), (index_folder / INDEX_FILE).read_bytes()
    (folder / "kiln.txt").write_text(KILN.replace("900", "800"))
    dry = own.reindex(dry_run=True)

    assert before == (own.passages(), (index_folder / INDEX_FILE).read_bytes())
    assert dry.documents == own.reindex().documents


def test_a_reindex_leaves_one_file_behind(own, index_folder):
    own.reindex()

    assert [INDEX_FILE] == [path.name for path in index_folder.iterdir()]


def test_a_build_that_comes_to_nothing_leaves_nothing_behind(tmp_path, index_folder):
    (tmp_path / "empty.txt").touch()
    with pytest.raises(CorpusEmpty):
        Library.open(tmp_path / "empty.txt", index_folder)

    assert [] == [*index_folder.iterdir()]


def test_a_library_that_cannot_save_its_index_answers_all_the_same(folder, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    own = Library.open(folder, tmp_path / "taken")

    assert "kiln:1" == first(own, "at how many degrees is the kiln fired").id


def test_an_index_damaged_while_it_is_open_is_built_anew(folder, own, index_folder):
    damage(index_folder / INDEX_FILE)

    assert "kiln:1" == first(own, "at how many degrees is the kiln fired").id
    assert 4 == len(own.passages())


def test_a_damaged_index_on_disk_is_built_anew_when_opened(folder, index_folder):
    Library.open(folder, index_folder)
    damage(index_folder / INDEX_FILE)

    assert 4 == len(Library.open(folder, index_folder).passages())


def test_an_index_damaged_while_it_is_open_is_built_anew_for_a_reference(own, index_folder):
    damage(index_folder / INDEX_FILE)

    assert ["kiln:1", "sub/harbour:1"] == [p.id for p in own.reference("1").passages]


def damage(path):
    """Overwrite the index's sections in place, as a failing disk would."""
    with path.open("r+b") as file:
        file.seek(64)
        size = int.from_bytes(path.read_bytes()[16:24], "little") - 64
        file.write(b"\xa5" * size)


def test_a_refresh_at_once_waits_for_who_is_at_it_and_is_not_lost(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("Lions live in prides.\n")
    own = Library.open(folder, tmp_path / "index")
    (folder / "b.txt").write_text("Zebras live in herds.\n")
    with ThreadPoolExecutor(1) as threads:
        with (
            own._served.switching
        ):  # as a question does for a moment, to see what others have indexed
            refreshed = threads.submit(own.refresh, at_once=True)
            assert not own.reload()
        assert refreshed.result(timeout=120)

    assert 2 == len(own)
