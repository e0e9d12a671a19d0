"""The citation markers of one passage, as they were found in its document.

What is a marker is said by the grammar (`analysis.markers`) and by the document: the names in
its bibliography, its blocks of code, its format. The split knows all of that and leaves the
names with the passage (`references`): in it, nothing is a marker that names anything else.

Known flaw: an index in a block of code, `a[1]`, is taken for a marker where the same passage
cites the entry 1, too.
"""

from __future__ import annotations

from bot.analysis.markers import Marker, markers, within
from bot.documents.formats import format_of
from bot.passages.passage import Passage


def markers_of(passage: Passage) -> list[Marker]:
    """The markers of a passage in order; offsets are characters of its text."""
    is_markdown = format_of(passage.document).markup
    names = frozenset(passage.references)
    found = markers(passage.text, known=names, code=None if is_markdown else (), links=is_markdown)
    return [marker for marker in found if names.issuperset(marker.names)]


def cited_between(passage: Passage, start: int, end: int) -> list[str]:
    """What those sentences cite that a stretch touches (document offsets), in order."""
    found = markers_of(passage)
    cited = {
        name
        for sentence in passage.sentences
        if sentence.start < end and start < sentence.end
        for marker in within(found, sentence.start - passage.start, sentence.end - passage.start)
        for name in marker.names
    }
    return [name for name in passage.references if name in cited]
