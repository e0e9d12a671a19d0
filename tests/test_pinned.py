"""Pinned questions: an index that would answer one wrongly does not take the old one's place."""

import json

import pytest

from bot import Library
from bot.errors import QuestionSetError
from tests.conftest import ROOT

KILN = "The kiln is fired at 900 degrees.\n\nGlaze is mixed with rainwater.\n"
OVEN = "The oven is cleaned on Mondays.\n\nGlaze is mixed with rainwater.\n"
DEGREES = "at how many degrees is the kiln fired"
QUESTIONS = [
    {"question": DEGREES, "gold": ["The kiln is fired at"]},
    {"question": "what is glaze mixed with", "gold": ["kiln:2"]},
    {"question": "who won the world cup", "gold": []},
    {"question": "when was the lighthouse built", "gold": ["lighthouse was built"]},
]


@pytest.fixture
def corpus(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "kiln.txt").write_text(KILN)
    pin(own, QUESTIONS)
    return own


def pin(corpus, questions):
    (corpus / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in questions))


def answer_of(library, question=DEGREES):
    reply = library.ask(question)
    return reply.quotations[0].passage.text if reply.answered else None


def test_a_reindex_that_would_break_a_pinned_question_is_refused_and_says_how(citebot, corpus):
    citebot("reindex", corpus=corpus)
    (corpus / "kiln.txt").write_text(OVEN)
    refused = citebot("reindex", corpus=corpus)
    asked = citebot("ask", DEGREES, corpus=corpus)

    assert 2 == refused.status
    assert "pinned questions: 2 of 4 right" in refused.out
    assert f"“{DEGREES}”: kiln:1, now silence" in refused.err
    assert "reindex --force" in refused.err
    assert 1 == refused.err.count("\n")
    assert (0, True) == (asked.status, asked.out.startswith("The kiln is fired at 900 degrees."))
    assert "served as it was" in asked.err


def test_a_refusal_is_told_to_programs_and_a_dry_run_foresees_it(citebot, corpus):
    citebot("reindex", corpus=corpus)
    (corpus / "kiln.txt").write_text(OVEN)
    for arguments in (["--dry-run"], []):
        done = citebot("reindex", "--json", *arguments, corpus=corpus)

        assert (2, True) == (done.status, done.json["refused"])
        assert [{"question": DEGREES, "gold": ["The kiln is fired at"], "was": "kiln:1",
                 "now": ""}] == done.json["pinned"]["broken"]  # fmt: skip


def test_force_switches_all_the_same(citebot, corpus):
    citebot("reindex", corpus=corpus)
    (corpus / "kiln.txt").write_text(OVEN)
    citebot("reindex", corpus=corpus)
    forced = citebot("reindex", "--force", corpus=corpus)
    asked = citebot("ask", DEGREES, corpus=corpus)

    assert (0, 1, "") == (forced.status, asked.status, asked.err)
    assert "now wrong" in forced.out


def test_what_was_wrong_before_does_not_stop_a_reindex(citebot, corpus):
    citebot("reindex", corpus=corpus)
    (corpus / "kiln.txt").write_text(KILN.replace("900", "800"))
    done = citebot("reindex", corpus=corpus)

    assert 0 == done.status
    assert "pinned questions: 3 of 4 right" in done.out


def test_a_silence_that_would_be_broken_is_refused(citebot, corpus):
    citebot("reindex", corpus=corpus)
    (corpus / "kiln.txt").write_text(KILN + "\nBrazil won the world cup.\n")
    done = citebot("reindex", corpus=corpus)

    assert 2 == done.status
    assert "“who won the world cup”: silence, now kiln:3" in done.err


def test_an_index_that_is_built_by_itself_is_gated_too(corpus, index_folder):
    """Else the next question would switch to what a reindex has refused."""
    live = Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_text(OVEN)
    live.refresh()
    fresh = Library.open(corpus, index_folder)

    assert ("The kiln is fired at 900 degrees.", True) == (answer_of(live), live.refused)
    assert ("The kiln is fired at 900 degrees.", True) == (answer_of(fresh), fresh.refused)
    (corpus / "kiln.txt").write_text(KILN.replace("900", "700"))
    mended = Library.open(corpus, index_folder)

    assert ("The kiln is fired at 700 degrees.", False) == (answer_of(mended), mended.refused)


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ({"question": "where does it say that?", "after": "what is glaze mixed with"}, ""),
        ({"question": "what is blorp mixed with"}, "blorp, glaze\n"),
    ],
)
def test_a_pinned_question_is_asked_as_it_would_be_by_people(citebot, tmp_path, row, rules):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "kiln.txt").write_text(KILN)
    (tmp_path / "own" / "synonyms.txt").write_text(rules)
    (tmp_path / "own" / "questions.jsonl").write_text(json.dumps({**row, "gold": ["kiln:2"]}))

    told = citebot("reindex", corpus=tmp_path / "own")

    assert "pinned questions: 1 of 1 right" in told.out


