"""Processes that help: their results and errors come back, and nothing depends on them."""

import json
import math
import os

import pytest

from bot import Library
from bot.snapshots.snapshot import INDEX_FILE
from bot.snapshots.worker_pool import WorkerPool


def test_results_come_back_from_other_processes():
    with WorkerPool(2) as pool:
        roots = [pool.submit(math.sqrt, float(number)) for number in range(20)]
        assert [math.sqrt(number) for number in range(20)] == [root.result() for root in roots]
        assert os.getpid() not in {pool.submit(_process, n).result() for n in range(4)}


def _process(_: int) -> int:
    return os.getpid()


def test_an_error_is_raised_where_the_call_came_from():
    with WorkerPool(1) as pool:
        with pytest.raises(ValueError, match="math domain"):
            pool.submit(math.sqrt, -1.0).result()
        assert pool.submit(math.sqrt, 4.0).result() == 2.0


def test_where_a_process_dies_its_call_is_made_here(caplog):
    with WorkerPool(1) as pool:
        pool.submit(math.sqrt, 4.0).result()
        pool._processes[0].kill()
        pool._processes[0].wait()
        assert os.getpid() == pool.submit(_process, 0).result()
        assert os.getpid() == pool.submit(_process, 0).result()
    assert ["A worker process has ended; this process does its work."] == caplog.messages


def test_where_no_process_can_be_started_calls_are_made_here(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with WorkerPool(2) as pool:
        assert os.getpid() == pool.submit(_process, 0).result()


@pytest.fixture
def corpus(tmp_path):
    """Documents of many kinds, one of them no text."""
    own = tmp_path / "own"
    own.mkdir()
    for number in range(30):
        rows = [f"Row {n} of {number} says [{n}] that {n * number} mg is much." for n in range(9)]
        (own / f"d{number:02}.txt").write_text(f"Title {number}\n\n" + "\n\n".join(rows))
    (own / "d07.txt").write_bytes(b"\0")
    (own / "d11.md").write_text("# Mice\n\n" + "Ünïcödé 🙂 text. " * 500)
    return own


def sections(index):
    """An index's sections; of the documents all but the stamps of their files."""
    content = (index / INDEX_FILE).read_bytes()
    table = json.loads(content[int.from_bytes(content[16:24], "little") :])
    found = {n: content[row[1] : row[1] + row[2]] for n, row in table["sections"].items()}
    rows = json.loads(found.pop("documents"))
    return found, [{**row, "stamp": None} for row in rows]


def test_an_index_is_the_same_however_many_processes_cut_the_documents(
    corpus, tmp_path, monkeypatch
):
    alone = Library.open(corpus, tmp_path / "alone")
    monkeypatch.setattr("bot.snapshots.incremental_build._MANY", 0)
    monkeypatch.setattr("bot.snapshots.incremental_build._AT_ONCE", 2000)
    monkeypatch.setattr("bot.snapshots.incremental_build.cores", lambda: 2)
    told: list[tuple[int, int]] = []
    several = Library.open(corpus, tmp_path / "several", progress=lambda *now: told.append(now))

    assert sections(tmp_path / "alone") == sections(tmp_path / "several")
    assert [str(e) for e in alone.unreadable] == [str(e) for e in several.unreadable] != []
    assert [(done, 31) for done in range(32)] == told


def test_documents_that_are_kept_stand_between_those_that_are_cut_by_others(
    corpus, tmp_path, monkeypatch
):
    Library.open(corpus, tmp_path / "upon")
    for number in (0, 4, 5, 20):
        (corpus / f"d{number:02}.txt").write_text(f"Quite different now: {number}.\n")
    (corpus / "d08.txt").unlink()
    monkeypatch.setattr("bot.snapshots.incremental_build._MANY", 0)
    monkeypatch.setattr("bot.snapshots.incremental_build.cores", lambda: 2)
    Library.open(corpus, tmp_path / "upon")
    Library.open(corpus, tmp_path / "anew")

    assert sections(tmp_path / "upon") == sections(tmp_path / "anew")
