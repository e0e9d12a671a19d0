"""Which of the things that a question asks about a passage has, and where it has them.

And whether what is asked for of a thing is among them: "What is the antidote for hemlock?" is not
answered by where hemlock grows, for which nearly all of the words speak, for what a question names
first is what it wants.

Left out on purpose: what is asked for as "which ..." or behind "how", which may be told in other
words, and what an abbreviation stands for or a word means.
"""

import re
from typing import NamedTuple

from bot.patterns import WORD, lazy
from bot.ranking.concepts import Concept, ConceptKind
from bot.ranking.features import FeatureExtractor, Features

_OF_A_THING = lazy(
    rf"\bwhat(?:['\u2019]?s| is| are| was| were) the ((?:{WORD} ){{0,2}}?{WORD})"
    r" (?:for|of|to|against|in|on|at|from)\b",
    re.IGNORECASE,
    needs=("what",),
)


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


def presences(extractor: FeatureExtractor, features: Features, words: str) -> list[Presence]:
    """Each thing with content that a question itself asks about in those words, in its order."""
    positions, passage = extractor.positions, features.passage
    sentences = positions.sentences(passage)
    best = next(one for one in sentences if one.start == features.best.start)
    in_best = extractor.levels(frozenset(best.positions))
    in_text = extractor.levels(frozenset(term for one in sentences for term in one.positions))
    above = extractor.levels(positions.heading(passage) | positions.title(passage))
    return [
        Presence(concept, *map(bool, levels))
        for concept, *levels in zip(extractor.query.concepts, in_best, in_text, above, strict=True)
        if concept.kind is ConceptKind.CONTENT and is_in(concept, words)
    ]


def is_in(concept: Concept, words: str) -> bool:
    """Whether a concept stands in a piece of the question that it is asked in, respelled or not.

    >>> is_in(Concept("Tdie", ("tide",), ConceptKind.CONTENT, ()), "when is the tide low")
    True
    """
    said = words.casefold()
    return concept.asked.casefold() in said or " ".join(concept.words) in said


def lacks_attribute(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether it is asked what the one thing of another is, and a passage has no such thing."""
    asked = _OF_A_THING.search(extractor.query.question)
    if asked is None:
        return False
    things = presences(extractor, features, asked[1])
    return bool(things) and not any(one.is_there for one in things)
