"""What bibliographies look like: the names of their headings, and how their entries begin."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.analysis.markers import ENTRY_LABEL

_NUMBERING = r"(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-z])[.)]?\s+)?"
_ABROAD = (
    "einzelnachweise|quellen|literatur|références|notes et références|bibliographie|referencias"
    "|bibliografía|bibliografia|note e riferimenti|referências|bronnen|примечания|литература"
    "|参考文献|參考文獻|参考资料|脚注|المراجع|مراجع"
)
NAMED = re.compile(
    rf"{_NUMBERING}(?:(?:notes and |citations and |informative |normative |external "
    r"|list of |cited )?references|reference list|references and notes|bibliography|works cited"
    r"|references cited|literature(?: cited)?|citations|endnotes|footnotes"
    rf"|{_ABROAD}):?",
    re.IGNORECASE,
)
_KINDS = r"(?:notes|sources|credits|links|literature|references|further reading|citations)"
MAYBE_NAMED = re.compile(  # "Credits and sources"; "Credits and links" are text
    rf"{_NUMBERING}(?:notes|sources|(?=.*(?:notes|sources|references|citations))"
    rf"{_KINDS}(?:,? (?:and|&) {_KINDS})+):?",
    re.IGNORECASE,
)
LABEL = re.compile(
    rf"(?:(?:[-*+]|\.\.)\s+)?(?:{ENTRY_LABEL}[:.]?"
    r"|(?P<number>\d{1,3})\\?[.)]|\((?P<round>\d{1,3})\))(?:(?=\s+\S)\s+|\s*$)"
)
BACK_LINK = re.compile(
    r"(?:\*\*)?(?:\\?[\^\u2191]|\[\\?[\^\u2191][^\[\]]{0,40}\]\(#[^()\s]*\))(?:\*\*)?\s*"
    r"(?:(?:Jump up to:?|[a-z]{1,2}\b|\d+\.\d+"
    r"|\[[*_]*(?:[a-z]{1,2}|\d+\.\d+)[*_]*\]\(#[^()\s]*\))\s+(?=\S))*"
)
CITATION = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|https?://|www\.|\bdoi\b|\bISBN|\bISSN|\bPMID|\bet al\b|\bpp?\. ?\d"
    r"|\bvol\. ?\d|\bRetrieved\b|\barXiv\b|\]\(|\bRFC ?\d|\bibid\b|\bop\. cit\b",
    re.IGNORECASE,
)


_LONG_WORD = re.compile(r"[^\W_]{4,}")
_TITLED = 0.7  # of its long words, that begin with a capital where a text is made of titles


def is_title(text: str) -> bool:
    """Whether a text is written as titles and names of publishers are.

    >>> is_title("Port Office: Tides, a Short Guide"), is_title("Pay the fine at the Port Office")
    (True, False)
    """
    words = _LONG_WORD.findall(text)
    capitals = sum(not word[0].islower() for word in words)
    return len(words) > 1 and capitals >= _TITLED * len(words)


@lru_cache(maxsize=1024)  # of a document, the same are asked for again and again
def is_bibliography(heading: str) -> bool:
    """Whether a heading is one that bibliographies have.

    >>> is_bibliography("7. References"), is_bibliography("SOURCES"), is_bibliography("Reference")
    (True, True, False)
    """
    return bool(NAMED.fullmatch(heading) or MAYBE_NAMED.fullmatch(heading))


def opens_bibliography(line: str, below: str) -> bool:
    """Whether a line is the heading of a bibliography over its first entry.

    >>> opens_bibliography("References", "^ Ito 1998."), opens_bibliography("Notes", "Mind it.")
    (True, False)
    """
    if not (line[:1].isupper() and is_bibliography(line)):
        return False
    return bool(LABEL.match(below) or BACK_LINK.match(below) or CITATION.search(below))
