"""A text as the word pieces that a BERT model was trained on: its own tokenizer, in plain Python.

The text is normalized, cut at white space and around punctuation, and each word is cut into the
longest pieces of the vocabulary, from the left (WordPiece: Schuster and Nakajima, Japanese and
Korean voice search, ICASSP 2012; the normalization is that of BERT, Devlin et al. 2019).

Left out on purpose: special tokens written in a text, such as "[SEP]", are plain words, so that
no text can end itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

_LONGEST = 100  # characters of a word that is looked at
_CACHED = 1 << 14  # words
# Han characters, each a word of its own.
_HAN = (
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0002a6df\U0002a700-\U0002ceaf\U0002f800-\U0002fa1f"
)
_ONE_BY_ONE = re.compile(f"([{_HAN}])")
_WHITE = "\t\n\r"  # control characters that part words; all others are passed over


class WordPieces:
    """Turns texts into the numbers of their pieces; `vocabulary` maps a piece to its number."""

    def __init__(self, vocabulary: Mapping[str, int], *, lower: bool, most: int) -> None:
        self._vocabulary, self._lower, self._most = vocabulary, lower, most
        self._begin, self._end = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self._pieces = lru_cache(_CACHED)(self._cut)

    def ids(self, text: str) -> list[int]:
        """The numbers of a text's pieces between those of begin and end, at most `most` in all."""
        found = [self._begin]
        text = text[: self._most * _LONGEST]
        for word in _words(_normal(text, lower=self._lower)):
            found += self._pieces(word)
            if len(found) >= self._most:
                break
        return [*found[: self._most - 1], self._end]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The longest pieces of a word, from the left; "unknown" where there are none."""
        found, start = list[int](), 0
        while start < len(word) <= _LONGEST:
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._vocabulary.get(mark + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                break
        return tuple(found) if start == len(word) else (self._vocabulary["[UNK]"],)


def _normal(text: str, *, lower: bool) -> str:
    """Without control characters, and without capitals and accents where the model has none."""
    if not (text.isascii() and text.isprintable()):
        text = _ONE_BY_ONE.sub(r" \1 ", "".join(c for c in text if _is_there(c)))
    if lower:
        text = text.lower()
        if not text.isascii():
            decomposed = unicodedata.normalize("NFD", text)
            text = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return text


@lru_cache(_CACHED)
def _is_there(character: str) -> bool:
    kept = character in _WHITE or unicodedata.category(character)[0] != "C"
    return kept and character != "\ufffd"


def _words(text: str) -> Iterator[str]:
    """What stands between white space, each punctuation mark by itself."""
    for run in text.split():
        start = 0
        for at, character in enumerate(run):
            kind = _kind(character)
            if kind == "letter":
                continue
            if start < at:
                yield run[start:at]
            if kind == "mark":
                yield character
            start = at + 1
        if start < len(run):
            yield run[start:]


@lru_cache(_CACHED)
def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "P" or (character.isascii() and not character.isalnum()):
        return "mark"
    return "letter"
