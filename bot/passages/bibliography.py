"""Tells bibliographies from text: which sections hold entries that markers point to.

A section headed References, Sources, Notes or the like is a bibliography by evidence, not
by name alone, for a manual's "Notes" are prose. Its entries are what markers in the text
point to (`[1] ...`, `1. ...`, `1) ...`), or they look as citations do (a year, an address, an
ISBN; under References also titles), or they are as many as the highest marker: then they are
numbered in order. What fails stays text that is searched. Whatever in a bibliography is no entry
stays text, too.
Under any other heading, entries are what ends the document and has labels in brackets
(`[1] ...`) that markers point to; or numbers, where they look as citations do, too.

Left out on purpose: the inside of an entry (authors, titles, years), and entries that are
named by author and year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.analysis.markers import Marker
from bot.analysis.spans import Span
from bot.documents.blocks import Block, Definition
from bot.documents.lines import Line, are_by_hand, is_ended, lines_of
from bot.documents.reference_lists import (
    BACK_LINK,
    CITATION,
    LABEL,
    NAMED,
    is_bibliography,
    is_title,
)
from bot.passages.outline import Section

_BULLET = re.compile(r"[-*+\u2022]\s+")
_SIGN = re.compile(r"[-*+\u2022^\u2191]\s*\S")
_ENOUGH = 0.6  # share of entries that must look like citations where no marker points to one


_OPEN = re.compile(r"(?:[,:;&(\u2013-]|\s[a-z]{2,})\Z")  # how an entry ends that goes on


@dataclass(frozen=True, slots=True)
class Sorted:
    """The document's blocks, each with its heading path, its definitions, its markers."""

    blocks: tuple[Block, ...]
    definitions: tuple[Definition, ...]
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A section that may be a bibliography: its entries, and the blocks left over."""

    entries: tuple[Definition, ...]
    rest: tuple[Block, ...]
    looks_cited: bool
    named: bool = True  # its heading says that it is one


def sort_out(
    text: str,
    sections: Sequence[Section],
    find: Callable[[frozenset[str]], list[Marker]],
    title: str = "",
) -> Sorted:
    """Sorts sections into text and entries; `find` returns the markers with names known.

    A `title` is the outermost of the headings that blocks stand under.
    """
    candidates = _candidates(text, sections)
    labels = frozenset(entry.marker for found in candidates.values() for entry in found.entries)
    found = find(labels)
    cited = _cited(found, list(_texts(sections, candidates))) - _defined_in(sections)
    blocks: list[Block] = []
    definitions: list[Definition] = []
    for number, section in enumerate(sections):
        kept = [part for part in section.parts if isinstance(part, Block)]
        definitions += [part for part in section.parts if isinstance(part, Definition)]
        if number in candidates and (entries := _judged(candidates[number], cited)):
            definitions += entries
            kept = list(candidates[number].rest)
        path = _below(title, section.path)
        blocks += [
            block.under(path if block.heading is None else _below(title, block.heading))
            for block in kept
        ]
    definitions.sort(key=lambda definition: definition.start)
    known = frozenset(definition.marker for definition in definitions)
    if not labels <= known:  # some candidates were none: their labels are no markers' names
        found = find(known & labels)
    return Sorted(tuple(blocks), tuple(definitions), tuple(found))


def _candidates(text: str, sections: Sequence[Section]) -> dict[int, _Candidate]:
    """The sections that may be bibliographies, by number: those named so, or else the last."""
    candidates = {
        number: _candidate(text, section)
        for number, section in enumerate(sections)
        if any(is_bibliography(name) for name in section.path)
    }
    if ".. [" in text:  # notes of reStructuredText stand anywhere
        explicit = {n: _unnamed(text, one, ".. [") for n, one in enumerate(sections)}
        candidates = {n: one for n, one in explicit.items() if one} | candidates
    last = _last_of_text(sections, candidates)
    if last is not None and (unnamed := _unnamed(text, sections[last])):
        candidates[last] = unnamed
    return candidates


def _defined_in(sections: Sequence[Section]) -> frozenset[str]:
    """The markers of the notes among the sections' text."""
    parts = (part for section in sections for part in section.parts)
    return frozenset(part.marker for part in parts if isinstance(part, Definition))


