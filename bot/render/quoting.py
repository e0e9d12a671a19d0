"""Receipts and quotations that were checked, as text for people and as data for programs."""

from __future__ import annotations

from bot.changes import Pair
from bot.passages import Passage
from bot.render import data
from bot.render.changes import differing_words
from bot.render.terminal import Style, passage, place, visible
from bot.verify import State, Verified


def receipt_as_text(found: Verified, style: Style) -> str:
    """What came of a receipt: the passage, or the old and the new text one over the other."""
    if found.then is None:
        return (
            f"Receipt {found.receipt} is unknown: the corpus has no such quotation, and no "
            "earlier version that is still remembered had."
        )
    if found.state is State.UNCHANGED:
        lines = ["Unchanged:", "", passage(found.then, style)]
    else:
        lines = [_since(found), "", *_then_and_now(found, style)]
    if found.kept:
        lines.append(style.dim(f"The file cannot be read now: {visible(found.kept)}."))
    return "\n".join(lines)


def _since(found: Verified) -> str:
    document = visible(found.then.document) if found.then else ""
    if found.stands:
        return f"{document} has changed since; the quotation stands word for word:"
    if found.now is None:
        return f"{document} has changed since; the quotation is no longer there:"
    return f"{document} has changed since, and the quotation with it:"


def _then_and_now(found: Verified, style: Style) -> list[str]:
    if found.stands or found.then is None:
        return [passage(found.now, style)] if found.now else []
    lines = ["then:", _indented(found.then, style)]
    if found.now is not None:
        lines += ["", "now:", _indented(found.now, style), ""]
        lines.append(f"differing: {differing_words(Pair(found.then, found.now))}")
    return lines


def _indented(given: Passage, style: Style) -> str:
    return f"{style.wrap(given.text)}\n{style.dim('-- ' + place(given))}"


def receipt_as_data(found: Verified) -> data.Json:
    """The same, ready for JSON: `stands` is the answer, `then` and `now` are passages."""
    return {
        "receipt": found.receipt,
        "state": str(found.state),
        "stands": found.stands,
        "then": None if found.then is None else data.passage(found.then),
        "now": None if found.now is None else data.passage(found.now),
        "kept": found.kept,
    }
