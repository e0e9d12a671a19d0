"""Tells by its shape whether a line of plain text is a heading.

A heading is a short line without closing punctuation that stands alone or over a block.
Most of what is short is none: list items, data (`Total: 45 mg`), addresses, displayed
formulas, the last line of a wrapped paragraph. The rules err towards text, for a heading
that is taken as text is still found and quoted, only without its place in the outline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.analysis.markers import without_last
from bot.documents.lines import Line, enumerator, first_word, is_bullet, is_closed, is_paragraph
from bot.documents.section_numbers import PARTS

LONGEST = 80  # characters
_MOST_WORDS = 14
_MOST_CITED = 3  # words of a heading with a citation marker; a longer line is a sentence
_MOST_SIGNS = 2  # in front of a title's first word: quotation marks, brackets
_SHORTEST_CAPITALS = 4  # letters, as in "NAME"
_LONGEST_OVER_BLOCK = 60  # characters, of a heading with no blank line below it
_FEW_WORDS, _FEW_OVER_SMALL = 7, 4  # of a heading with a stop; over small letters or a short line
_WIDE = 60  # characters; a line of prose in most files

_EDIT_LINK = re.compile(r"\s*\[\s*(?:edit|edit source|hide|show)\s*\]\s*$", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]\.){1,5}|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Bros|etc|al|St|No|vs)\.|\bPh\.D\.)$"
)
_DIVISION = re.compile(
    r"(chapter|book|part|volume|section|article|appendix|act|scene|letter|episode|phase|step"
    r"|lesson|unit|annex|schedule|title|module|stage|question|rule|level)\s+(?:the\s+)?"
    r"(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|thirteen|fourteen|fifteen|(?:six|seven|eigh|nine)teen|twenty(?:[ -]\w+)?|thirty|first"
    r"|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[A-Z]{3,} (?:[IVXLC]+|\d{1,3})\.")  # "LECTURE II.": whatever is counted
_NUMBERED = re.compile(
    rf"(?:§\s*)?(?:{PARTS}\.?\s+(?:\d{{1,4}}\s+)?|(?:\d{{1,3}}\.?|[IVXLC]{{1,6}}\.|[A-Z]\.)\s+)"
    r"(?=[^\W\d_])"
)
# Nobody numbers a sentence like a section but to head one: "1.2 It is installed. How do I play?"
_CALLS = re.compile(rf"{PARTS}\.?\s.*[!?]")
_COUNTED = re.compile(  # "Table 3 was made ...": a sentence, though "Apollo 11 in space" is none
    r"[A-Z][a-z]+ (?:\d+(?:\.\d+)*|[IVX]+|[A-Z]) (?:is|are|was|were|has|have|had|can|may|must|will"
    r"|shall|does|did|shows?|lists?|gives?|says?|takes?|contains?)\b"
)
_BEHIND_DIVISION = re.compile(r"[.:]?\s+(?=[^\W\d_])")
_ATTRIBUTED = ("--", "\u2013", "\u2014", "\u2015")  # in front of the name below what somebody said
DATE = (
    r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|unreleased"
    r"|(?:\d{1,2}\.?[ -])?[A-Z][a-z]{2,8}[ -](?:\d{1,2},? )?\d{4})"
)
_VERSION = re.compile(  # "Version 4.12 (2023-01-09)", "1.2.0 - 3 May 2021"; no date, no address
    r"(?!\d+(?:\.\d+){3}$|\d\d?\.\d\d?\.\d{4})"
    r"(?:(?:[\w.+-]+ )?(?:version|release|ver\.?|rev\.?|build) ?|[\w+-]+[ -](?=v?\d)|)"
    r"[\[(]?v?\d+(?:\.\d+)+"
    r"(?:[-.+]?(?:rc|alpha|beta|dev|pre|post|final|snapshot|[ab])?[-.]?\d*)?[\])]?:?"
    rf"(?:[\s,\u2013\u2014/|-]+[(\[]?(?:released |on )*{DATE}[)\]]?)?",
    re.IGNORECASE,
)
_GOES_ON_SMALL = re.compile(r"\s+[a-z]")
_NEVER_LAST = frozenset(
    """a an and are as at be been but by can did do does for from had has have her his if in into is
    it its may must no nor not of on or shall should so than that the their then these they this
    those to was we were what when where which while who whose will with would you your""".split()
)
_BREAKS_OFF = frozenset(
    """a an and as at but by from had has have if is may must nor or than that the their was were
    when which while whose will with would""".split()
)
SMALL_WORDS = frozenset(  # words that names and titles have in small letters
    """a an and as at by de del den der des di du e et for from in into la le of on or per s the to
    und upon van versus vom von vs with y zu""".split()
)
_YEARS = r"(?:c\. )?\d{4}s?(?:\s?[\u2013-]\s?(?:\d{2,4}s?|present))?"
# Years; of a play, and where it is: "SCENE II. A room in the castle."; a letter: "R", "C++", "F#".
_WHOLE = re.compile(
    rf"{_YEARS}|(?:ACT|SCENE|Act|Scene) (?:[IVXLC]+|\d{{1,3}})[.:,]?(?: [A-Z\[(].*)?(?<!,)"
    r"|[A-Z](?:\+\+|#)?|\.[A-Z]{2,5}"
)
_DATED = re.compile(rf"{_YEARS}: |.*: {_YEARS}$")
_DATA = re.compile(r"://|www\.|\S@\S+\.|\t|\S {2,}\S|[|=<>{}\\@#~]|^[$\u20ac\u00a3]|\.{4}|_{3}")
_LABEL = re.compile(r"[^:]{1,40}:\s+\S")
_TWO_SENTENCES = re.compile("[a-z]{4,}[.!?][\"'\u201d)]?\\s+\\S|[\u3002\uff01\uff1f]\\S")
_CLOSING = re.compile("[.,;:!?\u3002\uff01\uff1f\u061f\u0964]$")
_WORD = re.compile(r"\w[\w'\u2019-]*")
_ITEM_SECTIONS = re.compile(
    r"(?:see also|external links|further reading|related (?:pages|articles|topics)|gallery"
    r"|references|notes|sources|bibliography|citations|footnotes)$",
    re.IGNORECASE,
)
_OPENING_SECTIONS = re.compile(
    r"(?:abstract|contents|table of contents|foreword|introduction|name|overview|preamble|preface"
    r"|prologue|summary|synopsis|background)$",
    re.IGNORECASE,
)


def name_of(line: str) -> str:
    """What a heading line says, without markers and links for editing.

    >>> name_of("History[edit]"), name_of("Use [3]")
    ('History', 'Use')
    """
    return " ".join(_bare(line).split())


def has_edit_link(line: str) -> bool:
    """Whether a line says that it can be edited, as Wikipedia's headings do.

    >>> has_edit_link("History[edit]"), has_edit_link("History [3]")
    (True, False)
    """
    return "[" in line and _EDIT_LINK.search(line) is not None and name_of(line) != ""


def without_edit_link(line: str) -> str:
    """What stands in front of the link for editing, or the line."""
    return _EDIT_LINK.sub("", line) if "[" in line else line


def _bare(line: str) -> str:
    return without_last(without_edit_link(line)).strip()


def is_heading(line: Line) -> bool:
    """Whether a line standing alone has the shape of a heading.

    >>> [is_heading(Line(0, len(t), 0, t)) for t in ("Early life", "It fell.", "Total: 45 mg")]
    [True, False, False]
    """
    text = line.text
    if len(text) > LONGEST:
        return False
    name = _bare(text)
    if not name or len(name.split()) > _MOST_WORDS:
        return False
    if _WHOLE.fullmatch(name) or is_version(name):
        return True
    numbered = _NUMBERED.match(name)
    calls = _CALLS.fullmatch(name) is not None
    if (
        name.startswith(_ATTRIBUTED)
        or (name[0] == "[" and name[-1] == "]")
        or (_is_ended(line, name) and not calls)
        or _is_about_division(name)
        or is_bullet(line)
        or (enumerator(line) and not numbered)
    ):
        return False
    said = name[numbered.end() :] if numbered else _behind_division(name)
    if said.rpartition(" ")[2] in _BREAKS_OFF:
        return False
    is_one = calls or not _TWO_SENTENCES.search(said)
    return is_one and not _DATA.search(said) and _is_title_like(said)


def is_heading_over(line: Line, below: Sequence[Line]) -> bool:
    """Whether the first line of a run is a heading over the lines below it."""
    if line.width > _LONGEST_OVER_BLOCK or not is_heading(line):
        return False
    deeper = all(each.indent > line.indent for each in below)
    if deeper and line.text.isupper():
        return True
    width = max(each.indent + each.width for each in below)
    if line.indent + line.width + 1 + first_word(below[0]) > width:
        return False  # wrapped: the next word would not have fitted
    if deeper:  # a long line over one short one is rather a verse
        few = below[1:] or len(line.text.split()) <= _FEW_OVER_SMALL
        return width > _WIDE or (is_paragraph(below) and bool(few))
    if is_bullet(below[0]) and not line.text[:1].islower():
        return all(is_bullet(each) or each.indent > below[0].indent for each in below)
    return is_paragraph(below) and 2 * line.width <= max(width, _WIDE)


def opens_items(name: str) -> bool:
    """Whether a heading stands over a list of short items rather than prose."""
    return _ITEM_SECTIONS.search(name) is not None


def opens_document(name: str) -> bool:
    """Whether a heading is one that documents begin with, and so not the document's title."""
    return begins_document(name) or any(pattern.match(name) for pattern in (_NUMBERED, _DIVISION))


