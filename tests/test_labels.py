"""Labels of plain text: its questions, headings and captions, and what is none of these."""
# ruff: noqa: E501  (a document on a line is easier to read than one on five)

import pytest

from bot.documents import Document
from bot.passages import split


def read(text):
    return split(Document("manual.txt", text))


def texts(text):
    return [passage.text for passage in read(text).passages]


def headings(text):
    return [(passage.heading, passage.text) for passage in read(text).passages]


PLAIN = "It was built long ago by people from the other shore of the lake."

# Questions

QUESTIONS = {
    "labelled": "Q: May I swim?\nA: {}",
    "labelled, apart": "Q. May I swim?\n\nA. {}",
    "labelled with numbers": "Q3) May I swim?\nA3) {}",
    "labelled in words": "Question: May I swim?\nAnswer: {}",
    "labelled in German": "Frage 1: May I swim?\nAntwort: {}",
    "labelled, no mark": "Q: I would like to know: May I swim?\n\nA: {}",
    "numbered": "1. May I swim?\n\n{}\n\n2. May I dive?\n\nNo.",
    "numbered within": "2.1) May I swim?\n\n{}\n\n2.2) May I dive?\n\nNo.",
    "numbered in brackets": "(1) May I swim?\n{}\n\n(2) May I dive?\nNo, never.",
    "alone": "May I swim?\n\n{}\n\nMay I dive?\n\nNo.",
    "over a text set in": "May I swim?\n    {}\n\nMay I dive?\n    No.",
    "on two lines": "I have come from afar, over the mountains and the river; tell me now,\nMay I swim?\n\n{}\n\nMay I dive?\n\nNo.",
}


