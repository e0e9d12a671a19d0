"""SQLite's full-text search: Porter stems, with its content, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.snapshots.progress import Progress
from tests.benchmarks.corpus_read import documents, passages
from tests.benchmarks.peers import TOP, folder_size

_SEARCH = "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?"


class Fts5:
    """A database with one virtual table."""

    def build(self, corpus: Path, folder: Path, progress: Progress) -> None:
        """Insert every passage, merge all segments into one, return what that leaves."""
        files = documents(corpus)

        def rows() -> Iterator[tuple[str]]:
            for done, path in enumerate(files, 1):
                yield from ((passage,) for passage in passages(path))
                progress(done, len(files))

        with closing(sqlite3.connect(folder / "fts5.db")) as database:
            database.execute(
                "CREATE VIRTUAL TABLE passage USING fts5(body, tokenize='porter unicode61')"
            )
            database.executemany("INSERT INTO passage VALUES (?)", rows())
            database.execute("INSERT INTO passage(passage) VALUES ('optimize')")
            database.commit()
            database.execute("VACUUM")  # merging leaves a quarter of the file empty

    def open(self, corpus: Path, folder: Path) -> None:
        """Connect; the first question reads the schema."""
        self._database = sqlite3.connect(f"file:{folder / 'fts5.db'}?mode=ro", uri=True)

    def search(self, words: tuple[str, ...]) -> list[Any]:
        """Any of the words, by BM25 (k1 1.2, b 0.75)."""
        query = " OR ".join(f'"{word}"' for word in words)
        return [row for (row,) in self._database.execute(_SEARCH, (query, TOP))]

    def text(self, hit: Any) -> str:
        """From the table."""
        found = self._database.execute("SELECT body FROM passage WHERE rowid = ?", (hit,))
        return str(found.fetchone()[0])

    def size(self, folder: Path) -> int:
        """The database."""
        return folder_size(folder)
