"""Strings into words, stems and sentences, each with its offsets. No files, no settings."""

from bot.text.lines import SortedLines
from bot.text.rarity import is_common, rarity
from bot.text.stems import STEMMER, stem
from bot.text.vocabulary import (
    FUNCTION_WORDS,
    LIGHT_WORDS,
    QUESTION_WORDS,
    WEAK_WORDS,
)
from bot.text.words import Word, normal, words

__all__ = [
    "FUNCTION_WORDS",
    "LIGHT_WORDS",
    "QUESTION_WORDS",
    "STEMMER",
    "WEAK_WORDS",
    "SortedLines",
    "Word",
    "is_common",
    "normal",
    "rarity",
    "stem",
    "words",
]
