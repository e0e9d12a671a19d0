"""Reads HTML: what a browser would show of a page, in order, with its references as markers.

Parsed by turbohtml, which reads broken pages as browsers do (WHATWG). What is not on the screen is
left out (scripts, `hidden`, `display: none`), and so are menus, footers and links for
editing. A raised or bracketed figure that links to a place in the page is a marker, and the block
in that place is the note that it points to. The tree is walked without recursion, for pages may be
nested without end.

Left out on purpose: style sheets, pictures, forms, and what scripts would show.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

import turbohtml

from bot.documents.canonical import Reading, Unreadable
from bot.documents.channel_forms import EXPORTED, NAMES_ITS_WRITERS
from bot.documents.page_notes import Notes
from bot.documents.page_walk import PageWriter

_SHARE = 0.5  # of a page's paragraphs that its main part has to hold, to be all that is read
_SPACE = re.compile(r"\s+")


def read(data: bytes, suffix: str = "html") -> Reading:
    """The text of a page."""
    del suffix  # whatever its name, it is read as HTML
    page = parsed(data)
    root = page.root
    if root is None:
        raise Unreadable("has no text in it")
    if root.select_one(EXPORTED) is not None:
        raise Unreadable(NAMES_ITS_WRITERS)
    writer = PageWriter(Notes([root]))
    writer.write(_main(root))
    return writer.composer.reading(_title(root, writer), _source(root))


def parsed(data: bytes) -> Any:
    """A page; its encoding is what a byte-order mark or the page says, else UTF-8 where it is."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return turbohtml.parse(data.decode("utf-16", "replace"))
    try:
        return turbohtml.parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return turbohtml.parse(data)


def _main(root: Any) -> Any:
    """The part of a page that holds most of its text, where the page names one."""
    whole = len(root.select("p, li"))
    for selector in ("main", "[role=main]", "article"):
        found = root.select(selector)
        if len(found) == 1 and len(found[0].select("p, li")) >= max(_SHARE * whole, 1):
            return found[0]
    return root


def _title(root: Any, writer: PageWriter) -> str:
    """What the page is called: its only heading of the first level, else its title."""
    if writer.first_headings == 1:
        return ""  # that is taken as the title later
    found = root.select_one("title")
    return "" if found is None else _SPACE.sub(" ", found.text).strip()


def _source(root: Any) -> str:
    """The address that the page gives itself."""
    for selector, name in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        found = root.select_one(selector)
        address = "" if found is None else str(found.attr(name) or "")
        if address.startswith(("https://", "http://")) and not _SPACE.search(address):
            return address.partition("#")[0]
    return ""
