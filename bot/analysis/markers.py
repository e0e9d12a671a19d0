"""The grammar of citation markers: what is one, which names it has, to which sentence it belongs.

A marker names entries of a bibliography, as encyclopedias, papers and Markdown footnotes do.

form                            a marker?                   a sentence's end goes past it?
------------------------------  --------------------------  ------------------------------
`[13]`, `\\[13\\]`               of the entry 13            yes
`[1, 2]`, `[1;2]`               of both                     yes
`[1-3]`, with any dash          of 1, 2 and 3               yes
`[1]-[3]`                       the second of 2 and 3       yes
`[^note]`                       of the entry "note"         yes
`[[1]](#a)`, `[1](#a)`          of the entry 1              yes, with the address
`[1]: 12-13`, with its pages    of the entry 1              yes, with the pages
`[2024]`, `[0, 1]`, `[5-3]`     only `[2024]`, if `known`   yes
`[RFC9110]`, `[a]`              if `known`                  only directly behind the stop
`[note 1]`, `[sic]`             no                          only directly behind the stop
`\u00b9\u00b2`, `<sup>1</sup>`          no                          yes
`[text][1]` in Markdown         no: the label of a link     yes
`a[1]` in code                  no                          yes

Numbers and notes in brackets have a marker's form, markers or not (`forms`). A number over 999
is rather a year, and a word rather a remark, unless the document's bibliography has an entry
of that name (`known`). In prose a marker may follow a letter directly (`one trial[12], so`).

A marker belongs to the sentence it follows, with or without white space between them. So a
sentence ends behind the markers behind its stop (`without_signs`), and what stands within its
bounds is its own (`within`).
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.analysis.spans import Span
from bot.patterns import lazy

LARGEST_NUMBER = 999  # beyond, a number in brackets is rather a year
LONGEST_RANGE = 100  # entries; a longer one is taken as it is written

# What the patterns are made of; those with a public name are parts of others' patterns, too.
NUMBER = r"\d{1,4}"
SMALL_NUMBER = r"\d{1,3}"  # up to LARGEST_NUMBER
_DASHES = "\u2013\u2014\u2212-"
_DASH_BETWEEN, _LONGEST_DASH = rf"\s?[{_DASHES}]\s?", 3
_SEPARATOR = rf"\s?[,;{_DASHES}]\s?"
_NUMBERS = rf"{NUMBER}(?:{_SEPARATOR}{NUMBER}){{0,50}}"
_NOTE = r"\^[^\s\[\]]{1,80}"
_NAME = r"[A-Za-z][\w.:+-]{0,39}(?: \d{1,4})?|[*\u2020\u2021\u00a7]{1,3}"  # `nb 3`, a dagger
_ESCAPE = r"\\?"  # of a converter, in front of a bracket
_REMARK = r"[^\[\]\n]{1,40}"  # whatever else stands in brackets
REMARKS = rf"(?:\s?\[{_REMARK}\])*"  # markers or not, as they stand behind a stop
ENTRY_LABEL = (  # of an entry: what stands in front of it is what its markers say
    rf"{_ESCAPE}\[\^?(?P<bracket>(?<=\^)[^\s\[\]\\^]{{1,80}}|[^\s\[\]\\^]{{1,40}}){_ESCAPE}\]"
)

# A backslash may stand in front; a search for the bracket alone is many times as fast.
_FORM = lazy(rf"\[(?:(?P<note>{_NOTE})|(?P<numbers>{_NUMBERS})|(?P<name>{_NAME})){_ESCAPE}\]")
_LONE = lazy(r"\[[1-9][0-9]{0,2}\]")
_PART = lazy(rf"(\d+)\s?[{_DASHES}]\s?(\d+)|(\d+)")
_DASH = lazy(_DASH_BETWEEN)
_DASH_FIRST, _DASH_LAST = lazy(rf"\s*[{_DASHES}]\s?"), lazy(rf"\s?[{_DASHES}]\s*")
_BACKTICKS = lazy("``*")  # in words: one or more, found faster than "`+" is
_BRACKETED = lazy(r"\[[^\]\n]{1,40}\]")  # with what opens within: `[as in [3]`
_LAST = lazy(
    rf"(?:(?<=\]){_DASH_BETWEEN}|\s?){_ESCAPE}\[(?:{_NOTE}|"
    rf"(?P<numbers>{SMALL_NUMBER}(?:{_SEPARATOR}{SMALL_NUMBER}){{0,50}})"
    rf"|note \d+|[a-z]|citation needed){_ESCAPE}\]$",
    re.IGNORECASE,
)
# It begins with the set of its first characters, for a search leaps along such a set several
# times as fast as it tries one alternative after the other in every place.
_SUPERSCRIPT = "[\u00b9\u00b2\u00b3\u2070-\u2079]"
_SIGN = lazy(
    rf"""
    [\[\\<\u00b9\u00b2\u00b3\u2070-\u2079] (?:
      (?<={_SUPERSCRIPT}) (?<!{_SUPERSCRIPT}{{2}}) {_SUPERSCRIPT}*+ (?=\s|$)    # figures, or
    | (?<=\[) {_ESCAPE}\[? {SMALL_NUMBER} {_ESCAPE}\]? \] \( [^()\s]{{1,300}} \)    # [[1]](#note)
    | (?: (?<=\[) | (?<=\\)\[ ) (?: {_NOTE} | {_NUMBERS} ) {_ESCAPE}\]      # [^note], [1, 2]
      (?: {_DASH_BETWEEN} {_ESCAPE}\[ {_NUMBERS} {_ESCAPE}\] )*+               # [1]-[3]
      (?: : \s? {NUMBER} (?: [{_DASHES}] {NUMBER} )? (?=[\s\[]|$) )?         # [1]: 12-13, a page
    | (?<=<) sup\b[^<>]{{0,200}}> [^<>]{{1,20}} </sup>
    | (?<=[.!?\]"'\u2019\u201d)]\[) (?!\s) {_REMARK} \] (?=[\s\[]|$)          # .[note 1]
    )""",
    re.VERBOSE,
)
# What most texts have of it: compiled in a fifteenth of the time. A test holds it to `_SIGN`.
_LONE_SIGN = lazy(r"\[[1-9][0-9]{0,2}\](?![\](:]|\s?[-])")


class Marker(NamedTuple):
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
    for form in forms(text, known):
        at = bisect_right(starts, form.start) - 1
        if not form.names or (at >= 0 and form.start < places[at].end):
            continue
        if links and _labels_link(text, form.start, found):
            continue
        near = found and form.start - found[-1].end <= _LONGEST_DASH
        if near and _DASH.fullmatch(text, found[-1].end, form.start):
            between = _between(found[-1].names[-1], form.names[0])
            found.append(Marker((*between, *form.names), form.start, form.end))
        else:
            found.append(form)
    return found


def forms(text: str, known: Collection[str] = ()) -> Iterator[Marker]:
    """Whatever is written as a marker is; without names where it is none all the same.

    A word is written as a marker only where it is `known`. Code and links make no difference
    here, so that a piece of a text has the forms that the whole has in that place.

    >>> [form.names for form in forms("[3] of [0, 1], [sic], `[7]`")]
    [('3',), (), ('7',)]
    """
    for match in _FORM.finditer(text):
        name, start = match["name"], match.start()
        if name and name not in known:
            continue
        if start and text[start - 1] == "\\":
            start -= 1
        yield Marker((name,) if name else _names(match, known), start, match.end())


def without_markers(text: str) -> str:
    """`text` with each marker replaced by as many blanks: offsets stay what they were.

    >>> without_markers("in rats.[14] The")
    'in rats.     The'
    """
    if "[" not in text:
        return text
    if "`" not in text and "\\" not in text:  # nearly all markers are lone numbers, and no code
        text = _LONE.sub(lambda lone: " " * len(lone[0]), text)
    return _blanked(text, markers(text)) if "[" in text else text


def without_forms(text: str, known: Collection[str] = (), *, cut: bool = False) -> str:
    """`text` with blanks for all `forms` and for the dash of `[1]-[3]`.

    `cut` says that the text was cut from another: a dash at either end may have been such a
    dash.

    >>> without_forms("as in [1]-[3] or [0, 1]"), without_forms("rats [1]-", cut=True)
    ('as in         or       ', 'rats     ')
    """
    found = list(forms(text, known)) if "[" in text else []
    places: list[Marker | Span] = list(found)
    for one, other in pairwise(found):
        if one.names and other.names and _DASH.fullmatch(text, one.end, other.start):
            places.append(Span(one.end, other.start))
    if cut and found and found[0].names and _DASH_FIRST.fullmatch(text, 0, found[0].start):
        places.append(Span(0, found[0].start))
    if cut and found and found[-1].names and _DASH_LAST.fullmatch(text, found[-1].end):
        places.append(Span(found[-1].end, len(text)))
    return _blanked(text, sorted(places, key=lambda place: place.start))


def is_between(text: str, start: int, end: int) -> bool:
    """Whether two markers with nothing else in between stand together: `[1] [2]`, `[1]-[3]`."""
    return text[start:end].isspace() or start == end or bool(_DASH.fullmatch(text, start, end))


def without_signs(text: str, first: int) -> str:
    """`text` with blanks for what a sentence's end goes past, so that none opens a sentence.

    A paragraph that starts, at `first`, with a marker is a list of notes; there a marker
    between blanks opens its note and stays.

    >>> without_signs("in rats.\u00b9\u00b2 The next.[note 1] Then", 0)
    'in rats.   The next.         Then'
    """
    if text.isascii() and "[" not in text and "<" not in text:
        return text
    plain = text.isascii() and "<" not in text and "\\" not in text
    sign = _LONE_SIGN if plain and text.count("[") == len(_LONE_SIGN.findall(text)) else _SIGN
    notes = sign.match(text, first) is not None

    def blank(found: re.Match[str]) -> str:
        opens = found.start() == first or (notes and text[found.start() - 1].isspace())
        return found.group() if opens else " " * len(found.group())

    return sign.sub(blank, text)


def without_last(line: str) -> str:
    """A line without the markers and notes at its end, as headings have them.

    >>> without_last("Early life[1][note 2]"), without_last("Use [3, 4]"), without_last("In [0, 1]")
    ('Early life', 'Use', 'In [0, 1]')
    """
    while line.endswith("]") and (last := _LAST.search(line)):
        if last["numbers"] and not numbers(last["numbers"]):
            break
        line = line[: last.start()]
    return line


def without_brackets(text: str) -> str:
    """`text` without anything in brackets, markers and remarks alike.

    >>> without_brackets("in rats[14] [sic].")
    'in rats .'
    """
    return _BRACKETED.sub("", text)


def within(found: Iterable[Marker], start: int, end: int) -> list[Marker]:
    """The markers that belong to a sentence with these bounds: those that begin in it.

    >>> [marker.names for marker in within(markers("It fell.[1] It rose.[2]"), 0, 11)]
    [('1',)]
    """
    return [marker for marker in found if start <= marker.start < end]


def _blanked(text: str, places: Iterable[Marker | Span]) -> str:
    """`text` with blanks in these places, which are in order."""
    pieces: list[str] = []
    done = 0
    for place in places:
        pieces += text[done : place.start], " " * (place.end - place.start)
        done = place.end
    return "".join([*pieces, text[done:]])


def in_order(found: Iterable[Marker]) -> tuple[str, ...]:
    """The names of several markers, in order of first appearance, once each."""
    return tuple(dict.fromkeys([name for marker in found for name in marker.names]))


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
    """What a note or numbers point to; empty where they are no marker."""
    if note := match["note"]:
        return () if "^" in note[1:] else (note[1:],)
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
