"""Finds citation markers in a text: `[13]`, `[1][2]`, `[1, 2]`, `[1-3]`, `[1]-[3]`, `[^note]`.

A marker names one or more entries of a bibliography, as encyclopedias, papers and
Markdown footnotes write it. What looks like one and is none:

- a number over 999, such as the year in `[2024]`, or a bracketed word or letter, unless the
  document's bibliography has an entry of that name (`known`);
- an interval or index with a nought, `[0, 1]`, and a range that runs backwards;
- what stands in code, be it inline between backticks or in a block: `a[1]`. In prose a
  marker may follow a letter directly (`one trial[12], however`);
- in Markdown, the label of a link, `[text][1]`. A link that is itself labelled with a
  number, `[1](#note)`, counts as a marker: converters write citations so.

Left out on purpose: words and letters without an entry, `[sic]`, `[citation needed]`,
`[note 1]`, and figures written as superscripts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.analysis.spans import Span
from bot.patterns import lazy

LARGEST_NUMBER = 999  # beyond, a number in brackets is rather a year
LONGEST_RANGE = 100  # entries; a longer one is taken as it is written

_DASHES = "\u2013\u2014\u2212-"
_NUMBERS = rf"\d{{1,4}}(?:\s?[,;{_DASHES}]\s?\d{{1,4}}){{0,50}}"
# A backslash may stand in front; a search for the bracket alone is many times as fast.
_MARKER = lazy(
    rf"\[(?:\^(?P<note>[^\s\[\]^]{{1,80}})|(?P<numbers>{_NUMBERS})"
    r"|(?P<name>[A-Za-z][\w.:+-]{0,39}))\\?\](?P<definition>:)?"
)
_PART = lazy(rf"(\d+)\s?[{_DASHES}]\s?(\d+)|(\d+)")
_DASH = lazy(rf"\s?[{_DASHES}]\s?")
_BACKTICKS = lazy("``*")  # in words: one or more, found faster than "`+" is


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation marker and its place; `names` are the entries it points to, in order."""

    names: tuple[str, ...]
    start: int
    end: int


def markers(
    text: str,
    *,
    known: Collection[str] = (),
    code: Sequence[Span] | None = None,
    links: bool = False,
) -> list[Marker]:
    """The citation markers of `text` in order; offsets are characters of `text`.

    `known` are the names of the bibliography's entries. `code` are the places, in order,
    where nothing is a marker; without it, what stands between backticks. `links` says
    that the text is Markdown, where `[text][1]` is a link.

    >>> [marker.names for marker in markers("a trial[12] of rats.[1][2] See [4-6] and `a[3]`.")]
    [('12',), ('1',), ('2',), ('4', '5', '6')]
    """
    if "[" not in text:
        return []
    places = list(inline_code(text)) if code is None else code
    starts = [span.start for span in places]
    found: list[Marker] = []
    for match in _MARKER.finditer(text):
        start = match.start()
        if start and text[start - 1] == "\\":
            start -= 1
        at = bisect_right(starts, start) - 1
        if at >= 0 and start < places[at].end:
            continue
        if links and _labels_link(text, start, found):
            continue
        if names := _names(match, known):
            end = match.end() - (1 if match["definition"] else 0)
            if found and _DASH.fullmatch(text, found[-1].end, start):
                names = (*_between(found[-1].names[-1], names[0]), *names)
            found.append(Marker(names, start, end))
    return found


def without_markers(text: str) -> str:
    """`text` with each marker replaced by as many blanks: offsets stay what they were.

    >>> without_markers("in rats.[14] The")
    'in rats.     The'
    """
    if "[" not in text:
        return text
    pieces: list[str] = []
    done = 0
    for marker in markers(text):
        pieces += text[done : marker.start], " " * (marker.end - marker.start)
        done = marker.end
    return "".join([*pieces, text[done:]])


def in_order(found: Iterable[Marker]) -> tuple[str, ...]:
    """The names of several markers, in order of first appearance, once each."""
    return tuple(dict.fromkeys(name for marker in found for name in marker.names))


def inline_code(text: str) -> Iterator[Span]:
    """What stands between backticks: runs of equal length, as CommonMark pairs them.

    >>> [(span.start, span.end) for span in inline_code("`a` ``b`c``")]
    [(0, 3), (4, 11)]
    """
    runs = list(_BACKTICKS.finditer(text))
    closers: dict[int, list[int]] = {}  # length of a run -> numbers of the runs, last first
    for number in range(len(runs) - 1, -1, -1):
        closers.setdefault(len(runs[number].group()), []).append(number)
    number = 0
    while number < len(runs):
        waiting = closers[len(runs[number].group())]
        while waiting and waiting[-1] <= number:
            waiting.pop()
        if waiting:
            yield Span(runs[number].start(), runs[waiting[-1]].end())
            number = waiting[-1]
        number += 1


def _names(match: re.Match[str], known: Collection[str]) -> tuple[str, ...]:
    """What the marker points to; empty where it is none."""
    if note := match["note"]:
        return (note,)
    if name := match["name"]:
        return (name,) if name in known else ()
    return numbers(match["numbers"], known)


def numbers(written: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """The entries that the inside of a bracket points to; empty where it is no marker.

    >>> numbers("1, 3-5"), numbers("2024"), numbers("2024", {"2024"}), numbers("0, 1")
    (('1', '3', '4', '5'), (), ('2024',), ())
    """
    if written.isascii() and written.isdecimal() and 0 < int(written) <= LARGEST_NUMBER:
        return (written.lstrip("0"),)  # a lone number, as nearly all are
    names: list[str] = []
    for part in _PART.finditer(written):
        first, last = int(part[1] or part[3]), int(part[2] or part[3])
        if not 0 < first <= last or not (last <= LARGEST_NUMBER or str(last) in known):
            return ()
        if last - first >= LONGEST_RANGE:
            names.append(part.group())
        else:
            names += map(str, range(first, last + 1))
    return tuple(dict.fromkeys(names))


def _between(first: str, last: str) -> Iterator[str]:
    """The entries within `[1]-[3]`, of which the markers name the ends."""
    if first.isdecimal() and last.isdecimal() and int(last) - int(first) < LONGEST_RANGE:
        yield from map(str, range(int(first) + 1, int(last)))


def _labels_link(text: str, start: int, found: list[Marker]) -> bool:
    """Whether the bracket at `start` follows a bracket that is no marker: `[text][1]`."""
    behind_bracket = start > 0 and text[start - 1] == "]"
    return behind_bracket and not (found and found[-1].end == start)
