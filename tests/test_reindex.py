"""Reindexing: only what changed is done again, what cannot be read is kept, all of it live."""

import json
import os
import queue
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import watchfiles
from hypothesis import given, settings
from hypothesis import strategies as st
from watchfiles._rust_notify import RustNotify

from bot import Library
from bot.documents import Origin
from bot.documents.records import Place
from bot.index.word_counter import WordCounter
from bot.library import reindex
from bot.passages import Passage, split
from bot.passages.passage import DocumentVersion
from bot.snapshots import history
from bot.snapshots.snapshot import INDEX_FILE
from bot.snapshots.watch import watch
from tests.conftest import unprivileged
from tests.test_snapshot import finished, forked

KILN = "The kiln is fired at 900 degrees.[1]\n\nGlaze is mixed with rainwater.[2]\n"
HARBOUR = "# Harbour\n\nThe lighthouse was built in 1823.[1]\n\nThe harbour freezes in January.\n"
DEGREES = "at how many degrees is the kiln fired"


@pytest.fixture
def corpus(tmp_path):
    own = tmp_path / "own"
    (own / "sub").mkdir(parents=True)
    (own / "kiln.txt").write_text(KILN)
    (own / "sub" / "harbour.md").write_text(HARBOUR)
    return own


def first(library, question=DEGREES):
    reply = library.ask(question)
    assert reply.answered
    return reply.quotations[0].passage.text


# Only what changed


@pytest.fixture
def cut(monkeypatch):
    """The documents that were split, and the texts that were cut into words."""
    done: dict[str, list[str]] = {"split": [], "words": []}
    add = WordCounter.add

    def split_and_tell(document, key, language):
        done["split"].append(document.name)
        return split(document, key, language)

    def words_and_tell(counter, title, passages, language):
        done["words"] += [passage.text for passage in passages]
        add(counter, title, passages, language)

    monkeypatch.setattr("bot.snapshots.incremental_build.split", split_and_tell)
    monkeypatch.setattr(WordCounter, "add", words_and_tell)
    return done


def test_only_changed_documents_are_split_and_cut_into_words_again(corpus, index_folder, cut):
    library = Library.open(corpus, index_folder)
    cut["split"].clear()
    cut["words"].clear()
    (corpus / "kiln.txt").write_text(KILN.replace("900", "800"))
    library.reindex()

    assert ["kiln.txt"] == cut["split"]
    assert not any("lighthouse" in text or "freezes" in text for text in cut["words"])
    assert ["The lighthouse was built in 1823.[1]", "The harbour freezes in January."] == [
        passage.text for passage in library.passages("sub/harbour")
    ]


def test_a_file_that_was_only_touched_or_renamed_around_is_not_cut_again(corpus, index_folder, cut):
    Library.open(corpus, index_folder)
    cut["split"].clear()
    os.utime(corpus / "sub" / "harbour.md", ns=(1, 1))
    (corpus / "sub" / "harbour.txt").write_text("Another.\n")  # both go by their full names now
    library = Library.open(corpus, index_folder)

    assert ["sub/harbour.txt"] == cut["split"]
    assert "The lighthouse was built in 1823.[1]" == library.passage("sub/harbour.md:1").text


def test_a_document_without_a_title_is_found_by_the_name_it_goes_by_now(corpus, index_folder):
    Library.open(corpus, index_folder)
    (corpus / "kiln.md").write_text("Another kiln.\n")
    library = Library.open(corpus, index_folder)

    assert ["kiln.md:1", "kiln.txt:1"] == sorted(
        quotation.passage.id for quotation in library.ask("kiln txt").quotations[:2]
    ) or "kiln.txt:1" == library.ask("kiln txt").quotations[0].passage.id


def test_documents_without_passages_do_not_shift_those_that_are_taken_over(corpus, index_folder):
    (corpus / "a.txt").write_text("")
    library = Library.open(corpus, index_folder)
    (corpus / "z.txt").write_text("Another.\n")
    library.reindex()
    (corpus / "a.txt").unlink()
    library.reindex()

    assert ["kiln.txt", "sub/harbour.md", "z.txt"] == [d.name for d in library.documents]
    assert "kiln.txt" == library.passage("kiln:1").document
    assert "z.txt" == library.passages("z.txt")[0].document


