"""Recognises lines that belong to the page and not to the text: what printers and converters add.

Numbers of pages (`Page 3 of 9`, `{3}-----`, `- 12 -`), the foot and the head that repeat on
every page of a text with form feeds, `Category:` lines of a wiki, pictures, what stands in for
a logo, and what only leads back or to contents. None of them is text that anybody asks for, and
none ends a sentence or a list.

Known flaw: a running head is known only where form feeds or feet say where pages end.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Sequence
from itertools import pairwise, zip_longest

from bot.documents.blocks import Heading
from bot.documents.lines import Line, is_closed, is_ended, is_said
from bot.documents.marked_headings import LineRun

LONGEST = 100  # characters
_PAGE = (
    r"(?:page|pages|pg\.?|p\.|seite|s\.|p\u00e1gina|pagina|p\u00e1g\.|sida|side|strona"
    r"|\u0441\u0442\u0440\.?|\u0441\u0442\u0440\u0430\u043d\u0438\u0446\u0430)"
)
_OF = r"(?:\s*(?:of|/|von|de|di|sur|av|af|z|\u0438\u0437)\s*\d{1,4})?"
_EDGE = r"[\s\-\u2013\u2014=*_~#|<>()\[\]{}.:!]*"
_MARK = re.compile(
    rf"\{{\d{{1,4}}\}}-{{3,}}|File: [^,]{{1,60}},\s+Node: .+"
    rf"|{_EDGE}{_PAGE}\s*[|:#]?\s*\d{{1,4}}{_OF}{_EDGE}"
    rf"|[\-\u2013\u2014~\[(<{{|]+\s*\d{{1,4}}\s*[\-\u2013\u2014~\])>}}|]+(?<!\])"
    rf"|\d{{1,4}}\s*(?:\||/|of)\s*(?:\d{{1,4}}|{_PAGE})"
    r"|\u7b2c\s*\d+\s*\u9875"
    r"|(?:page ?break|new ?page|\\(?:newpage|pagebreak|clearpage)|=+ ?page ?=+)",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"\S.*\s\[Page \d{1,4}\]|.*\S {3,}Page \d{1,4}(?: of \d{1,4})?"
    rf"|\S.{{0,80}}?\s*[\u00b7\u2022|,\u2013\u2014-]\s*{_PAGE}\s?\d{{1,4}}\s(?:of|von|de|di)\s\d{{1,4}}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,3}|\d{1,4}\s{3,}\S.{0,90}|\S.{0,90}\s{3,}\d{1,4}")
_BESIDE = re.compile(r"(\d{1,4})\s{3,}(\S.*)|(\S.*?)\s{3,}(\d{1,4})")
_THREE = re.compile(r"\S.*? {3,}\S.*? {3,}\S.*")  # what stands left, in the middle and right
_CATEGORY = re.compile(
    r"(?:\[\[:?)?(?:Category|Categories|Kategorien?|Cat\u00e9gories?|Categor\u00edas?"
    r"|Categorie|\u041a\u0430\u0442\u0435\u0433\u043e\u0440\u0438\u044f): ?\S.{0,90}"
)
_PICTURE = re.compile(
    r"(?:!\[[^\]\n]{0,60}\]\([^()\s]*(?:\s+\"[^\"]*\")?\)(?:\{[^{}]*\})?\s*"
    r"|!\[\[[^\]\n]*\]\]\s*|\[\[(?:File|Image|Datei|Fichier|Archivo):[^\]\n|]*(?:\|[^\]\n|]{0,20})*\]\]\s*"
    r"|<img\b[^<>]*>\s*|\[(?:Illustration|Image|Picture|Photo|Figure)(?::[^\[\]\n]{0,60})?\]\s*)+",
    re.IGNORECASE,
)
# What a site makes contents and links back of, a paragraph's classes, and comments.
_NAVIGATION = re.compile(
    r"(?:\{/\*(?:[^*]|\*(?!/\}))*\*/\}"
    r"|\{:[^{}\n]*\}|[-*] TOC|\[TOC\]|\[\[_?TOC_?\]\]|\[[^\[\]\n]{1,40}\]\(#[^()\s]*\))\s*",
    re.IGNORECASE,
)
_LOGO = re.compile(r"(?:[\w'&.-]+ ){0,5}logo(?:type)?|logo of (?:[\w'&.-]+ ?){1,6}", re.IGNORECASE)
_LONGEST_PICTURE = 600  # characters
_MOST_LINES = 8  # of categories, one a line
_FEWEST = 2  # heads that are alike, or pages
_FEW_PAGES = 3  # a head or foot over text, with no blank line, is on one of so many pages
_WORDS_OF_PICTURE = 6  # a picture with more words says something


def is_page_mark(text: str) -> bool:
    """Whether a line that stands alone says which page it is on, or where a page ends.

    >>> [is_page_mark(t) for t in ("Page 3 of 9", "{3}-----", "- 12 -", "Page 3 is torn.", "12")]
    [True, True, True, False, False]
    """
    return len(text) <= LONGEST and (
        _MARK.fullmatch(text) is not None or _FOOT.fullmatch(text) is not None
    )


def is_furniture(text: str) -> bool:
    """Whether a line that stands alone is a page mark, a category, a picture or a logo.

    >>> is_furniture("Category: Ships"), is_furniture("![](mast.png)"), is_furniture("A mast")
    (True, True, False)
    """
    if len(text) > _LONGEST_PICTURE:
        return False
    if is_page_mark(text) or (text[:1] in "{[-*" and _NAVIGATION.fullmatch(text)):
        return True
    if text[:1] in "![<" and _PICTURE.fullmatch(text):
        return len(text.partition("](")[0].split()) <= _WORDS_OF_PICTURE
    if "\n" in text:
        return all(map(is_furniture, text.split("\n")))
    if len(text) > LONGEST:
        return False
    return _CATEGORY.fullmatch(text) is not None or _LOGO.fullmatch(text) is not None


def without_furniture(text: str, items: Sequence[Heading | LineRun]) -> Sequence[Heading | LineRun]:
    """The items of a plain text that are text."""
    if "\f" in text:
        items = _without_edges(text, items)
    short = [
        (at, item)
        for at, item in enumerate(items)
        if isinstance(item, LineRun) and item.lines[0].width <= LONGEST
    ]
    marks = _numbers_in_sentences(items, short) | {at for at, item in short if _is_mark(item)}
    marks |= _counted_heads(short)
    if "\f" in text:
        items = _without_page_numbers(text, items)
    if marks or "\f" in text:
        marks |= _running_heads(text, items, marks)
    return [item for at, item in enumerate(items) if at not in marks] if marks else items


def _without_edges(text: str, items: Sequence[Heading | LineRun]) -> Sequence[Heading | LineRun]:
    """The items without the heads and feet that repeat beside form feeds."""
    lines = [line for item in items if isinstance(item, LineRun) for line in item.lines]
    if not lines:
        return items
    feeds = ["\f" in text[one.end : other.start] for one, other in pairwise(lines)]
    edges = {
        line.start: re.sub(r"\d+", "0", " ".join(line.text.split()))
        for line, before, after in zip(lines, [True, *feeds], [*feeds, True], strict=True)
        if (before or after) and line.width <= LONGEST
        if not is_said(line.text) and not line.text.isdecimal()
    }
    often, least = Counter(edges.values()), max(_FEWEST, sum(feeds) // _FEW_PAGES)
    edges = {start: said for start, said in edges.items() if often[said] >= least}
    return [piece for item in items for piece in _apart(item, edges)] if edges else items


def _apart(item: Heading | LineRun, edges: Container[int]) -> Iterator[Heading | LineRun]:
    """What stands above and below heads and feet: one run where a sentence or list goes on."""
    if isinstance(item, Heading):
        yield item
        return
    lines: list[Line] = []
    for line, before in zip(item.lines, [None, *item.lines], strict=False):
        if line.start in edges:
            continue
        if lines and before and before.start in edges and is_ended(lines[-1]):
            yield LineRun(lines)
            lines = []
        lines.append(line)
    if lines:
        yield LineRun(lines) if len(lines) < len(item.lines) else item


def _without_page_numbers(
    text: str, items: Sequence[Heading | LineRun]
) -> Sequence[Heading | LineRun]:
    """The items without the figures right in front of a form feed, below the last line."""
    found: list[Heading | LineRun] = []
    for item, after in zip_longest(items, items[1:]):
        if isinstance(item, LineRun) and item.lines[1:] and item.lines[-1].text.isdecimal():
            last = item.lines[-1]
            if "\f" in text[last.end : after.start if after else len(text)]:
                item = item._replace(lines=item.lines[:-1])  # noqa: PLW2901
        found.append(item)
    return found


def _is_mark(item: LineRun) -> bool:
    if len(item.lines) > _MOST_LINES:
        return False
    return all(line.width <= LONGEST and is_furniture(line.text) for line in item.lines)


def _numbers_in_sentences(
    items: Sequence[Heading | LineRun], short: Sequence[tuple[int, LineRun]]
) -> set[int]:
    """The lone numbers within sentences, where they count up or stand beside a running head."""
    lone = [at for at, run in short if _has_number(run)]
    found = {at: text for at in lone if (text := _number_within(items, at))}
    bare = [(at, int(text)) for at, text in found.items() if text.isdecimal()]
    counted = len(bare) > 1 and all(one < other for (_, one), (_, other) in pairwise(bare))
    return set(found) if counted else set(found) - {at for at, _ in bare}


def _counted_heads(short: Sequence[tuple[int, LineRun]]) -> set[int]:
    """The lone lines that say the same again beside a number that goes up: heads of pages."""
    alike: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, run in short:
        said = run.lines[0].text
        if "   " in said and _has_number(run) and (found := _BESIDE.fullmatch(said)):
            number, name = found[1] or found[4], found[2] or found[3]
            alike[" ".join(name.split())].append((at, int(number)))
    return {
        at
        for said, group in alike.items()
        if len(group) >= (_FEWEST if said.isupper() else _FEWEST + 1)
        if all(one < other for (_, one), (_, other) in pairwise(group))
        for at, _ in group
    }


def _has_number(run: LineRun) -> bool:
    """Whether a run is a line with a figure at one end, at a glance."""
    line = run.lines[0]
    ends = line.text[0].isdigit() or line.text[-1].isdigit()
    return ends and len(run.lines) == 1


def _number_within(items: Sequence[Heading | LineRun], at: int) -> str:
    """What a line says that has a number at one end and stands within a sentence, else ""."""
    above, item, below = items[at - 1 : at + 2] if 0 < at < len(items) - 1 else (None, None, None)
    if not (
        isinstance(above, LineRun) and isinstance(item, LineRun) and isinstance(below, LineRun)
    ):
        return ""
    text = item.lines[0].text
    cuts = below.lines[0].text[0].islower() and not is_closed(above.lines[-1])
    return text if cuts and _NUMBERED.fullmatch(text) else ""


def _running_heads(
    text: str, items: Sequence[Heading | LineRun], marks: Collection[int]
) -> set[int]:
    """Which items are heads that repeat at the top of pages, or feet at their bottom."""
    edges: dict[int, str] = {}  # item -> what it says, without its figures
    for at, item in enumerate(items):
        if at and (at - 1 in marks or "\f" in text[items[at - 1].end : item.start]):
            edges[at] = _written(item)
        if at + 1 < len(items) and "\f" in text[item.end : items[at + 1].start]:
            edges[at] = _written(item)
    for at in (0, len(items) - 1):  # the head of the first page, and the foot of the last
        if items and (edge := _written(items[at])) in edges.values() and not is_said(edge):
            edges[at] = edge
    often = Counter(edges.values())
    return {
        at
        for at, edge in edges.items()
        if (edge and often[edge] >= _FEWEST) or _is_head_below_foot(items, at)
    }


def _is_head_below_foot(items: Sequence[Heading | LineRun], at: int) -> bool:
    """Whether an item is a head in three parts, right below the foot of the page before."""
    foot, head = items[at - 1], items[at]
    if not at or not isinstance(foot, LineRun) or not isinstance(head, LineRun):
        return False
    ends = foot.lines[-1].text.endswith("]") and is_page_mark(foot.lines[-1].text)
    return ends and len(head.lines) == 1 and _THREE.fullmatch(head.lines[0].text) is not None


def _written(item: Heading | LineRun) -> str:
    if isinstance(item, Heading) or len(item.lines) > 1 or item.lines[0].width > LONGEST:
        return ""
    if is_said(item.lines[0].text) and not item.lines[0].text.isupper():
        return ""  # a sentence that comes again: "Its length is 4."
    return re.sub(r"\d+", "0", " ".join(item.lines[0].text.split()))


def running_head(lines: Sequence[Line]) -> str:
    """What a manual page is called, where its first line is the head of one.

    >>> text = "LS(1)    User Commands    LS(1)"
    >>> running_head([Line(0, len(text), 0, text)])
    'LS(1)'
    """
    found = _MANUAL.fullmatch(lines[0].text) if len(lines) == 1 else None
    return found[1] if found else ""


_MANUAL = re.compile(r"([\w.:+@-]+\(\d\w*\))\s{2,}.*?\s*\1", re.IGNORECASE)
