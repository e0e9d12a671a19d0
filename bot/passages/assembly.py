"""Takes a document apart into cited passages and the entries that they cite.

The parser of its format says what stands where; here the headings become paths,
the bibliography becomes entries, long blocks become several passages, and each citation
marker goes to the passage that holds it. Nothing is rewritten: every text is a slice of
the document, and what is in no passage is a gap (headings, entries, blank lines, rules,
comments, front matter).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest

from bot.analysis.analyzer import analyzer_for
from bot.analysis.detection import language_of
from bot.analysis.markers import Marker, in_order, inline_code, markers
from bot.analysis.mixed_languages import languages_of_parts, may_be_mixed
from bot.analysis.spans import Span
from bot.documents.blocks import Block, Definition, Heading, Layout, Part
from bot.documents.canonical import layout_from_json
from bot.documents.formats import format_of
from bot.documents.navigation import without_navigation
from bot.documents.records import Document
from bot.passages import bibliography, outline
from bot.passages.passage import Entry, Passage, PassageUnit, Split
from bot.passages.sizes import passages_of


def assembled(document: Document, key: str, language: str = "") -> Split:
    """The passages and entries of `document`; ids begin with `key`.

    `language` is the code of the one it is in; by default its own front matter tells, or its words.
    """
    text, file_format = document.text, format_of(document.name)
    whole = layout_from_json(document.layout) if document.layout else file_format.parse(text)
    whole = replace(whole, parts=without_navigation(text, whole.parts))
    parsed = _without_title(whole)
    told = language or parsed.language
    language = told or language_of(text)
    code = _code(text, parsed, inline=file_format.markup)
    sections = outline.sections(parsed.parts)
    noted = (
        frozenset() if file_format.markup else _noted(parsed)
    )  # there, `[^note]` says that it is one
    title = parsed.title if parsed is not whole or _stands_on_top(text, parsed) else ""
    sorted_out = bibliography.sort_out(
        text,
        sections,
        lambda known: markers(text, known=known | noted, code=code, links=file_format.markup),
        title,
    )
    blocks = [*sorted_out.blocks]
    mixed = not told and may_be_mixed(text, language)
    runs = [*_by_language(text, blocks, language)] if mixed else [(language, blocks)]
    passages, spoken = _passages_of_runs(document, key, runs, sorted_out.markers)
    return Split(
        parsed.title,
        tuple(passages),
        tuple(_entries(text, sorted_out.definitions, _bare_headings(parsed.parts, sections))),
        spoken[0][1] if len(spoken) == 1 else language,
        tuple(spoken) if len(spoken) > 1 else (),
    )


def _noted(parsed: Layout) -> frozenset[str]:
    """The names of the notes that a reader has found: in brackets, they are markers."""
    return frozenset([part.marker for part in parsed.parts if isinstance(part, Definition)])


def _by_language(
    text: str, blocks: Sequence[Block], language: str
) -> Iterator[tuple[str, list[Block]]]:
    """The blocks of a document of several languages, as runs in one language each."""
    texts = [text[block.start : block.end] for block in blocks]
    each = languages_of_parts(texts, [block.heading for block in blocks], language)
    for one, run in groupby(zip(each, blocks, strict=True), lambda pair: pair[0]):
        yield one, [block for _, block in run]


def _without_title(parsed: Layout) -> Layout:
    """Takes the only heading of the first level, where it opens the outline, as the title.

    A title from elsewhere (front matter, a line above) that says something else leaves the
    heading where it is: its words would be found nowhere otherwise.
    """
    headings = [part for part in parsed.parts if isinstance(part, Heading)]
    if not headings or [heading.level for heading in headings].count(1) != 1:
        return parsed
    first = headings[0]
    if first.level != 1 or parsed.title.casefold() not in {"", first.text.casefold()}:
        return parsed
    rest = tuple(part for part in parsed.parts if part is not first)
    return replace(parsed, title=parsed.title or first.text, parts=rest)


def _stands_on_top(text: str, parsed: Layout) -> bool:
    """Whether the title stands above all else, and is not taken from a box of facts.

    Only what a memo is filed by may stand above it.
    """
    if not parsed.title:
        return False
    spans = sorted((part.start, part.end) for part in parsed.parts)[:2]
    gaps = pairwise([0, *(place for span in spans for place in span)])
    return any(parsed.title in " ".join(text[a:b].split()) for a, b in [*gaps][::2])


def _code(text: str, parsed: Layout, *, inline: bool) -> list[Span]:
    """Where nothing is a marker: blocks of code, and `inline` what backticks enclose."""
    found: list[Span] = []
    for part in parsed.parts:
        if not isinstance(part, Block):
            continue
        for unit in part.units:
            if unit.code:
                found.append(Span(unit.start, unit.end))
            elif inline:
                spans = inline_code(text[unit.start : unit.end])
                found += [Span(unit.start + s.start, unit.start + s.end) for s in spans]
    return found


def _passages_of_runs(
    document: Document,
    key: str,
    runs: Iterable[tuple[str, Sequence[Block]]],
    found: Sequence[Marker],
) -> tuple[list[Passage], list[tuple[int, str]]]:
    """The passages of runs of blocks in one language each; and how many in a row are in which."""
    passages, languages = list[Passage](), list[str]()  # each passage, and what it is in
    for language, blocks in runs:
        cut = passages_of(document.text, blocks, analyzer_for(language).abbreviations)
        passages += _passages(document, key, cut, found, len(passages))
        languages += [language] * (len(passages) - len(languages))
    return passages, [(len([*same]), language) for language, same in groupby(languages)]


def _passages(
    document: Document,
    key: str,
    cut: Iterable[tuple[Block, tuple[PassageUnit, ...]]],
    found: Sequence[Marker],
    before: int,
) -> Iterator[Passage]:
    """The passages that are cut from blocks, which come after so many `before` them."""
    name, text, starts = document.name, document.text, [marker.start for marker in found]
    for number, (block, units) in enumerate(cut, before + 1):
        start, end = units[0].start, units[-1].end
        inside = found[bisect_left(starts, start) : bisect_left(starts, end)]
        yield Passage(
            f"{key}:{number}", name, number, block.heading or (), text[start:end],
            start, end, units, in_order(inside) if inside else (),
        )  # fmt: skip


def _bare_headings(parts: Sequence[Part], sections: Sequence[outline.Section]) -> Iterator[Heading]:
    """Headings with nothing below them: neither text nor headings within."""
    headings = [part for part in parts if isinstance(part, Heading)]
    under = sections[1:]  # the first is above all headings
    for heading, own, after in zip_longest(headings, under, under[1:]):
        holds = after is not None and after.path[: len(own.path)] == own.path != after.path
        if heading.text and not own.parts and not holds:
            yield heading


def _entries(
    text: str, definitions: Iterable[Definition], bare: Iterable[Heading]
) -> Iterator[Entry]:
    """What markers point to; and headings that stand in no path, which nothing points to."""
    found = [Entry(one.marker, text[one.body.start : one.body.end], *one.body)
             for one in definitions if one.body.start < one.body.end]  # fmt: skip
    for heading in bare:
        start = text.find(heading.text, heading.start, heading.end)
        if start >= 0:
            found.append(Entry("", heading.text, start, start + len(heading.text)))
    yield from sorted(found, key=lambda entry: entry.start)
