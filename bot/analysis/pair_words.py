"""Which pairs of characters are words, in writings that are cut into pairs.

Of two characters side by side some make a word, and others only lie across two: how often each of
them begins and ends a pair says how often they would meet by chance. A word is met ten times as
often (pointwise mutual information: Church and Hanks, Word Association Norms, 1990).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

_PAIR = 2
_TIMES = 10.0  # as often as by chance


def words_among(zipf: Mapping[str, float]) -> frozenset[str]:
    """The pairs that are words, of all words with their Zipf values.

    >>> zipf = {"ab": 5.0, "cd": 5.0, "ad": 3.0} | {f"{n}{n}": 6.0 for n in range(5)}
    >>> sorted(words_among(zipf))[-2:]
    ['ab', 'cd']
    """
    pairs = {word: 10**value for word, value in zipf.items() if len(word) == _PAIR}
    begins, ends = defaultdict[str, float](float), defaultdict[str, float](float)
    for pair, share in pairs.items():
        begins[pair[0]] += share
        ends[pair[1]] += share
    least = _TIMES / (sum(pairs.values()) or 1.0)
    return frozenset(
        pair for pair, share in pairs.items() if share >= least * begins[pair[0]] * ends[pair[1]]
    )
