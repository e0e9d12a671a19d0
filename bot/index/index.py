"""An open index: its passages, its terms, and the best passages for weighted terms.

Everything is looked up in the mapped file when it is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from bot.analysis.analyzer import Analyzer, analyzer
from bot.analysis.language_packs import digest
from bot.errors import IndexDamaged
from bot.index.container import Reader
from bot.index.fingerprint import fingerprint
from bot.index.postings import PostingLists, Scored, Searcher, WeightedTerm
from bot.index.stored_passages import StoredPassages
from bot.index.term_dictionary import TermDictionary
from bot.index.term_positions import TermPositions

if TYPE_CHECKING:
    from bot.index.arrays import IndexArrays
    from bot.index.stored_vectors import StoredVectors

# From this many passages on it is worth loading the compiled part (some 10 ms, once) or numpy.
LARGE = 5_000


class Index(StoredPassages):
    """An open index. Numbers of passages and of terms count from 0."""

    def __init__(self, reader: Reader, *, as_it_was: bool = False) -> None:
        known = fingerprint()
        needed = {"format": known["format"]} if as_it_was else known
        if {key: reader.meta.get(key) for key in needed} != needed:
            raise IndexDamaged("the index was made by another version")
        super().__init__(reader)
        self._views: dict[str, Self] = {}
        self.parts: dict[object, Index] = {}  # what is allowed -> see `part`
        self.meta: dict[str, Any] = reader.meta
        self.identity = reader.identity
        self.postings = PostingLists(reader)
        if any(digest(one) != made for one, made in reader.meta["packs"].items()):
            raise IndexDamaged("the index was made with another language pack")
        self._read_in(self.analyzer)
        self.frequency = self.postings.frequency

    def _read_in(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.terms = TermDictionary(self._reader, self.postings, analyzer.tag)
        self.term, self.surfaces = self.terms.number, self.terms.surfaces
        self.idf, self.rarity = self.terms.idf, self.terms.rarity

    def read_in(self, language: str) -> Self:
        """The same index for questions in one of its languages, with the terms of that alone.

        Without this a question is read in the language that the most passages are in.
        """
        if language == self.analyzer.language:
            return self
        if language not in self._views:
            view = copy(self)
            view._read_in(analyzer(language))  # noqa: SLF001  (it is one of us)
            self._views[language] = view
        return self._views[language]

    @classmethod
    def open(cls, path: Path, *, own_copy: bool = False) -> Self:
        """Open an index file, or a copy of it that no other program can change.

        OSError, or IndexDamaged where it is not a whole one of ours.
        """
        return cls(Reader.open(path, own_copy=own_copy))

    @classmethod
    def open_earlier(cls, path: Path) -> Self:
        """An index of other code that writes files as ours does: to be read, not to be served.

        OSError, or IndexDamaged where it is none.
        """
        return cls(Reader.open(path), as_it_was=True)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """An index that lives in memory only."""
        return cls(Reader(data))

    def verify(self) -> None:
        """Read all of it and check every block; raises IndexDamaged."""
        self._reader.verify()

    @cached_property
    def kept(self) -> dict[str, str]:
        """The documents that are not as their files are now, by name, and why each is not."""
        return {document.name: document.kept for document in self.documents if document.kept}

    @cached_property
    def columns(self) -> IndexArrays:
        """All of it as arrays of numpy, for whoever builds upon it."""
        from bot.index.arrays import IndexArrays  # noqa: PLC0415  (numpy takes long to load)

        return IndexArrays(self._reader)

    @cached_property
    def vectors(self) -> StoredVectors:
        """The vectors of passages and sentences. Raises IndexDamaged, also where there are none."""
        from bot.index.stored_vectors import stored_vectors  # noqa: PLC0415  (numpy, as above)

        return stored_vectors(self._reader, len(self))

    @property
    def model(self) -> Mapping[str, Any] | None:
        """What it keeps of the sentence model that it was made with, if it was made with one."""
        return self.meta.get("model")

    def add_vectors(
        self, file: IO[bytes], vectors: StoredVectors | None, model: Mapping[str, Any]
    ) -> None:
        """Write vectors, or that there are none, and what made them, into this index's own file.

        This index must not be used afterwards. Raises OSError.
        """
        from bot.index.stored_vectors import append  # noqa: PLC0415

        append(file, self._reader, vectors, {"model": dict(model)})

    def search(
        self, weights: Mapping[int, float], count: int, within: range | None = None
    ) -> list[Scored]:
        """The `count` best passages for terms with weights above 0, best first.

        A passage's score is the sum of weight times impact; equal scores stand in the
        order of the corpus. Only passages that have one of the terms are found, and only
        those in `within`, where given.
        """
        terms = sorted(map(self._weighted, weights, weights.values()), key=lambda term: -term.most)
        return self._searcher.search(terms, count, range(len(self)) if within is None else within)

    def ranges(self, within: range | None) -> Sequence[range]:
        """The passages to look among, ascending: all there are, or those of them in `within`."""
        return [range(len(self)) if within is None else within]

    def has_form(self, form: str) -> bool:  # noqa: ARG002  (a part of an index has to look)
        """Whether one of the forms may be shown; see `IndexPart`."""
        return True

    def _weighted(self, term: int, weight: float) -> WeightedTerm:
        weight *= self.idf(term)
        return WeightedTerm(term, weight, weight * self.terms.top(term))

    def impacts(self, terms: Collection[int], passages: Sequence[int]) -> list[dict[int, float]]:
        """For each passage the impacts, without idf, of those of the terms that it has."""
        rows = self._searcher.impacts([*terms], passages)
        return [{t: x for t, x in zip(terms, row, strict=True) if x} for row in rows]

    @cached_property
    def _searcher(self) -> Searcher:
        """Plain Python for a small corpus; for a large one the compiled search, else numpy."""
        if len(self) < LARGE:
            return self.postings
        from bot.native import kernels  # noqa: PLC0415  (not for a small corpus)

        library = kernels()
        if library is None:
            from bot.index.numpy_search import NumpySearch  # noqa: PLC0415

            return NumpySearch(self._reader, self.postings)
        from bot.index.compiled_search import CompiledSearch  # noqa: PLC0415

        return CompiledSearch(self._reader, library)

    def term_positions(self, terms: Collection[int], line: tuple[int, ...] = ()) -> TermPositions:
        """Finds these terms, and no others, in passages; `line` are some of them in order."""
        return TermPositions(self, {form: t for t in terms for form in self.terms.forms(t)}, line)
