"""Reads Markdown: what each line belongs to, not what it looks like when rendered.

Blocks come from markdown-it-py (CommonMark and GitHub's tables), which knows the source
lines of each. Items keep what is nested in them, code and tables are blocks of their own; what
labels what is found afterwards, in one way for all formats (see `lone_labels`, `cohesion`).
Footnotes (`[^note]: text`), numbered notes and link definitions (`[1]: address`) become what
markers point to. The titles of what folds out and of callouts are headings of what is in them.
Front matter may hold the title; the rest of it is a gap, as comments, rules, page marks,
pictures and HTML without text are.

Left out on purpose: inline markup, which stays in the text as it is written; and callouts
without a title, whose signs (`!!! note`, `::: tip`) are kept with the text they introduce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from bot.analysis.spans import Span
from bot.documents.blocks import Block, Cut, Definition, Heading, Kind, Layout, Part, Unit
from bot.documents.callouts import NOTE_SIGN, Callout, callout_of
from bot.documents.cohesion import joined
from bot.documents.lone_labels import label_of_paragraph, with_lone_labels, with_lone_lines
from bot.documents.markdown_rules import (
    COMMENTS,
    front_matter,
    has_close_headings,
    label_of,
    language_in,
    link_definitions,
    parser,
    title_of,
    with_close_headings,
)
from bot.documents.markdown_units import LISTS, rows, units
from bot.documents.page_marks import LONGEST as MARK
from bot.documents.page_marks import is_furniture, is_page_mark
from bot.documents.raw_html import TAG, end_of_whole, html_parts
from bot.documents.visible_text import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINE_END = re.compile(r"\n")
_BADGES = re.compile(
    r"(?:\[!\[[^\]\n]*\]\([^()\s]*\)\]\([^()\s]*\)\s*|!\[[^\]\n]*\]\([^()\s]*\)\s*)++"
)
_CODE_LINE = re.compile(r"(`+)[^`\n](?:[^\n]*?[^`\n])?\1")
_CLOSING = re.compile(r"\n[ \t]*(?::{3,}|\{%-?[ \t]*end\w+[ \t]*-?%\})[ \t]*\Z")
_ENDED = re.compile(r"[.?!:;][\"')*_`]*$")
_WORD = re.compile(r"\w")
_FOLDED = 3  # levels by which the heading of what folds out stands under the last one
_KINDS = {
    "bullet_list_open": Kind.LIST,
    "ordered_list_open": Kind.LIST,
    "table_open": Kind.TABLE,
    "fence": Kind.CODE,
    "code_block": Kind.CODE,
    "blockquote_open": Kind.QUOTE,
}


def parse(text: str) -> Layout:
    """The parts of a Markdown document.

    >>> parsed = parse("# Sea\\n\\nSalt:\\n\\n- much\\n\\n[1]: a.b\\n")
    >>> [type(part).__name__ for part in parsed.parts]
    ['Heading', 'Block', 'Definition']
    """
    read = _Reader(text).read()
    parts = with_lone_lines(text, list(with_lone_labels(text, read.parts)))
    return Layout(read.title, tuple(joined(text, parts)), read.language)


@cache
def _parser(*, close: bool) -> MarkdownIt:
    return with_close_headings(parser()) if close else parser()


class _Reader:
    """Goes through the top-level blocks of one document and collects its parts."""

    def __init__(self, text: str) -> None:
        self._text = text
        front = front_matter(text)
        self._title, self._language = title_of(front), language_in(front)
        self._done = len(front)  # offset up to which the document has been read
        self._starts = [self._done, *(m.end() for m in _LINE_END.finditer(text, self._done))]
        self._tokens = _parser(close=has_close_headings(text)).parse(text[self._done :])
        self._parts: list[Part] = []
        self._level = 0  # of the last heading that the source marks
        self._set_in = 0  # level of the callout whose text is set in, while it lasts

    def read(self) -> Layout:
        """All parts, in order."""
        at = 0
        while at < len(self._tokens):
            end = self._end(at)
            if self._tokens[at].type == "html_block":
                at = self._take_html(at, end)
                continue
            self._take(self._tokens[at:end])
            at = end
        self._take_rest(len(self._text))
        return Layout(self._title, tuple(self._parts), self._language)

    def _end(self, at: int) -> int:
        """Behind the last token of the block that token `at` opens."""
        end = at + 1
        if self._tokens[at].nesting == 1:
            while self._tokens[end].level > 0:
                end += 1
            end += 1
        return end

    def _take(self, tokens: Sequence[Token]) -> None:
        start, end = self._span(tokens[0])
        self._take_rest(start)
        kind = tokens[0].type
        if self._set_in and kind != "code_block":
            self._close(start)
        if kind == "heading_open" and not self._is_prose(tokens[0], start, end):
            self._level = int(tokens[0].tag[1])
            self._parts.append(Heading(start, end, visible(tokens[1].content), self._level))
        elif kind == "definition":
            name, body = label_of(self._text, start)
            self._parts.append(Definition(start, end, name, Span(min(body, end), end)))
        elif kind in {"paragraph_open", "heading_open"}:
            self._take_paragraph(start, end)
        elif kind != "hr" and self._has_words(start, end) and not self._is_mark(start, end):
            self._take_block(tokens, start, end)
        self._done = end

    def _span(self, token: Token) -> tuple[int, int]:
        """The block's place without the white space around it."""
        first, last = token.map or [0, 0]
        start, end = self._at(first), self._at(last)
        written = self._text[start:end]
        return end - len(written.lstrip()), start + len(written.rstrip())

    def _at(self, line: int) -> int:
        return self._starts[line] if line < len(self._starts) else len(self._text)

    def _has_words(self, start: int, end: int) -> bool:
        """Whether there is anything to read; anchors, HTML's images and badges are not."""
        if self._text.startswith("[![", start) and _BADGES.fullmatch(self._text, start, end):
            return False
        if self._text.startswith("<", start):
            return _WORD.search(TAG.sub("", self._text[start:end])) is not None
        return _WORD.search(self._text, start, end) is not None

    def _is_mark(self, start: int, end: int) -> bool:
        return end - start <= MARK and is_page_mark(self._text[start:end])

    def _is_prose(self, token: Token, start: int, end: int) -> bool:
        """A paragraph with a rule right below it, which CommonMark takes for a heading."""
        if token.markup.startswith("#"):
            return False
        above = self._text[start:end].rpartition("\n")[0].rstrip()
        return "\n" in above and _ENDED.search(above) is not None

    def _take_rest(self, end: int) -> None:
        """Takes what lies between two blocks: link definitions, which have no token."""
        start = self._done
        if not self._text[start:end].strip():
            return
        for definition in link_definitions(self._text, start, end):
            if definition.marker not in COMMENTS:
                self._parts.append(definition)
            start = definition.end
        self._done = end
        left = self._text[start:end]
        if _WORD.search(left):  # nothing known ends up here, and no text may be lost
            begin = end - len(left.lstrip())
            self._parts.append(_paragraph(begin, start + len(left.rstrip())))

    def _take_html(self, at: int, end: int) -> int:
        """Takes a piece of HTML with the blank lines in a table; returns the token behind it."""
        start, finish = self._span(self._tokens[at])
        self._take_rest(start)
        whole = end_of_whole(self._text, start, finish)
        while end < len(self._tokens) and self._span(self._tokens[end])[0] < whole:
            end = self._end(end)
        finish = max(whole, self._span(self._tokens[at])[1])
        self._parts += html_parts(self._text, start, finish, self._level + _FOLDED)
        self._done = finish
        return end

    def _take_paragraph(self, start: int, end: int) -> None:
        if callout := callout_of(self._text, start, end):
            self._take_callout(callout, end)
        elif closing := _CLOSING.search(self._text, start, end):
            self._take_lines(start, closing.start())
            self._close(end)
        elif self._has_words(start, end) and not is_furniture(self._text[start:end]):
            self._take_lines(start, end)

    def _take_callout(self, callout: Callout, end: int) -> None:
        level = self._level + _FOLDED
        self._parts.append(Heading(callout.start, callout.end, callout.title, level))
        self._set_in = level if callout.set_in else 0
        start = end - len(self._text[callout.end : end].lstrip())
        if start < end and self._has_words(start, end):
            self._take_paragraph(start, end)

    def _take_lines(self, start: int, end: int) -> None:
        """Takes a paragraph; a first line that may be its heading stands apart."""
        label, behind = label_of_paragraph(self._text, start, end)
        if label:
            label = visible(label)
            self._parts.append(_paragraph(start, behind)._replace(label=label))
            start = behind + len(self._text[behind:end]) - len(self._text[behind:end].lstrip())
        if start < end and (not label or self._has_words(start, end)):
            code = _CODE_LINE.fullmatch(self._text, start, end) is not None
            kind = Kind.CODE if code else Kind.PARAGRAPH
            found = tuple(rows(self._text, Unit(start, end)))
            self._parts.append(Block(start, end, found, kind=kind))

    def _take_block(self, tokens: Sequence[Token], start: int, end: int) -> None:
        kind = tokens[0].type
        found = tuple(units(self._text, tokens, self._at, start, end))
        callout = callout_of(self._text, start, end) if kind == "blockquote_open" else None
        if callout and self._has_words(callout.end, end):
            self._take_callout(callout, callout.end)
            self._append(_clipped(found, callout.end, end), Kind.QUOTE)
            self._close(end)
        elif kind == "blockquote_open" and (behind := self._quoted_question(start, end)):
            if _WORD.search(self._text, behind, end):
                self._append(_clipped(found, behind, end), Kind.QUOTE)
        elif kind == "code_block" and self._is_set_in():
            self._parts.append(_paragraph(start, end))
        elif kind in LISTS and (answers := list(self._answers(tokens, found, end))):
            self._parts += answers
        else:
            self._append(found, _KINDS.get(kind, Kind.PARAGRAPH), tokens)

    def _quoted_question(self, start: int, end: int) -> int:
        """Takes the question that a quotation begins with; where its answer begins, or 0."""
        first = start + len(self._text[start:end]) - len(self._text[start:end].lstrip("> \t"))
        stop = self._text.find("\n", first, end)
        label, behind = label_of_paragraph(self._text, first, stop if stop > 0 else end)
        if not label.endswith("?"):
            return 0
        self._parts.append(_paragraph(start, behind)._replace(label=visible(label)))
        return behind

    def _append(self, found: Sequence[Unit], kind: Kind, tokens: Sequence[Token] = ()) -> None:
        if found:
            head = self._head(found) if kind == Kind.TABLE and tokens else ""
            block = Block(found[0].start, found[-1].end, tuple(found), None, kind, "", head)
            self._parts.append(block)

    def _head(self, rows: Sequence[Unit]) -> str:
        """The head row of a table as it reads; the next one where the first is empty."""
        for row in rows[:2]:
            for line in self._text[row.start : row.end].split("\n"):
                if _WORD.search(line):
                    cells = [visible(cell.strip()) for cell in line.strip("| \t").split("|")]
                    return " | ".join(filter(None, cells))
        return ""

    def _is_set_in(self) -> bool:
        """Whether code is the text of a callout, which is set in as code is."""
        last = self._parts[-1] if self._parts else None
        signed = isinstance(last, Block) and NOTE_SIGN.match(self._text, last.start, last.end)
        return bool(self._set_in or signed)

    def _answers(self, tokens: Sequence[Token], found: Sequence[Unit], end: int) -> Iterator[Block]:
        """A list of questions, each with its answer, as labels and what stands below them."""
        items = [
            (t, tokens[n + 1])
            for n, t in enumerate(tokens)
            if t.type == "list_item_open" and t.level == 1
        ]
        begins = [self._at(item.map[0]) for item, _ in items if item.map]
        pairs: list[Block] = []
        for (item, first), finish in zip(items, [*begins[1:], end], strict=True):
            if first.type != "paragraph_open" or not item.map:
                return
            start = self._span(item)[0]
            text_at = start + len(item.info) + len(item.markup)
            text_at += len(self._text[text_at:finish]) - len(self._text[text_at:finish].lstrip())
            ends = min(self._span(first)[1], finish)
            label, behind = label_of_paragraph(self._text, text_at, ends)
            rest = _clipped([u for u in found if u.start < finish], behind, finish)
            if label and len(items) == 1 and behind == end:  # over what comes below the list
                pairs.append(_paragraph(start, behind)._replace(label=visible(label)))
                break
            if not label.endswith("?") or not rest:
                return
            pairs.append(_paragraph(start, behind)._replace(label=visible(label)))
            pairs.append(Block(rest[0].start, rest[-1].end, rest, kind=Kind.LIST))
        yield from pairs

    def _close(self, at: int) -> None:
        """Ends what stands under the title of a callout."""
        self._parts.append(Heading(at, at, "", self._level + _FOLDED))
        self._set_in = 0


def _paragraph(start: int, end: int) -> Block:
    return Block(start, end, (Unit(start, end),))


def _clipped(found: Sequence[Unit], start: int, end: int) -> tuple[Unit, ...]:
    """The units between two offsets, the first of them from `start` on."""
    inside = [unit for unit in found if unit.end > start and unit.start < end]
    return tuple(
        unit._replace(start=max(unit.start, start), cut=Cut.IF_MUST if n else unit.cut)
        for n, unit in enumerate(inside)
    )
