"""citebot itself: the index alone, and whole answers as `citebot ask --json` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot import Library
from bot.analysis import stem, words
from bot.answering.operator_rules import rules_of
from bot.index import EmbeddedIndex, Index
from bot.ranking.features import FeatureExtractor
from bot.ranking.query import parse
from bot.ranking.ranker import CANDIDATES
from bot.render import json_data as data
from bot.snapshots.progress import Progress
from bot.snapshots.snapshot import INDEX_FILE
from tests.benchmarks.peers import TOP, folder_size


class Citebot:
    """An index folder of citebot's. `open` opens the index alone, `open_library` all."""

    def build(self, corpus: Path, folder: Path, progress: Progress) -> None:
        """As the first start on a corpus does."""
        Library.open(corpus, folder, progress=progress)

    def open(self, corpus: Path, folder: Path) -> None:
        """The index as it is on disk."""
        self._index: Index = EmbeddedIndex.open(folder / INDEX_FILE)

    def open_library(self, corpus: Path, folder: Path) -> None:
        """With a look at every file of the corpus, whether it has changed."""
        self._library = Library.open(corpus, folder)
        self._index = self._library._snapshot.index  # nothing public searches without asking

    def search(self, words_asked: tuple[str, ...]) -> list[Any]:
        """Any of the words, by BM25 (k1 1.2, b 0.6)."""
        return [row.passage for row in self.scored(words_asked)]

    def scored(self, words_asked: tuple[str, ...]) -> list[Any]:
        """The best passages with their scores."""
        stems = [stem(word.text) for word in words(" ".join(words_asked))]
        terms = (self._index.term(one) for one in stems)
        return self._index.search({term: 1.0 for term in terms if term >= 0}, TOP)

    def ask(self, question: str) -> str:
        """The whole answer, in JSON."""
        return json.dumps(data.reply(self._library.ask(question)))

    def weights(self, question: str) -> dict[int, float]:
        """The terms that a whole answer looks for, and their weights."""
        snapshot = self._library._snapshot
        query = parse(question, snapshot.index, rules_of(snapshot.own_files).thesaurus)
        return FeatureExtractor(query, snapshot.index).term_weights()

    def candidates(self, weights: Mapping[int, float]) -> list[Any]:
        """The passages that a whole answer weighs."""
        return [row.passage for row in self._index.search(weights, CANDIDATES)]

    def reindex(self) -> None:
        """Take in what has changed."""
        self._library.refresh(at_once=True)
        self._index = self._library._snapshot.index

    def text(self, hit: Any) -> str:
        """From the index."""
        return self._index.passage(hit).text

    def size(self, folder: Path) -> int:
        """Its folder."""
        return folder_size(folder)
