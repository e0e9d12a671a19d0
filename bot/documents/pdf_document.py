"""Reads PDF: paragraphs word for word, with their pages, by pdfium's characters.

Tags say what belongs together where a file has them; elsewhere the lines' places do (see
`pdf_blocks`). Headers, footers and page numbers are left out. A raised figure becomes a marker, and
a note at the foot of a page is what it points to. A paragraph goes on in the next column or on the
next page where its last line is full and ends no sentence.

Left out on purpose: pictures and so scanned pages, which are named; forms; and files from right to
left whose fonts name their letters wrongly, which are named as well.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from bot.documents.canonical import Reading, Unreadable
from bot.documents.composer import Composer, Item
from bot.documents.pdf_blocks import PageLines, TextBlock, blocks_of
from bot.documents.pdf_furniture import without_furniture
from bot.documents.pdf_letters import are_wrong
from bot.documents.pdf_notes import LABEL, notes_of, tell_markers
from bot.documents.pdf_pieces import Piece, pieces
from bot.documents.pdf_setting import Setting, is_abbreviated
from bot.documents.pdf_tags import tags
from bot.documents.pdf_text import KnownWords, joined, line_text, lines_of
from bot.documents.reading_limits import allowance
from bot.translation import Message

_MOST_PAGES = 20_000
_NO_TEXT = Message(
    "has no text layer (a scan, perhaps); have its text recognised (OCR) and save it again"
)
_WHY = {
    pdfium.FPDF_ERR_PASSWORD: Message("needs a password; save it without one"),
    pdfium.FPDF_ERR_SECURITY: Message(
        "is encrypted in a way that is not known; save it without that"
    ),
}
_WRONG_LETTERS = Message(
    "has fonts that name their letters wrongly; save it as .docx or .html, or have its text"
    " recognised (OCR)"
)
_LARGER = 1.1  # times the size of the text, from which on a line is a heading
_LONGEST_HEADING = 160  # characters
_LONGEST_BOLD = 100
_HEADING_LINES = 3
_SENTENCE_END = re.compile(
    "[.!?:\u3002\u0964][\"')\\]\u2019\u201d\u00bb\u201c]*(?:\\[[^\\[\\]]*\\])*$"
)
_BULLET = re.compile(r"[\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\uf0b7*-]\s+")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]\s+")
_LEVELS = re.compile(r"H([1-6])")
_LISTS = frozenset(("LI", "LBody", "Lbl"))
_CELLS = frozenset(("TR", "TD", "TH"))


def read(data: bytes, suffix: str = "pdf") -> Reading:
    """The text of a PDF."""
    del suffix
    document = _opened(data)
    pages: list[PageLines] = []
    labels: list[str] = []
    done = 0
    for number in range(len(document)):
        page = document[number]
        page.set_rotation(0)  # or pdfium takes the lines of a turned page in a wrong order
        text_page = page.get_textpage()
        lines = pieces(text_page)
        pages.append(_page_lines(number, lines, page))
        labels.append(_label(document, number))
        done += sum(len(line.characters) for line in lines)
        allowance.earn(done)
        text_page.close()
        page.close()
    if not any(page.lines for page in pages):
        raise Unreadable(_NO_TEXT)
    if are_wrong(line.text for page in pages for line in page.lines):
        raise Unreadable(_WRONG_LETTERS)
    every = [page.lines for page in pages]
    without_furniture(pages)
    if not any(page.lines for page in pages):  # it says the same on all of them
        for page, lines in zip(pages, every, strict=True):
            page.lines = lines
    for page in pages:
        tell_markers(page)
    return _Writer(pages, labels).reading(_title(document))


def _page_lines(number: int, lines: list[Piece], page: Any) -> PageLines:
    """A page, as it would be if its text were not turned."""
    turn = lines[0].characters[0].turn if lines else 0
    width, height = page.get_size()
    bottom = (0.0, -width, -height, 0.0)[turn]
    return PageLines(number, lines, width if turn % 2 else height, tags(page), bottom)


def _opened(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise Unreadable(_WHY.get(code, Message("is damaged: it is no whole PDF"))) from error
    if not len(document):
        raise Unreadable("is damaged: it has no pages")
    if len(document) > _MOST_PAGES:
        raise Unreadable(
            "has over {number:,} pages; split it into several files", number=_MOST_PAGES
        )
    return document


def _label(document: Any, number: int) -> str:
    size = pdfium.FPDF_GetPageLabel(document.raw, number, None, 0)
    written = ctypes.create_string_buffer(max(size, 2))
    pdfium.FPDF_GetPageLabel(document.raw, number, written, size)
    label = written.raw.decode("utf-16-le", "replace").rstrip("\0")
    return label or str(number + 1)


def _title(document: Any) -> str:
    """What the file calls itself, unless that is the name of some program's file."""
    title = str(document.get_metadata_dict().get("Title", "")).strip()
    is_file = re.search(r"\.\w{2,5}$|^untitled|^microsoft word|^\W*$", title, re.IGNORECASE)
    return "" if is_file else title


