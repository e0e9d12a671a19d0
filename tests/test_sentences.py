"""Sentences: where they end, where they do not, and that nothing is lost between them."""

import re
import subprocess
import sys
import textwrap
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.analysis.abbreviations import ENGLISH_ABBREVIATIONS
from bot.analysis.markers import _SIGN, markers
from bot.analysis.sentence_stops import _FULL, CLOSING, STOP, STOP_OF_ASCII
from bot.analysis.sentences import _is_clear_end, _is_end, sentence_bounds, sentences
from tests.growth import grows_with_its_text

SIGNS = st.sampled_from([*".?!…。[]()123\"' \n", "e.g. ", "Dr. ", "[14] ", ". The ", "a", "B"])
PROSE = st.lists(SIGNS | st.characters(), max_size=60).map("".join)
MORE_SIGNS = st.sampled_from(
    [
        *"。！？」）”’¹²⁰<>\\:^-–—\u2212%",
        *r"[^n] [[1]](#a) <sup>1</sup> \[1\]".split(),
        "[1]: 12",
        ".[a 1] ",
        "[1]-[3] ",
    ]
)
WORDS = [*sorted({x for listed in ENGLISH_ABBREVIATIONS[:3] for x in listed}), "", "pneumono" * 4]
WORDS += "rats LD50 1998 5% n A [3] (etc x) non-U.S U.S e.g re-ed ñ Ⓐ a_b _ ''".split()
STOPS = [". [14]", *""". ? ! … .. ?! .) '). ." .[14] .¹ .* 。""".split()]
AHEAD = """The the Army A 5 É Ⓐthe ǅ Ⅷ iPhone (The "The [1] _A -""".split()

ENDS = st.tuples(*map(st.sampled_from, (WORDS, STOPS, AHEAD))).map("{0[0]}{0[1]} {0[2]} ".format)

# The two patterns as one reads them; the modules' own are arranged for speed.
PLAIN_SIGN = re.compile(
    r"""
    (?<![\u00b9\u00b2\u00b3\u2070-\u2079])
    [\u00b9\u00b2\u00b3\u2070-\u2079]++(?=\s|$)
    | \[ \\?\[? \d{1,3} \\?\]? \] \( [^()\s]{1,300} \)
    | \\?\[ (?: \^[^\s\[\]]{1,80}
              | \d{1,4} (?: \s?[,;\u2013\u2014\u2212-]\s? \d{1,4} ){0,50}
              ) \\?\]
      (?: \s?[\u2013\u2014\u2212-]\s?
          \\?\[ \d{1,4} (?: \s?[,;\u2013\u2014\u2212-]\s? \d{1,4} ){0,50} \\?\] )*+
      (?: : \s? \d{1,4} (?: [\u2013\u2014\u2212-] \d{1,4} )? (?=[\s\[]|$) )?
    | <sup\b[^<>]{0,200}> [^<>]{1,20} </sup>
    | (?<=[.!?\]"'\u2019\u201d)]) \[ [^\s\[\]][^\[\]\n]{0,39} \] (?=[\s\[]|$)
    """,
    re.VERBOSE,
)
PLAIN_STOP = re.compile(
    rf"(?<![{_FULL}])[{_FULL}]++[{CLOSING}]{{0,8}}"
    rf"(?:[^\S\n]++(?![,;:)\]{_FULL}]+(?:\s|$))|[^\S\n]*+\n\s*+)(?=\S)"
    "|(?<![。！？])[。！？]++(?:[」』）”]{1,8}+(?![\u3041-\u309f]))?\\s*+(?=[^\\s」』）”])"
)


