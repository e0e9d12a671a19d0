"""The index on disk: kept up to date by itself, and whole whatever happens to it."""

import errno
import fcntl
import json
import os
import random
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import Library
from bot.errors import CorpusEmpty
from bot.index import EmbeddedIndex
from bot.library import reindex
from bot.snapshots import atomic_files as store
from bot.snapshots.snapshot import INDEX_FILE
from tests.conftest import unprivileged

QUESTION = "at how many degrees is the kiln fired"


def text_of(degrees):
    """A document that says one number in several passages."""
    return "\n\n".join(
        [f"The kiln is fired at {degrees} degrees.", *(f"Note {n}: {degrees}." for n in range(9))]
    )


def write(corpus, degrees):
    """Put a new version of the corpus in place, in one step for each document."""
    corpus.mkdir(exist_ok=True)
    for name in ("kiln.txt", "log.txt"):
        fresh = corpus / f".{name}.{os.getpid()}"
        fresh.write_text(text_of(degrees))
        fresh.replace(corpus / name)


def said(library):
    """What the corpus says now; fails where documents or passages are not of one version."""
    reply = library.ask(QUESTION)
    assert reply.answered
    texts = [passage.text for passage in library.passages("kiln.txt")]
    degrees = texts[0].split()[-2]
    assert texts == text_of(degrees).split("\n\n")
    assert reply.quotations[0].passage.text == texts[0]
    return degrees


def on_disk(folder):
    """What the saved index says, every checksum checked."""
    index = EmbeddedIndex.open(folder / INDEX_FILE)
    index.verify()
    return index.passage(0).text.split()[-2]


def leftovers(folder):
    return sorted(path.name for path in folder.glob("*.new"))


@contextmanager
def forked(work) -> Iterator[int]:
    """A process of its own that does `work` and ends with status 0, or 1 where it raised."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:  # noqa: BLE001  (shown, and told by the status)
            traceback.print_exc()
        finally:
            os._exit(status)
    yield child


def finished(child):
    return os.waitpid(child, 0)[1]


def calls_of(work: Callable[[], object], at_each: Callable[[], object] = int) -> int:
    """How many functions are called and left in `work`; something may be done at each."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1
        at_each()

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def killed(work: Callable[[], object], moment: int) -> None:
    """Do `work` in a process that is killed at its `moment`-th call, if there are so many."""
    left = iter(range(moment - 1, -1, -1))

    def die_in_time() -> None:
        if next(left, 1) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with forked(lambda: calls_of(work, die_in_time)) as child:
        finished(child)


@pytest.fixture
def corpus(tmp_path):
    write(tmp_path / "own", 900)
    return tmp_path / "own"


@pytest.fixture
def index(corpus, index_folder):
    """The folder of an index that fits the corpus."""
    Library.open(corpus, index_folder)
    return index_folder


@pytest.mark.parametrize("in_place", [True, False])
def test_a_change_that_keeps_size_and_time_is_noticed(corpus, index, in_place):
    path = corpus / "kiln.txt"
    status = path.stat()
    fresh = path if in_place else corpus / ".fresh"
    fresh.write_text(text_of(800))
    os.utime(fresh, ns=(status.st_atime_ns, status.st_mtime_ns))
    fresh.replace(path)

    assert (status.st_size, status.st_mtime_ns) == (path.stat().st_size, path.stat().st_mtime_ns)
    assert "800" == said(Library.open(corpus, index))


def test_documents_that_come_and_go_are_noticed(corpus, index):
    (corpus / "new.txt").write_text("Glaze is mixed with rainwater.")
    (corpus / "log.txt").unlink()

    assert ["kiln.txt", "new.txt"] == [d.name for d in Library.open(corpus, index).documents]


