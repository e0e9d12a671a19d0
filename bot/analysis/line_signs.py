"""The signs that lines begin and end with: of items, and of questions."""

from __future__ import annotations

BULLET = (  # in front of an item; also arrows, boxes, ticks, and what Word's become in a text
    r"[-*+\u00b7\u2013\u2014\u2022\u2023\u2043\u2190-\u21ff\u25a0-\u25ff\u2610-\u2612"
    r"\u2713-\u2718\u2794-\u27be\uf0a7\uf0b7]"
)
ENUMERATOR = r"[(\[]?(\d{1,3}|[A-Za-z])[.)\]]{1,2}"  # the same, where items are counted
QUESTION_MARKS = "?\uff1f\u061f"
_BEHIND_MARKS = ")]*_\u201d\u2019\"'"
_MOST_BEHIND = 4  # of these, as marks are closed
_TAIL = 8  # characters at the end of a text that show how it ends


def asks(text: str) -> bool:
    """Whether a text ends with a question mark, emphasis and closing marks left aside.

    >>> asks("**Is it far?**"), asks("It is (is it?), and so is that.")
    (True, False)
    """
    tail = text[-_TAIL:].rstrip()
    bare = tail.rstrip(_BEHIND_MARKS)
    return bare.endswith(tuple(QUESTION_MARKS)) and len(tail) - len(bare) <= _MOST_BEHIND
