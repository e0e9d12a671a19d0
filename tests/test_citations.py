"""Citation markers: which brackets point to an entry, and which are years, links or code."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import markers, without_markers
from bot.analysis.markers import in_order, inline_code, numbers

SIGNS = st.text(st.sampled_from("[]()^1209,;- –`\\:ab.é\n"), max_size=60)


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
    blanked = without_markers(text)

    kept = [(a, b) for a, b in zip(text, blanked, strict=True) if b != " "]
    assert all(a == b for a, b in kept)
    assert not markers(blanked)


@given(st.text(st.sampled_from("`a "), max_size=40))
def test_inline_code_pairs_runs_of_equal_length(text):
    for span in inline_code(text):
        opening = re.match("`+", text[span.start : span.end])
        closing = re.search("`+$", text[span.start : span.end])
        assert opening is not None
        assert closing is not None
        assert len(opening.group()) == len(closing.group())


@pytest.mark.parametrize("piece", ["[", "[1,", "[1", "`", "`` ` ", "\\[", "[1]", "[^", "[1-2,"])
def test_a_megabyte_of_brackets_is_read_at_once(piece):
    markers(piece * (1_000_000 // len(piece)), links=True)
