"""Builds an index: segments come in the corpus's order, and documents that a previous index has.

What is stored: the documents' text in compressed blocks, the places of passages in it, and for
each term the passages that it stands in with rank-bm25's impacts.
An index that takes over documents from a previous one is byte for byte as if they had been
indexed anew. Texts are written as they come; postings wait in a temporary file beside the index
until all terms are known.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Self

import numpy as np

from bot.analysis.language_packs import digest, has_pack
from bot.index.arrays import Numbers, begins, distinct, joined, smallest
from bot.index.bm25 import idfs, impacts
from bot.index.documents import IndexedDocument
from bot.index.embedded import EmbeddedIndex
from bot.index.fingerprint import fingerprint
from bot.index.lexicon import Lexicon, SortedTerms
from bot.index.merge import (
    GONE,
    ImpactTable,
    OldPostings,
    PostingBatch,
    PostingMerger,
    PostingRun,
)
from bot.index.posting_writer import PostingWriter
from bot.index.segment import PASSAGE, UNIT, Segment
from bot.index.spill import Spill
from bot.index.string_arrays import Numbering, StringArray
from bot.index.word_counter import WordCounter
from bot.index.writer import Writer

_COPIED = 1 << 24  # bytes of text that are taken over at a time


class Builder:
    """Writes an index into a file: documents in the order of the corpus, then the rest of it.

    `old` is the previous index, from which `take_over` takes documents. Temporary files lie
    beside the file.
    """

    def __init__(self, file: IO[bytes], old: EmbeddedIndex | None = None) -> None:
        self._old, self._folder = old, _folder(file)
        self._writer = Writer(file)
        self._writer.begin("text.block", "B")
        self._moved = np.full(0 if old is None else len(old), GONE, np.uint32)
        self._taken_over: set[str] = set()
        self._postings = Spill(self._folder)
        self._block_sizes: list[Numbers] = []
        self._lexicon = Lexicon()
        self._runs: list[PostingRun] = []
        self._documents: list[str] = []  # in JSON
        self._headings = Numbering[bytes]()
        self._references, self._reference_sizes = list[bytes](), list[Numbers]()
        self._passage: dict[str, list[Numbers]] = {name: [] for name in PASSAGE}
        self._unit: dict[str, list[Numbers]] = {name: [] for name in UNIT}
        self._waiting: list[IndexedDocument] = []  # to be taken over
        self._passages = 0  # so far, without those

    @property
    def passages(self) -> int:
        """How many passages there are so far."""
        return self._passages + sum(document.count for document in self._waiting)

    def add(self, segment: Segment) -> None:
        """Take in a segment. Raises OSError where there is no room for it."""
        self._take_in_waiting()
        passages = segment.passages + np.uint32(self._passages)
        self._runs.append(PostingRun(
            self._lexicon.take(segment),
            segment.frequencies,
            segment.times,
            segment.codes.dtype,
            self._postings.write(passages.astype(np.uint32, copy=False)),
            self._postings.write(segment.codes),
        ))  # fmt: skip
        self._block_sizes.append(segment.blocks.sizes)
        self._writer.put(segment.blocks.text)
        self._references.append(segment.references.text.tobytes())
        self._reference_sizes.append(segment.references.sizes)
        self._add_places(segment.passage, segment.unit, segment.headings)
        self._documents += segment.documents

    def _add_places(
        self, passage: Mapping[str, Numbers], unit: Mapping[str, Numbers], headings: StringArray
    ) -> None:
        numbers = [self._headings[heading] for heading in headings.all()]
        final = {
            **passage,
            "heading": np.array(numbers, np.uint32)[passage["heading"]],
            "document": passage["document"] + np.uint32(len(self._documents)),
        }
        for name, column in final.items():
            self._passage[name].append(column)
        for name, column in unit.items():
            moved = column + np.uint32(self._passages) if name == "passage" else column
            self._unit[name].append(moved)
        self._passages += len(passage["start"])

    def take_over(self, document: IndexedDocument) -> None:
        """Take over a document that the previous index has, with what is known of its file now.

        Raises IndexDamaged, now or later; then what is gathered is of no use.
        """
        if self._waiting:
            last = self._waiting[-1]
            after = last.numbers.stop, last.block + last.blocks
            if after != (document.first, document.block):
                self._take_in_waiting()
        self._waiting.append(document)
        self._taken_over.add(document.name)

    def _take_in_waiting(self) -> None:
        """Take in the documents that wait, which follow each other in the previous index."""
        if not self._waiting or self._old is None:
            return
        arrays, known = self._old.columns, self._waiting
        first, end = known[0].first, known[-1].numbers.stop
        self._moved[first:end] = np.arange(self._passages, self._passages + end - first)
        self._take_texts(known[0].block, known[-1].block + known[-1].blocks)
        lengths, references = arrays.strings("passage.references", first, end)
        self._reference_sizes.append(lengths)
        self._references.append(references)
        passage = {name: arrays.part(f"passage.{name}", first, end) for name in PASSAGE}
        passage["words"] = arrays["words"][passage["words"]]
        counts = np.array([document.count for document in known])  # some may have none
        passage["document"] = np.repeat(np.arange(len(known), dtype=np.uint32), counts)
        passage["heading"], order = _as_they_come(passage["heading"])
        self._add_places(passage, self._old_units(first, end), self._old_headings.take(order))
        self._documents += [document.row() for document in known]
        self._waiting.clear()

    def _old_units(self, first: int, end: int) -> dict[str, Numbers]:
        """The units of passages of the previous index; passages count from the first."""
        if self._old is None:
            return {}
        arrays = self._old.columns
        low, high = np.searchsorted(arrays["unit.passage"], [first, end]).tolist()
        units = {name: arrays.part(f"unit.{name}", low, high) for name in UNIT}
        return {**units, "passage": (units["passage"].astype(np.int64) - first).astype(np.uint32)}

    @cached_property
    def _old_headings(self) -> StringArray:
        return StringArray.of([]) if self._old is None else self._old.columns.all_strings("heading")

    def _take_texts(self, first: int, end: int) -> None:
        if self._old is None:
            return
        arrays = self._old.columns
        places = arrays.part("text.first", first, end + 1).astype(np.int64)
        self._block_sizes.append(np.diff(places))
        last = int(places[-1])
        for at in range(int(places[0]), last, _COPIED):
            self._writer.put(arrays.part("text.block", at, min(at + _COPIED, last)))
            arrays.rest()

    def close(self) -> None:
        """Let go of the file, and give up what is in temporary files."""
        self._writer.close()
        self._postings.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def finish(self, meta: dict[str, Any]) -> None:
        """Write what is left; `meta` stands in the index as it is.

        Raises OSError, IndexDamaged.
        """
        self._take_in_waiting()
        writer = self._writer
        writer.end()
        writer.add("text.first", _ends(self._block_sizes))
        self._write_places(writer)
        self._write_postings(writer)
        writer.add("documents", f"[{', '.join(self._documents)}]".encode())
        writer.finish({**fingerprint(), **self._languages(), "language": "", **meta})

    def _languages(self) -> dict[str, Any]:
        """The languages, the one with the most passages first, and which packs were used."""
        counts: Counter[str] = Counter()
        for row in map(json.loads, self._documents):
            for count, language in row["spoken"] or [(row["passages"], row["language"])]:
                counts[language] += count
        languages = [language for language, _ in counts.most_common()]
        return {
            "languages": languages,
            "packs": {one: digest(one) for one in languages if has_pack(one)},
        }

    def _write_places(self, writer: Writer) -> None:
        """Where passages and their units are, and what they stand under and refer to."""
        for name in PASSAGE:
            if name != "words":  # see `_write_impacts`
                writer.add(f"passage.{name}", smallest(joined(self._passage[name])))
        for name in UNIT:
            writer.add(f"unit.{name}", smallest(joined(self._unit[name])))
        writer.stream("passage.references.text", "B", self._references)
        writer.add("passage.references.first", _ends(self._reference_sizes))
        _write_strings(writer, "heading", StringArray.of([*self._headings]))

    def _write_postings(self, writer: Writer) -> None:
        """Terms and forms, and the passages and impacts of each term."""
        words, ranks, old_ranks = self._words()
        old = None
        if self._old is not None and self._taken_over:
            old = OldPostings(self._old.columns, self._moved, old_ranks)
        for run in self._runs:
            run.terms = ranks[run.terms].astype(np.uint32)
        impacts = self._impacts(old)
        postings = PostingWriter(writer, self._folder)
        merger = PostingMerger(len(words.terms), self._runs, self._postings, old, impacts)
        there = postings.write(self._rested(merger))
        _write_impacts(writer, impacts, there)
        _write_words(writer, words)
        every = distinct(joined(postings.frequencies)).tolist()
        writer.add("idf", np.array(idfs(self._passages, every), np.float64))
        writer.add("idf.frequency", smallest(np.array(every, np.int64)))

    def _rested(self, merger: PostingMerger) -> Iterator[PostingBatch]:
        for batch in merger:
            yield batch
            if self._old is not None:
                self._old.columns.rest()

    def _impacts(self, old: OldPostings | None) -> ImpactTable:
        """The impacts of all that may occur in passages of any length that there is."""
        words = joined(self._passage["words"])
        lengths = distinct(words)
        found = [run.times for run in self._runs]
        times = np.unique(joined(found if old is None else [*found, old.arrays["times"]]))
        average = float(words.mean()) if len(words) else 0.0
        rows = [impacts(one, lengths.tolist(), average) for one in times.tolist()]
        table = np.array(rows, np.float64).reshape(len(times), len(lengths))
        return ImpactTable(times, lengths, smallest(np.searchsorted(lengths, words)), table)

    def _words(self) -> tuple[SortedTerms, Numbers, Numbers]:
        """All words, and the final numbers of terms: those taken in, and the old ones."""
        if self._old is None or not self._taken_over:
            return self._lexicon.finish()
        gone = WordCounter()
        for document in self._old.documents:
            if document.name not in self._taken_over:
                passages = [self._old.passage(number) for number in document.numbers]
                spoken = document.spoken or document.language
                gone.add_runs(document.title or document.key, passages, spoken)
        return self._lexicon.finish(self._old.columns, gone.form_counts())


def _as_they_come(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Numbers counted anew in the order in which they first come, and what each was before."""
    first = np.full(int(numbers.max(initial=0)) + 1, -1, np.int64)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]  # the last that is set is the first
    there = np.flatnonzero(first >= 0)
    order = there[np.argsort(first[there])]
    first[order] = np.arange(len(order))
    return first[numbers], order


