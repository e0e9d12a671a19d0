"""Reading a corpus: which files are documents, what their text is, and what is refused."""

import codecs
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import corpus
from bot.documents.corpus import CorpusFile, decode, keys, operator_file, read, scan
from bot.errors import CorpusNotFound, DocumentError


def names(root):
    return [entry.name for entry in scan(root).entries]


def make(root, *paths):
    """Files with some text in them."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"Text of {path}.")
    return root


def source_of(path):
    (entry,) = scan(path).entries
    return read(entry)


def test_a_folder_is_its_text_and_markdown_files_with_sub_folders_by_name(tmp_path):
    make(tmp_path, "b.txt", "a.md", "sub/deep/c.txt", "sub/a.txt", "Z.txt")

    assert ["Z.txt", "a.md", "b.txt", "sub/a.txt", "sub/deep/c.txt"] == names(tmp_path)


def test_other_suffixes_are_passed_over_and_case_does_not_count(tmp_path):
    make(tmp_path, "a.TXT", "b.Md", "c.tex", "d.txt.bak", "e", "f.markdown", "txt")

    assert ["a.TXT", "b.Md"] == names(tmp_path)


def test_one_file_is_a_corpus_whatever_its_suffix(tmp_path):
    make(tmp_path, "rules", "other.txt")

    assert ["rules"] == names(tmp_path / "rules")


def test_hidden_files_and_folders_are_passed_over(tmp_path):
    make(tmp_path, ".hidden.txt", ".git/a.txt", "sub/.cache/b.txt", "sub/.c.md", "seen.txt")

    assert ["seen.txt"] == names(tmp_path)


def test_the_operators_own_files_are_no_documents_in_the_top_folder_only(tmp_path):
    make(tmp_path, "synonyms.txt", "notices.toml", "questions.jsonl", "sub/synonyms.txt", "a.txt")

    assert ["a.txt", "sub/synonyms.txt"] == names(tmp_path)


def test_a_link_to_a_file_is_followed_and_one_to_a_folder_is_not(tmp_path):
    make(tmp_path, "outside/a.txt", "own/b.txt")
    (tmp_path / "own" / "link.txt").symlink_to(tmp_path / "outside" / "a.txt")
    (tmp_path / "own" / "folder").symlink_to(tmp_path / "outside")

    assert ["b.txt", "link.txt"] == names(tmp_path / "own")
    assert "Text of outside/a.txt." == source_of(tmp_path / "own" / "link.txt").text


def test_a_corpus_may_itself_be_a_link(tmp_path):
    make(tmp_path, "own/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "own")

    assert ["a.txt"] == names(tmp_path / "link")


def test_folders_that_link_in_a_circle_come_to_an_end(tmp_path):
    make(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)

    assert ["sub/a.txt"] == names(tmp_path)


def test_a_link_to_nothing_is_named_and_the_rest_is_listed(tmp_path):
    make(tmp_path, "a.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    listing = scan(tmp_path)

    assert ["a.txt"] == [entry.name for entry in listing.entries]
    assert ["gone.txt: cannot be opened: No such file or directory"] == [
        str(error) for error in listing.unreadable
    ]


def test_a_folder_with_a_documents_suffix_is_a_folder(tmp_path):
    make(tmp_path, "notes.txt/a.txt")

    assert ["notes.txt/a.txt"] == names(tmp_path)


def test_a_named_pipe_is_no_document(tmp_path):
    make(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")

    assert ["a.txt"] == names(tmp_path)


def test_a_path_that_does_not_exist_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(CorpusNotFound, match=r"no folder or file .*; name one with --corpus"):
        scan(tmp_path / "nowhere")


def test_an_empty_folder_lists_nothing(tmp_path):
    assert ((), ()) == (scan(tmp_path).entries, scan(tmp_path).unreadable)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\ntwo", "one\ntwo"),
        (b"one\r\ntwo\r\n", "one\ntwo\n"),
        (b"one\rtwo\r\rthree", "one\ntwo\n\nthree"),
        (b"one\r\r\ntwo\n\r", "one\n\ntwo\n\n"),
        (codecs.BOM_UTF8 + b"one", "one"),
        (b"one " + codecs.BOM_UTF8 + b"two", "one \ufefftwo"),
        (codecs.BOM_UTF8 * 2 + b"one", "\ufeffone"),
        ("caf\u00e9 \u6f22 \u2028\u0085".encode(), "caf\u00e9 \u6f22 \u2028\u0085"),
        (b"", ""),
        (codecs.BOM_UTF8, ""),
    ],
)  # fmt: skip
def test_the_text_is_utf8_without_its_mark_and_with_line_feeds(data, text):
    assert text == decode("a.txt", data)


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])),
       st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())  # fmt: skip
def test_line_ends_and_mark_do_not_change_the_text(text, end, mark):
    data = text.replace("\n", end).encode("utf-8-sig" if mark or text[:1] == "\ufeff" else "utf-8")

    assert text == decode("a.txt", data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"caf\xe9 au lait", "is not UTF-8 at byte 3; save it as UTF-8"),
        (b"ab\xed\xa0\x80", "is not UTF-8 at byte 2; save it as UTF-8"),
        (b"ab\0c", "is no text file (a zero byte at 2)"),
        ("ab".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (codecs.BOM_UTF16_BE + b"\0a", "is UTF-16; save it as UTF-8"),
    ],
)
def test_what_is_no_utf8_text_is_refused_with_its_name_and_place(data, why):
    with pytest.raises(DocumentError) as refused:
        decode("sub/a.txt", data)

    assert ("sub/a.txt", why) == (refused.value.name, refused.value.why)
    assert f"sub/a.txt: {why}" == str(refused.value)


def test_the_hash_is_of_the_text_as_read_so_line_ends_do_not_change_it(tmp_path):
    (tmp_path / "a.txt").write_bytes(codecs.BOM_UTF8 + "caf\u00e9\r\nau lait".encode())

    assert sha256("caf\u00e9\nau lait".encode()).hexdigest() == source_of(tmp_path).sha256


def test_a_stamp_changes_when_the_file_is_replaced_by_one_of_the_same_size_and_time(tmp_path):
    path = make(tmp_path, "a.txt") / "a.txt"
    (before,) = scan(tmp_path).entries
    (tmp_path / "new").write_text("x" * before.stamp[0])
    os.utime(tmp_path / "new", ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    (tmp_path / "new").replace(path)
    (after,) = scan(tmp_path).entries

    assert before.stamp[:2] == after.stamp[:2]
    assert before.stamp != after.stamp


def test_a_file_that_is_gone_when_it_is_read_is_named(tmp_path):
    (entry,) = scan(make(tmp_path, "a.txt")).entries
    Path(entry.path).unlink()

    with pytest.raises(DocumentError, match=r"^a.txt: cannot be read: No such file"):
        read(entry)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(corpus.LARGEST + 1)  # a sparse file: it takes no space

    with pytest.raises(DocumentError, match=r"^big.txt: over 256 MiB; split it"):
        source_of(tmp_path)


def changing(monkeypatch, path, times):
    """Let the file be written to, `times` times, in the middle of being read."""
    fstat, left = os.fstat, [times]

    def fstat_then_write(number):
        status = fstat(number)
        if left[0]:
            left[0] -= 1
            with path.open("a") as file:
                file.write(" More.")
        return status

    monkeypatch.setattr(os, "fstat", fstat_then_write)


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path, monkeypatch, times):
    path = make(tmp_path, "a.txt") / "a.txt"
    (entry,) = scan(tmp_path).entries
    changing(monkeypatch, path, times)

    assert "Text of a.txt." + times * " More." == read(entry).text


def test_a_file_that_never_stops_changing_is_named(tmp_path, monkeypatch):
    path = make(tmp_path, "a.txt") / "a.txt"
    (entry,) = scan(tmp_path).entries
    changing(monkeypatch, path, 1000)

    with pytest.raises(DocumentError, match=r"^a.txt: is being changed; try again"):
        read(entry)


def test_a_file_that_is_swapped_all_the_time_is_never_read_as_a_mixture(tmp_path):
    versions = ["a" * 100_000, "b" * 150_000]
    path = tmp_path / "a.txt"
    path.write_text(versions[0])
    (entry,) = scan(tmp_path).entries

    def write(_):
        for at in range(60):
            (tmp_path / "new").write_text(versions[at % 2])
            (tmp_path / "new").replace(path)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write, None)
        found = []
        while not writing.done():
            try:
                found.append(read(entry).text)
            except DocumentError as error:
                assert "is being changed" in str(error)  # noqa: PT017  (either is right)

    assert {*versions} >= {*found}


def test_an_operators_file_is_read_as_documents_are(tmp_path):
    (tmp_path / "synonyms.txt").write_bytes(codecs.BOM_UTF8 + b"kiln, oven\r\n")

    assert "kiln, oven\n" == operator_file(tmp_path, "synonyms.txt")


def test_an_operators_file_that_is_not_there_is_empty(tmp_path):
    make(tmp_path, "a.txt")

    assert ("", "") == (
        operator_file(tmp_path, "synonyms.txt"),
        operator_file(tmp_path / "a.txt", "synonyms.txt"),
    )


def test_an_operators_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "synonyms.txt").write_bytes(b"\xff")

    with pytest.raises(DocumentError, match=r"^synonyms.txt: is not UTF-8 at byte 0"):
        operator_file(tmp_path, "synonyms.txt")


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (["a.txt", "sub/a.txt"], ["a", "sub/a"]),
        (["a.txt", "a.md", "b.md"], ["a.txt", "a.md", "b"]),
        (["a.b.txt", "a.TXT"], ["a.b", "a"]),
        (["rules"], ["rules"]),
    ],
)
def test_a_key_is_the_name_without_its_suffix_where_that_is_no_others(documents, expected):
    assert dict(zip(documents, expected, strict=True)) == keys(documents)


@given(st.sets(st.tuples(st.sampled_from(["a", "b", ".txt", "s/a", "a.b"]),
                         st.sampled_from([".txt", ".md", ".TXT"]))))  # fmt: skip
def test_no_two_documents_have_the_same_key(parts):
    documents = sorted(name + suffix for name, suffix in parts)
    found = keys(documents)

    assert (documents, len(documents)) == (list(found), len({*found.values()}))


def test_no_two_documents_have_the_same_key_though_one_is_named_like_the_other_in_full():
    found = keys(["a.md", "a.txt", "a.txt.md"])

    assert 3 == len({*found.values()})


def test_an_entry_keeps_the_name_that_the_document_gets(tmp_path):
    path = make(tmp_path, "a.txt") / "a.txt"

    assert "x/y.txt" == read(CorpusFile("x/y.txt", str(path), ())).name
