"""Citation markers: which brackets point to an entry, and that all readers agree."""

import re
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.analysis import markers, without_markers
from bot.analysis.markers import (
    forms,
    in_order,
    inline_code,
    numbers,
    within,
    without_forms,
    without_signs,
)
from bot.analysis.sentences import sentences
from bot.documents.heading_shapes import name_of
from bot.documents.lines import Line, is_ended
from bot.documents.records import Document
from bot.documents.reference_lists import LABEL
from bot.passages import split
from bot.passages.citations import cited_between, markers_of
from bot.quotations.comparison import Verdict, check
from tests.growth import grows_with_its_text

MADE_OF = "[]()^1209,;- –`\\:ab.é\n"  # signs alone hardly ever make a marker
SIGNS = st.lists(
    st.sampled_from([*MADE_OF, *"[1] [9,2] [1-2] [1–2] [^a] \\[2\\] [b] [0]".split()]), max_size=40
).map("".join)


def names(text, **options):
    return [marker.names for marker in markers(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in rats.[14]", [("14",)]),
        ("drugs.[1][2]", [("1",), ("2",)]),
        ("drugs [1,2] and [3, 4;5]", [("1", "2"), ("3", "4", "5")]),
        ("[1-3] [4–6] [7—8]", [("1", "2", "3"), ("4", "5", "6"), ("7", "8")]),
        ("[1, 3-5]", [("1", "3", "4", "5")]),
        ("[1]-[3] and [4]–[6]", [("1",), ("2", "3"), ("4",), ("5", "6")]),
        ("[2,2,1]", [("2", "1")]),
        ("one trial[12], however", [("12",)]),
        ("as told.[^tides] [^1]", [("tides",), ("1",)]),
        (r"escaped \[7\] by a converter", [("7",)]),
        ("東京[3]。", [("3",)]),
        ("see `ls`[3] and `a[1]`", [("3",)]),
    ],
)
def test_a_bracket_that_points_to_entries_names_them_in_order(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "in [2024]",
        "the interval [0, 1]",
        "backwards [5-3]",
        "[sic] [a] [citation needed] [note 1]",
        "empty [] and [ ]",
        "`a[1]` and ``b[2]``",
        "[12",
        "12]",
    ],
)
def test_what_only_looks_like_a_marker_is_none(text):
    assert names(text) == []


def test_a_year_or_a_word_is_a_marker_where_the_bibliography_has_it():
    known = {"2024", "RFC9110", "a"}
    assert names("[a] [b]", known=known) == [("a",)]

    assert names("[2024] [RFC9110] [RFC1]", known=known) == [("2024",), ("RFC9110",)]


def test_a_range_of_over_a_hundred_entries_is_taken_as_it_is_written():
    assert numbers("1-900") == ("1-900",)
    assert numbers("1-101") == ("1-101",)
    assert names("[1]-[101]") == [("1",), ("101",)]


def test_a_range_of_a_hundred_entries_names_each_of_them():
    each = tuple(map(str, range(1, 101)))

    assert numbers("1-100") == each
    assert names("[1]-[100]") == [("1",), each[1:]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("7", ("7",)), ("007", ("7",)), ("999", ("999",)), ("1000", ()), ("0", ()), ("٣", ("3",))],
)
def test_a_lone_number_is_read_as_one_in_a_row_is(written, expected):
    assert numbers(written) == expected
    assert numbers(f"5, {written}") == (("5", *expected) if expected else ())


def test_the_backslash_in_front_belongs_to_the_marker():
    [marker] = markers(r"escaped \[7\] by a converter")

    assert (marker.start, marker.end) == (8, 13)


def test_the_label_of_a_markdown_link_is_no_marker():
    assert names("[text][1], then [2][3]", links=True) == [("2",), ("3",)]
    assert names("[text][1]") == [("1",)]


def test_a_link_labelled_with_a_number_is_a_marker():
    assert names("so it is[[4]](#ref4) and [5](#n5)", links=True) == [("4",), ("5",)]


def test_the_colon_behind_a_definition_is_not_part_of_the_marker():
    [marker] = markers("[1]: a")

    assert (marker.start, marker.end) == (0, 3)


def test_names_are_listed_once_in_order_of_first_appearance():
    assert in_order(markers("[3][1] and [2, 3]")) == ("3", "1", "2")


