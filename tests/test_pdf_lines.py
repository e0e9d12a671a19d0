"""How PDFs are set: where things stand on their pages says what is one paragraph."""

from itertools import chain

import pypdfium2
import pytest

from bot.documents import pdf_asking, pdf_pieces
from bot.documents.pdf_characters import Character, characters, without_wrong_ligatures
from bot.documents.pdf_pieces import Piece, pieces, settled
from bot.documents.pdf_text import KnownWords, joined, line_text
from bot.native import kernels
from tests.made_documents import pdf
from tests.test_formats import column, divided

LEFT = ["Rain falls on the grey sea and on", "the land as well, which is why we", "have water."]
RIGHT = ["Salt comes out of the rocks and is", "carried by the rivers down to the", "sea at last."]
WIDE = "mm mmmmm mmm mmmmm"  # a line of it is as wide as any other


def texts(pages, **options):
    return [passage.text for passage in divided(".pdf", pdf(pages, **options))[0].passages]


def test_a_title_over_two_columns_does_not_draw_the_second_in_front_of_the_first():
    page = [(150, 560, 17, "The Book of Rain"), *column(20, 500, LEFT), *column(220, 500, RIGHT)]

    assert [" ".join(LEFT), " ".join(RIGHT)] == texts([page])


@pytest.mark.parametrize(("at_once", "library"), [(7, kernels()), (7, None), (4096, None)])
def test_how_characters_are_asked_for_makes_no_difference(monkeypatch, at_once, library):
    page = [*column(20, 500, LEFT), (214, 503, 6, "1"), *column(220, 500, RIGHT)]
    data = pdf([page, column(20, 500, ["Salt\u00ad \u20ac 5"])], of_page=b"/Rotate 90")
    whole = characters_of(data)
    monkeypatch.setattr(pdf_asking, "_AT_ONCE", at_once)
    monkeypatch.setattr(pdf_asking, "kernels", lambda: library)

    assert whole == characters_of(data)
    assert "Rain falls" in "".join(one.text for one in whole[0])


def characters_of(data):
    return [characters(page.get_textpage()) for page in pypdfium2.PdfDocument(data)]


def test_a_line_that_is_plain_is_settled_as_any_other(monkeypatch):
    document = pypdfium2.PdfDocument(pdf([[*column(20, 500, LEFT), (214, 503, 6, "1")]]))
    plainly = pieces(document[0].get_textpage())
    monkeypatch.setattr(pdf_pieces, "_is_plain", lambda _piece, _every: False)

    assert plainly == pieces(document[0].get_textpage())


def test_the_lines_of_a_page_that_is_turned_are_read_downwards():
    assert [" ".join(LEFT)] == texts([column(20, 500, LEFT)], of_page=b"/Rotate 90")


def test_a_paragraph_goes_on_behind_a_full_stop_where_the_next_page_is_not_set_in():
    set_in = [[(30, y, 10, WIDE), (20, y - 12, 10, f"{WIDE} m"), (20, y - 24, 10, "Done.")]
              for y in (580, 540, 500)]  # fmt: skip
    pages = [
        [*chain.from_iterable(set_in), *column(20, 100, [f"{WIDE} m", f"{WIDE}."])],
        column(20, 580, ["Go on.", "", "", "", "And end."]),
    ]

    assert [f"{WIDE} {WIDE} m Done."] * 3 + [f"{WIDE} m {WIDE}. Go on.", "And end."] == texts(pages)


def test_what_ends_short_is_not_gone_on_with_by_a_capital_on_the_next_page():
    pages = [column(20, 500, [*LEFT[:2], "water"]), column(20, 580, RIGHT)]

    assert [" ".join([*LEFT[:2], "water"]), " ".join(RIGHT)] == texts(pages)


def test_a_marker_may_be_eight_ninths_as_large_as_its_text():
    page = [*column(20, 500, [LEFT[0], "land."]), (46, 492, 8.9, "1")]

    assert texts([page]) == [f"{LEFT[0]} land.[1]"]


def test_signs_that_are_drawn_last_stand_in_front_of_their_items():
    items = [(40, 500, 10, "Oars of ash"), (40, 488, 10, "A bucket")]
    signs = [(30, 500, 10, "\u2022"), (30, 488, 10, "\u2022")]
    page = [(20, 560, 10, "Every boat has this on board:"), *items, *column(20, 440, LEFT), *signs]

    assert texts([page])[0].endswith("- Oars of ash\n- A bucket")


def test_a_note_may_stand_on_the_page_after_its_marker():
    pages = [
        [*column(20, 60, [LEFT[0], "the land."]), (62, 51.5, 6, "1")],
        [*column(20, 560, RIGHT), (20, 43, 6, "1"), (24, 40, 8, "Harbour book.")],
    ]
    found, _ = divided(".pdf", pdf(pages))

    assert [("1", "Harbour book.")] == [(entry.marker, entry.text) for entry in found.entries]
    assert [f"{LEFT[0]} the land.[1]", " ".join(RIGHT)] == [p.text for p in found.passages]


def test_a_marker_may_begin_a_line_or_have_one_of_its_own():
    first = [*column(20, 500, LEFT[:2]), (20, 479.5, 6, "4"), (25, 476, 10, "Then we go.")]
    last = [*column(20, 400, LEFT[:1]), (20, 391, 6, "5")]

    assert [f"{LEFT[0]} {LEFT[1]}[4] Then we go.", f"{LEFT[0]}[5]"] == texts([[*first, *last]])


