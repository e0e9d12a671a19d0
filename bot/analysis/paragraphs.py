"""Finds the sentences of all paragraphs of a document.

Where there is a compiled part (see `native`), it finds them in the paragraphs in which all is
clear, as in most; the rest, or all, is done as `sentences` does it.

Left out on purpose: what a paragraph is.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat

from bot import native
from bot.analysis.sentences import ABBREVIATIONS, sentence_bounds
from bot.native.sentences import Sentences

_AT_ONCE = 1 << 20  # characters; a longer paragraph is left to Python, for it takes less memory


def sentences_of(
    text: str, paragraphs: Sequence[tuple[int, int]]
) -> Iterator[list[tuple[int, int]]]:
    """Where each sentence starts and ends, paragraph by paragraph.

    `paragraphs` are the places of some in `text`, in order. All places are characters of it.

    >>> list(sentences_of("It fell. It rose.\\nNo.", [(0, 17), (18, 21)]))
    [[(0, 8), (9, 17)], [(18, 21)]]
    """
    library = native.kernels()
    for several in _batches(paragraphs):
        found = repeat(None) if library is None else _found(library, text, several)
        for (start, end), sentences in zip(several, found, strict=False):
            yield _in_python(text, start, end) if sentences is None else sentences


def _batches(paragraphs: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """The paragraphs, at most so many at once as are not too much text."""
    first = 0
    for at, (_, end) in enumerate(paragraphs):
        if end - paragraphs[first][0] > _AT_ONCE and at > first:
            yield paragraphs[first:at]
            first = at
    yield paragraphs[first:]


def _found(
    library: ctypes.CDLL, text: str, paragraphs: Sequence[tuple[int, int]]
) -> Iterable[list[tuple[int, int]] | None]:
    if not paragraphs or paragraphs[-1][1] - paragraphs[0][0] > _AT_ONCE:
        return repeat(None)
    starts = array("I", [start for start, _ in paragraphs])
    ends = array("I", [end for _, end in paragraphs])
    first, last = min(starts), max(ends)
    return _finder(library).find(text[first:last], first, starts, ends)


@cache
def _finder(library: ctypes.CDLL) -> Sentences:
    return Sentences(library, ABBREVIATIONS)


def _in_python(text: str, start: int, end: int) -> list[tuple[int, int]]:
    starts, ends = sentence_bounds(text[start:end])
    return [(start + first, start + last) for first, last in zip(starts, ends, strict=True)]
