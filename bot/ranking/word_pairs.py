"""Whether words that are neighbours in a question are neighbours in a passage as well.

"Red blood cells" is more than red, blood and cells. Function words between them do not count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.index import SentenceTerms
from bot.ranking.concepts import ConceptKind
from bot.ranking.word_forms import ConceptForm
from bot.ranking.word_values import WordValues

_PAIR = 2  # words apart, at most, for neighbours

# term -> positions among the words of a sentence, ascending
Positions = Mapping[int, Sequence[int]]


class WordPairs:
    """The pairs of a question's concepts that stand side by side in it."""

    def __init__(self, values: WordValues) -> None:
        concepts, counts = values.query.concepts, values.concept_values
        kinds = [concept.kind for concept in concepts]
        self._pairs = [  # the forms of a concept, those of the next one, and what both count
            (concepts[at].forms, concepts[at + 1].forms, counts[at] + counts[at + 1])
            for at in range(len(kinds) - 1)
            if ConceptKind.FUNCTION not in kinds[at : at + 2]
        ]
        self._ends = [  # the terms that have to stand side by side
            ({form.terms[-1] for form in first}, {form.terms[0] for form in second}, value)
            for first, second, value in self._pairs
        ]

    def most(self, present: Collection[int]) -> float:
        """The most that a passage with these terms can have, 0 or more."""
        return sum(
            value
            for first, second, value in self._ends
            if not first.isdisjoint(present) and not second.isdisjoint(present)
        )

    def value(self, sentences: Sequence[SentenceTerms]) -> float:
        """What the pairs count that stand side by side in any of the sentences, 0 or more."""
        asked = [sentence.positions for sentence in sentences if sentence.positions]
        return sum(
            value * max((_adjacent(first, second, found) for found in asked), default=0.0)
            for first, second, value in self._pairs
        )


def _adjacent(
    before: Sequence[ConceptForm], after: Sequence[ConceptForm], found: Positions
) -> float:
    """Whether two concepts stand side by side, by any of their forms: the weight of these."""
    best = 0.0
    for first in before:
        for second in after:
            if first.weight * second.weight > best and _side_by_side(
                found.get(first.terms[-1], ()), found.get(second.terms[0], ())
            ):
                best = first.weight * second.weight
    return best


def _side_by_side(first: Sequence[int], second: Sequence[int]) -> bool:
    return any(0 < there - here <= _PAIR for here in first for there in second)
