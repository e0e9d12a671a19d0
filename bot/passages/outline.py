"""Works out how the headings of a document nest, and so the path that each part is under.

Markdown, wiki markup and underlines say it themselves. Where a heading has no level of
its own, its form tells: numbers nest by their parts ("2.1" in "2"), the divisions of books
and laws by their rank (a chapter in a part), and mixed-case headings stand under those in
capitals when the document begins with these. All others are siblings, with one inference:
headings of parallel form are siblings ("Toxicity and harm potential", "Tolerance and
addiction potential"), so one that stands between them belongs to the first; and one with
no text of its own holds at least the heading right below it.

Left out on purpose: indentation, which plain text uses for too many things, and what the
words of a heading mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.documents.blocks import Block, Definition, Heading, Part
from bot.documents.heading_shapes import SMALL_WORDS, division_of, is_capitals, is_numbered
from bot.documents.section_numbers import number_of
from bot.passages.signed_outline import depths_by_sign, has_sign

# outermost first
_DIVISIONS = ("volume", "book", "part", "chapter", "section", "article", "act", "scene")
_LETTERED = re.compile(r"[A-Z][.)]\s", re.IGNORECASE)
_APPENDIX = re.compile(r"appendix\s+", re.IGNORECASE)
_BACK_MATTER = re.compile(
    r"(?:acknowledge?ments?|afterword|authors?['\u2019]?s?['\u2019]? address(?:es)?"
    r"|contributors|appendi(?:x|ces)|bibliography|conclusions?|contents|credits"
    r"|epilogue|foreword|glossary|index|introduction|notes|preface|prologue|references|see also"
    r"|external links|further reading)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"([A-Z][A-Za-z]+) (\d{1,3})\b")
_FEWEST_WORDS = 2  # headings in which one word is counted
_FIRST = (0, 1, ord("A"))  # sections, of which a text's first is one
_FEWEST_NUMBERS = 3  # headings with numbers, that make an outline
_FEWEST_PARALLEL_WORDS = 3
_INNERMOST = 99  # deeper than any division


@dataclass(frozen=True, slots=True)
class Section:
    """What stands directly under one heading; `path` is empty above the first one."""

    path: tuple[str, ...]
    parts: tuple[Block | Definition, ...]


def sections(parts: Sequence[Part]) -> list[Section]:
    """The document's sections in order; each block is in exactly one."""
    headings = [part for part in parts if isinstance(part, Heading)]
    empty = [isinstance(a, Heading) for a, b in pairwise(parts) if isinstance(b, Heading)]
    if parts and isinstance(parts[0], Heading):
        empty.insert(0, False)
    ways = iter(paths(headings, levels(headings, empty)))
    found: list[tuple[tuple[str, ...], list[Block | Definition]]] = [((), [])]
    for part in parts:
        if isinstance(part, Heading):
            found.append((next(ways), []))
        else:
            found[-1][1].append(part)
    return [Section(path, tuple(own)) for path, own in found]


def levels(headings: Sequence[Heading], below_empty: Sequence[bool] = ()) -> list[int]:
    """The level of each heading, 1 for the outermost.

    `below_empty` says which headings have another right above them, with no text between.

    >>> names = "Toxicity and harm risk", "Lethal dosage", "Tolerance and addiction risk"
    >>> levels([Heading(0, 0, name) for name in names])
    [1, 2, 1]
    """
    kinds = _kinds([heading for heading in headings if not heading.level])
    found = [heading.level or _by_form(heading.text, kinds) for heading in headings]
    _nest_in_numbers(headings, found)
    _nest_in_counted(headings, found)
    _nest_by_signs(headings, found)
    nested = _between_siblings(headings, found)
    depths = [level + inner for level, inner in zip(found, nested, strict=True)]
    for number, below in enumerate(below_empty):
        if below and found[number] == found[number - 1]:
            depths[number] = depths[number - 1] + _opens(headings[number - 1], headings[number])
    return depths


def paths(headings: Sequence[Heading], depths: Sequence[int]) -> list[tuple[str, ...]]:
    """For each heading its path: those it stands under, outermost first, and itself."""
    open_: list[tuple[int, str]] = []
    found: list[tuple[str, ...]] = []
    for heading, level in zip(headings, depths, strict=True):
        while open_ and (open_[-1][0] >= level or _is_elsewhere(open_[-1][1], heading)):
            open_.pop()
        if heading.text:
            open_.append((level, heading.text))
        found.append(tuple(text for _, text in open_))
    return found


def _is_elsewhere(open_: str, heading: Heading) -> bool:
    """Whether a heading's number says that it is in another section than an open one."""
    if heading.level:
        return False
    outer, inner = number_of(open_), number_of(heading.text)
    return bool(outer and inner) and inner[: len(outer)] != outer


