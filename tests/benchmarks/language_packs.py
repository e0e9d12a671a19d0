"""Makes the packs of other languages from wordfreq, which has to be installed for it.

    python -m tests.benchmarks.language_packs [LANGUAGE ...]

Each word of wordfreq is cut as citebot cuts texts, so that the values are those of its words and
n-grams. wordfreq counts words: of n-grams that lie across two of them, the values follow
from how often words begin and end so, as if they came in any order.
"""

from __future__ import annotations

import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log10
from pathlib import Path

from bot.analysis.analyzer import Analyzer, PackedAnalyzer
from bot.analysis.ngrams import is_unspaced

FOLDER = Path(__file__).parents[2] / "bot" / "data" / "languages"
Shares = defaultdict[str, float]
LANGUAGES = (
    "ar bn cs da de el es fa fi fr he hi hu id it ja ko nl no pl pt ro ru sv tr uk vi zh"
).split()
# Told apart from those, though there is no pack for them.
OTHERS = "bg ca fil hr is lt lv mk ms sk sl sr ta ur".split()
_IN_WORDFREQ = {"no": "nb", "hr": "sh", "sr": "sh"}
_MOST = 16_000  # words of a pack
_NGRAMS = ("ja", "ko", "zh")
_MOST_ENDS = 1_500  # beginnings and endings of words that n-grams across two are made of
_BY_WRITING = ("bn", "el", "he", "hi", "ja", "ko", "ta", "zh")
_COMMONEST = 200  # words by which a language is told
_HEADER = """\
# How common words of the language "{language}" are: the most frequent ones by Zipf value, which is
# the base-10 logarithm of the occurrences in a billion words, rounded to one decimal. Source:
# wordfreq 3.1.1 by Robyn Speer (https://github.com/rspeer/wordfreq), data under CC BY-SA 4.0, as
# is this file. What follows is compressed by zlib: lines of a value and its words.

"""
_HEADER_COMMONEST = """\
# The commonest words of languages, by which they are told apart. Source: wordfreq 3.1.1 by Robyn
# Speer (https://github.com/rspeer/wordfreq), data under CC BY-SA 4.0, as is this file.

"""


def frequencies(language: str) -> dict[str, float]:
    """All that wordfreq knows, by what citebot makes of it: word -> share of all words."""
    analyzer = PackedAnalyzer(language)
    counted: defaultdict[str, float] = defaultdict(float)
    from wordfreq import get_frequency_dict  # noqa: PLC0415  (only who makes packs has it)

    for word, share in get_frequency_dict(_IN_WORDFREQ.get(language, language)).items():
        for token in analyzer.words(word):
            if token.parts == 1:
                counted[token.text] += share
        if language in _NGRAMS:
            _count_ends(word, share, analyzer)
    if language in _NGRAMS:
        for ngram, share in _across(analyzer):
            counted[ngram] += share
    return dict(counted)


# analyzer -> character -> share of words that begin with it, or end
_begins: dict[Analyzer, Shares] = defaultdict(lambda: defaultdict(float))
_ends: dict[Analyzer, Shares] = defaultdict(lambda: defaultdict(float))


def _count_ends(word: str, share: float, analyzer: Analyzer) -> None:
    _begins[analyzer][word[0]] += share
    _ends[analyzer][word[-1]] += share


def _across(analyzer: Analyzer) -> Iterator[tuple[str, float]]:
    """N-grams across two words."""
    for last, share in _most(_ends[analyzer], _MOST_ENDS):
        for first, other in _most(_begins[analyzer], _MOST_ENDS):
            if is_unspaced(last) and is_unspaced(first):
                yield analyzer.normalize(last + first), share * other


def _most(found: Mapping[str, float], count: int) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda row: (-row[1], row[0]))[:count]


def zipf(share: float) -> float:
    """The Zipf value of a share of all words."""
    return round(log10(share * 1e9), 1)


def packed(language: str) -> bytes:
    """A pack as a file has it."""
    rows: dict[float, list[str]] = defaultdict(list)
    for word, share in _most(frequencies(language), _MOST):
        if not word[0].isdigit():
            rows[zipf(share)].append(word)
    lines = [f"{value} {' '.join(sorted(rows[value]))}" for value in sorted(rows, reverse=True)]
    data = zlib.compress("\n".join(lines).encode(), 9)
    return _HEADER.format(language=language).encode() + data


def commonest(language: str) -> list[str]:
    """The commonest words of a language as they are written, without numbers."""
    from wordfreq import top_n_list  # noqa: PLC0415  (see above)

    found = top_n_list(_IN_WORDFREQ.get(language, language), 2 * _COMMONEST)
    return [word for word in found if word.isalpha()][:_COMMONEST]


def main(arguments: Sequence[str]) -> None:
    """Write the packs of some languages, or of all with the list that tells them apart."""
    for language in arguments or LANGUAGES:
        (FOLDER / f"{language}.zipf").write_bytes(packed(language))
    if not arguments:
        told = [x for x in ("en", *LANGUAGES, *OTHERS) if x not in _BY_WRITING]
        lines = [f"{language} {' '.join(commonest(language))}" for language in sorted(told)]
        text = _HEADER_COMMONEST + "\n".join(lines) + "\n"
        (FOLDER / "commonest.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
