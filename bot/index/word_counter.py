"""Counts the words of passages for an index, each passage's title and headings among them.

Words are looked up by the pieces between white space (see `known_pieces`), for many passages at
once (see `numbered_strings`). Citation markers are not words.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby, islice
from operator import attrgetter

import numpy as np

from bot.analysis import without_markers
from bot.analysis.analyzer import DEFAULT_LANGUAGE, ENGLISH, TAG, analyzer_for
from bot.analysis.known_pieces import lone_word
from bot.analysis.utf8 import decoded, encoded
from bot.index.arrays import Numbers, begins, joined, numbered
from bot.index.numbered_strings import NumberedStrings
from bot.index.string_arrays import Numbering
from bot.passages import Passage

_AT_ONCE = 1 << 16  # bytes of text, of which the pieces are looked up together
_MANY_PIECES = 1 << 18  # that are remembered from one segment to the next; some 50 MB
_TAG = TAG.encode()
_BLANK, _STOP, _COMMA = b" .,"
_BLANKS = bytes.maketrans(b"\t\n\v\f\r\x1c\x1d\x1e\x1f", b" " * 9)
_own = threading.local()


class Vocabulary:
    """What is known of text between white space: the word forms of a piece, and their stems.

    Pieces, forms and stems are numbered as they are first seen. So each piece is looked at once,
    and for one that was seen before nothing is done but a look into a dictionary. Pieces of other
    languages than English have their language behind a blank, forms and stems their tag.
    """

    def __init__(self) -> None:
        self.pieces = Numbering[bytes]()
        self.forms, self.terms = Numbering[bytes](), Numbering[bytes]()
        self._sizes, self._words = array("I"), array("I")  # of each piece; piece by piece
        self._term_of_form = array("I")
        self.form_list, self.term_list = list[bytes](), list[bytes]()  # by number
        self._order: Numbers = np.zeros(0, np.int64)  # of terms
        self._strings: dict[bytes, NumberedStrings] = {}  # by what a language's pieces end with

    def looked_up(self, texts: Sequence[bytes], language: str) -> tuple[Numbers, Numbers]:
        """The numbers of the pieces of texts in a language, and how many each text has."""
        tag = b"" if language == DEFAULT_LANGUAGE else b" " + language.encode()
        if tag not in self._strings:
            self._strings[tag] = NumberedStrings(self.pieces, tag)
        text = b" ".join([b"", *texts, b""]).translate(_BLANKS)
        starts, ends = _pieces(text)
        numbers = self._strings[tag].numbers(text, starts, ends)
        before = np.searchsorted(starts, np.cumsum([len(one) + 1 for one in texts]))
        return numbers, np.diff(before, prepend=0)

    def arrays(self) -> tuple[Numbers, Numbers, Numbers]:
        """For each piece how many words it has; the forms of all these; the stem of each form."""
        number = self.forms.__getitem__
        for piece in _newest(self.pieces, len(self._sizes)):
            if form := lone_word(piece):
                self._words.append(number(form))
                self._sizes.append(1)
                continue
            found = _forms_of(piece)
            self._words.extend(map(number, found))
            self._sizes.append(len(found))
        new = _newest(self.forms, len(self.form_list))
        self.form_list += new
        self._term_of_form.extend(map(self.terms.__getitem__, _stems(new)))
        self.term_list += _newest(self.terms, len(self.term_list))
        sizes, words, terms = self._sizes, self._words, self._term_of_form
        return np.array(sizes, np.int64), np.array(words, np.uint32), np.array(terms, np.uint32)

    def order(self) -> Numbers:
        """The numbers of the terms in the order of the alphabet.

        What was in order before stays so: only what is new is sorted, and put between.
        """
        term = self.term_list.__getitem__
        new = sorted(range(len(self._order), len(self.term_list)), key=term)
        places = [bisect_left(self._order, term(one), key=term) for one in new]
        self._order = np.insert(self._order, places, new)
        return self._order


class WordCounter:
    """Takes in the words of passages."""

    def __init__(self) -> None:
        self.vocabulary = _vocabulary()
        self._waiting: list[bytes] = []  # texts in one language, to be looked up together
        self._size, self._language = 0, DEFAULT_LANGUAGE  # of these, in bytes
        self._tokens: list[Numbers] = []  # the numbers of pieces, passage by passage
        self._counts: list[Numbers] = []  # how many each passage has

    def add(
        self, title: str, passages: Sequence[Passage], language: str = DEFAULT_LANGUAGE
    ) -> None:
        """Take in the passages of a document in that language."""
        if language != self._language:
            self._look_up()
            self._language = language
        simplified = analyzer_for(language).simplified
        for path, group in groupby(passages, attrgetter("heading")):
            whole = path if path[:1] == (title,) else (title, *path)
            above = encoded(simplified(" \n ".join(whole)))
            for passage in group:
                own = encoded(simplified(without_markers(passage.text)))
                self._waiting.append(b"%b %b" % (above, own))
                self._size += len(own)
                if self._size > _AT_ONCE:
                    self._look_up()

    def add_runs(
        self, title: str, passages: Sequence[Passage], spoken: str | Sequence[tuple[int, str]]
    ) -> None:
        """Take in the passages of a document in one language, or so many in one after another."""
        runs = [(len(passages), spoken)] if isinstance(spoken, str) else spoken
        start = 0
        for count, language in runs:
            self.add(title, passages[start : start + count], language)
            start += count

    def _look_up(self) -> None:
        if self._waiting:
            tokens, counts = self.vocabulary.looked_up(self._waiting, self._language)
            self._tokens.append(tokens)
            self._counts.append(counts)
            self._waiting, self._size = [], 0

    def words(self) -> tuple[Numbers, Numbers]:
        """The forms of all words taken in, passage by passage, and how many each passage has."""
        self._look_up()
        sizes, words, _ = self.vocabulary.arrays()
        tokens, counts = joined(self._tokens), joined(self._counts)
        of_tokens = sizes[tokens]
        places = numbered(begins(sizes)[tokens], of_tokens)
        ends = begins(of_tokens)[begins(counts)]
        return words[places], np.diff(ends).astype(np.uint32)

    def form_counts(self) -> dict[bytes, int]:
        """How often each word form, in UTF-8, was taken in."""
        words, _ = self.words()
        counts = np.bincount(words, minlength=len(self.vocabulary.forms)).tolist()
        return {f: count for f, count in zip(self.vocabulary.forms, counts, strict=True) if count}


def _pieces(text: bytes) -> tuple[Numbers, Numbers]:
    """Where the pieces between the blanks of a text begin and end.

    A stop or comma in front of a blank is as one: the words are the same.
    """
    letters = np.frombuffer(text, np.uint8)
    blank = letters == _BLANK
    blank[:-1] |= ((letters[:-1] == _STOP) | (letters[:-1] == _COMMA)) & blank[1:]
    edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
    return edges[0::2], edges[1::2]


def _newest(known: Numbering[bytes], count: int) -> list[bytes]:
    """What is known, in order, without the first `count`: the newest stand last in a dictionary."""
    return [*islice(reversed(known), len(known) - count)][::-1]


def _forms_of(piece: bytes) -> list[bytes]:
    """The forms of a piece, as a vocabulary has both."""
    written, _, language = decoded(piece).partition(" ")
    analyzer = analyzer_for(language or DEFAULT_LANGUAGE)
    return [encoded(f"{form}{analyzer.tag}") for form in analyzer.words_of_piece(written)]


def _stems(forms: Sequence[bytes]) -> list[bytes]:
    """The stem of each form, as a vocabulary has both."""
    if _TAG not in b" ".join(forms):
        return ENGLISH.stems(forms)
    languages = [form.rpartition(_TAG)[2] if _TAG in form else b"" for form in forms]
    found = [b""] * len(forms)
    for language in {*languages}:
        analyzer = analyzer_for(language.decode() or DEFAULT_LANGUAGE)
        tag = analyzer.tag.encode()
        places = [at for at, one in enumerate(languages) if one == language]
        stemmed = analyzer.stems([forms[at].removesuffix(tag) for at in places])
        for at, stem in zip(places, stemmed, strict=True):
            found[at] = stem + tag
    return found


def _vocabulary() -> Vocabulary:
    """The one that this thread's segments share, until it is large."""
    known: Vocabulary | None = getattr(_own, "vocabulary", None)
    if known is None or len(known.pieces) > _MANY_PIECES:
        known = _own.vocabulary = Vocabulary()
    return known
