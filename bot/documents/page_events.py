"""What of a page is shown, element by element: no scripts, and nothing of the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from turbohtml import Element, Text

from bot.documents.page_notes import Notes, attribute
from bot.documents.questions import is_question

_UNSEEN = frozenset(
    "script style noscript template svg math head iframe object audio video canvas select"
    " textarea input datalist option nav footer img map rp".split()
)
_FURNITURE = frozenset(
    "navbox toc mw-editsection catlinks printfooter mw-jump-link headerlink vector-toc breadcrumb"
    " breadcrumbs hash-link skip-link sr-only visually-hidden screen-reader-text mw-cite-backlink"
    " anchorjs-link footnote-back mw-portlet vector-menu vector-dropdown mw-indicators siteSub"
    " contentSub jump-to-nav".split()
)
_ROLES = frozenset("navigation search contentinfo banner doc-backlink doc-toc".split())
_HEADING = re.compile(r"h[1-6]|summary|dt")
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def events(root: Any, *, notes: Notes) -> Iterator[tuple[str, Any]]:
    """Start and end of each element that is shown, and the text between, in order."""
    stack: list[tuple[str, Any]] = [("start", root)]
    while stack:
        what, node = stack.pop()
        if what == "end":
            yield what, node
        elif isinstance(node, Text):
            yield "text", node.data
        elif isinstance(node, Element) and (node is root or not is_unseen(node, notes)):
            yield "start", node
            stack.append(("end", node))
            stack += [("start", child) for child in reversed(list(node.children))]


def opens_text(button: Any) -> bool:
    """Whether a button is a title that folds its text out, as a page's questions are."""
    says = any(attribute(button, name) for name in ("aria-controls", "aria-expanded"))
    return is_question(" ".join(button.text.split())) or (says and _is_title(button))


def _is_title(button: Any) -> bool:
    """Whether a button is all that a heading holds."""
    parent = button.parent
    return isinstance(parent, Element) and _HEADING.fullmatch(parent.tag) is not None


def is_unseen(node: Any, notes: Notes) -> bool:
    """Whether an element is not on the screen, or belongs to the page rather than its text."""
    if node.tag in _UNSEEN or notes.is_backlink(node):
        return True
    if node.tag == "button":
        return not opens_text(node)
    attributes = node.attrs
    if not attributes:
        return False
    if "hidden" in attributes or _NOT_SHOWN.search(attribute(node, "style")):
        return True
    names = {*attribute(node, "class").split(), attribute(node, "id")}
    return bool(names & _FURNITURE) or attribute(node, "role") in _ROLES
