"""How indexing reports its progress."""

from __future__ import annotations

from collections.abc import Callable

# What is done, and all there is: of the documents, then, anew from 0, of the texts to encode.
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Report nothing."""
