"""Strings into words, stems and sentences, each with its offsets. No files, no settings."""

from bot.text.lines import SortedLines
from bot.text.rarity import commonest, is_common, rarities, rarity
from bot.text.stems import STEMMER, stem, stems
from bot.text.vocabulary import (
    FUNCTION_WORDS,
    LIGHT_WORDS,
    QUESTION_WORDS,
    WEAK_WORDS,
)
from bot.text.words import Word, normal, plain_words, words, words_by_sentence

__all__ = [
    "FUNCTION_WORDS",
    "LIGHT_WORDS",
    "QUESTION_WORDS",
    "STEMMER",
    "WEAK_WORDS",
    "SortedLines",
    "Word",
    "commonest",
    "is_common",
    "normal",
    "plain_words",
    "rarities",
    "rarity",
    "stem",
    "stems",
    "words",
    "words_by_sentence",
]
