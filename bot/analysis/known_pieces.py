"""The words of texts by the pieces between white space, for an index of millions of words.

`tokenizer.words` looks at every character and says where each word stands. An index needs only
their forms: `plain_words` gives these, several times as fast. Except in grouped numbers, no word
reaches across white space, so a text is split there, which costs next to nothing, and most of its
pieces ("the", "rats,") have been seen before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeVar, cast

from bot.analysis.normal_forms import THOUSANDS_SHAPE, grouped, normal, shape
from bot.analysis.tokenizer import Normalizer, words
from bot.patterns import lazy

# What may make more of letters than a word.
_MAY_BE_NAMED = lazy(r"[+#]|\.(?=[A-Za-z])")
_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_BEHIND_WORD = "!\"'),.:;?]"  # of these, what a word may have behind it and stay the same word
_BEHIND = _BEHIND_WORD.encode()
_MOST_KNOWN = 1 << 16  # pieces; some 15 MB
_LONGEST_KNOWN = 32  # characters; a longer piece is an address, or written without spaces
_T = TypeVar("_T")


def plain_words(text: str, normalize: Normalizer = normal) -> list[str]:
    """The normal forms of all words of `text`: `[word.text for word in words(text)]`.

    >>> plain_words("NS-105 isn't 20-100mg/day.")
    ['ns105', 'ns', '105', 'isnt', '20100mg', '20', '100mg', '100', 'mg', 'day']
    """
    return _words_of_all(grouped(text).split(), normalize)


def words_of_pieces(normalize: Normalizer = normal) -> Mapping[str, tuple[str, ...]]:
    """The same of any piece without white space in it, as `grouped` text has them."""
    return _known(normalize)


def lone_word(piece: bytes) -> bytes:
    """A piece that is plainly one word in small letters of ASCII, without the signs behind it.

    Such a word is its own normal form; none where a piece has to be looked at.

    >>> lone_word(b"rats,"), lone_word(b"ns-105"), lone_word(b"isn't"), lone_word(b"Rats")
    (b'rats', b'', b'', b'')
    """
    bare = piece.rstrip(_BEHIND)
    return bare if bare.isalpha() and bare.islower() else b""


def simplified(text: str) -> str:
    """A text of the same words, of which fewer pieces between white space are different.

    ASCII without capitals has the same words, unless a name in it is written with them. White
    space that is not ASCII becomes blanks.

    >>> simplified("The rats, all 7 400. See lampOn."), simplified("The rats, all 7 400.")
    ("The rats, all 7'400. See lampOn.", "the rats, all 7'400.")
    """
    shaped = shape(text)
    if THOUSANDS_SHAPE in shaped:
        text = grouped(text)
    if text.isascii():
        return text if _changes_case(shaped) else text.lower()
    return " ".join(text.split())


def _changes_case(shaped: bytes) -> bool:
    """Whether a text of that shape may have a name such as "lampOn" or "HTTPSConnection"."""
    return b"aA" in shaped or b"AAAaa" in shaped


def words_by_sentence(
    text: str, starts: Sequence[int], normalize: Normalizer = normal
) -> list[list[str]]:
    """The words of `plain_words(text)`, sentence by sentence.

    `starts` are the sentences' first characters, in ascending order, the first of them 0.

    >>> words_by_sentence("It fell. NS-105 rose.", [0, 9])
    [['it', 'fell'], ['ns105', 'ns', '105', 'rose']]
    """
    text, ends = grouped(text), [*starts[1:], len(text)]
    if all(text[start - 1 : start].isspace() for start in starts[1:]):
        return [
            _words_of_all(text[start:end].split(), normalize)
            for start, end in zip(starts, ends, strict=True)
        ]
    found = words(text, normalize)  # sentences without a space between them: by each word's place
    places = [word.start for word in found]
    cuts = [0, *(bisect_left(places, end) for end in ends)]
    return [[word.text for word in found[start:end]] for start, end in pairwise(cuts)]


def _words_of_all(pieces: Sequence[str], normalize: Normalizer) -> list[str]:
    """The words of many pieces; most often each piece is one word."""
    lone = [*map(_lone(normalize).__getitem__, pieces)]
    if None not in lone:
        return cast("list[str]", lone)
    known, found = _known(normalize), list[str]()
    for piece, word in zip(pieces, lone, strict=True):
        found += known[piece] if word is None else (word,)
    return found


def _words_of(piece: str, normalize: Normalizer) -> tuple[str, ...]:
    """The words of one piece."""
    bare = piece.rstrip(_BEHIND_WORD)
    if bare.isalpha() and bare.islower() and bare.isascii():
        return (normalize(bare),)
    bare = piece.strip(_SIGNS)
    plain = bare.isascii() and bare.isalpha() and not _changes_case(shape(bare))
    if plain and _is_plain(piece, bare):
        return (normalize(bare),)
    return tuple([word.text for word in words(piece, normalize)])


def _is_plain(piece: str, bare: str) -> bool:
    """Whether letters with signs around them are no name that these belong to."""
    return len(bare) == len(piece) or _MAY_BE_NAMED.search(piece) is None


class _OfPieces(dict[str, _T]):
    """What is known of pieces between white space; for the index the same few come again."""

    def __init__(self, normalize: Normalizer) -> None:
        super().__init__()
        self._normalize = normalize

    def keep(self, piece: str, found: _T) -> _T:
        """Note what is found of a piece, unless that is too long to come again."""
        if len(piece) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[piece] = found
        return found


class _Known(_OfPieces[tuple[str, ...]]):
    """A piece -> its words."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        return self.keep(piece, _words_of(piece, self._normalize))


class _Lone(_OfPieces[str | None]):
    """A piece -> the only word in it; None where there are more, or none."""

    def __missing__(self, piece: str) -> str | None:
        found = _words_of(piece, self._normalize)
        if found == (piece,):  # one object is sooner reached than two
            return self.keep(piece, piece)
        return self.keep(piece, found[0] if len(found) == 1 else None)


_known, _lone = cache(_Known), cache(_Lone)  # by the normalizer
