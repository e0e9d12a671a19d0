"""A document as it was read, and what the ids of its passages begin with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.documents.formats import SUFFIXES


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: `name` is its path within the corpus, with forward slashes."""

    name: str
    text: str


def default_key(name: str) -> str:
    """A document's name without its suffix, which ids begin with.

    >>> default_key("drugs/Fasoracetam.TXT"), default_key("notes")
    ('drugs/Fasoracetam', 'notes')
    """
    stem, dot, suffix = name.rpartition(".")
    return stem if stem and dot + suffix.lower() in SUFFIXES else name
