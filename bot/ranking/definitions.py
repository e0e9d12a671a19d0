"""Tells what a glossary's item, row or paragraph defines: the term in front of a sign.

`- **Luff** - the front edge`, `Adit: a passage`, `| Quoin | a wedge |`, `Warp` over an indented
line: the term stands first, and a sign sets it off from what it means. An abbreviation is
spelled out where its letters stand in brackets behind the words that they are taken from, or
the other way round. A paragraph's own label in bold names what it tells: "**Bite.** It ...".

Left out on purpose: sentences that say "is" or "means" (see `features`), and what is defined in
the middle of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from bot.patterns import lazy

_LONGEST = 60  # characters of a term
_TERM = lazy(
    r"[\s>|#*+\-\u2013\u2014\u2022\u2023\u25aa\u25e6]*(?:[(\[]?\d{1,3}[.)\]]\s+)?"
    rf"(?P<term>[\"'\u201c\u2018*_`]{{0,4}}\w[^\n:|=\t\u2013\u2014]{{0,{_LONGEST}}}?)"
    r"(?=[:*_`,\t\n\u2014|]|\s[-\s:\u2013\u2014=\u2192|])"  # how a sign may begin, for speed
    r"(?:\s*:{1,2}[*_`\"'\u201d\u2019]{0,4}\s|\s+(?:-{1,3}|[\u2013\u2014=]|->|\u2192|=>)\s"
    r"|\s*[\u2014\t|]|\n[:~]?\s+|[*_`]{1,3}\s+(?=[a-z(])|,\s(?:n|v|adj|adv|vb|pl)\.\s|\s{3,})\s*\S"
)
# A sign that a term in ASCII has behind it, or the beginning of one: a search that takes no time.
_MAY_BE_SIGN = lazy(
    r"[:|=\t\n\r\x0b\f\x1c-\x1f*_`,-](?:(?<![,-])|(?<=\s-)|(?<=,)\s(?:n|v|adj|adv|vb|pl)\.)"
)
_LABEL = lazy(  # "**Bite.**"
    rf"[\s>*+\-\u2022]*?(?P<signs>\*{{2,3}}|__)(?P<term>\w[^\n.:*_]{{0,{_LONGEST}}})"
    r"(?:[.:](?P=signs)|(?P=signs)[.:])\s*$"
)
_CLAUSE = lazy(
    r"[\s>*+\-\u2022]*(?:While|When(?:ever)?|If|Unless|Until|Once|Because|Since|Although|Though"
    r"|Before|After|Where(?:ver)?|During)\b"
)
_WORD = lazy(r"[^\W_]+")
_BRACKETS = lazy(r"\(([^()\n]{2,120})\)")
_MORE_WORDS = 5  # than letters, at most, in what they stand for; and twice as many at most


def may_define(text: str) -> bool:
    """Whether `defined_in` or `label_in` may find something in a sentence of a text, at a glance.

    >>> may_define("It is low. It falls."), may_define("It is low. Adit: a passage.")
    (False, True)
    """
    return not text.isascii() or _MAY_BE_SIGN.search(text) is not None or "   " in text


def defined_in(sentence: str) -> str:
    """The term that a sentence begins with and defines; empty where it defines none.

    >>> [defined_in(t) for t in ("- **Luff** - the front edge.", "Adit: a passage", "It is low.")]
    ['Luff**', 'Adit', '']
    """
    if not may_define(sentence):
        return ""
    found = _TERM.match(sentence)
    return found["term"] if found else ""


def label_in(sentence: str) -> str:
    """The words that label what follows on the same line, in bold with a stop; empty for others.

    >>> [label_in(text) for text in ("***Bite.*** ", "- **Old oak**.", "**Bite** it.", "Bite.")]
    ['Bite', 'Old oak', '', '']
    """
    found = _LABEL.match(sentence) if "**" in sentence or "__" in sentence else None
    return found["term"] if found else ""


def opens_clause(said: str, start: int) -> bool:
    """Whether a sentence begins with a clause that says when or why, and defines nothing.

    >>> opens_clause("While a heddle is threaded nobody speaks.", 0), opens_clause("It is.", 0)
    (True, False)
    """
    return _CLAUSE.match(said, start) is not None


def spells_out(sentence: str, letters: str) -> bool:
    """Whether a sentence says what letters stand for.

    (Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions in
    biomedical text, PSB 2003.)

    >>> [spells_out(t, "ecg") for t in ("an electrocardiogram (ECG)", "ECG (a trace)", "the ECG")]
    [True, False, False]
    >>> spells_out(f"aaaaaaaaab ({'a' * 100})", "aaaaaaaaab")  # in no time
    False
    """
    asked = "".join(filter(str.isalnum, letters)).casefold()
    most = min(len(asked) + _MORE_WORDS, 2 * len(asked))
    words = list(_WORD.finditer(sentence))
    for found in _BRACKETS.finditer(sentence):
        at = bisect_left(words, found.start(), key=re.Match.start)
        before = [word[0] for word in words[max(at - most, 0) : at]]
        inside = _WORD.findall(found[1])
        if "".join(inside).casefold() in {asked, f"{asked}s"}:
            if _are_of(before, asked):
                return True
        elif before and before[-1].casefold() == asked and _are_of(inside, asked):
            return True
    return False


def _are_of(words: Sequence[str], letters: str) -> bool:
    """Whether the last of the words have the letters in order, a word beginning with the first."""
    said = " ".join(words).casefold()
    begins = re.search(rf"\b{re.escape(letters[:1])}", said)
    behind = iter(said[begins.end() :] if begins else "")
    return begins is not None and all(letter in behind for letter in letters[1:])