lines = st.sampled_from(
    ["Cats purr.", "The cat's purring.", "A dog ran; dogs run.", "## Running", "GABA-B [1]", "",
     "- one\n- two", "Ünïcödé µg – 漢字 🙂", "[1]: Purr, P. (1990).", "x" * 30]
)  # fmt: skip
documents = st.dictionaries(
    st.sampled_from(["a.txt", "a.md", "b.txt", "c.md"]),
    st.lists(lines, min_size=1, max_size=6).map(lambda rows: "Word.\n\n" + "\n\n".join(rows)),
    min_size=1,
)


@pytest.mark.no_cover
@settings(max_examples=25)
@given(documents, documents)
def test_an_index_built_upon_the_one_before_is_byte_for_byte_as_one_built_anew(
    tmp_path_factory, before, after
):
    folder = tmp_path_factory.mktemp("both")

    def built(index, documents):
        corpus = folder / "own"
        corpus.mkdir(exist_ok=True)
        for path in corpus.iterdir():
            path.unlink()
        for name, text in documents.items():
            (corpus / name).write_text(text)
            os.utime(corpus / name, ns=(1, 1))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(time, "time", lambda: 1.0)
            patch.setattr("bot.snapshots.incremental_build.trusted", lambda stamp: ())
            reindex(corpus, folder / index)
        return (folder / index / INDEX_FILE).read_bytes()

    built("upon", before)

    assert built("anew", after) == built("upon", after)


# What cannot be read any more


def test_the_last_good_version_of_an_unreadable_document_is_served_and_marked(citebot, corpus):
    citebot("reindex", corpus=corpus)
    (corpus / "kiln.txt").write_bytes(b"caf\xe9")
    told = citebot("reindex", corpus=corpus)
    asked = citebot("ask", "--json", "-n", "1", DEGREES, corpus=corpus)
    other = citebot("ask", "--json", "-n", "1", "does the harbour freeze", corpus=corpus)

    assert "not readable, served as it last could be read: kiln.txt: is not UTF-8" in told.out
    assert (0, "The kiln is fired at 900 degrees.[1]") == (
        asked.status,
        asked.json["passages"][0]["text"],
    )
    assert ["kiln.txt cannot be read now (is not UTF-8 at byte 3; save it as UTF-8); "
            "this is its last good version."] == asked.json["notices"]  # fmt: skip
    assert "kiln.txt: is not UTF-8" in asked.err
    assert "its last good version is served" in asked.err
    assert [] == other.json["notices"]


