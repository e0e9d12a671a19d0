"""Builds an index: documents come in order, cut or as an index before has them.

What is stored: the documents' text in compressed blocks, the places of passages and
sentences in it, and for each term the passages that it stands in with rank-bm25's impacts.
An index that takes over documents from the one before is byte for byte as if they had been
cut anew. Large arrays are written in a stream; what has to wait lies in a temporary file
beside the index.

Left out on purpose: how documents are read and split (see `corpus` and `passages`), and in
which process they are cut.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Self

import numpy as np

from bot.index.bm25 import idfs, impacts
from bot.index.columns import Columns, Numbers
from bot.index.columnwise import Impacts, Postings, ends, joined, sizes, smallest, write_strings
from bot.index.container import Writer
from bot.index.documents import IndexedDocument
from bot.index.lexicon import Lexicon, Words
from bot.index.merge import NOWHERE, Kept, Run, Spill, merged
from bot.index.pieces import PASSAGE, SENTENCE, Cutter, File, Piece
from bot.index.reader import Index
from bot.index.recipe import recipe
from bot.passages import Document, Split

__all__ = ["Builder", "Cutter", "File", "Piece"]

# The columns of passages that an index has as they are.
PLACED = tuple(name for name in PASSAGE if name not in {"sentences", "words"})


class Builder:
    """Gathers documents in the order of the corpus, then writes them as an index.

    `old` is the index before, from which `keep` takes documents over; `folder` is where
    temporary files go.
    """

    def __init__(self, old: Index | None = None, folder: Path | None = None) -> None:
        self._old, self._folder = old, folder
        self._moved = np.full(0 if old is None else len(old), NOWHERE, np.uint32)
        self._kept_documents: set[str] = set()
        self._postings, self._blocks = Spill(folder), Spill(folder)
        self._block_sizes: list[Numbers] = []
        self._lexicon = Lexicon()
        self._runs: list[Run] = []
        self._times: set[int] = set()  # that a term occurs in some passage
        self._documents: list[dict[str, Any]] = []
        self._headings: dict[tuple[str, ...], int] = {}
        self._references, self._reference_sizes = bytearray(), list[Numbers]()
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
        self.add_piece(cutter.piece())

    def add_piece(self, piece: Piece) -> None:
        """Take in documents that are cut. Raises OSError where there is no room for them."""
        self._take_over()
        terms = self._lexicon.take(piece)
        self._times.update(np.unique(piece.times).tolist())
        self._runs.append(Run(
            terms,
            piece.frequencies.astype(np.int64),
            self._postings.append(piece.passages + np.uint32(self._passages)),
            self._postings.append(piece.times),
        ))  # fmt: skip
        self._block_sizes.append(sizes(piece.blocks))
        self._blocks.write(b"".join(piece.blocks))
        self._add_columns(piece.passage, piece.headings)
        for name, column in piece.sentence.items():
            self._sentence[name].append(column)
        references = [one.encode() for one in piece.references]
        self._references += b"".join(references)
        self._reference_sizes.append(sizes(references))
        self._documents += piece.documents

    def _add_columns(
        self, columns: Mapping[str, Numbers], headings: Sequence[tuple[str, ...]]
    ) -> None:
        known = self._headings
        numbers = np.array([known.setdefault(h, len(known)) for h in headings], np.uint32)
        final = {
            **columns,
            "heading": numbers[columns["heading"]],
            "document": columns["document"] + len(self._documents),
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
        old, known = self._old, [document for document, _ in self._waiting]
        first, end = known[0].first, known[-1].first + known[-1].count
        self._moved[first:end] = np.arange(self._passages, self._passages + end - first)
        self._keep_texts(old.columns, known[0].block, known[-1].block + known[-1].blocks)
        lengths, references = old.columns.strings("passage.references", first, end)
        self._reference_sizes.append(lengths)
        self._references += references
        columns = {name: old.columns.part(f"passage.{name}", first, end) for name in PLACED}
        columns["words"] = old.columns["words"][old.columns.part("passage.words", first, end)]
        starts = old.columns.part("passage.sentence", first, end + 1).astype(np.int64)
        columns["sentences"] = np.diff(starts)
        for name in SENTENCE:
            column = old.columns.part(f"sentence.{name}", int(starts[0]), int(starts[-1]))
            self._sentence[name].append(column)
        columns["document"] = columns["document"] - columns["document"][:1]
        _, at, columns["heading"] = np.unique(
            columns["heading"], return_index=True, return_inverse=True
        )
        order = np.argsort(at)  # as they come in the documents
        columns["heading"] = np.argsort(order)[columns["heading"]]
        self._add_columns(columns, [old.heading(first + n) for n in at[order].tolist()])
        self._documents += [
            {**document.row(), "key": file.key, "stamp": list(file.stamp), "kept": file.kept}
            for document, file in self._waiting
        ]
        self._waiting.clear()

    def _keep_texts(self, columns: Columns, first: int, end: int) -> None:
        begins = columns.part("text.first", first, end + 1).astype(np.int64)
        self._block_sizes.append(np.diff(begins))
        self._blocks.write(columns.part("text.block", int(begins[0]), int(begins[-1])).tobytes())

    def close(self) -> None:
        """Give up what is in temporary files."""
        self._postings.close()
        self._blocks.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, file: IO[bytes], meta: dict[str, Any]) -> None:
        """Write the index; `meta` is kept in it as it is. Raises OSError, IndexDamaged."""
        self._take_over()
        writer = Writer(file)
        writer.stream("text.block", "B", self._blocks.all())
        writer.add("text.first", ends(self._block_sizes))
        self._write_places(writer)
        self._write_postings(writer)
        writer.add("documents", json.dumps(self._documents).encode())
        writer.finish({**recipe(), **meta})

    def _write_places(self, writer: Writer) -> None:
        """Where passages and sentences are, and what they stand under and refer to."""
        for name in PLACED:
            writer.add(f"passage.{name}", smallest(joined(self._passage[name])))
        writer.add("passage.sentence", ends(self._passage["sentences"]))
        for name in SENTENCE:
            writer.add(f"sentence.{name}", smallest(joined(self._sentence[name])))
        writer.add("passage.references.text", self._references)
        writer.add("passage.references.first", ends(self._reference_sizes))
        headings = [json.dumps(heading, ensure_ascii=False) for heading in self._headings]
        write_strings(writer, "heading", [heading.encode() for heading in headings])

    def _write_postings(self, writer: Writer) -> None:
        """Terms and forms, and the passages and impacts of each term."""
        kept = self._kept()
        words, ranks, old_ranks = self._words(kept)
        frequencies = np.zeros(len(words.terms), np.int64)
        for run in self._runs:
            run.terms = ranks[run.terms]
            frequencies[run.terms] += run.frequencies
        if kept is not None:
            kept.ranks = old_ranks
            self._times |= kept.times
        impacts = self._impacts(writer)
        postings = Postings(writer, impacts, self._folder)
        postings.write(merged(frequencies, self._runs, self._postings, kept))
        _write_words(writer, words)
        every = np.unique(joined(postings.frequencies)).tolist()
        writer.add("idf", np.array(idfs(self._passages, every), np.float64))
        writer.add("idf.frequency", smallest(np.array(every, np.int64)))

    def _impacts(self, writer: Writer) -> Impacts:
        """The impacts of all that occurs in passages of any length that there is."""
        words = joined(self._passage["words"])
        lengths, of_passage = np.unique(words, return_inverse=True)
        times = np.array(sorted(self._times), np.int64)
        average = float(words.mean()) if len(words) else 0.0
        table = [impacts(one, lengths.tolist(), average) for one in times.tolist()]
        found = Impacts(times, smallest(of_passage), np.array(table, np.float64))
        writer.add("times", smallest(times))
        writer.add("words", smallest(lengths))
        writer.add("passage.words", found.of_passage)
        writer.add("impact", found.table.ravel())
        return found

    def _kept(self) -> Kept | None:
        if self._old is None or not (self._moved != NOWHERE).any():
            return None
        return Kept(self._old.columns, self._moved)

    def _words(self, kept: Kept | None) -> tuple[Words, Numbers, Numbers]:
        """All words, and the final numbers of terms: those taken in, and the old ones."""
        if kept is None or self._old is None:
            return self._lexicon.finish()
        gone = Cutter()
        for document in self._old.documents:
            if document.name not in self._kept_documents:
                numbers = range(document.first, document.first + document.count)
                passages = [self._old.passage(number) for number in numbers]
                gone.add_words(document.title or document.key, passages)
        return self._lexicon.finish(self._old.columns, kept.frequencies, gone.form_counts())


def _write_words(writer: Writer, words: Words) -> None:
    write_strings(writer, "term", words.terms)
    writer.add("term.rarity", words.rarities.astype(np.float32))
    write_strings(writer, "form", words.forms)
    writer.add("form.count", smallest(words.counts))
    writer.add("form.number", smallest(words.form_numbers))
    writer.add("term.form", smallest(words.first_forms))
