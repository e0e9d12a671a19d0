"""Cuts text into words for matching, each with its place.

A word is a run of letters, or a number. What is written together, such as `NS-105`,
`LD50`, `max_retries`, `getUserById` or `19th`, gives its parts and the whole without what
joins them, so that `ld50`, `LD 50` and `LD-50` find each other, and that the very name comes
before what shares its parts. So do letters with stops (`U.S.`: "u.s.", "u" and "s") and
numbers grouped by blanks or apostrophes (`7 400`, `3'200`), while commas and stops are
left out of a number's thousands. (Tokenizers made for parsing keep `20-100mg/day` whole, and
a plain `\\w+` splits `NS-105` for good; see the measurements that Manning et al., Introduction
to Information Retrieval, 2008, section 2.2.1, give reason to.)

Signs that tell names apart are kept where a name is too short to stand without: `C++`, `C#`;
and so is the stop in front of one (`.NET`).

Letters are compared without case, accents, strokes and width (Unicode NFKD, marks removed), so
`µg` equals `μg`, `Café` equals `cafe`, and `Ærø` `aero`; other languages than English give
another `normalize`. Writings without spaces, and Korean, are cut into n-grams (see `ngrams`).

The meaning of `-` in front of a number is not looked at.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.analysis.ngrams import MARKS, UNSPACED, is_unspaced, ngrams
from bot.analysis.normal_forms import grouped, normal
from bot.patterns import lazy

_NUMBER = r"\d+(?:[.,]\d+)*"
# Combining marks are not letters for `re`, but a word goes on across them. (Large sets take long to
# compile, so each stands here once.)
_LETTER_RUN = rf"(?:[^\W\d_{UNSPACED}]+[{MARKS}]*+)++"
_PART = lazy(rf"{_NUMBER}|{_LETTER_RUN}|[{UNSPACED}]+")
_PART_OF_ASCII = lazy(rf"{_NUMBER}|[A-Za-z]+")  # finds the same in ASCII; compiled in no time
# What may stand within a word: nothing that is seen, or an apostrophe in Cyrillic and Hebrew.
_INVISIBLE = lazy(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
    "|(?<=[\u0400-\u04ff])['\u2019\u02bc](?=[\u0400-\u04ff])"
    "|(?<=[\u05d0-\u05ea])['\"\u05f3\u05f4](?=[\u05d0-\u05ea])"
)
_GLUES = frozenset(("", "-", "\u2010", "\u2011", "\u2012", "_"))
_GLUE_OF_NUMBERS = lazy(r"['\u2019](?=\d{3}(?!\d))|\u2013")
_APOSTROPHES = frozenset("'\u2019\u02bc")
_BEHIND_APOSTROPHE = lazy(r".(?:s|t|re|ve|ll|d|m)\b", re.IGNORECASE)
# Letters with stops: "U.S.", "e.g", "Ph.D."; not "is.It", two words without a blank between.
_LETTER = "[^\\W\\d_]"
_DOTTED = lazy(rf"(?<![\w.]){_LETTER}{{1,2}}(?:\.{_LETTER}{{1,2}}){{1,7}}(?!\w)\.?")
_NAMED_BY_SIGN = lazy(r"\+\+(?![^\W\d_])|#(?!\w)")  # behind one or two letters
_LONGEST_BY_SIGN = 2
_OPENS_NAME = "([{<\"'`/"  # what may stand in front of ".NET", or a blank
# Where a name changes case: "get|User|By|Id", "HTTPS|Connection"; not in "McKay", "mRNA", "DNAs".
_CASE_CHANGES = lazy(
    "(?:(?<=[a-z]{2})|(?<=[a-z][A-Z][a-z]))(?=[A-Z][A-Za-z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})"
)
_MOST_PARTS = 8
_LONGEST_WHOLE = 40  # characters
_FEWEST_FIGURES = 7  # of numbers that make a whole: a part number, a date; no range of years of age

Normalizer = Callable[[str], str]  # a word as it is written -> as it is compared


class Token(NamedTuple):
    """A word in normal form and its place: `text[start:end]` is what was written.

    `parts` is 1, or for the whole of a compound the number of parts it is made of; the
    whole stands before its parts.
    """

    text: str
    start: int
    end: int
    parts: int = 1


def words(text: str, normalize: Normalizer = normal) -> list[Token]:
    """All words of `text` in order; offsets are characters of `text`.

    >>> [w.text for w in words("NS-105 isn't 20-100mg/day.")]
    ['ns105', 'ns', '105', 'isnt', '20100mg', '20', '100mg', '100', 'mg', 'day']
    >>> [(w.text, w.parts) for w in words("GABA-B in C++")]
    [('gabab', 2), ('gaba', 1), ('b', 1), ('in', 1), ('c++', 1)]
    >>> [w.text for w in words("the U.S. has 7 400")]
    ['the', 'u.s.', 'u', 's', 'has', '7400', '7', '400']
    """
    text = grouped(text)
    part = _PART_OF_ASCII if text.isascii() else _PART
    found: list[Token] = []
    at = 0
    for dotted in _DOTTED.finditer(text) if "." in text else ():
        letters = [Token(normalize(m[0]), *m.span()) for m in part.finditer(text, *dotted.span())]
        if min(token.end - token.start for token in letters) == 1:
            whole = "".join(f"{token.text}." for token in letters)
            found += _compounds(text, at, dotted.start(), normalize)
            found += [Token(whole, letters[0].start, letters[-1].end, len(letters)), *letters]
            at = dotted.end()
    return found + _compounds(text, at, len(text), normalize)


def _compounds(text: str, start: int, end: int, normalize: Normalizer) -> list[Token]:
    """The words between two offsets, the wholes of what is written together among them."""
    found: list[Token] = []
    compound: list[Token] = []
    for word in _parts(text, start, end, normalize):
        if compound and not _goes_on(text, compound[-1], word):
            found += _with_wholes(text, compound)
            compound = []
        compound.append(word)
    return found + _with_wholes(text, compound)


def _parts(text: str, at: int, stop: int, normalize: Normalizer) -> Iterator[Token]:
    """Letters and numbers one by one; `'s` is dropped and `n't` kept with its word."""
    plain = text.isascii()
    part = _PART_OF_ASCII if plain else _PART
    while match := part.search(text, at, stop):
        start, at = match.span()
        written = match.group()
        if written[0].isdigit():
            yield Token(normalize(written), start, at)
            continue
        if is_unspaced(written):
            yield from (Token(normalize(text[a:b]), a, b) for a, b in ngrams(written, start))
            continue
        while (
            not plain
            and (hidden := _INVISIBLE.match(text, at))
            and (rest := _PART.match(text, hidden.end(), stop))
        ):  # soft hyphens or zero-width spaces inside a word
            at = rest.end()
            written += rest.group()
        if suffix := _suffix(text, at):
            at = suffix.end()
            if suffix.group()[1:].lower() != "s":
                written += suffix.group()[1:]
        elif len(written) <= _LONGEST_BY_SIGN and (sign := _NAMED_BY_SIGN.match(text, at)):
            yield Token(normalize(written) + sign.group(), start, sign.end())
            suffix = _suffix(text, sign.end())
            at = (suffix or sign).end()
            continue
        yield from _pieces_by_case(text, written, start, at, normalize)


def _suffix(text: str, at: int) -> re.Match[str] | None:
    """What an apostrophe joins to the word in front of it."""
    return _BEHIND_APOSTROPHE.match(text, at) if text[at : at + 1] in _APOSTROPHES else None


def _pieces_by_case(
    text: str, written: str, start: int, end: int, normalize: Normalizer
) -> Iterator[Token]:
    """A run of letters: one word, unless it is a name made of several by their capitals."""
    if end - start == len(written) > 1 and written.isascii():
        if _opens_name(text, start):
            yield Token("." + normalize(written), start - 1, end)
            return
        if not written.islower():
            cuts = [start + change.start() for change in _CASE_CHANGES.finditer(written)]
            for first, last in pairwise([start, *cuts, end]):
                yield Token(normalize(text[first:last]), first, last)
            return
    yield Token(normalize(written), start, end)


def _opens_name(text: str, start: int) -> bool:
    """Whether a stop stands in front of a word as part of its name: ".NET", ".env"."""
    if not start or text[start - 1] != ".":
        return False
    before = text[start - 2 : start - 1] if start > 1 else ""
    return not before or before.isspace() or before in _OPENS_NAME


def _goes_on(text: str, before: Token, word: Token) -> bool:
    """Whether a compound goes on with a word; n-grams are parts of none."""
    return _glued(text, before.end, word.start) and _is_spaced(word) and _is_spaced(before)


def _glued(text: str, end: int, start: int) -> bool:
    if not 0 <= start - end <= 1:
        return False
    if text[end:start] in _GLUES:
        return True
    numbers = text[end - 1].isdigit() and text[start].isdigit()
    return numbers and _GLUE_OF_NUMBERS.match(text, end) is not None


def _with_wholes(text: str, compound: list[Token]) -> list[Token]:
    """The compound's whole, where that is a word people could type, then its parts.

    What stands in it without a sign between, as "V3X7" in "MARKER-V3X7", is a whole as well.
    """
    if len(compound) <= 1 or not _joinable(text, compound):
        return compound
    found = [_whole(compound)]
    at = 0
    while at < len(compound):
        end = at + 1
        while end < len(compound) and compound[end - 1].end == compound[end].start:
            end += 1
        run = compound[at:end]
        if 1 < len(run) < len(compound) and _is_mixed(run):
            found.append(_whole(run))
        found += run
        at = end
    return found


def _whole(parts: list[Token]) -> Token:
    joined = "".join(part.text for part in parts)
    return Token(joined, parts[0].start, parts[-1].end, len(parts))


def _joinable(text: str, compound: list[Token]) -> bool:
    """Whether a whole is worth having: letters among few parts, or numbers of many figures."""
    size = sum(len(part.text) for part in compound)
    if len(compound) > _MOST_PARTS or size > _LONGEST_WHOLE:
        return False
    if not all(map(_is_spaced, compound)):
        return False
    numbers = all(part.text[0].isdigit() for part in compound)
    return not numbers or size >= _FEWEST_FIGURES or text[compound[0].end] in "'\u2019"


def _is_spaced(part: Token) -> bool:
    """Whether a part is a number or of a script written with spaces and with case."""
    return part.text.isascii() or not unicodedata.category(part.text[0]).startswith(
        ("Lo", "Lm", "M")
    )


def _is_mixed(run: list[Token]) -> bool:
    """Whether there are letters and figures in it."""
    return len({part.text[0].isdigit() for part in run}) > 1
