"""Passages of some documents as a segment of an index, ready to be merged with others.

What is indexed of a passage: the document's title, the heading path, then its own words,
all as stems; citation markers are not words. A segment numbers everything from 0 (passages,
headings, terms, forms), so that it can be made in another process, knowing nothing of the
rest of the corpus; `build` gives the final numbers. It is made of few large arrays of the
smallest numbers: what is not made there, in parallel, has to be made in `build`, one after the
other.

Left out on purpose: how documents are read and split; see `corpus` and `passages`.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import attrgetter

import numpy as np

from bot.analysis import plain_words, stems, without_markers
from bot.analysis.utf8 import encoded
from bot.documents import Document
from bot.index.arrays import Numbers, begins, numbered, smallest
from bot.index.documents import IndexedDocument
from bot.index.packed import packed
from bot.index.string_arrays import Numbering, StringArray
from bot.passages import Passage, Split

# What is known of each passage: its document and its heading by number, where it starts in
# the document and how long it is, in characters, the same in bytes, and how many words it is
# found by.
PASSAGE = ("document", "heading", "start", "length", "byte", "size", "words")
# Of each unit of a passage that is not prose as a whole: the passage, where in it the unit
# starts and how long it is, in characters, and whether it is prose (1 or 0).
UNIT = ("passage", "start", "length", "prose")


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive documents; see the module's docstring for what the numbers count."""

    documents: Sequence[str]  # one row of JSON each, as the index keeps it
    passage: Mapping[str, Numbers]  # see PASSAGE
    unit: Mapping[str, Numbers]  # see UNIT; passages ascend
    headings: StringArray  # in JSON
    references: StringArray  # of each passage, a line each
    blocks: StringArray  # of text, compressed
    forms: StringArray  # words in normal form
    form_counts: Numbers
    term_of_form: Numbers
    terms: StringArray  # stems, sorted
    frequencies: Numbers  # passages with each term
    passages: Numbers  # those passages, term by term, ascending
    times: Numbers  # that a term occurs in some passage, ascending
    codes: Numbers  # beside `passages`: which of these


class WordCounter:
    """Numbers the words of passages, and counts them.

    Whole pieces of text between white space are numbered, for which nothing but a look into a
    dictionary is done; what words a piece has is asked once, when all are known.
    """

    def __init__(self) -> None:
        self._pieces = Numbering[str]()
        self._headings: dict[tuple[str, ...], array[int]] = {}
        self._tokens = array("I")  # the numbers of pieces, passage by passage
        self._ends = array("I", [0])  # where each passage's end among these

    def add(self, title: str, passages: Sequence[Passage]) -> None:
        """Take in the passages of a document."""
        if not passages:
            return  # no word of the title is indexed, then
        number, tokens, ends = self._pieces.__getitem__, self._tokens, self._ends
        over = array("I", map(number, title.split()))
        for path, group in groupby(passages, attrgetter("heading")):
            above = over + self._heading(path)
            for passage in group:
                tokens += above
                tokens.extend(map(number, without_markers(passage.text).split()))
                ends.append(len(tokens))

    def _heading(self, path: tuple[str, ...]) -> array[int]:
        known = self._headings.get(path)
        if known is None:
            known = array("I", map(self._pieces.__getitem__, " \n ".join(path).split()))
            self._headings[path] = known
        return known

    def counted(self) -> tuple[list[str], Numbers, Numbers]:
        """All word forms, the numbers of all words among them, and how many each passage has."""
        forms, of_pieces = Numbering[str](), array("I")
        sizes = array("I")  # of each piece in words
        for piece in self._pieces:
            words = plain_words(piece)
            of_pieces.extend(map(forms.__getitem__, words))
            sizes.append(len(words))
        size_of = np.array(sizes, np.int64)
        tokens = np.frombuffer(self._tokens, np.uint32)
        places = numbered(begins(size_of)[tokens], size_of[tokens])
        numbers = np.array(of_pieces, np.uint32)[places]
        ends = begins(size_of[tokens])[np.array(self._ends)]
        return [*forms], numbers, np.diff(ends).astype(np.uint32)

    def form_counts(self) -> dict[str, int]:
        """How often each word form was taken in."""
        forms, words, _ = self.counted()
        counts = np.bincount(words, minlength=len(forms))
        return dict(zip(forms, counts.tolist(), strict=True))


