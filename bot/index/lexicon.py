"""The terms of an index and the word forms behind them, numbered in sorted order.

A term is a stem; its forms are the words of the documents, in normal form, that have it.
Each term is shown by its commonest form in English, else by the shortest.

Left out on purpose: where terms occur; see `merge`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from bot.index.columns import Columns, Numbers
from bot.index.pieces import Piece
from bot.text import rarities

_NONE: Numbers = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Words:
    """Sorted terms and sorted forms."""

    terms: list[bytes]
    forms: list[bytes]
    counts: Numbers  # how often each form occurs
    form_numbers: Numbers  # term by term those of its forms, the commonest first
    first_forms: Numbers  # where each term's begin among these, and the last's end
    rarities: npt.NDArray[np.float64]  # of each term's commonest form


class Lexicon:
    """Numbers terms and forms as pieces bring them, until all are known."""

    def __init__(self) -> None:
        self.terms: dict[bytes, int] = {}
        self._forms: dict[bytes, int] = {}
        self._term_of_form = _NONE
        self._counts = _NONE

    def take(self, piece: Piece) -> Numbers:
        """Take in a piece's terms and forms; gives the numbers of its terms."""
        known = self.terms
        terms = np.array([known.setdefault(term, len(known)) for term in piece.terms], np.int64)
        known = self._forms
        before = len(known)
        forms = np.array([known.setdefault(form, len(known)) for form in piece.forms], np.int64)
        fresh = forms >= before  # they are numbered as they come
        self._term_of_form = np.append(self._term_of_form, terms[piece.term_of_form[fresh]])
        self._counts = np.append(self._counts, np.zeros(len(known) - before, np.int64))
        self._counts[forms] += piece.form_counts
        return terms

    def finish(
        self,
        old: Columns | None = None,
        stay: Numbers = _NONE,
        gone: Mapping[str, int] = MappingProxyType({}),
    ) -> tuple[Words, Numbers, Numbers]:
        """All words, and the final numbers of the terms: of those taken in, and of the old.

        `old` is an index some of whose documents are kept, `stay` says how many passages each
        of its terms keeps, and `gone` how often each form occurs in what is not kept of it.
        """
        new_terms = sorted(self.terms)
        old_terms = [] if old is None else old.all_strings("term")
        terms, of_new, of_old = _merged(new_terms, old_terms, stay)
        rank = np.empty(len(self.terms), np.int64)  # provisional number -> final
        rank[[self.terms[term] for term in new_terms]] = of_new

        new_forms = sorted(self._forms)
        order = [self._forms[form] for form in new_forms]
        new_counts = self._counts[order]
        new_term = rank[self._term_of_form[order]]
        old_forms, old_counts, old_term = _old_forms(old, gone)
        forms, of_new, of_old_form = _merged(new_forms, old_forms, old_counts)
        counts = np.zeros(len(forms), np.int64)
        term_of_form = np.zeros(len(forms), np.int64)
        left = old_counts > 0
        counts[of_old_form[left]] += old_counts[left]
        term_of_form[of_old_form[left]] = of_old[old_term[left]]
        counts[of_new] += new_counts
        term_of_form[of_new] = new_term
        rare = np.array(rarities(map(bytes.decode, forms)))
        lengths = np.array([len(form) for form in forms])
        # The commonest in English first, then the shortest, then by the alphabet.
        numbers = np.lexsort((np.arange(len(forms)), lengths, rare, term_of_form))
        first = np.searchsorted(term_of_form[numbers], np.arange(len(terms) + 1))
        words = Words(terms, forms, counts, numbers, first, rare[numbers[first[:-1]]])
        return words, rank, of_old


def _old_forms(
    old: Columns | None, gone: Mapping[str, int]
) -> tuple[list[bytes], Numbers, Numbers]:
    """The forms of an index, how often each occurs in what is kept of it, and its term."""
    if old is None:
        return [], _NONE, _NONE
    forms, counts = old.all_strings("form"), old["form.count"].astype(np.int64)
    places = [bisect_left(forms, form.encode()) for form in gone]
    counts[np.array(places, np.intp)] -= np.array([*gone.values()], np.int64)
    terms = np.empty(len(forms), np.int64)
    first = old["term.form"].astype(np.int64)
    terms[old["form.number"]] = np.repeat(np.arange(len(first) - 1), np.diff(first))
    return forms, counts, terms


def _merged(
    new: Sequence[bytes], old: list[bytes], stay: Numbers
) -> tuple[list[bytes], Numbers, Numbers]:
    """Two sorted lists as one, without the old ones that do not stay; and where each went."""
    left = np.flatnonzero(stay > 0) if old else np.zeros(0, np.int64)
    kept = old if len(left) == len(old) else [old[at] for at in left.tolist()]
    places = np.array([bisect_left(kept, one) for one in new] if kept else [0] * len(new), np.int64)
    known = np.array(
        [at < len(kept) and kept[at] == one for at, one in zip(places.tolist(), new, strict=True)],
        np.bool_,
    )
    added = [one for one, is_known in zip(new, known.tolist(), strict=True) if not is_known]
    every = sorted([*kept, *added])
    inserted = places[~known]  # ascending
    of_kept = np.arange(len(kept)) + np.searchsorted(inserted, np.arange(len(kept)), "right")
    of_new = np.empty(len(new), np.int64)
    of_new[known] = of_kept[places[known]]
    of_new[~known] = inserted + np.arange(len(inserted))
    # What does not stay gets the place of what comes after it, so that places ascend.
    next_left = np.searchsorted(left, np.arange(len(old)))
    of_old = np.append(of_kept, len(every))[next_left]
    return every, of_new, of_old
