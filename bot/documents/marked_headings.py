"""Cuts plain text into runs of lines, and takes out the headings that the source marks.

Marked are `== Wiki ==` headings, `## Hashes` and AsciiDoc's `== Signs`, whose signs say the
level, Org's `** Stars` where they stand over text, titles with a line of signs
below (and maybe above), whose signs say it by the order in which they are first used, as in
reStructuredText, and `Lines[edit]` as copied from Wikipedia, whose level is lost.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.documents.blocks import Heading
from bot.documents.heading_shapes import LONGEST, has_edit_link, is_heading, name_of
from bot.documents.lines import Line, is_bullet, is_ended, is_paragraph, lines_of
from bot.documents.section_numbers import number_of

_RUN = re.compile(r"\S[^\n]*(?:\n[^\S\n]*+\S[^\n]*)*+")
_WIKI = re.compile(r"(={1,6})\s*([^=\s](?:.{0,118}[^=\s])?)\s*\1")
_HASHES = re.compile(r"(#{1,6}|={1,6})\s+(\S.*?)(?P<closed>\s+#+)?")
_TEXTILE = re.compile(r"h([1-6])\. +(\S.{0,118})")  # and Jira
_STARS = re.compile(r"^(\*{1,6}) (?:TODO |DONE )?+(\S[^\n]{0,89}[^*\n])$", re.MULTILINE)
_DEEPER = re.compile(r"^\*\*{1,5} \S", re.MULTILINE)
_OVER_TEXT = 0.4  # share of lines with stars that have text below them, where they are headings
_ORG_TITLE = re.compile(r"#\+(?:TITLE|BEGIN|END|AUTHOR|DATE|OPTIONS)\w*:?.*", re.IGNORECASE)
_ORG_LINE = re.compile(r"^#\+[A-Z]\w+(?::|$)", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(r"([=~^\"'`#*+_.-])(?:\s?\1){2,}")
_CODE = re.compile(r"(?:\s{2,}|\t|[\s.]{4,})(?:[\[(][A-Za-z0-9.#_-]{1,10}[\])]|\*[^*\s]{1,40}\*)$")
_LID = re.compile(r"[+.'|]([-=~_])\1{3,}[+.'|]")
_CELL = re.compile(r"\|\s*[^|\s][^|]{0,78}\|")
_WORD = re.compile(r"\w")
_INK = re.compile(r"\S")


class LineRun(NamedTuple):
    """Lines without a blank one between them; `over` where they only name sections."""

    lines: Sequence[Line]
    over: bool = False

    @property
    def start(self) -> int:
        """Where the first line begins."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self.lines[-1].end


def marked(text: str) -> Iterator[Heading | LineRun]:
    """The document's runs and marked headings, in order.

    >>> [type(item).__name__ for item in marked("Sea\\n===\\nSalty.\\n\\n== Tides ==\\nHigh.")]
    ['Heading', 'LineRun', 'Heading', 'LineRun']
    """
    styles: dict[str, int] = {}  # sign of an underline -> its level
    stars = "*" in text and _may_have_stars(text) and _are_headings(text)
    for match in _RUN.finditer(text):
        start, written = match.start(), match[0].rstrip()
        if len(written) > LONGEST and written[0].isalpha() and "\n" not in written:
            indent = start - text.rfind("\n", 0, start) - 1  # as most of them are
            yield LineRun([Line(start, start + len(written), indent, written)])
        else:
            lines = list(lines_of(text, *match.span()))
            yield from (_in_org(lines, styles) if stars else _in_run(lines, styles))


def _may_have_stars(text: str) -> bool:
    return "\n**" in text or text[:2] in {"**", "#+"} or "\n#+" in text


def nested_by_numbers(items: Sequence[Heading | LineRun]) -> Sequence[Heading | LineRun]:
    """The items; where numbers contradict the levels that signs say, they say them.

    A list of contents may be the first thing that is underlined, in the sign of inner sections.
    """
    depths: dict[int, Counter[int]] = defaultdict(Counter)  # level -> depths of numbers on it
    for item in items:
        if isinstance(item, Heading) and item.level and (number := number_of(item.text)):
            depths[item.level][len(number)] += 1
    usual = {level: depths[level].most_common(1)[0][0] for level in sorted(depths)}
    if list(usual.values()) == sorted(usual.values()):
        return items
    return [
        replace(item, level=usual.get(item.level, item.level))
        if isinstance(item, Heading) and item.level
        else item
        for item in items
    ]


def _are_headings(text: str) -> bool:
    """Whether lines that begin with stars are Org's headings, and no items: text is below them."""
    may_be = _DEEPER.search(text) or _ORG_LINE.search(text)
    found = list(_STARS.finditer(text)) if may_be else []
    over = 0
    for line in found:
        below = _INK.search(text, line.end())
        over += below is not None and below[0] != "*" and not line[2].endswith((".", ";", ","))
    return len(found) > 1 and over >= _OVER_TEXT * len(found)


