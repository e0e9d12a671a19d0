"""A piece of the corpus as it goes from the process that cut it to the one that merges it.

The same as a `Piece`, in few large arrays of the smallest numbers: what is not made there, in
parallel, has to be made here, one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.index.columns import Numbers
from bot.index.pieces import Piece
from bot.index.strings import StringColumn


@dataclass(frozen=True, slots=True)
class Parcel:
    """Consecutive documents, cut; see `Piece` for what is what."""

    documents: list[str]  # a row of JSON each
    passage: Mapping[str, Numbers]
    sentence: Mapping[str, Numbers]
    headings: StringColumn  # in JSON
    references: StringColumn
    blocks: StringColumn
    forms: StringColumn
    form_counts: Numbers
    term_of_form: Numbers
    terms: StringColumn
    frequencies: npt.NDArray[np.uint32]
    passages: Numbers
    times: Numbers  # that a term occurs in some passage, ascending
    codes: Numbers  # beside `passages`: which of these


def parcel(piece: Piece) -> Parcel:
    """A piece, packed."""
    times = np.unique(piece.times)
    return Parcel(
        documents=[json.dumps(row) for row in piece.documents],
        passage=piece.passage,
        sentence=piece.sentence,
        headings=StringColumn.of([heading_row(heading) for heading in piece.headings]),
        references=StringColumn.of([one.encode() for one in piece.references]),
        blocks=StringColumn.of(piece.blocks),
        forms=StringColumn.of(piece.forms),
        form_counts=piece.form_counts,
        term_of_form=piece.term_of_form,
        terms=StringColumn.of(piece.terms),
        frequencies=piece.frequencies.astype(np.uint32, copy=False),
        passages=smallest(piece.passages),
        times=times,
        codes=np.searchsorted(times, piece.times).astype(np.min_scalar_type(len(times))),
    )


def heading_row(heading: Sequence[str]) -> bytes:
    """A heading path as an index has it."""
    return json.dumps(heading, ensure_ascii=False).encode()


def smallest(column: Numbers) -> Numbers:
    """The same numbers in as few bytes as they need."""
    return column.astype(np.min_scalar_type(int(column.max(initial=0))), copy=False)
