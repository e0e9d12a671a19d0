"""What is said of answers, counted without identity; and questions that are pinned."""

import json
import logging
from datetime import date, timedelta

import pytest

from bot.evaluation import feedback
from tests.conftest import unprivileged

TODAY = date(2026, 11, 27)


def said(folder, passage, days_ago=0, *, answers):
    feedback.note(folder, passage, answers=answers, today=lambda: TODAY - timedelta(days_ago))


def test_presses_are_counted_by_passage_and_day(tmp_path):
    said(tmp_path, "a:1", 2, answers=True)
    said(tmp_path, "a:1", answers=True)
    said(tmp_path, "a:1", answers=False)
    said(tmp_path, "b:2", answers=True)

    assert feedback.feedback(tmp_path) == [("a:1", 2, 1, 2), ("b:2", 1, 0, 1)]


def test_what_is_kept_is_a_day_a_passage_and_two_numbers(tmp_path):
    said(tmp_path, "a:1", answers=True)

    path = tmp_path / feedback.FILE
    assert json.loads(path.read_text()) == {"2026-11-27": {"a:1": [1, 0]}}
    assert path.stat().st_mode & 0o077 == 0


def test_a_day_has_so_many_passages_at_most(tmp_path, monkeypatch):
    monkeypatch.setattr(feedback, "MOST", 2)
    for passage in ("a:1", "a:2", "a:3", "a:1"):
        said(tmp_path, passage, answers=True)

    assert [("a:1", 2), ("a:2", 1)] == [one[:2] for one in feedback.feedback(tmp_path)]


def test_old_days_are_forgotten(tmp_path):
    said(tmp_path, "a:1", feedback.REMEMBERED, answers=True)
    said(tmp_path, "a:2", feedback.REMEMBERED - 1, answers=True)
    said(tmp_path, "b:2", answers=True)

    assert [one.passage for one in feedback.feedback(tmp_path)] == ["a:2", "b:2"]


@pytest.mark.parametrize(
    "damage", [b"{", b"[]", b'{"x": {}}', b'{"2026-11-27": {"a:1": [1]}}', b"\xff"]
)
def test_a_damaged_file_begins_anew_with_one_sentence(tmp_path, caplog, damage):
    (tmp_path / feedback.FILE).write_bytes(damage)

    with caplog.at_level(logging.WARNING):
        said(tmp_path, "a:1", answers=False)

    assert feedback.feedback(tmp_path) == [("a:1", 0, 1, 1)]
    assert len(caplog.records) == 1


def test_what_cannot_be_written_is_lost_and_nothing_more():
    def promise(folder):
        folder = folder / "index"
        folder.mkdir(0o500)
        said(folder, "a:1", answers=True)
        assert feedback.feedback(folder) == []

    unprivileged(promise)


def test_gaps_shows_what_was_said(citebot, index_folder):
    citebot("ask", "LD50?")
    feedback.note(index_folder, "fasoracetam:12", answers=False)

    shown, as_json = citebot("gaps"), citebot("gaps", "--json").json

    assert "1  said that fasoracetam:12 does not answer, 0 that it does" in shown.out
    assert as_json == [{"passage": "fasoracetam:12", "answers": 0, "does_not": 1, "days": 1}]


@pytest.fixture
def zoo(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Lions hunt at dawn. They rest at noon.\n\nZebras eat grass.\n")
    (corpus / "questions.jsonl").write_bytes(b'{"question": "x", "gold": []}')
    return corpus


def test_a_question_is_pinned_with_the_sentence_that_answers_it(citebot, zoo):
    pinned = citebot("pin", "When do lions hunt?", "a:1", corpus=zoo)

    lines = (zoo / "questions.jsonl").read_text().splitlines()
    assert (pinned.status, pinned.out) == (0, "pinned to a:1: When do lions hunt?\n")
    assert lines[0] == '{"question": "x", "gold": []}'
    assert json.loads(lines[1]) == {
        "question": "When do lions hunt?",
        "gold": ["Lions hunt at dawn."],
    }
    assert [path.name for path in sorted(zoo.iterdir())] == ["a.txt", "questions.jsonl"]
    assert "2 of 2 right" in citebot("reindex", corpus=zoo).out


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        (("When do lions hunt?", "a:2"), 1, "a:2 should come first, but a:1 comes first"),
        (("What do quokkas drink?", "a:2"), 1, "it is not answered"),
        (("When do lions hunt?", "a:9"), 2, "a has passages 1 to 2"),
    ],
)
def test_what_does_not_come_first_is_not_pinned(citebot, zoo, asked, status, told):
    before = (zoo / "questions.jsonl").read_bytes()

    refused = citebot("pin", *asked, corpus=zoo)

    assert (refused.status, told in refused.err) == (status, True)
    assert (zoo / "questions.jsonl").read_bytes() == before


def test_a_question_is_pinned_once(citebot, zoo):
    citebot("pin", "When do lions hunt?", "a:1", corpus=zoo)
    before = (zoo / "questions.jsonl").read_bytes()

    again = citebot("pin", "When do lions hunt?", "a:1", corpus=zoo)

    assert (again.status, "pinned already" in again.err) == (2, True)
    assert (zoo / "questions.jsonl").read_bytes() == before


def test_a_corpus_of_one_file_has_no_place_for_pinned_questions(citebot, zoo):
    refused = citebot("pin", "When do lions hunt?", "a:1", corpus=zoo / "a.txt")

    assert (refused.status, "a folder of documents" in refused.err) == (2, True)
