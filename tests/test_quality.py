"""The count of rightly answered questions never drops: raise a record when it is beaten."""

from pathlib import Path

import pytest

from bot.evaluation.measure import read, run

DATA = Path(__file__).parent / "data"
# question set -> how many of its questions were last answered rightly, with words alone. The
# rules beside the document were begun with all of them in view; `unseen` and `unseen4` were left
# to measure the latest by. They stood at 271, 253, 255, 273 and 271 while the thesaurus and the
# weights were made for this one document, and others got fewer right answers.
RECORD = {"questions": 279, "unseen": 264, "unseen2": 274, "unseen3": 280, "unseen4": 277}
KINDS = {
    "direct", "paraphrase", "typo", "keyword", "follow-up", "on-topic", "off-topic", "hostile",
}  # fmt: skip


@pytest.mark.no_cover
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
