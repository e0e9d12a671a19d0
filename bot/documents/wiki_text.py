"""Reads wikitext, the source of a MediaWiki page, by mwparserfromhell: an extra, `citebot[wiki]`.

References are numbered as a wiki numbers them, by first use, and what they hold are the notes. A
template's text is in another file. So one that has a line to itself (a box, a banner) is left
out, and one within a sentence stays as it is written: to leave it out or to fill it in would
misquote. A saved web page of the same article has what it shows.

Left out on purpose: pictures, categories, galleries, and what is only shown where a page is
put into another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import mwparserfromhell
from mwparserfromhell import nodes

from bot.documents.canonical import Reading, utf8
from bot.documents.composer import Composer, Item
from bot.documents.raised_figures import raised
from bot.documents.reading_limits import allowance

_LEFT_OUT = frozenset("gallery timeline imagemap references includeonly score style hr".split())
_CODE = frozenset("pre syntaxhighlight source code-block".split())
_AS_WRITTEN = frozenset("nowiki math chem ce code kbd samp tt var".split())
_BLOCKS = frozenset("blockquote div center poem p section onlyinclude noinclude".split())
_PICTURE = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|svg|webp|tiff?|xcf|og[agv]|webm|mp[34]|wav|flac|pdf|djvu)$"
)
_NAMESPACE = re.compile(r":?[^\W\d_][^:|\[\]]{0,30}:\S")
_SWITCH = re.compile(r"__[A-Z]{3,}__")
_CITING = re.compile(r"(?i)sfn\w*|efn(?:-\w+)?|refn|r|harvrefcol")  # templates that are references
_FIGURE = "0"  # what is raised behind one is a power
_BLANK = re.compile(r"[ \t]+")


def read(data: bytes, suffix: str = "wiki") -> Reading:
    """The text of a page."""
    del suffix
    text = utf8(data)
    code = mwparserfromhell.parse(_SWITCH.sub("", text.replace("\r\n", "\n")))
    writer = _Writer(_References(code))
    writer.write(code.nodes)
    return writer.finish()


class _References:
    """The references of a page, in the order in which their markers are met."""

    def __init__(self, code: Any) -> None:
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._labels: dict[tuple[str, str], str] = {}  # (group, name) -> label
        self._texts: dict[str, Sequence[Any]] = {}  # label -> what it holds
        self._named: dict[tuple[str, str], Any] = {}  # the same of those with a name
        for tag in code.filter_tags(matches=_is_reference):
            group, name = _attribute(tag, "group"), _attribute(tag, "name")
            if name and tag.contents:
                self._named.setdefault((group, name), tag.contents)

    def marker(self, tag: Any) -> str:
        """The marker of a `<ref>`."""
        group, name = _attribute(tag, "group"), _attribute(tag, "name")
        holds = tag.contents or self._named.get((group, name))
        return self._marker(group, name, holds.nodes if holds else [])

    def marker_of_template(self, template: Any) -> str:
        """The marker of a template that is a reference; the same for the same words."""
        return self._marker("", str(template), [nodes.Text(str(template))])

    def _marker(self, group: str, name: str, holds: Sequence[Any]) -> str:
        label = self._labels.get((group, name)) if name else None
        if label is None:
            self._counts[group] += 1
            label = f"{group} {self._counts[group]}".strip()
            self._texts[label] = holds
            if name:
                self._labels[group, name] = label
        return f"[{label}]"

    def notes(self) -> Iterator[tuple[str, Sequence[Any]]]:
        """Labels and what they hold; a note's own references come last."""
        told: set[str] = set()
        while left := [label for label in self._texts if label not in told]:
            told.update(left)
            yield from ((label, self._texts[label]) for label in left)


