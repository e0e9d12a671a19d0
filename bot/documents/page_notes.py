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
_BRACKETED = re.compile(r"\[[^\[\]]{1,30}\]")
_NOTED = frozenset("li p dd div aside section tr td".split())
_ROLES = frozenset(("doc-noteref", "noteref"))
_INNER = re.compile(r"(?<=\[) | (?=\])")  # spaces
_NAMED = re.compile(r"\[([A-Za-z][\w.:+-]{1,29})\]")  # of an entry: [Knu84]
_LONGEST = 32  # characters of a marker
_ENTRY = re.compile(r"\s*\[(\d{1,4})\]")
_OPENING = re.compile(r"\[[\d\s,;\u2013\u2014-]*$")
_LISTED = re.compile(r"[\d\s,;\u2013\u2014-]*")
_DEEPEST = 60  # elements from a marker up, among which a note is looked for
_NO_NOTES = frozenset("body html h1 h2 h3 h4 table ol ul dl".split())


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
        self._links: dict[str, Any] = {}  # name of a place -> the first marker that leads there
        places: dict[str, tuple[int, Any]] = {}  # name -> where in the order of the page, and what
        links: list[tuple[int, Any]] = []
        for order, node in enumerate(one for root in roots for one in root.select("[id], a")):
            for name in {attribute(node, "id"), attribute(node, "name")} - {""}:
                places.setdefault(name, (order, node))
            if node.tag == "a" and "#" in attribute(node, "href"):
                links.append((order, node))
        for order, link in links:
            place = places.get(_target(link))
            if place is not None and not _leads_back(place, order):
                self._look_at(link, place[1])
        for root in roots if self._labels else ():
            self._find(root)
        self._complete()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._marks)

    def _look_at(self, link: Any, place: Any) -> None:
        target = _target(link)
        shown = _shown(link) if len(link.text) <= _LONGEST else ""
        named = _NAMED.fullmatch(shown)
        label = _LABEL.fullmatch(shown) or (
            named if named and _is_called(place, named[1]) else None
        )
        if not target or not label:
            return
        listed = shown.isdecimal() and _is_in_brackets(link)  # one of [3, 5], each of them a link
        if not listed and not self._is_marker(link, shown):
            return
        outer = link if listed else _outer(link, shown)
        self._labels.setdefault(target, label[1])
        self._links.setdefault(target, link)
        is_whole = listed or _BRACKETED.fullmatch(shown)
        self._marks[outer] = shown if is_whole else f"[{label[1]}]"
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
                if label and block is not None and not _holds(block, self._links[name]):
                    self._notes.setdefault(block, label)

    def _complete(self) -> None:
        """Add entries of a bibliography that nothing leads to: items that begin as others do."""
        lists = {
            item.parent: None
            for item, label in self._notes.items()
            if item.tag == "li" and item.text[:_LONGEST].lstrip().startswith(f"[{label}]")
        }
        for item in (item for one in lists for item in one.children):
            if getattr(item, "tag", "") == "li" and (entry := _ENTRY.match(item.text[:_LONGEST])):
                self._notes.setdefault(item, entry[1])

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


def _is_called(place: Any, name: str) -> bool:
    """Whether what a link leads to begins with a name, as the entry of a bibliography does."""
    text = place.text if place.tag == "dt" else getattr(_block_of(place), "text", "")
    return bool(text[: 2 * _LONGEST].lstrip(" \t\r\n[").startswith(name))


def _is_in_brackets(link: Any) -> bool:
    """Whether a link to a numbered entry stands between brackets, with nothing else but such."""
    before = ""
    node = link
    for _ in range(_DEEPEST):
        other = node.previous_sibling
        if other is None:
            node = node.parent
            if node is None or node.tag not in {"cite", "span"}:
                return False
            continue
        node = other
        before = str(getattr(node, "data", None) or getattr(node, "text", "")) + before
        if (opening := _OPENING.search(before)) or not _LISTED.fullmatch(before):
            return opening is not None and not _is_back(link)
    return False


def _leads_back(place: tuple[int, Any], order: int) -> bool:
    """Whether a link, by its order, leads to a marker: something raised, or a link before it."""
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
    if getattr(node, "tag", "") == "table" and len(node.select("tr")) == 1:
        return node  # the label in one cell, the note in the other
    while node is not None and (tag := getattr(node, "tag", "body")) not in _NOTED:
        if tag in _NO_NOTES:
            return None
        if tag == "dt":
            return _description(node)
        node = node.parent
    return node


def _description(term: Any) -> Any:
    """What is said of a term in a list of definitions."""
    node = term.next_sibling
    while node is not None and getattr(node, "tag", "") != "dd":
        if getattr(node, "tag", "") == "dt":
            return None
        node = node.next_sibling
    return node


def _holds(block: Any, node: Any) -> bool:
    """Whether an element stands in a block."""
    for _ in range(_DEEPEST):
        if node is None or node is block:
            return node is not None
        node = node.parent
    return False
