"""Regular expressions that are compiled when they are first used, not when they are imported.

A question meets a few of the hundred patterns in this package; to compile the others would
take longer than to answer it. So a pattern that seldom is in a text says which pieces it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

# Pieces of several patterns. Units and kinds of words are written as words, for `one_of` to join.
YEAR = r"(?:1\d|20)\d\d"  # figures that may be one: 1000 to 2099
MONTHS = """january february march april may june july august september october november
december""".split()
MONTH_NAMES = frozenset((*MONTHS, *(month[:3] for month in MONTHS), "sept"))


TIME_UNITS = "seconds? secs? minutes? mins? hours? hrs? days? nights? weeks? months? years?"
WORD = r"[\w'\u2019-]+"  # with its apostrophes and hyphens
WHO = "i we he she they someone somebody"
OF_WHOM = "(?:my|our|his|her|the|an?)"  # what comes next: "my dog"
PARTICLES = "down up off out away"  # behind a verb
HOW_MANY = r"\bhow (?:many|much)\b"
NEEDS_HOW_MANY = ("how many", "how much")
LIST_MARK = r"(?:[-*\u2022+]|\d+[.)])\s"  # of a point: "- ", "1. "


def one_of(words: str) -> str:
    """A pattern for any of some words, or patterns, with white space between them.

    >>> one_of("days? weeks?")
    '(?:days?|weeks?)'
    """
    return f"(?:{'|'.join(words.split())})"


def lazy(source: str, flags: int = 0, *, needs: Iterable[str] = ()) -> re.Pattern[str]:
    """What `re.compile` returns, compiled at the first use of one of its methods.

    `needs` are pieces in small letters: where a text has none of them, the pattern is not in it.

    >>> lazy(r"(")  # says nothing until it is used
    lazy('(')
    >>> lazy(r"r[ab]t", re.IGNORECASE).sub("mouse", "a RAT")
    'a mouse'
    >>> lazy(r"(", needs="0123456789").search("no figure, so nobody minds")
    """
    pattern = cast("re.Pattern[str]", _Pattern(source, flags))
    return cast("re.Pattern[str]", RarePattern(pattern, tuple(needs))) if needs else pattern


class _Pattern:
    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled pattern, kept so that the next use finds it at once."""
        method = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, method)
        return method

    def __repr__(self) -> str:
        return f"lazy({self._source!r})"


class RarePattern:
    """A pattern that is looked for only in a text that has one of the pieces that it needs."""

    def __init__(self, pattern: re.Pattern[str], needs: tuple[str, ...]) -> None:
        self.pattern, self.needs = pattern, needs

    def _may_be_in(self, text: str) -> bool:
        folded = text.casefold()
        return any(piece in folded for piece in self.needs)

    def search(self, text: str) -> re.Match[str] | None:
        """Where it is first, if anywhere."""
        return self.pattern.search(text) if self._may_be_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """Where it is at the beginning, if it is there."""
        return self.pattern.match(text) if self._may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places where it is, in order."""
        return self.pattern.finditer(text) if self._may_be_in(text) else iter(())

    def split(self, text: str) -> list[str]:
        """The text cut wherever it is."""
        return self.pattern.split(text) if self._may_be_in(text) else [text]

    def sub(self, new: str, text: str) -> str:
        """The text with `new` in its place, wherever that is."""
        return self.pattern.sub(new, text) if self._may_be_in(text) else text
