"""A piece of a text by its place: what every room says "where" with."""

from typing import NamedTuple


class Span(NamedTuple):
    """A piece of a text: `start` and `end` are character offsets, `end` exclusive."""

    start: int
    end: int
