"""Finds the references of a page: links that are markers, and the blocks that they point to.

A marker is a short link to a place in the same page that stands raised or in brackets, or that
says what it is (`role="doc-noteref"`). Its label is what is shown, and the block that it leads to
is the note of that label: in an encyclopedia's list of references, among a converter's
footnotes, in a book's notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

_LABEL = re.compile(
    r"\[?\s*((?:nb|note|n|lower-alpha|fn)?\s?\d{1,4}|[a-z]{1,2}|[*\u2020\u2021\u00a7]{1,3})\s*\]?"
)
_NOTE_NAME = re.compile(r"_?(?:foot|end)note|_?ftn|_?fn(?![a-z])", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\[\]]{1,12}\]")
_NOTED = frozenset("li p dd div aside section tr td".split())
_ROLES = frozenset(("doc-noteref", "noteref"))
_INNER = re.compile(r"(?<=\[) | (?=\])")  # spaces
_LONGEST = 16  # characters of a marker


def attribute(node: Any, name: str) -> str:
    """An attribute as a string, empty where it is missing."""
    value = node.attrs.get(name)
    return " ".join(value) if isinstance(value, list) else str(value or "")


class Notes:
    """The markers of a page, and the notes that they point to."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self._labels: dict[str, str] = {}  # name of a place -> label
        self._marks: dict[Any, str] = {}  # link, or what is raised around it -> as it is shown
        self._sources: set[str] = set()  # names of the places of markers
        self._notes: dict[Any, str] = {}  # block -> label
        places: dict[str, tuple[int, Any]] = {}  # name -> where in the order of the page, and what
        links: list[tuple[int, Any]] = []
        for order, node in enumerate(one for root in roots for one in root.select("[id], a")):
            for name in {attribute(node, "id"), attribute(node, "name")} - {""}:
                places.setdefault(name, (order, node))
            if node.tag == "a" and "#" in attribute(node, "href"):
                links.append((order, node))
        for order, link in links:
            if not _leads_back(places.get(_target(link)), order):
                self._look_at(link)
        for root in roots if self._labels else ():
            self._find(root)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._marks)

    def _look_at(self, link: Any) -> None:
        target = _target(link)
        shown = _shown(link) if len(link.text) <= _LONGEST else ""
        label = _LABEL.fullmatch(shown)
        if not target or not label or not self._is_marker(link, shown):
            return
        outer = _outer(link, shown)
        self._labels.setdefault(target, label[1])
        marks = shown if _BRACKETED.fullmatch(shown) else f"[{label[1]}]"
        self._marks[outer] = marks
        for node in (link, link.parent, outer):
            if node is not None and (name := attribute(node, "id")):
                self._sources.add(name)

    def _is_marker(self, link: Any, shown: str) -> bool:
        roles = {attribute(link, "role"), attribute(link, "epub:type")}
        if roles & _ROLES or "footnote-ref" in attribute(link, "class"):
            return True
        if {attribute(link, "role"), attribute(link, "class")} & {"doc-backlink", "footnote-back"}:
            return False
        raised = link.closest("sup") is not None or link.select_one("sup") is not None
        named = shown.isdecimal() and _NOTE_NAME.match(_target(link)) is not None
        return (raised or named or bool(_BRACKETED.fullmatch(shown))) and not _is_back(link)

    def _find(self, root: Any) -> None:
        for node in root.select("[id], a[name]"):
            for name in {attribute(node, "id"), attribute(node, "name")} - {""}:
                label = self._labels.get(name)
                block = _block_of(node) if label else None
                if label and block is not None and block not in self._notes:
                    self._notes[block] = label

    def mark(self, node: Any) -> str | None:
        """What a marker is written as; None where an element is none."""
        return self._marks.get(node) if self._marks else None

    def label(self, node: Any) -> str:
        """The label of the note that an element is, or an empty string."""
        return self._notes.get(node, "") if self._notes else ""

    def is_backlink(self, node: Any) -> bool:
        """Whether an element leads from a note back to where it is cited."""
        if node.tag != "a" or not self._sources:
            return False
        return _target(node) in self._sources and node not in self._marks

    def without_label(self, text: str, marker: str) -> str:
        """A note without what it has in front of its text: its label, signs of links back.

        >>> Notes.without_label(None, "[3] ^ Ito 1998.", "3")
        'Ito 1998.'
        """
        escaped = re.escape(marker)
        label = rf"\[(?:{escaped})?\]|{escaped}[.):]?(?=\s)|[.):](?=\s)|[\^\u2191]|\s"
        return re.sub(rf"^(?:{label})+", "", text)


def _shown(node: Any) -> str:
    """What is shown of a marker, such as "[nb 3]"."""
    return _INNER.sub("", " ".join(node.text.split()))


def _target(link: Any) -> str:
    """The name of the place that a link leads to."""
    return unquote(attribute(link, "href").rpartition("#")[2])


def _leads_back(place: tuple[int, Any] | None, order: int) -> bool:
    """Whether a link, by its order, leads to a marker: something raised, or a link before it."""
    if place is None:
        return True
    before, node = place
    return node.tag == "sup" or (before < order and node.tag in {"a", "span", "b", "i", "cite"})


def _is_back(link: Any) -> bool:
    """Whether a link stands where a note begins, as those do that lead back."""
    before = link.previous_sibling
    block = _block_of(link)
    first = before is None and link.parent is block
    return first and block is not None and bool(attribute(block, "id"))


def _outer(link: Any, shown: str) -> Any:
    """The link, or what is raised or in brackets around it with nothing else in it."""
    outer = link
    while (parent := outer.parent) is not None and getattr(parent, "tag", "") in {"sup", "span"}:
        if _shown(parent).strip("[]") != shown.strip("[]"):
            break
        outer = parent
    return outer


def _block_of(node: Any) -> Any:
    """The block around what a link points to, if it is of a kind that notes are."""
    while node is not None and getattr(node, "tag", "body") not in _NOTED:
        if getattr(node, "tag", "body") in {
            "body",
            "html",
            "h1",
            "h2",
            "h3",
            "h4",
            "table",
            "ol",
            "ul",
        }:
            return None
        node = node.parent
    return node
