"""How much of a question's letters a passage has, in runs of five: for words that stems keep apart.

Languages with many endings, or whose words are put together to longer ones, have a word in more
forms than a stemmer knows (see `related_words`). Runs of letters find them all, and much else by
chance, so this only helps to order candidates that were found by words. (McNamee and Mayfield,
Character N-Gram Tokenization for European Language Text Retrieval, 2004. Of ten languages of XQuAD
it puts the right passage first for 0.3% more questions, of German and Greek for 0.8%.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log

from bot.analysis.ngrams import is_unspaced
from bot.index import Index

_RUN = 5  # letters


class LetterRuns:
    """The runs of letters of one question, and what the candidates for it have of them."""

    def __init__(self, question: str, index: Index) -> None:
        self._index, analyzer = index, index.analyzer
        self._asked = frozenset[str]()
        if not analyzer.is_english:
            words = (
                word for word in analyzer.plain_words(question) if not analyzer.is_function(word)
            )
            self._asked = frozenset(_runs(words))
        self._shares: dict[int, float] = {}  # passage -> share

    def look_up(self, passages: Sequence[int]) -> None:
        """Look at several passages at once: what few of them have counts more."""
        if not self._asked:
            return
        found = [self._asked.intersection(self._runs_of(passage)) for passage in passages]
        having = Counter(run for runs in found for run in runs)
        count = len(passages)
        values = {run: log(1 + (count - n + 0.5) / (n + 0.5)) for run, n in having.items()}
        total = sum(values.values()) or 1.0
        for passage, runs in zip(passages, found, strict=True):
            self._shares[passage] = sum(values[run] for run in sorted(runs)) / total

    def share(self, passage: int) -> float:
        """The share of what the candidates have of the question that this one has, 0 to 1."""
        return self._shares.get(passage, 0.0)

    def _runs_of(self, passage: int) -> Iterator[str]:
        return _runs(word for sentence in self._index.words(passage) for word in sentence)


def _runs(words: Iterable[str]) -> Iterator[str]:
    """Each word's runs of letters; a short word is one."""
    for word in words:
        if not is_unspaced(word):
            yield from (word[at : at + _RUN] for at in range(max(len(word) - _RUN, 0) + 1))