def test_a_folder_that_cannot_be_written_serves_from_memory_and_stays_as_it_was():
    def served(folder):
        write(folder / "own", 900)
        Library.open(folder / "own", folder / "index")
        (folder / "index").chmod(0o500)
        write(folder / "own", 800)
        assert "800" == said(Library.open(folder / "own", folder / "index"))
        assert "800" == said(Library.open(folder / "own", folder / "index" / "below"))
        assert ("900", []) == (on_disk(folder / "index"), leftovers(folder / "index"))

    unprivileged(served)


def test_an_index_that_may_not_be_read_is_made_anew():
    def served(folder):
        write(folder / "own", 900)
        Library.open(folder / "own", folder / "index")
        (folder / "index" / INDEX_FILE).chmod(0)
        assert "900" == said(Library.open(folder / "own", folder / "index"))
        assert "900" == on_disk(folder / "index")

    unprivileged(served)


@pytest.mark.parametrize("room", [0, 100, 2_000, 4_000])
def test_a_full_disk_serves_from_memory_and_the_old_index_stays(room):
    def served(folder):
        write(folder / "own", 900)
        Library.open(folder / "own", folder / "index")
        write(folder / "own", 800)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        assert "800" == said(Library.open(folder / "own", folder / "index"))
        assert ("900", []) == (on_disk(folder / "index"), leftovers(folder / "index"))

    unprivileged(served)


@pytest.mark.no_cover
def test_any_flipped_byte_is_noticed_and_the_index_made_anew(corpus, index):
    path = index / INDEX_FILE
    whole = path.read_bytes()
    places = [*range(0, 120, 16), *random.Random(5).sample(range(len(whole)), 10)]
    for at in places:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        library = Library.open(corpus, index)

        assert "900" == said(library)
        library.reindex()
        assert "900" == on_disk(index)


