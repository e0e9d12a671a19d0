"""Finds the passages that buttons refer to, in the corpus as it is now.

Left out on purpose: what is said about a passage that has changed; see `desk`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.discord_app.custom_ids import Ref, document_tag, text_tag
from bot.errors import NotFound
from bot.library import Library
from bot.passages import Passage


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of now. `changed` where its text is not what the button was made for."""

    ref: Ref
    passage: Passage
    changed: bool


def find(library: Library, ref: Ref) -> FoundPassage | None:
    """The passage of a reference: with its text, wherever in its document that stands now;
    else the one that has its number; None where there is none.
    """
    changed = None
    for document in library.documents:
        if document_tag(document.name) != ref.document:
            continue
        passage = _numbered(library, f"{document.key}:{ref.number}")
        if passage is not None and text_tag(passage.text) == ref.text:
            return FoundPassage(ref, passage, changed=False)
        moved = _with_text(library, document.name, ref.text)
        if moved is not None:
            return FoundPassage(ref, moved, changed=False)
        changed = changed or passage
    return FoundPassage(ref, changed, changed=True) if changed else None


def _numbered(library: Library, passage_id: str) -> Passage | None:
    try:
        return library.passage(passage_id)
    except NotFound:
        return None


def _with_text(library: Library, document: str, tag: str) -> Passage | None:
    try:
        passages = library.passages(document)
    except NotFound:  # the corpus was reindexed meanwhile
        return None
    return next((passage for passage in passages if text_tag(passage.text) == tag), None)


def document_of(library: Library, given: str) -> str:
    """The document that a user means: by its name, or by `#` and its tag.

    Autocomplete offers tags for names of more than 100 characters, which Discord does not take.
    """
    if given.startswith("#"):
        tag = given[1:]
        for document in library.documents:
            if document_tag(document.name) == tag:
                return document.name
    return given
