"""Lines of keywords ("Keywords: tower; height of the tower"): they name what others tell.

So does the line that says how a program is called, with its options in brackets. Such a line has
the words of every question on its subject side by side, and answers none. So it counts little
beside any sentence that has them, and is found all the same where none has.
"""

from __future__ import annotations

import re

from bot.patterns import lazy

SHARE = 0.3  # of what another passage with the same words counts
_OF_NAMES = 0.7  # the same of what a thing is also called, where that is not asked
_LABELLED = lazy(
    r"[\W_]*(?:key ?-?words?(?: and phrases)?|index terms|tags?|topics?|subjects?|labels|categories"
    r"|hashtags|descriptors|schlagw\u00f6rter|stichw\u00f6rter|mots[ -]cl\u00e9s|palabras clave"
    r"|parole chiave|palavras-chave)[\s*_]{0,3}[:\u2014\u2013][\s*_]*(\S.*)",
    re.IGNORECASE | re.DOTALL,
    needs=":\u2014\u2013",
)
_NAMES = lazy(  # what else something is called
    r"[\W_]*(?:(?:also|alternat\w+|other|common|trade|brand|generic|street|known|as|and) )*"
    r"(?:names?|aliases|synonyms|known as)[\s*_]{0,3}:[\s*_]*(\S.*)",
    re.IGNORECASE | re.DOTALL,
    needs=":",
)
_ASKS_NAME = lazy(
    r"\b(?:names?|named|calls?|called|known|synonyms?|alias(?:es)?|aka)\b", re.IGNORECASE
)
_MANY = 4  # items, from which on names are a list of keywords
_USAGE = lazy(r"(?:\[\s*[`*_]*--?\w[^\[\]\n]*\][^\[\n]*){2}")  # "lamp [-a] [-n number]"
_LONGEST_USAGE = 300  # characters
_ITEMS = lazy(r"[;,|\u00b7\u2022\n]|\s[-\u2013/]\s|\s#")
_STOP = lazy(r"[a-z][.?!]\s+[A-Z]")  # such a text has sentences, whatever stands in front
_LONGEST = 1000  # characters


def share_beside(text: str, question: str) -> float:
    """What a passage counts beside another with the same words, above 0 and up to 1."""
    if is_keyword_line(text):
        return SHARE
    return _OF_NAMES if is_list_of_names(text, question) else 1.0


def is_keyword_line(text: str) -> bool:
    """Whether a passage is a label for keywords and some of these, or how a program is called.

    >>> is_keyword_line("Keywords: mill; grain"), is_keyword_line("Tags: see them. They help.")
    (True, False)
    >>> is_keyword_line("lamp [-a] [-n number]")
    True
    """
    if len(text) > _LONGEST:
        return False
    if "[" in text and len(text) <= _LONGEST_USAGE and _USAGE.search(text):
        return not _STOP.search(text)
    listed = _LABELLED.match(text)  # to its end
    return listed is not None and bool(_ITEMS.search(listed[1])) and not _STOP.search(listed[1])


def is_list_of_names(text: str, question: str) -> bool:
    """Whether a passage lists what else a thing is called, and the question does not ask that.

    >>> is_list_of_names("**Other names:** cup, mug, bowl, jar", "my cat broke the jar")
    True
    >>> is_list_of_names("Names: cup, mug, bowl, jar", "what is it called")
    False
    """
    listed = _NAMES.match(text) if len(text) <= _LONGEST else None
    if (
        listed is None
        or ":" in listed[1]
        or "\n\n" in text
        or _ASKS_NAME.search(question)
        or _STOP.search(listed[1])
    ):
        return False
    return len(_ITEMS.findall(listed[1])) >= _MANY - 1