class _Writer:
    """Hands the lines of a page to a composer."""

    def __init__(self, references: _References) -> None:
        self.compose = Composer()
        self._references = references
        self._line: list[str] = []  # what is shown of the line so far
        self._marks = ""  # what it begins with: "*", "#", ":", ";"
        self._holds_template = False
        self._lines: list[str] = []  # of the paragraph so far
        self._items: list[Item] = []
        self._numbers: list[int] = []  # the last number at each depth of the list
        self._terms: list[str] = []

    def write(self, written: Iterable[Any]) -> None:
        """All nodes in order."""
        for node in written:
            self._node(node)

    def finish(self) -> Reading:
        """Write what is left, and the notes; returns all of it."""
        self._flush()
        for label, holds in self._references.notes():
            self.compose.note(label, self._shown(holds))
        return self.compose.reading()

    def _node(self, node: Any) -> None:
        match node:
            case nodes.Text():
                first, *rest = str(node).split("\n")
                self._line.append(first)
                for line in rest:
                    self._end_line()
                    self._line.append(line)
            case nodes.Heading():
                self._flush()
                self.compose.heading(self._shown(node.title.nodes), max(node.level - 1, 1))
            case nodes.Template() if not _CITING.fullmatch(str(node.name).strip()):
                self._line.append(str(node))
                self._holds_template = True
            case nodes.Tag():
                self._tag(node, str(node.tag).strip().lower())
            case _:
                self._line.append(self._shown([node]))

    def _tag(self, tag: Any, name: str) -> None:
        if name in {"li", "dd", "dt"} and tag.wiki_markup:
            self._marks += str(tag.wiki_markup)
        elif name in {"table", *_CODE, *_BLOCKS}:
            self._flush()
            if name == "table":
                self._table(tag)
            elif name in _CODE:
                self.compose.code(str(tag.contents or ""))
            else:
                self.write(_inside(tag))
                self._flush()
        else:
            self._line.append(self._shown([tag]))

    def _end_line(self) -> None:
        shown, marks = _BLANK.sub(" ", "".join(self._line)).strip(), self._marks
        alone = self._holds_template and not _without_templates(shown)
        self._line, self._marks, self._holds_template = [], "", False
        if marks and shown and not alone:
            self._end_paragraph()
            self._listed(marks, shown)
        elif shown and not alone:
            self._end_list()
            self._lines.append(shown)
        elif not alone or not self._lines:
            self._flush_blocks()

    def _listed(self, marks: str, shown: str) -> None:
        if marks[-1] in ":;":
            self._end_items()
            if marks[-1] == ";":
                self._end_list()
            self._terms.append(shown)
            return
        depth = len(marks) - 1
        self._numbers = [*self._numbers[: depth + 1], *[0] * (depth + 1 - len(self._numbers))]
        last = self._items[-1] if self._items else None
        if last and last.depth == depth and (last.label == "-") == (marks[-1] == "#"):
            self._numbers[depth] = 0  # a list of the other kind
        self._numbers[depth] += 1
        label = f"{self._numbers[depth]}." if marks[-1] == "#" else "-"
        self._items.append(Item(depth, label, shown))

    def _flush(self) -> None:
        self._end_line()
        self._flush_blocks()

    def _flush_blocks(self) -> None:
        self._end_paragraph()
        self._end_list()
        allowance.earn(self.compose.characters)

    def _end_paragraph(self) -> None:
        lines, self._lines = self._lines, []
        self.compose.paragraph(" ".join(lines))

    def _end_list(self) -> None:
        self._end_items()
        terms, self._terms = self._terms, []
        self.compose.lines(terms)

    def _end_items(self) -> None:
        items, self._items, self._numbers = self._items, [], []
        self.compose.items(items)

    def _table(self, table: Any) -> None:
        rows: list[list[str]] = []
        caption = ""
        for node in _inside(table):
            name = str(node.tag).strip().lower() if isinstance(node, nodes.Tag) else ""
            if name == "tr":
                rows.append(self._cells(node))
            elif name in {"td", "th"}:
                shown = self._shown(_inside(node))
                if not rows and shown.startswith("+"):  # "|+" is no cell, though taken for one
                    caption = shown.lstrip("+ ").rpartition("|")[2]
                    continue
                rows = rows or [[]]
                rows[-1].append(shown)
            elif name == "caption":
                caption = self._shown(_inside(node))
        self.compose.table(rows, caption)

    def _cells(self, row: Any) -> list[str]:
        cells = (node for node in _inside(row) if isinstance(node, nodes.Tag))
        return [
            self._shown(_inside(cell))
            for cell in cells
            if str(cell.tag).strip().lower() in {"td", "th"}
        ]

    def _shown(self, written: Iterable[Any]) -> str:
        """What is shown of nodes within a line."""
        return "".join(map(self._shown_of, written))

    def _shown_of(self, node: Any) -> str:  # noqa: PLR0911  (a case a kind)
        match node:
            case nodes.Comment():
                return ""
            case nodes.HTMLEntity():
                return str(node.normalize())
            case nodes.Wikilink():
                return self._link(node)
            case nodes.ExternalLink():
                return self._shown(node.title.nodes) if node.title else str(node.url)
            case nodes.Template() if _CITING.fullmatch(str(node.name).strip()):
                return self._references.marker_of_template(node)
            case nodes.Tag():
                return self._inline(node, str(node.tag).strip().lower())
        return str(node)

    def _inline(self, tag: Any, name: str) -> str:
        if name == "ref":
            return self._references.marker(tag)
        if name in _LEFT_OUT:
            return ""
        if name in _AS_WRITTEN:
            return str(tag.contents or "")
        if name == "br":
            return "\n"
        shown = self._shown(_inside(tag))
        return raised(_FIGURE, shown) if name == "sup" else shown  # a marker is a `<ref>`

    def _link(self, link: Any) -> str:
        title = str(link.title).strip()
        namespace = _NAMESPACE.match(title) is not None
        alone = not "".join(self._line).strip() and not self._lines
        if namespace and (_PICTURE.search(title) or (not title.startswith(":") and (
            link.text is None or alone
        ))):  # fmt: skip
            return ""
        if link.text is None or not str(link.text):
            return title.lstrip(":")
        return self._shown(link.text.nodes)


def _is_reference(tag: Any) -> bool:
    return str(tag.tag).strip().lower() == "ref"


def _attribute(tag: Any, name: str) -> str:
    return str(tag.get(name).value).strip() if tag.has(name) else ""


def _inside(tag: Any) -> list[Any]:
    return list(tag.contents.nodes) if tag.contents else []


def _without_templates(text: str) -> str:
    """What a line has beside its templates, without signs."""
    while (less := re.sub(r"\{\{[^{}]*\}\}", "", text)) != text:
        text = less
    return "".join(filter(str.isalnum, text))
