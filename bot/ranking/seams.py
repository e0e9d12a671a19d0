"""N-grams of a question that lie across two of its words.

Of a Chinese question's pairs of characters every other one or so is no word, but the end of one
and the beginning of the next. A passage that has both words, though in other places, does not
have that pair, and says no less for it. So a pair that no passage has, and that is no common word
either, is no concept where all its characters stand in others of which something is known: that
a passage has them, or that they are words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.analysis import Token
from bot.analysis.ngrams import is_unspaced
from bot.index import Index


def without_seams(found: Sequence[Token], index: Index) -> list[Token]:
    """The single words of a question, without those n-grams that are seams between others."""
    found = [word for word in found if word.parts == 1]
    seams = [word for word in found if is_unspaced(word.text) and not _is_known(word.text, index)]
    if not seams:
        return found
    known = {at for word in found for at in _known_places(word, index)}
    gone = [word for word in seams if known.issuperset(range(word.start, word.end))]
    return [word for word in found if word not in gone]


def _is_known(word: str, index: Index) -> bool:
    """Whether a passage has it, or people use it."""
    read = index.analyzer
    return index.term(read.stem(word)) >= 0 or read.is_light(word) or read.is_common(word)


def _known_places(word: Token, index: Index) -> Iterator[int]:
    """Where its characters stand, or those of them that are light words by themselves."""
    if _is_known(word.text, index):
        yield from range(word.start, word.end)
    elif len(word.text) == word.end - word.start:
        yield from (word.start + at for at, sign in enumerate(word.text)
                    if index.analyzer.is_light(sign))  # fmt: skip
