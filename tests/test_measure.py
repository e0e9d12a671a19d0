"""The measures: against values worked by hand, and what a question set may look like."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QuestionSetError
from bot.evaluation.measure import (
    Outcome,
    Question,
    as_data,
    as_text,
    ask,
    read,
    run,
    table,
    wilson,
)

GOLD = ("gold",)


def outcome(rank, *, gold=GOLD, answered=True, kind="all"):
    """What came of a question; `rank` 0 is no gold passage among those shown."""
    shown = "d:1" if answered else ""
    return Outcome(Question("?", gold, None, kind), answered=answered, rank=rank, seen=rank,
                   shown=shown, said="")  # fmt: skip


def silence(*, kept, kind="all"):
    return outcome(0, gold=(), answered=not kept, kind=kind)


def test_the_interval_of_eight_in_ten_is_as_worked_by_hand():
    """Wilson (1927): (p + z2/2n -+ z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n).

    With p = 0.8, n = 10 and z = 1.96, so z2 = 3.8416: the middle is
    (0.8 + 0.19208) / 1.38416 = 0.716738, and the half width is
    1.96 * sqrt(0.016 + 0.009604) / 1.38416 = 1.96 * 0.160012 / 1.38416 = 0.226580.
    """
    assert pytest.approx((0.490158, 0.943318), abs=2e-5) == wilson(8, 10)


def test_the_interval_of_none_and_of_all_has_the_closed_form():
    """For p = 0 the bounds are 0 and z2 / (n + z2); for p = 1 the mirror image."""
    z2 = 1.959964**2

    assert pytest.approx((0.0, z2 / (20 + z2)), abs=1e-9) == wilson(0, 20)
    assert pytest.approx((20 / (20 + z2), 1.0), abs=1e-9) == wilson(20, 20)


@given(st.integers(1, 500), st.data())
def test_the_bounds_of_an_interval_are_where_the_normal_test_just_does_not_reject(count, data):
    """Wilson's interval is the score test turned round: |p - b| = z sqrt(b(1-b)/n) at b."""
    share = data.draw(st.integers(0, count)) / count
    low, high = wilson(round(share * count), count)

    assert 0.0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1.0
    for bound in (low, high):
        if 0.0 < bound < 1.0:
            error = 1.959964 * math.sqrt(bound * (1 - bound) / count)
            assert pytest.approx(abs(share - bound), abs=1e-6) == error


def test_hits_and_reciprocal_ranks_are_as_counted_by_hand():
    """Ranks 1, 2, 4, none: 1 of 4 first, 2 of 4 in three, (1 + 1/2 + 1/4 + 0) / 4."""
    (row,) = table([outcome(1), outcome(2), outcome(4), outcome(0)])

    assert (0.25, 0.5, 0.4375) == (row.hit1, row.hit3, row.mrr)
    assert (4, 1) == (row.count, row.right)


def test_the_third_passage_is_a_hit_at_three_and_the_fourth_is_not():
    assert [1.0, 0.0] == [table([outcome(rank)])[0].hit3 for rank in (3, 4)]


def test_a_question_with_gold_that_is_met_with_silence_counts_as_not_found():
    (row,) = table([outcome(1), outcome(0, answered=False)])

    assert (1, 0.5, 0.5, 0.5, None) == (row.right, row.hit1, row.hit3, row.mrr, row.silence)


def test_silence_is_measured_on_questions_without_gold_only_and_hits_on_the_others():
    (row,) = table([silence(kept=True), silence(kept=True), silence(kept=False), outcome(2)])

    assert pytest.approx(2 / 3) == row.silence
    assert (2, 0.0, 1.0, 0.5) == (row.right, row.hit1, row.hit3, row.mrr)


def test_what_is_not_defined_is_none_and_not_zero():
    (row,) = table([silence(kept=True)])

    assert (None, None, None, 1.0) == (row.hit1, row.hit3, row.mrr, row.silence)


def test_right_is_the_gold_first_or_silence_where_there_is_none():
    rights = [outcome(1), outcome(2), outcome(0), silence(kept=True), silence(kept=False)]

    assert [True, False, False, True, False] == [one.right for one in rights]


def test_there_is_a_row_a_kind_in_order_of_appearance_and_one_for_all():
    rows = table([outcome(1, kind="b"), outcome(2, kind="a"), outcome(1, kind="b")])

    assert [("b", 2, 2), ("a", 1, 0), ("all", 3, 2)] == [(r.kind, r.count, r.right) for r in rows]


def test_a_row_has_its_interval():
    (row,) = table([outcome(1)] * 8 + [outcome(2)] * 2)

    assert pytest.approx((0.490158, 0.943318), abs=2e-5) == (row.low, row.high)


LETHAL = "What is the LD50 in rats?"


@pytest.mark.parametrize(
    ("question", "gold", "rank", "right"),
    [
        (LETHAL, ("980mg/kg in rats",), 1, True),  # a piece of its text
        (LETHAL, ("fasoracetam:12",), 1, True),  # its id
        (LETHAL, ("no such text", "980mg/kg"), 1, True),  # one of several
        (LETHAL, ("980 mg/kg",), 0, False),  # not verbatim
        (LETHAL, ("fasoracetam:1",), 0, False),
        (LETHAL, (), 0, False),  # silence was right
        ("What is the half-life of caffeine?", (), 0, True),
        ("What is the half-life of caffeine?", ("980mg/kg",), 0, False),
    ],
)
def test_gold_is_a_piece_of_a_shown_passage_or_its_id(library, question, gold, rank, right):
    found = ask(library, Question(question, gold, None, "all"))

    assert (rank, right) == (found.rank, found.right)


