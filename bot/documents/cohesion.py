"""Joins blocks that belong together, in every format: labels to what they label.

A line that ends in a colon leads up to what is below it; a short line over a table or code is
its label; a caption stands below its table; a sentence goes on behind a quotation, code or the
end of a page. What is joined becomes one block, with what lay between, so that its text is
still a slice of the document.

Left out on purpose: what a label says. Only its shape counts, and what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from bot.documents.blocks import LIMIT, SHORT_LEAD, Block, Cut, Kind, Part, Unit
from bot.documents.callouts import REMARK_SIGN
from bot.documents.captions import is_caption
from bot.documents.lines import ended_with, is_said
from bot.documents.page_marks import is_page_mark
from bot.documents.parallel_paragraphs import follows, is_labelled, is_parallel
from bot.documents.questions import is_lone_question

_LONGEST_LABEL = 100  # characters
_LONGEST_WHOLE = LIMIT + LIMIT // 2  # characters, of what is joined because a sentence goes on
_OFTEN_SMALL = 0.5  # share of paragraphs; beyond, small letters say nothing
_LONGEST_SIGNATURE = 50
_SIGNED = 8  # columns by which a signature is set in further than what is signed
_FEWEST_WORDS, _FEWEST_LEADING = 4, 2  # of what breaks off; the same above a quotation
_INKED = re.compile(r"\S[^\n]*")
_REMARK = re.compile(r"<!--|\{/\*|^\[(?://|comment)\]:", re.MULTILINE)  # comments
_DEFINES = re.compile(r":[ \t]+\S")

_SPEAKS = re.compile(
    r"[*_]{0,3}(?P<who>[A-Z][A-Z.\u2019' -]{1,30}(?=[.:])"
    r"|[A-Z][\w.\u2019' -]{0,40}?(?=:|[*_]{1,3}:))"
    r"[*_]{0,3}[.:]{1,2}[*_]{0,3}\s"
)
_BLANK = re.compile(r"\n[^\S\n]*\n")
_APART = re.compile(r"\n[^\S\n]*\n[^\S\n]*\n")
_COMMAS = (",", ";")
_TAIL = "*_`\"')] \t"
_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")
_STOP = re.compile(r"(?<=[.?!])\s")
_MARKUP = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")
_SMALL = re.compile(
    r"(?!.{1,40}\n[ \t]+\S)[^\W\d_A-Z](?:[\w'\u2019-]*[\s,;)]|[\w'\u2019-]+\.(?:\s|$))"
)
_COLONS = (":", "\uff1a", ":-", ":--", ":\u2014", ":\u2013")


def joined(text: str, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts in order, with blocks that belong together as one."""
    parts = list(parts)
    joiner = _Joiner(text, small=_is_small(text, parts))
    for part, after in zip_longest(parts, parts[1:]):
        block = part if isinstance(part, Block) and part.heading is None else None
        done = joiner.end() if block is None else joiner.take(block, after)
        if done is not None:
            yield done
        if block is None:
            yield part
    if (done := joiner.end()) is not None:
        yield done


class _Joiner:
    """Joins blocks that come one after the other; `small` as `_is_small` says it of the text."""

    def __init__(self, text: str, *, small: bool) -> None:
        self._text, self._small = text, small
        self._last: Block | None = None
        self._opens = False  # whether it stands right below a heading, and is joined to nothing
        self._led = False  # whether its end was led up to, and more of that kind may follow

    def take(self, part: Block, after: Part | None) -> Block | None:
        """Join a block to the last one, or return that as done and begin anew."""
        last = self._last
        if last is not None and self._join(last, part, after):
            return None
        self._last, self._opens, self._led = part, last is None, False
        return last

    def end(self) -> Block | None:
        """The last block, if there is one: nothing is joined to it any more."""
        last, self._last = self._last, None
        return last

    def _join(self, last: Block, part: Block, after: Part | None) -> bool:
        """Join a block to the last one, where it belongs to that; returns whether it does."""
        text = self._text
        if _is_plain(text, last, part):
            return False
        if is_parallel(text, last, part, led=self._led):
            self._last, self._opens = _with(last, part, Cut.FREELY), False
            return True
        leads = _leads(text, last, part) or (self._opens and _is_told(text, last, part))
        again = isinstance(after, Block) and after.kind == last.kind
        over = again and (last.kind == Kind.TABLE or is_caption(text, part, last.kind))
        if not leads and (over or not _goes_on(text, last, part, small=self._small)):
            return False
        more = part.kind == Kind.PARAGRAPH and not _is_answered(text, last, part)
        self._last, self._opens = _one(text, last, part, leads=leads), False
        self._led = leads and more
        return True


