"""What a command works with: the settings, the corpus, and its library."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path

from bot.cli.console import progress, warn
from bot.library import Library
from bot.settings import Settings, read

REFUSED = (
    "The corpus has changed, but would answer a pinned question wrongly, so it is served as it "
    "was; `citebot reindex` says which question, `citebot reindex --force` switches."
)


@dataclass(frozen=True, slots=True)
class Session:
    """What the options before the command say; the library is opened when first needed."""

    settings: Settings
    corpus: Path | None
    index: Path | None

    def library(self, *, asked_by_people: bool = False) -> Library:
        """Open the corpus; on a terminal, long indexing shows how far it is."""
        count = asked_by_people and self.settings.gaps
        with progress() as tell:
            library = Library.open(self.corpus, self.index, progress=tell, count_gaps=count)
        for error in library.unreadable:
            kept = any(f"{name}/".startswith(f"{error.name}/") for name in library.kept)
            served = "its last good version is" if kept else "the other documents are"
            warn(f"{error} ({served} served)")
        if library.refused:
            warn(REFUSED)
        return library


def started(corpus: Path | None, index: Path | None) -> Session:
    """A session by the options and the settings, with the log going to standard error."""
    settings = read(os.environ, Path(".env"))
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
    return Session(settings, corpus or settings.corpus, index or settings.index)
