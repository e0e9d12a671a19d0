"""Tells what only repeats a question or names what is to come, and so answers nothing itself.

Left out on purpose: questions of which an answer says something; they are headings by then.
"""

from __future__ import annotations

import re

from bot.analysis import QUESTION_WORDS
from bot.index import Index, TermPositions
from bot.patterns import lazy
from bot.ranking.query import Query

_LONGEST = 200  # characters of what only repeats a question
_STOP = lazy(r"[.!\u3002\uff01][\"')\]*_\u201d\u2019]*\s")
_ASKED = lazy(r"[?\uff1f\u061f][\"')\]*_\u201d\u2019\s]*$")
_WORD = lazy(r"[^\W\d_]+")
_RULE = lazy(r"\n(?=[|+:= \t-]*+$)[ \t]*+[|+:=-][|+:= \t-]*[=-]{2}")  # no line is read twice
_CELL = lazy(r"<td\b", re.IGNORECASE)
_HEAD_CELL = lazy(r"<th\b", re.IGNORECASE)
_FIRST_WORDS = 2
_ARTICLES = frozenset(("a", "an", "the"))


def is_echo(query: Query, positions: TermPositions, index: Index, passage: int) -> bool:
    """Whether a passage tells no more than a question that asks for more, or only asks.

    An answer adds something; what only has the question's own words is a heading or a label.
    """
    text = index.text(passage)
    if len(text) > _LONGEST or query.line or not asks_for_more(query.question):
        return False
    if only_asks(text):
        return True
    read = index.analyzer
    asked = _ARTICLES.union(read.plain_words(query.question))
    return all(word in asked or positions.terms_of((word,)) for word in read.plain_words(text))


def only_asks(said: str) -> bool:
    """Whether a text is a question, or questions, and no statement beside.

    >>> only_asks("Who asked: what is it?"), only_asks("What is it? A boat."), only_asks("It is.")
    (True, False, False)
    """
    return bool(_ASKED.search(said[-8:])) and not _STOP.search(said)


def asks_for_more(question: str) -> bool:
    """Whether a question asks for something that it does not say, and not whether it is so.

    >>> asks_for_more("How hot is it?"), asks_for_more("Is it hot?"), asks_for_more("hot stove")
    (True, False, False)
    """
    first = [word[0].casefold() for word in _WORD.finditer(question[:60])][:_FIRST_WORDS]
    return any(word in QUESTION_WORDS for word in first)


def is_head_row(said: str) -> bool:
    """Whether a sentence is the head of a table: over a drawn line, or in cells of a head.

    >>> is_head_row("| Key | Use |\\n|---|---|"), is_head_row("| A | all |")
    (True, False)
    """
    if said[:1] == "<":
        return _HEAD_CELL.search(said) is not None and not _CELL.search(said)
    return "\n" in said and _RULE.search(said) is not None
