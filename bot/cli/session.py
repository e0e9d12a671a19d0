"""What a command works with: the settings, the corpus, and its library."""

import logging
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.cli.console import progress, warn
from bot.cli.log_lines import JsonLines, TextLines
from bot.library import Library
from bot.settings import Settings, read
from bot.snapshots.backends import Choices
from bot.translation import Message, gettext

if TYPE_CHECKING:
    from bot.engine.address import EngineAddress

ENV_FILE = Path(".env")
_LINE = "%(levelname)s %(name)s: %(message)s"
REFUSED = Message(
    "the corpus has changed, but would answer a pinned question wrongly, so it is served as it "
    "was; `citebot reindex` says which question, `citebot reindex --force` switches"
)


class Session(NamedTuple):
    """The settings, and the options before the command, which go before them."""

    settings: Settings
    corpus: Path | None
    index: Path | None  # type: ignore[assignment]  # a tuple's own method, of no use here

    def library(self, *, asked_by_people: bool = False, lasting: bool = False) -> Library:
        """Open the corpus. On a terminal, indexing that takes long shows how far it is.

        With `asked_by_people`, words that the corpus lacks are counted where the settings say so.
        `lasting` is for a process that is to run for days.
        """
        count = asked_by_people and self.settings.gaps
        with progress() as tell:
            library = Library.open(
                self.corpus,
                self.index,
                progress=tell,
                count_gaps=count,
                own_copy=lasting,
                **choices_of(self.settings),
            )
        for error in library.unreadable:
            if error.covers(library.kept):
                warn(gettext("{error} (its last good version is served)", error=error.line))
            else:
                warn(gettext("{error} (the other documents are served)", error=error.line))
        if library.refused:
            warn(REFUSED)
        return library


def choices_of(settings: Settings) -> Choices:
    """How the settings want a corpus opened. Raises SettingsError."""
    return {
        "model": settings.model,
        "model_passages": settings.model_passages,
        "language": settings.language,
        "engine": engine_of(settings),
    }


def engine_of(settings: Settings) -> "EngineAddress | None":
    """The engine that the settings name, if they name one. Raises SettingsError."""
    if settings.engine is None:
        return None
    from bot.engine.address import EngineAddress  # noqa: PLC0415  (most have none)

    return EngineAddress.parse(
        settings.engine,
        settings.engine_user or "",
        settings.engine_password or "",
        settings.engine_ca or "",
    )


def token_is_exposed() -> bool:
    """Whether the bot's token is read from a file that everyone on this machine can read."""
    if os.environ.get("DISCORD_TOKEN", "").strip() or os.name != "posix":
        return False
    return os.path.isfile(ENV_FILE) and bool(ENV_FILE.stat().st_mode & stat.S_IROTH)  # noqa: PTH113


def started(corpus: Path | None, index: Path | None) -> Session:
    """Start a session by the options and the settings; the log goes to standard error."""
    settings = read(os.environ, ENV_FILE)
    _log(settings)
    return Session(settings, corpus or settings.corpus, index or settings.index)


def _log(settings: Settings) -> None:
    logging.basicConfig(level=settings.log_level)
    formatter = JsonLines() if settings.log == "json" else TextLines(_LINE)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(formatter)
    logging.captureWarnings(settings.log == "json")  # or they would be no JSON
