"""Recognises what only repeats a question, or names what is to come, and so answers nothing."""

from __future__ import annotations

import re

from bot.analysis import QUESTION_WORDS
from bot.analysis.line_signs import asks
from bot.analysis.stop_words import ARTICLES
from bot.index import Index, TermPositions
from bot.patterns import lazy
from bot.ranking.concepts import HEADED
from bot.ranking.query import Query

_LONGEST = 200  # characters of what only repeats a question
_BARE = 40  # characters of a name that stands alone
_STOP = lazy(r"[.!\u3002\uff01][\"')\]*_\u201d\u2019]*\s")
_WORD = lazy(r"[^\W\d_]+")
_RULE = lazy(  # drawn with signs or with box characters
    r"\n(?=[|+:= \t\u2500-\u257f-]*+$)[ \t]*+[|+:=\u2500-\u257f-]"
    r"[|+:= \t\u2500-\u257f-]*[=\u2500\u2501\u2550-]{2}"
)
_CELL = lazy(r"<td\b", re.IGNORECASE)
_HEAD_CELL = lazy(r"<th\b", re.IGNORECASE)
_FIRST_WORDS = 2
_QUESTION = lazy(r"\?(?=\W*(?:\s|\Z))")
# Not behind an item's number; also items without a stop.
_STATEMENT = lazy(r"\w{2}[.!](?=\W*(?:\s|\Z))|[^\W\d_]\s*$", re.MULTILINE)
_QUIZ = 3  # questions, at least
_MOSTLY = 0.7  # of the sentences


class Echoes:
    """The passages that tell no more than a question, or only ask; each is looked at once."""

    def __init__(self, query: Query, positions: TermPositions, index: Index) -> None:
        self._positions, self._index = positions, index
        more = not query.line and asks_for_more(query.question)
        # "Which version dropped it?" is answered by the heading.
        self._own = frozenset(index.analyzer.plain_words(query.question))
        self._more = more and not any(c.focus and c.words[0] in HEADED for c in query.concepts)
        self._asked = ARTICLES | (self._own if self._more else frozenset())
        self._known: dict[int, bool] = {}

    def __contains__(self, passage: int) -> bool:
        """Whether a passage adds nothing to a question that asks for more, as answers do.

        What only has the question's own words is a heading or a label.
        """
        if passage not in self._known:
            text = self._index.text(passage)
            echo = self._more and len(text) <= _LONGEST and self._is_echo(text)
            self._known[passage] = echo or is_quiz(text)
        return self._known[passage]

    def repeats(self, passage: int) -> bool:
        """Whether a passage is a few words that a question has as well: "Lanoxin"."""
        text = self._index.text(passage)
        return len(text) <= _BARE and self._own.issuperset(self._index.analyzer.plain_words(text))

    def _is_echo(self, text: str) -> bool:
        return only_asks(text) or all(
            word in self._asked or self._positions.terms_of((word,))
            for word in self._index.analyzer.plain_words(text)
        )


def only_asks(said: str) -> bool:
    """Whether a text is a question, or questions, and no statement beside.

    >>> only_asks("Who asked: what is it?"), only_asks("What is it? A boat."), only_asks("It is.")
    (True, False, False)
    """
    return asks(said) and not _STOP.search(said)


def is_quiz(said: str) -> bool:
    """Whether a text asks questions, one after another, and answers none of them.

    >>> is_quiz("1. What is it? 2. Who made it? 3. Why?"), is_quiz("Why? It is. How? It was. Why?")
    (True, False)
    """
    asked = len(_QUESTION.findall(said)) if said.count("?") >= _QUIZ else 0
    return asked >= _QUIZ and asked > _MOSTLY * (asked + len(_STATEMENT.findall(said)))


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
    >>> is_head_row("<tr><th>Key<th>Use"), is_head_row("<tr><th>A<td>all")
    (True, False)
    """
    if said[:1] == "<":
        return _HEAD_CELL.search(said) is not None and not _CELL.search(said)
    return "\n" in said and _RULE.search(said) is not None
