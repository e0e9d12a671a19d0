"""Reads Markdown: what each line belongs to, not what it looks like when rendered.

Blocks come from markdown-it-py (CommonMark and GitHub's tables), which knows the source
lines of each. Code and tables stay whole; a list or code keeps the paragraph that
leads up to it, and items keep what is nested in them. Footnotes (`[^note]: text`), numbered
notes and link definitions (`[1]: address`) become what markers point to. Front matter may hold
the title; the rest of it is a gap, as comments, rules and HTML without text are.

Left out on purpose: inline markup, which stays in the text as it is written; and blocks of
dialects, whose signs (`!!! note`, `::: tip`) are kept with the text they introduce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.analysis.markers import without_markers
from bot.analysis.spans import Span
from bot.documents.blocks import Block, Cut, Definition, Heading, Layout, Part, Unit
from bot.documents.heading_shapes import without_edit_link
from bot.documents.markdown_rules import (
    COMMENTS,
    front_matter,
    label_of,
    link_definitions,
    parser,
    title_of,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINE_END = re.compile(r"\n")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^<>]*>(.*?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][\w-]*+(?=[\s/>])[^<>]*>|<[?!][^<>]*>", re.DOTALL)
_UNREAD_HTML = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
_BADGES = re.compile(
    r"(?:\[!\[[^\]\n]*\]\([^()\s]*\)\]\([^()\s]*\)\s*|!\[[^\]\n]*\]\([^()\s]*\)\s*)++"
)
_NOTE_SIGN = re.compile(r"(?:!!!|\?\?\?\+?|:::+|===)[ \t]*\S[^\n]*")
_STANZA = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_ENDED = re.compile(r"[.?!:;][\"')*_`]*$")
_WORD = re.compile(r"\w")
_SHORT_LEAD = 200  # characters; a longer paragraph leads up to a list only by a colon
_LONGEST_LEAD = 1200
_LONGEST_HEADING = 300  # characters; beyond, inline markup is not resolved
_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})
_CODE = frozenset({"fence", "code_block", "table_open"})


def parse(text: str) -> Layout:
    """The parts of a Markdown document.

    >>> parsed = parse("# Sea\\n\\nSalt:\\n\\n- much\\n\\n[1]: a.b\\n")
    >>> [type(part).__name__ for part in parsed.parts]
    ['Heading', 'Block', 'Definition']
    """
    return _Reader(text).read()


@cache
def _parser() -> MarkdownIt:
    return parser()


@cache
def _inline() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  (plain text does without)

    return MarkdownIt("commonmark")


def visible(written: str) -> str:
    """A heading as it reads when rendered, without citation markers.

    >>> visible("The `ls` *command*[1], see [here](a.html) {#ls}"), visible("Use[[edit](e.php)]")
    ('The ls command, see here', 'Use')
    """
    written = _ATTRIBUTES.sub("", without_markers(written))
    if len(written) > _LONGEST_HEADING:
        return " ".join(written.split())
    tokens = _inline().parseInline(written)[0].children or []
    texts = [
        " " if token.type in {"softbreak", "hardbreak"} else token.content
        for token in tokens
        if token.type != "html_inline"
    ]
    return without_edit_link(re.sub(r"\s+(?=[\s,.:;)]|$)", "", "".join(texts)))


@dataclass(frozen=True, slots=True)
class _Mark:
    """The line on which a unit begins."""

    line: int
    cut: Cut
    prose: bool = True
    code: bool = False


class _Reader:
    """Goes through the top-level blocks of one document and collects its parts."""

    def __init__(self, text: str) -> None:
        self._text = text
        front = front_matter(text)
        self._title = title_of(front)
        self._done = len(front)  # offset up to which the document has been read
        self._starts = [self._done, *(m.end() for m in _LINE_END.finditer(text, self._done))]
        self._tokens = _parser().parse(text[self._done :])
        self._parts: list[Part] = []
        self._lead: Block | None = None  # the paragraph just read, which may lead up to a list

    def read(self) -> Layout:
        """All parts, in order."""
        at = 0
        while at < len(self._tokens):
            end = self._end(at)
            self._take(self._tokens[at:end])
            at = end
        self._take_rest(len(self._text))
        return Layout(self._title, tuple(self._parts))

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
        lead, self._lead = self._lead, None
        if kind == "heading_open" and not self._is_prose(tokens[0], start, end):
            self._parts.append(
                Heading(start, end, visible(tokens[1].content), int(tokens[0].tag[1]))
            )
        elif kind == "definition":
            name, body = label_of(self._text, start)
            self._parts.append(Definition(start, end, name, Span(min(body, end), end)))
        elif kind == "html_block":
            self._take_html(start, end)
        elif kind != "hr" and self._has_words(start, end):
            block = Block(start, end, tuple(self._units(tokens, start, end)))
            self._append(block, kind, lead)
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
            return _WORD.search(_HTML.sub("", self._text[start:end])) is not None
        return _WORD.search(self._text, start, end) is not None

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
        self._lead = None
        for definition in link_definitions(self._text, start, end):
            if definition.marker not in COMMENTS:
                self._parts.append(definition)
            start = definition.end
        self._done = end
        left = self._text[start:end]
        if _WORD.search(left):  # nothing known ends up here, and no text may be lost
            begin = end - len(left.lstrip())
            unit = Unit(begin, start + len(left.rstrip()))
            self._parts.append(Block(unit.start, unit.end, (unit,)))

    def _take_html(self, start: int, end: int) -> None:
        written = self._text[start:end]
        if _UNREAD_HTML.match(written) or not self._has_words(start, end):
            return
        heading = _HTML_HEADING.search(written)
        if heading and not _WORD.search(_HTML.sub("", _HTML_HEADING.sub("", written, count=1))):
            name = " ".join(_HTML.sub("", heading[2]).split())
            self._parts.append(Heading(start, end, name, int(heading[1])))
            return
        code = written[:4].lower() == "<pre"
        self._parts.append(Block(start, end, (Unit(start, end, prose=not code, code=code),)))

    def _append(self, block: Block, kind: str, lead: Block | None) -> None:
        """Adds a block, to the paragraph before it where that leads up to it."""
        if lead and self._leads(lead, block, kind):
            self._parts[-1] = block = _joined(lead, block, self._text)
        else:
            self._parts.append(block)
        if kind == "paragraph_open":
            self._lead = block

    def _leads(self, lead: Block, block: Block, kind: str) -> bool:
        written = self._text[lead.start : lead.end]
        if _NOTE_SIGN.fullmatch(written) or (kind == "code_block" and _NOTE_SIGN.match(written)):
            return True
        if kind not in _LISTS | _CODE or len(written) > _LONGEST_LEAD:
            return False
        directly = self._text.count("\n", lead.end, block.start) == 1
        short = kind in _LISTS and len(written) <= _SHORT_LEAD
        return directly or short or written.rstrip("*_").endswith(":")

    def _units(self, tokens: Sequence[Token], start: int, end: int) -> Iterator[Unit]:
        """The units of a block; each reaches up to where the next begins."""
        marks = sorted(_marks(tokens), key=lambda mark: mark.line)
        begins = [max(self._at(mark.line), start) for mark in marks]
        ends = [*begins[1:], end]
        for mark, begin, finish in zip(marks, begins, ends, strict=True):
            unit = Unit(begin, finish, mark.cut, prose=mark.prose, code=mark.code)
            yield from self._stanzas(unit) if mark.code else [self._without_blank_lines(unit)]

    def _without_blank_lines(self, unit: Unit) -> Unit:
        """The unit without the blank lines behind it, those of a quotation (`>`) included."""
        end = unit.end
        while (line := self._text.rfind("\n", unit.start, end)) >= 0:
            if self._text[line:end].strip("> \t\n"):
                break
            end = line
        return unit if end == unit.end else unit._replace(end=end)

    def _stanzas(self, unit: Unit) -> Iterator[Unit]:
        """Code as one unit for each run of lines; only the first may be cut off."""
        cut = unit.cut
        for stanza in _STANZA.finditer(self._text, unit.start, unit.end):
            yield unit._replace(start=stanza.start(), end=stanza.end(), cut=cut)
            cut = Cut.NEVER


def _marks(tokens: Sequence[Token]) -> list[_Mark]:
    """Where units begin: each item, paragraph, table row and piece of code."""
    found: dict[int, _Mark] = {}  # line -> what begins there
    depth = 0
    for token in tokens:
        depth += (token.type in _LISTS) - (
            token.type in {"bullet_list_close", "ordered_list_close"}
        )
        if token.map is None or not (kind := _KINDS.get(token.type)):
            continue
        line = token.map[0]
        cut = Cut.FREELY if token.type == "list_item_open" and depth == 1 else kind.cut
        if line in found:
            cut = max(cut, found[line].cut)
        found[line] = _Mark(line, cut, kind.prose, kind.code)
    return list(found.values())


# token -> what it begins
_KINDS = {
    "list_item_open": _Mark(0, Cut.IF_MUST),
    "paragraph_open": _Mark(0, Cut.IF_MUST),
    "heading_open": _Mark(0, Cut.IF_MUST),
    "html_block": _Mark(0, Cut.IF_MUST),
    "blockquote_open": _Mark(0, Cut.IF_MUST),
    "hr": _Mark(0, Cut.IF_MUST, prose=False),
    "tr_open": _Mark(0, Cut.NEVER, prose=False),
    "fence": _Mark(0, Cut.NEVER, prose=False, code=True),
    "code_block": _Mark(0, Cut.NEVER, prose=False, code=True),
}


def _joined(lead: Block, block: Block, text: str) -> Block:
    """A paragraph and what it leads up to, as one block; its end is not cut off."""
    first, *rest = block.units
    admonition = first.code and _NOTE_SIGN.match(text, lead.start, lead.end)
    if admonition:  # its text is set in, as code is
        first, rest = first._replace(prose=True, code=False, end=block.end), []
    units = (*lead.units, first._replace(cut=Cut.NEVER), *rest)
    return Block(lead.start, block.end, units)
