"""Which words of a very long question are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from bot.analysis import Token
from bot.analysis.analyzer import Analyzer

MAX_WORDS = 64  # of a question


def weightiest(found: Sequence[Token], analyzer: Analyzer) -> Sequence[Token]:
    """The words of a question; of one that is very long, the rarest, each once, in order."""
    if len(found) <= MAX_WORDS:
        return found
    each = {word.text: word for word in reversed(found)}.values()
    rarest = sorted(each, key=lambda word: (-analyzer.rarity(word.text), word.start))[:MAX_WORDS]
    return sorted(rarest, key=lambda word: word.start)
