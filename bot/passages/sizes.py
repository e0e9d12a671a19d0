"""Cuts a block into passages of a handy size, and each into its sentences.

A block of up to `LIMIT` characters is one passage. A longer one is cut in front of its
units (list items, lines) or, where a unit is too long by itself, at the ends of sentences;
never in a sentence, a table or a piece of code, however long that is. The pieces are made
about equally long, so that no paragraph leaves a stump behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby

from bot.analysis.paragraphs import sentences_of
from bot.analysis.spans import Span
from bot.documents.blocks import LIMIT, Block, Cut, Unit

_span = partial(tuple.__new__, Span)  # a pair as a span, several times as fast as `Span._make`


@dataclass(frozen=True, slots=True)
class _Atom:
    """A sentence, and whether the block may be cut in front of it."""

    span: Span
    cut: Cut


def passages_of(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Block, tuple[Span, ...]]]:
    """The sentences of each passage that blocks make, in order, and the block of each."""
    places = [(unit.start, unit.end) for block in blocks for unit in block.units if unit.prose]
    found = sentences_of(text, places)
    for block in blocks:
        spans = [_sentences(text, unit, found) for unit in block.units]
        whole = tuple(chain.from_iterable(spans))
        if not whole:
            continue
        if whole[-1].end - whole[0].start <= LIMIT:
            yield block, whole
            continue
        for chunk in _pack(list(_chunks(list(_atoms(block.units, spans))))):
            yield block, tuple(atom.span for atom in chunk)


def _sentences(text: str, unit: Unit, found: Iterator[Iterable[tuple[int, int]]]) -> list[Span]:
    """The unit's sentences with the document's offsets; if it is prose, they are found next."""
    if unit.prose:
        return list(map(_span, next(found)))
    written = text[unit.start : unit.end]
    if bare := written.strip():
        start = unit.start + written.index(bare[0])
        return [Span(start, start + len(bare))]
    return []


def _atoms(units: Iterable[Unit], spans: Iterable[Iterable[Span]]) -> Iterator[_Atom]:
    for unit, found in zip(units, spans, strict=True):
        cut = unit.cut
        for span in found:
            yield _Atom(span, cut)
            cut = Cut.IF_MUST


def _chunks(atoms: list[_Atom]) -> Iterator[list[_Atom]]:
    """What stays together: units where they fit, else their sentences."""
    for group in _cut_at(atoms, Cut.FREELY):
        if _length(group) > LIMIT:
            yield from _cut_at(group, Cut.IF_MUST)
        else:
            yield group


def _cut_at(atoms: list[_Atom], cut: Cut) -> Iterator[list[_Atom]]:
    """`atoms` cut in front of each that allows it at least as much as `cut`."""
    number = 0

    def group(atom: _Atom) -> int:
        nonlocal number
        number += atom.cut >= cut
        return number

    for _, found in groupby(atoms, group):
        yield list(found)


def _pack(chunks: list[list[_Atom]]) -> Iterator[list[_Atom]]:
    """Joins neighbours into pieces of about equal length, each within the limit if it can."""
    at = 0
    while at < len(chunks):
        start = chunks[at][0].span.start
        rest = chunks[-1][-1].span.end - start
        target = rest / -(-rest // LIMIT)
        piece = list(chunks[at])
        at += 1
        while at < len(chunks):
            before, after = piece[-1].span.end - start, chunks[at][-1].span.end - start
            if after > LIMIT or after - target > target - before:
                break
            piece += chunks[at]
            at += 1
        yield piece


def _length(atoms: list[_Atom]) -> int:
    return atoms[-1].span.end - atoms[0].span.start