@given(SIGNS)
def test_every_marker_is_where_it_says_and_in_order(text):
    found = markers(text)

    assert all(re.fullmatch(r"\\?\[.+\]", text[m.start : m.end]) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(m.names and all(m.names) for m in found)


@given(SIGNS)
def test_blanking_markers_moves_nothing(text):
    expected = [*text]
    for marker in markers(text):
        expected[marker.start : marker.end] = " " * (marker.end - marker.start)

    assert "".join(expected) == without_markers(text)


@given(st.text(st.sampled_from("`a "), max_size=40))
def test_inline_code_pairs_runs_of_equal_length(text):
    for span in inline_code(text):
        opening = re.match("`+", text[span.start : span.end])
        closing = re.search("`+$", text[span.start : span.end])
        assert opening is not None
        assert closing is not None
        assert len(opening.group()) == len(closing.group())


@pytest.mark.no_cover
@pytest.mark.parametrize("piece", ["[", "[1,", "[1", "`", "`` ` ", "\\[", "[1]", "[^", "[1-2,"])
def test_twice_as_many_brackets_take_twice_as_long(piece):
    assert grows_with_its_text(lambda text: markers(text, links=True), piece, 20_000)


NOTE = "n" * 80
# A form; its names; whether a sentence's end goes past it, directly behind the stop and behind a
# blank; whether a quotation may leave it out; whether a plain heading is named without it.
FORMS = [
    ("[13]", [("13",)], True, True, True, True),
    (r"\[13\]", [("13",)], True, True, True, True),
    ("[1][2]", [("1",), ("2",)], True, True, True, True),
    ("[1, 2]", [("1", "2")], True, True, True, True),
    ("[1;2]", [("1", "2")], True, True, True, True),
    ("[1-3]", [("1", "2", "3")], True, True, True, True),
    ("[1\u20133]", [("1", "2", "3")], True, True, True, True),
    ("[1\u20143]", [("1", "2", "3")], True, True, True, True),
    ("[1\u22123]", [("1", "2", "3")], True, True, True, True),
    ("[1]-[3]", [("1",), ("2", "3")], True, True, True, True),
    ("[^tides]", [("tides",)], True, True, True, True),
    (f"[^{NOTE}]", [(NOTE,)], True, True, True, True),
    (f"[^{NOTE}n]", [], False, False, False, False),
    ("[2024]", [], True, True, False, False),
    ("[0, 1]", [], True, True, False, False),
    ("[5-3]", [], True, True, False, False),
    ("[^a^b]", [], True, True, False, True),
    ("[RFC9110]", [], True, False, False, False),
    ("[note 1]", [], True, False, False, True),
    ("[sic]", [], True, False, False, False),
    ("[a]", [], True, False, False, True),
    ("\u00b9\u00b2", [], True, True, False, False),
    ("<sup>1</sup>", [], True, True, False, False),
]


@pytest.mark.parametrize("row", FORMS, ids=lambda row: ascii(row[0]))
def test_all_who_read_a_form_agree_on_it(row):
    form, expected, behind, apart, left_out, bare = row
    pair = f"It fell by much in rats.{form} The next one rose."
    [passage] = split(Document("a.txt", pair)).passages

    assert expected == names(form)
    assert behind == sentence_ends_past(f"It fell by much in rats.{form}")
    assert apart == sentence_ends_past(f"It fell by much in rats. {form}")
    without = check(pair.replace(form, ""), [passage])
    assert left_out == (without.verdict is Verdict.EXACT)
    assert Verdict.EXACT is check(pair, [passage]).verdict
    assert bare == (name_of(f"Early life{form}") == "Early life")


def sentence_ends_past(text):
    starts = [sentence.start for sentence in sentences(f"{text} The next one rose.")]
    return starts == [0, len(text) + 1]


@pytest.mark.parametrize("form", ["[13]", "[1\u22123]", "[^tides]", "[note 1]", "[2024]", "[sic]"])
def test_a_line_is_ended_with_a_bracket_behind_its_stop(form):
    assert is_ended(Line(0, 0, 0, f"It fell. {form}"))
    assert not is_ended(Line(0, 0, 0, f"It fell {form}"))


@pytest.mark.parametrize(
    "name", ["7", "999", "2024", "RFC9110", f"^{NOTE}", "^tides", r"a+b:c.d-e"]
)
def test_what_a_marker_names_an_entry_may_be_labelled_with(name):
    label = LABEL.match(f"[{name}] Ito, 1998.")

    assert label
    assert [(label["bracket"],)] == names(f"[{name}]", known={label["bracket"]})


def test_a_word_is_left_out_like_a_number_where_the_bibliography_has_it():
    text = "It fell [sic] in rats[Ito98] by 5%.\n\nReferences\n\n[Ito98] Ito, 1998.\n"
    passages = split(Document("a.txt", text)).passages

    assert ("Ito98",) == passages[0].references
    assert Verdict.EXACT is check("fell [sic] in rats by 5%", passages).verdict
    assert Verdict.EXACT is check("fell [sic] in rats[Ito98] by 5%", passages).verdict
    assert Verdict.EXACT is not check("fell [sic] in rats[Ito99] by 5%", passages).verdict
    assert Verdict.EXACT is not check("fell in rats[Ito98] by 5%", passages).verdict
    assert ["Ito98"] == cited_between(passages[0], 0, 5)


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("a.txt", "It lies in [0, 1] for all.", "It lies in [0, 2] for all."),
        ("a.txt", "It lies in [0, 1] for all.", "It lies in for all."),
        ("a.txt", "It lies there for all.", "It lies there [0, 1] for all."),
        ("a.txt", "It was told [2024] by all.", "It was told [2023] by all."),
        ("a.md", "It is in `a[1]` for all.", "It is in `a[2]` for all."),
        ("a.md", "It is in `a[1]` for all.", "It is in `a` for all."),
    ],
)
def test_what_only_looks_like_a_marker_is_compared_as_it_is_written(name, text, wrong):
    passages = split(Document(name, text)).passages

    assert Verdict.EXACT is check(text, passages).verdict
    assert Verdict.EXACT is not check(wrong, passages).verdict