DAMAGE = {
    "truncated to nothing": lambda whole: b"",
    "truncated in its head": lambda whole: whole[:30],
    "truncated in the middle": lambda whole: whole[: len(whole) // 2],
    "truncated by a byte": lambda whole: whole[:-1],
    "with a byte more": lambda whole: whole + b"x",
    "foreign": lambda whole: b"PK\x03\x04" + bytes(5000),
    "text": lambda whole: b"citebot index 1 is not this\n" * 50,
    "of another format": lambda whole: whole.replace(b"citebot index 1", b"citebot index 2"),
}


def test_a_process_that_lasts_has_its_own_copy_of_a_new_index_too(corpus, index):
    """Another program may cut the file short, and would end whoever has mapped it."""
    library = Library.open(corpus, index, own_copy=True)
    (corpus / "new.txt").write_text("Something new.")
    assert library.refresh(at_once=True)
    saved, section = (
        (index / INDEX_FILE).stat().st_ino,
        library._snapshot.index._reader["documents"],
    )

    assert section.file is not None
    assert os.fstat(section.file).st_ino != saved


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_an_index_that_is_not_whole_or_not_ours_is_made_anew(corpus, index, damage, caplog):
    path = index / INDEX_FILE
    path.write_bytes(damage(path.read_bytes()))

    assert "900" == said(Library.open(corpus, index))
    assert "900" == on_disk(index)
    assert 1 == len(caplog.records), caplog.text
    assert "cannot be used and is built anew" in caplog.text


OTHERS = {
    "FORMAT": -1,
    "STEMMER": "x",
    "__version__": "99",
    "K1": 2.0,
    "code_of": lambda rooms: [*rooms],
}


@pytest.mark.parametrize("name", OTHERS)
def test_an_index_of_another_version_is_made_anew(corpus, index, name, monkeypatch, caplog):
    before = (index / INDEX_FILE).read_bytes()
    monkeypatch.setattr(f"bot.index.fingerprint.{name}", OTHERS[name])

    assert "900" == said(Library.open(corpus, index))
    assert before != (index / INDEX_FILE).read_bytes()
    assert 1 == len(caplog.records)
    assert "made by another version" in caplog.text


def test_a_folder_in_the_indexes_place_is_left_alone(corpus, index_folder):
    (index_folder / INDEX_FILE / "mine").mkdir(parents=True)

    assert "900" == said(Library.open(corpus, index_folder))
    assert (index_folder / INDEX_FILE / "mine").is_dir()


@pytest.mark.no_cover
def test_killed_at_25_random_moments_the_next_start_serves_all_of_old_or_new(corpus, index):
    """A real process is killed while it reindexes; then the index and what is served are whole."""
    for old in (800, 850):  # what is loaded at first is not counted
        write(corpus, old)
        usual = calls_of(lambda: reindex(corpus, index))
    chance, seen = random.Random(7), set()
    for new in range(901, 926):
        write(corpus, new)
        killed(lambda: reindex(corpus, index), chance.randint(1, usual * 5 // 4))
        there = on_disk(index)
        seen.add(there == str(new))

        assert there in {str(old), str(new)}
        if new % 5 == 0:
            assert str(new) == said(Library.open(corpus, index))
            assert [] == leftovers(index)
        old = int(on_disk(index))

    assert {True, False} == seen  # some were killed in time, some were not


class Failing:
    """A file whose `at`-th write, counted over all files, fails as on a full disk."""

    left = 0

    def __init__(self, file):
        self._file = file

    def write(self, data):
        Failing.left -= 1
        if Failing.left == 0:
            self._file.write(bytes(data)[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        self._file.__enter__()
        return self

    def __exit__(self, *error):
        return self._file.__exit__(*error)


def failing(function, at, why):
    """`function`, except at its `at`-th call."""
    calls = iter(range(1, 10**9))

    def call(*args, **options):
        if next(calls) == at:
            raise OSError(why, os.strerror(why))
        return function(*args, **options)

    return call


@pytest.mark.no_cover
@pytest.mark.parametrize("much", [0, 1 << 20])  # bytes that a thread writes
def test_a_write_that_fails_leaves_the_old_index_and_serves_from_memory(
    corpus, index, monkeypatch, much
):
    monkeypatch.setattr("bot.index.writer._MUCH", much)
    create = store._create
    monkeypatch.setattr(store, "_create", lambda path: Failing(create(path)))
    write(corpus, 800)
    for at in range(1, 200, 5):
        Failing.left = at
        library = Library.open(corpus, index)

        assert "800" == said(library)
        if Failing.left > 0:  # nothing failed any more
            assert "800" == on_disk(index)
            break
        assert on_disk(index) in {"900", "800"}  # 800 where only the old text was not remembered
        assert [] == leftovers(index)
    assert at > 30


class Flipping(Failing):
    """A file whose `at`-th write, counted over all files, puts another bit on the disk."""

    def write(self, data):
        Failing.left -= 1
        written = bytearray(data)
        if Failing.left == 0 and written:
            written[len(written) // 2] ^= 1
        return self._file.write(written)


def test_an_index_that_is_not_as_it_was_meant_does_not_take_the_old_ones_place(
    corpus, index, monkeypatch
):
    create = store._create
    monkeypatch.setattr(store, "_create", lambda path: Flipping(create(path)))
    for at in range(1, 200, 5):
        old, new = on_disk(index), str(900 - at)
        write(corpus, 900 - at)
        Failing.left = at

        assert new == said(Library.open(corpus, index))
        assert on_disk(index) in {old, new}
        if Failing.left > 0:  # nothing was flipped any more
            break
    assert at > 10


class Slow(Failing):
    """A file that takes its time."""

    def write(self, data):
        time.sleep(0.005)
        return self._file.write(data)


def test_what_was_written_before_damage_is_found_is_done_with_before_all_is_written_again(
    corpus, index, monkeypatch, caplog
):
    content = bytearray((index / INDEX_FILE).read_bytes())
    table = json.loads(content[int.from_bytes(content[16:24], "little") :])
    content[table["sections"]["posting.low"][1]] ^= 1
    (index / INDEX_FILE).write_bytes(content)
    create = store._create
    monkeypatch.setattr(store, "_create", lambda path: Slow(create(path)))
    monkeypatch.setattr("bot.index.writer._MUCH", 0)
    (corpus / "more.txt").write_text("Another document.\n")

    assert "900" == said(Library.open(corpus, index))
    assert "damaged and not built upon" in caplog.text
    assert "900" == on_disk(index)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("name", "why"),
    [("os.fsync", errno.EIO), ("pathlib.Path.replace", errno.EIO),
     ("pathlib.Path.replace", errno.EACCES), ("pathlib.Path.unlink", errno.EACCES),
     ("os.open", errno.EIO), ("os.open", errno.EACCES), ("fcntl.flock", errno.EIO),
     ("fcntl.flock", errno.ENOLCK), ("pathlib.Path.mkdir", errno.EACCES)],
)  # fmt: skip
def test_a_step_that_fails_leaves_a_whole_index_and_serves_the_new(
    corpus, index, monkeypatch, name, why
):
    for at in range(1, 4):
        write(corpus, 800 + at)
        with monkeypatch.context() as patch:
            module, _, function = name.rpartition(".")
            owner = {"os": os, "fcntl": fcntl, "pathlib.Path": Path}[module]
            patch.setattr(owner, function, failing(getattr(owner, function), at, why))
            assert str(800 + at) == said(Library.open(corpus, index))
        assert int(on_disk(index)) in range(800, 901)
        assert str(800 + at) == said(Library.open(corpus, index))
        assert [] == leftovers(index)


def test_a_document_that_changes_while_it_is_read_is_served_whole(tmp_path, index_folder):
    corpus = tmp_path / "own"
    write(corpus, 900)
    done = threading.Event()

    def edit():
        degrees = 100
        while not done.is_set():
            degrees = 100 + (degrees + 1) % 900
            (corpus / "kiln.txt").write_text(text_of(degrees))  # in place, not in one step

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        for _ in range(40):
            try:
                library = Library.open(corpus, index_folder)
            except CorpusEmpty:
                continue
            texts = [passage.text for passage in library.passages("kiln.txt")]
            if texts:  # the editor empties the file before it writes
                assert texts == text_of(texts[0].split()[-2]).split("\n\n")
    finally:
        done.set()
        editor.join()

    write(corpus, 700)
    assert "700" == said(Library.open(corpus, index_folder))


def test_processes_that_reindex_at_once_do_not_harm_each_other(corpus, index, monkeypatch):
    """Four write without pause, two of them change the corpus; whoever reads finds it whole."""
    monkeypatch.setattr(store, "PATIENCE", 120.0)

    def work(name):
        for round_ in range(6):
            if name < 2:
                write(corpus, 100 + 10 * name + round_)
            reindex(corpus, index)

    children = []
    for name in range(4):
        with forked(lambda: work(name)) as child:  # noqa: B023  (runs at once)
            children.append(child)
    while children:
        assert on_disk(index).isdecimal()
        gone, status = os.waitpid(-1, os.WNOHANG)
        if gone:
            children.remove(gone)
            assert status == 0
    write(corpus, 555)

    assert "555" == said(Library.open(corpus, index))
    assert [] == leftovers(index)


def test_who_waits_too_long_for_another_writer_serves_from_memory(corpus, index, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    write(corpus, 800)
    with store.exclusive(index):
        assert "800" == said(Library.open(corpus, index))
        assert "900" == on_disk(index)

    assert "800" == said(Library.open(corpus, index))
    assert "800" == on_disk(index)


def test_who_has_an_index_open_keeps_it_when_another_takes_its_place(corpus, index):
    before = Library.open(corpus, index)
    write(corpus, 800)
    reindex(corpus, index)

    assert ("900", "800") == (said(before), said(Library.open(corpus, index)))


def test_what_a_killed_writer_left_is_removed_by_the_next(corpus, index):
    (index / f"{INDEX_FILE}.0badcafe.new").write_bytes(b"half of it")
    (index / "mine.new").write_bytes(b"not citebot's")
    reindex(corpus, index)

    assert ["mine.new"] == leftovers(index)
