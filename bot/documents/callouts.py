"""The titles of callouts and of what folds out, in the dialects of Markdown.

`::: details Title`, `!!! note "Title"`, `??? question "Title"`, `=== "Title"`, `> [!note] Title`,
`:::note[Title]`, `{% details Title %}`: the title is the heading of the text inside. A sign with
no title (`!!! note`, `WARNING`) says little, and stays with the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

NOTE_SIGN = re.compile(r"(?:!!!|\?\?\?\+?|:::+|===)[ \t]*\S[^\n]*")
_SIGNS = re.compile(
    r"""
      (?P<colons>:{3,})[ \t]*(?:\{?[\w-]+\}?)? (?:\[(?P<bracket>[^\]\n]+)\]
          |[ \t]+(?P<title>[^\s{][^\n]*?)|\{[^}\n]*(?:title|label)="(?P<given>[^"\n]+)"[^}\n]*\})?
          [ \t]*(?:\{[^}\n]*\})?[ \t]*
    | (?:!!!|\?\?\?\+?|===[!+]*)[ \t]*(?:[\w -]+?[ \t]+)?"(?P<quoted>[^"\n]+(?:"[^"\n]*)*?)"[ \t]*
    | \{%-?[ \t]*(?:details|spoiler|collapse|tab|expand)[ \t]+(?P<liquid>[^%\n]+?)[ \t]*-?%\}
    | (?P<ends>\{%-?[ \t]*end\w+[ \t]*-?%\})
    | >[ \t]*\[![\w -]+(?:\|[^\]\n]*)?\][+-]?[ \t]+(?P<callout>\S[^\n]*?)[ \t]*
    """,
    re.VERBOSE,
)
ADMONITIONS = "note|warning|important|tip|hint|caution|attention|info|danger"
REMARK_SIGN = re.compile(
    rf"[*_]{{0,3}}(?:{ADMONITIONS})s?!?[*_]{{0,3}}"
    r"|(?:!!!|\?\?\?\+?|:::+)[ \t]*\{?[\w-]+\}?",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"^(\*\*|__|\*|_)(.+)\1$")


class Callout(NamedTuple):
    """The line that opens a callout, or ends it: then `title` is empty.

    `set_in` says that its text is set in below it, and ends where the text is not.
    """

    start: int
    end: int
    title: str
    set_in: bool


def names_remark(written: str) -> bool:
    """Whether a text is the sign over a remark, and no more.

    >>> names_remark("WARNING"), names_remark("Warnings"), names_remark("Note on tides")
    (True, False, False)
    """
    return REMARK_SIGN.fullmatch(written) is not None and written[-1] not in "sS"


def callout_of(text: str, start: int, end: int) -> Callout | None:
    """The callout that a block opens or ends with its first line.

    >>> callout_of("::: details How deep?\\n", 0, 22)
    Callout(start=0, end=21, title='How deep?', set_in=False)
    >>> callout_of("!!! note\\n    Mind it.\\n", 0, 22)
    """
    if start >= end or text[start] not in ":!?=>{":
        return None
    stop = text.find("\n", start, end)
    stop = end if stop < 0 else stop
    found = _SIGNS.fullmatch(text, start, stop)
    if not found:
        return None
    kinds = ("bracket", "title", "given", "quoted", "liquid", "callout")
    title = next((found[kind] for kind in kinds if found[kind]), "")
    if not title and not found["ends"] and found[0].strip(": \t"):
        return None  # `::: tip`, `!!! note`
    title = _EMPHASIS.sub(r"\2", title.strip())
    return Callout(start, stop, " ".join(title.split()), found["quoted"] is not None)