class _Writer:
    """Hands the blocks of all pages to a composer, in order."""

    def __init__(self, pages: Sequence[PageLines], labels: Sequence[str]) -> None:
        self._pages, self._labels = pages, labels
        self._compose = Composer()
        self._words = KnownWords(line_text(line) for page in pages for line in page.lines)
        sizes = Counter[float]()
        for page in pages:
            for line in page.lines:
                sizes[round(line.size * 2) / 2] += len(line.characters)
        self._body = sizes.most_common(1)[0][0] if sizes else 10.0
        self._ranks = self._heading_sizes()
        self._blocks = {page.number: list(blocks_of(page)) for page in pages}
        self._setting = Setting.of([one for blocks in self._blocks.values() for one in blocks])
        self._open: TextBlock | None = None  # a paragraph that may go on
        self._lines: list[str] = []  # and its lines so far
        self._starts: list[tuple[int, int]] = []  # line -> the page that it begins
        self._items: list[Item] = []
        self._notes: list[tuple[str, str]] = []
        self._owed: set[str] = set()  # labels of notes that are still to come

    def reading(self, title: str) -> Reading:
        for page in self._pages:
            self._page(page)
        self._close()
        self._end_list()
        for label, text in self._notes:
            self._compose.note(label, text)
        for number in range(len(self._compose.pages), len(self._pages)):
            self._compose.page(self._labels[number])
        return self._compose.reading(title, link="page")

    def _heading_sizes(self) -> dict[float, int]:
        """Size -> level: the largest first."""
        counts = Counter[float]()
        for page in self._pages:
            for line in page.lines:
                if line.size >= _LARGER * self._body and len(line.text) <= _LONGEST_HEADING:
                    counts[round(line.size)] += 1
        return {size: min(rank, 6) for rank, size in enumerate(sorted(counts, reverse=True), 1)}

    def _page(self, page: PageLines) -> None:
        blocks = self._blocks.pop(page.number)
        notes = notes_of(page, blocks, self._owed)
        body = [block for block in blocks if id(block) not in notes]
        first = True
        for block in body:
            self._block(block, first=first)
            first = False
        if first:
            self._begin_page(page.number)
        for block in blocks:
            if id(block) in notes:
                self._note(block, notes[id(block)])

    def _begin_page(self, number: int) -> None:
        if len(self._compose.pages) <= number:
            self._end_list()
        while len(self._compose.pages) <= number:
            self._compose.page(self._labels[len(self._compose.pages)])

    def _block(self, block: TextBlock, *, first: bool) -> None:
        texts = lines_of(block.lines)
        if self._open is not None and self._continues(self._open, block, texts[0]):
            texts = lines_of(block.lines, goes_on=True)
            if first:
                self._starts.append((len(self._lines), block.page))
            self._lines += texts
            block.lines = [*self._open.lines, *block.lines]
            self._open = block
            return
        self._close()
        self._begin_page(block.page)
        level = self._level(block, " ".join(texts))
        if level:
            self._end_list()
            self._compose.heading(joined(texts, self._words), level)
        elif block.kind in _CELLS or all(line.wide for line in block.lines):
            self._end_list()
            self._compose.table([[text] for text in texts])
        else:
            self._open, self._lines = block, texts

    def _level(self, block: TextBlock, text: str) -> int:  # noqa: PLR0911  (a sign a line)
        """The level of a heading, from 1; 0 where a block is none."""
        if tagged := _LEVELS.fullmatch(block.kind):
            return int(tagged[1])
        if block.kind in {"H", "Title"}:
            return 1
        if block.kind or len(block.lines) > _HEADING_LINES or _SENTENCE_END.search(text):
            return 0
        letters = sum(map(str.isalpha, text))
        if letters <= 1 or not text[0].isalnum():
            return 0
        if block.size >= _LARGER * self._body and len(text) <= _LONGEST_HEADING:
            return self._ranks.get(round(block.size), 1)
        bold = all(line.bold for line in block.lines)
        if bold and len(text) <= _LONGEST_BOLD and block.size >= 0.95 * self._body:
            return min(len(self._ranks) + 1, 6)
        return 0

    def _continues(self, before: TextBlock, block: TextBlock, text: str) -> bool:
        """Whether a paragraph goes on in a block of the next column or page."""
        if block.goes_on and before.kind == block.kind:
            return True
        if block.kind and block.page == before.page:
            return False  # each element of a page is in one block
        if block.kind != before.kind or abs(block.size - before.size) > 0.08 * block.size:
            return False
        below = before.page == block.page and block.lines[0].y < before.lines[-1].y
        if (
            below
            or _BULLET.match(text)
            or self._level(block, " ".join(map(line_text, block.lines)))
        ):
            return False
        last = self._lines[-1]
        if _SENTENCE_END.search(last) and not (text[:1].islower() or is_abbreviated(last)):
            return self._setting.goes_on(before, block)
        return before.is_full(block.lines[0].first_word) or text[:1].islower()

    def _close(self) -> None:
        """Write the paragraph that was open."""
        block, self._open = self._open, None
        if block is None:
            self._end_list()
            return
        lines, self._lines = self._lines, []
        text = joined(lines, self._words)
        bullet, number = _BULLET.match(text), _NUMBERED.match(text)
        if bullet or (number and block.kind in _LISTS):
            found = bullet or number
            label = "-" if bullet else text[: found.end()].strip() if found else ""
            self._items.append(Item(0, label, text[found.end() :] if found else text))
        else:
            self._end_list()
            self._compose.paragraph(text)
        self._settle_pages(lines, text)
        allowance.earn(self._compose.characters)

    def _settle_pages(self, lines: Sequence[str], text: str) -> None:
        """Note the pages that begun within a paragraph, at their place in it."""
        for at, page in self._starts:
            done = len(joined(lines[:at], self._words))
            start = self._compose.characters - len(text) + min(done, len(text))
            while len(self._compose.pages) < page:
                self._compose.page_at(start, self._labels[len(self._compose.pages)])
            if len(self._compose.pages) == page:
                self._compose.page_at(start, self._labels[page])
        self._starts = []

    def _end_list(self) -> None:
        if self._items:
            items, self._items = self._items, []
            self._compose.items(items)

    def _note(self, block: TextBlock, label: str) -> None:
        text = joined(lines_of(block.lines), self._words)
        if not label and self._notes:  # it goes on from the column or page before
            known, before = self._notes[-1]
            self._notes[-1] = known, f"{before} {text}"
            return
        found = LABEL.match(text)
        self._notes.append((label, text[found.end() :] if found else text))
