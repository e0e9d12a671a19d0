"""Builds an index: documents come in order, cut or as an index before has them.

What is stored: the documents' text in compressed blocks, the places of passages and
sentences in it, and for each term the passages that it stands in with rank-bm25's impacts.
An index that takes over documents from the one before is byte for byte as if they had been
cut anew. Texts are written as they come; postings wait in a temporary file beside the index
until all terms are known.

Left out on purpose: how documents are read and split (see `corpus` and `passages`), and in
which process they are cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Self

import numpy as np

from bot.documents import Document
from bot.index.bm25 import idfs, impacts
from bot.index.columns import Numbers
from bot.index.columnwise import Postings, distinct, ends, joined, write_strings
from bot.index.documents import IndexedDocument
from bot.index.index import Index
from bot.index.lexicon import Lexicon, Words
from bot.index.merge import Run, merged
from bot.index.parcel import Parcel, parcel, smallest
from bot.index.pieces import PASSAGE, SENTENCE, Cutter, File, Piece
from bot.index.recipe import recipe
from bot.index.spill import Spill
from bot.index.stretch import NOWHERE, Impacts, Kept, Merged
from bot.index.strings import Numbering, StringColumn
from bot.index.writer import Writer
from bot.passages import Split

__all__ = ["Builder", "Cutter", "File", "Parcel", "Piece", "parcel"]

# The columns of passages that an index has as they are.
PLACED = tuple(name for name in PASSAGE if name not in {"sentences", "words"})
_COPIED = 1 << 24  # bytes of text that are taken over at a time


class Builder:
    """Writes an index into a file: documents in the order of the corpus, then the rest of it.

    `old` is the index before, from which `keep` takes documents over. Temporary files lie
    beside the file.
    """

    def __init__(self, file: IO[bytes], old: Index | None = None) -> None:
        self._old, self._folder = old, _folder(file)
        self._writer = Writer(file)
        self._writer.begin("text.block", "B")
        self._moved = np.full(0 if old is None else len(old), NOWHERE, np.uint32)
        self._kept_documents: set[str] = set()
        self._postings = Spill(self._folder)
        self._block_sizes: list[Numbers] = []
        self._lexicon = Lexicon()
        self._runs: list[Run] = []
        self._documents: list[str] = []  # in JSON
        self._headings = Numbering()
        self._references, self._reference_sizes = list[bytes](), list[Numbers]()
        self._passage: dict[str, list[Numbers]] = {name: [] for name in PASSAGE}
        self._sentence: dict[str, list[Numbers]] = {name: [] for name in SENTENCE}
        self._waiting: list[tuple[IndexedDocument, File]] = []  # to be kept
        self._passages = 0  # so far, without those

    @property
    def passages(self) -> int:
        """How many passages there are so far."""
        return self._passages + sum(document.count for document, _ in self._waiting)

    def add(self, document: Document, file: File, split: Split) -> None:
        """Take in one document."""
        cutter = Cutter()
        cutter.add(document, file, split)
        self.add_parcel(parcel(cutter.piece()))

    def add_parcel(self, piece: Parcel) -> None:
        """Take in documents that are cut. Raises OSError where there is no room for them."""
        self._take_over()
        passages = piece.passages + np.uint32(self._passages)
        self._runs.append(Run(
            self._lexicon.take(piece),
            piece.frequencies,
            piece.times,
            piece.codes.dtype,
            self._postings.write(passages.astype(np.uint32, copy=False)),
            self._postings.write(piece.codes),
        ))  # fmt: skip
        self._block_sizes.append(piece.blocks.sizes)
        self._writer.put(piece.blocks.text)
        self._add_columns(piece.passage, piece.headings)
        for name, column in piece.sentence.items():
            self._sentence[name].append(column)
        self._references.append(piece.references.text.tobytes())
        self._reference_sizes.append(piece.references.sizes)
        self._documents += piece.documents

    def _add_columns(self, columns: Mapping[str, Numbers], headings: StringColumn) -> None:
        final = {
            **columns,
            "heading": self._headings.take(headings).astype(np.uint32)[columns["heading"]],
            "document": columns["document"] + np.uint32(len(self._documents)),
        }
        for name, column in final.items():
            self._passage[name].append(column)
        self._passages += len(columns["start"])

    def keep(self, known: IndexedDocument, file: File) -> None:
        """Take over a document that the index before has.

        Raises IndexDamaged, now or later; then what is gathered is of no use.
        """
        if self._waiting:
            last = self._waiting[-1][0]
            if (last.first + last.count, last.block + last.blocks) != (known.first, known.block):
                self._take_over()
        self._waiting.append((known, file))
        self._kept_documents.add(known.name)

    def _take_over(self) -> None:
        """Take in the documents that wait, which follow each other in the index before."""
        if not self._waiting or self._old is None:
            return
        columns, known = self._old.columns, [document for document, _ in self._waiting]
        first, end = known[0].first, known[-1].first + known[-1].count
        self._moved[first:end] = np.arange(self._passages, self._passages + end - first)
        self._keep_texts(known[0].block, known[-1].block + known[-1].blocks)
        lengths, references = columns.strings("passage.references", first, end)
        self._reference_sizes.append(lengths)
        self._references.append(references)
        placed = {name: columns.part(f"passage.{name}", first, end) for name in PLACED}
        placed["words"] = columns["words"][columns.part("passage.words", first, end)]
        starts = columns.part("passage.sentence", first, end + 1).astype(np.int64)
        placed["sentences"] = np.diff(starts)
        for name in SENTENCE:
            column = columns.part(f"sentence.{name}", int(starts[0]), int(starts[-1]))
            self._sentence[name].append(column)
        counts = np.array([document.count for document in known])  # some may have none
        placed["document"] = np.repeat(np.arange(len(known), dtype=np.uint32), counts)
        placed["heading"], order = _as_they_come(placed["heading"])
        self._add_columns(placed, self._old_headings.take(order))
        self._documents += [
            json.dumps({**document.row(), "key": file.key, "stamp": list(file.stamp),
                        "kept": file.kept})
            for document, file in self._waiting
        ]  # fmt: skip
        self._waiting.clear()

    @cached_property
    def _old_headings(self) -> StringColumn:
        return (
            StringColumn.of([]) if self._old is None else self._old.columns.all_strings("heading")
        )

    def _keep_texts(self, first: int, end: int) -> None:
        if self._old is None:
            return
        columns = self._old.columns
        begins = columns.part("text.first", first, end + 1).astype(np.int64)
        self._block_sizes.append(np.diff(begins))
        last = int(begins[-1])
        for at in range(int(begins[0]), last, _COPIED):
            self._writer.put(columns.part("text.block", at, min(at + _COPIED, last)))
            columns.rest()

    def close(self) -> None:
        """Let go of the file, and give up what is in temporary files."""
        self._writer.close()
        self._postings.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def finish(self, meta: dict[str, Any]) -> None:
        """Write what is left; `meta` is kept in the index as it is.

        Raises OSError, IndexDamaged.
        """
        self._take_over()
        writer = self._writer
        writer.end()
        writer.add("text.first", ends(self._block_sizes))
        self._write_places(writer)
        self._write_postings(writer)
        writer.add("documents", f"[{', '.join(self._documents)}]".encode())
        writer.finish({**recipe(), **meta})

    def _write_places(self, writer: Writer) -> None:
        """Where passages and sentences are, and what they stand under and refer to."""
        for name in PLACED:
            writer.add(f"passage.{name}", smallest(joined(self._passage[name])))
        writer.add("passage.sentence", ends(self._passage["sentences"]))
        for name in SENTENCE:
            writer.add(f"sentence.{name}", smallest(joined(self._sentence[name])))
        writer.stream("passage.references.text", "B", self._references)
        writer.add("passage.references.first", ends(self._reference_sizes))
        write_strings(writer, "heading", self._headings.all())

    def _write_postings(self, writer: Writer) -> None:
        """Terms and forms, and the passages and impacts of each term."""
        words, ranks, old_ranks = self._words()
        kept = None
        if self._old is not None and self._kept_documents:
            kept = Kept(self._old.columns, self._moved, old_ranks)
        for run in self._runs:
            run.terms = ranks[run.terms].astype(np.uint32)
        impacts = self._impacts(kept)
        postings = Postings(writer, self._folder)
        there = postings.write(
            self._rested(merged(len(words.terms), self._runs, self._postings, kept, impacts))
        )
        _write_impacts(writer, impacts, there)
        _write_words(writer, words)
        every = distinct(joined(postings.frequencies)).tolist()
        writer.add("idf", np.array(idfs(self._passages, every), np.float64))
        writer.add("idf.frequency", smallest(np.array(every, np.int64)))

    def _rested(self, stretches: Iterator[Merged]) -> Iterator[Merged]:
        for stretch in stretches:
            yield stretch
            if self._old is not None:
                self._old.columns.rest()

    def _impacts(self, kept: Kept | None) -> Impacts:
        """The impacts of all that may occur in passages of any length that there is."""
        words = joined(self._passage["words"])
        lengths = distinct(words)
        found = [run.times for run in self._runs]
        times = np.unique(joined(found if kept is None else [*found, kept.columns["times"]]))
        average = float(words.mean()) if len(words) else 0.0
        rows = [impacts(one, lengths.tolist(), average) for one in times.tolist()]
        table = np.array(rows, np.float64).reshape(len(times), len(lengths))
        return Impacts(times, lengths, smallest(np.searchsorted(lengths, words)), table)

    def _words(self) -> tuple[Words, Numbers, Numbers]:
        """All words, and the final numbers of terms: those taken in, and the old ones."""
        if self._old is None or not self._kept_documents:
            return self._lexicon.finish()
        gone = Cutter()
        for document in self._old.documents:
            if document.name not in self._kept_documents:
                numbers = range(document.first, document.first + document.count)
                passages = [self._old.passage(number) for number in numbers]
                gone.add_words(document.title or document.key, passages)
        return self._lexicon.finish(self._old.columns, gone.form_counts())


def _as_they_come(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Numbers counted anew in the order in which they first come, and what each was before."""
    first = np.full(int(numbers.max(initial=0)) + 1, -1, np.int64)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]  # the last that is set is the first
    there = np.flatnonzero(first >= 0)
    order = there[np.argsort(first[there])]
    first[order] = np.arange(len(order))
    return first[numbers], order


def _write_impacts(writer: Writer, impacts: Impacts, there: Numbers) -> None:
    """Impacts, without the `times` that nothing occurs any more."""
    writer.add("times", smallest(impacts.times[there]))
    writer.add("words", smallest(impacts.lengths))
    writer.add("passage.words", impacts.of_passage)
    writer.add("impact", impacts.table[there].ravel())


def _write_words(writer: Writer, words: Words) -> None:
    write_strings(writer, "term", words.terms)
    writer.add("term.rarity", words.rarities)
    write_strings(writer, "form", words.forms)
    writer.add("form.count", smallest(words.counts))
    writer.add("form.number", smallest(words.form_numbers))
    writer.add("term.form", smallest(words.first_forms))


def _folder(file: IO[bytes]) -> Path | None:
    """Where a file lies; None for one in memory."""
    name = getattr(file, "name", None)
    return Path(name).parent if isinstance(name, str) else None