def _is_plain(text: str, last: Block, part: Block) -> bool:
    """Whether both are paragraphs of sentences, as most are, and neither is led or leads."""
    if last.kind or part.kind or text[last.end - 1] != ".":
        return False
    return (
        part.end - part.start > _LONGEST_LABEL
        and text[part.start].isupper()
        and not is_labelled(text, part)
    )


def _leads(text: str, last: Block, part: Block) -> bool:
    """Whether the last block is a label of this one."""
    whole = part.end - last.start
    if last.kind == Kind.LIST and part.kind in {Kind.CODE, Kind.TABLE}:  # its last item does
        return whole <= LIMIT and _is_lead_in(text, last)
    if last.kind != Kind.PARAGRAPH:
        return False
    size = last.end - last.start
    if _is_lead_in(text, last):
        return size <= LIMIT and (part.kind != Kind.PARAGRAPH or whole <= LIMIT)
    if part.kind == Kind.LIST:
        return size <= SHORT_LEAD
    if part.kind == Kind.PARAGRAPH:
        return any(rule(text, last, part) for rule in (_names, _is_answered, _asks))
    return part.kind != Kind.QUOTE and _stands_over(text, last, part)


def _is_lead_in(text: str, block: Block) -> bool:
    tail = text[max(block.start, block.end - 40) : block.end]
    return tail.rstrip(_TAIL).endswith(_COLONS)


def _names(text: str, last: Block, part: Block) -> bool:
    """Whether it is a sign over a remark (`**Note**`), or a term over its definition."""
    if REMARK_SIGN.fullmatch(text, last.start, last.end):
        return True
    short = last.end - last.start <= _LONGEST_LABEL
    return short and _DEFINES.match(text, part.start, part.end) is not None


def _is_told(text: str, last: Block, part: Block) -> bool:
    """Whether a line of code says what its section is on, and this says what that does."""
    line = (
        last.kind == Kind.CODE
        and text[last.start] == "`"
        and "\n" not in text[last.start : last.end]
    )
    return line and part.kind == Kind.PARAGRAPH and part.end - last.start <= LIMIT


def _is_answered(text: str, last: Block, part: Block) -> bool:
    """Whether somebody asks and somebody else answers: `**Herald:** Why?`, `OLGA. Because.`."""
    if "?" not in text[max(last.start, last.end - 4) : last.end] or part.end - last.start > LIMIT:
        return False
    asks = _SPEAKS.match(text, last.units[-1].start, last.end)
    answers = _SPEAKS.match(text, part.start, part.end)
    if not asks or not answers or asks["who"] == answers["who"]:
        return False
    return any(text.count(who[0].strip()) > 1 for who in (asks, answers))  # they speak again


def _asks(text: str, last: Block, part: Block) -> bool:
    """Whether it is a lone question, which is no passage by itself, over what answers it."""
    asked = text[last.end - 1] == "?" and is_lone_question(text[last.start : last.end])
    return asked and text[part.end - 1] != "?" and part.end - last.start <= LIMIT


def _stands_over(text: str, last: Block, part: Block) -> bool:
    """Whether it is right above code or a table, or a short line that is no sentence."""
    if not _BLANK.search(text, last.end, part.start):
        return True
    written = text[last.start : last.end]
    if part.kind == Kind.CODE and len(written) <= LIMIT and _breaks_off(written):
        return True
    return len(written) <= _LONGEST_LABEL and "\n" not in written and not ended_with(written)


def _is_small(text: str, parts: Iterable[Part]) -> bool:
    """Whether a document begins its paragraphs in small letters anyhow."""
    begins = [
        text[part.start].islower()
        for part in parts
        if isinstance(part, Block) and part.kind == Kind.PARAGRAPH and text[part.start].isalpha()
    ]
    return sum(begins) > _OFTEN_SMALL * len(begins) + 1


def _goes_on(text: str, last: Block, part: Block, *, small: bool) -> bool:
    """Whether this block goes on with what the last one says, or belongs to it."""
    if last.kind == part.kind == Kind.LIST:
        return _is_one_list(text, last, part)
    captioned = is_caption(text, part, last.kind)
    if captioned or (last.kind == Kind.TABLE and part.kind == Kind.PARAGRAPH):
        return captioned
    if part.end - last.start > _LONGEST_WHOLE or part.kind not in {Kind.PARAGRAPH, Kind.QUOTE}:
        return False
    if part.kind == Kind.PARAGRAPH and small:
        return False
    if last.kind in {Kind.PARAGRAPH, Kind.LIST}:
        return _is_signature(text, last, part) or _is_rest(text, last, part)
    # code or a quotation, behind what leads up to it
    displayed = last.kind in {Kind.CODE, Kind.QUOTE} and len(last.units) > 1
    return displayed and part.kind == Kind.PARAGRAPH and _opens_small(text, part)


