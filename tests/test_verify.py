"""Receipts: the same on every machine, recomputable with a shell, and good for the past too."""

import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Library
from bot.errors import UsageError
from bot.passages import receipts
from bot.quotations.verification import State
from bot.render.discord_reports import verified
from tests.conftest import DOCUMENT

LETHAL = "37upqoemtis7dolh"  # of the passage on the lethal dose; it must never change
KILN = "The kiln is fired at 900 degrees.\n\nGlaze is mixed with rainwater.\n\nAsh is kept dry.\n"


@pytest.fixture
def corpus(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "kiln.txt").write_text(KILN)
    return own


def receipt_of(citebot, corpus, question):
    return citebot("ask", "--json", question, corpus=corpus).json["passages"][0]["receipt"]


@pytest.fixture
def kiln(citebot, corpus):
    """The receipt of the passage on the kiln."""
    return receipt_of(citebot, corpus, "at how many degrees is the kiln fired")


def test_the_receipt_of_the_lethal_dose_is_what_it_always_was(citebot):
    assert LETHAL == receipt_of(citebot, DOCUMENT, "What is the LD50 in rats?")


def shell(file, start, end):
    """The receipt as the commands in the docstring make it."""
    arguments = [file, str(start), str(end)]
    commands = re.search(r"(?ms)^    document\(\) \{.*?^    \}\n\nLeft", receipts.__doc__ or "")
    assert commands
    script = commands.group().removesuffix("\n\nLeft")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f'{script}\nreceipt "$@"', "-", *arguments],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.parametrize(
    "content",
    [DOCUMENT.read_bytes(), "\ufeffÜnïcödé 🙂 \\n %s.\r\n\r\nµg – 漢字\rthe end".encode(),
     b"No line end", b"-n 'quoted' \"twice\" $HOME `x`\n\n\n  indented\n"],
    ids=["the document", "mark, CRLF and CR", "no line end", "signs of the shell"],
)  # fmt: skip
def test_anyone_can_recompute_receipts_with_sha256sum_and_base32(tmp_path, index_folder, content):
    (tmp_path / "own.txt").write_bytes(content)
    library = Library.open(tmp_path / "own.txt", index_folder)
    for passage in library.passages():
        document = library.documents[0]
        made = receipts.receipt(document.sha256, passage.start, passage.end, passage.text)

        assert made == shell(tmp_path / "own.txt", passage.start, passage.end)
        assert library.verify(made).then == passage


@settings(max_examples=30)
@given(st.text(max_size=30), st.integers(0, 10**6), st.text(max_size=30))
def test_a_receipt_binds_document_place_and_text(text, start, other):
    made = receipts.receipt("00" * 32, start, start + 9, text)

    assert re.fullmatch("[a-z2-7]{16}", made)
    assert made == receipts.receipt("00" * 32, start, start + 9, text)
    assert made != receipts.receipt("01" * 32, start, start + 9, text)
    assert made != receipts.receipt("00" * 32, start + 1, start + 9, text)
    assert (made == receipts.receipt("00" * 32, start, start + 9, other)) == (text == other)


@pytest.mark.parametrize("typed", ["37UPQOEMTIS7DOLH", "37up-qoem-tis7-dolh", "37up qoem tis7 dolh",
                                   "37upq0emt1s7d0lh", " 37upqoemtis7dolh\n"])  # fmt: skip
def test_a_receipt_may_be_typed_by_hand(citebot, typed):
    done = citebot("verify", *typed.split(" "))

    assert 0 == done.status
    assert done.out.startswith("Unchanged:\n\nThe median lethal dosage (LD50)")


@pytest.mark.parametrize("typed", ["b" * 16, "8B" * 8, "8888-8888-8888-8888"])
def test_an_eight_in_a_receipt_is_a_b(typed):
    assert "b" * 16 == receipts.normal(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "37upqoemtis7dol",
        "37upqoemtis7dolhh",
        "9" * 16,
        "ä" * 16,
        "🙂",
        "37upqoemtis7dol\udcff",
        "; ls",
        "9" * 10**5,
    ],
)
def test_what_can_be_no_receipt_is_an_error_in_one_line(citebot, typed):
    done = citebot("verify", typed)

    assert (2, "") == (done.status, done.out)
    assert done.err.startswith("citebot: A receipt has 16 letters and digits")
    assert 1 == done.err.count("\n")


def test_a_receipt_is_needed(citebot):
    assert 2 == citebot("verify").status


def test_an_unknown_receipt_is_said_to_be_unknown(citebot):
    done = citebot("verify", "a" * 16)

    assert 1 == done.status
    assert "is unknown" in done.out
    assert "unknown" == citebot("verify", "--json", "a" * 16).json["state"]


