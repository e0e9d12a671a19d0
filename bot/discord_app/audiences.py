"""Which place is answered from which documents: the handlers for each place.

The operator says which documents a server may see (`servers.toml`), its managers which of these it
and its channels are answered from (`SettingsStore`).
"""

from __future__ import annotations

from functools import lru_cache

from bot.discord_app.handlers import Handlers
from bot.discord_app.settings_store import SettingsStore
from bot.discord_app.venue import Venue
from bot.documents.document_filter import DocumentFilter

_MOST = 64  # parts of the corpus, each with suggestions of its own


class Audiences:
    """The handlers of all places, and the settings of servers. For several threads at once."""

    def __init__(self, handlers: Handlers) -> None:
        self._all, self._library = handlers, handlers.library
        self.settings = SettingsStore(handlers.library.index_folder)
        self._part = lru_cache(_MOST)(self._made)

    @property
    def open(self) -> bool:
        """Whether every document may be seen everywhere."""
        return self._library.access.open

    @property
    def document_names(self) -> tuple[str, ...]:
        """The names of all documents."""
        return tuple(document.name for document in self._library.documents)

    def may_see(self, server: int | None) -> DocumentFilter:
        """What the operator lets a server see."""
        return self._library.access.seen_in(server)

    def at(self, venue: Venue) -> Handlers:
        """The handlers for a place, which know its documents only. It may wait for the disk."""
        self._library.reload()  # the access rules, and what another process has indexed
        self.settings.refresh()
        only = self.may_see(venue.server)
        if patterns := self.settings.documents(venue):
            only = only.and_of(patterns)
        return self._part(only) if only.groups else self._all

    def _made(self, only: DocumentFilter) -> Handlers:
        return self._all.of(self._library.part(only))
