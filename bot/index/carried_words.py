"""Which words a sentence is read with, besides its own.

A row of a table says little without the head of its columns and the caption, an item little
without the one it is nested in and the line that leads up to the list, and what answers a
question of the text stands behind it. So a question that asks for such words is met by the row,
the item, the answer, not by what stands over these. Of a row, each cell is read behind its column's
head, so that these are neighbours.

Left out on purpose: cells that reach over several columns, and what stands in other passages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from bot.analysis.line_signs import BULLET, ENUMERATOR, asks
from bot.analysis.spans import Span
from bot.patterns import lazy

_SAID = tuple("\"'\u201c\u2018\u201e\u00ab\u2013\u2014-")  # what speech begins with
_ITEM = lazy(rf"(?:{BULLET}|{ENUMERATOR})\s+\S")
_RULE = lazy(r"[ \t|+:]*[-=]{2}[ \t|+:=-]*")
_COLUMNS = lazy(r" {2,}")
_LEADS = lazy(r"(?:[:\uff1a]|[^.!?;,\s])[*_]{0,3}$")
_WORD = lazy(r"\w")
_LONGEST = 30  # words that are carried to what stands below them
_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 3  # of a table whose head nothing sets off


class When(IntEnum):
    """Which of its own words have to be asked for, for a sentence to be read with others."""

    ALWAYS = 0
    ANY = 1
    CONTENT = 2  # more than a function word


class Carried(NamedTuple):
    """The words that a sentence is read as, and when."""

    words: Sequence[str]
    when: When


class _Row(NamedTuple):
    """A row of a table: the number of its sentence, and its cells as they stand there."""

    number: int
    cells: Sequence[str]


def may_carry(text: str) -> bool:
    """Whether a passage may have sentences that are read with others: most have none."""
    return "?" in text or "\n" in text


def carried(
    text: str,
    places: Sequence[Span],
    words: Sequence[Sequence[str]],
    read: Callable[[str], Sequence[str]],
    above: str = "",
) -> Mapping[int, Carried]:
    """Sentence -> the words that it is read as, of those that have some of others.

    A question with its answer behind it has none any more. `above` is the innermost heading,
    which is the head row of a table that begins in another passage.

    >>> text = "May I? Yes."
    >>> found = carried(text, [Span(0, 6), Span(7, 11)], [["may", "i"], ["yes"]], str.split)
    >>> found[0].words, found[1].words
    ((), ['may', 'i', 'yes'])
    """
    lone = len(places) <= 1 and " | " not in above  # it has nothing above it
    if lone or not may_carry(text):
        return {}
    said = [text[place.start : place.end] for place in places]
    found: dict[int, Carried] = {}
    if "?" in text:
        found.update(_answers(said, words))
    if "\n" in text:
        if rows := _rows(said):
            found.update(_columns(rows, said, words, read, above))
        else:
            found.update(_items(text, places, said, words))
    return found


def _answers(said: Sequence[str], words: Sequence[Sequence[str]]) -> Iterator[tuple[int, Carried]]:
    """Questions, and what stands behind them on the same line."""
    for at in range(1, len(said)):
        before = said[at - 1]
        if asks(before) and not before.startswith(_SAID) and not asks(said[at]):
            yield at - 1, Carried((), When.ALWAYS)
            yield at, Carried([*words[at - 1], *words[at]], When.ALWAYS)


def _rows(said: Sequence[str]) -> list[_Row]:
    """The rows of a table, its head first; empty where it has no head."""
    rows: list[_Row] = []
    head = -1
    for number, written in enumerate(said):
        lines = written.split("\n")
        drawn = any(map(_RULE.fullmatch, lines))
        cells = next((_cells(line) for line in lines if _WORD.search(line)), ())
        if len(cells) > 1:
            rows.append(_Row(number, cells))
        if drawn and head < 0 and rows:
            head = len(rows) - 1
    if head < 0:
        return rows if _has_plain_head(rows) else []
    return rows[head:]


def _has_plain_head(rows: Sequence[_Row]) -> bool:
    """Whether the first row is the head of the others, though nothing sets it off."""
    if len(rows) < _FEWEST_ROWS or any(map(str.isdigit, "".join(rows[0].cells))):
        return False
    columns = len(rows[0].cells)
    if sum(len(row.cells) == columns for row in rows) < len(rows) - 1:
        return False
    figures = sum(any(map(str.isdigit, row.cells[-1])) for row in rows[1:])
    return columns >= _FEWEST_COLUMNS or 2 * figures >= len(rows)


def _cells(line: str) -> Sequence[str]:
    """What a line has in columns.

    >>> _cells("| Rake | 4 |"), _cells("Rake   4"), _cells("A rake.")
    (['Rake', '4'], ['Rake', '4'], ['A rake.'])
    """
    bare = line.strip()
    for sign in ("|", "\t", ";"):
        if sign in bare:
            return [cell.strip() for cell in bare.strip("|").split(sign)]
    return _COLUMNS.split(bare)


def _columns(
    rows: Sequence[_Row],
    said: Sequence[str],
    words: Sequence[Sequence[str]],
    read: Callable[[str], Sequence[str]],
    above: str,
) -> Iterator[tuple[int, Carried]]:
    """The rows below the head, cell by cell behind the head of its column."""
    tabular = {row.number for row in rows}
    over = [word for n in range(len(said)) if n not in tabular for word in words[n]]
    heads = [read(cell) for cell in rows[0].cells]
    below = rows[1:]
    if " | " in above:
        heads, below = [read(cell) for cell in above.split(" | ")], rows
    if len(over) > _LONGEST:
        over = []
    for row in below:
        if len(row.cells) == len(heads):
            pairs = zip(heads, map(read, row.cells), strict=True)
            whole = [*over, *(word for head, cell in pairs for word in (*head, *cell))]
        else:
            whole = [*over, *(word for head in heads for word in head), *words[row.number]]
        yield row.number, Carried(whole, When.ANY)


def _items(
    text: str, places: Sequence[Span], said: Sequence[str], words: Sequence[Sequence[str]]
) -> Iterator[tuple[int, Carried]]:
    """Items of a list, behind those they are nested in and what leads up to the list."""
    open_: list[
        tuple[int, Sequence[str]]
    ] = []  # (columns that it is set in, words), outermost first
    for at, (place, written) in enumerate(zip(places, said, strict=True)):
        line = text.rfind("\n", 0, place.start) + 1
        begins = not text[line : place.start].strip()
        if not begins:
            continue
        if not _ITEM.match(written):
            leads = _LEADS.search(written) and len(words[at]) <= _LONGEST
            open_ = [(-1, words[at])] if leads else []
            continue
        depth = place.start - line
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        over = [word for _, own in open_ for word in own]
        if over and len(over) <= _LONGEST:
            yield at, Carried([*over, *words[at]], When.CONTENT)
        open_.append((depth, words[at]))
