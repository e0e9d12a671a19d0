"""Which documents are meant: by their names, or by patterns as a shell has them.

    rules.md        the document of that name
    game-a/*        every document in that folder, and in the folders in it
    *.pdf           every document whose name ends so

A pattern is compared with the whole name, letter by letter, in one Unicode form.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from bot.documents.unicode_names import composed


class DocumentFilter(NamedTuple):
    """Lists of patterns: a document has to match one of each list. No list leaves none out."""

    groups: tuple[tuple[str, ...], ...] = ()

    def allows(self, name: str) -> bool:
        """Whether a document of that name is among those that are meant.

        >>> DocumentFilter((("a/*", "b.md"), ("*.md",))).allows("a/b/c.md")
        True
        >>> DocumentFilter((("a/*", "b.md"), ())).allows("b.md")
        False
        """
        return all(matches_any(name, patterns) for patterns in self.groups)

    def and_of(self, patterns: Iterable[str]) -> "DocumentFilter":
        """The same with one more list that has to match."""
        return DocumentFilter((*self.groups, tuple(patterns)))


def matches_any(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns is a name, or matches it."""
    written = composed(name)
    return any(
        written == pattern or fnmatchcase(written, pattern) for pattern in map(composed, patterns)
    )


def means_any(pattern: str, names: Iterable[str]) -> bool:
    """Whether a pattern is one of the names, or matches one."""
    return any(matches_any(name, (pattern,)) for name in names)


ALL = DocumentFilter()
