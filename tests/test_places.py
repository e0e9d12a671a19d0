"""Where the index lies for whoever has no home folder, and what is no good place for it."""

import os
import pwd
import tempfile
from pathlib import Path

import pytest

from bot import Library
from bot.errors import SettingsError
from bot.snapshots.places import places


@pytest.fixture
def homeless(monkeypatch, tmp_path):
    """A user whom the system does not know, in a container say; returns the temporary folder."""

    def unknown(uid):
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("HOME", raising=False)
    return tmp_path


@pytest.mark.parametrize("home", [None, "", "relative"])
def test_without_a_home_folder_the_index_is_in_a_folder_of_ones_own(homeless, monkeypatch, home):
    if home is not None:
        monkeypatch.setenv("HOME", home)
    corpus = homeless / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("The boats are red.")

    library = Library.open(corpus)

    own = homeless / f"citebot-{os.getuid()}"
    assert library.ask("red boats").quotations
    assert [*own.rglob("*.index"), *own.rglob("index*")]
    assert own.stat().st_mode & 0o777 == 0o700


def test_a_temporary_folder_that_others_can_write_in_is_refused(homeless):
    (homeless / f"citebot-{os.getuid()}").mkdir()
    (homeless / f"citebot-{os.getuid()}").chmod(0o777)

    with pytest.raises(SettingsError, match="--index"):
        places(homeless, None)


def test_a_temporary_folder_that_is_a_link_elsewhere_is_refused(homeless, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (homeless / f"citebot-{os.getuid()}").symlink_to(elsewhere)

    with pytest.raises(SettingsError, match="--index"):
        places(homeless, None)


def test_without_room_for_temporary_files_the_index_is_kept_in_memory(homeless, monkeypatch):
    (homeless / "a.txt").write_text("The boats are red.")
    monkeypatch.setattr(tempfile, "tempdir", str(homeless / "a.txt"))

    assert Library.open(homeless / "a.txt").ask("red boats").quotations


def test_an_index_folder_that_is_named_needs_no_home(homeless):
    assert places(homeless, homeless / "x") == (homeless, Path(homeless / "x"))