def cut(text):
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "It fell by 0.5 mg.",
        "Doses (e.g. 5 mg, i.e. approx. 10 drops) were given.",
        "Dr. Ito and Prof. A. B. Smith saw it.",
        "It was shown by Ito et al.[3] in 1998.",
        "It was shown by Ito et al. [3] and by others.",
        "See Fig. 3 and No. 5 for more.",
        "The U.S. Army used it vs. Germany.",
        "It is on www.example.org and at 10.1000/xyz.",
        'He said "Stop!" and left.',
        "The file .bashrc and Node.js matter.",
        "About 1.5 million (approx. 2.3 per cent.) stayed.",
        "It came in two forms, A. Dumas wrote.",
        "Version 2.0.1 runs.",
        "It went on ... and on.",
        "This (see p. 14, vol. 2) is so.",
        "J. R. R. Tolkien wrote it.",
        "Erik (d. 1160) and Ada (b. 1120, r. 1150) are dead.",
        "The mean was 34.2 y (s.d. 5.1) at first.",
        "It was shown by Ito et al. [6], and by others.",
        "Mr. Stokes and Lieut. Sulivan helped.",
        "The vice-Gov. Brown and the ex-Capt. Ito left.",
        "It is a non-U.S. Army base.",
        "It was told in mid-Dec. Anna was there.",
        "Q1. Is it free?",
        "The club was founded on the 4. May 1911 at noon.",
        "Er kam am 29. Juli an.",
        "Der 2. Offizier blieb an Land.",
        "It sails at 5 p.m. Friday and at 6 a.m. UTC.",
        "It is 31 ft. long, and 3 ft. Nelson boards were used.",
        "He moved to Ft. The Rock in May.",
        "CHAPTER II. RIO DE JANEIRO",
        "Step 1. Light is absorbed.",
        "Theorem 2.1. All is well.",
        "「これは始まりだ。」と彼は言った。",
    ],
)
def test_one_sentence_stays_one(sentence):
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    "pair",
    [
        ("It fell in rats.[14]", "The next rose."),
        ("It fell in rats.[1][2]", "The next rose."),
        ("It fell in rats. [1, 2]", "The next rose."),
        ("It fell in rats. [1\u22123]", "The next rose."),
        ("It fell in rats. [^" + "n" * 80 + "]", "The next rose."),
        ("It fell in rats.[1]-[3]", "The next rose."),
        ("It fell in rats. [1] \u2013 [3]", "The next rose."),
        ("It fell in rats.[14]: 12\u221213", "The next rose."),
        ("It fell in rats.[a]", "The next rose."),
        ("It fell in rats.[note 1]", "The next rose."),
        ("It fell in rats.[^tides]", "The next rose."),
        ("It fell in rats.¹²", "The next rose."),
        ("It fell in rats.[14]: 12", "The next rose."),
        ("It fell in rats.[14]:12–13", "The next rose."),
        ("It was shown by Ito et al. [6].", "The next rose."),
        ("Det är nu.", "”Nu är det så.”"),
        ("Did it fall?", "It did!"),
        ('He said "Stop."', "Then he left."),
        ("(It fell.)", "It rose."),
        ("It fell, rose, etc.", "The end came."),
        ("It was 5 p.m.", "The sun set."),
        ("It has 5 legs.", "No. 5 is longer."),
        ("It fell by 5.", "Then it rose."),
        ("It has apples, pears, etc.", "Bread is old."),
        ("It opens at 6 a.m.", "Guests sleep."),
        ("It closes at 4 p.m.", "Coffee is drunk."),
        ("It is about 31 ft.", "Its keel is red."),
        ("The rope is 5 ft. wide.", "It is 12.", "Every knot holds."),
        ("Der Turm hat 29.", "The next has more."),
        ("Ich sah 3.", "Dann ging er."),
        ("The answer is no.", "It is not."),
        ("It fell.", "iPhone sales rose."),
        ("It fell.", "mRNA rose."),
        ("Er fiel.", "Über ihm stieg es."),
        ("Это так.", "Она пошла."),
        ("هل هذا صحيح؟", "نعم هو كذلك."),
        ("यह सही है।", "वह गया।"),
    ],
)
def test_two_sentences_are_two_and_markers_stay_with_the_first(pair):
    assert cut(" ".join(pair)) == list(pair)


def test_a_line_break_by_a_backslash_is_no_text_of_the_next_sentence():
    assert cut("He shouts. \\\n*Two cards are one match.*") == [
        "He shouts. \\", "*Two cards are one match.*"
    ]  # fmt: skip


ITEMS = [
    f"let the {word} go once {'more ' * (n % 5)}" for n in range(12) for word in ("bell", "gate")
]


def test_what_has_no_stop_for_too_long_is_cut_at_its_lines():
    items = [item.strip() for item in ITEMS * 3]

    assert cut("\n".join(items)) == items


def test_a_line_that_goes_on_indented_stays_with_its_item():
    items = [f"{item.strip()}\n    and so on" for item in ITEMS * 2]

    assert cut("\n".join(items)) == items


def test_a_long_sentence_that_was_wrapped_is_not_cut():
    sentence = "\n".join(
        textwrap.wrap("it went on with whatever else there could be and " * 40, 70)
    )

    assert cut(sentence) == [sentence]


def test_chinese_and_japanese_need_no_space_between_sentences():
    assert cut("水は冷たい。空は青い!はい。") == ["水は冷たい。", "空は青い!はい。"]
    assert cut("他说:“走吧。”他走了。") == ["他说:“走吧。”", "他走了。"]


