"""Recognises what stands below a table, or code, and says what that is: "Table 2: Sails"."""

from __future__ import annotations

import re

from bot.documents.blocks import Block, Kind

_LONGEST = 200  # characters
TABLE = r"Table|Tab\.|Tabelle|Tableau|Tabla"
_OF_TABLE = re.compile(
    r"[*_]{0,3}(?:: (?=\S)"
    rf"|(?:{TABLE}|Caption|Note)(?:\s?\d+[\d.]*)?[.:]\S*\s"
    r"|(?:Figure|Fig\.|Abbildung)\s?\d+[\d.]*[.:]\S*\s)",  # a drawing of signs
    re.IGNORECASE,
)
_OF_CODE = re.compile(
    r"[*_]{0,3}(?:Listing|Code|Example|Snippet|Figure|Fig\.|Abbildung|Beispiel)\s?\d+[\d.]*[.:]\S*\s",
    re.IGNORECASE,
)
_FORMS = {Kind.TABLE: _OF_TABLE, Kind.CODE: _OF_CODE}


def is_caption(text: str, part: Block, kind: Kind = Kind.TABLE) -> bool:
    """Whether a paragraph behind a table, or code, says what that is.

    >>> is_caption("Table 2: Sails", Block(0, 14, ())), is_caption("Sails", Block(0, 5, ()))
    (True, False)
    """
    pattern = _FORMS.get(kind)
    if pattern is None or part.kind != Kind.PARAGRAPH or part.end - part.start > _LONGEST:
        return False
    return pattern.match(text, part.start, part.end) is not None
