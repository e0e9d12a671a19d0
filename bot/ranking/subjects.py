"""What a question wants defined, and the sentences that say what it is: "A luff is the edge"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.index import Index, SentenceTerms
from bot.ranking.answer_type import AnswerType
from bot.ranking.concepts import ConceptKind
from bot.ranking.definitions import opens_clause
from bot.ranking.query import Query
from bot.ranking.word_pairs import Positions

_DEFINES_WITHIN = 8  # words from the thing asked to the "is" that defines it
_MOST_THINGS = 2  # in a question that wants the last one defined
_SUBJECT_WITHIN = 6  # words from the start of a sentence to the thing it defines


class Subject:
    """The thing that one question wants defined, if it wants that.

    `forms` are the terms of its words, as asked; `signs` are the terms of "is" and the like.
    """

    def __init__(self, query: Query, index: Index) -> None:
        self.forms = _asked_to_define(query)
        said = (index.term(word) for word in ("is", "are", "was", "were", "refer", "mean"))
        self.signs = frozenset(said) - {-1}

    def defined(self, sentences: Sequence[SentenceTerms], text: str, start: int) -> float:
        """The sooner a sentence says what the thing is, the higher, up to 1.0.

        `text` is the passage's, which begins at `start` of its document.
        """
        for number, sentence in enumerate(sentences if self.forms else (), 1):
            if self._defines(sentence.positions) and not opens_clause(text, sentence.start - start):
                return 1.0 / number
        return 0.0

    def _defines(self, positions: Positions) -> bool:
        """Whether a sentence begins "The thing (also called ...) is ..."."""
        for terms in self.forms:
            first = [at[0] for term in terms if (at := positions.get(term))]
            if len(first) == len(terms) and max(first) < _SUBJECT_WITHIN:
                after = range(max(first) + 1, max(first) + 1 + _DEFINES_WITHIN)
                return any(at in after for term in self.signs for at in positions.get(term, ()))
        return False


def _asked_to_define(query: Query) -> list[tuple[int, ...]]:
    """The words, as asked, of the thing that a question wants defined; or nothing."""
    if query.answer_type is not AnswerType.DEFINITION:
        return []
    content = [c for c in query.concepts if c.kind is ConceptKind.CONTENT]
    if not content or len(content) > _MOST_THINGS:
        return []
    return content[-1].as_asked
