"""Lines of keywords ("Keywords: tower; height of the tower"): they name what others tell.

So does the line that says how a program is called, with its options in brackets. Such a line has
the words of every question on its subject side by side, and answers none. So it counts little
beside any sentence that has them, and is found all the same where none has.
"""

from __future__ import annotations

import re

from bot.patterns import lazy

SHARE = 0.3  # of what another passage with the same words counts
_LABELLED = lazy(
    r"[\W_]*(?:key ?-?words?(?: and phrases)?|index terms|tags?|topics?|subjects?|labels|categories"
    r"|hashtags|descriptors|schlagw\u00f6rter|stichw\u00f6rter|mots[ -]cl\u00e9s|palabras clave"
    r"|parole chiave|palavras-chave)[\s*_]{0,3}[:\u2014\u2013][\s*_]*(\S.*)",
    re.IGNORECASE | re.DOTALL,
    needs=":\u2014\u2013",
)
_USAGE = lazy(r"(?:\[\s*[`*_]*--?\w[^\[\]\n]*\][^\[\n]*){2}")  # "lamp [-a] [-n number]"
_LONGEST_USAGE = 300  # characters
_ITEMS = lazy(r"[;,|\u00b7\u2022\n]|\s[-\u2013/]\s|\s#")
_STOP = lazy(r"[a-z][.?!]\s+[A-Z]")  # such a text has sentences, whatever stands in front
_LONGEST = 1000  # characters


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
