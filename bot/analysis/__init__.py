"""Strings into words, stems, sentences and citation markers, each with its offsets."""

from bot.analysis.known_pieces import plain_words, words_by_sentence
from bot.analysis.markers import Marker, markers, without_markers
from bot.analysis.normal_forms import normal
from bot.analysis.rarity import commonest, is_common, rarities, rarity
from bot.analysis.sorted_lines import SortedLines
from bot.analysis.spans import Span
from bot.analysis.stemmer import STEMMER, stem, stems
from bot.analysis.stop_words import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS, WEAK_WORDS
from bot.analysis.tokenizer import Token, words
from bot.analysis.variants import Variant, variants

__all__ = [
    "FUNCTION_WORDS",
    "LIGHT_WORDS",
    "QUESTION_WORDS",
    "STEMMER",
    "WEAK_WORDS",
    "Marker",
    "SortedLines",
    "Span",
    "Token",
    "Variant",
    "commonest",
    "is_common",
    "markers",
    "normal",
    "plain_words",
    "rarities",
    "rarity",
    "stem",
    "stems",
    "variants",
    "without_markers",
    "words",
    "words_by_sentence",
]
