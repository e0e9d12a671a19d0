r"""Text that Discord shows as it was written: escaping, quoting, counting.

A backslash stands only where Discord would read the text as markup (`escapes`, a rule for each of
its marks): phones' notifications, copies and other clients show backslashes. Web addresses in a
quotation stay as they are, so that they can be followed; Discord shows their letters unchanged.
`discord.utils.escape_markdown` leaves lists, timestamps and mentions alive and shows stray
backslashes of its own. Lengths are counted after escaping, by the most that it could add, and in
UTF-16 units, as Discord's own clients count.

Discord takes control characters, tabs and carriage returns away or changes them: no
escaping brings those through. `survives` says whether a text has any, and the exact text
then goes along as a file.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from bot.render.discord_escapes import MARKS, escapes
from bot.render.discord_layout import FENCE, PLAIN, CodeBlock, Monospace

LIMIT = 2000  # UTF-16 units of a message's content
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # one character, as `escape` writes it
_LOST = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_TYPED = re.compile(r"\\`(/?[a-z][a-z ]*)\\`")  # as `escape` writes it
_QUOTED = "> "
_STRONG, _TICK = "**", "`"
_CLOSED = f"\n{_QUOTED}{FENCE}"


def escape(text: str) -> str:
    r"""Text without any Markdown in it, in one line of ours, whatever else stands there.

    >>> print(escape("300mg/kg, 2024 [14] *not* a_b `x` <@1> https://a.b"))
    300mg/kg, 2024 [14] \*not\* a_b \`x\` \<@1> https\://a.b
    """
    return _with_backslashes(text, escapes(text))


def unescape(text: str) -> str:
    r"""What `escape` was given.

    >>> unescape(escape("a *b* \\ c"))
    'a *b* \\ c'
    """
    return ESCAPED.sub(r"\1", text)


def _with_backslashes(text: str, places: set[int]) -> str:
    return "".join("\\" + c if at in places else c for at, c in enumerate(text))


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


def sentence(text: str, room: int) -> str:
    r"""A sentence of ours in one line, as `inline` has it; what is to be typed is code.

    >>> print(sentence("No *x*; `citebot doctor` says why.", 90))
    No \*x\*; `citebot doctor` says why.
    """
    return _TYPED.sub(r"`\1`", inline(text, room))


def quote(text: str, strong: tuple[int, int] | None = None, layout: Monospace = PLAIN) -> str:
    r"""Text as a block quotation, character by character; `strong` is a range to emphasise.

    >>> print(quote("One. Two.\nThree.", (5, 9)))
    > One. **Two.**
    > Three.
    """
    text = sendable(text)
    ranges = [*_strong_ranges(text, *strong, layout)] if strong else []
    bounds = Counter(place for one in ranges for place in one)
    rows = _code_rows(text, layout, ranges)
    inside = [*rows, *((block.start, block.end) for block in layout.blocks)]
    places = escapes(text, quoted=True, bounds=bounds, code=inside)
    marks = {
        **{start: _TICK for start, _ in rows},
        **{block.first: _opened(block) for block in layout.blocks},
    }
    ends = {**{end: _TICK for _, end in rows}, **{block.last: _CLOSED for block in layout.blocks}}
    left_out = {
        at
        for block in layout.blocks
        for span in (range(block.start, block.first), range(block.last, block.end))
        for at in span
    }
    pieces = [_QUOTED]
    for at, character in enumerate(text):
        pieces += [ends.get(at, ""), _STRONG * bounds[at], marks.get(at, "")]
        if at not in left_out:
            pieces += ["\\" * (at in places), character, _QUOTED * (character == "\n")]
    return "".join([*pieces, ends.get(len(text), ""), _STRONG * bounds[len(text)]])


def _opened(block: CodeBlock) -> str:
    return f"{FENCE}{block.language}\n{_QUOTED}"


def _code_rows(
    text: str, layout: Monospace, strong: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The rows that are inline code: those that are strong can have no star."""
    starred = {start for start, end in strong if "*" in text[start:end]}
    return [row for row in layout.rows if row[0] not in starred]


def _strong_ranges(text: str, start: int, end: int, layout: Monospace) -> Iterator[tuple[int, int]]:
    """A range without line ends and outer blanks, which would keep it from being strong.

    Nothing is strong within code; a row is as a whole, or not.
    """
    for line in re.finditer(r"[^\n]+", text):
        first, last = max(start, line.start()), min(end, line.end())
        if any(block.start <= first < block.end for block in layout.blocks):
            continue
        if any(a < last and first < b and not first <= a <= b <= last for a, b in layout.rows):
            continue
        inner = text[first:last]
        if first < last and inner.strip():
            yield first + len(inner) - len(inner.lstrip()), last - len(inner) + len(inner.rstrip())


_LINE_COST = units("\n" + _QUOTED + 2 * _STRONG + 2 * _TICK)


def cost(character: str) -> int:
    """UTF-16 units that a character takes in a quotation, at most."""
    if character == "\n":
        return _LINE_COST
    return 2 if character > "\uffff" or character in MARKS else 1


QUOTE_COST = units(_QUOTED + 2 * _STRONG + 2 * _TICK)  # of a quotation, beyond its characters
CODE_COST = 2 * units("\n" + _QUOTED + FENCE) + 20  # of a block of code, beyond its characters


def was_cut(text: str, room: int) -> bool:
    """Whether `inline` had to cut what this text, unescaped, is the beginning of.

    >>> was_cut(unescape(inline("one two three", 10)), 10), was_cut("one two\u2026", 100)
    (True, False)
    """
    return text.endswith("\u2026") and sum(map(cost, text[:-1])) >= room - 2


def joins_on(character: str) -> bool:
    """Whether a character belongs to the one before it: an accent, a joiner, a variant."""
    return bool(unicodedata.combining(character)) or character in "\u200d\ufe0e\ufe0f"
