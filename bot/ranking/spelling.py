"""The nearest known word to one that neither the corpus nor the thesaurus knows.

Nearest by optimal string alignment: insertions, deletions, replacements and swaps of
neighbours (Boytsov, Indexing Methods for Approximate Dictionary Searching, 2011, section
2.2), with the first letter kept or swapped, since people seldom get it wrong. A short
word is left alone: "cats" is not a spelling of "rats".

Left out on purpose: sound ("fone"), and words cut in two by a space.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.index import Index
from bot.text import FUNCTION_WORDS, LIGHT_WORDS, stem
from bot.thesaurus import Phrase, Thesaurus

_MIN_LENGTH = 5
_LONG = 8  # from here on two slips are forgiven
_MIN_PART = 4


def nearest(word: str, index: Index, thesaurus: Thesaurus) -> tuple[str, list[Phrase]]:
    """What `word` may be read as, and the phrases of stems that stand for it; or ("", []).

    The first phrase is the word itself, the others are the thesaurus' for it.
    """
    if len(word) < _MIN_LENGTH or not word.isalpha():
        return "", []
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (only a misspelt question needs it)

    allowed = 2 if len(word) >= _LONG else 1
    best: tuple[int, int, str] | None = None
    for known, rarity in _known(word, index, thesaurus):
        distance = OSA.distance(word, known, score_cutoff=allowed)
        if distance <= allowed and (best is None or (distance, rarity, known) < best):
            best = (distance, rarity, known)
    if best is None:
        return _in_two(word, index)
    read_as = best[2]
    return read_as, [(stem(read_as),), *thesaurus.rules.get((stem(read_as),), ())]


def _known(word: str, index: Index, thesaurus: Thesaurus) -> Iterator[tuple[str, int]]:
    """Known words that could be meant, with how far they stand back (frequent first)."""
    for first in dict.fromkeys((word[0], word[1])):
        for term, _ in index.terms_from(first):
            surface = index.surface(term)
            if surface.isalpha() and abs(len(surface) - len(word)) <= 2:  # noqa: PLR2004
                yield surface, -index.frequency(term)
    for known in thesaurus.known.values():
        if known[0] in word[:2] and abs(len(known) - len(word)) <= 2:  # noqa: PLR2004
            yield known, 1


def _in_two(word: str, index: Index) -> tuple[str, list[Phrase]]:
    """A word that is two known words with the space left out: "lethaldose"."""
    for cut in range(_MIN_PART, len(word) - _MIN_PART + 1):
        parts = word[:cut], word[cut:]
        stems = tuple(map(stem, parts))
        known = all(index.term(part) >= 0 for part in stems)
        if known and not any(part in FUNCTION_WORDS | LIGHT_WORDS for part in parts):
            return " ".join(parts), [stems]
    return "", []
