"""Reads HTML that stands in Markdown: its headings, its tables, and what folds out.

A `<summary>` is the heading of what it opens, up to `</details>`, and so is the title of a
component that folds out (`<Accordion title="...">`) and a term that asks (`<dt>`). A row of a
table, an item and a term with its definition are a unit each. Tags stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.documents.blocks import Block, Cut, Heading, Kind, Part, Unit

TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][\w-]*+(?=[\s/>])[^<>]*>|<[?!][^<>]*>", re.DOTALL)
_SIGNS = re.compile(
    r"<h(?P<level>[1-6])\b[^<>]*>(?P<heading>.*?)</h(?P=level)\s*>"
    r"|<summary\b[^<>]*>(?P<summary>.*?)</summary\s*>"
    r"|<dt\b[^<>]*>(?P<term>(?:(?!</?d[tdl]\b).)*?\?\s*)(?:</dt\s*>)?(?=\s*<dd)"
    r"|<(?-i:[A-Z])\w*\b[^<>]*?\b(?:title|header|question|summary|label)=\"(?P<title>[^\"<>]+)\"[^<>]*(?<!/)>"
    r"|(?P<close></(?:details|dl|(?-i:[A-Z])\w*)\s*>)",
    re.DOTALL | re.IGNORECASE,
)
_ROW = re.compile(r"<(?:tr|li|dt|caption|p|h[1-6]|blockquote)\b", re.IGNORECASE)
_TABLE_ROW = re.compile(r"<(?:tr|caption)\b", re.IGNORECASE)
_OPENS_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_WHOLE = re.compile(r"<(table|dl|ul|ol)\b", re.IGNORECASE)
_UNREAD = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_WORD = re.compile(r"\w")
_FEWEST_ROWS = 3  # of a table: its head, and one that may be cut off behind another


def words_of(written: str) -> str:
    """What readers see of HTML, on one line.

    >>> words_of("<summary>How <b>deep</b>\\n is it?</summary>")
    'How deep is it?'
    """
    return " ".join(TAG.sub("", written).split())


def has_words(written: str) -> bool:
    """Whether readers see anything of it; of a script or style they do not."""
    return not _UNREAD.match(written) and _WORD.search(TAG.sub("", written)) is not None


def end_of_whole(text: str, start: int, end: int) -> int:
    """Where a table or list that opens between two offsets ends, which blank lines may cut.

    >>> end_of_whole("<table>\\n\\n<tr></tr>\\n</table>\\n", 0, 8)
    27
    """
    opening = _WHOLE.search(text, start, end)
    if not opening:
        return end
    name = opening[1].lower()
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, opening.end())
    return max(end, closing.end()) if closing else end


def html_parts(text: str, start: int, end: int, level: int) -> Iterator[Part]:
    """The parts of a piece of HTML; what folds out has headings of that level."""
    if not has_words(text[start:end]) and not _SIGNS.search(text, start, end):
        return
    done = start
    for sign in _SIGNS.finditer(text, start, end):
        name = sign["heading"] or sign["summary"] or sign["term"] or sign["title"] or ""
        name = words_of(name)
        if not name and not sign["close"]:
            continue
        if sign["level"] and _OPENS_TABLE.search(text, start, sign.start()):
            continue
        if has_words(text[done : sign.start()]):
            yield _block(text, done, sign.start())
            done = sign.start()
        own = int(sign["level"]) if sign["level"] else level
        yield Heading(done, sign.end(), name, own)
        done = sign.end()
    if has_words(text[done:end]):
        yield _block(text, done, end)


def _block(text: str, start: int, end: int) -> Block:
    written = text[start:end]
    start, end = start + len(written) - len(written.lstrip()), start + len(written.rstrip())
    if text[start : start + 4].lower() == "<pre":
        return Block(start, end, (Unit(start, end, prose=False, code=True),), kind=Kind.CODE)
    table = _OPENS_TABLE.search(text, start, end) is not None
    begins = [row.start() for row in (_TABLE_ROW if table else _ROW).finditer(text, start, end)]
    begins = [start, *(at for at in begins[1:] if has_words(text[start:at]))]
    ends = [*begins[1:], end]
    units = tuple(
        Unit(a, b, Cut.FREELY if not table or n + 1 >= _FEWEST_ROWS else Cut.NEVER, not table)
        for n, (a, b) in enumerate(zip(begins, ends, strict=True))
        if has_words(text[a:b])
    )
    if not table:
        return Block(start, end, units, kind=Kind.LIST if len(units) > 1 else Kind.PARAGRAPH)
    return Block(start, end, units, kind=Kind.TABLE, head=words_of(_cells(text, units[0])))


def _cells(text: str, row: Unit) -> str:
    return re.sub(r"</t[dh]\s*>(?=\s*<t)", " | ", text[row.start : row.end])