def begins_document(name: str) -> bool:
    """Whether a heading is called as the first section of a document often is."""
    return _OPENING_SECTIONS.match(name) is not None


def is_numbered(name: str) -> bool:
    """Whether a number stands in front as in headings: figures, Roman ones or a letter.

    >>> [is_numbered(t) for t in ("2.1 Scope", "IV. Fees", "B. Timers", "A boat")]
    [True, True, True, False]
    """
    return _NUMBERED.match(name) is not None


def _is_ended(line: Line, name: str) -> bool:
    """Whether the line ends with closing punctuation that is not an abbreviation's."""
    if name != line.text and not _CLOSING.search(name):
        return len(name.split()) > _MOST_CITED
    if line.text.endswith(".") and (_DIVISION.match(name) or _PART.fullmatch(line.text)):
        return not _is_capitalised(name)  # "CHAPTER I."
    return is_closed(line) and not (_ABBREVIATED.search(name) and _is_capitalised(name))


def _is_about_division(name: str) -> bool:
    """Whether it says something of a chapter or step: "Section 4 of the law", "Step 2 takes"."""
    division = _DIVISION.match(name)
    if _COUNTED.match(name):
        return True
    return division is not None and _GOES_ON_SMALL.match(name, division.end()) is not None


def _behind_division(name: str) -> str:
    """What stands behind the number of a division, or the whole: "Appendix B.  Timers"."""
    division = _DIVISION.match(name)
    apart = _BEHIND_DIVISION.match(name, division.end()) if division else None
    return name[apart.end() :] if apart else name


