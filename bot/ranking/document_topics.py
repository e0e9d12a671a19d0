"""What a whole document is about: what many of its passages name."""

from __future__ import annotations

from collections.abc import Iterable

from bot.index import Index

_SHARE = 0.3  # of a document's passages


def is_about(index: Index, passage: int, terms: Iterable[int], fewest: int = 0) -> bool:
    """Whether the passage's document is about one of the terms, which `fewest` passages name.

    In some of its other passages it then stands without its name.
    """
    document = index.document_of(passage)
    least = max(_SHARE * document.count, fewest)
    return any(
        index.frequency(term) >= least and index.frequency(term, document.numbers) >= least
        for term in terms
    )