def test_a_follow_up_is_asked_with_the_question_before(library):
    fragment = Question("and in rats?", ("980mg/kg in rats",), "What is the LD50 in mice?", "all")

    assert ask(library, fragment).right


def test_questions_are_asked_in_order(library):
    questions = [Question(text, (), None, "all") for text in ("hello", LETHAL, "hello")]

    assert questions == [found.question for found in run(library, questions)]


def write(tmp_path, *lines):
    path = tmp_path / "questions.jsonl"
    path.write_bytes("\n".join(lines).encode())
    return path


def test_a_question_set_is_read_with_its_defaults_and_without_its_empty_lines(tmp_path):
    path = write(
        tmp_path,
        '\ufeff{"question": "a?", "gold": ["x", "y"]}',
        "",
        '{"question": "b?", "gold": [], "after": "a?", "kind": "follow-up", "more": 1}\r',
    )

    assert [
        Question("a?", ("x", "y"), None, "all"),
        Question("b?", (), "a?", "follow-up"),
    ] == read(path)


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "3", "null", '{"question": "x"}', '{"gold": []}', '{"question": 1, "gold": []}',
     '{"question": "x", "gold": "y"}', '{"question": "x", "gold": [1]}', "[" * 100_000,
     '{"question": "x", "gold": [], "after": 1}', '{"question": "x", "gold": [], "kind": null}'],
    ids=range(12),
)  # fmt: skip
def test_a_bad_line_is_an_error_with_its_number(tmp_path, line):
    path = write(tmp_path, '{"question": "x", "gold": []}', "", line)

    with pytest.raises(QuestionSetError, match=r"questions\.jsonl, line 3: "):
        read(path)


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_set_without_questions_is_an_error(tmp_path, content):
    (tmp_path / "questions.jsonl").write_bytes(content)

    with pytest.raises(QuestionSetError, match="has no questions"):
        read(tmp_path / "questions.jsonl")


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff\xfe", "cannot be read as UTF-8 text"), (None, "No such file or directory")],
)
def test_a_set_that_cannot_be_read_is_an_error_that_says_why(tmp_path, content, told):
    if content is not None:
        (tmp_path / "questions.jsonl").write_bytes(content)

    with pytest.raises(QuestionSetError, match=told):
        read(tmp_path / "questions.jsonl")


@pytest.mark.parametrize("inside", ["\u2028", "\u0085"])
def test_only_a_line_feed_ends_a_line(tmp_path, inside):
    """JSON may hold other line separators as they are."""
    row = {"question": f"a{inside}b?", "gold": []}
    path = write(tmp_path, json.dumps(row, ensure_ascii=False))

    assert [row["question"]] == [question.question for question in read(path)]


def test_the_data_has_every_kind_and_every_question_in_order():
    outcomes = [outcome(1, kind="a"), silence(kept=False, kind="b")]
    data = as_data(outcomes)

    assert ["a", "b", "all"] == [row["kind"] for row in data["kinds"]]
    assert [("a", True, 1, "d:1"), ("b", False, 0, "d:1")] == [
        (row["kind"], row["right"], row["rank"], row["shown"]) for row in data["questions"]
    ]
    assert data == json.loads(json.dumps(data))


def test_the_text_has_shares_in_percent_and_names_what_went_wrong():
    outcomes = [outcome(1), outcome(2), silence(kept=True), silence(kept=False)]
    head, row, _, title, *wrong = as_text(outcomes).splitlines()

    names = [
        "kind",
        "right",
        "95%",
        "interval",
        "hit@1",
        "hit@3",
        "MRR",
        "seen@1",
        "seen@3",
        "silence",
    ]
    assert names == head.split()
    assert ["all", "2/4", "15-85%", "50.0", "100.0", "75.0", "50.0", "100.0", "50.0"] == row.split()
    assert "wrong:" == title
    assert ["  [all] '?'", "      d:1: "] * 2 == wrong


def test_the_text_has_no_list_of_wrong_ones_where_all_is_right():
    assert "wrong" not in as_text([outcome(1)])


def test_a_saved_run_tells_which_questions_changed(citebot, tmp_path):
    rows = [{"question": "What is the LD50 in rats?", "gold": ["980mg/kg"]},
            {"question": "What is the LD50 in mice?", "gold": ["no such text"]},
            {"question": "dose in mice?", "gold": ["no such text"]},
            {"question": "price of tea?", "gold": []}]  # fmt: skip
    write(tmp_path, *map(json.dumps, rows))
    before = citebot("evaluate", "questions.jsonl", "--json").json
    before["questions"][0]["right"] = False
    before["questions"][1]["right"] = True
    (tmp_path / "run.json").write_text(json.dumps(before))
    told = citebot("evaluate", "questions.jsonl", "--baseline", "run.json").out
    row = citebot("evaluate", "questions.jsonl", "--baseline", "run.json", "--json").json

    assert "since the baseline: 1 became right, 1 became wrong" in told
    assert "  - 'What is the LD50 in mice?'\n  + 'What is the LD50 in rats?'" in told
    assert {
        "became_wrong": ["What is the LD50 in mice?"],
        "became_right": ["What is the LD50 in rats?"],
    } == row["since"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"questions": [1]}', "[" * 100_000])
def test_a_baseline_that_is_no_saved_run_is_an_error_in_one_line(citebot, tmp_path, content):
    write(tmp_path, json.dumps({"question": "x", "gold": []}))
    (tmp_path / "run.json").write_text(content)
    done = citebot("evaluate", "questions.jsonl", "--baseline", "run.json")

    assert (2, "", 1) == (done.status, done.out, done.err.count("\n"))


def test_an_empty_piece_of_gold_is_refused(tmp_path):
    with pytest.raises(QuestionSetError, match='an empty piece in "gold"'):
        read(write(tmp_path, json.dumps({"question": "x", "gold": [""]})))
