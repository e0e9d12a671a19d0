"""The signs that lines begin and end with: of items, and of questions."""

from __future__ import annotations

from bot.patterns import lazy

BULLET = (  # in front of an item; also arrows, boxes, ticks, and what Word's become in a text
    r"[-*+\u00b7\u2013\u2014\u2022\u2023\u2043\u2190-\u21ff\u25a0-\u25ff\u2610-\u2612"
    r"\u2713-\u2718\u2794-\u27be\uf0a7\uf0b7]"
)
ENUMERATOR = r"[(\[]?(\d{1,3}|[A-Za-z])[.)\]]{1,2}"  # the same, where items are counted
QUESTION_MARKS = "?\uff1f\u061f"
_ASKS = lazy(rf"[{QUESTION_MARKS}][)\]*_\u201d\u2019\"']{{0,4}}\s*$")
_TAIL = 8  # characters at the end of a text that show how it ends


def asks(text: str) -> bool:
    """Whether a text ends with a question mark, emphasis and closing marks left aside.

    >>> asks("**Is it far?**"), asks("It is (is it?), and so is that.")
    (True, False)
    """
    return _ASKS.search(text[-_TAIL:]) is not None
