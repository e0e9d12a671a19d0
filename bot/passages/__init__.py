"""Documents into cited passages: frozen records, the split, and citation markers.

In reading order: `records` (what comes out), `split` (the way in), `assembly` (how it is
put together), `parts` (what a parser says), `plain` with `marked`, `stacks`, `shapes`,
`lines`, `infobox` and `paragraphs`, `markdown` with `markdown_rules`, then `outline`,
`bibliography`, `citations` and `sizes`. No files, no scores.
"""

from bot.passages.citations import Marker, markers, without_markers
from bot.passages.records import Document, Entry, Passage, Span, Split
from bot.passages.split import default_key, split

__all__ = [
    "Document",
    "Entry",
    "Marker",
    "Passage",
    "Span",
    "Split",
    "default_key",
    "markers",
    "split",
    "without_markers",
]
