"""Recognises paragraphs that are items of one list, though they stand apart: each has its label.

What a lead-in leads up to may be several: "Lamps: ...", "(b) ...", "2      if it is torn."; and a
sentence may have clauses that stand apart: "(a) ...;", "(b) ...; and".
"""

from __future__ import annotations

import re

from bot.analysis.line_signs import ENUMERATOR
from bot.documents.blocks import LIMIT, Block, Kind, Unit

_PARALLEL = re.compile(r"(?:[*_`]{0,3})[^\W_][^.:?!\n]{0,40}(?::[*_`]{0,3}|[*_`]{1,3}:)\s+\S")
_COLON_WITHIN = 48  # characters from the start, where _PARALLEL matches
_CLAUSE = re.compile(r"[;,](?: (?:and|or|und))?\Z")
_COUNT = re.compile(rf"{ENUMERATOR}\s")
_TAGGED = re.compile(r"(\S{1,24}) {2,}\S")


def is_parallel(text: str, last: Block, part: Block, *, led: bool) -> bool:
    """Whether a paragraph is one more of those a lead-in leads up to: `Lamps: ...`, `(b) ...`.

    `led` says that the last block has such a lead-in.
    """
    if part.kind != Kind.PARAGRAPH or part.end - last.start > LIMIT:
        return False
    leads = len(last.units) > 1 and text[last.units[0].end - 1] == ":"  # its own first line
    if not led and not leads:
        return _is_next_clause(text, last, part)
    if follows(text, last.units[-1], part):
        return True
    for pattern in (_PARALLEL, _TAGGED) if led else (_TAGGED,):
        if pattern.match(text, part.start, part.end):
            return pattern.match(text, last.units[-1].start, last.end) is not None
    return False


def is_labelled(text: str, part: Block) -> bool:
    """Whether a paragraph begins with a label; in most, there is not even its colon."""
    near = text.find(":", part.start, part.start + _COLON_WITHIN) >= 0
    return near and _PARALLEL.match(text, part.start, part.end) is not None


def _is_next_clause(text: str, last: Block, part: Block) -> bool:
    """Whether one sentence has both as its items: "(a) ...;" and "(b) ..."."""
    open_ = last.kind == Kind.PARAGRAPH and _CLAUSE.search(text, last.end - 5, last.end)
    return bool(open_) and follows(text, last.units[-1], part)


def follows(text: str, last: Unit, part: Block) -> bool:
    """Whether a paragraph is the next item of a list whose items stand apart: "(b)" after "(a)"."""
    before, here = _COUNT.match(text, last.start), _COUNT.match(text, part.start)
    if not before or not here:
        return False
    one, two = before[1], here[1]
    if one.isdecimal() and two.isdecimal():
        return int(two) == int(one) + 1
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1
