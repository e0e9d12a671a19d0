"""Words of a text that are made of the same letters as one that is asked for.

Where words have many endings, or are put together to longer ones, a stemmer leaves much apart:
"protestieren" and "Proteste", "Sekundarschulen" and "Schule". Two words that begin with the same
letters are likely one in two forms; and a long word has others in it. Both are guesses, and count
less than the word itself. (Of character n-grams, which find the same, an index would grow to
twice its size; see McNamee and Mayfield, Character N-Gram Tokenization for European Language
Text Retrieval, 2004.)

Left out on purpose: English, whose stems do without, and what only ends as a word does that is
asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.analysis.ngrams import is_unspaced
from bot.index import Index

_SHORTEST = 3  # letters that both begin with
_SHARE = 0.55  # of the longer one's letters, the same
_MOST = 4  # terms
_BEGINS_ALIKE = 0.9  # the weight of a word that has all these letters
_PART = 0.6  # the weight of one that is a part
_SHORTEST_PART = 4


def related(word: str, index: Index) -> Iterator[tuple[int, float]]:
    """Terms for words that may mean the same as a word or a part of it, and their weights."""
    if index.analyzer.is_english or len(word) <= _SHORTEST or is_unspaced(word):
        return
    if not word[0].isalpha():
        return
    found: dict[int, float] = {}
    stem = index.analyzer.stem(word)
    for surface, _ in index.surfaces(stem[:_SHORTEST]):
        other = index.analyzer.stem(surface)
        share = _alike(stem, other) / max(len(stem), len(other))
        if share >= _SHARE and (term := index.term(other)) >= 0:
            found[term] = max(found.get(term, 0.0), _BEGINS_ALIKE * share)
    for part in _parts(word):
        term = index.term(index.analyzer.stem(part))
        if term >= 0 and not index.analyzer.is_light(part):
            found[term] = max(found.get(term, 0.0), _PART)
    best = sorted(found.items(), key=lambda row: (-row[1], row[0]))
    yield from best[:_MOST]


def _alike(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _parts(word: str) -> Iterator[str]:
    """What a compound may end with and begin with, the longest first."""
    for cut in range(1, len(word) - _SHORTEST_PART + 1):
        yield word[cut:]
        yield word[:-cut]
