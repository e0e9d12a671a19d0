"""Checking quotations: what is in the corpus word for word, nearly, and not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.passages import Passage
from bot.quotations.comparison import Verdict, check

DOSE = "fasoracetam appeared to be well-tolerated at doses up to 800mg/day"


def passages_of(*texts: str) -> list[Passage]:
    return [
        Passage(f"a:{n}", "a", n, (), text, 100 * n, 100 * n + len(text), (), ())
        for n, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize(
    "quotation",
    [
        DOSE,
        DOSE.replace(" ", "\n  "),
        f"... {DOSE}.",
        f"\u201c{DOSE}\u2026\u201d",
        "One clinical trial, fasoracetam appeared",  # its [12] is missing
        "In one clinical trial[12], fasoracetam",
        "\u2018800mg/day\u2019",
    ],
)
def test_word_for_word(library, quotation):
    found = check(quotation, library.passages())

    assert (found.verdict, found.places[0][0].id) == (Verdict.EXACT, "fasoracetam:10") or (
        found.verdict,
        found.places[0][0].id,
    ) == (Verdict.EXACT, "fasoracetam:4")


@pytest.mark.parametrize(
    ("written", "quoted", "difference"),
    [
        ("it rose by 5% in the first year", "it rose by 6% in the first year", ("6", "5")),
        ("take 10 mg of it a day", "take 10 \u00b5g of it a day", ("\u00b5g", "mg")),
        ("this is not safe for young children", "this is safe for young children", ("", "not")),
        ("the dose was 0.5 g a day", "the dose was 5 g a day", ("5", "0.5")),
        ("they found 1,000 of them", "they found 1.000 of them", ("1.000", "1,000")),
    ],
)  # fmt: skip
def test_what_differs_is_named(written, quoted, difference):
    found = check(quoted, passages_of("Something else first.", written))

    different = [(d.quoted, d.written) for d in found.differences if d.quoted != d.written]
    assert (found.verdict, different) == (Verdict.NEAR, [difference])


@pytest.mark.parametrize(
    "quotation",
    [
        "the kiln cools at noon",  # three words of five
        "the kiln is fired by nobody who ever lived near our small town",  # four words of many
    ],
)
def test_too_few_words_that_agree_are_not_nearly_the_same(quotation):
    found = check(quotation, passages_of("the kiln is fired at dusk"))

    assert Verdict.ABSENT is found.verdict


@pytest.mark.parametrize(
    "quotation", ["The moon is made of green cheese and always was.", "", "...", "zebra"]
)
def test_what_is_not_there(library, quotation):
    assert check(quotation, library.passages()).verdict == Verdict.ABSENT


def test_a_quotation_may_run_over_passages():
    found = check("ends here. Begins there", passages_of("It ends here.", "Begins there again."))

    assert [(p.id, span.start, span.end) for p, span in found.places] == [
        ("a:1", 103, 113), ("a:2", 200, 212),
    ]  # fmt: skip


def test_a_quotation_does_not_run_over_documents():
    first, second = passages_of("It ends here.", "Begins there again.")
    other = Passage("b:1", "b", 1, (), second.text, 0, len(second.text), (), ())

    assert check("It ends here. Begins there again.", [first, other]).verdict != Verdict.EXACT


def test_of_several_near_places_the_nearest_is_told():
    found = check(
        "the median dose was 30 mg in mice",
        passages_of("the mean dose was 40 mg in cats.", "the median dose was 300 mg in mice."),
    )  # fmt: skip

    assert found.places[0][0].id == "a:2"


@given(st.data())
def test_any_piece_of_a_passage_is_found(library, data):
    passage = data.draw(st.sampled_from(library.passages()))
    found = passage.text.split()
    start = data.draw(st.integers(0, len(found) - 1))
    quotation = " ".join(found[start : data.draw(st.integers(start + 1, len(found)))])

    checked = check(quotation, library.passages())

    assert checked.verdict == Verdict.EXACT or not any(map(str.isalnum, quotation))


@given(st.text())
def test_any_text_can_be_checked(library, text):
    assert check(text, library.passages()).verdict in Verdict