def _below(title: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """A path of headings with the title as the outermost of them."""
    return path if not title or path[:1] == (title,) else (title, *path)


def _texts(sections: Sequence[Section], candidates: Mapping[int, _Candidate]) -> Iterator[Block]:
    """The blocks in which markers may stand, in order."""
    for number, section in enumerate(sections):
        candidate = candidates.get(number)
        if candidate is None:
            yield from (part for part in section.parts if isinstance(part, Block))
        elif not candidate.named:
            yield from candidate.rest


def _cited(found: Iterable[Marker], texts: Iterable[Block]) -> frozenset[str]:
    """The names that markers point to in the blocks of `texts`."""
    cited: set[str] = set()
    spans = iter(texts)
    block = next(spans, None)
    for marker in found:
        while block and block.end <= marker.start:
            block = next(spans, None)
        if block and block.start <= marker.start:
            cited.update(marker.names)
    return frozenset(cited)


def _judged(found: _Candidate, cited: frozenset[str]) -> list[Definition]:
    """The entries, numbered where that fits; empty where the evidence is not enough."""
    entries = list(found.entries)
    labels = {entry.marker for entry in entries} - {""}
    if not found.named:
        return entries if labels & cited and found.looks_cited else []
    if labels & cited:
        return entries
    numbers = [int(name) for name in cited if name.isdecimal()]
    if entries and not labels and numbers and max(numbers) == len(entries):
        return [replace(entry, marker=str(n)) for n, entry in enumerate(entries, 1)]
    return entries if found.looks_cited else []


def _last_of_text(sections: Sequence[Section], candidates: Mapping[int, _Candidate]) -> int | None:
    """The last section that is no bibliography by name and has blocks."""
    for number in reversed(range(len(sections))):
        if number not in candidates and any(isinstance(p, Block) for p in sections[number].parts):
            return number
    return None


def _unnamed(text: str, section: Section, sign: str = "") -> _Candidate | None:
    """What ends a section and carries labels, as a bibliography under another heading."""
    blocks = [part for part in section.parts if isinstance(part, Block)]
    first = len(blocks)
    while first and LABEL.match(text, blocks[first - 1].start, blocks[first - 1].end):
        if not text.startswith(sign, blocks[first - 1].start):
            break
        first -= 1
    if first == len(blocks):
        return None
    found = _candidate(text, Section(section.path, tuple(blocks[first:])))
    return replace(found, rest=(*blocks[:first], *found.rest), named=False)


def _candidate(text: str, section: Section) -> _Candidate:
    """Reads a section as a bibliography, whether it is one or not."""
    blocks = [part for part in section.parts if isinstance(part, Block)]
    entries: list[Definition] = []
    rest: list[Block] = []
    labelled = any(LABEL.match(text, block.start) for block in blocks)
    read = _labelled if labelled else _unlabelled
    for block in blocks:
        lines = list(lines_of(text, block.start, block.end))
        if labelled and (done := _broken_off(text, entries, lines)):
            entries[-1] = _lengthened(text, entries[-1], lines[done - 1].end)
            if not (lines := lines[done:]):
                continue
        if found := read(text, lines, entries):
            entries += found
        else:
            rest.append(block)
    if labelled and len(entries) > 1 and {entry.marker for entry in entries} == {"1"}:
        entries = [replace(entry, marker=str(n)) for n, entry in enumerate(entries, 1)]
    return _Candidate(tuple(entries), tuple(rest), _looks_cited(text, section, entries))


def _broken_off(text: str, entries: Sequence[Definition], lines: Sequence[Line]) -> int:
    """How many lines of a block go on with the last entry, which a page's end broke off."""
    if not entries or not text[entries[-1].end : lines[0].start].strip(" \n"):
        return 0
    last = entries[-1]
    if not _OPEN.search(text, max(last.start, last.end - 40), last.end):
        return 0
    labels = (LABEL.match(text, line.start, line.end) for line in lines)
    return next((n for n, label in enumerate(labels) if label), len(lines))


def _lengthened(text: str, entry: Definition, end: int) -> Definition:
    return _definition(text, entry.start, end, entry.marker, entry.body.start)


def _labelled(text: str, lines: list[Line], before: list[Definition]) -> list[Definition]:
    """The entries of a block whose lines carry labels; empty where its first does not."""
    starts: list[tuple[Line, re.Match[str]]] = []
    last = before[-1].marker if before else ""
    for line in lines:
        label = LABEL.match(text, line.start, line.end)
        outer = line.indent <= lines[0].indent
        if label and (line is lines[0] or (outer and _follows(label, last))):
            starts.append((line, label))
            last = _name(label)
        elif not starts:
            return []
    ends = [line.start for line, _ in starts[1:]] + [lines[-1].end]
    return [
        _definition(text, line.start, end, _name(label), label.end())
        for (line, label), end in zip(starts, ends, strict=True)
    ]


def _follows(label: re.Match[str], last: str) -> bool:
    """Whether a label within a block is one, and not a number that a line happens to open."""
    name = _name(label)
    return (
        bool(label["bracket"]) or name == "1" or (last.isdecimal() and int(name) == int(last) + 1)
    )


def _name(label: re.Match[str]) -> str:
    return label["bracket"] or label["number"] or label["round"]


def _unlabelled(text: str, lines: list[Line], before: list[Definition]) -> list[Definition]:
    """The entries of a block without labels: by sign, by line, or the block as one."""
    del before  # what came earlier says nothing here
    signs = [line for line in lines if _SIGN.match(line.text)]
    starts = [lines[0]]
    if signs:
        starts += [line for line in signs if line is not lines[0]]
    elif are_by_hand(lines) or all(_is_entry(line) for line in lines):
        starts = [line for line in lines if line.indent <= lines[0].indent]
    ends = [line.start for line in starts[1:]] + [lines[-1].end]
    return [
        _definition(text, line.start, end, "", line.start + _sign_length(line))
        for line, end in zip(starts, ends, strict=True)
    ]


def _is_entry(line: Line) -> bool:
    """Whether a line is an entry by itself: it looks as a citation does, and is ended."""
    return is_ended(line) and CITATION.search(line.text) is not None


def _sign_length(line: Line) -> int:
    sign = _BULLET.match(line.text)
    return sign.end() if sign else 0


def _definition(text: str, start: int, end: int, name: str, body: int) -> Definition:
    """An entry; links back to the text (`^ a b`) are not part of its body."""
    if link := BACK_LINK.match(text, body, end):
        body = link.end()
    while body < end and text[body].isspace():
        body += 1
    end = body + len(text[body:end].rstrip())
    return Definition(start, end, name, Span(body, end))


def _looks_cited(text: str, section: Section, entries: Sequence[Definition]) -> bool:
    """Whether the entries are written as citations are, or stand where only such stand."""
    if not entries:
        return False
    strong = any(NAMED.fullmatch(name) for name in section.path)
    alike = sum(
        bool(CITATION.search(text, e.start, e.end)) or (strong and is_title(text[e.start : e.end]))
        for e in entries
    )
    bracketed = all(e.marker and text[e.start] in "[\\." for e in entries)
    return (alike >= _ENOUGH * len(entries)) if strong or not bracketed else bracketed
