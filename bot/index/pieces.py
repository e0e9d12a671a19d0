"""Cuts documents into what an index has of them: a piece of the corpus, ready to be merged.

What is indexed of a passage: the document's title, the heading path, then its own words,
all as stems; citation markers are not words. A piece numbers everything from 0 (passages,
headings, terms, forms), so that it can be made in another process, knowing nothing of the
rest of the corpus; `build` gives the final numbers.

Left out on purpose: how documents are read and split; see `corpus` and `passages`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, groupby, pairwise
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from bot import native
from bot.analysis import stems
from bot.documents import Document
from bot.index.packed import packed
from bot.index.wording import Numbering, wording
from bot.native.inverting import postings
from bot.passages import Passage, Split

Numbers = npt.NDArray[np.unsignedinteger[Any]]

# What is known of each passage: its document and its heading by number, where it starts in
# the document and how long it is, in characters, the same in bytes, how many words it is
# found by, and how many sentences it has.
PASSAGE = ("document", "heading", "start", "length", "byte", "size", "words", "sentences")
SENTENCE = ("start", "length")  # in characters, from where its passage starts


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a document's file beside its text.

    Its passages' ids begin with `key`; `sha256` is of its text; `stamp` tells a changed file
    without reading it; `kept` says why this is not the file's present content, if it is not.
    """

    key: str
    sha256: str
    stamp: tuple[int, ...]
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive documents, cut; see the module's docstring for what the numbers count."""

    documents: list[dict[str, Any]]  # one row each, as the index keeps it
    passage: dict[str, Numbers]  # see PASSAGE
    sentence: dict[str, Numbers]  # see SENTENCE
    headings: list[tuple[str, ...]]
    references: list[str]  # of each passage, a line each
    blocks: list[bytes]  # of text, compressed
    forms: list[bytes]  # words in normal form, in UTF-8
    form_counts: Numbers
    term_of_form: Numbers
    terms: list[bytes]  # stems in UTF-8, sorted
    frequencies: Numbers  # passages with each term
    passages: Numbers  # those passages, term by term, ascending
    times: Numbers  # beside `passages`: how often the term occurs there


class Cutter:
    """Takes in documents one after the other, then gives them as a piece."""

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []
        self.passage = {name: array("I") for name in PASSAGE}
        self.sentence = {name: array("I") for name in SENTENCE}
        self.headings = Numbering[tuple[str, ...]]()
        self.above: list[array[int]] = []  # heading -> its words
        self.references: list[str] = []
        self.blocks: list[bytes] = []
        self.words = wording()  # that passages are found by, passage by passage

    def add(self, document: Document, file: File, split: Split) -> None:
        """Take in one document."""
        text = document.text
        encoded = text.encode()
        blocks = list(packed(encoded))
        self.documents.append({
            "name": document.name,
            "key": file.key,
            "title": split.title,
            "sha256": file.sha256,
            "stamp": list(file.stamp),
            "kept": file.kept,
            "characters": len(text),
            "size": len(encoded),
            "passages": len(split.passages),
            "blocks": len(blocks),
            "entries": [asdict(entry) for entry in split.entries],
        })  # fmt: skip
        self.blocks += blocks
        counts = self.add_words(split.title or file.key, split.passages)
        self._add_places(text, split.passages, plain=len(encoded) == len(text))
        self.passage["words"].extend(counts)

    def add_words(self, title: str, passages: Sequence[Passage]) -> list[int]:
        """Take in no more than the words of a document; gives how many each passage has."""
        over = self.words.numbers_of(title if passages else "")
        counts: list[int] = []
        for path, group in groupby(passages, attrgetter("heading")):
            heading = self.headings[path]
            if heading == len(self.above):
                self.above.append(self.words.numbers_of(" \n ".join(path)))
            texts = [passage.text for passage in group]
            counts += self.words.take(texts, over + self.above[heading])
        return counts

    def _add_places(self, text: str, passages: Sequence[Passage], *, plain: bool) -> None:
        """Take in where passages and their sentences are; `plain` text has a byte a character."""
        starts, sizes = [p.start for p in passages], [p.end - p.start for p in passages]
        bytes_ = starts if plain else _byte_places(text, starts)
        _extend(self.passage, {
            "document": [len(self.documents) - 1] * len(passages),
            "heading": [self.headings[p.heading] for p in passages],
            "start": starts,
            "length": sizes,
            "byte": bytes_,
            "size": sizes if plain else [len(p.text.encode()) for p in passages],
            "sentences": [len(p.sentences) for p in passages],
        })  # fmt: skip
        _extend(self.sentence, {
            "start": [s.start - p.start for p in passages for s in p.sentences],
            "length": [s.end - s.start for p in passages for s in p.sentences],
        })  # fmt: skip
        self.references += ["\n".join(p.references) for p in passages]

    def form_counts(self) -> dict[str, int]:
        """How often each word form was taken in."""
        forms = self.words.forms()
        counts = np.bincount(self._words(), minlength=len(forms))
        return dict(zip([form.decode() for form in forms], counts.tolist(), strict=True))

    def _words(self) -> Numbers:
        return np.frombuffer(self.words.numbers(), np.uint32)

    def piece(self) -> Piece:
        """All that was taken in."""
        forms, words = self.words.forms(), self._words()
        terms, term_of_form = _terms(forms)
        passage = _columns(self.passage)
        lengths = passage["words"]
        passages, frequencies, times = _postings(term_of_form[words], lengths, len(terms))
        return Piece(
            documents=self.documents,
            passage=passage,
            sentence=_columns(self.sentence),
            headings=list(self.headings),
            references=self.references,
            blocks=self.blocks,
            forms=forms,
            form_counts=np.bincount(words, minlength=len(forms)).astype(np.uint32),
            term_of_form=term_of_form,
            terms=terms,
            frequencies=frequencies,
            passages=passages,
            times=times,
        )


def _extend(table: Mapping[str, array[int]], rows: Mapping[str, Iterable[int]]) -> None:
    for name, numbers in rows.items():
        table[name].extend(numbers)


def _columns(table: Mapping[str, array[int]]) -> dict[str, Numbers]:
    return {name: np.array(column, np.uint32) for name, column in table.items()}


def _byte_places(text: str, starts: Sequence[int]) -> list[int]:
    """Where characters of a text, in ascending order, begin in its UTF-8."""
    sizes = [len(text[a:b].encode()) for a, b in pairwise([0, *starts])]
    return list(accumulate(sizes))


def _terms(forms: Iterable[bytes]) -> tuple[list[bytes], Numbers]:
    """The sorted stems of some forms, and which of them is each form's."""
    stemmed = stems(forms)
    terms = sorted(set(stemmed))
    number = {term: at for at, term in enumerate(terms)}
    return terms, np.array([number[term] for term in stemmed], np.uint32)


def _postings(words: Numbers, lengths: Numbers, terms: int) -> tuple[Numbers, Numbers, Numbers]:
    """Passages by term, how many each term has, and how often it occurs in each of them.

    `words` are terms, passage by passage; `lengths` says how many each passage has.
    """
    if library := native.kernels():
        return postings(library, words, lengths, terms)
    keys = words.astype(np.uint64) << np.uint64(32)
    keys |= np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=np.uint64(2**64 - 1)))
    times = np.diff(first, append=len(keys)).astype(np.uint32)
    keys = keys[first]
    frequencies = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=terms)
    return keys.astype(np.uint32), frequencies.astype(np.uint32), times
