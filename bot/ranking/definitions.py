"""Tells what a glossary's item, row or paragraph defines: the term in front of a sign.

`- **Luff** - the front edge`, `Adit: a passage`, `| Quoin | a wedge |`, `Warp` over an indented
line: the term stands first, and a sign sets it off from what it means.

Left out on purpose: sentences that say "is" or "means" (see `features`), and what is defined in
the middle of a sentence.
"""

from __future__ import annotations

from bot.patterns import lazy

_LONGEST = 60  # characters of a term
_TERM = lazy(
    r"[\s>|#*+\-\u2013\u2014\u2022\u2023\u25aa\u25e6]*(?:[(\[]?\d{1,3}[.)\]]\s+)?"
    rf"(?P<term>[\"'\u201c\u2018*_`]{{0,4}}\w[^\n:|=\t\u2013\u2014]{{0,{_LONGEST}}}?)"
    r"(?:\s*:{1,2}[*_`\"'\u201d\u2019]{0,4}\s|\s+(?:-{1,3}|[\u2013\u2014=]|->|\u2192|=>)\s"
    r"|\s*[\u2014\t|]|\n[:~]?\s+|[*_`]{1,3}\s+(?=[a-z(])|,\s(?:n|v|adj|adv|vb|pl)\.\s|\s{3,})\s*\S"
)


def defined_in(sentence: str) -> str:
    """The term that a sentence begins with and defines; empty where it defines none.

    >>> [defined_in(t) for t in ("- **Luff** - the front edge.", "Adit: a passage", "It is low.")]
    ['Luff**', 'Adit', '']
    """
    found = _TERM.match(sentence)
    return found["term"] if found else ""
