"""Cuts text into words for matching, each with its place.

A word is a run of letters, or a number. What is written together, such as `NS-105`,
`GABA-B`, `LD50` or `300mg`, gives its parts and, where it starts with a letter, also
the whole without hyphens, so that `ld50`, `LD 50` and `LD-50` find each other. (Tokenizers
made for parsing keep `20-100mg/day` whole, and a plain `\\w+` splits `NS-105` for good;
see the measurements that Manning et al., Introduction to Information Retrieval, 2008,
section 2.2.1, give reason to.)

Letters are compared without case, accents and width (Unicode NFKD, marks removed), so
`µg` equals `μg`, and `Café` equals `cafe`. Chinese, Japanese and Thai, written without
spaces, are cut into single characters.

`words` looks at every character and says where each word stands. An index of millions of
words needs only their forms: `plain_words` gives these, several times as fast. No word, and
no compound, reaches across white space, so a text is split there, which costs next to
nothing, and most of its pieces ("the", "rats,") have been seen before.

Left out on purpose: stems (see `stems`), sentences (see `sentences`), and the meaning of
`-` in front of a number.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from bot.patterns import lazy

_NUMBER = r"\d+(?:[.,]\d+)*"
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = rf"[^\W\d_{_UNSPACED}]+"
# Combining marks are not letters for `re`, but a word goes on across them.
_LETTER_RUN = rf"{_LETTERS}(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]+(?:{_LETTERS})?)*"
# A letter that is left is an unspaced one; to name only the other signs compiles faster.
_UNSPACED_SIGNS = "\u0e00-\u0e7f\u3040-\u30ff\ufa6e\ufa6f\ufada-\ufaff"
_PART = lazy(rf"{_NUMBER}|{_LETTER_RUN}|[^\W\d_]|[{_UNSPACED_SIGNS}]")
_INVISIBLE = lazy("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_GLUE = lazy("[-\u2010\u2011\u2012]?")
_APOSTROPHE = lazy(r"['\u2019\u02bc](?:s|t|re|ve|ll|d|m)\b", re.IGNORECASE)
_THOUSANDS = lazy(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MAX_JOINED_PARTS = 3
_ASCII_LOWER_LIMIT = "\x80"
_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_MOST_KNOWN = 1 << 16  # pieces; some 15 MB
_LONGEST_KNOWN = 32  # characters; a longer piece is an address, or written without spaces


class Token(NamedTuple):
    """A word in normal form and its place: `text[start:end]` is what was written.

    `parts` is 1, or for the whole of a compound the number of parts it is made of; the
    whole stands before its parts.
    """

    text: str
    start: int
    end: int
    parts: int = 1


@lru_cache(maxsize=65536)
def normal(written: str) -> str:
    """The form in which a word is compared.

    >>> normal("Café"), normal("1,000"), normal("µg"), normal("0,5")
    ('cafe', '1000', 'μg', '0.5')
    """
    if written[0].isdigit():
        if _THOUSANDS.fullmatch(written):
            return written.replace(",", "")
        return unicodedata.normalize("NFKC", written).replace(",", ".")
    if max(written) < _ASCII_LOWER_LIMIT:
        return written.lower()
    folded = unicodedata.normalize("NFKD", written).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare or written


def words(text: str) -> list[Token]:
    """All words of `text` in order; offsets are characters of `text`.

    >>> [w.text for w in words("NS-105 isn't 20-100mg/day.")]
    ['ns105', 'ns', '105', 'isnt', '20', '100', 'mg', 'day']
    >>> [(w.text, w.parts) for w in words("GABA-B")]
    [('gabab', 2), ('gaba', 1), ('b', 1)]
    """
    found: list[Token] = []
    compound: list[Token] = []
    for word in _parts(text):
        if compound and not _glued(text, compound[-1].end, word.start):
            found += _whole(compound)
            compound = []
        compound.append(word)
    return found + _whole(compound)


def _parts(text: str) -> list[Token]:
    """Letters and numbers one by one; `'s` is dropped and `n't` kept with its word."""
    parts: list[Token] = []
    at = 0
    while match := _PART.search(text, at):
        start, at = match.span()
        written = match.group()
        if not written[0].isdigit():
            if suffix := _APOSTROPHE.match(text, at):
                at = suffix.end()
                if suffix.group()[1:].lower() != "s":
                    written += suffix.group()[1:]
            elif (hidden := _INVISIBLE.match(text, at)) and (
                rest := _PART.match(text, hidden.end())
            ):  # a soft hyphen or zero-width space inside a word
                at = rest.end()
                written += rest.group()
        parts.append(Token(normal(written), start, at))
    return parts


def _glued(text: str, end: int, start: int) -> bool:
    return start - end <= 1 and _GLUE.fullmatch(text, end, start) is not None


def _whole(compound: list[Token]) -> list[Token]:
    """The compound's whole, where that is a word people could type, then its parts."""
    first = compound[0] if compound else None
    joinable = (
        first is not None
        and 1 < len(compound) <= _MAX_JOINED_PARTS
        and first.text[0].isalpha()
        and not unicodedata.category(first.text[0]).startswith("Lo")
    )
    if not joinable or first is None:
        return compound
    whole = "".join(word.text for word in compound)
    return [Token(whole, first.start, compound[-1].end, len(compound)), *compound]


def plain_words(text: str) -> list[str]:
    """The normal forms of all words of `text`: `[word.text for word in words(text)]`.

    >>> plain_words("NS-105 isn't 20-100mg/day.")
    ['ns105', 'ns', '105', 'isnt', '20', '100', 'mg', 'day']
    """
    return list(chain.from_iterable(map(_KNOWN.__getitem__, text.split())))


def words_by_sentence(text: str, starts: Sequence[int]) -> list[list[str]]:
    """The words of `plain_words(text)`, sentence by sentence.

    `starts` are the sentences' first characters, in ascending order, the first of them 0.

    >>> words_by_sentence("It fell. NS-105 rose.", [0, 9])
    [['it', 'fell'], ['ns105', 'ns', '105', 'rose']]
    """
    ends = [*starts[1:], len(text)]
    if all(text[start - 1 : start].isspace() for start in starts[1:]):
        return [plain_words(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    found = words(text)  # sentences without a space between them: by each word's place
    places = [word.start for word in found]
    cuts = [0, *(bisect_left(places, end) for end in ends)]
    return [[word.text for word in found[start:end]] for start, end in pairwise(cuts)]


class _Known(dict[str, tuple[str, ...]]):
    """A piece between white space -> its words; for the index the same few come again."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        bare = piece.strip(_SIGNS)
        if bare.isascii() and bare.isalpha():
            found: tuple[str, ...] = (bare.lower(),)
        else:
            found = tuple(word.text for word in words(piece))
        if len(piece) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[piece] = found
        return found


_KNOWN = _Known()