def test_the_split_s_markers_are_found_again_in_the_passage():
    quoted = "He said ``so'' in rats.[14] And ``so'' he did.[2]"
    [plain] = split(Document("a.txt", quoted)).passages
    [code] = split(Document("a.md", "It is `a[3]`, see [text][1], in rats.[14]")).passages

    assert [("14",), ("2",)] == [marker.names for marker in markers_of(plain)]
    assert [("14",)] == [marker.names for marker in markers_of(code)]
    assert (["14"], ["2"]) == (cited_between(plain, 0, 1), cited_between(plain, 30, 31))


def test_a_quotation_may_go_from_one_passage_to_the_marker_that_opens_the_next():
    text = "It fell in rats.[1]\n\n[2] It rose in mice."
    passages = split(Document("a.txt", text)).passages

    assert 2 == len(passages)
    assert Verdict.EXACT is check(text, passages).verdict
    assert Verdict.EXACT is not check(text.replace("[2]", "[3]"), passages).verdict


PIECES = st.sampled_from(
    [
        *"rats by 5%. so-and-so, `` `a[1]` [0,1] [2024] [sic] (it). \u201cyes...\u201d.[6]".split(),
        *"[1] [2][3] [4,5] [1\u22123] [1]-[3] [5]\u2013[7] [^n] \\[9\\] [12]s".split(),
        "- [3]",
    ]
)
TEXTS = st.tuples(PIECES, st.lists(PIECES | st.just("grew"), min_size=2, max_size=12)).map(
    lambda drawn: " ".join(["They saw", *drawn[1], drawn[0], "there"])
)


def passages_of(text):
    return split(Document("a.txt", text)).passages


@settings(max_examples=60)
@given(TEXTS)
def test_a_quotation_without_its_markers_is_word_for_word(text):
    [passage] = passages_of(text)
    places = [(marker.start, marker.end) for marker in markers_of(passage)]
    dashes = [(one[1], other[0]) for one, other in pairwise(places)
              if re.fullmatch(r"\s?[-\u2013]\s?", text[one[1] : other[0]])]  # fmt: skip
    bare = text
    for start, end in sorted(places + dashes, reverse=True):
        bare = bare[:start] + " " + bare[end:]

    assert Verdict.EXACT is check(bare, [passage]).verdict


@settings(max_examples=60)
@given(st.data(), TEXTS)
def test_a_piece_of_a_passage_is_word_for_word(data, text):
    ends = [0, *(match.end() for match in re.finditer(r"\S+", text))]
    first, last = sorted(data.draw(st.tuples(st.sampled_from(ends), st.sampled_from(ends))))
    assume(re.search("[a-z0-9]", without_forms(text[first:last])))

    assert Verdict.EXACT is check(text[first:last], passages_of(text)).verdict


@settings(max_examples=60)
@given(st.data(), TEXTS)
def test_another_digit_in_a_bracket_is_noticed(data, text):
    inside = [at for form in forms(text) for at in range(form.start, form.end)]
    places = [at for at in inside if text[at].isdigit()]
    assume(places)
    place = data.draw(st.sampled_from(places))
    changed = f"{text[:place]}8{text[place + 1 :]}"

    assert Verdict.EXACT is not check(changed, passages_of(text)).verdict


@given(SIGNS)
def test_markers_are_forms_and_name_what_their_parts_do(text):
    own = {form.start: form for form in forms(text)}
    for marker in markers(text):
        form = own[marker.start]
        inside = text[form.start : form.end].strip("\\[]")
        parts = [name for part in re.split("[,;]", inside) for name in numbers(part.strip())]

        assert marker.end == form.end
        assert marker.names[-len(form.names) :] == form.names
        assert form.names == (tuple(dict.fromkeys(parts)) or (inside[1:],))


@example("It fell.[1]: 12")
@example("It fell.[1] - [3]")
@given(st.text(st.sampled_from("[]()<^129:- .\\a"), max_size=40).map("It fell.[12]{}[3] It".format))
def test_lone_numbers_are_the_signs_that_a_sentences_end_goes_past(text):
    quick = without_signs(text, 0)
    with patch("bot.analysis.markers._LONE_SIGN", re.compile("(?!)")):  # so it is never enough
        assert without_signs(text, 0) == quick


@given(SIGNS)
def test_blanking_forms_moves_nothing_and_leaves_none(text):
    blanked = without_forms(text)

    assert all(b in (" ", a) for a, b in zip(text, blanked, strict=True))
    assert not list(forms(blanked))


@given(SIGNS.map(lambda text: f"It fell. {text} It rose."))
def test_every_marker_belongs_to_one_sentence(text):
    found = markers(text)

    assert found == [m for one in sentences(text) for m in within(found, one.start, one.end)]
