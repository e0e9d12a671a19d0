"""The way in: a document goes in, its passages and entries come out.

The parsers and all they need are loaded with the first document, for whoever only asks an
index that is up to date has no use for them.
"""

from __future__ import annotations

from bot.documents.records import Document, default_key
from bot.passages.passage import Split


def split(document: Document, key: str | None = None, language: str = "") -> Split:
    r"""The passages and entries of `document`; ids begin with `key`, else with its name.

    >>> found = split(Document("sea.md", "# The sea\n\n## Tides\n\nThe moon pulls.[1]\n"))
    >>> found.title, found.passages[0].id, found.passages[0].heading, found.passages[0].references
    ('The sea', 'sea:1', ('The sea', 'Tides'), ('1',))
    """
    from bot.passages.assembly import assembled  # noqa: PLC0415  (on demand: see above)

    return assembled(document, default_key(document.name) if key is None else key, language)
