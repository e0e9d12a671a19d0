"""Which language a text is in, by its writing and its commonest words.

Writings of one language tell it at once. Of the others, the language is taken whose two hundred
commonest words make up the most of the text; these tell forty languages from each other, also
such as have no pack. Of a sentence or two, more words are asked (see `short_texts`). English is
what is assumed: another language has to show that it is none.

Left out on purpose: several languages in one text; the one with the most is taken (see
`mixed_languages` for its parts).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from bot.analysis.analyzer import DEFAULT_LANGUAGE, UNKNOWN_LANGUAGE
from bot.analysis.rarity import is_common
from bot.analysis.short_texts import (
    FEWEST,
    KNOWN_IN_ENGLISH,
    SHORT,
    told_by_frequent_words,
    with_lists,
)
from bot.data import shipped
from bot.patterns import lazy

_PARTS, _LOOKED_AT = 4, 500  # parts of a text, and characters of each, that are looked at
_STEP = 3  # of its letters, every third tells the writing
_FEW = 12  # words that say nothing yet
_SHARE = 0.1  # of all words, that a language's commonest ones are at least
_CLEARLY = 1.3  # times as many as English has
_ENGLISH_ENOUGH = 0.25  # share of English's commonest words that leaves no doubt
_ALL_ENGLISH = 0.75  # share of words that English knows, of a text that is in no other
_PROSE = 60  # words of a text in no known language at least
_WORD = lazy(r"[^\W\d_]{2,}")
_ASCII_LETTERS = bytes(  # each in small, and blanks for all else
    ord(sign.lower() if sign.isascii() and sign.isalpha() else " ") for sign in map(chr, range(256))
)
LATIN = "latin"
_WRITINGS = (  # writings, or the language of one that one alone has, with their letters, in order
    ("el", "\u0370\u03ff"), ("cyrillic", "\u0400\u052f"), ("hy", "\u0531\u0587"),
    ("he", "\u0590\u05f4"), ("arabic", "\u0600\u06ff"), ("hi", "\u0900\u097f"),
    ("bn", "\u0980\u09ff"), ("pa", "\u0a00\u0a7f"), ("gu", "\u0a80\u0aff"),
    ("ta", "\u0b80\u0bff"), ("te", "\u0c00\u0c7f"), ("kn", "\u0c80\u0cff"),
    ("ml", "\u0d00\u0d7f"), ("si", "\u0d80\u0dff"), ("th", "\u0e00\u0e7f"),
    ("lo", "\u0e80\u0eff"), ("bo", "\u0f00\u0fff"), ("my", "\u1000\u109f"),
    ("ka", "\u10a0\u10ff"), ("ko", "\u1100\u11ff"), ("am", "\u1200\u137f"),
    ("km", "\u1780\u17ff"), (LATIN, "\u1e00\u1eff"), ("el", "\u1f00\u1fff"),
    ("ja", "\u3041\u30ff"), ("ko", "\u3131\u318e"), ("zh", "\u3400\u9fff"),
    ("ko", "\uac00\ud7a3"), ("zh", "\uf900\ufaff"), ("zh", "\U00020000\U0003ffff"),
)  # fmt: skip
_BEGINS = [letters[0] for _, letters in _WRITINGS]
NOT_LATIN = "\u0370"
_OF_WRITING = {
    "arabic": ("ar", "fa", "ur"), "cyrillic": ("ru", "uk", "bg", "mk", "sr"),
}  # fmt: skip
_KANA_OF_JAPANESE = 0.05  # share of kana and Chinese characters


def language_of(text: str) -> str:
    """The code of a text's language, such as "en"; "und" where it is none that is known.

    >>> language_of("Die Ratten schliefen danach den ganzen Tag, und am Abend waren sie so wach "
    ...             "wie nie zuvor.")
    'de'
    >>> language_of("The rats slept.")
    'en'
    """
    sample = _sample(text)
    if sample.isascii():
        return _by_words(sample, LATIN)
    writing = _writing(sample)
    return _by_words(sample, writing) if writing in {LATIN, *_OF_WRITING} else writing


def writing_of(language: str) -> str:
    """The name of the writing that a language is written in; of one that one alone has, its code.

    >>> writing_of("uk"), writing_of("el"), writing_of("de")
    ('cyrillic', 'el', 'latin')
    """
    if any(language == name for name, _ in _WRITINGS):
        return language
    return next((one for one, among in _OF_WRITING.items() if language in among), LATIN)


def mistaken_for(language: str) -> tuple[str, ...]:
    """Languages of whose texts some look like one in this language."""
    return ("ja",) if language == "zh" else ()  # of names and headings without kana


def counts_by_language(text: str) -> tuple[Counter[str], int]:
    """How many of each language's commonest words a text has, and how many words in all."""
    words = _words(text)
    return _counts(words), len(words)


