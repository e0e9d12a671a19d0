"""PDFs whose text runs from right to left: its places tell how it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.canonical import Unreadable
from bot.documents.pdf_bidi import in_reading_order
from bot.documents.pdf_brackets import turned_brackets
from bot.documents.pdf_characters import Character, DrawnBox
from bot.documents.pdf_letters import are_wrong
from bot.documents.pdf_pieces import _pieces
from tests.made_documents import pdf
from tests.test_formats import read

SEA, SHIP = "\u05d9\u05dd", "\u05d0\u05e0\u05d9\u05d4"  # Hebrew
LIGHT, LAMP = "\u0636\u0648\u0621", "\u0645\u0635\u0628\u0627\u062d"  # Arabic
NO, ALEF, LAM = "\u0644\u0627", "\u0627", "\u0644"


def shape(text, x, right, *, y=500.0, size=10.0):
    return Character(text, x, y, right, size, bold=False, tag=-1, turn=0, made=False)


def seen(visual, *, x=100.0, y=500.0, size=10.0):
    """Characters as they stand, from left to right, but for spaces, which are gaps."""
    return [
        shape(sign, x + 5 * at, x + 5 * at + 5, y=y, size=size)
        for at, sign in enumerate(visual)
        if sign != " "
    ]


def said(characters, unread=()):
    return [piece.text for piece in _pieces(in_reading_order(characters, unread))]


def turned(text):
    return text[::-1]


@pytest.mark.parametrize(
    ("visual", "text"),
    [
        (f"{turned(SHIP)} 1887 {turned(SEA)}", f"{SEA} 1887 {SHIP}"),
        (f".1.5 {turned(LAMP)}", f"{LAMP} 1.5."),
        (f"{turned(LIGHT)} Lamp 12 {turned(LAMP)}", f"{LAMP} Lamp 12 {LIGHT}"),
        (f"{turned(LIGHT)} f(n) {turned(LAMP)}", f"{LAMP} f(n) {LIGHT}"),
        (f"%20 {turned(LAMP)}", f"{LAMP} 20%"),
        (f"20% {turned(SEA)}", f"{SEA} 20%"),
        (f"1995-1990 {turned(LAMP)}", f"{LAMP} 1990-1995"),
        (f"1990-1995 {turned(SEA)}", f"{SEA} 1990-1995"),
        (f"{turned(SHIP)} ]13[.{turned(SEA)}", f"{SEA}.[13] {SHIP}"),
        (f"The word {turned(SHIP)} is old", f"The word {SHIP} is old"),
    ],
)
def test_the_order_of_a_line_is_that_of_which_its_places_were_made(visual, text):
    assert [text] == said(seen(visual))


def test_a_page_is_seen_in_a_mirror_so_that_its_right_edge_comes_first():
    [first, *_] = in_reading_order(seen(f"{turned(SHIP)} {turned(SEA)}", x=100))
    [end] = _pieces(in_reading_order(seen(f"{turned(SHIP)} {turned(SEA)}", x=100)))

    assert (SEA[0], -135.0) == (first.text, first.x)
    assert (-135.0, -100.0) == (end.x, end.right)


def test_letters_of_a_ligature_and_of_presentation_forms_come_in_order():
    ligature = [shape(ALEF, 100, 107), shape(LAM, 100, 107), *seen(turned(LIGHT), x=110)]
    other = [shape(LIGHT[1], 100, 107), shape(LIGHT[0], 100, 107), *seen(LIGHT[2], x=95)]
    forms = seen("\ufefc\ufeb3", x=100)

    assert [f"{LIGHT} {NO}"] == said(ligature)
    assert [LIGHT] == said(other)
    assert [f"\u0633{NO}"] == said(forms)


def test_marks_follow_the_letter_that_they_stand_on():
    marks = [shape("\u064e", 116, 118, y=504), shape("\u0651", 116, 118, y=506)]
    marked = [*seen(turned(LAMP), x=100), *marks]

    assert [f"{LAMP[:2]}\u0651\u064e{LAMP[2:]}"] == said(marked)


def test_a_letter_that_is_said_again_at_its_mark_is_one():
    letter, mark = both("\u0645\u064f", 120), both("\u0645\u064f", 121, y=503)
    again = [*seen(turned(LAMP)[:-1], x=100), *letter, *mark]

    assert [f"\u0645\u064f{LAMP[1:]}"] == said(again)


def both(text, x, *, y=500.0):
    return [shape(sign, x, x + 5, y=y) for sign in text]


def test_a_letter_whose_text_is_placed_at_its_mark_stands_where_it_is_drawn():
    letter = DrawnBox(120, 499, 125, 507)
    read_at_mark = [*seen(turned(LAMP)[:-1], x=100), *both("\u0645\u064f", 121, y=505)]

    assert [f"\u0645\u064f{LAMP[1:]}"] == said(read_at_mark, [letter])


def test_a_raised_figure_behind_a_number_is_no_part_of_it():
    line = [*seen(turned(LAMP), x=141), *seen("1875.", x=100), *seen("19", x=126, y=504, size=6)]
    [piece] = _pieces(in_reading_order(line))

    assert (f"{LAMP} 1875.19", [True, True]) == (piece.text, piece.raised[-2:])


def test_words_alone_may_be_set_from_right_to_left():
    page = [*seen(turned(LAMP + LAMP + LAMP), y=520), *seen(".Ledger p. 7")]

    assert "Ledger p. 7." == said(page)[1]


FAR = " from the edges of the page " * 10


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("one )two( three ]13[ four (five)", "one (two) three [13] four (five)"),
        ("so (he said, and) then\n1) first\n2) second", None),
        ("before) and (LMP( and after it all", "before) and (LMP) and after it all"),
    ],
)
def test_brackets_face_their_partners(text, right):
    text, right = FAR + text + FAR, FAR + (right or text) + FAR
    for at in turned_brackets(text):
        text = text[:at] + text[at].translate(str.maketrans("()[]", ")(][")) + text[at + 1 :]

    assert text == right


@given(st.text("ab1.,%-([)] \u05d0\u05d1\u0627\u0644\u064b", max_size=30))
def test_nothing_is_lost_and_nothing_is_added_but_spaces(text):
    brackets = str.maketrans("([", ")]")
    every = seen(text)
    found = [one for one in in_reading_order(every) if not one.made]
    letters = sorted(one.text.translate(brackets) for one in found)
    lone = not any(one.text >= "\u05d0" and one.text != "\u064b" for one in every)

    assert lone or letters == sorted(one.text.translate(brackets) for one in every)


def test_fonts_that_name_letters_wrongly_are_told_by_their_words():
    good = [f"{LAMP} {LIGHT} \u0641\u064a \u0647\u0630\u0627 \u0639\u0644\u0649"] * 20
    within = ["\u0627G\u0644\u0639AB\u0646"] * 2
    unknown = [f"{LAMP[:2]}\u0648\u0648{LAMP[2:]} {turned(LIGHT)}\u0648 " * 4 + "\u0641\u064a"] * 50

    assert not are_wrong(good)
    assert are_wrong([*good, *within])
    assert are_wrong(unknown)


def test_a_file_whose_fonts_are_wrong_is_named(monkeypatch):
    monkeypatch.setattr("bot.documents.pdf_document.are_wrong", lambda _lines: True)

    with pytest.raises(Unreadable, match="name their letters wrongly"):
        read(".pdf", pdf([[(10, 10, 10, "x")]]))
