"""Passages of some documents as a segment of an index, ready to be merged with others.

What is indexed of a passage: the document's title, the heading path, then its own words,
all as stems; citation markers are not words. A segment numbers everything from 0 (passages,
headings, terms, forms), so that it can be made in another process, knowing nothing of the
rest of the corpus; `build` gives the final numbers. It is made of few large arrays of the
smallest numbers: what is not made there, in parallel, has to be made in `build`, one after the
other.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from bot.analysis.utf8 import encoded
from bot.documents import Document
from bot.index.arrays import Numbers, smallest
from bot.index.documents import IndexedDocument
from bot.index.packed import packed
from bot.index.string_arrays import Numbering, StringArray
from bot.index.word_counter import WordCounter
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
        locator, layout = encoded(document.locator), encoded(document.layout)
        blocks = list(packed(data + locator + layout))
        self._words.add_runs(split.title or key, split.passages, split.spoken or split.language)
        self._add_places(text, split.passages, plain=len(data) == len(text))
        self._blocks += blocks
        self._documents.append(IndexedDocument(
            document.name, key, split.title, document.sha256, document.stamp, kept, len(text),
            len(data), split.entries, 0, len(split.passages), 0, len(blocks), split.language,
            document.origin, len(locator), len(layout), document.source, split.spoken,
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
        vocabulary = self._words.vocabulary
        words, lengths = self._words.words()
        _, _, term_of_form = vocabulary.arrays()
        counts = np.bincount(words, minlength=len(term_of_form))
        forms = np.flatnonzero(counts)
        rank = np.zeros(len(vocabulary.terms), np.uint32)
        rank[term_of_form[forms]] = 1
        order = vocabulary.order()
        terms = order[rank[order] > 0]
        rank[terms] = np.arange(len(terms))
        passages, frequencies, times = inverted(rank[term_of_form[words]], lengths, len(terms))
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
            forms=StringArray.of([vocabulary.form_list[form] for form in forms.tolist()]),
            form_counts=smallest(counts[forms]),
            term_of_form=smallest(rank[term_of_form[forms]]),
            terms=StringArray.of([vocabulary.term_list[term] for term in terms.tolist()]),
            frequencies=smallest(frequencies),
            passages=smallest(passages),
            times=different,
            codes=code[times],
        )


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
