"""The words of passages as numbers: the compiled part says what Python says."""

import sys
from array import array
from types import SimpleNamespace
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import native
from bot.analysis import plain_words, without_markers
from bot.documents import Document
from bot.index.build import Cutter, File
from bot.index.pieces import _postings
from bot.index.wording import wording
from bot.native.words import Words, blank_markers
from bot.passages import split
from tests.conftest import DOCUMENT, LIBRARY, compiled_only
from tests.test_tokenizer import WRITTEN

MARKED = st.lists(
    st.sampled_from(
        "[1] [12] [999] [1000] [0] [007] [12345] [1,2] [1-3] [ [[ [1 [a] [a1] [^n] [é] [٣] \\[1\\]"
        " [1\\] \\\\[2] [3\\ ]] [1]: ` `` a ] \\ 1 é \n".split(" ")
    ),
    max_size=12,
).map("".join)


def without_compiled(monkeypatch):
    monkeypatch.setattr(native, "kernels", lambda: None)


def both():
    """An empty wording of either kind."""
    with pytest.MonkeyPatch.context() as patch:
        without_compiled(patch)
        plain = wording()
    return plain, wording()


def taken(of, title, passages):
    above = of.numbers_of(title)
    return [of.take(passages, above), of.take(passages[:1], array("I")), of.numbers(), of.forms()]


@compiled_only
@given(st.text(), st.lists(WRITTEN | MARKED, max_size=4))
@example("", ["a" * 64, "A" * 65, "-" * 70 + "Ab", "é" * 70 + " " + "é" * 70, "a-b" * 30])
@example("It's a well-known title", ["It's well-known", "it's", "well-known it's"])
@example("", ["a", "", "b\u2003c\u1680d\u205fe\u202ff", "b\u2003"])
@example("", ["a marker [^é] of two bytes a letter", "moves nothing behind it"])
@example("", ["\ud800"])
@example("", ["a lone surrogate\udcff and [1] a marker [^\ud800]", "a\ud800b"])
def test_words_are_numbered_alike_in_c_and_in_python(title, passages):
    plain, other = both()

    assert type(plain) is not type(other)
    assert taken(plain, title, passages) == taken(other, title, passages)


@compiled_only
def test_words_are_numbered_alike_in_a_long_text():
    texts = [f"w{n % 7000} {'abcdefgh'[n % 8] * (n % 70)} [{n}] x-{n}" for n in range(20000)]
    plain, other = both()

    assert taken(plain, "title", texts) == taken(other, "title", texts)


@compiled_only
@given(st.lists(MARKED, max_size=4))
def test_markers_are_blanked_or_said_to_be_unclear(texts):
    sizes = array("I", [len(text.encode()) for text in texts])
    text = bytearray("".join(texts).encode() or b" ")
    unclear = list(blank_markers(LIBRARY, text, sizes))

    done = 0
    for number, size in enumerate(sizes):
        if number not in unclear:
            assert without_markers(texts[number]).encode() == text[done : done + size]
        done += size


@compiled_only
def test_markers_that_are_lone_numbers_are_clear():
    text = bytearray(b"in rats.[14] See \\[3\\] and [2024], [a] or [0].")

    assert [] == list(blank_markers(LIBRARY, text, array("I", [len(text)])))
    assert b"in rats.     See       and [2024], [a] or [0]." == text


@compiled_only
def test_a_piece_is_the_same_without_the_compiled_part(monkeypatch):
    text = DOCUMENT.read_text("utf-8") + "\n\nIt isn't `a[1]`, nor [1, 2] – Ünïcödé\u3000µg.\n"
    document = Document("a.txt", text)

    def piece():
        cutter = Cutter()
        cutter.add(document, File("a", "", ()), split(document))
        with np.printoptions(threshold=sys.maxsize):
            return repr(cutter.piece())

    with_it = piece()
    without_compiled(monkeypatch)
    assert piece() == with_it


@given(st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=8), st.booleans())
def test_postings_are_counted_as_they_are_by_hand(passages, in_python):
    words = np.array([term for passage in passages for term in passage], np.uint32)
    lengths = np.array([len(passage) for passage in passages], np.uint32)
    counts = [(term, [p.count(term) for p in passages]) for term in range(6)]
    with pytest.MonkeyPatch.context() as patch:
        if in_python:
            without_compiled(patch)
        found = _postings(words, lengths, 6)

    assert [
        [number for _, times in counts for number, time in enumerate(times) if time],
        [sum(time > 0 for time in times) for _, times in counts],
        [time for _, times in counts for time in times if time],
    ] == [numbers.tolist() for numbers in found]
    assert {np.dtype(np.uint32)} == {numbers.dtype for numbers in found}


def test_where_there_is_no_memory_it_is_told():
    library = Mock(citebot_words_new=Mock(return_value=None))
    with pytest.raises(MemoryError):
        Words(library, plain_words)

    library.citebot_words_new = lambda: SimpleNamespace(count=0)
    library.citebot_words_take = lambda *_: -1
    with pytest.raises(MemoryError):
        Words(library, plain_words).take(b"a", array("I", [1]), array("I"))


@compiled_only
def test_passages_longer_than_their_text_are_refused():
    words = Words(LIBRARY, plain_words)
    with pytest.raises(ValueError, match="longer"):
        words.take(b"a", array("I", [1, 1]), array("I"))
    with pytest.raises(ValueError, match="longer"):
        blank_markers(LIBRARY, bytearray(b"["), array("I", [2]))
