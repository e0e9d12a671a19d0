"""bm25s: scores computed at build, in scipy-like columns that are mapped into memory.

With its own tokenizer, but no stop words, for no other engine here has any; PyStemmer;
Lucene's idf. The passages are saved along, so that it can show one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bm25s
import Stemmer

from bot.index.fingerprint import K1, B
from bot.snapshots.progress import Progress
from tests.benchmarks.corpus_read import documents, passages
from tests.benchmarks.peers import TOP, folder_size


class Bm25s:
    """An index folder of bm25s's own."""

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")

    def build(self, corpus: Path, folder: Path, progress: Progress) -> None:
        """Tokenize all passages, index all tokens, save."""
        files = documents(corpus)
        texts: list[str] = []
        for done, path in enumerate(files, 1):
            texts += passages(path)
            progress(done, len(files))
        tokens = bm25s.tokenize(texts, stopwords=[], stemmer=self._stemmer, show_progress=False)
        engine = bm25s.BM25(k1=K1, b=B, method="lucene")
        engine.index(tokens, show_progress=False)
        engine.save(folder, corpus=texts, show_progress=False)

    def open(self, corpus: Path, folder: Path) -> None:
        """Map the columns and the passages; its vocabulary is read."""
        self._engine = bm25s.BM25.load(folder, mmap=True, load_corpus=True, show_progress=False)
        self._passages, self._engine.corpus = self._engine.corpus, None

    def search(self, words: tuple[str, ...]) -> list[Any]:
        """Any of the words; a selection of the best by numpy."""
        tokens = bm25s.tokenize(
            " ".join(words), stopwords=[], stemmer=self._stemmer, return_ids=False,
            show_progress=False,
        )  # fmt: skip
        k = min(TOP, len(self._passages))
        found = self._engine.retrieve(
            tokens, k=k, show_progress=False, backend_selection="numpy", n_threads=0
        )
        return list(found.documents[0].tolist())

    def text(self, hit: Any) -> str:
        """From the passages that were saved along."""
        return str(self._passages[hit]["text"])

    def size(self, folder: Path) -> int:
        """All of its files."""
        return folder_size(folder)
