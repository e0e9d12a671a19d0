"""The terms of an index and the word forms behind them, numbered in sorted order.

A term is a stem; its forms are the words of the documents, in normal form, that have it.
Each term is shown by its commonest form in English, else by the shortest. What the previous index
has in order stays in order: only what is new is sorted, and put between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from bot.analysis import rarities, rarity
from bot.analysis.analyzer import DEFAULT_LANGUAGE, TAG, analyzer_for
from bot.analysis.utf8 import decoded, encoded
from bot.errors import IndexDamaged
from bot.index.arrays import IndexArrays, Numbers, begins
from bot.index.numbered_strings import NumberedStrings
from bot.index.segment import Segment
from bot.index.string_arrays import Numbering, StringArray

Rarities = npt.NDArray[np.float64]

_TAG = TAG.encode()
_MANY = 2_000  # words, for which it is worth reading the whole table of rarities
_BITS = 20  # of the table of forms
_NO_TERM = 2**32 - 1
_NONE: npt.NDArray[np.int64] = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class SortedTerms:
    """Sorted terms and sorted forms."""

    terms: StringArray
    forms: StringArray
    counts: Numbers  # how often each form occurs
    form_numbers: Numbers  # term by term those of its forms, the commonest first
    first_forms: Numbers  # where each term's begin among these, and the last's end
    rarities: npt.NDArray[np.float32]  # of each term's commonest form


@dataclass(frozen=True, slots=True)
class _OldWords:
    """The words of the previous index; forms occur as often as in what is taken over from it."""

    terms: StringArray
    forms: StringArray
    counts: Numbers
    term_of_form: Numbers
    form_numbers: Numbers  # as `SortedTerms` has them
    first_forms: Numbers
    rarities: npt.NDArray[np.float32]


class Lexicon:
    """Numbers terms and forms as segments bring them, until all are known."""

    def __init__(self) -> None:
        self._terms, self._forms = Numbering[bytes](), Numbering[bytes]()
        self._known_forms = NumberedStrings(self._forms, bits=_BITS)
        self._term_of_form = np.zeros(0, np.uint32)
        self._counts = _NONE  # how often each form occurs, and zeros

    def take(self, segment: Segment) -> npt.NDArray[np.uint32]:
        """Take in a segment's terms and forms; returns the numbers of its terms."""
        before, first = len(self._forms), segment.forms.first
        forms = self._known_forms.numbers(segment.forms.text.tobytes(), first[:-1], first[1:])
        fresh = forms >= before  # they are numbered as they come
        terms = np.full(len(segment.terms), _NO_TERM, np.uint32)  # known by their forms, else new
        terms[segment.term_of_form[~fresh]] = self._term_of_form[forms[~fresh]]
        new = np.flatnonzero(terms == _NO_TERM)
        terms[new] = [*map(self._terms.__getitem__, segment.terms.take(new).all())]
        self._term_of_form = np.append(self._term_of_form, terms[segment.term_of_form[fresh]])
        if len(self._forms) > len(self._counts):  # make room for more than these
            room = np.zeros(2 * len(self._forms) - len(self._counts), np.int64)
            self._counts = np.append(self._counts, room)
        self._counts[forms] += segment.form_counts
        return terms

    def finish(
        self, old: IndexArrays | None = None, gone: Mapping[bytes, int] = MappingProxyType({})
    ) -> tuple[SortedTerms, Numbers, Numbers]:
        """All words, and the final numbers of the terms: of those taken in, and of the old.

        `old` is an index from which documents are taken over; `gone` says how often each form
        occurs in the others. An old term that does not stay gets the number of what
        comes after it, so that numbers ascend. Raises IndexDamaged.
        """
        previous = _old_words(old, gone)
        terms, forms = StringArray.of([*self._terms]), StringArray.of([*self._forms])
        order, form_order = terms.order(), forms.order()
        stays = previous.counts > 0
        term_stays = np.bincount(previous.term_of_form[stays], minlength=len(previous.terms)) > 0
        every, of_old, of_new, _ = _merged(previous.terms, term_stays, terms.take(order))
        rank = np.empty(len(terms), np.int64)  # provisional number -> final
        rank[order] = of_new

        every_form, of_old_form, of_new_form, added = _merged(
            previous.forms, stays, forms.take(form_order)
        )
        counts, term_of_form = np.zeros((2, len(every_form)), np.int64)
        counts[of_old_form[stays]] = previous.counts[stays]
        term_of_form[of_old_form[stays]] = of_old[previous.term_of_form[stays]]
        counts[of_new_form] += self._counts[form_order]
        new_term = rank[self._term_of_form[form_order]]
        term_of_form[of_new_form] = new_term

        known = np.full(len(every_form), np.nan)  # a form -> its rarity
        tops = previous.form_numbers[previous.first_forms[:-1]]
        known[of_old_form[tops[stays[tops]]]] = previous.rarities[stays[tops]]
        in_order = of_old_form[previous.form_numbers[stays[previous.form_numbers]]]
        numbers = _by_term(every_form, term_of_form, in_order, added, known)
        first = begins(np.bincount(term_of_form, minlength=len(every)))
        rare = _known(every_form, numbers[first[:-1]], known).astype(np.float32)
        return SortedTerms(every, every_form, counts, numbers, first, rare), rank, of_old


