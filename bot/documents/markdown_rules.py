"""The pieces of Markdown that CommonMark does not have: front matter and definitions.

`definition` is a block rule for markdown-it, in the manner of its footnote plugin: it takes
`[^note]: text` and `[1]: text` with the lines that belong to them, and says only where they
are. Link definitions with words for labels are left to CommonMark's own rule, which makes
no token of them; `link_definitions` reads them where blocks leave lines over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.analysis.markers import NUMBER
from bot.analysis.spans import Span
from bot.documents.blocks import Definition

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_LABEL = re.compile(rf"\[(?:\^(?P<note>[^\]\s]+)|(?P<number>{NUMBER}))\]:[ \t]*(?P<body>[^\n]*)")
_ANY_LABEL = re.compile(r"\[(?:[^\[\]\\]|\\.){1,999}\]:")
_ADDRESS = re.compile(r"(?:<[^<>\s]*>|\S+)(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*")
_LINK = re.compile(
    r"\s*\[(?P<label>(?:[^\[\]\\]|\\.){1,999})\]:\s*(?P<body>(?:<[^<>\n]*>|\S+)"
    r"(?:[ \t]*\n?[ \t]*(?<=\s)(?:\"[^\"]*\"|'[^']*'|\([^()]*\))(?=[ \t]*(?:\n|\Z)))?)"
    r"[ \t]*(?:\n|\Z)"
)
_CLOSE = re.compile(r"\n##(?:#{0,4})(?=[^\W_#])")
_CLOSE_HEADING = re.compile(  # a lone sign before a small letter, or two of them, tag a text
    r"(#{2,6}(?=[^\W_])|#(?=[^\W_a-z])(?!\S+ #\w))([^\n]{1,120}?)[ \t]*#*[ \t]*"
)
_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_FIELD = re.compile(r"[\w.-]+[ \t]*[:=](?:[ \t]|$)|[ \t#\]}[-]|$")
_NAMED_FIELD = re.compile(r"^[\w.-]+:(?: |$)", re.MULTILINE)
_FEWEST_FIELDS = 2  # of front matter that nothing closes
_HEADING = re.compile(r"#{1,6} \S")
_TITLE = re.compile(r"title[ \t]*[:=][ \t]*(.+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"lang(?:uage)?[ \t]*[:=][ \t]*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
COMMENTS = frozenset({"//", "comment"})  # labels of link definitions that hide a remark
_SET_IN = 2  # columns by which a footnote's further paragraphs are set in


def parser() -> MarkdownIt:
    """markdown-it, for blocks only, with tables and definitions."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  (plain text does without)

    made = MarkdownIt("commonmark").enable("table")
    made.core.ruler.enableOnly(["block"])
    made.block.ruler.before(
        "reference", "definition", _definition, {"alt": ["paragraph", "reference"]}
    )
    return made


def has_close_headings(text: str) -> bool:
    """Whether a document writes headings as `##Fees`, with no blank behind the signs."""
    return "\n##" in text and _CLOSE.search(text) is not None


def with_close_headings(made: MarkdownIt) -> MarkdownIt:
    """The parser, which takes such lines for headings, too; CommonMark's older kin all did."""
    made.block.ruler.before(
        "heading", "close_heading", _close_heading, {"alt": ["paragraph", "reference"]}
    )
    return made


def front_matter(text: str) -> str:
    """The fields between `---` (or `+++`) at the top of a document, else an empty string.

    Where nothing closes them, a heading behind a blank line does.

    >>> front_matter("---\\ntitle: Tides\\n---\\nThe moon pulls.")
    '---\\ntitle: Tides\\n---\\n'
    >>> front_matter("---\\nid: tides\\ntitle: Tides\\n\\n# Tides\\nThe moon pulls.")
    '---\\nid: tides\\ntitle: Tides\\n\\n'
    """
    fence = _FENCE.match(text)
    if not fence:
        return ""
    at, heading, is_behind_blank = fence.end(), 0, False
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end].rstrip()
        if line == fence[1]:
            return text[:end] if at > fence.end() else ""
        if not heading and is_behind_blank and _HEADING.match(line):
            heading = at
        is_behind_blank = not line
        if not _FIELD.match(line):
            break  # a rule, and then prose; or nobody closed it
        at = end
    front = text[:heading]
    return front if len(_NAMED_FIELD.findall(front)) >= _FEWEST_FIELDS else ""


def title_of(front: str) -> str:
    """The title in front matter.

    >>> title_of("---\\ntitle: 'Tides'\\n---\\n")
    'Tides'
    """
    for line in front.splitlines():
        if found := _TITLE.match(line):
            return found[1].strip().strip("\"'").strip()
    return ""


def language_in(front: str) -> str:
    """The code of the language in front matter, without its region.

    >>> language_in("---\\nlang: pt-BR\\n---\\n"), language_in("")
    ('pt', '')
    """
    found = next(filter(None, map(_LANGUAGE.match, front.splitlines())), None)
    return found[1].lower() if found else ""


def label_of(text: str, start: int) -> tuple[str, int]:
    """The name of the definition at `start`, and where its text begins."""
    found = _LABEL.match(text, start)
    if found is None:  # the rule below matched the same expression
        return "", start
    return found["note"] or found["number"], found.start("body")


def link_definitions(text: str, start: int, end: int) -> Iterator[Definition]:
    """The link definitions, `[label]: address "title"`, that stand in a row from `start`."""
    while found := _LINK.match(text, start, end):
        begin = found.start() + len(found[0]) - len(found[0].lstrip())
        body = Span(found.start("body"), found.end("body"))
        start = found.end()
        yield Definition(begin, body.end, found["label"].removeprefix("^"), body)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if state.level or state.is_code_block(start) or not state.src.startswith("[", begin):
        return False
    label = _LABEL.match(state.src, begin, state.eMarks[start])
    if not label or silent:
        return bool(label)
    line = start + 1
    if label["note"] or not _ADDRESS.fullmatch(label["body"]):
        while line < end and _reaches(state, line, end):
            line += 1
    while state.isEmpty(line - 1):
        line -= 1
    state.push("definition", "", 0).map = [start, line]
    state.line = line
    return True


def _close_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if state.level or start >= end or state.is_code_block(start):
        return False
    found = _CLOSE_HEADING.fullmatch(state.src, begin, state.eMarks[start])
    if not found or silent:
        return bool(found)
    state.line = start + 1
    tag = f"h{len(found[1])}"
    opened, inline, closed = (
        state.push("heading_open", tag, 1),
        state.push("inline", "", 0),
        state.push("heading_close", tag, -1),
    )
    opened.markup = closed.markup = found[1]
    inline.content = found[2]
    opened.map = inline.map = [start, state.line]
    return True


def _reaches(state: StateBlock, line: int, end: int) -> bool:
    """Whether a definition goes on at `line`: set in, or directly below and no other block."""
    if state.isEmpty(line):
        return line + 1 < end and (state.isEmpty(line + 1) or state.sCount[line + 1] >= _SET_IN)
    if state.sCount[line] >= _SET_IN:
        return True
    at = state.bMarks[line] + state.tShift[line]
    if _ANY_LABEL.match(state.src, at, state.eMarks[line]):
        return False
    others = state.md.block.ruler.getRules("paragraph")
    return not state.isEmpty(line - 1) and not any(rule(state, line, end, True) for rule in others)
