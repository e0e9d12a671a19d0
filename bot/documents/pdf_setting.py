"""How the paragraphs of a PDF are set: whether one that ends a column or page may go on.

Where a column ends with a full stop, words do not tell whether its paragraph goes on. How the
document is set does: where paragraphs begin further in, one that does not has begun before; and
where lines end at one edge, the last line of a paragraph hardly ever does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.analysis.abbreviations import ENGLISH_ABBREVIATIONS
from bot.documents.pdf_blocks import TextBlock

_FEWEST_LINES = 3  # of a paragraph that tells how the others are set
_FEWEST = 3  # of such paragraphs
_INDENTED = 0.3  # share of paragraphs that begin further in, from which on all should
_JUSTIFIED = 0.6  # share of lines that end at the edge, from which on all should
_LAST_WORD = re.compile(r"([^\W\d_](?:[\w.]*\w)?)\.$")


class Setting(NamedTuple):
    """What the paragraphs of a document have in common."""

    indented: bool = False
    justified: bool = False

    @classmethod
    def of(cls, blocks: Sequence[TextBlock]) -> Setting:
        """The setting of a document's blocks."""
        long = [block for block in blocks if len(block.lines) >= _FEWEST_LINES]
        if len(long) < _FEWEST:
            return cls()
        indented = sum(block.is_indented for block in long)
        edges = [abs(b.right - line.right) < 0.1 * line.size for b in long for line in b.lines[:-1]]
        return cls(
            indented >= max(_FEWEST, _INDENTED * len(long)), sum(edges) >= _JUSTIFIED * len(edges)
        )

    def goes_on(self, before: TextBlock, block: TextBlock) -> bool:
        """Whether a paragraph whose last line ends a sentence goes on in the next column."""
        if block.is_indented or not (self.indented or self.justified):
            return False
        return before.is_justified if self.justified else before.is_full()


def is_abbreviated(line: str) -> bool:
    """Whether a line ends with an abbreviation that ends no sentence.

    >>> is_abbreviated("the harbour of St."), is_abbreviated("They went home.")
    (True, False)
    """
    last = _LAST_WORD.search(line[-20:])
    return last is not None and last[1].lower() in ENGLISH_ABBREVIATIONS.never_last
