"""The count of rightly answered questions never drops: raise a record when it is beaten."""

from pathlib import Path

import pytest

from bot.evaluation.measure import read, run

DATA = Path(__file__).parent / "data"
# question set -> how many of its questions were last answered rightly. Weights and rules
# were made with the first in view, and never with the others. The third stood at 257 while a
# question of another document was met with silence less often (96.5%, now 97.8%).
RECORD = {"questions": 271, "unseen": 253, "unseen2": 255, "unseen3": 273, "unseen4": 271}
KINDS = {
    "direct", "paraphrase", "typo", "keyword", "follow-up", "on-topic", "off-topic", "hostile",
}  # fmt: skip


@pytest.mark.parametrize("name", RECORD)
def test_as_many_questions_are_answered_rightly_as_on_record(library, name):
    outcomes = run(library, read(DATA / f"{name}.jsonl"))

    assert sum(outcome.right for outcome in outcomes) >= RECORD[name]


@pytest.mark.parametrize("name", RECORD)
def test_a_set_has_over_two_hundred_questions_of_every_kind(name):
    questions = read(DATA / f"{name}.jsonl")

    assert len(questions) > 200
    assert {question.kind for question in questions} == KINDS


def test_every_piece_of_gold_stands_in_one_passage_of_the_default_document(library):
    texts = [passage.text for passage in library.passages()]
    pieces = [piece for name in RECORD for q in read(DATA / f"{name}.jsonl") for piece in q.gold]

    assert {sum(piece in text for text in texts) for piece in pieces} == {1}
