"""A document as it was read, and what the ids of its passages begin with."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from bot.analysis.utf8 import encoded
from bot.documents.formats import SUFFIXES


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: `name` is its path within the corpus, with forward slashes.

    `stamp` changes whenever its file does; it is empty where there is no file as it is now.
    """

    name: str
    text: str
    stamp: tuple[int, ...] = ()  # size in bytes, modified and changed in ns, inode

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hex, computed at each call."""
        return sha256(encoded(self.text)).hexdigest()


def default_key(name: str) -> str:
    """A document's name without its suffix, which ids begin with.

    >>> default_key("drugs/Fasoracetam.TXT"), default_key("notes")
    ('drugs/Fasoracetam', 'notes')
    """
    stem, dot, suffix = name.rpartition(".")
    return stem if stem and dot + suffix.lower() in SUFFIXES else name