def _nest_in_numbers(headings: Sequence[Heading], found: list[int]) -> None:
    """Puts what has no number between numbered headings under the last of them.

    Where the numbers of a document count up from its first section, they are its outline: a
    lone word between "2.1" and "2.2" is no section of its own rank.
    """
    numbers = [() if heading.level else number_of(heading.text) for heading in headings]
    counted = [at for at, number in enumerate(numbers) if number]
    if len(counted) < _FEWEST_NUMBERS or numbers[counted[0]][0] not in _FIRST:
        return
    if any(numbers[a] >= numbers[b] for a, b in pairwise(counted)):
        return
    for first, last in pairwise(counted):
        for at in range(first + 1, last):
            text = headings[at].text
            if headings[at].level or _BACK_MATTER.match(text) or _rank(text) != _INNERMOST:
                continue
            found[at] = found[first] + 1


def _nest_in_counted(headings: Sequence[Heading], found: list[int]) -> None:
    """Puts headings between "Week 1" and "Week 2", and as many after, under what is counted."""
    words = [None if heading.level else _COUNTS.match(heading.text) for heading in headings]
    first = next((word[1] for word in words if word), "")
    counted = [at for at, word in enumerate(words) if word and word[1] == first]
    numbers = [int(word[2]) for at in counted if (word := words[at])]
    if len(counted) < _FEWEST_WORDS or numbers != list(range(1, len(numbers) + 1)):
        return
    if counted[-1] - counted[0] < len(counted) or _rank(headings[counted[0]].text) < _INNERMOST:
        return  # nothing stands between them, or they are divisions, which have their ranks
    for at in range(counted[0] + 1, len(headings)):
        text = headings[at].text
        if headings[at].level or _BACK_MATTER.match(text) or _rank(text) != _INNERMOST:
            continue
        if at not in counted:
            found[at] = max(found[at], found[counted[0]] + 1)


def _nest_by_signs(headings: Sequence[Heading], found: list[int]) -> None:
    """Puts "A." under "II.", where the headings with such signs are an outline."""
    signed = [at for at, h in enumerate(headings) if not h.level and has_sign(h.text)]
    for at, depth in zip(
        signed, depths_by_sign([headings[at].text for at in signed]), strict=False
    ):
        found[at] = found[signed[0]] + depth


def _kinds(headings: Sequence[Heading]) -> list[int]:
    """The ranks of the kinds of headings there are, outermost first."""
    ranks = {_rank(heading.text) for heading in headings}
    capitals = bool(headings) and is_capitals(headings[0].text)
    if not capitals or {_rank(h.text) for h in headings} <= {len(_DIVISIONS)}:
        ranks.discard(len(_DIVISIONS))
    kinds = sorted(ranks)
    section, article = _DIVISIONS.index("section"), _DIVISIONS.index("article")
    if {section, article} <= ranks:  # laws have the one, the rules of clubs the other way round
        first = next(rank for h in headings if (rank := _rank(h.text)) in {section, article})
        at = kinds.index(section)
        kinds[at : at + 2] = [first, section + article - first]
    return kinds


@lru_cache(maxsize=1024)  # of a document, the same are asked for again and again
def _rank(text: str) -> int:
    """0.. for a division of a book or law, then capitals, then all other headings."""
    if (division := division_of(text)) in _DIVISIONS:
        return _DIVISIONS.index(division)
    own = is_capitals(text) and not number_of(text) and not _LETTERED.match(text)
    return len(_DIVISIONS) if own else _INNERMOST


def _by_form(text: str, kinds: Sequence[int]) -> int:
    """The level that a heading's own words say, in a document with these kinds."""
    if _BACK_MATTER.match(text):
        return 1
    rank = _rank(text)
    outer = kinds.index(rank) if rank in kinds else sum(kind < rank for kind in kinds)
    appendix = _APPENDIX.match(text)
    number = number_of(text, appendix.end() if appendix else 0)
    return 1 + outer + max(len(number) - 1, 0)


def _opens(empty: Heading, below: Heading) -> bool:
    """Whether a heading without text holds the next, of the same level by its form."""
    if below.level or _BACK_MATTER.match(below.text) or is_numbered(below.text):
        return False
    ranks = _rank(empty.text), _rank(below.text)
    return min(ranks) >= len(_DIVISIONS) and not set(_forms(empty.text)) & set(_forms(below.text))


def _between_siblings(headings: Sequence[Heading], found: Sequence[int]) -> list[bool]:
    """Which headings stand between two of parallel form, and so belong to the first."""
    inner = [False] * len(headings)
    seen: dict[tuple[int, tuple[int, str, int, str]], int] = {}  # (level, form) -> last heading
    for number, (heading, level) in enumerate(zip(headings, found, strict=True)):
        if heading.level:
            seen.clear()
            continue
        for outer in [key for key in seen if key[0] > level]:
            del seen[outer]
        for form in _forms(heading.text):
            first = seen.get((level, form), number)
            if not any(inner[first + 1 : number]):
                for between in range(first + 1, number):
                    inner[between] = found[between] == level
            seen[level, form] = number
    return inner


def _forms(text: str) -> list[tuple[int, str, int, str]]:
    """What headings of parallel form share: length, last word, and a function word's place."""
    words = text.casefold().split()
    if len(words) < _FEWEST_PARALLEL_WORDS:
        return []
    inside = enumerate(words[1:-1], 1)
    return [(len(words), words[-1], at, word) for at, word in inside if word in SMALL_WORDS]
