"""What the engine keeps of a passage beside what it is found by: all that an answer needs of it.

It is stored as a string of JSON, which the engine does not look into.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.documents.records import Place
from bot.passages import Passage, PassageUnit

if TYPE_CHECKING:  # whoever only reads records does without numpy
    from bot.engine.terms_by_passage import PassageTerms


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage by its document's slot and its number there, from 0.

    `length` is how many words it is found by, and `tokens` which of them occur how often: each
    with a blank on both sides, in one piece, for there are many records and few are looked into.
    `opens` is whether it is the first of its document or under its headings. `units` are empty
    where it is prose as a whole.
    """

    slot: int
    number: int
    start: int
    text: str
    heading: tuple[str, ...]
    opens: bool
    units: tuple[PassageUnit, ...]
    references: tuple[str, ...]
    place: Place
    length: int
    tokens: tuple[tuple[int, str], ...]

    @classmethod
    def parse(cls, slot: int, written: str) -> Self:
        """The record that `record_of` wrote."""
        number, start, text, heading, opens, units, references, place, length, times = json.loads(
            written
        )
        return cls(
            slot, number, start, text, tuple(heading), opens,
            tuple([PassageUnit(*unit) for unit in units]), tuple(references), Place(*place), length,
            tuple([(int(often), f" {tokens} ") for often, tokens in times.items()]),
        )  # fmt: skip

    def times(self, token: str) -> int:
        """How often a token occurs in the passage and its headings, 0 where it does not."""
        wanted = f" {token} "
        return next((often for often, tokens in self.tokens if wanted in tokens), 0)


def record_of(passage: Passage, *, opens: bool, terms: PassageTerms) -> str:
    """What is stored of a passage; `parse` reads it."""
    whole = passage.units == (PassageUnit(passage.start, passage.end, prose=True),)
    return json.dumps([
        passage.number - 1, passage.start, passage.text, passage.heading, opens,
        () if whole else passage.units, passage.references, passage.place, terms.length,
        {often: " ".join(tokens) for often, tokens in terms.times.items()},
    ])  # fmt: skip