def _write_impacts(writer: Writer, impacts: ImpactTable, there: Numbers) -> None:
    """Impacts, without the `times` that nothing occurs any more."""
    writer.add("times", smallest(impacts.times[there]))
    writer.add("words", smallest(impacts.lengths))
    writer.add("passage.words", impacts.of_passage)
    writer.add("impact", impacts.table[there].ravel())


def _write_words(writer: Writer, words: SortedTerms) -> None:
    _write_strings(writer, "term", words.terms)
    writer.add("term.rarity", words.rarities)
    _write_strings(writer, "form", words.forms)
    writer.add("form.count", smallest(words.counts))
    writer.add("form.number", smallest(words.form_numbers))
    writer.add("term.form", smallest(words.first_forms))


def _write_strings(writer: Writer, name: str, strings: StringArray) -> None:
    writer.add(f"{name}.text", strings.text)
    writer.add(f"{name}.first", smallest(strings.first))


def _ends(sizes: list[Numbers]) -> Numbers:
    """Where each of some things begins that have these sizes, and where the last ends."""
    return smallest(begins(joined(sizes)))


def _folder(file: IO[bytes]) -> Path | None:
    """Where a file lies; None for one in memory."""
    name = getattr(file, "name", None)
    return Path(name).parent if isinstance(name, str) else None