def test_doctor_says_that_a_corpus_is_served_as_it_was(citebot, corpus):
    citebot("reindex", corpus=corpus)
    (corpus / "kiln.txt").write_text(OVEN)
    checked = citebot("doctor", corpus=corpus)

    assert 2 == checked.status
    assert "bad   the corpus has changed, but would answer a pinned question wrongly" in checked.out


def test_a_refused_corpus_is_not_built_again_at_every_start(corpus, index_folder, monkeypatch):
    monkeypatch.setattr("bot.snapshots.staleness._RACY", 0)
    Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_text(OVEN)
    told = []
    for _ in range(3):
        library = Library.open(corpus, index_folder, progress=lambda *done: told.append(done))

        assert library.refused
    assert [(0, 1), (1, 1)] == told


def test_a_corrected_questions_file_lets_in_what_was_refused(corpus, index_folder, monkeypatch):
    monkeypatch.setattr("bot.snapshots.staleness._RACY", 0)
    Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_text(OVEN)
    refused = Library.open(corpus, index_folder)
    pin(corpus, QUESTIONS[1:])
    corrected = Library.open(corpus, index_folder)

    assert (True, False) == (refused.refused, corrected.refused)
    assert answer_of(corrected) is None


def test_a_reindex_of_a_running_library_that_is_refused_changes_nothing(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    (corpus / "kiln.txt").write_text(OVEN)
    refused = library.reindex()
    kept = answer_of(library)
    forced = library.reindex(force=True)

    assert (True, False) == (refused.refused, refused.switched)
    assert "The kiln is fired at 900 degrees." == kept
    assert (False, True, None) == (forced.refused, forced.switched, answer_of(library))


def test_without_an_index_before_nothing_is_refused(corpus, index_folder):
    (corpus / "kiln.txt").write_text(OVEN)

    assert not Library.open(corpus, index_folder).reindex().refused


def test_where_nothing_can_be_saved_the_gate_holds_in_memory(corpus, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    library = Library.open(corpus, tmp_path / "taken")
    (corpus / "kiln.txt").write_text(OVEN)
    library.refresh()

    assert library.reindex().refused
    assert "The kiln is fired at 900 degrees." == answer_of(library)


BAD = [b"{", b'{"question": 1, "gold": []}', b'{"question": "x"}', b"[]", b"\xff\xfe", b"\0"]


@pytest.mark.parametrize("content", BAD)
def test_a_bad_questions_file_is_named_by_reindex_and_doctor_and_stops_no_answer(
    citebot, corpus, content
):
    (corpus / "questions.jsonl").write_bytes(content)
    first = citebot("reindex", corpus=corpus)
    asked = citebot("ask", DEGREES, corpus=corpus)
    checked = citebot("doctor", corpus=corpus)

    assert 2 == first.status
    assert first.err.startswith("citebot: questions.jsonl")
    assert 1 == first.err.count("\n")
    assert 0 == asked.status
    assert (2, True) == (checked.status, "pinned questions: questions.jsonl" in checked.out)


def test_a_bad_questions_file_is_an_error_in_python_too(corpus, index_folder):
    library = Library.open(corpus, index_folder)
    (corpus / "questions.jsonl").write_text("{")

    with pytest.raises(QuestionSetError, match=r"questions\.jsonl, line 1"):
        library.reindex()
    assert library.reindex(force=True).switched


def test_the_default_corpus_ships_with_a_dozen_that_are_right(tmp_path):
    library = Library.open(ROOT / "corpus", tmp_path / "index")
    found = library.reindex().pinned

    assert (12, 12, ()) == (found.count, found.right, found.broken)
    assert 2 == (ROOT / "corpus" / "questions.jsonl").read_text().count('"gold": []')
