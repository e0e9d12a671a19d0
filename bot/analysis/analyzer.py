"""An analyzer: all that depends on a language, from a text to its words, stems and stop words.

Which language a document is in is found when it is indexed (see `detection`) and kept with it; a
question is read in the language of the documents that it is asked of. English is in the modules
that this one calls; other languages come from packs, which are read when they are first needed.
A language without a pack has words and no more: whoever asks it is answered more strictly.

Terms of other languages than English end with their `tag` in an index, so that "die" of English
and of German are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from math import log10

from bot.analysis import known_pieces, stemmer, tokenizer
from bot.analysis.abbreviations import ENGLISH_ABBREVIATIONS, Abbreviations
from bot.analysis.language_packs import Pack, Words, has_pack, letters_compared, pack
from bot.analysis.ngrams import is_unspaced
from bot.analysis.normal_forms import bare, grouped, normal, spelled
from bot.analysis.pair_words import words_among
from bot.analysis.rarity import UNKNOWN, is_common, rarity, scaled
from bot.analysis.stop_words import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS, WEAK_WORDS
from bot.analysis.tokenizer import Normalizer, Token
from bot.analysis.variants import Variant, variants
from bot.patterns import lazy

DEFAULT_LANGUAGE = "en"
UNKNOWN_LANGUAGE = "und"  # undetermined, as BCP 47 has it
TAG = "@"  # in no word
_SHORTEST_STEM = 3  # letters that are left when an ending is taken off
_CONJUNCTION = 7.0  # Zipf value: no word is asked with so often
_NO_RARITY = 0.4  # of every word of a language without frequencies
# How much words of that rarity say in English, the light ones among them (from four public sets).
_PER_RARITY, _AT_MOST_COMMON = 3.2, 0.5
_LEAST_SAID = 0.2  # by a word of no rarity at all
_OF_A_PAIR = 0.6  # of what a word says: three characters of a word are two pairs
_OF_A_SEAM = 0.1  # the rarity of a pair that lies across two words


class Analyzer:
    """English, and what the others are like."""

    language, tag = DEFAULT_LANGUAGE, ""
    is_english = has_pack = True
    question_words, function_words = QUESTION_WORDS, FUNCTION_WORDS
    joining_words = frozenset(("and",))  # of two things, or of two questions
    light_words, weak_words = LIGHT_WORDS, WEAK_WORDS
    beginnings: Sequence[str] = ()  # small words that are written together with the next one
    abbreviations: Abbreviations = ENGLISH_ABBREVIATIONS
    normalize: Normalizer = staticmethod(normal)
    ease = 0.0  # how much less of a question an answer has to have than in English

    def is_function(self, word: str) -> bool:
        """Whether a word holds a sentence together or asks."""
        return word in self.function_words or word in self.question_words

    def asks_surely(self, word: str) -> bool:
        """Whether a word asks, and hardly ever does anything else."""
        return word in self.question_words

    def is_light(self, word: str) -> bool:
        """The same, or whether it says so little that a question is hardly about it."""
        return self.is_function(word) or self.says_little(word)

    def says_little(self, word: str) -> bool:
        """Whether a word is of so general a use that a question is hardly about it."""
        return word in self.light_words

    def words(self, text: str) -> list[Token]:
        """All words of a text with their places."""
        return tokenizer.words(text, self.normalize)

    def plain_words(self, text: str) -> list[str]:
        """The normal forms of all words of a text."""
        return known_pieces.plain_words(text, self.normalize)

    def simplified(self, text: str) -> str:
        """A text of the same words, of which fewer pieces between blanks are different."""
        return known_pieces.simplified(text)

    def words_of_piece(self, piece: str) -> tuple[str, ...]:
        """The words of one such piece."""
        return known_pieces.words_of_pieces(self.normalize)[piece]

    def words_by_sentence(self, text: str, starts: Sequence[int]) -> list[list[str]]:
        """The words of a text, sentence by sentence."""
        return known_pieces.words_by_sentence(text, starts, self.normalize)

    def stem(self, word: str) -> str:
        """The stem of a word in normal form."""
        return stemmer.stem(word)

    def stems(self, words: Iterable[bytes]) -> list[bytes]:
        """The stems of many words in UTF-8."""
        return stemmer.stems(words)

    def variants(self, word: str) -> tuple[Variant, ...]:
        """Other stems under which a word may stand."""
        return variants(word)

    def rarity(self, word: str) -> float:
        """How rare a word is at large, 0.0 to 1.0."""
        return rarity(word)

    def weight(self, word: str) -> float:
        """How much a word that is neither light nor holds a sentence together says, 0.0 to 1.0."""
        return min(1.0, _LEAST_SAID + self.rarity(word))

    def is_common(self, word: str) -> bool:
        """Whether a word is known at large: then it is no misspelling of another."""
        return is_common(word)


class PackedAnalyzer(Analyzer):
    """Another language, with its pack or without."""

    is_english = False
    weak_words: frozenset[str] = frozenset()

    def __init__(self, language: str) -> None:
        self.language, self.tag = language, f"{TAG}{language}"
        self.has_pack = has_pack(language)
        known = pack(language) if self.has_pack else _NO_PACK
        self._pack, words = known, known.words
        self.ease = words.ease if self.has_pack else 0.0
        letters = str.maketrans(letters_compared(words))
        self.normalize = lru_cache(65536)(lambda written: spelled(written.translate(letters)))
        self.question_words = frozenset(map(self.normalize, words.asks))
        self.joining_words = frozenset(map(self.normalize, words.joins))
        self.beginnings = words.beginnings
        self.function_words, self.light_words = known.function_words, known.light_words
        self.abbreviations = Abbreviations(
            words.short, words.last, words.number, known.function_words
        )
        self.stem = lru_cache(262144)(self._stem)  # type: ignore[method-assign]

    def says_little(self, word: str) -> bool:
        """Whether a word is of so general a use that a question is hardly about any form of it."""
        return word in self.light_words or self.stem(word) in self._light_stems

    def asks_surely(self, word: str) -> bool:
        """Whether a word asks, and is not so frequent that it mostly is a conjunction: "que"."""
        return super().asks_surely(word) and self._pack.zipf.get(word, UNKNOWN) < _CONJUNCTION

    @cached_property
    def _light_stems(self) -> frozenset[str]:
        return frozenset(self.stem(self.normalize(word)) for word in self._pack.words.light)

    def simplified(self, text: str) -> str:
        """The text with nothing but blanks for white space: case may make a difference."""
        return " ".join(grouped(self._without_case_endings(text)).split())

    def words(self, text: str) -> list[Token]:
        """All words of a text with their places."""
        return super().words(self._without_case_endings(text))

    def plain_words(self, text: str) -> list[str]:
        """The normal forms of all words of a text."""
        return super().plain_words(self._without_case_endings(text))

    def words_by_sentence(self, text: str, starts: Sequence[int]) -> list[list[str]]:
        """The words of a text, sentence by sentence."""
        return super().words_by_sentence(self._without_case_endings(text), starts)

    def _without_case_endings(self, text: str) -> str:
        """As long a text, with blanks for the endings that some write behind names (Turkish)."""
        if not self._pack.words.endings_behind_apostrophes:
            return text
        return _BEHIND_NAMES.sub(lambda ending: " " * len(ending[0]), text)

    def stems(self, words: Iterable[bytes]) -> list[bytes]:
        """The stems of many words in UTF-8."""
        return [self._stem(word.decode()).encode() for word in words]

    def _stem(self, word: str) -> str:
        return self.bare(self._short(word))

    def _short(self, word: str) -> str:
        """A word without its endings, as it is spelled."""
        return self._shortened((word,))[0]

    def _shortened(self, words: Iterable[str]) -> list[str]:
        """Words without their endings."""
        known = self._pack.words
        if not known.stemmer:
            return [_without_ends(word, known.beginnings, known.endings) for word in words]
        words = [*words]
        shortened = stemmer.snowball(known.stemmer).stemWords(words)
        found = [short or word for short, word in zip(shortened, words, strict=True)]
        return [*map(self._regular, found)] if known.forms else found

    def _regular(self, short: str) -> str:
        """The stem of a verb's base where one of its irregular forms has this one.

        What stands in front of a verb changes none of them: "erhielt" is of "erhalten".
        """
        if short in self._bases:
            return self._bases[short]
        for front in self._pack.words.fronts:
            if short.startswith(front) and (rest := short.removeprefix(front)) in self._bases:
                return front + self._bases[rest]
        return short

    @cached_property
    def _bases(self) -> dict[str, str]:
        """The stem of an irregular form -> that of its base."""
        known, found = self._pack.words, dict[str, str]()
        stem = stemmer.snowball(known.stemmer).stemWord
        for base, _, forms in (row.partition("=") for row in known.forms):
            found |= dict.fromkeys(map(stem, forms.split(",")), stem(base))
        return found

    def bare(self, word: str) -> str:
        """A word as its stem is spelled."""
        return word if self._pack.words.accents_count else bare(word) or word

    def variants(self, word: str) -> tuple[Variant, ...]:  # noqa: ARG002
        """None: related words say what else a word may be."""
        return ()

    def rarity(self, word: str) -> float:
        """How rare a word is with all its forms, 0.0 to 1.0; without a pack all are alike.

        A language whose words have twenty forms has each of them a twentieth as often.
        """
        if not self.has_pack:
            return _NO_RARITY
        if is_unspaced(word) and self._is_seam(word):
            return _OF_A_SEAM
        own = self._pack.zipf.get(word, UNKNOWN)
        return scaled(max(own, self._zipf_of_stems.get(self._short(word), UNKNOWN)))

    def weight(self, word: str) -> float:
        """How much a word says; no more than the average English one of its rarity does.

        Of English words the common ones are light by a list made by hand, most of those that are
        very common, and hardly any that are not; other languages have no such list.
        """
        weight = super().weight(word)
        if not self.has_pack:
            return weight
        weight = max(0.0, min(weight, _PER_RARITY * self.rarity(word) - _AT_MOST_COMMON))
        return _OF_A_PAIR * weight if is_unspaced(word) else weight

    def _is_seam(self, ngram: str) -> bool:
        """Whether an n-gram is known to lie across two words."""
        return len(ngram) > 1 and ngram in self._pack.zipf and ngram not in self._pairs

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return words_among(self._pack.zipf)

    @cached_property
    def _zipf_of_stems(self) -> dict[str, float]:
        """The Zipf value of all words of a stem together."""
        known = self._pack.zipf
        shares: defaultdict[str, float] = defaultdict(float)
        for stem, value in zip(self._shortened(known), known.values(), strict=True):
            shares[stem] += 10**value
        return {stem: log10(share) for stem, share in shares.items()}

    def is_common(self, word: str) -> bool:
        """Whether the pack has a word; of a pair of characters, whether it is one."""
        return word in self._pack.zipf and not (is_unspaced(word) and self._is_seam(word))


_NO_PACK = Pack(Words(), {}, frozenset(), frozenset())


def _without_ends(word: str, beginnings: Sequence[str], endings: Sequence[str]) -> str:
    """A word without one of the beginnings and one of the endings, where enough is left."""
    for beginning in beginnings:
        if word.startswith(beginning) and len(word) - len(beginning) >= _SHORTEST_STEM:
            word = word.removeprefix(beginning)
            break
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


_BEHIND_NAMES = lazy("(?<=\\w)['\u2019\u02bc][a-z\u00e7\u011f\u0131\u00f6\u015f\u00fc]{1,8}\\b")
ENGLISH = Analyzer()


@cache
def analyzer_for(language: str) -> Analyzer:
    """The analyzer of a language, by its code."""
    return ENGLISH if language == DEFAULT_LANGUAGE else PackedAnalyzer(language)
