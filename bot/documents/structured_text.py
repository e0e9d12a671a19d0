"""Reads reStructuredText, by docutils: sections, paragraphs, lists, tables, footnotes, citations.

Nothing is included from other files, and raw pieces are left out. Directives and roles that
docutils does not know are kept as the text they hold.
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives, roles

from bot.documents.canonical import Reading, utf8
from bot.documents.composer import Composer, Item
from bot.documents.reading_limits import allowance

_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 6,
    "input_encoding": "unicode",
    "smart_quotes": False,
    "doctitle_xform": False,
    "embed_stylesheet": False,
    "_disable_config": True,
    "syntax_highlight": "none",
}
_UNSHOWN = (
    nodes.comment, nodes.system_message, nodes.substitution_definition, nodes.target, nodes.raw,
    nodes.pending, nodes.image, nodes.meta, nodes.docinfo, nodes.topic, nodes.math_block,
)  # fmt: skip
_DESCRIBED = frozenset(  # what Sphinx describes: the name stands behind the directive's
    "option confval envvar describe object function data attribute method class exception".split()
)
_CODE = frozenset(("code", "code-block", "sourcecode"))
_INDEXES = frozenset("toctree index highlight only-html currentmodule module automodule".split())


class _AnyOptions(dict[str, Any]):
    """Options that docutils does not know, such as Sphinx's for code, do not cost the text."""

    def __getitem__(self, name: str) -> Any:
        return directives.unchanged

    def __bool__(self) -> bool:
        return True


class _AnyDirective(Directive):
    """A directive that docutils does not know: its text is read as if it stood there."""

    option_spec: ClassVar = _AnyOptions()

    optional_arguments = 1000
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The nodes of its content."""
        if self.name.split(":")[-1] in _INDEXES or not self.content:
            return []
        if "code" in self.name:
            text = "\n".join(self.content)
            caption = self.options.get("caption")
            title = [nodes.paragraph("", f"{caption.rstrip(':')}:")] if caption else []
            return [*title, nodes.literal_block(text, text)]
        container = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, container)
        described = self.name.split(":")[-1] in _DESCRIBED and self.arguments
        name = [nodes.paragraph("", f"{' '.join(self.arguments)}:")] if described else []
        return [*name, *container.children]


def _any_role(  # noqa: PLR0913, PLR0917  (docutils' signature)
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, options: Any = None,
    content: Any = None,
) -> tuple[list[nodes.Node], list[nodes.system_message]]:  # fmt: skip
    del name, lineno, inliner, options, content
    shown = text.partition(" <")[0] if text.endswith(">") else text
    return [nodes.inline(rawtext, shown.lstrip("~!"))], []


def read(data: bytes, suffix: str = "rst") -> Reading:
    """The text of a document."""
    del suffix
    text = utf8(data)
    find, find_role = directives.directive, roles.role

    def directive(name: str, module: Any, document: Any) -> Any:
        found, messages = find(name, module, document)
        known = found is not None and name not in _CODE
        return (found, messages) if known else (_AnyDirective, [])

    def role(name: str, module: Any, line: int, reporter: Any) -> Any:
        found, messages = find_role(name, module, line, reporter)
        return (found, messages) if found is not None else (_any_role, [])

    directives.directive, roles.role = directive, role  # type: ignore[assignment]
    try:
        tree = publish_doctree(text, settings_overrides=_SETTINGS)
    finally:
        directives.directive, roles.role = find, find_role
    writer = _Writer()
    writer.blocks(tree, 1)
    for label, note in writer.notes:
        writer.compose.note(label, note)
    return writer.compose.reading()


class _Writer:
    """Hands the nodes of a tree to a composer."""

    def __init__(self) -> None:
        self.compose = Composer()
        self.notes: list[tuple[str, str]] = []

    def blocks(self, parent: nodes.Element, level: int) -> None:
        """Write what is in a node, which is `level` sections deep."""
        for node in parent.children:
            self._block(node, level)
        allowance.earn(self.compose.characters)

    def _block(self, node: nodes.Node, level: int) -> None:  # noqa: C901, PLR0912  (a case a kind)
        match node:
            case _ if isinstance(node, _UNSHOWN):
                pass
            case nodes.section():
                names: list[str] = node.get("ids", [])
                for name in names[:1]:
                    self.compose.anchor(name)
                self.blocks(node, level + 1)
            case nodes.title() | nodes.subtitle():
                self.compose.heading(_shown(node), max(level - 1, 1))
            case nodes.rubric():
                self.compose.heading(_shown(node), level)
            case nodes.footnote() | nodes.citation():
                label, *rest = node.children
                self.notes.append((label.astext(), " ".join(_shown(one) for one in rest)))
            case nodes.bullet_list() | nodes.enumerated_list():
                self.compose.items(list(_items(node, 0)))
            case nodes.definition_list():
                for item in node.children:
                    self.compose.lines([_shown(part) for part in _leaves(item)])
            case nodes.field_list() | nodes.option_list():
                self.compose.lines(
                    [": ".join(map(_shown, _children(item))) for item in node.children]
                )
            case nodes.table():
                title = next((_shown(one) for one in node.findall(nodes.title)), "")
                rows = [[_shown(cell) for cell in row.children] for row in node.findall(nodes.row)]
                self.compose.table(rows, title)
            case nodes.literal_block() | nodes.doctest_block():
                self.compose.code(node.astext())
            case nodes.line_block():
                self.compose.paragraph("\n".join(_shown(line) for line in node.findall(nodes.line)))
            case nodes.TextElement():
                self.compose.paragraph(_shown(node))
            case nodes.Element():
                self.blocks(node, level)


def _children(node: Any) -> list[Any]:
    return list(node.children) if isinstance(node, nodes.Element) else []


def _leaves(node: Any) -> list[Any]:
    """The elements with text of their own in a node, in order."""
    if isinstance(node, nodes.TextElement):
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)
            if not isinstance(child, _UNSHOWN)]  # fmt: skip


def _items(node: Any, depth: int) -> Any:
    number = int(node.get("start", 1))
    for item in node.children:
        prefix, suffix = node.get("prefix", ""), node.get("suffix", ".")
        label = "-" if isinstance(node, nodes.bullet_list) else f"{prefix}{number}{suffix}"
        number += 1
        for child in item.children:
            if isinstance(child, nodes.bullet_list | nodes.enumerated_list):
                yield from _items(child, depth + 1)
            elif not isinstance(child, _UNSHOWN) and (text := _shown(child)):
                yield Item(depth, label, text)
                label = ""


def _shown(node: Any) -> str:
    """The text of a node, with its references to notes as markers."""
    if isinstance(node, nodes.Text):
        return str(node.astext())  # without the escapes that the node itself has
    if isinstance(node, nodes.footnote_reference | nodes.citation_reference):
        return f"[{node.astext()}]"
    if isinstance(node, _UNSHOWN):
        return ""
    inline = isinstance(node, nodes.TextElement)
    texts = [_shown(child) for child in node.children]
    return "".join(texts) if inline else "\n".join(filter(None, texts))
