"""The index as a file of this machine: everything is looked up in the mapped file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from bot.index.container import Reader
from bot.index.documents import IndexedDocument
from bot.index.postings import PostingLists, Scored, Searcher
from bot.index.stored_passages import StoredPassages
from bot.passages.receipts import receipt, same

if TYPE_CHECKING:
    from bot.index.arrays import IndexArrays
    from bot.index.stored_vectors import StoredVectors

# From this many passages on it is worth loading the compiled part (some 10 ms, once) or numpy.
LARGE = 5_000


class EmbeddedIndex(StoredPassages):
    """An open index file, or one in memory."""

    def __init__(self, reader: Reader, *, as_it_was: bool = False) -> None:
        self.postings = PostingLists(reader)
        super().__init__(reader, as_it_was=as_it_was)

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

    def section(self, name: str) -> memoryview:
        """A whole section of the file, as it is. Raises IndexDamaged."""
        return self._reader[name].all()

    @cached_property
    def columns(self) -> IndexArrays:
        """All of it as arrays of numpy, for whoever builds upon it."""
        from bot.index.arrays import IndexArrays  # noqa: PLC0415  (numpy takes long to load)

        return IndexArrays(self._reader)

    def add_vectors(
        self, file: IO[bytes], vectors: StoredVectors | None, model: Mapping[str, Any]
    ) -> None:
        """Write vectors, or that there are none, and what made them, into this index's own file.

        This index must not be used afterwards. Raises OSError.
        """
        from bot.index.stored_vectors import append  # noqa: PLC0415

        append(file, self._reader, vectors, {"model": dict(model)})

    def frequency(self, term: int, within: range | None = None) -> int:
        """See `Index.frequency`."""
        return self.postings.frequency(term, within)

    def search(
        self, weights: Mapping[int, float], count: int, within: range | None = None
    ) -> list[Scored]:
        """See `Index.search`; here `within` may be any passages."""
        terms = self._weighted_terms(weights)
        return self._searcher.search(terms, count, range(len(self)) if within is None else within)

    def having(self, term: int, ranges: Sequence[range] | None = None) -> Iterator[int]:
        """See `Index.having`."""
        return self.postings.passages(term, *([] if ranges is None else [ranges]))

    def impacts(self, terms: Collection[int], passages: Sequence[int]) -> list[dict[int, float]]:
        """See `Index.impacts`."""
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

    def quoted(self, code: str) -> int | None:
        """See `Index.quoted`: nothing is kept of receipts, so each passage's is computed."""
        for document in self.documents:
            for number, passage in zip(
                document.numbers, self.passages(document.numbers), strict=True
            ):
                found = receipt(document.sha256, passage.start, passage.end, passage.text)
                if same(code, found):
                    return number
        return None

    def with_all(self, terms: Collection[int]) -> list[IndexedDocument]:
        """See `Index.with_all`."""
        having = [  # for each term, where its documents begin
            {self.document_of(passage).first for passage in self.having(term)} for term in terms
        ]
        firsts = set.intersection(*having) if having else set()
        return [document for document in self.documents if document.first in firsts]
