"""What a reindex tells: what changed first, and files of kinds that are not read."""

import pytest

from bot.documents.corpus import scan
from bot.library import Library
from bot.library import reindex as reindex_corpus
from bot.render.discord_reports import changes
from bot.render.reindex_report import as_data, as_text, passed_over
from bot.render.terminal import Style


@pytest.fixture
def done(tmp_path):
    """What came of a reindex of 120 documents, of which the last was changed."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for number in range(120):
        (corpus / f"rules{number:03}.txt").write_text(f"Boat {number} is red.")
    Library.open(corpus, index)
    (corpus / "rules119.txt").write_text("Boat 119 is green.")
    for name in ("map.tex", "list.doc", "notes"):
        (corpus / name).write_bytes(b"x")
    return reindex_corpus(corpus, index)


def test_what_changed_is_told_before_what_stayed(done):
    first, detail, *rest = as_text(done, Style()).splitlines()

    assert first == "rules119.txt: 1 changed"
    assert "green" in detail
    assert rest[0].startswith("not read")
    assert rest[1:] == ["119 documents as before", "120 passages. The new index is in place."]


def test_in_discord_the_lines_that_do_not_fit_are_counted(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(120):
        (corpus / f"rules{number:03}.txt").write_text(f"Boat {number} is red.")
    done = reindex_corpus(corpus, tmp_path / "index")
    every = as_text(done, Style()).splitlines()
    *shown, told = changes(done).splitlines()

    assert told.startswith(f"and {len(every) - len(shown)} lines more;")


def test_in_discord_what_changed_is_in_what_fits_into_a_message(done):
    shown = changes(done)

    assert "~~red.~~ **green.**" in shown
    assert "map.tex" in shown
    assert "119 documents as before" in shown


def test_what_does_not_fit_into_a_message_is_counted(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("before", "after"):
        (corpus / "a.txt").write_text("\n\n".join(f"Boat {n} is {name}." for n in range(200)))
        done = reindex_corpus(corpus, tmp_path / "index")

    assert "lines more" in changes(done)


def test_files_of_kinds_that_are_not_read_are_named(done):
    assert as_data(done)["passed_over"] == ["list.doc", "map.tex", "notes"]
    told = "list.doc (save it as .docx or .pdf), map.tex (export it as .pdf), notes"
    assert told in as_text(done, Style())


def test_of_very_many_files_that_are_not_read_some_are_named():
    told = passed_over([f"{n:02}.bin" for n in range(25)])

    assert "09.bin and 15 more" in told
    assert "10.bin" not in told


def test_the_operators_own_files_and_hidden_ones_are_not_named_as_passed_over(tmp_path):
    for name in ("synonyms.txt", "notices.toml", "questions.jsonl", ".hidden.pdf", "a.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.png").write_text("")

    assert scan(tmp_path).passed_over == ("sub/b.png",)


def test_doctor_names_files_of_kinds_that_are_not_read(citebot, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "RULES").write_text("The boats are red.")
    alone = citebot("doctor", corpus=corpus)
    (corpus / "a.txt").write_text("The boats are red.")
    beside = citebot("doctor", corpus=corpus)

    assert (2, True) == (alone.status, "has no passages" in alone.out)
    assert "corpus " + str(corpus) + ": 1 document, 1 passage\n" in beside.out
    assert all("not read, being of other kinds: RULES (" in one.out for one in (alone, beside))
