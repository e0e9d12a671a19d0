"""Other writings of a word: each finds the others, and none finds itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import stem, variants, words


def stems_of(word):
    return {stem(word), *(variant.stem for variant in variants(word))}


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("10", "ten"),
        ("twelve", "12"),
        ("25", "twentyfive"),
        ("3rd", "third"),
        ("twentieth", "20th"),
        ("7400", "7.400"),
        ("2.500", "2500"),
        ("gtu", "g.t.u."),
        ("amss", "a.m.s.s."),
        ("p.m.", "pm"),
        ("phd", "ph.d."),
        ("u.s.", "us"),
        ("env", ".env"),
        (".net", "net"),
        ("v2.1.1", "2.1.1"),
        ("leaves", "leave"),
        ("leaves", "leaf"),
        ("leaf", "leaves"),
        ("lives", "life"),
        ("live", "lives"),
        ("halve", "halves"),
        ("half", "halves"),
        ("axe", "axes"),
        ("axis", "axes"),
        ("find", "found"),
        ("founds", "found"),
        ("founded", "found"),
        ("see", "saw"),
        ("saws", "saw"),
        ("winding", "wound"),
        ("wounds", "wound"),
        ("bites", "bit"),
    ],
)
def test_a_word_is_found_in_the_other_writing(asked, written):
    assert stem(written) in stems_of(asked)


@pytest.mark.parametrize(
    ("asked", "written"),
    [("leave", "leaf"), ("founded", "wind"), ("saw", "seat"), ("0.400", "400"), ("1", "one")],
)
def test_what_means_something_else_is_no_writing_of_a_word(asked, written):
    assert stem(written) not in stems_of(asked)


def test_an_acronym_that_is_a_small_word_without_its_stops_counts_less_so():
    weights = {variant.stem: variant.weight for variant in variants("u.s.")}

    assert weights["us"] < {v.stem: v.weight for v in variants("g.t.u.")}["gtu"] == 1.0


@given(st.text(min_size=1))
def test_no_word_is_its_own_variant_and_none_counts_more_than_the_word(text):
    for word in words(text):
        found = variants(word.text)

        assert stem(word.text) not in {variant.stem for variant in found}
        assert all(0.0 < variant.weight <= 1.0 for variant in found)
