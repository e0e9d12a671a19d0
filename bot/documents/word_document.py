"""Reads DOCX (ECMA-376, transitional and strict): what Word shows on paper, in order.

Footnotes and endnotes become notes, numbered as they are first cited; inserted text is there and
deleted text is not; headings and lists carry the numbers that `numbering.xml` gives them. Text
boxes follow the paragraph that they hang on.

An own reader of the standard library's XML, for no library keeps all of these: mammoth loses
automatic numbers, python-docx notes and insertions. Left out on purpose: comments, headers and
footers, tables of contents, pictures, formulas beyond their letters, and pages, which are not in
the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from bot.analysis.roman_numerals import roman
from bot.documents.archives import Archive
from bot.documents.blocks import LONGEST_CELL
from bot.documents.canonical import Reading, Unreadable
from bot.documents.composer import Composer, Item, collapsed, may_head
from bot.documents.raised_figures import raised
from bot.documents.reading_limits import allowance
from bot.documents.word_numbering import ListNumbering
from bot.documents.word_styles import Styles
from bot.documents.xml_elements import attribute, child, inside, local, valued

_UNSHOWN = frozenset(
    "del moveFrom pPr rPr sectPr instrText delText delInstrText annotationRef footnoteRef"
    " endnoteRef commentReference proofErr bookmarkStart bookmarkEnd Fallback rt tblPr trPr tcPr"
    " sdtPr sdtEndPr fldData".split()
)
_WRITTEN = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": " "}
_PRIVATE = range(0xE000, 0xF900)
_BULLETS = {0xB7: "\u2022", 0xA7: "\u25aa", 0xD8: "\u27a2", 0xE0: "\u2192", 0xFC: "\u2713"}
_MAIN = "word/document.xml"


def read(data: bytes, suffix: str = "docx") -> Reading:
    """The text of a Word document."""
    del suffix
    archive = Archive(data)
    name = _main(archive)
    if name not in archive.names:
        raise Unreadable("is no Word document: it has no text part")
    folder = name.rpartition("/")[0]
    return _Word(archive, folder).reading(archive.xml(name))


def _main(archive: Archive) -> str:
    """The part that holds the text, as the archive's relations name it."""
    if "_rels/.rels" in archive.names:
        for relation in archive.xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", _MAIN).lstrip("/")
    return _MAIN


class _Shown(NamedTuple):
    """A paragraph's text, whether all its letters are bold, and text boxes that hang on it."""

    text: str
    bold: bool
    boxes: tuple[ET.Element, ...]