class SegmentBuilder:
    """Takes in documents one after the other, then returns them as a segment."""

    def __init__(self) -> None:
        self._documents: list[str] = []
        self._passage = {name: array("I") for name in PASSAGE if name != "words"}
        self._unit = {name: array("I") for name in UNIT}
        self._headings = Numbering[tuple[str, ...]]()
        self._references: list[bytes] = []
        self._blocks: list[bytes] = []
        self._words = WordCounter()

    def add(self, document: Document, key: str, split: Split, kept: str = "") -> None:
        """Take in one document; ids of its passages begin with `key`.

        `kept` says why this is not the file's present content, if it is not.
        """
        text = document.text
        data = encoded(text)
        blocks = list(packed(data))
        self._words.add(split.title or key, split.passages)
        self._add_places(text, split.passages, plain=len(data) == len(text))
        self._blocks += blocks
        self._documents.append(IndexedDocument(
            document.name, key, split.title, document.sha256, document.stamp, kept, len(text),
            len(data), split.entries, 0, len(split.passages), 0, len(blocks),
        ).row())  # fmt: skip

    def _add_places(self, text: str, passages: Sequence[Passage], *, plain: bool) -> None:
        """Take in where passages and their units are; `plain` text has a byte a character."""
        starts, sizes = [p.start for p in passages], [p.end - p.start for p in passages]
        bytes_ = starts if plain else _byte_places(text, starts)
        done = len(self._passage["start"])
        _extend(self._passage, {
            "document": [len(self._documents)] * len(passages),
            "heading": [self._headings[p.heading] for p in passages],
            "start": starts,
            "length": sizes,
            "byte": bytes_,
            "size": sizes if plain else [len(encoded(p.text)) for p in passages],
        })  # fmt: skip
        rows = [
            (number, unit.start - p.start, unit.end - unit.start, unit.prose)
            for number, p in enumerate(passages, done)
            if p.units != ((p.start, p.end, True),)
            for unit in p.units
        ]
        _extend(self._unit, {name: [row[at] for row in rows] for at, name in enumerate(UNIT)})
        self._references += [encoded("\n".join(p.references)) for p in passages]

    def segment(self) -> Segment:
        """All that was taken in."""
        forms, words, lengths = self._words.counted()
        encoded_forms = [*map(encoded, forms)]
        terms, term_of_form = _terms(encoded_forms)
        passages, frequencies, times = inverted(term_of_form[words], lengths, len(terms))
        different = np.flatnonzero(np.bincount(times))
        code = np.zeros(int(times.max(initial=0)) + 1, np.min_scalar_type(len(different)))
        code[different] = np.arange(len(different))
        return Segment(
            documents=self._documents,
            passage={**_columns(self._passage), "words": lengths},
            unit=_columns(self._unit),
            headings=StringArray.of([_heading_row(heading) for heading in self._headings]),
            references=StringArray.of(self._references),
            blocks=StringArray.of(self._blocks),
            forms=StringArray.of(encoded_forms),
            form_counts=np.bincount(words, minlength=len(forms)).astype(np.uint32),
            term_of_form=smallest(term_of_form),
            terms=StringArray.of(terms),
            frequencies=smallest(frequencies),
            passages=smallest(passages),
            times=different,
            codes=code[times],
        )


def segment_of(document: Document, key: str, split: Split) -> Segment:
    """One document as a segment."""
    builder = SegmentBuilder()
    builder.add(document, key, split)
    return builder.segment()


def _extend(table: Mapping[str, array[int]], rows: Mapping[str, Iterable[int]]) -> None:
    for name, numbers in rows.items():
        table[name].extend(numbers)


def _columns(table: Mapping[str, array[int]]) -> dict[str, Numbers]:
    return {name: np.array(column, np.uint32) for name, column in table.items()}


def _byte_places(text: str, starts: Sequence[int]) -> list[int]:
    """Where characters of a text, in ascending order, begin in its UTF-8."""
    sizes = [len(encoded(text[a:b])) for a, b in pairwise([0, *starts])]
    return list(accumulate(sizes))


def _heading_row(heading: Sequence[str]) -> bytes:
    """A heading path as an index has it."""
    return encoded(json.dumps(heading, ensure_ascii=False))


def _terms(forms: Iterable[bytes]) -> tuple[list[bytes], Numbers]:
    """The sorted stems of some forms, and which of them is each form's."""
    stemmed = stems(forms)
    terms = sorted(set(stemmed))
    number = {term: at for at, term in enumerate(terms)}
    return terms, np.array([number[term] for term in stemmed], np.uint32)


def inverted(words: Numbers, lengths: Numbers, terms: int) -> tuple[Numbers, Numbers, Numbers]:
    """Passages by term, how many each term has, and how often it occurs in each of them.

    `words` are terms, passage by passage; `lengths` says how many each passage has.
    """
    count = max(len(lengths), 1)
    kind = np.min_scalar_type(terms * count)  # the smaller, the quicker it is sorted
    keys = words.astype(kind) * kind.type(count)
    keys += np.repeat(np.arange(len(lengths), dtype=kind), lengths)
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=keys[:1] + kind.type(1)))
    times = np.diff(first, append=len(keys))
    found, passages = np.divmod(keys[first], kind.type(count))
    return passages, np.bincount(found.astype(np.intp), minlength=terms), times
