"""Builds an index: words of every passage, impacts from rank-bm25, all in one file.

What is indexed of a passage: the document's title, the heading path, then its own words,
all as stems; citation markers are not words. What is stored beside the postings: the
documents' text, the passages' places, and every passage's words in order with the
sentences they belong to, so that an answer needs no document read and no text cut again.

Left out on purpose: how documents are read and split; see `corpus` and `passages`.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import asdict
from typing import IO, Any

from bot.index.bm25 import postings
from bot.index.container import Writer
from bot.index.recipe import recipe
from bot.passages import Document, Passage, Split, without_markers
from bot.text import rarity, stem, words


class Builder:
    """Gathers documents, then writes them as an index: `add` each, `write` once."""

    def __init__(self) -> None:
        self.corpus: list[list[str]] = []  # passage -> the words it is found by
        self.bodies: list[list[str]] = []  # passage -> its own words
        self.surface: dict[str, str] = {}  # stem -> the commonest word with it
        self.documents: list[dict[str, Any]] = []
        self.text = bytearray()
        self.headings: dict[tuple[str, ...], int] = {}  # heading path -> its number
        self.references = _Strings()
        self.columns = {name: array("I") for name in ("document", "start", "end", "heading")}
        self.byte = array("Q")
        self.sentence_first = array("I")
        self.sentences = {name: array("I") for name in ("start", "end", "word")}
        self.words_first = array("Q")

    @property
    def passages(self) -> int:
        """How many passages there are so far."""
        return len(self.corpus)

    def add(
        self, document: Document, key: str, sha256: str, stamp: tuple[int, ...], split: Split
    ) -> None:
        """Take in one document. Its passage ids begin with `key`; `sha256` is of its text.

        `stamp` is kept to tell a changed file without reading it.
        """
        text = document.text
        self.documents.append(
            {
                "name": document.name,
                "key": key,
                "title": split.title,
                "sha256": sha256,
                "stamp": list(stamp),
                "characters": len(text),
                "byte": len(self.text),
                "first": len(self.corpus),
                "count": len(split.passages),
                "entries": [asdict(entry) for entry in split.entries],
            }
        )
        title = self._stems(split.title or key)
        done, byte = 0, len(self.text)
        for passage in split.passages:
            byte += len(text[done : passage.start].encode())
            done = passage.start
            self._add_passage(passage, title, byte)
        self.text += text.encode()

    def _add_passage(self, passage: Passage, title: list[str], byte: int) -> None:
        columns = self.columns
        columns["document"].append(len(self.documents) - 1)
        columns["start"].append(passage.start)
        columns["end"].append(passage.end)
        columns["heading"].append(self.headings.setdefault(passage.heading, len(self.headings)))
        self.byte.append(byte)
        self.references.append("\n".join(passage.references))
        body = self._body(passage)
        self.bodies.append(body)
        self.corpus.append([*title, *self._stems(" \n ".join(passage.heading)), *body])

    def _body(self, passage: Passage) -> list[str]:
        """The passage's stems; notes where each sentence and its first word are."""
        found = words(without_markers(passage.text))
        self.sentence_first.append(len(self.sentences["start"]))
        at = 0
        for sentence in passage.sentences:
            while at < len(found) and passage.start + found[at].start < sentence.start:
                at += 1
            self.sentences["start"].append(sentence.start)
            self.sentences["end"].append(sentence.end)
            self.sentences["word"].append(at)
        return [self._stem(word.text) for word in found]

    def _stems(self, text: str) -> list[str]:
        return [self._stem(word.text) for word in words(text)]

    def _stem(self, word: str) -> str:
        stemmed = stem(word)
        known = self.surface.setdefault(stemmed, word)
        if known != word and rarity(word) < rarity(known):
            self.surface[stemmed] = word
        return stemmed

    def write(self, file: IO[bytes], meta: dict[str, Any]) -> None:
        """Write the index; `meta` is kept in it as it is. Raises OSError."""
        writer = Writer(file)
        writer.add("text", self.text)
        numbers = self._write_postings(writer)
        self._write_words(writer, numbers)
        for name, column in self.columns.items():
            writer.add(f"passage.{name}", column)
        writer.add("passage.byte", self.byte)
        self.references.write(writer, "passage.references")
        self.sentence_first.append(len(self.sentences["start"]))
        writer.add("sentence.first", self.sentence_first)
        for name, column in self.sentences.items():
            writer.add(f"sentence.{name}", column)
        headings = _Strings(json.dumps(heading, ensure_ascii=False) for heading in self.headings)
        headings.write(writer, "heading")
        writer.add("documents", json.dumps(self.documents).encode())
        writer.finish({**recipe(), **meta})

    def _write_postings(self, writer: Writer) -> dict[str, int]:
        """Writes terms and postings; gives word -> its number."""
        numbers: dict[str, int] = {}
        idf, first = array("f"), array("Q", [0])
        passages, impacts = array("I"), array("f")
        for posting in postings(self.corpus):
            numbers[posting.word] = len(numbers)
            idf.append(posting.idf)
            passages.extend(posting.passages)
            impacts.extend(posting.impacts)
            first.append(len(passages))
        _Strings(numbers).write(writer, "term")
        surfaces = [self.surface[word] for word in numbers]
        _Strings(surfaces).write(writer, "surface")
        writer.add("term.rarity", array("f", map(rarity, surfaces)))
        writer.add("term.idf", idf)
        writer.add("posting.first", first)
        writer.add("posting.passage", passages)
        writer.add("posting.impact", impacts)
        return numbers

    def _write_words(self, writer: Writer, numbers: dict[str, int]) -> None:
        first, flat = array("Q", [0]), array("I")
        for body in self.bodies:
            flat.extend(numbers[word] for word in body)
            first.append(len(flat))
        writer.add("word.first", first)
        writer.add("word", flat)


class _Strings:
    """A column of strings: UTF-8 in one piece, and where each begins."""

    def __init__(self, strings: Iterable[str] = ()) -> None:
        self._bytes = bytearray()
        self._first = array("Q", [0])
        for string in strings:
            self.append(string)

    def append(self, string: str) -> None:
        self._bytes += string.encode()
        self._first.append(len(self._bytes))

    def write(self, writer: Writer, name: str) -> None:
        writer.add(f"{name}.text", self._bytes)
        writer.add(f"{name}.first", self._first)
