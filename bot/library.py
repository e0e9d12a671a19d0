"""A corpus and its index, opened together: the public Python API, and the one wiring place.

    from bot import Library
    library = Library.open("corpus")
    for quotation in library.ask("What is the LD50 in rats?").quotations:
        print(quotation.passage.text, quotation.passage.references)

A library may be asked from several threads at once; each answer comes whole from one
generation of the corpus.

Left out on purpose: printing, settings, and Discord.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Self, TypeVar

from bot.answer import Answer, NoAnswer, answer
from bot.changes import DocumentChanges, compare
from bot.errors import DocumentError, IndexDamaged, NotFound
from bot.generation import Generation, Progress, build_in_memory, current, rebuild, saved
from bot.index import Index, IndexedDocument
from bot.passages import Entry, Passage

log = logging.getLogger(__name__)

T = TypeVar("T")
_MAX_COUNT = 50


def _no_progress(done: int, total: int) -> None:
    """Tell nobody how far the indexing is."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation marker points to: entries by document name, and who cites it."""

    marker: str
    entries: tuple[tuple[str, Entry], ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reindex changed, or would: by document, and the passages there are then."""

    documents: tuple[DocumentChanges, ...]
    unreadable: tuple[DocumentError, ...]
    passages: int
    dry_run: bool


class Library:
    """An open corpus. Made by `Library.open`."""

    def __init__(self, root: Path, folder: Path, generation: Generation) -> None:
        self.root = root
        self.index_folder = folder
        self._generation = generation

    @classmethod
    def open(
        cls,
        corpus: str | os.PathLike[str] | None = None,
        index: str | os.PathLike[str] | None = None,
        *,
        progress: Progress = _no_progress,
    ) -> Self:
        """Open a corpus, a folder or a file; by default ./corpus, else the shipped one.

        `index` is the folder for the index; by default one in the user's cache folder.
        `progress` is told of documents done and in all, where there is indexing to do.
        Raises CorpusNotFound, CorpusEmpty.
        """
        root, folder = places(corpus, index)
        return cls(root, folder, current(root, folder, progress))

    @property
    def unreadable(self) -> tuple[DocumentError, ...]:
        """The files of the corpus that could not be read, and why."""
        return self._generation.unreadable

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the operator's own files, a sentence each."""
        return self._generation.problems

    @property
    def documents(self) -> tuple[IndexedDocument, ...]:
        """The documents in order."""
        return self._generation.index.documents

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._generation.index)

    def ask(
        self,
        question: str,
        *,
        count: int = 3,
        document: str | None = None,
        after: str | None = None,
    ) -> Answer | NoAnswer:
        """Answer with at most `count` passages (1 to 50), or say why not.

        `document` limits the answer to one document, by name or by the first part of its
        passage ids; `after` is the question before, for a follow-up. Raises NotFound for a
        document that is not there.
        """

        def ask(generation: Generation) -> Answer | NoAnswer:
            within = None if document is None else _range(generation.index, document)
            return answer(
                question,
                generation.index,
                generation.thesaurus,
                count=min(max(count, 1), _MAX_COUNT),
                within=within,
                after=after,
            )

        return self._use(ask)

    def passages(self, document: str | None = None) -> list[Passage]:
        """All passages in order, of one document or of all. Raises NotFound."""

        def read(generation: Generation) -> list[Passage]:
            index = generation.index
            numbers = range(len(index)) if document is None else _range(index, document)
            return [index.passage(number) for number in numbers]

        return self._use(read)

    def passage(self, passage_id: str) -> Passage:
        """One passage by its id, such as "fasoracetam:12". Raises NotFound."""
        return self._use(lambda g: g.index.passage(g.index.number_of(passage_id)))

    def around(self, passage_id: str, context: int) -> list[Passage]:
        """A passage between its `context` neighbours on either side, of its document."""

        def read(generation: Generation) -> list[Passage]:
            index = generation.index
            number = index.number_of(passage_id)
            own = index.document_of(number)
            first = max(own.first, number - context)
            last = min(own.first + own.count - 1, number + context)
            return [index.passage(number) for number in range(first, last + 1)]

        return self._use(read)

    def reference(self, marker: str) -> Reference:
        """What [marker] points to, over all documents. Raises NotFound where nothing is."""
        index = self._generation.index
        wanted = marker.strip().strip("[]").removeprefix("^")
        entries = tuple(
            (document.name, entry)
            for document in index.documents
            for entry in document.entries
            if entry.marker == wanted
        )
        citing = tuple(p for p in self.passages() if wanted in p.references)
        if not (entries or citing):
            raise NotFound(f"Nothing in the corpus is marked [{wanted}].")
        return Reference(wanted, entries, citing)

    def _use(self, use: Callable[[Generation], T]) -> T:
        """What `use` makes of this moment's generation; a damaged index is built anew first."""
        try:
            return use(self._generation)
        except IndexDamaged as error:
            log.warning("The index is built anew: %s.", error)
            self._generation = rebuild(self.root, self.index_folder, _no_progress)
            return use(self._generation)

    def reindex(self, *, dry_run: bool = False, progress: Progress = _no_progress) -> Changes:
        """Read the corpus again, put a new index in place, and say what changed.

        With `dry_run` nothing is changed, here or on disk.
        """
        before = self._generation
        if dry_run:
            after = build_in_memory(self.root, progress)
        else:
            after = rebuild(self.root, self.index_folder, progress)
            self._generation = after
        return _changes(before.index, after, dry_run=dry_run)


