"""Writings that have no words between spaces, cut into overlapping pieces of their characters.

Chinese and Japanese are cut into pairs, and so are Korean words, whose endings are written
together with them; Thai, Lao, Khmer and Burmese into threes. A Chinese character counts alone
as well where there is kana beside it, for much of Japanese is written with one. Segmenters made
for these languages find no more (Nie et al., On the Use of Words and N-grams for Chinese
Information Retrieval, 2000; measured on XQuAD and KorQuAD), and weigh ten to a hundred megabytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.patterns import lazy

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
_OF_THREE = "\u0e01-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17d3"
UNSPACED = f"{_OF_THREE}{_HANGUL}{_KANA}{_HAN}"  # for a set of characters in a pattern

# Combining marks, with letters between them: for a set that goes on a word behind its letters.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u07b0\u07eb-\u07f3\u0816-\u082d"
    "\u0859-\u085b\u08d3-\u08e1\u08e3-\u0963\u0981-\u09e3\u0a01-\u0a51\u0a70-\u0a75\u0a81-\u0ae3"
    "\u0afa-\u0b63\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0ce3\u0d00-\u0d4d\u0d57\u0d62\u0d63"
    "\u0d81-\u0ddf\u0df2\u0df3\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20f0\ua8e0-\ua8f1\ufe20-\ufe2f"
)
_RUN = lazy(rf"(?P<three>[{_OF_THREE}]+)|[{_HANGUL}]+|(?P<mixed>[{_KANA}{_HAN}]+)")
_ALL_HAN = lazy(f"[{_HAN}]+")
_IS_HAN, _HAS_KANA = lazy(f"[{_HAN}]"), lazy(f"[{_KANA}]")


def ngrams(written: str, start: int = 0) -> Iterator[tuple[int, int]]:
    r"""Where the n-grams of unspaced writing start and end; `start` is where it does.

    >>> text = "\u9ed1\u6b7b\u75c5"
    >>> [text[a:b] for a, b in ngrams(text)]
    ['\u9ed1\u6b7b', '\u6b7b\u75c5']
    """
    for run in _RUN.finditer(written):
        first, end = run.span()
        size = 3 if run["three"] else 2
        alone = run["mixed"] and _HAS_KANA.search(run[0])
        for at in range(first, max(end - size, first) + 1):
            if alone and end - first > 1 and _IS_HAN.match(written, at):
                yield start + at, start + at + 1
            yield start + at, start + min(at + size, end)
        if alone and end - first > 1 and _IS_HAN.match(written, end - 1):
            yield start + end - 1, start + end


def is_chinese(word: str) -> bool:
    """Whether all of a word are characters of Chinese; Japanese has some of them as well."""
    return _ALL_HAN.fullmatch(word) is not None


def is_unspaced(word: str) -> bool:
    """Whether a word begins in such a writing: then it is an n-gram."""
    return not word.isascii() and _RUN.match(word) is not None
