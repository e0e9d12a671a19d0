"""What the engine keeps of a passage beside what it is found by: all that an answer needs of it.

It is stored as a string of JSON, which the engine does not look into.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Self

from bot.analysis import Span
from bot.documents.records import Place
from bot.engine.layout import TIMES
from bot.passages import Passage, PassageUnit

if TYPE_CHECKING:  # whoever only reads records does without numpy
    from bot.engine.terms_by_passage import PassageTerms


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage, whose place in the index its id tells.

    `length` is how many words it is found by, and `tokens` which of them occur how often, such as
    " dose|2 rat|1 ": in one piece, for there are many records and few are looked into.
    `opens` is whether it is the first of its document or under its headings. `units` are empty
    where it is prose as a whole. `cuts` are where its sentences start and end, in turn: finding
    them takes nltk, which would be a third of what a bot has in memory.
    """

    start: int
    text: str
    heading: tuple[str, ...]
    opens: bool
    units: tuple[PassageUnit, ...]
    references: tuple[str, ...]
    place: Place
    length: int
    tokens: str
    cuts: Sequence[int]

    @classmethod
    def parse(cls, written: str) -> Self:
        """The record that `record_of` wrote."""
        start, text, heading, opens, units, references, place, length, tokens, cuts = json.loads(
            written
        )
        return cls(
            start, text, tuple(heading), opens,
            tuple([PassageUnit(*unit) for unit in units]), tuple(references), Place(*place), length,
            tokens, cuts,
        )  # fmt: skip

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The passage's sentences, as `Passage.sentences` has them."""
        return tuple(map(Span, self.cuts[::2], self.cuts[1::2]))

    def times(self, token: str) -> int:
        """How often a token occurs in the passage and its headings, 0 where it does not."""
        wanted = f" {token}{TIMES}"
        at = self.tokens.find(wanted)
        if at < 0:
            return 0
        at += len(wanted)
        return int(self.tokens[at : self.tokens.index(" ", at)])


class CutPassage(Passage):
    """A passage that knows its sentences; otherwise as any other, and equal to it."""

    _cut: tuple[Span, ...]

    @classmethod
    def of(cls, passage: Passage, sentences: tuple[Span, ...]) -> Self:
        """That passage, with its sentences."""
        own = cls(*passage)
        own._cut = sentences
        return own

    @property
    def sentences(self) -> tuple[Span, ...]:
        """See `Passage.sentences`."""
        return self._cut


def record_of(passage: Passage, *, opens: bool, terms: PassageTerms) -> str:
    """What is stored of a passage; `parse` reads it."""
    whole = passage.units == (PassageUnit(passage.start, passage.end, prose=True),)
    return json.dumps([
        passage.start, passage.text, passage.heading, opens,
        () if whole else passage.units, passage.references, passage.place, terms.length,
        terms.times, [*chain.from_iterable(passage.sentences)],
    ])  # fmt: skip
