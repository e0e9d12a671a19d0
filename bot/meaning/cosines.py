"""How near one passage is to a question, as numbers: in a module of its own, without numpy."""

from typing import NamedTuple


class Cosines(NamedTuple):
    """How near a question is to a passage with its headings, and to its nearest sentence.

    From -1 to 1, which is the same; 0 where there is no vector. `nearest` is the number of that
    sentence among the passage's, from 0.
    """

    passage: float
    sentence: float
    nearest: int


NOT_NEAR = Cosines(0.0, 0.0, 0)  # of what has no vector
