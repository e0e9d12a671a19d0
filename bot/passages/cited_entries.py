"""Tells which passages cite which entry, where several entries of a document have one marker.

Books count their notes anew in every chapter, and so do pages with footnotes: then "[1]" is
something else in each. Known is only what can be told from the order of things: notes that stand
behind what cites them belong to that, and notes that all stand at the end belong to passages,
or to chapters, one by one. Where the order does not tell, nothing is said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from bot.passages.passage import Entry, Passage

Citing = tuple[Passage, ...]


def cited_by(entries: Sequence[Entry], passages: Sequence[Passage]) -> list[Citing]:
    """The passages that cite each of a marker's entries in one document; all empty if unknown.

    Both are in the document's order.
    """
    if len(entries) <= 1:
        return [tuple(passages) for _ in entries]
    for told in (_behind(entries, passages), _at_end(entries, passages)):
        if all(told):
            return told
    return [() for _ in entries]


def _behind(entries: Sequence[Entry], passages: Sequence[Passage]) -> list[Citing]:
    """Each entry with the passages between it and the entry before."""
    starts = [entry.start for entry in entries]
    nearest = [bisect_left(starts, passage.start) for passage in passages]
    if len(entries) in nearest:  # what stands behind the last one
        return [()]
    return [
        tuple(p for p, at in zip(passages, nearest, strict=True) if at == number)
        for number in range(len(entries))
    ]


def _at_end(entries: Sequence[Entry], passages: Sequence[Passage]) -> list[Citing]:
    """The entries in turn: one for each passage, or for each chapter."""
    if not passages or passages[-1].start > entries[0].start:
        return [()]
    if len(passages) == len(entries):
        return [(passage,) for passage in passages]
    chapters = list(dict.fromkeys(passage.heading[:1] for passage in passages))
    if len(chapters) != len(entries):
        return [()]
    return [tuple(p for p in passages if p.heading[:1] == chapter) for chapter in chapters]
