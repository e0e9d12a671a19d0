"""Sentences of many paragraphs at once: the compiled part finds what Python finds."""

from array import array
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import native
from bot.analysis import paragraphs
from bot.analysis.paragraphs import sentences_of
from bot.analysis.sentences import ABBREVIATIONS, sentence_bounds
from bot.native.sentences import Sentences
from tests.conftest import LIBRARY, compiled_only
from tests.test_sentences import AHEAD, MORE_SIGNS, PROSE, SIGNS, STOPS, WORDS

LONG = "They were seen to fall by much more than that in"
# What sentences are made of, of which every combination is tried.
OPENING = [LONG, "It fell", "Step", "", "x y", "\u00e9", "fell by much more than that in all"]
GLUE = " |\n| (|\u2018|-|\u00a0|'|".split("|")
LAST = [
    "rats",
    "i",
    "A",
    "Mice",
    "x5",
    "5",
    "1.2",
    "a.3",
    "no",
    "Dr",
    "e.g",
    "n",
    "i" * 20,
    "1%",
    "x)",
    "",
]
STOP = [*STOPS, ".\u2019", "?\u201d", ".[1][23]", "..", "...", ".\\[1\\]", ".[1]]", ".[1](#a)"]
STOP += [".[1]: 12", ".[2024]", '."""""""""', ".a", ".).)", "?.", "!?", "\u3002", "\u2026"]
BLANK = [" ", "\n", "  \n ", " " * 27, "", "\u2003"]
NEXT = [*AHEAD, '"The', "(the", "\u201cThe", "5", "((((A", "((((((A", "aB", "\u00c9", "\u00e9"]
NEXT += ["a\u00e9", ", a", ": A", "A", "a", ""]
TEXTS = st.lists(
    PROSE
    | st.lists(SIGNS | MORE_SIGNS | st.sampled_from([*WORDS, *STOPS, *AHEAD, " "])).map("".join),
    max_size=4,
)


def in_python(text, start, end):
    starts, ends = sentence_bounds(text[start:end])
    return [(start + a, start + b) for a, b in zip(starts, ends, strict=True)]


def placed(texts):
    """The texts in one, and where each of them is."""
    whole, places = "Above. ", []
    for text in texts:
        places.append((len(whole), len(whole) + len(text)))
        whole += text + "\n\n"
    return whole, places


@pytest.mark.parametrize(
    "parts",
    [
        (OPENING, GLUE, LAST, ".?", [" "], ["The", "Smith", "the", "5", '"The', "an"]),
        (OPENING[:2], " ", ["rats", "5", "no"], STOP, BLANK, NEXT),
        (OPENING[:1], " ", ["i" * size + "no" for size in range(9)], ".", [" " * 29], "5A"),
    ],
)
def test_ends_of_sentences_are_found_alike_in_c_and_in_python(parts):
    whole, places = placed(["".join(pieces) for pieces in product(*parts)])

    for place, found in zip(places, sentences_of(whole, places), strict=True):
        assert found == in_python(whole, *place), whole[slice(*place)]


@given(TEXTS)
@example(["It fell. It rose. ", "", "  ", "é. A", "\u2028It fell by much. \u00a0"])
def test_sentences_are_found_alike_in_c_and_in_python(texts):
    whole, places = placed(texts)

    assert list(sentences_of(whole, places)) == [in_python(whole, *place) for place in places]


def test_without_the_compiled_part_they_are_the_same(monkeypatch):
    whole, places = placed(["It fell.[1] It rose by No. 5. So did I.", "Dr. Ito saw it. He left."])
    found = list(sentences_of(whole, places))
    monkeypatch.setattr(native, "kernels", lambda: None)

    assert list(sentences_of(whole, places)) == found


def test_paragraphs_may_be_more_than_is_looked_at_at_once(monkeypatch):
    whole, places = placed(["It fell. It rose.", "", "A" * 50 + " fell. It rose.", "No. Yes."])
    monkeypatch.setattr(paragraphs, "_AT_ONCE", 40)

    assert list(sentences_of(whole, places)) == [in_python(whole, *place) for place in places]
    assert [] == list(sentences_of(whole, []))


@compiled_only
@pytest.mark.parametrize(
    "text",
    [
        "They were seen to fall by 0.5 mg in rats.[14] The next one rose. It fell, too.",
        "“They did so,” he said “in rats.” Then, e.g. in 1998, he left at once! 5 rats fell.",
        "It doesn\u2019t ever fall by as much as 7%. (The rest is said elsewhere.) Is it so?\nNo.",
    ],
)
def test_plain_prose_is_clear(text):
    finder = Sentences(LIBRARY, ABBREVIATIONS)
    (found,) = finder.find(text, 0, array("I", [0]), array("I", [len(text)]))

    assert found == in_python(text, 0, len(text))


def test_where_there_is_no_memory_it_is_told():
    library: Any = SimpleNamespace(
        citebot_abbreviations_new=lambda *_: None, citebot_sentences=lambda *_: None
    )
    with pytest.raises(MemoryError):
        Sentences(library, ABBREVIATIONS)


@compiled_only
@pytest.mark.parametrize(("start", "end"), [(0, 9), (10, 19), (20, 21)])
def test_paragraphs_that_are_not_in_their_text_are_refused(start, end):
    with pytest.raises(ValueError, match="within"):
        Sentences(LIBRARY, ABBREVIATIONS).find(
            "It fell.", 10, array("I", [start]), array("I", [end])
        )
