r"""Text that Discord shows as it was written: escaping, quoting, counting.

A backslash before every ASCII punctuation character is the one way of escaping that held when
it was measured: `discord.utils.escape_markdown` leaves lists, timestamps and mentions alive
and shows stray backslashes of its own. It up to doubles the length, so lengths are counted
after escaping, and in UTF-16 units, as Discord's own clients count.

Discord takes control characters, tabs and carriage returns away or changes them: no
escaping brings those through. `survives` says whether a text has any, and the exact text
then goes along as a file.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

LIMIT = 2000  # UTF-16 units of a message's content
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
ESCAPED = re.compile(rf"\\{_PUNCTUATION.pattern}")  # one character, as `escape` writes it
_LOST = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_QUOTED = "> "
_STRONG = "**"


def escape(text: str) -> str:
    r"""Text without any Markdown in it, as far as Discord is concerned.

    >>> print(escape("2024. It was <@1> *not* https://a.b"))
    2024\. It was \<\@1\> \*not\* https\:\/\/a\.b
    """
    return _PUNCTUATION.sub(r"\\\1", text)


def unescape(text: str) -> str:
    r"""What `escape` was given.

    >>> unescape(escape("a *b* \\ c"))
    'a *b* \\ c'
    """
    return ESCAPED.sub(r"\1", text)


def units(text: str) -> int:
    r"""The length as Discord's clients count it: characters beyond U+FFFF are two.

    >>> units("abc"), units("\U0001f600")
    (3, 2)
    """
    return len(text) + sum(character > "\uffff" for character in text)


def survives(text: str) -> bool:
    r"""Whether Discord can show this text, in a quotation, character by character.

    >>> survives("a  b\nc"), survives("a\tb")
    (True, False)
    """
    return _LOST.search(text) is None


def sendable(text: str) -> str:
    """The text without what cannot be sent at all: null characters and lone surrogates."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def inline(text: str, room: int) -> str:
    r"""Somebody's words in one line of ours: escaped, in at most `room` UTF-16 units.

    White space becomes single spaces, and what could turn the line around is dropped.

    >>> print(inline("one\n\ntwo *three*", 11), inline("two *three*", 13))
    one two \*… two \*three\*
    """
    line = " ".join(_STEERING.sub(" ", text[: 4 * room]).split())
    ends = list(accumulate(map(cost, line)))
    if ends and ends[-1] > room:
        line = line[: bisect_right(ends, room - 1)] + "\u2026"
    return escape(line)


def quote(text: str, strong: tuple[int, int] | None = None) -> str:
    r"""Text as a block quotation, character by character; `strong` is a range to emphasise.

    >>> print(quote("One. Two.\nThree.", (5, 9)))
    > One\. **Two\.**
    > Three\.
    """
    start, end = strong or (0, 0)
    lines = []
    at = 0
    for line in sendable(text).split("\n"):
        lines.append(_QUOTED + _emphasised(line, start - at, end - at))
        at += len(line) + 1
    return "\n".join(lines)


def _emphasised(line: str, start: int, end: int) -> str:
    """A line, escaped, with what is between `start` and `end` strong; outer blanks are not."""
    start, end = max(start, 0), min(end, len(line))
    inner = line[start:end]
    if start >= end or not inner.strip():
        return escape(line)
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    piece = escape(line[start:end])
    return f"{escape(line[:start])}{_STRONG}{piece}{_STRONG}{escape(line[end:])}"


_LINE_COST = units("\n" + _QUOTED + 2 * _STRONG)


def cost(character: str) -> int:
    """UTF-16 units that a character takes in a quotation, at most."""
    if character == "\n":
        return _LINE_COST
    return 2 if character > "\uffff" or _PUNCTUATION.match(character) else 1


QUOTE_COST = units(_QUOTED + 2 * _STRONG)  # of a quotation, beyond its characters


def joins_on(character: str) -> bool:
    """Whether a character belongs to the one before it: an accent, a joiner, a variant."""
    return bool(unicodedata.combining(character)) or character in "\u200d\ufe0e\ufe0f"
