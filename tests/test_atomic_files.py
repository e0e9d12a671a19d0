"""Files that are written whole or not at all: a power cut leaves the old one or the new one."""

import errno
import fcntl
import os
import stat
from pathlib import Path

import pytest

from bot.snapshots import atomic_files


@pytest.fixture
def steps(monkeypatch):
    """What was synced, and each rename, in order: kind and size of a file, or what it is."""
    done: list[object] = []
    fsync, rename = os.fsync, Path.replace

    def sync_and_tell(handle):
        status = os.fstat(handle)
        done.append("folder" if stat.S_ISDIR(status.st_mode) else status.st_size)
        fsync(handle)

    def rename_and_tell(path, target):
        done.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", sync_and_tell)
    monkeypatch.setattr(Path, "replace", rename_and_tell)
    return done


def put(path, content, meanwhile):
    """Write a file and put it in place; `meanwhile` sees it before."""
    with atomic_files.replacement(path) as new:
        new.content.write(content)
        meanwhile(new)
        new.put_in_place()


def nothing(new):
    """Do nothing with a new file."""


def look(new):
    """Begin to bring a new file to disk, and read it meanwhile."""
    new.sync()
    assert new.path.read_bytes()


@pytest.mark.parametrize("meanwhile", [nothing, look])
def test_a_file_is_on_disk_whole_before_it_gets_its_name_and_the_name_is_after(
    tmp_path, steps, meanwhile
):
    (tmp_path / "a").write_bytes(b"old")
    put(tmp_path / "a", b"x" * 100_000, meanwhile)

    assert [100_000, "rename", "folder"] == steps
    assert b"x" * 100_000 == (tmp_path / "a").read_bytes()


def test_what_is_given_up_does_not_get_the_name(tmp_path, steps):
    (tmp_path / "a").write_bytes(b"old")

    def refuse(new):
        look(new)
        raise ValueError

    with pytest.raises(ValueError):
        put(tmp_path / "a", b"new", refuse)
    assert [3] == steps
    assert (b"old", ["a"]) == (
        (tmp_path / "a").read_bytes(),
        [one.name for one in tmp_path.iterdir()],
    )


def test_what_cannot_be_synced_does_not_get_the_name(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")

    def fail(handle):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        put(tmp_path / "a", b"new", nothing)
    assert (b"old", ["a"]) == (
        (tmp_path / "a").read_bytes(),
        [one.name for one in tmp_path.iterdir()],
    )


def test_a_file_system_without_locks_is_written_to_all_the_same(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", fail)
    with atomic_files.exclusive(tmp_path):
        put(tmp_path / "a", b"new", nothing)

    assert b"new" == (tmp_path / "a").read_bytes()
