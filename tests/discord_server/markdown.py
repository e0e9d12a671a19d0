r"""Reads a message as Discord's client does, and says what its reader sees.

Written from Discord's documentation and from how simple-markdown, which its client is
built on, works: rules in an order, each tried at the place reached so far. It shares no
code with the package, which only writes Markdown.

    visible("> 2\\*3 is **6**")  ->  "2*3 is 6"
    quotations("a\n> b\n> c")     ->  ["b\nc"]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_START_RULES = (
    ("heading", re.compile(r"(#{1,3}) +([^\n]+?)(?:\n|$)")),
    ("small", re.compile(r"-# +([^\n]+?)(?:\n|$)")),
    ("item", re.compile(r"( *)(?:[-*+]|\d{1,10}\.) +([^\n]+)(?:\n|$)")),
)
_QUOTE = re.compile(r" *>>> ([\s\S]*)|(?: *> [^\n]*(?:\n|$))+")
_FENCE = re.compile(r"```(?:([a-zA-Z0-9_+\-.#]+)\n)?\n*([\s\S]+?)\n*```")
_CODE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_PAIRS = (
    re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"),
    re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)"),
    re.compile(r"~~(?=\S)((?:\\[\s\S]|[^\\])+?\S?)~~"),
    re.compile(r"\|\|((?:\\[\s\S]|[^\\])+?)\|\|"),
    re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|[^*\\])+?\S?)\*(?!\*)"),
    re.compile(r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b"),
)
_ODD = (
    ("link", re.compile(r"\[((?:\\.|[^\]\\])+)\]\(<?https?://[^\s)]+>?(?: \"[^\"]*\")?\)")),
    ("autolink", re.compile(r"<https?://[^>\s]+>")),
    ("url", re.compile(r"(?:https?|discord)://[^\s<]+[^<.,:;\"'\]\s]")),
    ("invite", re.compile(r"discord(?:app)?\.(?:gg|com/invite)/\w+")),
    ("mention", re.compile(r"<(?:@[!&]?|#)\d+>|<id:\w+>|</[^>\n]+:\d+>")),
    ("ping", re.compile(r"@everyone|@here")),
    # No emoji has a name of digits alone but these; ":30:" is the time of day.
    (
        "emoji",
        re.compile(r"<a?:\w{2,32}:\d+>|:(?:[\w+-]*[A-Za-z][\w+-]*|100|1234|[+-]1):", re.ASCII),
    ),
    ("time", re.compile(r"<t:-?\d{1,17}(?::[tTdDfFR])?>")),
)


@dataclass
class Read:
    """What was read: the characters seen, what was special, and the quotations."""

    text: str = ""
    kinds: set[str] = field(default_factory=set)
    quotations: list[str] = field(default_factory=list)
    strong: list[str] = field(default_factory=list)


def read(content: str) -> Read:
    """Everything that a reader gets from a message's content."""
    found = Read()
    prepared = re.sub(r"\r\n?", "\n", content).replace("\f", "").replace("\t", "    ").strip()
    found.text = _blocks(prepared, found, quoted=False)
    return found


def visible(content: str) -> str:
    """The characters that a reader sees."""
    return read(content).text


def quotations(content: str) -> list[str]:
    """What stands in the message's block quotations, as characters seen."""
    return read(content).quotations


def _blocks(text: str, found: Read, *, quoted: bool) -> str:
    seen, at, plain = "", 0, 0
    while at < len(text):
        at_line_start = at == 0 or text[at - 1] == "\n"
        block = _block(text, at, found, quoted=quoted) if at_line_start else None
        fence = _FENCE.match(text, at)
        if block is None and fence:
            found.kinds.add("fence")
            block = fence[2], fence.end()
        if block is None:
            at = _skip(text, at)
            continue
        seen += _inline(text[plain:at], found) + block[0]
        at = plain = block[1]
    return seen + _inline(text[plain:], found)


def _skip(text: str, at: int) -> int:
    escaped = _ESCAPE.match(text, at)
    return escaped.end() if escaped else at + 1


def _block(text: str, at: int, found: Read, *, quoted: bool) -> tuple[str, int] | None:
    if not quoted and (quote := _QUOTE.match(text, at)):
        found.kinds.add("quote")
        inner = quote[1]
        if inner is None:
            inner = re.sub(r"(?m)^ *> ?", "", quote[0].removesuffix("\n"))
        shown = _blocks(inner, found, quoted=True)
        found.quotations.append(shown)
        return shown + "\n", quote.end()
    for kind, rule in _START_RULES:
        if match := rule.match(text, at):
            found.kinds.add(kind)
            bullet = "\u2022 " if kind == "item" else ""
            return bullet + _inline(match[match.lastindex or 0], found) + "\n", match.end()
    return None


def _inline(text: str, found: Read) -> str:
    seen, at = "", 0
    while at < len(text):
        piece, at = _next(text, at, found)
        seen += piece
    return seen


def _next(text: str, at: int, found: Read) -> tuple[str, int]:
    if match := _ESCAPE.match(text, at):
        return match[1], match.end()
    if match := _CODE.match(text, at):
        found.kinds.add("code")
        return match[2], match.end()
    for kind, rule in _ODD:
        if match := rule.match(text, at):
            found.kinds.add(kind)
            return match[0] if kind == "url" else f"[{kind}]", match.end()
    for rule in _PAIRS:
        if match := rule.match(text, at):
            inner = _inline(match[1], found)
            found.kinds.add("emphasis")
            if match[0].startswith("**"):
                found.strong.append(inner)
            return inner, match.end()
    return text[at], at + 1
