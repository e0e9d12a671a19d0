"""Custom ids: all that a button has to know, in 100 characters, for ever.

    cb:KIND:PAGE:STATE

The state of most kinds is one or several links to passages, 15 characters each, in the
alphabet of URL-safe Base64:

    6  document: the first 36 bits of the SHA-256 of its name
    4  number of the passage in it, from 1
    4  text: the first 24 bits of the SHA-256 of the passage
    1  number of the sentence to emphasise, from 0; 63 for none

So a button finds its passage after a restart and after other documents came and went, and
it knows when the text is not what it was. Two documents in 10,000 share a tag by chance
once in 1,400 corpora; the text then tells them apart.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from bot.analysis import Span
from bot.analysis.utf8 import encoded
from bot.passages import Passage

LONGEST = 100
TAG = 6  # characters of a document's tag
MOST_LINKS = 6
TEMPLATE = re.compile(r"cb:(?P<kind>[a-z]):(?P<page>\d{1,4}):(?P<state>[\s\S]*)")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LINK = re.compile(r"([\w-]{6})([\w-]{4})([\w-]{4})([\w-])", re.ASCII)
_LINK_LENGTH = 15
_NONE = 63
_MOST_NUMBER = 64**4 - 1


class ButtonKind(Enum):
    """What a button does."""

    MORE = "m"
    CLOSEST = "c"
    AROUND = "a"
    WHOLE = "w"
    EXACT = "x"
    REFERENCE = "f"
    RECEIPT = "v"
    REMOVE = "r"
    SHARE = "s"
    SEARCH = "q"
    ANSWERS = "y"
    ANSWERS_NOT = "n"


@dataclass(frozen=True, slots=True)
class PassageLink:
    """A passage as a button knows it: `document` and `text` are tags.

    `number` is the passage's, from 1, and `best` that of a sentence, from 0.
    """

    document: str
    number: int
    text: str
    best: int | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A custom id taken apart. `page` counts from 0."""

    kind: ButtonKind
    page: int
    state: str

    @property
    def links(self) -> tuple[PassageLink, ...]:
        """The links in the state; none where it is damaged."""
        return read_links(self.state)


def custom_id(kind: ButtonKind, state: str, page: int = 0) -> str:
    """A button's custom id. Raises ValueError where it would be too long.

    >>> custom_id(ButtonKind.REFERENCE, "14", 2)
    'cb:f:2:14'
    """
    made = f"cb:{kind.value}:{page}:{state}"
    if len(made) > LONGEST:
        raise ValueError("this state does not fit into a custom id")
    return made


def read(given: str) -> Press | None:
    """A custom id taken apart; None where it is not one of ours or of another version.

    >>> read("cb:f:2:14")
    Press(kind=<ButtonKind.REFERENCE: 'f'>, page=2, state='14')
    """
    found = TEMPLATE.fullmatch(given)
    if found is None or found["kind"] not in {kind.value for kind in ButtonKind}:
        return None
    return Press(ButtonKind(found["kind"]), int(found["page"]), found["state"])


def document_tag(name: str) -> str:
    """The six characters that stand for a document."""
    return _hash(name, TAG)


def text_tag(text: str) -> str:
    """The four characters that a passage's text is known by."""
    return _hash(text, 4)


def _hash(text: str, characters: int) -> str:
    digest = sha256(encoded(text)).digest()
    return urlsafe_b64encode(digest)[:characters].decode()


def link_of(passage: Passage, best: Span | None = None) -> PassageLink:
    """A link to a passage, and to the sentence of it that `best` begins in."""
    number = None
    if best is not None:
        number = next((n for n, s in enumerate(passage.sentences) if s.end > best.start), None)
    number = None if number is None or number >= _NONE else number
    return PassageLink(
        document_tag(passage.document), passage.number, text_tag(passage.text), number
    )


def best_of(link: PassageLink, passage: Passage) -> Span | None:
    """The sentence to emphasise in a passage, where the link names one that it has."""
    if link.best is None or link.best >= len(passage.sentences):
        return None
    return passage.sentences[link.best]


def write_links(links: tuple[PassageLink, ...]) -> str:
    """Links as a state; as many as fit."""
    return "".join(
        link.document
        + write_number(min(link.number, _MOST_NUMBER)).rjust(4, "A")
        + link.text
        + _ALPHABET[_NONE if link.best is None else link.best]
        for link in links[:MOST_LINKS]
    )


def read_links(state: str) -> tuple[PassageLink, ...]:
    """What `write_links` wrote."""
    found = [
        _LINK.fullmatch(state, at, at + _LINK_LENGTH) for at in range(0, len(state), _LINK_LENGTH)
    ]
    return tuple(
        PassageLink(match[1], read_number(match[2]), match[3], _best(match[4]))
        for match in found
        if match
    )


def _best(character: str) -> int | None:
    number = _ALPHABET.index(character)
    return None if number == _NONE else number


def write_number(number: int) -> str:
    """A number from 0 up in as few characters as there may be.

    >>> write_number(0), write_number(64), read_number("BA")
    ('A', 'BA', 64)
    """
    digits = _ALPHABET[number % 64]
    while number := number // 64:
        digits = _ALPHABET[number % 64] + digits
    return digits


def read_number(digits: str) -> int:
    """The number that `write_number` wrote. Raises ValueError for anything else."""
    number = 0
    for digit in digits:
        number = number * 64 + _ALPHABET.index(digit)
    return number
