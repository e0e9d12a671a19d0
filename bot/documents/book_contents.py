"""Reads the table of contents of an EPUB, to know the headings that its chapters do not mark.

Some office programs write headings as paragraphs with a style, and name them in the contents alone:
`toc.ncx` of EPUB 2, or the navigation page of EPUB 3.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from bot.documents.archives import Archive
from bot.documents.canonical import Unreadable
from bot.documents.page_notes import attribute
from bot.documents.web_page import parsed
from bot.documents.xml_elements import attribute as named
from bot.documents.xml_elements import child, local

_CONTENTS = "application/x-dtbncx+xml"
_DEEPEST = 6  # levels of headings
_LONGEST = 200  # characters
_BLOCKS = "p, div, li, table, h1, h2, h3, h4, h5, h6"


class ContentsEntry(NamedTuple):
    """What an entry of the contents leads to; its level counts from 1."""

    label: str
    file: str
    anchor: str
    level: int


def contents_of(archive: Archive, package: ET.Element, name: str) -> Iterator[ContentsEntry]:
    """The entries of a book's contents; `name` is its package document's."""
    for item in package.iter():
        if local(item) != "item":
            continue
        path = _joined(name, named(item, "href"))
        if path not in archive.names:
            continue
        if named(item, "media-type") == _CONTENTS:
            with suppress(Unreadable):  # a book is read without its contents, too
                yield from _points(archive.xml(path), path, 0)
        elif "nav" in named(item, "properties").split():
            yield from _links(parsed(archive.read(path)).root, path)


def _joined(name: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address)))


def _points(parent: ET.Element, name: str, level: int) -> Iterator[ContentsEntry]:
    """The entries of an NCX."""
    for element in parent:
        inner = level + (local(element) == "navPoint")
        if inner > level:
            label = child(element, "navLabel")
            words = "" if label is None else "".join(label.itertext())
            yield _place(words, name, named(child(element, "content"), "src"), inner)
        if len(element) and inner <= _DEEPEST:
            yield from _points(element, name, inner)


def _links(root: Any, name: str) -> Iterator[ContentsEntry]:
    """The entries of a navigation page."""
    for link in root.select("nav a[href]") if root is not None else ():
        level = sum(getattr(node, "tag", "") == "ol" for node in link.ancestors)
        yield _place(link.text, name, attribute(link, "href"), level)


def _place(label: str, name: str, address: str, level: int) -> ContentsEntry:
    file, _, anchor = address.partition("#")
    level = min(max(level, 1), _DEEPEST)
    return ContentsEntry(" ".join(label.split()), _joined(name, file), unquote(anchor), level)


def mark_heading(page: Any, entry: ContentsEntry) -> None:
    """Make a heading of the paragraph that an entry of the contents leads to and names."""
    if page is None or not 0 < len(entry.label) <= _LONGEST:
        return
    node = _first_block(page, entry.anchor)
    if node is not None and " ".join(node.text.split()).casefold() == entry.label.casefold():
        node.tag = f"h{entry.level}"


def _first_block(page: Any, anchor: str) -> Any:
    """The first paragraph with text from an anchor on, unless a heading comes before it."""
    begun = not anchor
    for node in page.select(f"{_BLOCKS}, [id]"):
        begun = begun or attribute(node, "id") == anchor
        if begun and node.tag not in {"p", "div"} and node.matches("h1, h2, h3, h4, h5, h6"):
            return None
        if begun and node.tag in {"p", "div"} and node.text.strip() and not node.select(_BLOCKS):
            return node
    return None
