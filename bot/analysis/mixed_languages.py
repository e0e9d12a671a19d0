"""Which parts of a document are in another language than the document as a whole.

A community's rules may stand in one file in two languages, one below the other. Each part is then
read in its own. A part is in another language only where that is plain: it has twice as many
of that language's commonest words as of the document's, or is in another writing; and only where a
tenth of the document is in it, for a quotation makes no document one of two languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from bot.analysis.detection import (
    LATIN,
    NOT_LATIN,
    counts_by_language,
    language_of,
    mistaken_for,
    writing_of,
)
from bot.analysis.language_packs import has_pack
from bot.analysis.utf8 import encoded

_SAMPLES, _SAMPLE = 8, 300  # parts of a text that are looked at first, and characters of each
_LEAST = 0.1  # of a document, that is in another language
_TIMES = 2.0  # as many common words as of the document's language
_FEW, _FEW_LETTERS = 12, 24  # words, or letters of another writing, that say nothing yet
_SHARE = 0.15  # of all words, that a language's commonest ones are at least


def may_be_mixed(text: str, main: str) -> bool:
    """Whether some of a text may be in another language than its main one: a first, quick look."""
    step = len(text) // _SAMPLES
    return step < _SAMPLE // 2 or any(
        _other(text[at : at + _SAMPLE], main) for at in range(0, len(text), step)
    )


def languages_of_parts(texts: Sequence[str], sections: Sequence[Hashable], main: str) -> list[str]:
    """The language of each part; of one that is too short to tell, its section's or the one before.

    >>> german = "Die Boote gehören den Mitgliedern, und wer sie nimmt, der muss sie auch putzen."
    >>> english = "The boats belong to the members, and those who take them have to clean them."
    >>> languages_of_parts([english, german, "Ende."], ["", "", ""], "en")
    ['en', 'de', 'de']
    """
    told = [_other(text, main) if _is_enough(text) else None for text in texts]
    sizes = Counter[str]()
    for text, language in zip(texts, told, strict=True):
        sizes[language or main] += len(encoded(text))  # a Chinese character says as much as three
    kept = {one for one, size in sizes.items() if size >= _LEAST * sum(sizes.values())}
    found = [one if one is None or one in kept else "" for one in told]
    votes = dict[Hashable, Counter[str]]()
    for section, text, language in zip(sections, texts, found, strict=True):
        if language is not None:
            votes.setdefault(section, Counter())[language or main] += len(text)
    whole, before = list[str](), main
    for section, language in zip(sections, found, strict=True):
        if language is None:
            most = votes.get(section)
            before = most.most_common(1)[0][0] if most and len(most) == 1 else before
        else:
            before = language or main
        whole.append(before)
    return whole


def _is_enough(text: str) -> bool:
    """Whether a part is long enough to tell its language."""
    foreign = sum(letter.isalpha() for letter in text if letter >= NOT_LATIN)
    return len(text.split()) >= _FEW or foreign >= _FEW_LETTERS


def _other(text: str, main: str) -> str:
    """The language that a text is plainly in instead of the main one; empty where it is in none."""
    language = language_of(text)
    if language == main or not has_pack(language) or main in mistaken_for(language):
        return ""
    if writing_of(language) not in {LATIN, writing_of(main)}:
        return language if sum(map(str.isalpha, text)) >= _FEW_LETTERS else ""
    counts, words = counts_by_language(text)
    enough = words >= _FEW and counts[language] >= _SHARE * words
    return language if enough and counts[language] >= _TIMES * counts[main] else ""
