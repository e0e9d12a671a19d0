"""Recognises the wrong row of a table, and half of what is to be mixed.

A row that has a thing only in its column "Never mix with" tells nothing of that thing; nor does a
row that names none of what is asked about, where another row of the table is named for it. And what
is asked of two things together ("can I mix A and B?") is not answered by what is said of one, nor
what they make by where both are named.

Left out on purpose: tables that are not drawn with "|"; and rows whose head is in another passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.analysis import Span
from bot.analysis.analyzer import Analyzer
from bot.patterns import LIST_MARK, lazy
from bot.ranking.concepts import Concept, ConceptKind
from bot.ranking.features import FeatureExtractor, Features
from bot.ranking.presence import is_in

_SHUTS_OUT = lazy(r"\b(?:never|not|avoid|without|except)\b", re.IGNORECASE)
_MIXES = lazy(  # what with what
    r"\b(?:mix(?:es|ed|ing)?|combin(?:es?|ed|ing))\b([^.?!,;]*?)\b(?:and|with|plus)\b([^.?!,;]*)",
    re.IGNORECASE,
    needs=("mix", "combin"),
)
_MAKES = lazy(  # of what with what
    r"\bwhat(?: \w+)? (?:does|do|will|would|happens (?:if|when) \w+ (?:mix|combine)) [^.?!,;]*?"
    r"\b(?:and|plus|with)\b[^.?!,;]*?\b(?:makes?|produces?|creates?|forms?|gives? off|releases?)"
    r"\W*\Z",
    re.IGNORECASE,
    needs=("make", "produce", "create", "form", "gives off", "give off", "release"),
)
_MADE = lazy(
    r"\b(?:mix\w*|combin\w*|react\w*|produc\w*|creat\w*|form(?:s|ed|ing)?|mak(?:es?|ing)|made"
    r"|releas\w*|yields?|giv(?:es?|ing) off|together|fumes?|gas(?:es)?)\b|\s\+\s",
    re.IGNORECASE,
)
_ROW_OR_POINT = lazy(rf"\s*(?:{LIST_MARK}|\|)")
_OF_RULE = frozenset("|:- \t")
_NAMING = 2  # cells at the beginning of a row, that say what it is of


def is_on_another_row(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether the best sentence is a row on something else, or tells half of a mixture."""
    index, query = extractor.index, extractor.query
    if _tells_half(extractor, features) or _makes_nothing(extractor, features):
        return True
    row, read = extractor.text(features), index.analyzer
    if not row.lstrip().startswith("|"):
        return False
    asked = [
        frozenset(map(read.stem, concept.words))
        for concept in query.concepts
        if concept.kind is ConceptKind.CONTENT
    ]
    table, mixes = index.text(features.passage), _MIXES.search(query.question) is not None
    return _is_shut_out(row, table, asked, read, mixes=mixes) or _is_of_another(
        row, table, asked, read
    )


def _tells_half(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether two things are to be mixed, and of one the best sentence has nothing.

    Of a row or a point, what stands around the list is taken with it; else, the whole passage.
    """
    query = extractor.query
    mixed = _MIXES.search(query.question)
    if mixed is None:
        return False
    present = _terms_beside(extractor, features)
    for side in mixed.groups():
        things = [
            concept
            for concept in query.concepts
            if concept.kind is ConceptKind.CONTENT and is_in(concept, side)
        ]
        if things and not any(_is_held(thing, present) for thing in things):
            return True
    return False


def _makes_nothing(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether it is asked what two things make, and a passage has them side by side at most."""
    if not _MAKES.search(extractor.query.respelled):
        return False
    index, passage = extractor.index, features.passage
    above = (index.innermost_heading(passage), *_head(index.text(passage)))
    return not any(map(_MADE.search, (extractor.text(features), " ".join(above))))


def _terms_beside(extractor: FeatureExtractor, features: Features) -> frozenset[int]:
    """The question's terms in the best sentence, what stands around its list, and the headings."""
    positions, passage = extractor.positions, features.passage
    of_list = _ROW_OR_POINT.match(extractor.text(features)) is not None
    present = positions.heading(passage) | positions.title(passage)
    for one in positions.sentences(passage):
        said = extractor.said(passage, Span(one.start, one.end))
        if one.start == features.best.start or not (of_list and _ROW_OR_POINT.match(said)):
            present |= frozenset(one.positions)
    return present


def _is_held(thing: Concept, present: frozenset[int]) -> bool:
    return any(not form.guessed and present.issuperset(form.terms) for form in thing.forms)


def _is_shut_out(
    row: str, table: str, asked: Sequence[frozenset[str]], read: Analyzer, *, mixes: bool
) -> bool:
    """Whether what is asked about is in a row only below such heads as "Never use with"."""
    head, cells = _head(table), _cells(row)
    if len(head) != len(cells):
        return False
    shut, open_ = set[str](), set[str]()
    for label, cell in zip(head, cells, strict=True):
        (shut if _SHUTS_OUT.search(label) else open_).update(_stems(cell, read))
    out = [thing for thing in asked if thing <= shut and not thing <= open_]
    named = _stems(" ".join(cells[:_NAMING]), read)
    return bool(out) and not (mixes and any(thing <= named for thing in asked))


def _is_of_another(row: str, table: str, asked: Sequence[frozenset[str]], read: Analyzer) -> bool:
    """Whether another row is named for what is asked about, and this one has none of it."""
    own, all_of_it = _named(row, read), _stems(row, read)
    if any(thing <= own for thing in asked):
        return False
    others = [_named(line, read) for line in table.splitlines() if _cells(line)]
    return any(not thing & all_of_it and any(thing <= one for one in others) for thing in asked)


def _named(row: str, read: Analyzer) -> set[str]:
    return _stems(" ".join(_cells(row)[:1]), read)


def _head(table: str) -> list[str]:
    """The cells of the line over the first drawn one; empty where there is none."""
    lines = table.splitlines()
    at = next(
        (n for n, line in enumerate(lines) if n and "--" in line and _OF_RULE.issuperset(line)), 0
    )
    return _cells(lines[at - 1]) if at else []


def _cells(row: str) -> list[str]:
    return row.strip().strip("|").split("|") if row.lstrip()[:1] == "|" else []


def _stems(text: str, read: Analyzer) -> set[str]:
    return {read.stem(word) for word in read.plain_words(text)}
