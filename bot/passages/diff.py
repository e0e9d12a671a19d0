"""What a reindex changes, passage by passage.

Passages of a document are compared by their text, in order, with difflib's longest
matching runs. One whose text stands elsewhere now has moved; of the rest, one that stands
between the same neighbours as before and shares words with what stood there has changed;
others are added or removed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.passages.passage import Passage

_ALIKE = 0.5  # share of words that two versions of a passage have in common, at least


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage as it was and as it is."""

    before: Passage
    after: Passage


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """One document. `state` is "added", "removed", "changed" or "same"."""

    document: str
    state: str
    added: tuple[Passage, ...] = ()
    removed: tuple[Passage, ...] = ()
    changed: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()


def compare(
    before: Mapping[str, Sequence[Passage]], after: Mapping[str, Sequence[Passage]]
) -> tuple[DocumentChanges, ...]:
    """The changes from one state of a corpus (document name -> passages) to another."""
    changes = []
    for name in sorted({*before, *after}):
        if name not in before:
            changes.append(DocumentChanges(name, "added", added=tuple(after[name])))
        elif name not in after:
            changes.append(DocumentChanges(name, "removed", removed=tuple(before[name])))
        else:
            changes.append(_document(name, before[name], after[name]))
    return tuple(changes)


def _document(name: str, before: Sequence[Passage], after: Sequence[Passage]) -> DocumentChanges:
    old, new = [p.text for p in before], [p.text for p in after]
    if old == new:
        return DocumentChanges(name, "same")
    blocks = [
        (list(before[i:i_end]), list(after[j:j_end]))
        for kind, i, i_end, j, j_end in SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes()
        if kind != "equal"
    ]
    moved = _moved(blocks)
    changed = [pair for gone, come in blocks for pair in _alike(gone, come)]
    told_before = {pair.before.number for pair in changed}
    told_after = {pair.after.number for pair in changed}
    return DocumentChanges(
        name,
        "changed",
        added=tuple(p for _, come in blocks for p in come if p.number not in told_after),
        removed=tuple(p for gone, _ in blocks for p in gone if p.number not in told_before),
        changed=tuple(changed),
        moved=tuple(moved),
    )


def _moved(blocks: Sequence[tuple[list[Passage], list[Passage]]]) -> list[Pair]:
    """Pairs of the same text, the first with the first; they are taken out of the blocks."""
    waiting: dict[str, list[Passage]] = {}  # text -> passages that went
    for gone, _ in blocks:
        for passage in gone:
            waiting.setdefault(passage.text, []).append(passage)
    pairs = [
        Pair(waiting[passage.text].pop(0), passage)
        for _, come in blocks
        for passage in come
        if waiting.get(passage.text)
    ]
    left, right = {id(pair.before) for pair in pairs}, {id(pair.after) for pair in pairs}
    for gone, come in blocks:
        gone[:] = [passage for passage in gone if id(passage) not in left]
        come[:] = [passage for passage in come if id(passage) not in right]
    return pairs


def _alike(before: Sequence[Passage], after: Sequence[Passage]) -> list[Pair]:
    """Pairs, in order, of passages that share enough words to be versions of one."""
    pairs: list[Pair] = []
    left = list(after)
    for was in before:
        for at, now in enumerate(left):
            if was.text != now.text and _similar(was.text, now.text):
                pairs.append(Pair(was, now))
                left = left[at + 1 :]
                break
    return pairs


def _similar(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split())
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