def _is_one_list(text: str, last: Block, part: Block) -> bool:
    """Whether a comment or a page mark cut a list: its sign comes again, or its count goes on."""
    if not (between := text[last.end : part.start].strip()):
        return False
    if any(follows(text, unit, part) for unit in last.units):
        return True
    here, begins = text[part.start], [text[unit.start] for unit in last.units]
    alike = here in begins or (here.isdigit() and any(map(str.isdigit, begins)))
    cut = _REMARK.search(between) or all(is_page_mark(one) for one in _INKED.findall(between))
    return alike and bool(cut)


def _is_rest(text: str, last: Block, part: Block) -> bool:
    """Whether a paragraph breaks off in a sentence that goes on here."""
    if last.kind == Kind.LIST:  # its last item may be cut by a page's end
        if not _opens_small(text, part) or _is_set_in(text, last, part):
            return False
        item = text[last.units[-1].start : last.end]
        return item.endswith(_COMMAS) or _breaks_off(item)
    if part.kind == Kind.QUOTE:  # "She answered", and below it what
        return _breaks_off(text[last.start : last.end], _FEWEST_LEADING)
    goes_on = _opens_small(text, part) or _is_set_in(text, last, part)
    return goes_on and _breaks_off(text[last.start : last.end])


def _opens_small(text: str, part: Block) -> bool:
    """Whether a block begins in small letters, as no sentence does; not a term over its text."""
    return text[part.start].islower() and _SMALL.match(text, part.start) is not None


def _indent(text: str, start: int) -> int:
    return start - text.rfind("\n", 0, start) - 1


def _is_set_in(text: str, last: Block, part: Block) -> bool:
    return _indent(text, part.start) >= _indent(text, last.units[-1].start) + 2


def _is_signature(text: str, last: Block, part: Block) -> bool:
    """Whether a short line stands on the right, below what it signs."""
    written = text[part.start : part.end]
    if (
        part.kind
        or last.kind
        or len(written) > _LONGEST_SIGNATURE
        or "\n" in written
        or written.endswith(_COLONS)
    ):
        return False
    right = _indent(text, part.start) - _indent(text, last.units[-1].start)
    close = not _APART.search(text, last.end, part.start) and _APART.match(text, part.end)
    return right >= _SIGNED or (bool(close) and right < 0 and not is_said(written[:-1]))


def _breaks_off(written: str, fewest: int = _FEWEST_WORDS) -> bool:
    """Whether a paragraph ends in the middle of a sentence."""
    line = written.rpartition("\n")[2]
    if line.lstrip().startswith("-- "):
        return False  # a signature, as in mails and logs of changes
    if len(written[-400:].split()) < fewest or is_said(written) or written[-1] in "|+":
        return False
    return not _COLUMNS.search(line)


def _one(text: str, last: Block, part: Block, *, leads: bool) -> Block:
    if not leads and last.kind == part.kind == Kind.PARAGRAPH:
        *before, broken = last.units
        first, *rest = part.units
        if broken.prose and first.prose:
            whole = broken._replace(end=first.end)
            return last._replace(end=part.end, units=(*before, whole, *rest))
    one = _with(last, part, Cut.NEVER if leads else Cut.IF_MUST)
    if leads and part.kind in {Kind.LIST, Kind.TABLE}:
        head = part.head or _head(text, last)
        return one._replace(kind=part.kind, head=head)
    return one if last.kind in {Kind.LIST, Kind.TABLE} else one._replace(kind=part.kind)


def _with(last: Block, part: Block, cut: Cut) -> Block:
    first, *rest = part.units
    units: tuple[Unit, ...] = (*last.units, first._replace(cut=cut), *rest)
    return last._replace(end=part.end, units=units)


def _head(text: str, lead: Block) -> str:
    """What the last sentence in front of a list says, for its later parts to carry along."""
    *_, said = _STOP.split(" ".join(text[lead.start : lead.end].split()))
    said = _MARKUP.sub("", said).strip(" :#")
    return said if len(said) <= SHORT_LEAD and not said.startswith(("<", ">")) else ""