@pytest.mark.parametrize("form", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_the_heading_of_its_answer(form):
    answer = "Only while the flag on the mast is green."
    found = read(f"Beach\n\n{PLAIN}\n\n" + form.replace("{}", answer) + "\n").passages
    [passage] = [passage for passage in found if answer in passage.text]

    assert passage.heading[-1].endswith("May I swim?")
    assert not any("swim" in passage.text for passage in found)


def test_pairs_of_questions_and_answers_need_no_blank_lines_between():
    assert headings("Q: May I swim?\nA: Yes.\nQ: May I dive?\nA: No.\n") == [
        (("May I swim?",), "A: Yes."),
        (("May I dive?",), "A: No."),
    ]


def test_two_questions_with_one_answer_are_one_heading():
    [passage] = read("Q: May I swim?\n\nQ: May I dive?\n\nA: Yes.\n").passages

    assert passage.heading == ("May I swim? May I dive?",)


@pytest.mark.parametrize(
    "question", ["But why did it fall?", '"Why did it fall?"', "- Why did it fall?"]
)
def test_a_lone_question_among_paragraphs_is_text(question):
    assert any(question in one for one in texts("\n\n".join([PLAIN, question, *[PLAIN] * 12])))


# Headings


@pytest.mark.parametrize(
    "line",
    [
        "The shop sells rope, paint, nails, etc.",
        "She was born in Washington, D.C.",
        "The lamp runs on 12 V.",
        "Section 4 of the harbour law was changed in 1931.",
        "Step 2 takes an hour",
        "Chapter 9 is a bit of a wild card",
        "Part of the crew reads it in winter.",
    ],
)
def test_a_sentence_is_no_heading(line):
    assert texts(f"{PLAIN}\n\n{line}\n\n{PLAIN}\n") == [PLAIN, line, PLAIN]


@pytest.mark.parametrize(
    "line",
    [
        "10.4.11 410 Gone",
        "2.3 20 Questions",
        "CHAPTER I.",
        "Section 4. Definitions",
        "Hansen & Co.",
        "Part One",
        "3. What do the dials show?",
    ],
)
def test_what_is_numbered_or_named_is_a_heading(line):
    assert headings(f"{PLAIN}\n\n{line}\n\n{PLAIN}\n")[1] == ((line,), PLAIN)


def test_numbered_headings_may_end_in_a_stop():
    text = f"1. Fees.\n\n{PLAIN}\n\n2. Leaving the club.\n\n{PLAIN}\n"

    assert [path for path, _ in headings(text)] == [("1. Fees.",), ("2. Leaving the club.",)]


def test_a_list_of_numbered_sentences_has_no_headings():
    text = f"{PLAIN}\n\n1. Boil the water.\n\n2. Add the salt.\n\n3. Stir it.\n"

    assert {path for path, _ in headings(text)} == {()}


def test_a_heading_may_stand_over_text_that_begins_in_small_letters():
    text = f"{PLAIN}\n\nSpring tides\n\nat new moon the water rises by six metres.\n\nNeap tides\n\n{PLAIN}\n"

    assert [path for path, _ in headings(text)] == [(), ("Spring tides",), ("Neap tides",)]


def test_a_lone_word_between_numbers_stands_under_the_last_of_them():
    names = ["1. Sails", "2. Dials", "2.1. The upper row", "Depth", "2.2. The lower row"]
    text = "".join(f"{name}\n\n{PLAIN}\n\n" for name in names)

    assert [path for path, _ in headings(text)] == [
        ("1. Sails",),
        ("2. Dials",),
        ("2. Dials", "2.1. The upper row"),
        ("2. Dials", "2.1. The upper row", "Depth"),
        ("2. Dials", "2.2. The lower row"),
    ]


def test_a_number_is_within_no_section_of_another_number():
    text = f"3. Sails\n\n{PLAIN}\n\n4.1 Ropes\n\n{PLAIN}\n"

    assert [path for path, _ in headings(text)] == [("3. Sails",), ("4.1 Ropes",)]


def test_headings_nest_by_blank_lines():
    text = f"Title\n\n{PLAIN}\n\n\nEngine\n\n{PLAIN}\n\nFuel\n\n{PLAIN}\n\n\nCrew\n\n{PLAIN}\n\nTraining\n\n{PLAIN}\n"

    assert [path for path, _ in headings(text)] == [
        ("Title",),
        ("Title", "Engine"),
        ("Title", "Engine", "Fuel"),
        ("Title", "Crew"),
        ("Title", "Crew", "Training"),
    ]


MANUAL = """LAMP(1)                 Pier Manual                 LAMP(1)

NAME
       lamp - light the lamps

SYNOPSIS
       lamp [ -a ]

DESCRIPTION
       lamp lights the lamps of the pier, one after the other, from
       the land.

SEE ALSO
       mast(1)

Pier 2.1                 May 2026                 LAMP(1)
"""


def test_sections_of_manual_pages_are_headings_and_their_head_is_no_text():
    found = read(MANUAL)

    assert found.title == "LAMP(1)"
    assert [p.heading for p in found.passages] == [
        ("LAMP(1)", "NAME"),
        ("LAMP(1)", "SYNOPSIS"),
        ("LAMP(1)", "DESCRIPTION"),
        ("LAMP(1)", "SEE ALSO"),
    ]


@pytest.mark.parametrize("indent", [0, 57])
def test_a_signature_below_verses_is_no_heading(indent):
    verses = "  The anchor lay upon the floor,\n  And nobody could ask for more."
    signed = f"{verses}\n\n{' ' * indent}Olga Tind\n\n\n{PLAIN}\n"

    assert headings(f"{PLAIN}\n\n{signed}") == [
        ((), PLAIN),
        ((), f"{verses.strip()}\n\n{' ' * indent}Olga Tind"),
        ((), PLAIN),
    ]


# What belongs together

TOGETHER = {
    "a label and a list": "Common spices:\n\n-   Pepper\n-   Thyme",
    "a lead-in as in old books, and a table": "The parts are these, of one hundred:--\n\n    Oxygen, . . . . 20\n    Nitrogen, . . . 80",
    "a lead-in and a paragraph": "It says on the door:\n\nOnly members may enter the hall, and only in shoes.",
    "a quotation within": "He was fond of singing that\n\n    It burns all night\n    And sleeps all day,\n\nbut he never said why.",
    "a sentence over a page mark": "It was made by hand and by the\n\nPage 3 of 9\n\nsmith of the town.",
    "a sentence over a form feed": "It was made by hand and by the\n\f\nsmith of the town.",
    "a caption below": "Goods      Imports\n---------- -------\nHerring    120.8\nBarley     64.7\n\n  : Goods by sea, in marks",
    "a drawn table": "The town has these:\n\n+-------+--------+\n| Alfa  | Golf   |\n|       |        |\n| Bravo | Hotel  |\n+-------+--------+",
}


@pytest.mark.parametrize("text", TOGETHER.values(), ids=TOGETHER)
def test_what_belongs_together_is_one_passage(text):
    assert texts(f"{PLAIN}\n\n{text}\n\n{PLAIN}\n") == [PLAIN, text, PLAIN]


def test_a_sentence_that_goes_on_is_one_sentence():
    text = "Mr. Olsen, the second keeper, was\n\n    playing the concertina,\n\nwhen the ship struck. It sank."
    [passage] = read(text).passages

    assert [text[s.start : s.end] for s in passage.sentences][-2:] == [text[:-9], "It sank."]


def test_paragraphs_of_a_text_without_capitals_stay_apart():
    lines = [f"the keeper of lamp {n} went home late" for n in range(20)]

    assert texts("\n\n".join(lines)) == lines


def test_lines_that_run_on_without_stops_are_cut_at_lines():
    lines = [f"stopped the bell when pilot {n} called at the pier" for n in range(200)]
    found = texts("Changes\n\n" + "\n".join(lines))

    assert max(map(len, found)) <= 2000
    assert "\n".join(found).removeprefix("Changes\n") == "\n".join(lines)


@pytest.mark.parametrize(
    "mark",
    ["{12}-------", "Page 3 of 9", "- 12 -", "Seite 4", "--- Page 7 ---", "12 | Page", "[Page 3]",
     "Smith                    Informational                    [Page 3]", "Category: Ships", "[[Category:Ships]]",
     "![](_page_1.jpeg)", "Harbour Board logo", "[Illustration: A LAMP AT SEA.]"],
)  # fmt: skip
def test_page_marks_and_the_like_are_no_passages(mark):
    assert texts(f"{PLAIN}\n\n{mark}\n\n{PLAIN}\n") == [PLAIN, PLAIN]


def test_a_head_that_repeats_behind_form_feeds_is_no_text():
    pages = ["Rain fell on the sea all night.", "The sun rose late.", "Nobody was on the pier."]
    text = f"{pages[0]}\n\f\nHarbour Book  12\n\n{pages[1]}\n\f\nHarbour Book  13\n\n{pages[2]}\n"

    assert texts(text) == pages


# Bibliographies

CITED = "Bees like tea.[1] They avoid salt.[2]"
ENTRIES = {
    "behind links": "References\n\n\nExternal links\n\n-   A museum of bees\n\n[1] Alder, Tea, 2001.\n\n[2] Birch, Salt, 2002.",
    "no heading": "[1] Alder, Tea, 2001.\n\n[2] Birch, Salt, 2002.",
    "a foreign heading": "Lähteet\n\n[1] Alder, Tea, 2001.\n\n[2] Birch, Salt, 2002.",
    "a page mark within": "References\n\n1. Alder, Tea, 2001.\n\n{9}------\n\n2. Birch, Salt, 2002.",
    "an empty one": "References\n\n[1]\n\n[2] Birch, Salt, 2002.",
}


@pytest.mark.parametrize("text", ENTRIES.values(), ids=ENTRIES)
def test_entries_are_found_under_any_last_heading(text):
    found = read(f"{PLAIN}\n\n{CITED}\n\n{text}\n")

    assert ("2", "Birch, Salt, 2002.") in [(entry.marker, entry.text) for entry in found.entries]
    assert not any(
        "Alder" in p.text or "Birch" in p.text or "[1]" == p.text for p in found.passages
    )


def test_prose_under_notes_is_text():
    text = "# Lamp\n\nIt burns.[1]\n\n## Notes\n\nIt goes out in the rain.\n\n[1]: https://a.b\n"
    found = split(Document("lamp.md", text))

    assert found.passages[-1].text == "It goes out in the rain."
