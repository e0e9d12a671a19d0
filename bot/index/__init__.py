"""Builds, saves, opens and searches the index; the only room that knows rank-bm25.

Building is not imported here: rank-bm25 and numpy load when an index is built (see
`build`), not when one is read.
"""

from bot.index.documents import IndexedDocument, last_texts
from bot.index.embedded import EmbeddedIndex
from bot.index.index import Index
from bot.index.postings import Scored
from bot.index.term_positions import LINE, SentenceTerms, TermPositions

__all__ = [
    "LINE",
    "EmbeddedIndex",
    "Index",
    "IndexedDocument",
    "Scored",
    "SentenceTerms",
    "TermPositions",
    "last_texts",
]
