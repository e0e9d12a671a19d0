"""Sentences: where they end, where they do not, and that nothing is lost between them."""

import re
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.passages import markers
from bot.text.sentences import sentences

SIGNS = st.sampled_from([*".?!…。[]()123\"' \n", "e.g. ", "Dr. ", "[14] ", ". The ", "a", "B"])
PROSE = st.lists(SIGNS | st.characters(), max_size=60).map("".join)


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
        "Q1. Is it free?",
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


@pytest.mark.parametrize(
    "piece", ["a", ".", " .", "It fell. ", "A. ", "e.g. ", "[1] ", "。", '."', "…", "¹", "(", "[^"]
)
def test_a_megabyte_in_one_line_takes_seconds(piece):
    begin = time.process_time()

    sentences(piece * (1_000_000 // len(piece)))

    assert time.process_time() - begin < 15


def test_importing_does_not_load_nltk():
    code = "import sys, bot.text.sentences; sys.exit('nltk' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_plain_prose_is_cut_without_nltk():
    code = (
        "import sys; from bot.text.sentences import sentences\n"
        "sentences('It fell by 0.5 mg in rats.[14] The next rose.')\n"
        "sys.exit('nltk' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