class _Word:
    """Goes through one document."""

    def __init__(self, archive: Archive, folder: str) -> None:
        def part(name: str) -> ET.Element | None:
            path = f"{folder}/{name}" if folder else name
            return archive.xml(path) if path in archive.names else None

        self._styles = Styles(part("styles.xml"))
        self._numbering = ListNumbering(part("numbering.xml"), self._styles)
        self._bodies = {  # (kind, id) -> note
            (kind, attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            if (root := part(f"{kind}s.xml")) is not None
            for note in root
            if attribute(note, "type") in {"", "normal"}
        }
        self._cited: dict[tuple[str, str], str] = {}  # -> label, in order of first use
        self._own: set[tuple[str, str]] = set()  # with a mark that its author has given
        self._compose = Composer()
        self._items: list[Item] = []
        self._before = ""  # of a paragraph whose end was deleted
        self._shift = 0
        self._first = True

    def reading(self, root: ET.Element) -> Reading:
        body = child(root, "body")
        if body is None:
            raise Unreadable("is no Word document: it has no body")
        titles = sum(self._styles.is_title(p) for p in body if local(p) == "p")
        self._shift = int(titles == 1)
        has_footnotes = any(local(element) == "footnoteReference" for element in root.iter())
        self._roman = has_footnotes
        self._blocks(body)
        self._end_list()
        self._notes()
        return self._compose.reading()

    def _blocks(self, parent: ET.Element) -> None:
        for element in parent:
            kind = local(element)
            if kind == "p":
                self._paragraph(element)
            elif kind == "tbl":
                self._end_list()
                self._table(element)
            elif kind not in _UNSHOWN:
                self._blocks(element)
        allowance.earn(self._compose.characters)

    def _paragraph(self, paragraph: ET.Element) -> None:
        if self._styles.is_contents(paragraph):
            return
        shown = self._shown(paragraph)
        text = collapsed(self._before + shown.text)
        if self._styles.is_joined(paragraph):
            self._before = self._before + shown.text
            return
        self._before = ""
        label = self._numbering.label(paragraph) if text else None
        level = self._styles.level(paragraph)
        if self._styles.is_title(paragraph) and self._shift:
            self._end_list()
            self._compose.heading(text, 1)
        elif level and text:
            self._end_list()
            number = f"{label.text} " if label and label.text not in {"", "-"} else ""
            self._compose.heading(number + text, level + self._shift)
        elif label is not None:
            self._items.append(Item(label.depth, label.text, text))
        elif text:
            self._end_list()
            self._prose(shown, text)
        for box in shown.boxes:
            self._end_list()
            self._blocks(box)

    def _prose(self, shown: _Shown, text: str) -> None:
        if shown.bold and may_head(text):
            self._compose.heading(text, max(self._compose.level, 1) + 1)
        else:
            self._compose.paragraph(text)

    def _end_list(self) -> None:
        if self._items:
            items, self._items = self._items, []
            least = min(item.depth for item in items)
            self._compose.items([item._replace(depth=item.depth - least) for item in items])

    def _shown(self, paragraph: ET.Element) -> _Shown:
        boxes: list[ET.Element] = []
        text, letters, bold = "", 0, 0
        for piece, run in self._pieces(paragraph, None, boxes):
            own = child(run, "rPr") if run is not None else None
            if own is not None and valued(own, "vanish"):
                continue
            is_raised = (
                own is not None and attribute(child(own, "vertAlign"), "val") == "superscript"
            )
            count = sum(map(str.isalnum, piece))
            letters += count
            if self._styles.is_bold(paragraph, own):
                bold += count
            text += raised(text, piece) if is_raised and not piece.startswith("[") else piece
        return _Shown(text, 0 < letters == bold, tuple(boxes))

    def _pieces(
        self, parent: ET.Element, run: ET.Element | None, boxes: list[ET.Element]
    ) -> Iterator[tuple[str, ET.Element | None]]:
        """What is shown of an element, in order, each piece with its run."""
        elements = iter(parent)
        for element in elements:
            kind = local(element)
            if kind in {"t", "m:t"}:
                yield element.text or "", run
            elif kind in _WRITTEN:
                yield _WRITTEN[kind], run
            elif kind in {"footnoteReference", "endnoteReference"}:
                key = kind.removesuffix("Reference"), attribute(element, "id")
                own = _is_on(element, "customMarkFollows")  # what is shown is the rest of the run
                yield self._mark(key, _marked(elements) if own else ""), run
            elif kind == "sym":
                yield _symbol(attribute(element, "char")), run
            elif kind == "txbxContent":
                boxes.append(element)
            elif kind not in _UNSHOWN:
                yield from self._pieces(element, element if kind == "r" else run, boxes)

    def _mark(self, key: tuple[str, str], own: str) -> str:
        """A marker; notes with one of their `own` are not counted."""
        if key not in self._bodies:
            return own
        if own:
            self._own.add(key)
            self._cited.setdefault(key, own)
        elif key not in self._cited:
            count = 1 + sum(one[0] == key[0] and one not in self._own for one in self._cited)
            is_roman = key[0] == "endnote" and self._roman
            self._cited[key] = roman(count) if is_roman else str(count)
        return f"[{self._cited[key]}]"

    def _notes(self) -> None:
        for key, label in list(self._cited.items()):
            paragraphs = inside(self._bodies[key], {"p"}, _UNSHOWN)
            text = collapsed(" ".join(self._shown(p).text for p in paragraphs))
            self._compose.note(label, text.removeprefix(label) if key in self._own else text)

    def _table(self, table: ET.Element) -> None:
        rows = list(_within(table, "tr"))
        cells = [[self._cell(cell) for cell in _within(row, "tc")] for row in rows]
        count = sum(map(len, cells))
        longest = max((len(cell) for row in cells for cell in row), default=0)
        if count > 1 and longest <= LONGEST_CELL:
            self._compose.table(cells)
        else:
            for row in rows:
                for cell in _within(row, "tc"):
                    self._blocks(cell)
                    self._end_list()

    def _cell(self, cell: ET.Element) -> str:
        boxes: list[str] = []
        for paragraph in inside(cell, {"p"}, _UNSHOWN):
            label = self._numbering.label(paragraph)
            text = collapsed(self._shown(paragraph).text)
            boxes.append(f"{label.text} {text}" if label and text else text)
        return " ".join(filter(None, boxes))


def _within(parent: ET.Element, kind: str) -> Iterator[ET.Element]:
    """The elements of a kind in an element, also those in wrappers, but none of an inner table."""
    for element in parent:
        if local(element) == kind:
            yield element
        elif local(element) in {"sdt", "sdtContent", "customXml", "ins", "smartTag"}:
            yield from _within(element, kind)


def _is_on(element: ET.Element, name: str) -> bool:
    return attribute(element, name) in {"1", "true", "on"}


def _marked(elements: Iterator[ET.Element]) -> str:
    """What stands in the rest of a run: the mark that an author gives a note."""
    shown = (_symbol(attribute(e, "char")) if local(e) == "sym" else e.text for e in elements)
    return "".join(filter(None, shown)).strip()


def _symbol(char: str) -> str:
    """A character of a symbol font."""
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    return _BULLETS.get(code & 0xFF, "") if code in _PRIVATE else chr(code)
