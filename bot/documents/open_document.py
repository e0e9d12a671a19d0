"""Reads ODT (OpenDocument text): what a writer shows on paper, in order.

An own reader of the standard library's XML: odfpy has had no release since 2020 and fails on styles
that pandoc writes. Notes carry their citations as the file has them; deleted text is not shown.
Left out on purpose: comments, headers and footers, indexes, pictures, and pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from bot.documents.archives import Archive
from bot.documents.blocks import LONGEST_CELL
from bot.documents.canonical import Reading, Unreadable
from bot.documents.composer import Composer, Item, collapsed, may_head
from bot.documents.list_numbers import figure
from bot.documents.raised_figures import raised
from bot.documents.reading_limits import allowance
from bot.documents.xml_elements import attribute, child, inside, local

_UNSHOWN = frozenset(
    "tracked-changes annotation annotation-end table-of-content illustration-index table-index"
    " object-index user-index alphabetical-index bibliography-source sequence-decls"
    " variable-decls user-field-decls forms ruby-text note-citation hidden-text image object"
    " math desc title soft-page-break".split()
)
_MOST_SPACES = 100
_ENTRY = re.compile(r"\[?([^\s\[\]:]{1,40})(?:\]:?|:)\s")  # how an entry of a bibliography begins
_SPACES = re.compile(r"[ \t\r\n]+")


def read(data: bytes, suffix: str = "odt") -> Reading:
    """The text of an OpenDocument."""
    del suffix
    archive = Archive(data)
    if "content.xml" not in archive.names:
        raise Unreadable("is no OpenDocument: it has no content")
    if "META-INF/manifest.xml" in archive.names:
        manifest = archive.xml("META-INF/manifest.xml")
        if any(local(element) == "encryption-data" for element in manifest.iter()):
            raise Unreadable("needs a password; save it without one")
    return _Text(archive).reading(archive.xml("content.xml"))


class _Style:
    """What a style says of its letters."""

    def __init__(self) -> None:
        self.bold = self.raised = self.hidden = False
        self.parent = ""


class _Text:
    """Goes through one document."""

    def __init__(self, archive: Archive) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}  # (family, name)
        self._lists: dict[str, dict[int, ET.Element]] = {}  # list style -> its levels
        self._outline: dict[int, ET.Element] = {}  # level -> how headings are numbered
        self._counts: dict[int, int] = {}
        self._compose = Composer()
        self._marks: set[str] = set()  # of sources that are cited
        self._notes: list[tuple[str, ET.Element]] = []
        self._items: list[Item] = []
        self._boxes: list[ET.Element] = []
        if "styles.xml" in archive.names:
            self._take_styles(archive.xml("styles.xml"))

    def reading(self, root: ET.Element) -> Reading:
        self._take_styles(root)
        body = child(child(root, "body"), "text")
        if body is None:
            raise Unreadable("is no OpenDocument text: it has no text body")
        self._blocks(body)
        self._end_list()
        for label, note in self._notes:
            self._compose.note(label, " ".join(self._texts(note)))
        return self._compose.reading()

    def _take_styles(self, root: ET.Element) -> None:
        for element in root.iter():
            kind = local(element)
            if kind == "style":
                self._take_style(element)
            elif kind in {"list-style", "outline-style"}:
                levels = {
                    int(attribute(level, "level")): level
                    for level in element
                    if attribute(level, "level").isdecimal()
                }
                if kind == "list-style":
                    self._lists[attribute(element, "name")] = levels
                else:
                    self._outline = levels

    def _take_style(self, element: ET.Element) -> None:
        style = self._styles[attribute(element, "family"), attribute(element, "name")] = _Style()
        style.parent = attribute(element, "parent-style-name")
        properties = child(element, "text-properties")
        style.bold = attribute(properties, "font-weight") in {"bold", "600", "700", "800", "900"}
        position = attribute(properties, "text-position").split()[:1]
        style.raised = position == ["super"] or bool(
            position and re.match(r"[1-9]\d?%", position[0])
        )
        style.hidden = attribute(properties, "display") == "none"

    def _style(self, family: str, element: ET.Element) -> _Style:
        return self._styles.get((family, attribute(element, "style-name"))) or _Style()

    def _blocks(self, parent: ET.Element) -> None:
        for element in parent:
            kind = local(element)
            if kind in {"p", "h"}:
                self._end_list()
                self._paragraph(element, kind)
            elif kind == "list":
                self._list(element, 0, attribute(element, "style-name"))
                self._end_list()
            elif kind == "table":
                self._end_list()
                self._table(element)
            elif kind == "bibliography":
                self._end_list()
                self._bibliography(element)
            elif kind not in _UNSHOWN:
                self._blocks(element)
        allowance.earn(self._compose.characters)

    def _bibliography(self, element: ET.Element) -> None:
        """An index of what is cited, with an entry for each mark ("Ito98: The Sea")."""
        for title in inside(element, {"index-title"}, _UNSHOWN):
            self._compose.heading(" ".join(self._texts(title)), max(self._compose.level, 1))
        for paragraph in inside(element, {"p"}, _UNSHOWN | {"index-title"}):
            text = collapsed(self._shown(paragraph)[0])
            entry = _ENTRY.match(text)
            if entry and entry[1] in self._marks:
                self._compose.note(entry[1], text[entry.end() :])
            else:
                self._paragraph(paragraph, "p")

    def _paragraph(self, element: ET.Element, kind: str) -> None:
        text, bold = self._shown(element)
        text = collapsed(text)
        style = attribute(element, "style-name")
        if kind == "h" and text:
            level = attribute(element, "outline-level")
            self._heading(element, text, int(level) if level.isdecimal() else 1)
        elif style == "Title" or self._style("paragraph", element).parent == "Title":
            self._compose.heading(text, 1)
        elif bold and may_head(text):
            self._compose.heading(text, max(self._compose.level, 1) + 1)
        else:
            self._compose.paragraph(text)
        self._take_boxes()

    def _take_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box)
            self._end_list()

    def _heading(self, element: ET.Element, text: str, level: int) -> None:
        if attribute(element, "is-list-header") != "true":
            self._counts[level] = self._counts.get(level, 0) + 1
            self._counts = {one: count for one, count in self._counts.items() if one <= level}
            if number := self._written(self._outline.get(level), level):
                text = f"{number} {text}"
        self._compose.heading(text, level)

    def _written(self, style: ET.Element | None, level: int) -> str:
        """The number of a heading, as the outline's style has it."""
        form = attribute(style, "num-format")
        if not form:
            return ""
        shown = attribute(style, "display-levels")
        first = level - (int(shown) if shown.isdecimal() else 1) + 1
        numbers = [
            figure(self._counts.get(one, 1), form) for one in range(max(first, 1), level + 1)
        ]
        return attribute(style, "num-prefix") + ".".join(numbers) + attribute(style, "num-suffix")

    def _list(self, parent: ET.Element, depth: int, style: str) -> None:
        level = self._lists.get(style, {}).get(depth + 1)
        form = attribute(level, "num-format") if level is not None else ""
        is_numbered = level is not None and local(level) == "list-level-style-number" and form
        start = attribute(level, "start-value")
        number = int(start) if start.isdecimal() else 1
        for item in parent:
            if local(item) not in {"list-item", "list-header"}:
                continue
            own = attribute(item, "start-value")
            number = int(own) if own.isdecimal() else number
            label = ""
            if local(item) == "list-item":
                prefix, suffix = attribute(level, "num-prefix"), attribute(level, "num-suffix")
                label = f"{prefix}{figure(number, form)}{suffix}" if is_numbered else "-"
                number += 1
            self._item(item, depth, label, style)

    def _item(self, item: ET.Element, depth: int, label: str, style: str) -> None:
        for element in item:
            kind = local(element)
            if kind == "list":
                self._list(element, depth + 1, attribute(element, "style-name") or style)
            elif kind == "h":
                self._end_list()
                self._paragraph(element, kind)
            elif kind == "p":
                text = collapsed(self._shown(element)[0])
                self._items.append(Item(depth, label, text))
                label = ""

    def _end_list(self) -> None:
        if self._items:
            items, self._items = self._items, []
            self._compose.items(items)
        self._take_boxes()

    def _shown(self, paragraph: ET.Element) -> tuple[str, bool]:
        """A paragraph's text, and whether all its letters are bold."""
        text, letters, bold = "", 0, 0
        base = self._style("paragraph", paragraph)
        for piece, style in self._pieces(paragraph, _Style()):
            if style.hidden:
                continue
            count = sum(map(str.isalnum, piece))
            letters += count
            bold += count if style.bold or base.bold else 0
            text += raised(text, piece) if style.raised else piece
        return text, 0 < letters == bold

    def _pieces(self, parent: ET.Element, style: _Style) -> Iterator[tuple[str, _Style]]:
        yield _SPACES.sub(" ", parent.text or ""), style
        for element in parent:
            kind = local(element)
            if kind == "s":
                count = attribute(element, "c")
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES), style
            elif kind == "tab":
                yield " ", style
            elif kind == "line-break":
                yield "\n", style
            elif kind == "note":
                yield self._mark(element), _Style()
            elif kind == "bibliography-mark":
                label = "".join(element.itertext()).strip().strip("[]")
                self._marks.add(label)
                yield f"[{label}]", _Style()
            elif kind == "text-box":
                self._boxes.append(element)
            elif kind not in _UNSHOWN:
                inner = self._style("text", element) if kind == "span" else style
                yield from self._pieces(element, inner)
            yield _SPACES.sub(" ", element.tail or ""), style

    def _mark(self, note: ET.Element) -> str:
        citation = child(note, "note-citation")
        label = "".join(citation.itertext()).strip() if citation is not None else ""
        label = label or str(len(self._notes) + 1)
        body = child(note, "note-body")
        if body is not None:
            self._notes.append((label, body))
        return f"[{label}]"

    def _table(self, table: ET.Element) -> None:
        rows = [
            [cell for cell in row if local(cell) == "table-cell"]
            for row in inside(table, {"table-row"}, _UNSHOWN | {"table-row"})
        ]
        cells = [[" ".join(filter(None, self._texts(cell))) for cell in row] for row in rows]
        longest = max((len(cell) for row in cells for cell in row), default=0)
        if sum(map(len, cells)) > 1 and longest <= LONGEST_CELL:
            self._compose.table(cells)
            return
        for cell in (cell for row in rows for cell in row):
            self._blocks(cell)
            self._end_list()

    def _texts(self, element: ET.Element) -> list[str]:
        """The text of each paragraph in a cell or a note, those in text boxes among them."""
        paragraphs = inside(element, {"p", "h"}, _UNSHOWN | {"note"})
        texts = [collapsed(self._shown(paragraph)[0]) for paragraph in paragraphs]
        self._boxes = []
        return texts
