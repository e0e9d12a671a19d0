"""Whether a document is in English, as far as that can be told by its commonest words."""

from __future__ import annotations

from bot.patterns import lazy

# Words that English cannot do without, and that other languages hardly write.
_ENGLISH = frozenset(
    "the of and to is that with for are it be this by from which or not you".split()
)
_WORD = lazy(r"[^\W\d_]+")
_LOOKED_AT = 20_000  # characters
_FEW = 30  # words that say nothing yet
_SHARE = 0.08  # of all words; English has some 0.25, a list of commands 0.1, Dutch 0.05


def is_english_text(text: str) -> bool:
    """Whether a text is in English, or too short to tell.

    >>> is_english_text("The rats that were given it slept for the rest of the day. " * 3)
    True
    >>> is_english_text("Die Ratten schliefen danach den ganzen Tag, und am Abend auch. " * 3)
    False
    """
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    return len(words) < _FEW or sum(word in _ENGLISH for word in words) >= _SHARE * len(words)
