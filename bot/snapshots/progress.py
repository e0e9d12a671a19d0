"""How indexing reports its progress."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]  # documents done, documents in all


def no_progress(done: int, total: int) -> None:
    """Report nothing."""
