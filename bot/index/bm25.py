"""BM25 through rank-bm25, with what it gets wrong put right.

The formula is Okapi BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework,
2009, equation 3.15) with the idf that Lucene uses (Kamphuis et al., Which BM25 Do You
Mean?, ECIR 2020, table 1, row "Lucene"), which is above 0 for every word:

    idf(t)      = ln(1 + (N - df + 0.5) / (df + 0.5))
    impact(t,d) = idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |d| / avgdl))
    score(q,d)  = sum of impact(t,d) over the words t of q

rank-bm25 computes the impacts when an index is built; a question only adds them up. What
of rank-bm25 is kept away from here: its idf, which is zero or negative for frequent
words; `get_top_n`, which gives documents without any match and breaks ties backwards; and
its division by zero on an empty corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from math import log

from rank_bm25 import BM25Okapi

from bot.index.recipe import K1, B


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """rank-bm25's Okapi with Lucene's idf. `corpus` has at least one word."""

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        super().__init__(corpus, k1=K1, b=B)

    def _calc_idf(self, nd: dict[str, int]) -> None:
        """Overrides rank-bm25's; `nd` maps a word to the number of passages with it."""
        for word, df in nd.items():
            self.idf[word] = log(1 + (self.corpus_size - df + 0.5) / (df + 0.5))

    def impacts(self, word: str, passages: list[int]) -> list[float]:
        """The word's share of the score of each of `passages`.

        rank-bm25's `get_scores` over a view of just these passages: its own
        `get_batch_scores` takes time in the number of all passages at every call.
        """
        part = copy(self)
        part.corpus_size = len(passages)
        part.doc_freqs = [self.doc_freqs[number] for number in passages]
        part.doc_len = [self.doc_len[number] for number in passages]
        shares: list[float] = part.get_scores([word]).tolist()
        return shares


@dataclass(frozen=True, slots=True)
class Postings:
    """A word, its idf, the passages it stands in (ascending) and its impact on each."""

    word: str
    idf: float
    passages: list[int]
    impacts: list[float]


def postings(corpus: Sequence[Sequence[str]]) -> Iterator[Postings]:
    """The postings of every word of `corpus`, sorted by the words' UTF-8 bytes.

    `corpus` has one list of words a passage; passages are numbered from 0. Nothing comes
    of a corpus without words, which rank-bm25 itself cannot take.
    """
    if not any(corpus):
        return
    bm25 = LuceneBM25(corpus)
    found: dict[str, list[int]] = {}  # word -> its passages
    for number, frequencies in enumerate(bm25.doc_freqs):
        for word in frequencies:
            found.setdefault(word, []).append(number)
    for word in sorted(found, key=str.encode):
        yield Postings(word, bm25.idf[word], found[word], bm25.impacts(word, found[word]))
