"""Takes the quoted pieces out of a text: what stands in quotation marks or block quotes.

A block quote is a run of lines that begin with `>`. Quotation marks are double ones of any
shape, and single curly ones around several words (an apostrophe looks like one of them).
A text without either is one piece as a whole.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(r"(?m)(?:^[ \t]{0,3}>.*(?:\n|\Z))+")
_PREFIX = re.compile(r"(?m)^[ \t]{0,3}(?:>[ \t]?)+")
_INLINE = re.compile(
    '"([^"]+)"|\u201c([^\u201c\u201d]+)\u201d|\u201e([^\u201c\u201d\u201e]+)[\u201c\u201d]'
    "|\u00ab([^\u00ab\u00bb]+)\u00bb|\u00bb([^\u00ab\u00bb]+)\u00ab"
    "|(?<!\\w)\u2018([^\u2018\n]+?\\s[^\u2018\n]+?)\u2019(?!\\w)"
)


def pieces(text: str) -> list[str]:
    """The quoted pieces in order, or the whole text; nothing where there are no words.

    >>> pieces('It says "5% of them" and\\n> in rats\\n> only\\n')
    ['5% of them', 'in rats\\nonly']
    >>> pieces("No marks at all.")
    ['No marks at all.']
    """
    blocks = [(block.start(), _PREFIX.sub("", block.group())) for block in _BLOCK.finditer(text)]
    rest = _BLOCK.sub(lambda block: "\n" * len(block.group()), text)
    inline = [
        (quotation.start(), next(group for group in quotation.groups() if group))
        for quotation in _INLINE.finditer(rest)
    ]
    quoted = [piece.strip() for _, piece in sorted(blocks + inline) if _has_words(piece)]
    return quoted or ([text.strip()] if _has_words(text) else [])


def paragraphs(piece: str) -> list[str]:
    """The paragraphs of a piece: what stands between blank lines."""
    return [part.strip() for part in re.split(r"\n[ \t]*\n", piece) if _has_words(part)]


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