def test_nothing_but_white_space_has_no_sentences():
    assert cut("") == cut(" \n\t") == []


@given(PROSE)
def test_sentences_hold_everything_but_white_space_in_order(text):
    found = sentences(text)

    gaps = [0, *(offset for s in found for offset in (s.start, s.end)), len(text)]
    between = [text[a:b] for a, b in zip(gaps[::2], gaps[1::2], strict=True)]
    assert "".join(between).strip() == ""
    assert all(s.start < s.end for s in found)
    assert gaps == sorted(gaps)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in found)


@given(PROSE)
def test_bounds_are_those_of_the_sentences(text):
    found = sentences(text)

    assert sentence_bounds(text) == ([s.start for s in found], [s.end for s in found])


@pytest.mark.parametrize(("fast", "plain"), [(STOP, PLAIN_STOP), (_SIGN, PLAIN_SIGN)])
@given(text=st.lists(SIGNS | MORE_SIGNS | st.characters(), max_size=60).map("".join))
def test_the_patterns_find_what_they_would_if_written_plainly(fast, plain, text):
    assert [m.span() for m in fast.finditer(text)] == [m.span() for m in plain.finditer(text)]


@example('"It fell." It rose. *It!* Is it?')
@given(st.text(".?!\"')]}*_\\,; \n\tAb1", max_size=30))
def test_stops_are_the_same_in_ascii_as_in_any_text(text):
    found = [stop.span() for stop in STOP_OF_ASCII.finditer(text)]

    assert found == [stop.span() for stop in STOP.finditer(text)]


@pytest.mark.no_cover
@pytest.mark.parametrize("before", ["", "It was seen in all of them;\nthe "])
def test_an_end_that_seems_clear_is_one_on_a_closer_look(before):
    words = [form for word in WORDS for form in (word, word.capitalize(), word.upper())]
    for word, stop, blank, ahead in product(words, STOPS, ["", " ", "\n", " " * 40], AHEAD):
        text = f"{before}{word}{stop}{blank}{ahead} of it."
        for end in STOP.finditer(text):
            if _is_clear_end(text, 0, end.start(), end.end(), ENGLISH_ABBREVIATIONS):
                assert _is_end(text, 0, end.end(), ENGLISH_ABBREVIATIONS, opens_small=False), text


@given(st.lists(SIGNS | MORE_SIGNS | ENDS, min_size=4, max_size=40).map("".join))
def test_what_seems_clear_seems_so_with_anything_around(written):
    text = f"It was seen in all of them, and {written}"  # or nothing seems clear
    for end in STOP.finditer(text):
        for start in range(end.start() + 1):
            if _is_clear_end(text, start, end.start(), end.end(), ENGLISH_ABBREVIATIONS):
                assert _is_end(text, start, end.end(), ENGLISH_ABBREVIATIONS, opens_small=False)


def test_most_ends_are_clear():
    text = "They were seen to fall by 5 mg in rats. The next rose."

    assert _is_clear_end(text, 0, text.index("."), text.index("The next"), ENGLISH_ABBREVIATIONS)


@given(PROSE)
def test_no_marker_is_cut_in_two(text):
    found = sentences(text)

    for marker in markers(text):
        assert any(s.start <= marker.start and marker.end <= s.end for s in found)


@given(st.lists(st.sampled_from(["It fell.", "Did it rise?", "It stood!"]), min_size=1))
def test_plain_sentences_come_back_as_they_were(written):
    assert cut(" ".join(written)) == written


@given(PROSE)
def test_a_sentence_is_never_cut_inside_a_word(text):
    for sentence in sentences(text)[1:]:
        before = text[: sentence.start]
        assert before[-1].isspace() or re.search("[。!?」』)”]$", before)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "piece", ["a", ".", " .", "It fell. ", "A. ", "e.g. ", "[1] ", "。", '."', "…", "¹", "(", "[^"]
)
def test_a_line_takes_twice_as_long_where_it_is_twice_as_long(piece):
    assert grows_with_its_text(sentences, piece, 7500)


def test_importing_does_not_load_nltk():
    code = "import sys, bot.analysis.sentences; sys.exit('nltk' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_plain_prose_is_cut_without_nltk():
    code = (
        "import sys; from bot.analysis.sentences import sentences\n"
        "sentences('It fell by 0.5 mg in rats.[14] The next rose.')\n"
        "sys.exit('nltk' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
