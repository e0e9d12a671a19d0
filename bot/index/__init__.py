"""Builds, saves, opens and searches the index; the only room that knows rank-bm25.

Building is not imported here: rank-bm25 and numpy load when an index is built (see
`build`), not when one is read.
"""

from bot.index.reader import Index, IndexedDocument, Scored, Sentence, last_texts

__all__ = ["Index", "IndexedDocument", "Scored", "Sentence", "last_texts"]