def test_a_changed_quotation_is_shown_as_it_was_and_as_it_is(citebot, corpus, kiln):
    (corpus / "kiln.txt").write_text(KILN.replace("900", "950"))
    told = citebot("verify", "--json", kiln, corpus=corpus)
    shown = citebot("verify", kiln, corpus=corpus)

    assert (1, 1) == (told.status, shown.status)
    assert ("changed", False) == (told.json["state"], told.json["stands"])
    assert ("The kiln is fired at 900 degrees.", "The kiln is fired at 950 degrees.") == (
        told.json["then"]["text"],
        told.json["now"]["text"],
    )
    assert "kiln.txt has changed since, and the quotation with it:" in shown.out
    assert "then:\nThe kiln is fired at 900 degrees." in shown.out
    assert "now:\nThe kiln is fired at 950 degrees." in shown.out
    assert "differing: ... fired at [-900-] {+950+} degrees." in shown.out


def test_of_a_text_that_stands_twice_the_nearest_is_what_became_of_it(corpus, index_folder):
    (corpus / "kiln.txt").write_text("Wash.\n\nRinse well.\n\nDry it in the sun.\n\nStack it.\n")
    library = Library.open(corpus, index_folder)
    [third] = [one for one in library.passages() if one.number == 3]
    code = receipts.receipt(library.documents[0].sha256, third.start, third.end, third.text)
    (corpus / "kiln.txt").write_text(
        f"{third.text}\n\nWash.\n\nRinse well.\n\n{third.text}\n\nNow.\n"
    )
    library.reindex()
    now = library.verify(code).now

    assert now is not None
    assert (4, third.text) == (now.number, now.text)


def test_of_a_document_that_cannot_be_read_the_last_good_version_is_told(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    [code] = [quotation.receipt for quotation in library.ask("is ash kept dry").quotations]
    (corpus / "kiln.txt").write_text(KILN.replace("900", "950"))
    library.reindex()
    (corpus / "kiln.txt").write_bytes(b"\xff")
    library.reindex()
    found = library.verify(code)

    assert (State.CHANGED, True) == (found.state, found.stands)
    assert found.kept.startswith("is not UTF-8")
    [shown] = verified(found)
    assert "-# The file cannot be read now: is not UTF-8 at byte 0" in shown


def test_a_quotation_that_stands_in_a_changed_document_is_told_apart(citebot, corpus, kiln):
    (corpus / "kiln.txt").write_text("New at the top.\n\n" + KILN)
    told = citebot("verify", "--json", kiln, corpus=corpus)

    assert (0, "changed", True) == (told.status, told.json["state"], told.json["stands"])
    assert ("kiln:1", "kiln:2") == (told.json["then"]["id"], told.json["now"]["id"])
    assert "stands word for word" in citebot("verify", kiln, corpus=corpus).out


def test_a_quotation_that_was_taken_out_or_whose_document_was_removed(citebot, corpus, kiln):
    (corpus / "kiln.txt").write_text("Something else altogether, about ships.\n")
    taken_out = citebot("verify", "--json", kiln, corpus=corpus)
    (corpus / "kiln.txt").rename(corpus / "other.txt")
    removed = citebot("verify", "--json", kiln, corpus=corpus)

    for done in (taken_out, removed):
        assert (1, "changed", None) == (done.status, done.json["state"], done.json["now"])
        assert "The kiln is fired at 900 degrees." == done.json["then"]["text"]
    assert "no longer there" in citebot("verify", kiln, corpus=corpus).out


def test_a_receipt_of_many_changes_ago_is_still_known(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    passage = library.passage("kiln:2")
    made = receipts.receipt(library.documents[0].sha256, passage.start, passage.end, passage.text)
    for number in range(5):
        (corpus / "kiln.txt").write_text(KILN.replace("rainwater", f"water {number}"))
        library.reindex()
    found = library.verify(made)

    assert (State.CHANGED, passage.text) == (found.state, found.then and found.then.text)
    assert found.now is not None
    assert "Glaze is mixed with water 4." == found.now.text


def test_without_a_past_a_changed_quotation_is_unknown(citebot, corpus, kiln, index_folder):
    (corpus / "kiln.txt").write_text(KILN.replace("900", "950"))
    citebot("reindex", corpus=corpus)
    (index_folder / "citebot.previous").unlink()

    assert "unknown" == citebot("verify", "--json", kiln, corpus=corpus).json["state"]


def test_of_a_document_that_cannot_be_read_the_last_good_version_counts(citebot, corpus, kiln):
    (corpus / "kiln.txt").write_bytes(b"\0")
    told = citebot("verify", "--json", kiln, corpus=corpus)

    assert (0, "unchanged") == (told.status, told.json["state"])
    assert "is no text file" in told.json["kept"]
    assert "cannot be read now" in citebot("verify", kiln, corpus=corpus).out


def test_in_python_what_is_no_receipt_is_a_usage_error(library):
    with pytest.raises(UsageError):
        library.verify("x")
