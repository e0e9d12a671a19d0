"""A reindex from end to end: what changed, what the pinned questions say, the switch.

The gate asks the pinned questions of the index before and of the new one, and refuses the
new one where a question that was right would become wrong, unless it is forced.

Left out on purpose: which generation a running library serves; see `library`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.answer import Answer, NoAnswer, answer
from bot.documents import corpus
from bot.errors import DocumentError, IndexDamaged, QuestionSetError, Refused
from bot.evaluation.pinned import Broken, Pinned
from bot.evaluation.pinned import compare as compare_pinned
from bot.evaluation.question_sets import SHOWN, Question, parse
from bot.index import Index
from bot.passages import Passage
from bot.passages.diff import DocumentChanges, compare
from bot.snapshots.progress import Progress
from bot.snapshots.snapshot import Location, Snapshot, build_in_memory, rebuild

log = logging.getLogger(__name__)

_TOLD = 3  # broken questions in one line


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reindex changed, or would: by document, and the passages there are then.

    `kept` names the documents that are served as they were when they could last be read.
    `problems` says what is wrong with the operator's own files. Where `refused` is true nothing
    was switched; `pinned` says why. Where `unsaved` is true the new index could only be kept in
    memory.
    """

    documents: tuple[DocumentChanges, ...]
    unreadable: tuple[DocumentError, ...]
    passages: int
    dry_run: bool
    kept: tuple[str, ...] = ()
    pinned: Pinned = Pinned()  # noqa: RUF009  (frozen)
    refused: bool = False
    problems: tuple[str, ...] = ()  # with the operator's own files, a sentence each
    unsaved: bool = False

    @property
    def switched(self) -> bool:
        """Whether the new index is in place."""
        return not (self.dry_run or self.refused)


class Gate:
    """Lets a new index through, or refuses it; remembers what it saw.

    `asked_for` is a reindex that somebody waits for: it is told how many pinned questions
    are right, and of a bad questions.jsonl. Where an index is built by itself, such a file
    only makes a line in the log.
    """

    def __init__(self, root: Path, *, asked_for: bool = False, force: bool = False) -> None:
        self._root = root
        self._asked_for = asked_for
        self._force = force
        self.after: Snapshot | None = None
        self.pinned = Pinned()

    def __call__(self, before: Snapshot | None, after: Snapshot) -> None:
        """Compare two generations. Raises Refused, QuestionSetError, DocumentError."""
        self.after = after
        if before is None and not self._asked_for:
            return
        asking = None if before is None else _asking(before)
        self.pinned = compare_pinned(self._questions(), asking, _asking(after))
        if self.pinned.broken and not self._force:
            raise Refused(refusal(self.pinned.broken))

    def _questions(self) -> list[Question]:
        try:
            return pinned_questions(self._root)
        except (QuestionSetError, DocumentError) as error:
            if self._asked_for and not self._force:
                raise
            log.warning("No pinned questions are asked: %s", error)
            return []


def refusal(broken: Sequence[Broken]) -> str:
    """Which questions would become wrong, how, and what to do, in one line."""
    told = "; ".join(map(str, broken[:_TOLD]))
    more = f"; and {len(broken) - _TOLD} more" if len(broken) > _TOLD else ""
    count = "1 pinned question" if len(broken) == 1 else f"{len(broken)} pinned questions"
    return (
        f"{count} would become wrong: {told}{more}. The index stays as it was; correct the "
        "documents or questions.jsonl, or switch with `citebot reindex --force`."
    )


def pinned_questions(root: Path) -> list[Question]:
    """The pinned questions of a corpus, if any. Raises QuestionSetError, DocumentError."""
    return parse(corpus.operator_file(root, corpus.QUESTIONS), corpus.QUESTIONS)


def _asking(snapshot: Snapshot) -> Callable[[Question], Answer | NoAnswer]:
    def ask(question: Question) -> Answer | NoAnswer:
        index, thesaurus = snapshot.index, snapshot.thesaurus
        return answer(question.question, index, thesaurus, count=SHOWN, after=question.after)

    return ask


@dataclass(frozen=True, slots=True)
class Reindex:
    """A reindex that somebody asked for, of the corpus `root` with its index in `folder`."""

    root: Path
    folder: Path
    progress: Progress
    dry_run: bool = False
    force: bool = False

    def run(self, before: Index | None) -> tuple[Snapshot, Changes]:
        """What came of it, and what changed since `before`. Raises as `rebuild` does.

        What came of it is not to be served where the changes say so: `switched`.
        """
        gate = Gate(self.root, asked_for=True, force=self.force)
        place = Location(self.root, self.folder, self.progress, gate)
        refused = False
        try:
            after = build_in_memory(place, before) if self.dry_run else rebuild(place, before)
        except Refused:
            if gate.after is None:
                raise
            after, refused = gate.after, True
        return after, self._changes(before, after, gate.pinned, refused=refused)

    def _changes(
        self, before: Index | None, after: Snapshot, pinned: Pinned, *, refused: bool
    ) -> Changes:
        try:
            same = _same(before, after.index)
            old = {} if before is None else by_document(before, same)
        except IndexDamaged:  # then nothing is known of what was there
            old, same = {}, frozenset()
        documents = compare(old, by_document(after.index, same))
        kept = tuple(document.name for document in after.index.documents if document.kept)
        return Changes(
            documents, after.unreadable, len(after.index), self.dry_run, kept, pinned, refused,
            after.problems, unsaved=not self.dry_run and after.index.identity is None,
        )  # fmt: skip


def _same(before: Index | None, after: Index) -> frozenset[str]:
    """The names of documents that are word for word what they were."""
    old = () if before is None else before.documents
    known = {document.name: (document.key, document.sha256) for document in old}
    return frozenset(
        document.name
        for document in after.documents
        if known.get(document.name) == (document.key, document.sha256)
    )


def by_document(index: Index, same: Collection[str]) -> Mapping[str, Sequence[Passage]]:
    """Document name -> its passages in order; of the `same` ones none. Raises IndexDamaged."""
    return {
        document.name: []
        if document.name in same
        else [
            index.passage(number)
            for number in range(document.first, document.first + document.count)
        ]
        for document in index.documents
    }
