"""Bad input gets one clear line and the right exit status, and never a traceback."""

import json
import os
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Library
from bot.errors import CorpusNotFound
from tests.conftest import DOCUMENT, unprivileged

WORDLESS = ["", " ", "\n\t", "?!...", "[1]", "\u200b\u200d\ufeff", "\x00\x01", "\U0001f480"]
STRANGE = {
    "100,000 characters": "lethal dose " * 8_334,
    "one word of 100,000 characters": "a" * 100_000,
    "control characters": "LD50\x00 in\x07 rats\x1b[2J",
    "zero-width characters": "L\u200bD\u200d50 in rats",
    "lone surrogates": "LD50 in \udcff rats \ud800",
    "right-to-left text": "\u202e\u05de\u05d4 \u05d4\u05de\u05d9\u05e0\u05d5\u05df LD50",
    "regular-expression characters": "(LD50)) in [rats+*?{9999999}\\",
    "zalgo": "L\u0315\u0300D\u0358\u030650 in r\u0336a\u0337ts",
    "JSON": '{"question": "LD50 in rats"}',
    "percent signs": "%s %d %n {} {0} ${HOME}",
}


@pytest.mark.parametrize("question", WORDLESS, ids=ascii)
def test_a_question_without_a_word_is_told_what_to_ask(citebot, question):
    done = citebot("ask", "--json", question)

    assert (1, "") == (done.status, done.err)
    assert "ask me something" in done.json["reason"]


@pytest.mark.parametrize("question", STRANGE.values(), ids=STRANGE)
def test_a_strange_question_is_answered_or_met_with_silence(citebot, question):
    plain, asked = citebot("ask", question), citebot("ask", "--json", question)

    assert plain.status == asked.status
    assert {0: True, 1: False}[asked.status] == asked.json["answered"]
    assert question == asked.json["question"]


def test_a_lone_surrogate_from_a_real_command_line_is_no_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--corpus", DOCUMENT, "--index", tmp_path,
         "ask", b"LD50 in rats \xff\xfe"],
        capture_output=True, check=False,
    )  # fmt: skip

    assert (0, b"") == (done.returncode, done.stderr)
    assert b"980mg/kg in rats.[14]" in done.stdout


@given(st.text(), st.none() | st.text())
def test_no_question_raises(library, question, after):
    library.ask(question, after=after)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(4))
def test_random_questions_never_raise(library, seed):
    chance = random.Random(seed)
    words = DOCUMENT.read_text("utf-8").split() + list("?!,.;:'\"()[]\\*+/-_\u200b\ud800\u0301\0")
    for _ in range(50):
        some = [chance.choice(words) for _ in range(chance.randrange(12))]
        reply = library.ask(chance.choice(["", " "]).join(some))

        assert not reply.answered or reply.quotations


def corpus_error(citebot, path):
    """The one line that a corpus is refused with."""
    done = citebot("ask", "LD50?", corpus=path)
    assert (2, "", 1) == (done.status, done.out, done.err.count("\n"))
    return done.err


def test_an_empty_corpus_is_named(citebot, tmp_path):
    (tmp_path / "own").mkdir()

    assert "own has no passages; put files with text" in corpus_error(citebot, tmp_path / "own")


def test_an_empty_file_is_named(citebot, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")

    assert "empty.txt has no passages" in corpus_error(citebot, tmp_path / "empty.txt")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\x7fELF\x01\0\0", "is no text file"), (b"caf\xe9 au lait", "is not UTF-8 at byte 3"),
     (b"\xff\xfea\0", "is UTF-16")],
)  # fmt: skip
def test_a_file_that_is_no_utf8_text_is_named_with_the_reason(citebot, tmp_path, content, why):
    (tmp_path / "bad.txt").write_bytes(content)

    assert f"bad.txt: {why}" in corpus_error(citebot, tmp_path / "bad.txt")


def test_a_bad_file_beside_good_ones_is_named_and_the_others_are_served(citebot, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "bad.txt").write_bytes(b"caf\xe9")
    (tmp_path / "own" / "good.txt").write_text("The kiln is fired at 900 degrees.")
    for _ in range(2):  # built, then from the saved index
        done = citebot("ask", "how hot is the kiln fired", corpus=tmp_path / "own")

        assert done.status == 0
        assert "bad.txt: is not UTF-8" in done.err
        assert done.err.count("\n") == 1


