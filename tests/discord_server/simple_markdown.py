r"""A second reader of Discord's Markdown, independent of `markdown`.

It is written after the source of simple-markdown, the library that Discord's desktop client is
built on: rules with an order, tried on the rest of the text; among rules of one order the longest
match wins; plain text goes on to the next place where a rule could begin. Rules that Discord has
of its own (quotations, lists, headings, mentions) are added as the client shows them.

    shown("> 2\\*3 is **6**")  ->  "2*3 is 6\n"
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_QUOTE = re.compile(r"( *>>> ([\s\S]*))|( *> [^\n]*(\n *> [^\n]*)*\n?)")
_TEXT = re.compile(r"[\s\S]+?(?=[^0-9A-Za-z\s]|\n|[0-9A-Za-z_]+:\S|$)")
_INSIDE = r"(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*"
_HREF = r"\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['\"]([\s\S]*?)['\"])?\s*"


class _Place(NamedTuple):
    """Where the reader is: at a line's start or not, within a quotation or a list item or not."""

    fresh: bool = True
    quoted: bool = False
    item: bool = False


class _Rule(NamedTuple):
    order: float
    pattern: re.Pattern[str]
    show: Callable[[re.Match[str], _Place], str]
    allowed: Callable[[_Place], bool] = lambda _: True


def shown(text: str, place: _Place = _Place()) -> str:  # noqa: B008  (a constant)
    """The characters that a reader sees."""
    seen = ""
    while text:
        rule, match = _first(text, place)
        seen += rule.show(match, place)
        place = place._replace(fresh=match[0].endswith("\n"))
        text = text[match.end() :]
    return seen


def _first(text: str, place: _Place) -> tuple[_Rule, re.Match[str]]:
    best: tuple[_Rule, re.Match[str]] | None = None
    for rule in _RULES:
        if best is not None and rule.order > best[0].order:
            break
        match = rule.pattern.match(text) if rule.allowed(place) else None
        if match and (best is None or match.end() > best[1].end()):
            best = rule, match
    assert best is not None
    return best


def _inner(number: int) -> Callable[[re.Match[str], _Place], str]:
    return lambda match, place: shown(match[number] or "", place._replace(fresh=False))


def _em(match: re.Match[str], place: _Place) -> str:
    return shown(match[1] or match[2], place._replace(fresh=False))


def _quote(match: re.Match[str], place: _Place) -> str:
    inner = match[2] if match[1] else re.sub(r"(?m)^ *> ?", "", match[0])
    return shown(inner, place._replace(fresh=True, quoted=True))


def _line(match: re.Match[str], place: _Place) -> str:
    return shown(match[1], place._replace(fresh=False)) + "\n"


def _item(match: re.Match[str], place: _Place) -> str:
    bullet = "\u2022 " if not match[2] else f"{match[2]}. "
    return bullet + shown(match[3], place._replace(fresh=False, item=True)) + "\n"


def _named(kind: str) -> Callable[[re.Match[str], _Place], str]:
    return lambda _, __: f"[{kind}]"


def _fresh(place: _Place) -> bool:
    return place.fresh


def _rule(
    order: float,
    pattern: str,
    show: Callable[[re.Match[str], _Place], str],
    allowed: Callable[[_Place], bool] = lambda _: True,
) -> _Rule:
    return _Rule(order, re.compile(pattern, re.ASCII), show, allowed)


_RULES = sorted(
    [
        _rule(0, r"\|\|([\s\S]+?)\|\|", _inner(1)),
        _rule(1.5, r"-# +([^\n]+?)(?:\n|$)", _line, _fresh),
        _rule(2, r"#{1,3} +([^\n]+?)(?:\n|$)", _line, _fresh),
        _rule(2.5, r"( *)(?:[-*]|(\d{1,9})\.) +([^\n]+)(?:\n|$)", _item,
              lambda place: place.fresh and not place.item),
        _rule(3, r"```(?:[a-zA-Z0-9_+\-.#]+?\n+)?\n*([\s\S]+?)\n*```", lambda m, _: m[1]),
        _Rule(4, _QUOTE, _quote, lambda place: place.fresh and not place.quoted),
        _rule(10, r"\\([^0-9A-Za-z\s])", lambda m, _: m[1]),
        _rule(11, r"<([^: >]+:/[^ >]+)>", lambda m, _: m[1]),
        _rule(12, r"<([^ >]+@[^ >]+)>", lambda m, _: m[1]),
        _rule(13, r"(https?://[^\s<]+[^<.,:;\"')\]\s])", lambda m, _: m[1]),
        _rule(14, rf"\[({_INSIDE})\]\({_HREF}\)", _inner(1)),
        _rule(15, r"_((?:__|\\[\s\S]|[^\\_])+?)_(?![0-9A-Za-z_])|"
              r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)", _em),
        _rule(15, r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)", _inner(1)),
        _rule(15, r"__((?:\\[\s\S]|[^\\])+?)__(?!_)", _inner(1)),
        _rule(15, r"<(?:@[!&]?|#)\d+>", _named("mention")),
        _rule(15, r"@(?:everyone|here)", _named("ping")),
        _rule(15, r"<a?:\w{2,32}:\d+>", _named("emoji")),
        _rule(15, r"<t:-?\d+(?::[RtTdDfF])?>", _named("time")),
        _rule(15, r"</[^>\n:]*:\d+>", _named("command")),
        _rule(15, r"<(?:id|\d{17,20}):[\w-]+(?::\d+)?>", _named("navigation")),
        _rule(16, r"~~([\s\S]+?)~~(?!_)", _inner(1)),
        _rule(17, r"(`+)([\s\S]*?[^`])\1(?!`)", lambda m, _: m[2]),
        _rule(18, r"\n", lambda m, _: m[0]),
        _Rule(19, _TEXT, lambda m, _: m[0]),
    ],
    key=lambda rule: rule.order,
)  # fmt: skip
