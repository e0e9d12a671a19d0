"""Files that cannot be read, or are made to exhaust their reader: each is named, the rest served."""

import os
import resource
import subprocess
import sys
import zipfile
import zlib

import pytest

from bot import Library
from bot.documents import reader_process, reading_limits
from bot.documents.archives import Archive, parsed_xml
from bot.documents.canonical import Unreadable
from bot.documents.formats import FORMATS
from bot.documents.reader_process import read_apart
from bot.errors import DocumentError
from tests.conftest import ROOT
from tests.made_documents import W, docx, html, pdf, zipped

_LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)
_DEEP = f'<w:document xmlns:w="{W}">' + "<w:p>" * 9000 + "</w:p>" * 9000 + "</w:document>"


def bomb_of_a_pdf(size):
    """A PDF whose only page unpacks to so many bytes; no checksum is at the end of them."""
    packer = zlib.compressobj(9)
    piece = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = piece[2:]  # without the head
    stream = piece + again * (size >> 20)
    made = pdf([[(10, 10, 10, "x")]])
    start, end = made.index(b"<</Length"), made.index(b"endstream")
    return b"".join([made[:start], b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream), stream,
                     b"\n", made[end:]])  # fmt: skip


def zip_of_a_bomb(name, size):
    """A zip file whose only part says that it unpacks to so many bytes."""
    made = zipped(**{name: b" "})
    at = made.rindex(b"PK\x01\x02") + 24  # of the size, in the directory
    return made[:at] + size.to_bytes(4, "little") + made[at + 4 :]


HOSTILE = {  # name -> bytes, and a word of the reason
    "empty.pdf": (b"", "damaged"),
    "garbage.pdf": (bytes(range(256)) * 40, "damaged"),
    "cut.pdf": (pdf([[(10, 10, 10, "It is deep.")]])[:300], "damaged"),
    "scan.pdf": (pdf([[]]), "no text layer"),
    "bomb.pdf": (bomb_of_a_pdf(1 << 30), "exhaust"),
    "cut.docx": (docx(["It is deep."])[:200], "zip"),
    "ole.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "password"),
    "laughs.docx": (zipped(**{"word/document.xml": _LAUGHS}), "entities"),
    "deep.docx": (zipped(**{"word/document.xml": _DEEP}), "nested"),
    "bomb.odt": (zip_of_a_bomb("content.xml", 80 << 20), "too large"),
    "bomb.epub": (zip_of_a_bomb("a", 600 << 20), "too large"),
    "none.epub": (zipped(a="b"), "no EPUB"),
    "latin.csv": (b"question,answer\n\xe4,b\n", "not UTF-8 at byte 16"),
    "deep.json": (b"[" * 100_000, "damaged"),
    "other.json": (b"{}", "not read"),
    "lines.jsonl": (b'{"a": 1}\nb\n', "line 2"),
    "hidden.html": (b"<p hidden>It is deep.", "no text"),
    "other.html": (pdf([[(10, 10, 10, "It is deep.")]]), "another kind"),
}


def test_hostile_files_are_each_named_and_the_good_one_is_served(tmp_path, citebot):
    root = tmp_path / "corpus"
    root.mkdir()
    (root / "good.txt").write_text("The sea is salty.")
    for name, (data, _) in HOSTILE.items():
        (root / name).write_bytes(data)
    os.mkfifo(root / "pipe.txt")  # nobody waits for it to be written
    library = Library.open(root, tmp_path / "index")

    assert "The sea is salty." == library.ask("Is the sea salty?").quotations[0].passage.text
    told = {error.name: error.why for error in library.unreadable}
    assert "pipe" in told.pop("pipe.txt")
    assert told.keys() == HOSTILE.keys()
    assert {name: why for name, why in told.items() if HOSTILE[name][1] not in why} == {}
    assert not library.refresh(at_once=True)  # none of them is read again


def test_pages_that_make_parsers_slow_are_read():
    form = FORMATS[".html"]
    many = b"<p " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">It is deep."
    for data in (many, b"<div>" * 50_000 + b"It is deep.", b"<b>" * 20_000 + b"It is deep."):
        assert "It is deep.\n" == read_apart("a.html", data, form).text


def test_a_child_that_ends_while_it_waits_is_no_fault_of_the_next_file():
    form = FORMATS[".html"]
    first = read_apart("a.html", html(["It is deep."]), form)
    child = reader_process._children[0]
    child._process.kill()
    child._process.wait()

    assert first == read_apart("a.html", html(["It is deep."]), form)