def reindex(
    corpus: str | os.PathLike[str] | None = None,
    index: str | os.PathLike[str] | None = None,
    *,
    dry_run: bool = False,
    progress: Progress = _no_progress,
) -> Changes:
    """`Library.reindex` for a corpus that need not be open: against the index on disk."""
    root, folder = places(corpus, index)
    before = saved(folder)
    after = build_in_memory(root, progress) if dry_run else rebuild(root, folder, progress)
    return _changes(before, after, dry_run=dry_run)


def places(
    corpus: str | os.PathLike[str] | None, index: str | os.PathLike[str] | None
) -> tuple[Path, Path]:
    """Where the corpus is and where its index goes, by the defaults of `Library.open`."""
    root = Path(corpus) if corpus is not None else _default_corpus()
    return root, Path(index) if index is not None else _default_index(root)


def _default_corpus() -> Path:
    here = Path("corpus")
    if here.is_dir():
        return here
    shipped = Path(str(files("bot"))) / "default_corpus"
    return shipped if shipped.is_dir() else Path(__file__).parent.parent / "corpus"


def _default_index(root: Path) -> Path:
    """A folder of the corpus's own among the user's cache files, by its absolute path."""
    from platformdirs import user_cache_path  # noqa: PLC0415  (not needed with --index)

    place = str(root.absolute()).encode(errors="surrogateescape")
    return user_cache_path("citebot", appauthor=False) / sha256(place).hexdigest()[:16]


def _range(index: Index, document: str) -> range:
    """The passages of a document, by its name or key."""
    for found in index.documents:
        if document in {found.name, found.key}:
            return range(found.first, found.first + found.count)
    names = ", ".join(found.name for found in index.documents[:5])
    raise NotFound(f"There is no document {document!r}; there is {names}.")


def _by_document(index: Index | None) -> dict[str, Sequence[Passage]]:
    if index is None:
        return {}
    return {
        document.name: [
            index.passage(number)
            for number in range(document.first, document.first + document.count)
        ]
        for document in index.documents
    }


def _changes(before: Index | None, after: Generation, *, dry_run: bool) -> Changes:
    try:
        old = _by_document(before)
    except IndexDamaged:  # then nothing is known of what was there
        old = {}
    documents = compare(old, _by_document(after.index))
    return Changes(documents, after.unreadable, len(after.index), dry_run)
