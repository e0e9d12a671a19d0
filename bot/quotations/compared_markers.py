"""Compares the citation markers of a quotation with those of a place that has its words.

A marker may be left out. One that is quoted must stand in that place, be its backslashes,
blanks or dashes as they may, and the full stop before or behind it. What only has a marker's
form (a year, an interval, an index in code) is text: it may neither be left out nor added.

Left out on purpose: a marker in front of the first word, which belongs to what is not quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.analysis.markers import forms, is_between, markers
from bot.passages import Passage
from bot.passages.citations import markers_of
from bot.quotations.compared_tokens import ComparedToken, normal_form, without_hidden

_STOPS = re.compile("[.,;:!?\u2026\"'\u2019\u201d)]*\\s*")
_LISTED = re.compile("\\s*[,;]\\s*")  # "[1], [4]"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the quotation and of the corpus side by side; also those that agree."""

    quoted: str
    written: str

    @property
    def differs(self) -> bool:
        """Whether the two sides are not the same."""
        return self.quoted != self.written


@dataclass(frozen=True, slots=True)
class _Bracket:
    """What has a marker's form; without names where it is none. `passage` counts from 0."""

    text: str
    names: tuple[str, ...]
    start: int
    end: int
    passage: int = 0

    @property
    def compared(self) -> str:
        """What it says, without blanks and backslashes."""
        return _compared(self.text)


def wrong_markers(
    quotation: str,
    asked: Sequence[ComparedToken],
    document: Sequence[Passage],
    found: Sequence[ComparedToken],
    known: Collection[str],
) -> Iterator[Difference]:
    """Where the brackets of a quotation are not those of the place.

    `asked` are the quotation's tokens, `found` as many in the document, `known` the names in
    its bibliography that are words.
    """
    quoted = _by_tokens(_quoted(quotation, known), asked)
    behind = quotation[asked[-1].end :], document[found[-1].passage].text[found[-1].end :]
    if len({*map(_compared, behind)}) == 1:  # to the passage's end, whatever stands there
        quoted.pop(len(asked), None)
    brackets = list(_written(document, found, known))
    written = _by_tokens(brackets, found)
    for number in sorted(quoted.keys() | written.keys()):
        if not number:
            continue
        inside = written.get(number, []) if number < len(found) else []
        after = found[number - 1]
        near = inside + _following(document[after.passage].text, after, brackets)
        wrong = [one for one in quoted.get(number, []) if not _stands(one, near)]
        yield from (Difference(one.text, _said(near)) for one in wrong)
        there = {one.compared for one in quoted.get(number, [])}
        missing = [one for one in inside if not (wrong or one.names or one.compared in there)]
        yield from (Difference("", one.text) for one in missing)


def _compared(text: str) -> str:
    return normal_form("".join(text.replace("\\", "").split()))


def _quoted(quotation: str, known: Collection[str]) -> Iterator[_Bracket]:
    names = {marker.start: marker.names for marker in markers(quotation, known=known)}
    for form in forms(quotation, known):
        text = quotation[form.start : form.end]
        yield _Bracket(text, names.get(form.start, ()), form.start, form.end)


def _written(
    document: Sequence[Passage], found: Sequence[ComparedToken], known: Collection[str]
) -> Iterator[_Bracket]:
    """What has a marker's form in the passages that the tokens stand in, in order."""
    for number in range(found[0].passage, found[-1].passage + 1):
        passage = document[number]
        names = {marker.start: marker.names for marker in markers_of(passage)}
        for form in forms(passage.text, known):
            text = passage.text[form.start : form.end]
            yield _Bracket(text, names.get(form.start, ()), form.start, form.end, number)


def _by_tokens(
    brackets: Sequence[_Bracket] | Iterator[_Bracket], tokens: Sequence[ComparedToken]
) -> dict[int, list[_Bracket]]:
    """Brackets by how many of the tokens come before them."""
    ends = [(token.passage, token.end) for token in tokens]
    found: dict[int, list[_Bracket]] = {}
    for bracket in brackets:
        number = bisect_right(ends, (bracket.passage, bracket.start))
        found.setdefault(number, []).append(bracket)
    return found


def _following(text: str, after: ComparedToken, brackets: Sequence[_Bracket]) -> list[_Bracket]:
    """The brackets that follow a token, stops perhaps, one behind the other or in a list."""
    run: list[_Bracket] = []
    at = after.end
    for one in brackets:
        if one.passage != after.passage or one.start < at:
            continue
        gap = without_hidden(text[at : one.start])
        listed = run and is_between(gap, 0, len(gap))
        if not listed and not (_LISTED if run else _STOPS).fullmatch(gap):
            break
        run.append(one)
        at = one.end
    return run


def _stands(quoted: _Bracket, near: Sequence[_Bracket]) -> bool:
    names = {name for one in near for name in one.names}
    if quoted.names and names.issuperset(quoted.names):
        return True
    return any(quoted.compared == one.compared for one in near)


def _said(near: Sequence[_Bracket]) -> str:
    names = sorted({name for one in near for name in one.names})
    return "".join(f"[{name}]" for name in names) or "".join(one.text for one in near)
