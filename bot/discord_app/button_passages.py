"""Finds the passages that buttons refer to, in the corpus as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.discord_app.custom_ids import PassageLink, document_tag, text_tag
from bot.errors import NotFound
from bot.library import Library
from bot.passages import Passage


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage as it stands now. `changed` where it stood otherwise when the button was made."""

    link: PassageLink
    passage: Passage
    changed: bool


def found_once(library: Library, links: Iterable[PassageLink]) -> list[FoundPassage]:
    """What links lead to, each passage once: of two paragraphs of one text one may be left."""
    found: dict[str, FoundPassage] = {}
    for link in links:
        if (one := find(library, link)) is not None:
            found.setdefault(one.passage.id, one)
    return [*found.values()]


def find(library: Library, link: PassageLink) -> FoundPassage | None:
    """The passage with the text that is linked, wherever in its document that stands now, and of
    several the nearest to where it stood; else the one with the number that is linked; None
    where there is neither.
    """
    changed = None
    for document in library.documents:
        if document_tag(document.name) != link.document:
            continue
        passage = _numbered(library, f"{document.key}:{link.number}")
        if passage is not None and text_tag(passage.text) == link.text:
            return FoundPassage(link, passage, changed=False)
        moved = _with_text(library, document.name, link)
        if moved is not None:
            return FoundPassage(link, moved, changed=False)
        changed = changed or passage
    return FoundPassage(link, changed, changed=True) if changed else None


def _numbered(library: Library, passage_id: str) -> Passage | None:
    try:
        return library.passage(passage_id)
    except NotFound:
        return None


def _with_text(library: Library, document: str, link: PassageLink) -> Passage | None:
    try:
        passages = library.passages(document)
    except NotFound:  # the corpus was reindexed meanwhile
        return None
    same = (passage for passage in passages if text_tag(passage.text) == link.text)
    return min(same, key=lambda passage: abs(passage.number - link.number), default=None)


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
