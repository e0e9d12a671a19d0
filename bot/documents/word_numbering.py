"""The numbers in front of a Word document's headings and list items, from `numbering.xml`."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree as ET

from bot.documents.list_numbers import figure
from bot.documents.word_styles import Styles
from bot.documents.xml_elements import attribute, child, local

_PLACE = re.compile(r"%(\d)")
_LEVELS = 9


class Label(NamedTuple):
    """What stands in front of a paragraph, and how deep the paragraph is nested, from 0."""

    text: str
    depth: int


class _Level(NamedTuple):
    style: str
    text: str
    start: int


class ListNumbering:
    """Counts the paragraphs of a document, one after the other."""

    def __init__(self, root: ET.Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._linked: dict[str, str] = {}  # abstract list -> the style that holds its levels
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}  # id -> abstract list, own starts
        self._counts: dict[str, list[int]] = {}  # abstract list -> numbers by level
        self._restarted: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                name = attribute(element, "abstractNumId")
                self._abstract[name] = _levels(element)
                self._linked[name] = attribute(child(element, "numStyleLink"), "val")
            elif local(element) == "num":
                self._lists[attribute(element, "numId")] = (
                    attribute(child(element, "abstractNumId"), "val"), _starts(element),
                )  # fmt: skip

    def label(self, paragraph: ET.Element) -> Label | None:
        """What stands in front of the next paragraph; None where nothing numbers it."""
        numbers = self._styles.numbers(paragraph)
        identity = attribute(child(numbers, "numId"), "val")
        if identity not in self._lists:
            return None
        written = attribute(child(numbers, "ilvl"), "val")
        level = min(int(written), _LEVELS - 1) if written.isdecimal() else self._by_style(paragraph)
        abstract, starts = self._lists[identity]
        levels = self._levels(abstract)
        if level not in levels:
            return Label("-", level)
        self._count(abstract, identity, level, starts)
        return Label(self._written(abstract, levels, level), level)

    def _by_style(self, paragraph: ET.Element) -> int:
        """A heading whose style has no level of its own is numbered at its level."""
        return min(max(self._styles.level(paragraph) - 1, 0), _LEVELS - 1)

    def _levels(self, abstract: str) -> dict[int, _Level]:
        if style := self._linked.get(abstract):
            for one in self._styles.chain(style):
                numbers = child(child(one, "pPr"), "numPr")
                identity = attribute(child(numbers, "numId"), "val")
                if identity in self._lists:
                    return self._abstract.get(self._lists[identity][0], {})
        return self._abstract.get(abstract, {})

    def _count(self, abstract: str, identity: str, level: int, starts: dict[int, int]) -> None:
        levels = self._levels(abstract)
        counts = self._counts.setdefault(abstract, [0] * _LEVELS)
        if level in starts and (identity, level) not in self._restarted:
            self._restarted.add((identity, level))
            counts[level] = starts[level]
        elif counts[level]:
            counts[level] += 1
        else:
            counts[level] = levels[level].start
        for outer in range(level):
            counts[outer] = counts[outer] or (levels[outer].start if outer in levels else 1)
        for inner in range(level + 1, _LEVELS):
            counts[inner] = 0

    def _written(self, abstract: str, levels: dict[int, _Level], level: int) -> str:
        own = levels[level]
        if own.style == "bullet":
            return "-"
        if own.style == "none":
            return ""
        counts = self._counts[abstract]

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            style = levels[at].style if at in levels else "decimal"
            return figure(counts[at], style) if 0 <= at < _LEVELS else ""

        return _PLACE.sub(number, own.text).strip()


def _levels(abstract: ET.Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in abstract:
        number = attribute(element, "ilvl")
        if local(element) == "lvl" and number.isdecimal() and int(number) < _LEVELS:
            start = attribute(child(element, "start"), "val")
            found[int(number)] = _Level(
                attribute(child(element, "numFmt"), "val") or "decimal",
                attribute(child(element, "lvlText"), "val"),
                int(start) if start.isdecimal() else 1,
            )
    return found


def _starts(number: ET.Element) -> dict[int, int]:
    """Where a list begins its levels anew."""
    found: dict[int, int] = {}
    for element in number:
        value = attribute(child(element, "startOverride"), "val")
        level = attribute(element, "ilvl")
        if value.isdecimal() and level.isdecimal():
            found[int(level)] = int(value)
    return found
