"""What the tags of a PDF's page say: to which heading, paragraph or note its content belongs."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_BLOCKS = frozenset(
    "P H H1 H2 H3 H4 H5 H6 LI LBody Lbl Note FENote Caption TD TH TR BlockQuote Title Code TOCI"
    " BibEntry Quote".split()
)
_DEEPEST = 60
_MOST = 50_000  # elements of a page


class Tagged(NamedTuple):
    """An element of a page's structure: its kind, its number, and whether it began before."""

    kind: str
    number: int
    goes_on: bool = False


def tags(page: Any) -> dict[int, Tagged]:
    """Marked content -> the innermost block that it belongs to; empty where nothing is tagged."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    found: dict[int, Tagged] = {}
    try:
        walk = _Walk(found)
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            walk.take(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at), None, 0)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return found


class _Walk:
    def __init__(self, found: dict[int, Tagged]) -> None:
        self._found = found
        self._count = 0

    def take(self, element: Any, above: Tagged | None, depth: int) -> None:
        """Note what is in an element."""
        self._count += 1
        if not element or depth > _DEEPEST or self._count > _MOST:
            return
        kind = _kind(element)
        own = above
        if kind in _BLOCKS and not (above and above.kind in {"LI", "Note", "FENote", "TR"}
                                    and kind not in {"Note", "FENote", "LI"}):  # fmt: skip
            own = Tagged(kind, self._count, self._is_continued(element))
        for at, child in self._children(element):
            if child:
                self.take(child, own, depth + 1)
            else:
                # Not `GetMarkedContentIdAtIndex`: that counts in content of other pages.
                identity = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, at)
                if identity >= 0 and own is not None:
                    self._found[identity] = own

    @staticmethod
    def _children(element: Any) -> Iterator[tuple[int, Any]]:
        for at in range(max(pdfium.FPDF_StructElement_CountChildren(element), 0)):
            yield at, pdfium.FPDF_StructElement_GetChildAtIndex(element, at)

    def _is_continued(self, element: Any) -> bool:
        """Whether its first content is not of this page: it began on the one before."""
        first = next(self._children(element), None)
        if first is None or first[1]:
            return False
        return bool(pdfium.FPDF_StructElement_GetChildMarkedContentID(element, 0) < 0)


def _kind(element: Any) -> str:
    size = pdfium.FPDF_StructElement_GetType(element, None, 0)
    written = ctypes.create_string_buffer(max(size, 2))
    pdfium.FPDF_StructElement_GetType(element, written, size)
    return written.raw.decode("utf-16-le", "replace").rstrip("\0")
