"""Words and their places; compounds found by their parts and by the whole."""

from importlib import import_module
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import normal, plain_words, rarity, stem, stems, words, words_by_sentence

# What words are made of and stopped by: compounds, apostrophes, numbers, marks, scripts
# without spaces, invisible characters, all kinds of white space.
PIECES = st.sampled_from(
    "a B s t re LD é ﬁ µ ß İ d\u0301 \u0301 ב\u05b0 日 ア ไ ่ 1 05 000 ٣ ² , . - \u2010 ' ’ ʼ _ ( ["
    " ] [12] \u00ad \u200b \u2060 \ufeff / @ \\ ` 。 🙂"
    " ø Æ ł lampOn XMLFile C++ # + .NET U.S. e.g Ph.D 7 400 12 345 '000 v2.1.0 7.400 \u2013".split()
)
BLANKS = st.sampled_from([" ", "\n", "\t", "\x1c", "\x85", "\u00a0", "\u2003", "\u3000"])
WRITTEN = st.lists(PIECES | BLANKS | st.characters(), max_size=40).map("".join)


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_text_in_ascii_has_the_words_that_it_has_beside_other_text(text):
    """A pattern of its own finds them."""
    assert words(text) == words(f"{text} \u2026")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NS-105", ["ns105", "ns", "105"]),
        ("LD50 and LD-50", ["ld50", "ld", "50", "and", "ld50", "ld", "50"]),
        ("20-100mg/day", ["20100mg", "20", "100mg", "100", "mg", "day"]),
        ("1,000 0,5 0.5", ["1000", "0.5", "0.5"]),
        ("the dog's tail, don’t", ["the", "dog", "tail", "dont"]),
        ("Café ÀÉ ﬁne", ["cafe", "ae", "fine"]),
        ("日本 a", ["日本", "a"]),
        ("विश्वविद्यालय", ["विश्वविद्यालय"]),
        ("대학교에서", ["대학", "학교", "교에", "에서"]),
        ("黑死病の猫", ["黑", "黑死", "死", "死病", "病", "病の", "の猫", "猫"]),
        ("ประเทศ", ["ประ", "ระเ", "ะเท", "เทศ"]),
        ("LD50の値", ["ld50", "ld", "50", "の値", "値"]),
        ("п’ять", ["пять"]),
        ("co\u00adoperate zero\u200bwidth", ["cooperate", "zerowidth"]),
        ("rats.[14]", ["rats", "14"]),
        ("po\u00adtas\u00adsi\u200bum's", ["potassium"]),
        (
            "\u00c6r\u00f8 \u0141\u00f3d\u017a \u00deing c\u0153ur",
            ["aero", "lodz", "thing", "coeur"],
        ),
        ("C++, C#; c in F#'s A+", ["c++", "c#", "c", "in", "f#", "a"]),
        ("foo#bar PR#12 Notepad++", ["foo", "bar", "pr", "12", "notepad"]),
        ("C++17", ["c++17", "c++", "17"]),
        (".NET (.env) so ...and no.", [".net", ".env", "so", "and", "no"]),
        ("The U.S. and G.T.U", ["the", "u.s.", "u", "s", "and", "g.t.u.", "g", "t", "u"]),
        ("Ph.D. of a.m. is.It", ["ph.d.", "ph", "d", "of", "a.m.", "a", "m", "is", "it"]),
        ("getUserById", ["getuserbyid", "get", "user", "by", "id"]),
        ("HTTPSPort", ["httpsport", "https", "port"]),
        ("McKay mRNA DNAs iPhone", ["mckay", "mrna", "dnas", "iphone"]),
        ("max_retries", ["maxretries", "max", "retries"]),
        ("X-V3X7", ["xv3x7", "x", "v3x7", "v", "3", "x", "7"]),
        ("19th 0x80", ["19th", "19", "th", "0x80", "0", "x", "80"]),
        ("4711-0815 or 20-100", ["47110815", "4711", "0815", "or", "20", "100"]),
        ("1914\u20131918", ["19141918", "1914", "1918"]),
        ("7 400 or 3'200", ["7400", "7", "400", "or", "3200", "3", "200"]),
        ("12 345 678 t", ["12345678", "12", "345", "678", "t"]),
        ("in 1998 120 people", ["in", "1998", "120", "people"]),
        ("1.250.000 1.250,5 7.400 12,50,000", ["1250000", "1250.5", "7.400", "1250000"]),
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


@given(WRITTEN)
def test_plain_words_are_the_forms_of_all_words(text):
    assert plain_words(text) == [word.text for word in words(text)]


def by_place(text: str, starts: list[int]) -> list[list[str]]:
    """The words between two starts, by where each of them begins."""
    ends = [*starts[1:], len(text)]
    return [
        [word.text for word in words(text) if start <= word.start < end]
        for start, end in zip(starts, ends, strict=True)
    ]


@given(WRITTEN, st.lists(st.integers(0, 60)))
def test_words_are_cut_by_sentence_wherever_sentences_begin(text, places):
    starts = [0, *sorted(min(place, len(text)) for place in places)]

    assert words_by_sentence(text, starts) == by_place(text, starts)


@given(WRITTEN)
def test_words_are_cut_by_sentence_where_each_stands_behind_a_space(text):
    starts = [0, *(at for at in range(1, len(text)) if text[at - 1].isspace())]

    assert words_by_sentence(text, starts) == by_place(text, starts)


def test_words_stay_right_when_the_memory_for_them_is_full(monkeypatch):
    monkeypatch.setattr(import_module("bot.analysis.known_pieces"), "_MOST_KNOWN", 2)
    text = "LD-50 of rats, mice and rats."

    assert plain_words(text) == [word.text for word in words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("mice", "mouse"), ("took", "taking"), ("doses", "dose"), ("children", "child")],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


@given(st.lists(WRITTEN | st.sampled_from(["mice", "taken", "dosages", "Kiefer's"]), max_size=5))
def test_many_words_have_the_stems_that_each_of_them_has(texts):
    found = [word for text in texts for word in plain_words(text)]

    assert stems(word.encode() for word in found) == [stem(word).encode() for word in found]


def test_rare_words_are_rarer_than_common_ones():
    assert rarity("the") < rarity("usually") < rarity("dosage") < rarity("bradycardia")
