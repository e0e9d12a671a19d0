"""Plain rank-bm25: Okapi's scores of all passages for every question.

It saves nothing by itself; it is pickled here, with the passages. Words are split at what is
no letter or digit and stemmed by PyStemmer.
"""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer
from rank_bm25 import BM25Okapi

from bot.snapshots.progress import Progress
from tests.benchmarks.corpus_read import documents, passages
from tests.benchmarks.peers import TOP, folder_size

_WORD = re.compile(r"\w+")


class RankBm25:
    """A pickle of the engine and of the passages."""

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")

    def build(self, corpus: Path, folder: Path, progress: Progress) -> None:
        """Tokenize all passages, count all tokens, pickle."""
        files = documents(corpus)
        texts: list[str] = []
        tokens: list[list[str]] = []
        for done, path in enumerate(files, 1):
            for passage in passages(path):
                texts.append(passage)
                tokens.append(self._tokens(passage))
            progress(done, len(files))
        engine = BM25Okapi(tokens)
        del tokens
        with (folder / "rank_bm25.pickle").open("wb") as file:
            pickle.dump((engine, texts), file, pickle.HIGHEST_PROTOCOL)

    def open(self, corpus: Path, folder: Path) -> None:
        """Load all of it into memory."""
        with (folder / "rank_bm25.pickle").open("rb") as file:
            self._engine, self._passages = pickle.load(file)

    def search(self, words: tuple[str, ...]) -> list[Any]:
        """All scores, and the best of them selected by numpy."""
        scores = self._engine.get_scores(self._tokens(" ".join(words)))
        best = np.argpartition(-scores, min(TOP, len(scores)) - 1)[:TOP]
        return list(best[np.argsort(-scores[best])].tolist())

    def text(self, hit: Any) -> str:
        """From the passages that were pickled along."""
        return str(self._passages[hit])

    def size(self, folder: Path) -> int:
        """The pickle."""
        return folder_size(folder)

    def _tokens(self, text: str) -> list[str]:
        words: list[str] = self._stemmer.stemWords(_WORD.findall(text.lower()))
        return words
