"""Builds an index: words of every passage, impacts from rank-bm25, all in one file.

What is indexed of a passage: the document's title, the heading path, then its own words,
all as stems; citation markers are not words. What is stored beside the postings: the
documents' text, the passages' places, and every passage's words in order with the
sentences they belong to, so that an answer needs no document read and no text cut again.
The words are stored unstemmed as well: a document that has not changed is taken over from
the index before, and the new index is byte for byte as if it had been cut anew.

Left out on purpose: how documents are read and split; see `corpus` and `passages`.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from bot.index.bm25 import postings
from bot.index.container import Writer
from bot.index.reader import Index, IndexedDocument
from bot.index.recipe import recipe
from bot.passages import Document, Passage, Split, without_markers
from bot.record import as_dict
from bot.text import rarity, stem, words

_Body = tuple[list[str], list[int]]  # words, and where each sentence begins in them


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a document's file beside its text; see `Builder.add`."""

    key: str
    sha256: str
    stamp: tuple[int, ...]
    kept: str = ""


class Builder:
    """Gathers documents, then writes them as an index: `add` or `reuse` each, `write` once."""

    def __init__(self) -> None:
        self.corpus: list[list[str]] = []  # passage -> the words it is found by
        self.forms: dict[str, int] = {}  # word in normal form -> its number
        self.stems: list[str] = []  # number of a form -> its stem
        self.bodies = array("I")  # the forms of all passages' own words
        self.bodies_first = array("Q", [0])
        self.documents: list[dict[str, Any]] = []
        self.text = bytearray()
        self.headings: dict[tuple[str, ...], int] = {}  # heading path -> its number
        self.heading_stems: list[list[str]] = []
        self.references = _Strings()
        self.columns = {name: array("I") for name in ("document", "start", "end", "heading")}
        self.byte = array("Q")
        self.sentence_first = array("I")
        self.sentences = {name: array("I") for name in ("start", "end", "word")}

    @property
    def passages(self) -> int:
        """How many passages there are so far."""
        return len(self.corpus)

    def add(  # noqa: PLR0913  (one call has all that is known of a document)
        self,
        document: Document,
        key: str,
        sha256: str,
        stamp: tuple[int, ...],
        split: Split,
        *,
        kept: str = "",
    ) -> None:
        """Take in one document. Its passage ids begin with `key`; `sha256` is of its text.

        `stamp` tells a changed file without reading it; `kept` says why this is not the
        file's present content, where it is not.
        """
        file = File(key, sha256, stamp, kept)
        self._take(document, file, split, map(_cut, split.passages))

    def reuse(self, old: Index, known: IndexedDocument, file: File) -> None:
        """Take in one document as an index has it. Raises IndexDamaged, then half done."""
        numbers = range(known.first, known.first + known.count)
        passages = tuple(old.passage(number) for number in numbers)
        document = Document(known.name, old.document_text(known))
        split = Split(known.title, passages, known.entries)
        self._take(document, file, split, map(old.written_words, numbers))

    def _take(self, document: Document, file: File, split: Split, bodies: Iterable[_Body]) -> None:
        text = document.text
        self.documents.append({
            "name": document.name,
            "key": file.key,
            "title": split.title,
            "sha256": file.sha256,
            "stamp": list(file.stamp),
            "characters": len(text),
            "byte": len(self.text),
            "first": len(self.corpus),
            "count": len(split.passages),
            "entries": [as_dict(entry) for entry in split.entries],
            "kept": file.kept,
        })  # fmt: skip
        title = self._stems_of(split.title or file.key)
        done, byte = 0, len(self.text)
        for passage, (found, cuts) in zip(split.passages, bodies, strict=True):
            byte += len(text[done : passage.start].encode())
            done = passage.start
            self._add_place(passage, byte)
            self._add_words(passage, title, found, cuts)
        self.text += text.encode()

    def _add_place(self, passage: Passage, byte: int) -> None:
        columns = self.columns
        columns["document"].append(len(self.documents) - 1)
        columns["start"].append(passage.start)
        columns["end"].append(passage.end)
        self.byte.append(byte)
        self.references.append("\n".join(passage.references))
        self.sentence_first.append(len(self.sentences["start"]))
        self.sentences["start"].extend(sentence.start for sentence in passage.sentences)
        self.sentences["end"].extend(sentence.end for sentence in passage.sentences)

    def _add_words(
        self, passage: Passage, title: list[str], found: list[str], cuts: list[int]
    ) -> None:
        self.sentences["word"].extend(cuts)
        forms = [self._form(word) for word in found]
        self.bodies.extend(forms)
        self.bodies_first.append(len(self.bodies))
        heading = self.headings.setdefault(passage.heading, len(self.headings))
        if heading == len(self.heading_stems):
            self.heading_stems.append(self._stems_of(" \n ".join(passage.heading)))
        self.columns["heading"].append(heading)
        body = [self.stems[form] for form in forms]
        self.corpus.append([*title, *self.heading_stems[heading], *body])

    def _stems_of(self, text: str) -> list[str]:
        return [self.stems[self._form(word.text)] for word in words(text)]

    def _form(self, word: str) -> int:
        """The number of a word in normal form."""
        number = self.forms.setdefault(word, len(self.stems))
        if number == len(self.stems):
            self.stems.append(stem(word))
        return number

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
        commonest = self._surfaces()
        surfaces = [commonest[word] for word in numbers]
        _Strings(surfaces).write(writer, "surface")
        writer.add("term.rarity", array("f", map(rarity, surfaces)))
        writer.add("term.idf", idf)
        writer.add("posting.first", first)
        writer.add("posting.passage", passages)
        writer.add("posting.impact", impacts)
        return numbers

    def _surfaces(self) -> dict[str, str]:
        """Stem -> the commonest word with it, the first of equals."""
        found: dict[str, str] = {}
        for word, stemmed in zip(self.forms, self.stems, strict=True):
            known = found.setdefault(stemmed, word)
            if known != word and rarity(word) < rarity(known):
                found[stemmed] = word
        return found

    def _write_words(self, writer: Writer, numbers: dict[str, int]) -> None:
        terms = [numbers.get(stemmed, 0) for stemmed in self.stems]  # of titles alone: unused
        writer.add("word.first", self.bodies_first)
        writer.add("word", array("I", (terms[form] for form in self.bodies)))
        writer.add("word.form", self.bodies)
        _Strings(self.forms).write(writer, "form")


def _cut(passage: Passage) -> _Body:
    """A passage's words, and where each of its sentences begins in them."""
    found = words(without_markers(passage.text))
    cuts: list[int] = []
    at = 0
    for sentence in passage.sentences:
        while at < len(found) and passage.start + found[at].start < sentence.start:
            at += 1
        cuts.append(at)
    return [word.text for word in found], cuts


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