def test_the_names_of_chapters_at_the_top_of_pages_are_no_text():
    pages = [
        [(20, 500, 9, f"Chapter {1 + n // 2}: {('Rain', 'Salt')[n // 2]}"), *column(20, 470, LEFT)]
        for n in range(4)
    ]

    assert [" ".join(LEFT)] * 4 == texts(pages)


def test_a_figure_with_thousands_is_no_label_of_a_note():
    page = [*column(20, 500, [LEFT[0]]), (185, 503.5, 6, "1"),
            *column(20, 488, ["1.345.596 fish and some are old,", "as we know."])]  # fmt: skip

    assert "1.345.596 fish" in texts([page])[0]


def test_words_that_were_spread_to_the_edge_of_a_column_are_one_line():
    rows = [[(20, y, 10, WIDE)] for y in (500, 488, 476)]
    spread = [(20, 464, 10, "mm mmmmm mm"), (105, 464, 10, "mmm")]
    both = [*chain.from_iterable(rows), *spread, (20, 452, 10, f"{WIDE[:9]}.")]

    assert [f"{WIDE} {WIDE} {WIDE} mm mmmmm mm mmm {WIDE[:9]}."] == texts([both])


def test_ligatures_that_were_written_wrongly_are_put_right():
    def placed(text, x):
        return Character(text, x, 5, x + 5, 10, bold=False, tag=-1, turn=0, made=False)

    found = without_wrong_ligatures([
        placed("o", 0), placed("\u6600", 5), placed("\ucf00", 5), placed("\u6600", 10),
    ])  # fmt: skip

    assert ["o", "f", "fi", "\u6600"] == [character.text for character in found]


def test_ideographs_that_were_spread_have_no_spaces_between_them():
    def placed(text, x, *, made=False):
        return Character(text, x, 5, x + 5, 10, bold=False, tag=-1, turn=0, made=made)

    line = settled(Piece([
        placed("\u6d77", 0), placed(" ", 5, made=True), placed("\u6c34", 9),
        placed(" ", 14, made=True), placed("\u6df1", 40),
    ]))  # fmt: skip

    assert "\u6d77\u6c34 \u6df1" == line_text(line)


def test_hyphens_are_the_authors_where_the_typesetter_has_others():
    words = KnownWords(["a sal\u2010", "ty gri\u2010", "st and re\u2010", "a well-known one"])

    assert "salty two-way ice" == joined(["sal\u2010", "ty two\u00ad", "way ice"], words)
    assert "sea/land pre- and postwar" == joined(["sea/", "land pre-", "and postwar"], words)


def test_a_marker_behind_a_figure_is_no_power_where_a_note_waits_for_it():
    text = [*column(20, 300, [LEFT[0], "the sea since 9887"]), (107, 291.5, 6, "1")]
    marked = [*column(20, 300, [LEFT[0], "land."]), (46, 291.5, 6, "1")]
    power = [*column(20, 250, [RIGHT[0], "10"]), (31, 241.5, 6, "1")]
    note = [(20, 43, 6, "1"), (24, 40, 8, "Harbour book.")]

    assert "the sea since 9887[1]" in " ".join(texts([[*text, *note]]))
    assert "the sea since 9887\u00b9" in " ".join(texts([text]))
    assert "10\u00b9" in " ".join(texts([[*marked, *power, *note]]))


def test_a_full_stop_and_its_marker_may_have_a_line_of_their_own():
    page = [*column(20, 500, [*LEFT[:2], "."]), (23, 479.5, 6, "13")]

    assert texts([page])[0].endswith("why we .[13]")


def test_an_address_ends_where_a_word_follows():
    words = KnownWords(["a"])

    assert "see http://a.b/c/ SHA: 12" == joined(["see http://a.b/c/", "SHA: 12"], words)
    assert "see http://a.b/c/d12/ e" == joined(["see http://a.b/c/", "d12/ e"], words)


def test_a_hyphen_before_a_capital_goes_where_the_word_is_known_without():
    words = KnownWords(["the GenBank was", "A Mid-", "West"])

    assert "a GenBank or Mid-West" == joined(["a Gen-", "Bank or Mid-", "West"], words)


def test_heads_that_count_the_pages_on_the_outer_side_are_no_text():
    heads = ["1.1 Rain 3", "4 Of Sea", "1.2 Salt 5", "6 Of Rock", "1.3 Land 7", "8 Of Water"]
    pages = [
        [(20 + 200 * (n % 2), 500, 9, head), *column(20, 470, LEFT)] for n, head in enumerate(heads)
    ]

    assert [" ".join(LEFT)] * 6 == texts(pages)


def test_a_hyphen_at_a_lines_end_stays_where_it_is_the_authors():
    words = KnownWords(["He rows in win-", "ter, and Jean-", "Paul in", "winter as well."])

    assert "in winter" == joined(["in win-", "ter"], words)
    assert "He met Vath-Quor there." == joined(["He met Vath-", "Quor there."], words)
    assert "from 1990-1995" == joined(["from 1990-", "1995"], words)


def test_a_hyphen_within_lines_is_not_the_typesetters_own():
    lines = [
        "He rows in win\u2010",
        "ter, and in sum\u2010",
        "mer, which is {}to all in har\u2010",
        "bour.",
    ]
    for known, own in (("well known ", "a selfmade man"), ("well\u2010known ", "a self-made man")):
        words = KnownWords(line.format(known) for line in lines)

        assert own == joined(["a self\u2010", "made man"], words)


def test_a_marker_that_begins_a_line_stands_as_the_documents_others_do():
    for said, together in (
        ("deep [1] and wide [2]", "the sea [3] is"),
        ("deep[1] and wide[2]", "the sea[3] is"),
    ):
        assert together == joined(["the sea", "[3] is"], KnownWords([said]))
