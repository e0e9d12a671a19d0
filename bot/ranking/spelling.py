"""The nearest known word to one that nobody knows.

Known are the words of the corpus, of the thesaurus, and those that hold English questions
together. Nearest is by optimal string alignment: insertions, deletions, replacements and
swaps of neighbours (Boytsov, Indexing Methods for Approximate Dictionary Searching, 2011,
section 2.2), with the first letter kept or swapped, since people seldom get it wrong. A
word of four letters is only read as one of the corpus, or with a letter put in. A word of
English is never respelled: "cats" is not a spelling of "rats".

Left out on purpose: sound ("fone"), and words cut in two by a space.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.index import Index
from bot.text import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS, is_common, stem
from bot.thesaurus import Thesaurus

_SHORTEST = 4  # letters of a word that may have a slip in it
_LONG = 8  # letters from which on two slips are forgiven
_SHORTEST_PART = 4
_CLOSED = QUESTION_WORDS | FUNCTION_WORDS


def nearest(word: str, index: Index, thesaurus: Thesaurus) -> str:
    """What `word` may be read as, one word or two; or an empty string."""
    if not word.isalpha() or is_common(word):
        return ""
    if swapped := _swapped(word, index):
        return swapped
    if len(word) < _SHORTEST:
        return ""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (only a misspelt question needs it)

    if shortened := _written_out(word, index):
        return shortened
    allowed = 2 if len(word) >= _LONG else 1
    best = min(
        (
            (distance, rank, known)
            for known, rank in _known(word, index, thesaurus)
            if (len(word) > _SHORTEST or len(known) > len(word) or rank < 0)
            and (distance := OSA.distance(word, known, score_cutoff=allowed)) <= allowed
        ),
        default=None,
    )
    return best[2] if best else _in_two(word, index)


def _swapped(word: str, index: Index) -> str:
    """The corpus's or an everyday word that two letters changed places in: "waht", "hwo"."""
    others = [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)]
    known = [other for other in others if index.term(stem(other)) >= 0 and len(word) > 2]  # noqa: PLR2004
    everyday = [
        other
        for other in others
        if other in _CLOSED or (len(word) >= _SHORTEST and is_common(other))
    ]
    return next(iter(known + everyday), "")


def _known(word: str, index: Index, thesaurus: Thesaurus) -> Iterator[tuple[str, int]]:
    """Known words that could be meant, with how far they stand back (the corpus' first)."""
    first = word[:2]
    for letter in dict.fromkeys(first):
        for term, _ in index.terms_from(letter):
            surface = index.surface(term)
            if surface.isalpha() and abs(len(surface) - len(word)) <= 2:  # noqa: PLR2004
                yield surface, -index.frequency(term)
    for rank, words in enumerate((thesaurus.known, LIGHT_WORDS, _CLOSED), 1):
        for known in words:
            if known[0] in first and abs(len(known) - len(word)) <= 2:  # noqa: PLR2004
                yield known, rank


def _written_out(word: str, index: Index) -> str:
    """The only word of the corpus that begins with one cut short: "norepi"."""
    longer = [term for term, _ in index.terms_from(word)]
    return index.surface(longer[0]) if len(longer) == 1 else ""


def _in_two(word: str, index: Index) -> str:
    """A word that is two known words with the space left out: "lethaldose"."""
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        parts = word[:cut], word[cut:]
        known = all(index.term(stem(part)) >= 0 for part in parts)
        if known and not any(part in FUNCTION_WORDS | LIGHT_WORDS for part in parts):
            return " ".join(parts)
    return ""