def test_what_is_nearest_tells_as_well_that_it_is_of_a_last_good_version(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_bytes(b"\0")
    library.reindex()
    reply = library.ask("at how many degrees is glaze mixed")

    assert ["kiln.txt"] == [one.passage.document for one in reply.nearest[:1]]
    assert "kiln.txt cannot be read now" in reply.notices[0]


def test_a_kept_document_is_told_to_programs(citebot, corpus):
    citebot("reindex", corpus=corpus)
    (corpus / "kiln.txt").write_bytes(b"\0")
    told = citebot("reindex", "--json", corpus=corpus).json

    assert ["kiln.txt"] == told["kept"]
    assert [("kiln.txt", True)] == [(row["document"], row["kept"]) for row in told["unreadable"]]


def test_a_kept_document_stays_through_every_reindex_until_it_is_removed(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_bytes(b"\0")
    for _ in range(3):
        library.reindex()

        assert ("kiln.txt",) == Library.open(corpus, index_folder).kept == library.kept
    (corpus / "kiln.txt").unlink()
    after = Library.open(corpus, index_folder)

    assert ((), ["sub/harbour.md"]) == (after.kept, [d.name for d in after.documents])


def test_a_kept_document_that_can_be_read_again_is_served_as_it_is(corpus, index_folder):
    Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_bytes(b"\0")
    Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_text(KILN.replace("900", "700"))
    after = Library.open(corpus, index_folder)

    assert ((), ()) == (after.kept, after.unreadable)
    assert "The kiln is fired at 700 degrees.[1]" == first(after)


@pytest.mark.parametrize("spoiled", ["damaged", "of another version"])
def test_a_kept_document_outlives_its_index(corpus, index_folder, spoiled, monkeypatch):
    Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_bytes(b"\0")
    Library.open(corpus, index_folder)
    if spoiled == "damaged":
        damage_postings(index_folder / INDEX_FILE)
    else:
        monkeypatch.setattr("bot.index.fingerprint.STEMMER", "another")
    (corpus / "new.txt").write_text("Something new.")
    after = Library.open(corpus, index_folder)

    assert ("kiln.txt",) == after.kept
    assert "The kiln is fired at 900 degrees.[1]" == after.passage("kiln:1").text


def test_what_an_index_of_another_version_quoted_is_remembered(corpus, index_folder, monkeypatch):
    code = Library.open(corpus, index_folder).ask(DEGREES).quotations[0].receipt
    monkeypatch.setattr("bot.index.fingerprint.STEMMER", "another")
    (corpus / "kiln.txt").write_text(KILN.replace("900", "700"))
    found = Library.open(corpus, index_folder).verify(code)

    assert found.then is not None
    assert found.now is not None
    assert ("900" in found.then.text, "700" in found.now.text) == (True, True)


def damage_postings(path):
    """Flip a byte of the words of all passages; what documents say stays whole."""
    content = bytearray(path.read_bytes())
    table = json.loads(content[int.from_bytes(content[16:24], "little") :])
    content[table["sections"]["posting.times"][1]] ^= 1
    path.write_bytes(content)


def test_a_folder_that_cannot_be_opened_any_more_is_kept_with_its_documents():
    def served(folder):
        (folder / "own" / "sub").mkdir(parents=True)
        (folder / "own" / "kiln.txt").write_text(KILN)
        (folder / "own" / "sub" / "harbour.md").write_text(HARBOUR)
        Library.open(folder / "own", folder / "index")
        (folder / "own" / "sub").chmod(0)
        for builds in (True, False):  # what it lacks is known from then on
            told: list[int] = []

            def note(done: int, _: int, told: list[int] = told) -> None:
                told.append(done)

            library = Library.open(folder / "own", folder / "index", progress=note)
            assert builds == bool(told)
            assert library.kept == ("sub/harbour.md",)
            assert "The harbour freezes in January." == first(library, "does the harbour freeze")
        (folder / "own" / "sub").chmod(0o700)
        assert Library.open(folder / "own", folder / "index").kept == ()

    unprivileged(served)


def test_a_document_that_never_could_be_read_is_left_out(corpus, index_folder):
    (corpus / "bad.txt").write_bytes(b"\0")
    library = Library.open(corpus, index_folder)

    assert ((), ["bad.txt"]) == (library.kept, [error.name for error in library.unreadable])


# What documents said before


def test_versions_are_remembered_latest_first_and_once(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    for degrees in (800, 700, 800, 900, 600):
        (corpus / "kiln.txt").write_text(KILN.replace("900", str(degrees)))
        library.reindex()

    assert [700, 800, 900] == sorted(
        int(version.passages[0].text.split()[-2]) for version in history.versions(index_folder)
    )


def test_what_is_remembered_of_a_version_comes_back_as_it_was():
    passage = Passage("a:1", "a.pdf", 1, ("Sea", "Depth"), "Deep.[1]", 5, 13, (), ("1",), Place(3))
    origin = Origin("11" * 32, "pdf_document 1 with a library 2")
    version = DocumentVersion("a.pdf", "00" * 32, (passage,), origin)

    assert version == history.parsed(history.written(version))


def test_what_is_remembered_is_bounded(corpus, index_folder, monkeypatch):
    monkeypatch.setattr(history, "MOST_VERSIONS", 3)
    library = Library.open(corpus, index_folder)
    for degrees in range(10, 20):
        (corpus / "kiln.txt").write_text(KILN.replace("900", str(degrees)))
        library.reindex()
    found = [v.passages[0].text.split()[-2] for v in history.versions(index_folder)]

    assert ["18", "17", "16"] == found
    monkeypatch.setattr(history, "MOST_BYTES", 600)
    (corpus / "kiln.txt").write_text(KILN.replace("900", "20"))
    library.reindex()
    assert ["19", "18"] == [v.passages[0].text.split()[-2] for v in history.versions(index_folder)][
        :2
    ]
    assert (index_folder / history.FILE).stat().st_size <= 600


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b"null", b'{"document": 1}', b"\xff\xfe", b"[" * 100_000,
             b'{"document": "a", "sha256": "b", "passages": [[1]]}',
             b'{"document": "a", "sha256": "b", "passages": [["a", "x", [], 0, 1, "t", []]]}']
)  # fmt: skip
def test_a_damaged_line_of_the_past_is_passed_over(corpus, index_folder, line):
    library = Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_text(KILN.replace("900", "800"))
    library.reindex()
    path = index_folder / history.FILE
    path.write_bytes(line + b"\n" + path.read_bytes() + line)

    assert ["kiln.txt"] == [version.document for version in history.versions(index_folder)]


# Live


def write_pair(corpus, number):
    """Two documents of the same version; replaced one after the other."""
    corpus.mkdir(exist_ok=True)
    (corpus / "a.txt").write_text(f"The dose of zorbium is {number} milligrams.")
    (corpus / "b.txt").write_text(f"A dose of zorbium of {number} milligrams is large.")


@pytest.mark.no_cover
def test_300_questions_during_15_reindexes_are_each_answered_from_one_generation(
    tmp_path, index_folder
):
    corpus = tmp_path / "own"
    write_pair(corpus, 100)
    library = Library.open(corpus, index_folder)

    def ask():
        reply = library.ask("what is the dose of zorbium")
        assert reply.answered
        return {
            word
            for quotation in reply.quotations
            for word in quotation.passage.text.split()
            if word.isdecimal()
        }, len(reply.quotations)

    asked: list[Future[tuple[set[str], int]]] = []
    with ThreadPoolExecutor(4) as pool:
        for number in range(101, 116):
            write_pair(corpus, number)
            library.reindex()
            asked += [pool.submit(ask) for _ in range(20)]
            asked[-20].result(60)  # the others are answered while the next is put in place
    answers = [one.result() for one in asked]

    assert {(1, 2)} == {(len(numbers), count) for numbers, count in answers}
    assert {str(n) for n in range(101, 116)} == {next(iter(numbers)) for numbers, _ in answers}
    assert ({"115"}, 2) == ask()


def test_an_index_made_by_another_process_is_taken_over(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_text(KILN.replace("900", "800"))
    unchanged = library.reload()
    with forked(lambda: reindex(corpus, index_folder)) as child:
        assert 0 == finished(child)

    assert (False, "The kiln is fired at 900 degrees.[1]") == (unchanged, first(library))
    assert (True, False) == (library.reload(), library.reload())
    assert "The kiln is fired at 800 degrees.[1]" == first(library)


def test_a_refresh_sees_a_change_of_the_corpus_and_of_the_operators_files(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    unchanged = library.refresh(at_once=True)
    (corpus / "kiln.txt").write_text(KILN.replace("900", "800"))
    changed = library.refresh(at_once=True)
    (corpus / "synonyms.txt").write_text("oven => kiln\n")

    assert (False, True, True) == (unchanged, changed, library.refresh(at_once=True))
    assert "The kiln is fired at 800 degrees.[1]" == first(library, "oven fired degrees")


@pytest.mark.parametrize("gone", ["removed", "emptied", "damaged"])
def test_a_refresh_that_cannot_be_goes_on_with_what_there_was(corpus, index_folder, gone):
    library = Library.open(corpus, index_folder)
    if gone == "removed":
        corpus.rename(corpus.with_name("elsewhere"))
    elif gone == "emptied":
        (corpus / "kiln.txt").write_text("")
        (corpus / "sub" / "harbour.md").unlink()
    else:
        (index_folder / "fresh").write_bytes(b"damaged")
        (index_folder / "fresh").replace(index_folder / INDEX_FILE)
    library.refresh()
    library.reload()

    assert "The kiln is fired at 900 degrees.[1]" == first(library)


class Telling:
    """The system's watcher: tells when it watches, and what it saw not before it may."""

    watches, may_tell = threading.Event(), threading.Event()

    def __init__(self, *options):
        self._watcher = RustNotify(*options)

    def __enter__(self):
        self._watcher.__enter__()
        self.watches.set()
        return self

    def __exit__(self, *error):
        self._watcher.__exit__(*error)

    def watch(self, *options):
        assert self.may_tell.wait(120)
        return self._watcher.watch(*options)


@contextmanager
def watched(library, *, telling=True):
    """A thread that follows a library; the semaphore has one for each change it took in.

    With `telling` false, it learns of no change before `Telling.may_tell` is set.
    """
    stop, changes = threading.Event(), threading.Semaphore(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("watchfiles.main.RustNotify", Telling)
        Telling.watches.clear()
        (Telling.may_tell.set if telling else Telling.may_tell.clear)()
        thread = threading.Thread(
            target=watch, args=(library, stop, changes.release), kwargs={"settled": 0.2}
        )
        thread.start()
        try:
            assert Telling.watches.wait(120)
            yield changes
        finally:
            stop.set()
            Telling.may_tell.set()
            thread.join(120)
            assert not thread.is_alive()


@pytest.fixture
def looks(monkeypatch):
    """Has one for each time that a library looked for changes."""
    looks, refresh = threading.Semaphore(0), Library.refresh

    def refresh_and_tell(*arguments, **options):
        done = refresh(*arguments, **options)
        looks.release()
        return done

    monkeypatch.setattr(Library, "refresh", refresh_and_tell)
    return looks


@pytest.mark.parametrize("how", ["in place", "by a rename", "a single file"])
def test_who_watches_takes_in_a_change_once_it_has_settled(corpus, index_folder, caplog, how):
    caplog.set_level("INFO")
    path = corpus / "kiln.txt"
    library = Library.open(path if how == "a single file" else corpus, index_folder)
    with watched(library, telling=False) as changes:
        for degrees in (700, 800):  # two writes, one change
            fresh = path if how == "in place" else corpus / ".kiln"
            fresh.write_text(KILN.replace("900", str(degrees)))
            fresh.replace(path)
        Telling.may_tell.set()

        assert changes.acquire(timeout=120)
        assert "The kiln is fired at 800 degrees.[1]" == first(library)
    assert not changes.acquire(blocking=False)
    assert {record.name for record in caplog.records} == {"bot.snapshots.watch"}


def test_who_watches_is_woken_by_documents_and_not_by_the_index_beside_them(corpus, monkeypatch):
    library = Library.open(corpus, corpus)
    woken: queue.Queue[set[str]] = queue.Queue()
    follow = watchfiles.watch

    def follow_and_tell(*arguments, **options):
        for changes in follow(*arguments, **options):
            woken.put({Path(path).name for _, path in changes})
            yield changes

    monkeypatch.setattr("watchfiles.watch", follow_and_tell)
    monkeypatch.setattr("bot.snapshots.watch.LOOK", 60.0)
    with watched(library):
        os.utime(corpus / INDEX_FILE)
        (corpus / ".kiln.txt.swp").write_text("what an editor has open")
        os.utime(corpus / "kiln.txt")
        assert {"kiln.txt"} == woken.get(timeout=120)


def test_who_watches_survives_a_corpus_that_goes_and_comes_back(
    corpus, index_folder, monkeypatch, looks
):
    monkeypatch.setattr("bot.snapshots.watch.LOOK", 0.2)
    library = Library.open(corpus, index_folder)
    away = corpus.with_name("away")
    with watched(library) as changes:
        corpus.rename(away)
        while looks.acquire(blocking=False):
            pass
        assert all(looks.acquire(timeout=120) for _ in range(3))
        assert "The kiln is fired at 900 degrees.[1]" == first(library)
        (away / "kiln.txt").write_text(KILN.replace("900", "800"))
        away.rename(corpus)

        assert changes.acquire(timeout=120)
        assert "The kiln is fired at 800 degrees.[1]" == first(library)


def test_chat_answers_from_the_corpus_as_it_is_at_each_question(citebot, corpus, monkeypatch):
    asked: list[str] = []

    def ask(prompt):
        if len(asked) == 2:
            raise EOFError
        if asked:
            (corpus / "kiln.txt").write_text(KILN.replace("900", "800"))
        asked.append(DEGREES)
        return DEGREES

    monkeypatch.setattr("builtins.input", ask)
    monkeypatch.setattr(
        "bot.evaluation.served._REST", 0.0
    )  # as where there is a while between questions
    told = citebot("chat", corpus=corpus).out

    assert ["900", "800"] == [line.split()[5] for line in told.splitlines() if "fired at" in line]


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_a_reindex_names_patterns_that_cannot_be_used_and_goes_on(citebot, corpus, option):
    (corpus / "notices.toml").write_text("[[notice]]\ntext = 'Mind.'\npatterns = ['(']")
    done = citebot("reindex", *option, corpus=corpus)
    problems = citebot("reindex", *option, "--json", corpus=corpus).json["problems"]

    assert 0 == done.status
    assert ["cannot be used: notices.toml, notice 1, pattern 1"] == [
        line.partition(": missing")[0] for line in done.out.splitlines() if "notices" in line
    ]
    assert 1 == len(problems)


def test_an_index_that_cannot_be_saved_is_not_said_to_be_in_place(citebot, corpus, index_folder):
    index_folder.write_text("a file where the folder should be")
    done = citebot("reindex", corpus=corpus)

    assert 2 == done.status
    assert done.out.endswith("The new index could not be saved: File exists.\n")
    assert "name a folder that can be written with --index" in done.err
    assert not citebot("reindex", "--json", corpus=corpus).json["saved"]
    assert 0 == citebot("reindex", "--dry-run", corpus=corpus).status
