"""What a reindex changed, as text for people and as data for programs."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.documents.formats import advice_on
from bot.errors import DocumentError
from bot.evaluation.gate import Changes
from bot.passages.diff import DocumentChanges, Pair
from bot.render.terminal import Style, excerpt, one_line, visible
from bot.translation import gettext, ngettext, translated

_FIRST = ("changed", "removed", "added", "same")
_BESIDE = 2  # words beside those that changed
_FEW = 10  # documents as before that are named
_NAMED = 10  # files of kinds that are not read


class WordMarks(NamedTuple):
    """What stands before and behind words that went, and words that came."""

    went: tuple[str, str] = ("[-", "-]")
    came: tuple[str, str] = ("{+", "+}")


_IN_BRACKETS = WordMarks()


def as_text(changes: Changes, style: Style, marks: WordMarks = _IN_BRACKETS) -> str:
    """A line a document, and under it a line a passage that is not as it was.

    What is not as it was or cannot be read comes first, and last what stayed as it was; of very
    many that did, how many.
    """
    in_order = sorted(changes.documents, key=lambda document: _FIRST.index(document.state))
    same = [document for document in in_order if document.state == "same"]
    lines: list[str] = []
    for document in in_order[: len(in_order) - len(same)]:
        lines.append(_about(document))
        if document.state == "changed":
            lines += [f"  {line}" for line in _details(document, style, marks)]
    lines += [_unreadable(error, changes) for error in changes.unreadable]
    lines += [
        one_line(gettext("cannot be used: {problem}", problem=problem))
        for problem in changes.problems
    ]
    if changes.pinned.count:
        right, count = changes.pinned.right, changes.pinned.count
        lines.append(
            gettext("pinned questions: {right} of {count} right", right=right, count=count)
        )
        lines += [
            one_line("  " + gettext("now wrong: {question}", question=broken.line))
            for broken in changes.pinned.broken
        ]
    lines += [passed_over(changes.passed_over)] if changes.passed_over else []
    lines += (
        map(_about, same)
        if len(same) <= _FEW
        else [ngettext("{number} document as before", "{number} documents as before", len(same))]
    )
    last = ngettext(
        "{number} passage. {done}", "{number} passages. {done}", changes.passages,
        done=_done(changes),
    )  # fmt: skip
    return "\n".join([*lines, last])


def passed_over(names: Sequence[str]) -> str:
    """Which files of kinds that are not read there are; there is one at least.

    >>> passed_over(["a.tex", "b.zip"])
    'not read, being of other kinds: a.tex (export it as .pdf), b.zip'
    """
    shown = ", ".join(map(_with_advice, names[:_NAMED]))
    if len(names) <= _NAMED:
        return gettext("not read, being of other kinds: {files}", files=shown)
    return ngettext(
        "not read, being of other kinds: {files} and {number:,} more",
        "not read, being of other kinds: {files} and {number:,} more",
        len(names) - _NAMED,
        files=shown,
    )


def _with_advice(name: str) -> str:
    advice = advice_on(name)
    if not advice:
        return one_line(name)
    return gettext("{file} ({advice})", file=one_line(name), advice=advice)


def _unreadable(error: DocumentError, changes: Changes) -> str:
    why = one_line(translated(error.line))
    if error.covers(changes.kept):
        return gettext("not readable, served as it last could be read: {error}", error=why)
    return gettext("not readable, left out: {error}", error=why)


def _done(changes: Changes) -> str:
    if changes.dry_run:
        return gettext("Nothing was written (dry run).")
    if changes.refused:
        return gettext("Refused: the index stays as it was.")
    if changes.unsaved:
        why = one_line(changes.unsaved)
        return gettext("The new index could not be saved: {why}.", why=why)
    return gettext("The new index is in place.")


def _about(document: DocumentChanges) -> str:
    name, told = one_line(document.document), _summary(document)
    return gettext("{document}: {changes}", document=name, changes=told)


def _summary(document: DocumentChanges) -> str:
    told = (
        ngettext("{number} added", "{number} added", len(document.added)),
        ngettext("{number} removed", "{number} removed", len(document.removed)),
        ngettext("{number} changed", "{number} changed", len(document.changed)),
        ngettext("{number} moved", "{number} moved", len(document.moved)),
    )
    which = (document.added, document.removed, document.changed, document.moved)
    return ", ".join(one for one, some in zip(told, which, strict=True) if some) or gettext(
        "as before"
    )


def _details(document: DocumentChanges, style: Style, marks: WordMarks) -> list[str]:
    return [
        *(f"+ {one_line(passage.id)}  {excerpt(passage.text)}" for passage in document.added),
        *(f"- {one_line(passage.id)}  {excerpt(passage.text)}" for passage in document.removed),
        *(
            f"~ {one_line(pair.after.id)}  {differing_words(pair, marks)}"
            for pair in document.changed
        ),
        *(
            style.dim(
                one_line(
                    "> " + gettext("{old} is now {new}", old=pair.before.id, new=pair.after.id)
                )
            )
            for pair in document.moved
        ),
    ]


def differing_words(pair: Pair, marks: WordMarks = _IN_BRACKETS) -> str:
    """The words that went and came, [-old-] {+new+}, and those next to them; "..." for the others.

    >>> from bot.passages import Passage
    >>> old = Passage("a:1", "a", 1, (), "Take up to 5 mg a day", 0, 21, (), ())
    >>> new = Passage("a:1", "a", 1, (), "Take up to 6 mg a day", 0, 21, (), ())
    >>> differing_words(Pair(old, new))
    '... up to [-5-] {+6+} mg a ...'
    """
    before, after = pair.before.text.split(), pair.after.text.split()
    pieces: list[str] = []
    for kind, i, i_end, j, j_end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pieces += _nearest(after[j:j_end], begins=i == 0, ends=i_end == len(before))
            continue
        pieces += [" ".join(before[i:i_end]).join(marks.went)] if i < i_end else []
        pieces += [" ".join(after[j:j_end]).join(marks.came)] if j < j_end else []
    return visible(" ".join(pieces))


def _nearest(words: list[str], *, begins: bool, ends: bool) -> list[str]:
    """Of words that stayed, those next to a change, which is on both sides but at the text's ends.

    >>> _nearest(["Take", "up", "to"], begins=True, ends=False)
    ['...', 'up', 'to']
    """
    first, last = 0 if begins else _BESIDE, 0 if ends else _BESIDE
    if len(words) <= first + last:
        return words
    return [*words[:first], "...", *words[len(words) - last :]]


def as_data(changes: Changes) -> dict[str, Any]:
    """The same, ready for JSON; passages by their ids, changed ones with both texts."""
    return {
        "passages": changes.passages,
        "dry_run": changes.dry_run,
        "documents": [
            {
                "document": document.document,
                "state": document.state,
                "added": [passage.id for passage in document.added],
                "removed": [passage.id for passage in document.removed],
                "changed": [
                    {
                        "id": p.after.id,
                        "was": p.before.id,
                        "old": p.before.text,
                        "new": p.after.text,
                    }
                    for p in document.changed
                ],
                "moved": [{"id": p.after.id, "was": p.before.id} for p in document.moved],
            }
            for document in changes.documents
        ],
        "unreadable": [
            {"document": e.name, "why": e.why, "kept": e.covers(changes.kept)}
            for e in changes.unreadable
        ],
        "kept": list(changes.kept),
        "passed_over": list(changes.passed_over),
        "problems": list(changes.problems),
        "refused": changes.refused,
        "saved": changes.switched and not changes.unsaved,
        "pinned": {
            "count": changes.pinned.count,
            "right": changes.pinned.right,
            "broken": [
                {"question": b.question, "gold": list(b.gold), "was": b.was, "now": b.now}
                for b in changes.pinned.broken
            ],
        },
    }
