"""Chat's short spellings, and single letters that are none of them but asked for themselves.

"n" is "and", "r" is "are"; but "the N key" is a key, and so is "what does R do". A capital
within a question is meant as a letter, and so is what stands behind a word that a letter
follows ("key r", "the n key"), in front of "key", between quotation marks, or behind a dash as
a program's options do ("-a").
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.analysis import FUNCTION_WORDS, QUESTION_WORDS, Token
from bot.patterns import lazy

SLANG = {
    "ppl": "people", "u": "you", "ur": "your", "pls": "please", "plz": "please", "wut": "what",
    "wat": "what", "teh": "the", "tho": "though", "bc": "because", "cuz": "because", "abt": "about",
    "w": "with", "r": "are", "y": "why", "n": "and", "smth": "something", "rly": "really",
    "dis": "this", "dat": "that", "da": "the", "wit": "with", "wid": "with", "thx": "thanks",
    "wich": "which", "wen": "when", "ths": "this", "tke": "take", "nite": "night",
    "tonite": "tonight", "thru": "through", "b4": "before",
}  # fmt: skip
_BEFORE_LETTER = frozenset(
    """the this that letter letters key keys press pressing push hit type button vitamin column
    locker gate option switch""".split()
)
AFTER_LETTER = frozenset("key keys button buttons".split())
_QUOTES = "\"'`(<[\u2018\u201c\u00ab"
_WORDS_OF_ONE_LETTER = ("a", "i", "o")
_CONTRACTED = lazy(r"(\w+)['\u2019](?:ll|d|ve|re|s)\Z", needs="'\u2019")
_OPTION_SIGN = lazy(r"(?:^|(?<=[\s\"'`(\[/|,]))--?\Z")


def in_full(written: str) -> str:
    """What is short for something, in full; of a contraction, the small word that it begins with.

    >>> in_full("ppl"), in_full("What'll"), in_full("who're"), in_full("rat's")
    ('people', 'what', 'who', '')
    """
    said = written.lower()
    found = _CONTRACTED.match(said)
    if found and found[1] in FUNCTION_WORDS | QUESTION_WORDS:
        return found[1]
    return SLANG.get(said, "")


def is_option(question: str, start: int) -> bool:
    """Whether what begins at `start` is an option of a program, by the dashes in front of it.

    >>> is_option("what does ls -a do", 14), is_option("vitamin-a", 8)
    (True, False)
    """
    return _OPTION_SIGN.search(question, 0, start) is not None


def letters(question: str, found: Sequence[Token]) -> frozenset[int]:
    """Where single letters start that are asked for themselves.

    >>> from bot.analysis import words
    >>> question = "What does the N key do n how r U set?"
    >>> sorted(letters(question, words(question)))
    [14, 31]
    """
    whole = question.upper() == question
    return frozenset(
        word.start
        for at, word in enumerate(found)
        if word.end - word.start == 1
        and word.text.isalpha()
        and word.text.isascii()
        and _is_letter(question, found, at, shouted=whole)
    )


def _is_letter(question: str, found: Sequence[Token], at: int, *, shouted: bool) -> bool:
    word = found[at]
    before = found[at - 1].text if at else ""
    after = found[at + 1].text if at + 1 < len(found) else ""
    quoted = question[word.start - 1 : word.start] in set(_QUOTES)
    named = quoted and not question[word.end : word.end + 1].isspace()
    if named or is_option(question, word.start):
        return True
    if before in _BEFORE_LETTER or (after in AFTER_LETTER and before not in SLANG):
        return word.text not in _WORDS_OF_ONE_LETTER or after in AFTER_LETTER or not after
    if len(found) == 1:
        return True
    if shouted or not question[word.start].isupper() or word.text == "i":
        return False
    opens = at == 0 or question[: word.start].rstrip()[-1:] in ".?!"
    if opens:  # "R these safe?", "A dog"
        return word.text not in _WORDS_OF_ONE_LETTER and (
            bool(after) and after not in FUNCTION_WORDS | QUESTION_WORDS
        )
    return True
