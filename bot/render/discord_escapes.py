r"""Where a text needs a backslash, so that Discord shows it as it was written.

Discord's clients read messages by rules in an order, each tried at every place (its parser is built
on simple-markdown). For each of their marks there is a rule here that says where it would be
read:

    \            before anything but ASCII letters, digits and white space
    *  `         anywhere, where there is another to pair with
    _            where no ASCII letter or digit follows: without an end there is no emphasis
    ~~  ||       in pairs, where there are others to pair with
    # > - + 1.   at a line's start, with a space behind
    ](           of a link
    <...>        of mentions, emoji, time stamps, commands and addresses
    :name:       of emoji
    @everyone    and @here
    https://     outside of quotations, where an address is somebody else's and not to be followed
    discord.gg/  which is shown as an invitation

A web address in a quotation is left as it is. Whatever is in it is read as part of it, so that
no rule holds there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

MARKS = frozenset("\\*`_~|#>-+.(<:@/")  # characters that a backslash may be put before
_ALWAYS = (
    re.compile(r"(\\)(?![0-9A-Za-z\s])"),
    re.compile(r"(_)(?![0-9A-Za-z])"),
    re.compile(r"^ *([-*+])(?=#* )", re.MULTILINE),
    re.compile(r"^ *\d+(\.)(?= )", re.MULTILINE),
    re.compile(r"^ *(#)(?=#{0,2} )", re.MULTILINE),
    re.compile(r"^ *(>)(?=(?:>>)? )", re.MULTILINE),
    re.compile(r"\](\()"),
    re.compile(r"(<)(?=(?:@[!&]?\d|#\d|/[^<>\n]*:\d|a?:\w|[a-z]+:-?\w|\d+:\w|\+\d)[^<>\n]*>)"),
    re.compile(r"(<)(?=[^: >]+:/[^ >]+>|[^ >]*@[^ >]+>)"),  # a backslash may come before the @
    re.compile(r"(:)(?=(?:[\w+-]*[A-Za-z][\w+-]*|100|1234|[+-]1):)", re.ASCII),
    re.compile(r"(@)(?=everyone|here)"),
    re.compile(r"(?:https?|discord|steam)(:)(?=//[^\s<])"),
    re.compile(r"discord(?:app)?(\.)(?:gg|com/invite)(/)(?=\w)", re.IGNORECASE),
)
_PAIRED = (re.compile(r"\*"), re.compile(r"`"), re.compile(r"~~+"), re.compile(r"\|\|+"))
ADDRESS = re.compile(r"https?://((?:[\w/:.?=&%#+,;@!$'()\"\]-]|~(?!~))+)(?!\S)", re.ASCII)
_OWN_PAIR = 4  # characters: a longer run of ~ or | begins and ends by itself
_DISCORD = re.compile(r"https?://(?:[\w-]+\.)*discord(?:app)?\.(?:com|gg)\b", re.IGNORECASE)
_END = re.compile(r"_(?![0-9A-Za-z])")


def escapes(
    text: str,
    *,
    quoted: bool = False,
    bounds: Collection[int] = (),
    code: Collection[tuple[int, int]] = (),
) -> set[int]:
    """The places of the characters of a text that need a backslash.

    `quoted` is whether the text is all that stands in a block quotation; else anything may stand
    around it. `bounds` are places where emphasis of our own begins or ends, `code` what is in
    monospace: there no backslash may stand, and nothing outside may pair with what is in it.
    """
    addresses = [*(_addresses(text, bounds) if quoted else ()), *code]
    found = {at for rule in _ALWAYS for one in rule.finditer(text) for at in _places(one)}
    found |= {
        at
        for rule in _PAIRED
        for at in _pairs(rule, text, alone=quoted and not bounds and not code)
    }
    if any(_END.search(text[start:end]) for start, end in addresses):  # which could end emphasis
        found |= {one.start() for one in re.finditer("_", text)}
    found -= {at for start, end in addresses for at in range(start, end)}
    return found | {at - 1 for at in bounds if at and text[at - 1] in "\\_"}


def _places(found: re.Match[str]) -> Iterator[int]:
    return (found.start(number) for number in range(1, len(found.groups()) + 1))


def _pairs(rule: re.Pattern[str], text: str, *, alone: bool) -> Iterator[int]:
    """The places of a mark; none where it is `alone` in its quotation, without one to pair with."""
    found = [one.span() for one in rule.finditer(text)]
    paired = len(found) > 1 or any(end - start > _OWN_PAIR for start, end in found)
    if paired or not alone:
        yield from (at for span in found for at in range(*span))


def _addresses(text: str, bounds: Collection[int]) -> Iterator[tuple[int, int]]:
    """The web addresses that may be followed, and of which Discord changes no letter."""
    for found in ADDRESS.finditer(text):
        start, end = found.span()
        torn = any(start < at <= end for at in bounds)
        if not torn and not _DISCORD.match(found[0]):
            yield start, end