def test_a_child_that_ends_over_a_file_is_followed_by_another(monkeypatch):
    form = FORMATS[".html"]
    first = read_apart("a.html", html(["It is deep."]), form)
    child = reader_process._children[0]
    child._process.kill()
    child._process.wait()
    with monkeypatch.context() as patch:
        patch.setattr(reader_process._Child, "has_ended", False)
        with pytest.raises(DocumentError):
            read_apart("a.html", html(["It is deep."]), form)

    assert first == read_apart("a.html", html(["It is deep."]), form)  # nothing the other was sent


def test_a_child_that_says_why_it_cannot_read_a_file_reads_the_next():
    form = FORMATS[".html"]
    read_apart("a.html", html(["It is deep."]), form)
    [child] = reader_process._children
    with pytest.raises(DocumentError, match="no text"):
        read_apart("a.html", b"<p hidden>It is deep.", form)

    assert [child] == reader_process._children
    deep = b'{"answer": ' + b"[" * 100_000
    with pytest.raises(DocumentError, match="nested"):
        read_apart("a.jsonl", deep, FORMATS[".jsonl"])
    assert not reader_process._children  # what it has of memory is not known


def test_a_reader_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(reader_process, "wall_seconds", lambda _size: 0.0)

    with pytest.raises(DocumentError, match="takes too long"):
        read_apart("a.html", html(["It is deep."]), FORMATS[".html"])


def test_the_last_good_version_of_a_damaged_file_is_served(tmp_path):
    root = tmp_path / "corpus"
    root.mkdir()
    (root / "a.docx").write_bytes(docx(["The sea is salty.", "Rain is not."]))
    library = Library.open(root, tmp_path / "index")
    (root / "a.docx").write_bytes(b"damaged")
    library.refresh(at_once=True)

    [error] = library.unreadable
    assert ("a.docx", ("a.docx",)) == (error.name, library.kept)
    assert ["The sea is salty.[1]", "Rain is not.[2]"] == [p.text for p in library.passages()]
    (root / "a.docx").write_bytes(docx(["The sea is deep."]))
    library.refresh(at_once=True)
    assert ["The sea is deep.[1]"] == [p.text for p in library.passages()]


def test_what_parts_unpack_to_is_summed_before_any_is_unpacked(monkeypatch):
    monkeypatch.setattr(zipfile.ZipFile, "read", None)

    with pytest.raises(Unreadable, match="over 64 MiB"):
        Archive(zip_of_a_bomb("a", 65 << 20)).read("a")


def test_xml_is_not_asked_for_files():
    with pytest.raises(Unreadable):
        parsed_xml(f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{os.devnull}">]><a>&b;</a>'.encode())


def test_a_reader_writes_no_file(tmp_path):
    code = (
        "import sys; from bot.documents.reading_limits import close_off; close_off()\n"
        "with open(sys.argv[1], 'w') as file: file.write('x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "a"], cwd=ROOT, capture_output=True, check=False
    )

    assert b"File too large" in done.stderr
    assert b"" == (tmp_path / "a").read_bytes()


def test_each_ten_thousand_characters_earn_a_second_once(monkeypatch):
    limits: list[int] = []
    monkeypatch.setattr(reading_limits, "_used", lambda: 0.0)
    monkeypatch.setattr(reading_limits, "_limit", lambda _, value: limits.append(value))
    allowance = reading_limits.Allowance()
    allowance.begin(0)
    first, limits[:] = limits[-1], []
    for characters in range(0, 30_001, 5_000):
        allowance.earn(characters)

    assert [first + 1, first + 2, first + 3] == limits


@pytest.fixture
def many_open_files():
    """More of them than the 1,024 that `select` knows."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, limits[1]), limits[1]))
    opened = [os.open(os.devnull, os.O_RDONLY)]
    while opened[-1] < 1100:
        opened.append(os.dup(opened[0]))
    yield
    for each in opened:
        os.close(each)
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_a_file_is_read_by_a_process_that_has_many_open(many_open_files):
    while reader_process._children:  # so that another one begins, with pipes of high numbers
        reader_process._children.pop().end()

    assert read_apart("a.docx", docx(["It is deep."]), FORMATS[".docx"]).text.startswith(
        "It is deep."
    )