def test_a_path_that_does_not_exist_is_named(citebot, tmp_path):
    assert "There is no folder or file" in corpus_error(citebot, tmp_path / "nowhere")


def test_a_folder_without_read_permission_is_an_error_in_one_line():
    def refused(folder):
        (folder / "own").mkdir(mode=0)
        with pytest.raises(CorpusNotFound, match="own cannot be opened: Permission denied"):
            Library.open(folder / "own", folder / "index")

    unprivileged(refused)


def test_a_file_without_read_permission_is_named_and_the_others_are_served():
    def served(folder):
        (folder / "own").mkdir()
        (folder / "own" / "good.txt").write_text("The kiln is fired at 900 degrees.")
        (folder / "own" / "shut.txt").write_text("x")
        (folder / "own" / "shut.txt").chmod(0)
        (folder / "own" / "sub").mkdir(mode=0)
        library = Library.open(folder / "own", folder / "index")
        told = [str(error) for error in library.unreadable]
        assert told == [
            "sub: cannot be opened: Permission denied",
            "shut.txt: cannot be read: Permission denied",
        ]
        assert len(library) == 1

    unprivileged(served)


@pytest.mark.no_cover
def test_one_line_of_a_megabyte_is_split_and_searched(citebot, tmp_path):
    line = " ".join(f"Sentence {n % 9000} is about topic{n % 9000}." for n in range(33_000))
    assert len(line) > 1_000_000
    (tmp_path / "long.txt").write_text(line)
    done = citebot("ask", "-n", "1", "--json", "what about topic7777", corpus=tmp_path / "long.txt")

    assert done.status == 0
    assert "Sentence 7777 is about topic7777." in done.json["passages"][0]["text"]


@pytest.mark.parametrize(
    "name", ["two words.txt", "two\nlines.txt", "tab\t.txt", "\u00e9\u202e.txt"]
)
def test_strange_file_names_are_served(citebot, tmp_path, name):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / name).write_text("The kiln is fired at 900 degrees.")
    (tmp_path / "own" / f"bad {name}").write_bytes(b"\xff")
    done = citebot("ask", "--json", "how hot is the kiln fired", corpus=tmp_path / "own")

    assert (0, name) == (done.status, done.json["passages"][0]["document"])
    assert done.err.count("\n") == 1


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="names are bytes there")
def test_a_file_name_that_is_not_utf8_is_served(citebot, tmp_path):
    (tmp_path / "own").mkdir()
    with open(os.fsencode(tmp_path / "own") + b"/caf\xe9.txt", "w") as file:  # noqa: PTH123
        file.write("The kiln is fired at 900 degrees.")
    done = citebot("ask", "how hot is the kiln fired", corpus=tmp_path / "own")

    assert (0, "") == (done.status, done.err)


def test_a_batch_file_that_is_no_text_answers_each_line_with_an_error(citebot, tmp_path):
    (tmp_path / "batch").write_bytes(b"\xff\xfe\n\x00\n")
    done = citebot("ask", "--batch", str(tmp_path / "batch"))

    assert done.status == 2
    assert all("error" in json.loads(line) for line in done.out.splitlines())


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_a_batch_line_whose_id_json_cannot_say_answers_with_an_error(citebot, number):
    line = f'{{"id": {number}, "question": "What is the LD50 in rats?"}}\n'
    done = citebot("ask", "--batch", "-", stdin=line.encode())

    assert (2, {"error": "line 1: not JSON in UTF-8"}) == (done.status, done.json)


def test_a_batch_line_in_another_encoding_answers_with_an_error(citebot):
    line = '{"question": "What is the LD50 in rats?"}'.encode("utf-16-be")

    assert {"error": "line 1: not JSON in UTF-8"} == citebot("ask", "--batch", "-", stdin=line).json


def test_a_reader_that_leaves_a_batch_is_not_told_that_the_file_cannot_be_read(tmp_path):
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"question": "What is the LD50 in rats?"}\n' * 500)
    command = [sys.executable, "-m", "bot", "--corpus", str(DOCUMENT), "--index", str(tmp_path)]
    with subprocess.Popen(
        [*command, "ask", "--batch", str(batch)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert b"" == running.stderr.read()
