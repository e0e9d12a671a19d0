"""The compiled part: made where there is a compiler, used where it is of these sources, safe."""

import ctypes
import logging
import random
import shutil
from array import array
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import native
from bot.index import EmbeddedIndex
from bot.index.container import Reader
from bot.index.writer import Writer
from bot.native import address, kernels, sources, stamp
from bot.native.compiling import compiled
from tests.conftest import compiled_only
from tests.test_index import by, written

C_FILES = [path for path in sources() if path.suffix == ".c"]


@pytest.fixture(autouse=True)
def loaded_anew():
    """What is loaded is remembered; here each test begins without."""
    kernels.cache_clear()
    yield
    kernels.cache_clear()


def test_what_is_installed_was_compiled_from_these_sources_if_there_is_a_compiler():
    assert (kernels() is not None) == any(map(shutil.which, ("cc", "gcc", "clang")))


@compiled_only
def test_a_library_of_other_sources_is_not_used(tmp_path, monkeypatch, caplog):
    other = tmp_path / "kernels.so"
    assert "" == compiled(other, C_FILES, stamp() ^ 1)
    monkeypatch.setattr(native, "LIBRARY", other)

    assert kernels() is None
    assert "install again" in caplog.text


@pytest.mark.parametrize("content", [None, b"", b"\x7fELF no library"])
def test_without_a_library_all_goes_on_in_python(tmp_path, monkeypatch, caplog, content):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(native, "LIBRARY", tmp_path / "kernels.so")
    if content is not None:
        (tmp_path / "kernels.so").write_bytes(content)

    assert kernels() is None
    assert "no compiled part" in caplog.text


def test_without_a_compiler_nothing_is_compiled_and_that_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "kernels.so").write_bytes(b"an older one")

    assert "no C compiler is found (cc, gcc, clang)" == compiled(
        tmp_path / "kernels.so", C_FILES, 1
    )
    assert not (tmp_path / "kernels.so").exists()


@compiled_only
def test_what_a_compiler_complains_of_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("CC", str(shutil.which("cc")))
    wrong = tmp_path / "wrong.c"
    wrong.write_text("int citebot_stamp(void) { return }")
    told = compiled(tmp_path / "kernels.so", [wrong], 1)

    assert "error" in told
    assert "wrong.c" in told


@compiled_only
def test_the_compiler_may_be_named_with_options(tmp_path, monkeypatch):
    monkeypatch.setenv("CC", f"{shutil.which('cc')} -DNOBODY_ASKS='1 2'")
    assert "" == compiled(tmp_path / "kernels.so", C_FILES, stamp())

    monkeypatch.setenv("CC", f"{shutil.which('cc')} --no-such-option")
    assert "no-such-option" in compiled(tmp_path / "kernels.so", C_FILES, stamp())


@given(st.binary(min_size=1))
def test_an_address_is_where_the_bytes_are(data):
    view = memoryview(data)
    assert data == ctypes.string_at(address(view), len(data))
    assert data[1:] == ctypes.string_at(address(view[1:]), len(data) - 1)


HOSTILE = (0, 1, 2, 7, 255, 256, 65535, 65536, 2**31, 2**32 - 1, 2**40, 2**63, 2**64 - 1)


def crafted(whole, chance):
    """An index that is whole by its checksums, with some numbers of its postings made up."""
    read, file = Reader(whole), BytesIO()
    writer = Writer(file)
    for name, section in read._sections.items():
        items = section.all()
        if name.startswith(("block.", "posting.", "passage.words", "term.block")):
            numbers = array(items.format, items)
            for at in range(len(numbers)):
                if chance.random() < 0.2:
                    numbers[at] = chance.choice(HOSTILE) % 2 ** (8 * numbers.itemsize)
            items = memoryview(numbers)
        writer.add(name, items)
    writer.finish(read.meta)
    return file.getvalue()


@pytest.mark.no_cover
@compiled_only
def test_a_crafted_index_harms_nobody():
    """Its checksums are right and its numbers are not: it may find nonsense, but nothing more."""
    texts = [f"w{n % 7}x w{n % 3}y the cat {n}" for n in range(300)]
    whole, chance = written(texts), random.Random(3)
    searched = 0
    for _ in range(120):
        index = EmbeddedIndex.from_bytes(crafted(whole, chance))
        terms = [index.term(word) for word in ("w1x", "w2y", "cat", "the", "7")]
        try:
            asked = {term: 1.0 for term in terms if term >= 0}
            found = by("compiled", index).search(asked, 5)
            by("compiled", index).impacts([*asked], [0, 299, 10**6])
        except (IndexError, ValueError, OverflowError):
            continue
        searched += 1
        assert len(found) <= 5
    assert searched > 20
