"""Reads EPUB: the chapters of a book in the order of its spine, each as a web page.

Links between chapters are resolved, so that notes at a book's end are those that its chapters cite.
What the table of contents leads to is a heading, where a chapter says the same there. Left out on
purpose: that table itself, style sheets and pictures.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from bot.documents.archives import Archive
from bot.documents.book_contents import contents_of, mark_heading
from bot.documents.canonical import Reading, Unreadable
from bot.documents.page_notes import Notes, attribute
from bot.documents.page_walk import PageWriter
from bot.documents.web_page import parsed
from bot.documents.xml_elements import attribute as named
from bot.documents.xml_elements import child, local

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/xml", ""))
_EMPTY_TAG = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)"
    rb"([A-Za-z][\w:-]*)((?:\s[^<>]*?)?)/>"
)
_FONT_SUFFIXES = (".otf", ".ttf", ".woff", ".woff2")


def read(data: bytes, suffix: str = "epub") -> Reading:
    """The text of a book."""
    del suffix
    archive = Archive(data)
    _refuse_protected(archive)
    package_name = _package(archive)
    package = archive.xml(package_name)
    pages = {name: _page(archive.read(name)) for name in _spine(package, package_name, archive)}
    if not pages:
        raise Unreadable("is no whole EPUB: none of its chapters is there")
    for entry in contents_of(archive, package, package_name):
        mark_heading(pages.get(entry.file), entry)
    numbers = {name: number for number, name in enumerate(pages)}
    for name, page in pages.items():
        _resolve(page, name, numbers)
    writer = PageWriter(Notes(list(pages.values())))
    for page in pages.values():
        writer.write(page)
    return writer.composer.reading(_title(package))


def _refuse_protected(archive: Archive) -> None:
    if _ENCRYPTION not in archive.names:
        return
    for element in archive.xml(_ENCRYPTION).iter():
        address = named(element, "URI").lower()
        if local(element) == "CipherReference" and not address.endswith(_FONT_SUFFIXES):
            raise Unreadable("is protected against copying (DRM), and cannot be read")


def _package(archive: Archive) -> str:
    if _CONTAINER in archive.names:
        for element in archive.xml(_CONTAINER).iter():
            if local(element) == "rootfile" and named(element, "full-path") in archive.names:
                return named(element, "full-path")
    found = sorted(name for name in archive.names if name.endswith(".opf"))
    if not found:
        raise Unreadable("is no EPUB: it has no package document")
    return found[0]


def _spine(package: ET.Element, name: str, archive: Archive) -> list[str]:
    """The chapters by name, in order; those beside the text (notes, mostly) come last."""
    folder = posixpath.dirname(name)
    files: dict[str, str] = {}
    for item in package.iter():
        if local(item) == "item" and named(item, "media-type") in _PAGES:
            path = posixpath.normpath(posixpath.join(folder, unquote(named(item, "href"))))
            if path in archive.names and "nav" not in named(item, "properties").split():
                files[named(item, "id")] = path
    spine = [item for item in package.iter() if local(item) == "itemref"]
    spine.sort(key=lambda item: named(item, "linear") == "no")
    return list(
        dict.fromkeys(files[key] for item in spine if (key := named(item, "idref")) in files)
    )


def _page(data: bytes) -> Any:
    """A chapter; XML's short tags, which HTML does not know, are written out."""
    root = parsed(_EMPTY_TAG.sub(rb"<\1\2></\1>", data)).root
    return root.select_one("body") or root


def _resolve(page: Any, name: str, numbers: dict[str, int]) -> None:
    """Make the names of places, and the links to them, those of the whole book."""
    for node in page.select("[id]"):
        node.attrs["id"] = f"{numbers[name]}.{attribute(node, 'id')}"
    for link in page.select("a[href*='#']"):
        file, _, place = attribute(link, "href").partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file)))
        target = name if not file else path
        if target in numbers:
            link.attrs["href"] = f"#{numbers[target]}.{place}"


def _title(package: ET.Element) -> str:
    metadata = child(package, "metadata")
    title = child(metadata, "title")
    return "" if title is None else "".join(title.itertext())