def _words(text: str) -> list[str]:
    """The words of two letters or more, in small letters; of ASCII, without a pattern."""
    if text.isascii():
        bare = text.encode().translate(_ASCII_LETTERS).decode()
        return [word for word in bare.split() if len(word) > 1]
    return _WORD.findall(text.lower())


def _counts(words: Iterable[str]) -> Counter[str]:
    known = _languages()
    return Counter(language for word in words for language in known.get(word, ()))


def _sample(text: str) -> str:
    """The beginning of a text and some of what follows."""
    if len(text) <= _PARTS * _LOOKED_AT:
        return text
    step = len(text) // _PARTS
    return " ".join([text[at * step : at * step + _LOOKED_AT] for at in range(_PARTS)])


def _writing(sample: str) -> str:
    """The writing that the most letters are of."""
    letters = [sign for sign in sample[::_STEP] if sign.isalpha()]
    foreign = [sign for sign in letters if sign >= NOT_LATIN]
    if 2 * len(foreign) <= len(letters):
        return LATIN
    counts = Counter(map(_writing_of, foreign))
    if kana := counts["ja"]:
        return "ja" if kana > _KANA_OF_JAPANESE * (kana + counts["zh"]) else "zh"
    return counts.most_common(1)[0][0]


def _writing_of(letter: str) -> str:
    at = bisect_right(_BEGINS, letter) - 1
    name, letters = _WRITINGS[at]
    return name if letter <= letters[-1] else UNKNOWN_LANGUAGE


def _by_words(sample: str, writing: str) -> str:
    """The language of this writing with the most common words."""
    words = _words(sample)
    if writing == LATIN and _is_plainly_english(words):
        return DEFAULT_LANGUAGE
    counts = _counts(words)
    if writing in _OF_WRITING:
        among = _OF_WRITING[writing]
        best = max(among, key=lambda language: counts[language])
        enough = counts[best] >= _SHARE / 2 * len(words) or len(words) < _FEW
        return best if enough else UNKNOWN_LANGUAGE
    guess = _latin(words, counts)
    if FEWEST <= len(words) < SHORT:
        return told_by_frequent_words(words, guess, _latin_lists())
    return guess


@cache
def _latin_lists() -> tuple[str, ...]:
    return tuple(sorted(one for one in with_lists() if writing_of(one) == LATIN))


def _is_plainly_english(words: list[str]) -> bool:
    """Whether a text is too short to tell, or nearly as English as can be, as most are."""
    english = _english()
    few = len(words) < FEWEST
    return few or sum(map(english.__contains__, words)) > _ENGLISH_ENOUGH * len(words)


def _latin(words: list[str], counts: Counter[str]) -> str:
    english = counts[DEFAULT_LANGUAGE]
    language, count = max(counts.items(), key=lambda row: row[1], default=("", 0))
    common = sum(map(is_common, words))
    if len(words) < _FEW:
        return DEFAULT_LANGUAGE
    if count >= _SHARE * len(words) and count > _CLEARLY * english:
        return language if common < _ALL_ENGLISH * len(words) else DEFAULT_LANGUAGE
    if english >= _SHARE * len(words) or len(words) < _PROSE:
        return DEFAULT_LANGUAGE
    return DEFAULT_LANGUAGE if common >= KNOWN_IN_ENGLISH * len(words) else UNKNOWN_LANGUAGE


@cache
def _english() -> frozenset[str]:
    return frozenset(word for word, languages in _languages().items() if "en" in languages)


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    """The languages whose commonest words each word is among."""
    found: dict[str, list[str]] = {}
    _, _, rows = shipped("languages/commonest.txt").decode().partition("\n\n")
    for row in rows.splitlines():
        language, *words = row.split(" ")
        for word in words:
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}
