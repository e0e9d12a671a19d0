"""Words and their places; compounds found by their parts and by the whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import normal, rarity, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NS-105", ["ns105", "ns", "105"]),
        ("LD50 and LD-50", ["ld50", "ld", "50", "and", "ld50", "ld", "50"]),
        ("20-100mg/day", ["20", "100", "mg", "day"]),
        ("1,000 0,5 0.5", ["1000", "0.5", "0.5"]),
        ("the dog's tail, don’t", ["the", "dog", "tail", "dont"]),
        ("Café ÀÉ ﬁne", ["cafe", "ae", "fine"]),
        ("日本 a", ["日", "本", "a"]),
        ("co\u00adoperate zero\u200bwidth", ["cooperate", "zerowidth"]),
        ("rats.[14]", ["rats", "14"]),
        ("", []),
        ("?!… – 🙂", []),
    ],
)
def test_words_of(text, expected):
    assert [word.text for word in words(text)] == expected


@given(st.text())
def test_every_word_is_where_it_says_and_in_order(text):
    found = [word for word in words(text) if word.parts == 1]

    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(st.characters(categories=["L", "Nd", "Mn"]), min_size=1))
def test_the_normal_form_of_a_normal_form_is_itself(text):
    for word in words(text):
        assert normal(word.text) == word.text


@pytest.mark.parametrize(
    ("one", "other"),
    [("mice", "mouse"), ("took", "taking"), ("doses", "dose"), ("children", "child")],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


def test_rare_words_are_rarer_than_common_ones():
    assert rarity("the") < rarity("usually") < rarity("dosage") < rarity("bradycardia")
