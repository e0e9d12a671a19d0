"""Cuts blocks into passages of a handy size.

A block of up to `LIMIT` characters is one passage (of a table, `TABLE_LIMIT`). A longer one is
cut in front of its units (list items, rows, lines) or, where a unit is too long by itself, at
the ends of sentences; never in a sentence or a piece of code, however long that is. Only where
lines run on with hardly a stop (a log, a list without signs), a line is taken for a sentence.
The passages are made about equally long, so that no paragraph leaves a stump behind. Of a
table or list, each but the first has at the end of its path what stands over all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.analysis.abbreviations import ENGLISH_ABBREVIATIONS, Abbreviations
from bot.analysis.sentences import sentence_bounds
from bot.documents.blocks import LIMIT, TABLE_LIMIT, Block, Cut, Kind, Unit
from bot.documents.lines import lines_of
from bot.passages.passage import PassageUnit

_LONGEST_HEAD = 200  # characters
_LONGEST_SENTENCE = LIMIT + LIMIT // 2  # characters; beyond, lines are no wrapped sentence


@dataclass(frozen=True, slots=True)
class _Atom:
    """A sentence, and whether the block may be cut in front of it."""

    unit: PassageUnit
    cut: Cut


def passages_of(
    text: str, blocks: Iterable[Block], known: Abbreviations = ENGLISH_ABBREVIATIONS
) -> Iterator[tuple[Block, tuple[PassageUnit, ...]]]:
    """The units of each passage that blocks make, in order, and the block of each.

    In other languages than English, where sentences end otherwise, each is a unit.
    """
    for block in blocks:
        if known is ENGLISH_ABBREVIATIONS and (whole := _whole(text, block)):
            yield block, (whole,)
            continue
        units = [*filter(None, [_stripped(text, unit) for unit in block.units])]
        if not units:
            continue
        size = units[-1].end - units[0].start
        if size <= LIMIT or (size <= TABLE_LIMIT and block.kind == Kind.TABLE):
            if known is not ENGLISH_ABBREVIATIONS:
                yield block, tuple([atom.unit for atom in _atoms(text, units, known)])
                continue
            yield block, tuple([PassageUnit(unit.start, unit.end, unit.prose) for unit in units])
            continue
        later = _continued(block)
        for number, chunk in enumerate(_pack(list(_chunks(list(_atoms(text, units, known)))))):
            yield later if number else block, tuple([atom.unit for atom in chunk])


def _whole(text: str, block: Block) -> PassageUnit | None:
    """The unit of a block that has but one, of handy size; the rest would return the same."""
    if len(block.units) > 1 or not 0 < block.end - block.start <= LIMIT:
        return None
    unit = block.units[0]
    start, end = unit.start, unit.end
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return PassageUnit(start, end, unit.prose)
    return None


def _continued(block: Block) -> Block:
    """The block, with what stands over all of it at the end of its path."""
    if not block.head:
        return block
    return block._replace(heading=(*(block.heading or ()), block.head[:_LONGEST_HEAD]))


def _stripped(text: str, unit: Unit) -> Unit | None:
    """A unit without the white space around it; None where it has nothing else."""
    written = text[unit.start : unit.end]
    bare = written.strip()
    if len(bare) == len(written):
        return unit if bare else None
    start = unit.end - len(written.lstrip())
    return unit._replace(start=start, end=start + len(bare)) if bare else None


def _atoms(text: str, units: Iterable[Unit], known: Abbreviations) -> Iterator[_Atom]:
    for unit in units:
        cut, prose = unit.cut, unit.prose and known is ENGLISH_ABBREVIATIONS
        for start, end in _sentences(text, unit, known):
            yield _Atom(PassageUnit(start, end, prose), cut)
            cut = Cut.IF_MUST


def _sentences(text: str, unit: Unit, known: Abbreviations) -> list[tuple[int, int]]:
    if not unit.prose:
        return [(unit.start, unit.end)]
    starts, ends = sentence_bounds(text[unit.start : unit.end], known)
    found = [(unit.start + a, unit.start + b) for a, b in zip(starts, ends, strict=True)]
    if all(end - start <= _LONGEST_SENTENCE for start, end in found):
        return found
    return [piece for start, end in found for piece in _lines(text, start, end)]


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, or its lines where it is far too long for one."""
    if end - start <= _LONGEST_SENTENCE or "\n" not in text[start:end]:
        return [(start, end)]
    return [(line.start, line.end) for line in lines_of(text, start, end)]


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


def _pack(chunks: Sequence[list[_Atom]]) -> Iterator[list[_Atom]]:
    """Joins neighbours into pieces of about equal length, each within the limit if it can."""
    at = 0
    while at < len(chunks):
        start = chunks[at][0].unit.start
        rest = chunks[-1][-1].unit.end - start
        target = rest / -(-rest // LIMIT)
        piece = list(chunks[at])
        at += 1
        while at < len(chunks):
            before, after = piece[-1].unit.end - start, chunks[at][-1].unit.end - start
            if after > LIMIT or after - target > target - before:
                break
            piece += chunks[at]
            at += 1
        yield piece


def _length(atoms: list[_Atom]) -> int:
    return atoms[-1].unit.end - atoms[0].unit.start
