"""Which of the things that a question asks about a passage has, and where it has them."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.ranking.concepts import Concept, ConceptKind
from bot.ranking.features import FeatureExtractor, Features


class Presence(NamedTuple):
    """Where a passage has a thing that is asked about, in any of its forms."""

    concept: Concept
    in_best: bool  # its best sentence
    in_text: bool
    above: bool  # in the headings or the title

    @property
    def is_there(self) -> bool:
        """Whether the passage or what stands above it has the thing."""
        return self.in_text or self.above


def presences(extractor: FeatureExtractor, features: Features) -> Iterator[Presence]:
    """Each thing with content that a question itself asks about, in its order."""
    positions, passage = extractor.positions, features.passage
    sentences = positions.sentences(passage)
    best = next(one for one in sentences if one.start == features.best.start)
    in_best = extractor.levels(frozenset(best.positions))
    in_text = extractor.levels(frozenset(term for one in sentences for term in one.positions))
    above = extractor.levels(positions.heading(passage) | positions.title(passage))
    for concept, *levels in zip(extractor.query.concepts, in_best, in_text, above, strict=True):
        if concept.kind is ConceptKind.CONTENT:
            yield Presence(concept, *map(bool, levels))


def is_in(concept: Concept, words: str) -> bool:
    """Whether a concept stands in a piece of the question that it is asked in, respelled or not.

    >>> is_in(Concept("Tdie", ("tide",), ConceptKind.CONTENT, ()), "when is the tide low")
    True
    """
    said = words.casefold()
    return concept.asked.casefold() in said or " ".join(concept.words) in said
