"""The engines that are measured side by side, each behind the same few calls.

    build(corpus, folder, progress)   text files -> an index in a folder
    open(corpus, folder)              until the first question can be asked
    search(words)                     the ten best passages for some words, best first
    text(hit)                         what one of them says
    size(folder)                      bytes of the index on disk

One engine a module, imported only in the process that measures it, so that no engine's
memory and threads are in another's figures.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from bot.snapshots.progress import Progress

TOP = 10

PEERS = {  # name -> module and class
    "citebot": ("citebot", "Citebot"),
    "tantivy": ("tantivy", "Tantivy"),
    "bm25s": ("bm25s", "Bm25s"),
    "SQLite FTS5": ("fts5", "Fts5"),
    "rank-bm25": ("rank_bm25", "RankBm25"),
}


class Peer(Protocol):
    """An engine. `open` comes before `search` and `text`."""

    def build(self, corpus: Path, folder: Path, progress: Progress) -> None:
        """Index all text files of `corpus` into the empty folder `folder`."""

    def open(self, corpus: Path, folder: Path) -> None:
        """Open what was built, for one thread."""

    def search(self, words: tuple[str, ...]) -> list[Any]:
        """The best passages that have any of the words."""

    def text(self, hit: Any) -> str:
        """The words of a passage that was found."""

    def size(self, folder: Path) -> int:
        """Bytes on disk."""


def peer(name: str) -> Peer:
    """The engine of that name. Raises SystemExit where it is not installed."""
    module, cls = PEERS[name]
    try:
        found = import_module(f"tests.benchmarks.peers.{module}")
    except ImportError as error:
        sys.exit(f"{error}; the engines come with `pip install -e .[benchmarks]`.")
    made: Peer = getattr(found, cls)()
    return made


def folder_size(folder: Path) -> int:
    """Bytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