def is_version(name: str) -> bool:
    """Whether a line names a version, with its date or without: then it heads what changed.

    >>> [is_version(t) for t in ("Version 4.1 (2023-01-09)", "v1.2.3", "1.2 The sea", "4.17")]
    [True, True, False, False]
    """
    return _VERSION.fullmatch(name) is not None and (
        name.count(".") > 1 or not name.replace(".", "").isdigit()
    )


def division_of(name: str) -> str:
    """Which kind of division a heading counts, in small letters; empty where it counts none.

    >>> division_of("PART ELEVEN"), division_of("Book the Second"), division_of("Part of it")
    ('part', 'book', '')
    """
    division = _DIVISION.match(name)
    return division[1].lower() if division else ""


def bare_division(name: str) -> bool:
    """Whether a line is the number of a division and no more: "ARTICLE II", "Chapter 3."."""
    division = _DIVISION.match(name)
    return division is not None and not name[division.end() :].strip(" .:\u2013\u2014-")


def _is_capitalised(name: str) -> bool:
    """Whether all but small words begin with capitals, as in a name: "Hansen & Co."."""
    return not any(word[0].islower() and word not in SMALL_WORDS for word in _WORD.findall(name))


def is_numbered_stop(line: Line) -> bool:
    """Whether a line is a few words behind a number, with a stop as if they were a sentence.

    >>> [is_numbered_stop(Line(0, len(t), 0, t)) for t in ("2. Leaving the club.", "Fees.")]
    [True, False]
    """
    if len(line.text) > LONGEST or line.text[-1] != ".":
        return False
    if not _NUMBERED.match(line.text) or len(line.text.split()) > _FEW_WORDS:
        return False
    bare = line.text[:-1]
    return is_heading(Line(line.start, line.end - 1, line.indent, bare))


def may_stand_over_small(name: str) -> bool:
    """Whether a line may head text that begins in small letters, and is no piece of a sentence.

    >>> may_stand_over_small("Spring tides"), may_stand_over_small("The keeper was")
    (True, False)
    """
    words = name.split()
    return len(words) <= _FEW_OVER_SMALL and words[-1].lower() not in _NEVER_LAST


def _is_title_like(said: str) -> bool:
    """Whether it begins as a title does, and is words rather than a label with a value."""
    first = _WORD.search(said)
    if first is None or first.start() > _MOST_SIGNS:
        return False
    word = first.group()
    if word[0].islower() and not any(map(str.isupper, word)):
        return False
    letters = sum(map(str.isalpha, said))
    if letters < sum(map(str.isdigit, said)) or letters <= 1:
        return False
    label = _LABEL.match(said)
    return not label or bool(_DIVISION.match(said) or _DATED.match(said))


def is_name(text: str) -> bool:
    """Whether a line may be what somebody is called: initials, and words with capitals.

    >>> [is_name(t) for t in ("A. Quill", "Olga van Tind", "THE STORM", "Chapter 2")]
    [True, True, False, False]
    """
    return not is_capitals(text) and not _DIVISION.match(text) and _is_capitalised(text)


def is_capitals(text: str) -> bool:
    """Whether a heading is written in capitals throughout; a lone acronym is not.

    >>> is_capitals("SEE ALSO"), is_capitals("DNA"), is_capitals("See also")
    (True, False, False)
    """
    return text.isupper() and sum(map(str.isalpha, text)) >= _SHORTEST_CAPITALS