def _old_words(old: IndexArrays | None, gone: Mapping[bytes, int]) -> _OldWords:
    if old is None:
        empty = StringArray.of([])
        return _OldWords(
            empty, empty, _NONE, _NONE, _NONE, np.zeros(1, np.int64), np.zeros(0, np.float32)
        )
    forms, counts = old.all_strings("form"), old["form.count"].astype(np.int64)
    words = sorted(gone.items())
    places, known = forms.find(StringArray.of([form for form, _ in words]))
    if not known.all():
        raise IndexDamaged("the index is damaged (a word of its text that it does not have)")
    counts[places] -= np.array([count for _, count in words], np.int64)
    first, numbers = old["term.form"].astype(np.int64), old["form.number"].astype(np.int64)
    term_of_form = np.empty(len(forms), np.int64)
    term_of_form[numbers] = np.repeat(np.arange(len(first) - 1), np.diff(first))
    return _OldWords(
        old.all_strings("term"), forms, counts, term_of_form, numbers, first, old["term.rarity"]
    )


def _merged(
    old: StringArray, stays: npt.NDArray[np.bool_], new: StringArray
) -> tuple[StringArray, Numbers, Numbers, Numbers]:
    """Two sorted arrays as one, without the old strings that do not stay; and where each went.

    An old one that is new again stays: `stays` says so then. Last, the numbers of those added.
    """
    places, known = old.find(new)
    stays[places[known]] = True
    inserted = places[~known]  # ascending
    left = np.append(0, np.cumsum(stays))  # how many stay of those before
    came = np.cumsum(np.bincount(inserted, minlength=len(old) + 1))  # of those up to there
    of_old = (left + came)[: len(old)]
    added = left[inserted] + np.arange(len(inserted))
    of_new = np.empty(len(new), np.int64)
    of_new[known] = of_old[places[known]]
    of_new[~known] = added
    source = np.empty(int(left[-1]) + len(inserted), np.int64)
    source[of_old[stays]] = np.flatnonzero(stays)
    source[added] = len(old) + np.flatnonzero(~known)
    return old.joined(new).take(source), of_old, of_new, added


def _by_term(
    forms: StringArray, term_of_form: Numbers, in_order: Numbers, added: Numbers, known: Rarities
) -> Numbers:
    """The forms term by term, the commonest first; `in_order` are so already."""
    touched = np.zeros(int(term_of_form.max(initial=-1)) + 1, np.bool_)
    touched[term_of_form[added]] = True
    calm = in_order[~touched[term_of_form[in_order]]]
    rest = np.flatnonzero(touched[term_of_form])
    known[rest] = np.nan  # an index has less digits of it than an order takes
    rare, sizes = _known(forms, rest, known), forms.sizes[rest]
    # The commonest in English first, then the shortest, then by the alphabet.
    numbers = np.concatenate([calm, rest[np.lexsort((sizes, rare, term_of_form[rest]))]])
    ordered: Numbers = numbers[np.argsort(term_of_form[numbers], kind="stable")]
    return ordered


def _known(forms: StringArray, numbers: Numbers, known: Rarities) -> Rarities:
    """The rarity of different forms; `known` is that of all so far, and has these as well then."""
    unknown = np.sort(numbers[np.isnan(known[numbers])])
    known[unknown] = _rarities(forms.take(unknown))
    return known[numbers]


def _rarities(forms: StringArray) -> Rarities:
    """The rarity of sorted forms; where they are many, by looking for the words of the table."""
    if len(forms) < _MANY:
        return np.array([_rarity(form) for form in forms.all()])
    table = rarities()
    places, known = forms.find(StringArray.of([*map(encoded, table)]))
    found = np.full(len(forms), rarity(""))  # of a word that is not in the table
    found[places[known]] = np.array([*table.values()])[known]
    if (forms.text == ord(TAG)).any():  # not all are English
        for number, form in enumerate(forms.all()):
            if _TAG in form:
                found[number] = _rarity(form)
    return found


def _rarity(form: bytes) -> float:
    """The rarity of one form, with its tag where it has one."""
    word, _, language = decoded(form).partition(TAG)
    return analyzer_for(language or DEFAULT_LANGUAGE).rarity(word)
