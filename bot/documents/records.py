"""A document as it was read, and what the ids of its passages begin with."""

from hashlib import sha256
from typing import NamedTuple

from bot.analysis.utf8 import encoded
from bot.documents.formats import SUFFIXES


class Place(NamedTuple):
    """Where a passage stands, as readers look for it.

    `page` counts from 1, `label` is what is printed on it where that differs, `link` an address.
    """

    page: int | None = None
    label: str = ""
    link: str = ""

    @property
    def shown(self) -> str:
        """The page as it is shown, with what is printed on it.

        >>> Place(7, "iii").shown, Place().shown
        ('p. iii (7)', '')
        """
        if self.page is None:
            return ""
        return f"p. {self.label} ({self.page})" if self.label else f"p. {self.page}"


NOWHERE = Place()


class Origin(NamedTuple):
    """What a text was made of: the SHA-256 of a file's bytes in hex, and the reader by its name."""

    sha256: str
    reader: str


class Document(NamedTuple):
    """A document as read: `name` is its path within the corpus, with forward slashes.

    `stamp` changes whenever its file does; it is empty where there is no file as it is now.
    `origin` says what the text was made of, where the file is no text; then `layout` and `locator`
    are what its reader made with the text, in JSON. `source` is the address of the original.
    """

    name: str
    text: str
    stamp: tuple[int, ...] = ()  # size in bytes, modified and changed in ns, inode
    origin: Origin | None = None
    layout: str = ""
    locator: str = ""
    source: str = ""

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
