"""One document as a segment, for tests and benchmarks that build an index of their own."""

from bot.documents import Document
from bot.index.segment import Segment, SegmentBuilder
from bot.passages import Split


def segment_of(document: Document, key: str, split: Split) -> Segment:
    """One document, split, as a segment."""
    builder = SegmentBuilder()
    builder.add(document, key, split)
    return builder.segment()