def _in_org(lines: list[Line], styles: dict[str, int]) -> Iterator[Heading | LineRun]:
    """A run of an Org file: each line with stars at its margin is a heading."""
    waiting: list[Line] = []
    for line in lines:
        stars = None if line.indent else _STARS.fullmatch(line.text)
        if stars:
            yield from _in_run(waiting, styles)
            waiting = []
            yield Heading(line.start, line.end, name_of(stars[2]), len(stars[1]))
        elif waiting or not _ORG_TITLE.fullmatch(line.text):
            waiting.append(line)
    yield from _in_run(waiting, styles)


def _in_run(lines: list[Line], styles: dict[str, int]) -> Iterator[Heading | LineRun]:
    if (title := _boxed(lines)) is not None:
        yield _underlined(title, lines[-1], lines[0], styles)
        return
    waiting: list[Line] = []
    over: Line | None = None
    for line in lines:
        if heading := _with_signs(line, lines):
            yield from _runs(waiting)
            yield heading
            waiting = []
        elif not is_rule(line):
            waiting.append(line)
        elif waiting and _is_underlined(waiting, line):
            title = _without_sides(waiting.pop(), line)
            yield from _runs(waiting)
            yield _underlined(title, line, over if not waiting else None, styles)
            waiting, over = [], None
        elif waiting:
            waiting.append(line)
        else:
            over = line  # a rule on top belongs to no paragraph
    yield from _runs(waiting)


def _runs(lines: list[Line]) -> Iterator[LineRun]:
    """Lines as a run, without rules behind them; none where no word is in them."""
    while lines and is_rule(lines[-1]):
        lines.pop()
    if any(_WORD.search(line.text) for line in lines):
        yield LineRun(lines)


def is_rule(line: Line) -> bool:
    """Whether the line is drawn: `-----`, `* * *`."""
    return _RULE.fullmatch(line.text) is not None


def _with_signs(line: Line, lines: Sequence[Line]) -> Heading | None:
    if line.text[0] == "=" and (wiki := _WIKI.fullmatch(line.text)):
        return Heading(line.start, line.end, name_of(wiki[2]), len(wiki[1]))
    if line.width <= LONGEST and has_edit_link(line.text):
        return Heading(line.start, line.end, name_of(line.text))
    if line.text[0] == "h" and line is lines[0] and (found := _TEXTILE.fullmatch(line.text)):
        return Heading(line.start, line.end, name_of(found[2]), int(found[1]))
    if line.text[0] not in "#=" or line is not lines[0] or line.width > LONGEST:
        return None
    hashes = _HASHES.fullmatch(line.text)
    name = name_of(hashes[2]) if hashes else ""  # without markers, it may say nothing
    if hashes and name and (hashes["closed"] or _may_be_headed(lines[1:])):
        return Heading(line.start, line.end, name, len(hashes[1]))
    return None


def _may_be_headed(below: Sequence[Line]) -> bool:
    """Whether a line with hashes heads what is below it: nothing, prose or a list."""
    return not below or is_paragraph(below) or is_bullet(below[0])


def _is_underlined(waiting: Sequence[Line], rule: Line) -> bool:
    """Whether the last of the lines is a title over the rule, rather than a table's head."""
    title = _without_sides(_without_code(waiting[-1]), rule)
    if title.width > LONGEST or 2 * rule.width < title.width or " " in rule.text:
        return False
    first = len(waiting) == 1
    return (first or is_ended(waiting[-2])) and (is_heading(title) or (first and _is_plain(title)))


def _boxed(lines: Sequence[Line]) -> Line | None:
    """The title in a box of one line: `+-----+`, `| Sea |`, `+-----+`."""
    if len(lines) != 3 or lines[0].text != lines[2].text:  # noqa: PLR2004
        return None
    if not _LID.fullmatch(lines[0].text) or not _CELL.fullmatch(lines[1].text):
        return None
    bare = lines[1].text.strip("| ")
    start = lines[1].start + lines[1].text.index(bare)
    return Line(start, start + len(bare), lines[1].indent, bare)


def _without_sides(title: Line, rule: Line) -> Line:
    """A title without the sides of the box that the rule closes: `*  2. Harbour  *`."""
    text, sign = title.text, rule.text[0]
    if not (text[0] == text[-1] == sign and text.strip(sign + " ")):
        return title
    bare = text.strip(sign).strip()
    start = title.start + text.index(bare)
    return Line(start, start + len(bare), title.indent + start - title.start, bare)


def _without_code(title: Line) -> Line:
    """A title without the code on its right by which players find their place: `[WLK2]`."""
    found = _CODE.search(title.text) if title.text[-1] in ")]*" else None
    if not found:
        return title
    return Line(title.start, title.start + found.start(), title.indent, title.text[: found.start()])


def _is_plain(title: Line) -> bool:
    """A title may end as a question does; a table's head has its columns set apart."""
    return "  " not in title.text and "\t" not in title.text and "|" not in title.text


def _underlined(title: Line, rule: Line, over: Line | None, styles: dict[str, int]) -> Heading:
    title = _without_code(title)
    overlined = over is not None and over.text[0] == rule.text[0]
    style = rule.text[0] * (1 + overlined)
    level = styles.setdefault(style, len(styles) + 1)
    start = over.start if over and overlined else title.start
    return Heading(start, rule.end, name_of(title.text), level)
