"""What readers see of a line of Markdown: a heading's words without the signs around them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.analysis.markers import without_markers
from bot.documents.heading_shapes import without_edit_link

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
_TARGET = (
    r"(?:\([^()\n]*\)|\[[^\[\]\n]*\])"  # of a picture or link: its address, or the label of one
)
_PICTURE = re.compile(rf"(?:\[\s*)?!\[[^\[\]\n]*\]{_TARGET}(?:\s*\]{_TARGET})?")
_LONGEST_HEADING = 300  # characters; beyond, inline markup is not resolved


@cache
def _inline() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  (plain text does without)

    return MarkdownIt("commonmark")


def visible(written: str) -> str:
    """A heading as it reads when rendered, without citation markers.

    A picture beside words, such as a badge, says nothing.

    >>> visible("The `ls` *command*[1], see [here](a.html) {#ls}"), visible("Use[[edit](e.php)]")
    ('The ls command, see here', 'Use')
    >>> visible("Tool [![build][b]](x) ![v](y.svg)"), visible("![Tool](y.svg)")
    ('Tool', 'Tool')
    """
    written = _ATTRIBUTES.sub("", without_markers(written))
    written = _PICTURE.sub(" ", written).strip() or written
    if len(written) > _LONGEST_HEADING:
        return " ".join(written.split())
    tokens = _inline().parseInline(written)[0].children or []
    texts = [
        " " if token.type in {"softbreak", "hardbreak"} else token.content
        for token in tokens
        if token.type != "html_inline"
    ]
    return without_edit_link(re.sub(r"\s+(?=[\s,.:;)]|$)", "", "".join(texts)))
