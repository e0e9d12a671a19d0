"""tantivy: Lucene's design in Rust. English stems, the text stored, its default threads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tantivy

from bot.snapshots.progress import Progress
from tests.benchmarks.corpus_read import documents, passages
from tests.benchmarks.peers import TOP, folder_size


class Tantivy:
    """An index folder of tantivy's own."""

    def build(self, corpus: Path, folder: Path, progress: Progress) -> None:
        """Add every passage, commit, and wait for the merges that follow."""
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", stored=True, tokenizer_name="en_stem")
        index = tantivy.Index(schema.build(), path=str(folder))
        writer, files = index.writer(), documents(corpus)
        for done, path in enumerate(files, 1):
            for passage in passages(path):
                writer.add_document(tantivy.Document(body=passage))
            progress(done, len(files))
        writer.commit()
        writer.garbage_collect_files()
        writer.wait_merging_threads()

    def open(self, corpus: Path, folder: Path) -> None:
        """Map the index; its searcher works in the thread that calls it."""
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(self, words: tuple[str, ...]) -> list[Any]:
        """Any of the words, by BM25 (k1 1.2, b 0.75)."""
        query = self._index.parse_query(" ".join(words), ["body"])
        return [address for _, address in self._searcher.search(query, TOP, count=False).hits]

    def text(self, hit: Any) -> str:
        """From its document store."""
        return str(self._searcher.doc(hit)["body"][0])

    def size(self, folder: Path) -> int:
        """All of its files."""
        return folder_size(folder)
