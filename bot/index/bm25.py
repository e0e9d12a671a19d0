"""BM25 through rank-bm25, with what it gets wrong put right.

The formula is Okapi BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework,
2009, equation 3.15) with the idf that Lucene uses (Kamphuis et al., Which BM25 Do You
Mean?, ECIR 2020, table 1, row "Lucene"), which is above 0 for every word:

    idf(t)      = ln(1 + (N - df + 0.5) / (df + 0.5))
    impact(t,d) = idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |d| / avgdl))
    score(q,d)  = sum of impact(t,d) over the words t of q

rank-bm25 computes the impacts when an index is built; a question only adds them up. They
are stored without the idf, in a table by tf and |d|: a million passages have some 60 million
impacts, but of a few thousand kinds, and each kind is asked for once. What
of rank-bm25 is kept away from here: its idf, which is zero or negative for frequent
words; `get_top_n`, which gives documents without any match and breaks ties backwards; and
its division by zero on an empty corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Self

from rank_bm25 import BM25Okapi

from bot.index.fingerprint import K1, B


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """rank-bm25's Okapi with Lucene's idf. `corpus` has at least one word."""

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        super().__init__(corpus, k1=K1, b=B)

    def _calc_idf(self, nd: dict[str, int]) -> None:
        """Overrides rank-bm25's; `nd` maps a word to the number of passages with it."""
        for word, df in nd.items():
            self.idf[word] = log(1 + (self.corpus_size - df + 0.5) / (df + 0.5))

    @classmethod
    def of_statistics(cls, average_length: float) -> Self:
        """One without passages, for a corpus whose statistics are known."""
        bm25 = cls.__new__(cls)
        bm25.k1, bm25.b, bm25.avgdl, bm25.idf = K1, B, average_length, {}
        return bm25


def idfs(passages: int, frequencies: Sequence[int]) -> list[float]:
    """The idf of words that so many of `passages` passages have."""
    bm25 = LuceneBM25.of_statistics(0.0)
    bm25.corpus_size = passages
    bm25._calc_idf({str(df): df for df in frequencies})  # noqa: SLF001  (by any name)
    return [bm25.idf[str(df)] for df in frequencies]


def impacts(times: int, lengths: Sequence[int], average_length: float) -> list[float]:
    """The impacts of a word of idf 1 that occurs so often in passages of these lengths.

    rank-bm25's own `get_scores`, over one passage for each length: all passages in which a
    word occurs as often and that are as long have the same impact.
    """
    bm25 = LuceneBM25.of_statistics(average_length)
    bm25.corpus_size = len(lengths)
    bm25.doc_freqs = [{"": times}] * len(lengths)
    bm25.doc_len = list(lengths)
    bm25.idf = {"": 1.0}
    scores: list[float] = bm25.get_scores([""]).tolist()
    return scores
