"""What is set up, what is missing, and what to do next. Reads only; connects nowhere."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.errors import CitebotError
from bot.generation import INDEX_FILE, saved
from bot.library import Library
from bot.places import places
from bot.reindexing import pinned_questions
from bot.settings import Settings

_REFUSED = (
    "the corpus has changed, but would answer a pinned question wrongly, so it is served as it "
    "was; `citebot reindex` says which question"
)
GOOD, NOTE, BAD = "ok", "note", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `state` is "ok", "note" (works, could be better) or "bad"."""

    state: str
    text: str


def examine(settings: Settings, corpus: Path | None, index: Path | None) -> list[Finding]:
    """Look at everything that citebot needs; never raises for what it looks for."""
    root, folder = places(corpus, index)
    return [
        Finding(GOOD, f"Python {sys.version.split()[0]}"),
        *_corpus(root, folder),
        *_index(folder),
        *_token(settings),
    ]


def _corpus(root: Path, folder: Path) -> list[Finding]:
    try:
        library = Library.open(root, folder)
    except CitebotError as error:
        return [Finding(BAD, f"corpus: {error}")]
    documents = len(library.documents)
    summary = f"corpus {root}: {documents} documents, {len(library)} passages"
    return [
        Finding(GOOD, summary),
        *(Finding(BAD, f"not served: {error}") for error in library.unreadable),
        *(Finding(BAD, problem) for problem in library.problems),
        *_pinned(root),
        *([Finding(BAD, _REFUSED)] if library.refused else []),
    ]


def _pinned(root: Path) -> list[Finding]:
    try:
        count = len(pinned_questions(root))
    except CitebotError as error:
        return [Finding(BAD, f"pinned questions: {error}")]
    return [Finding(GOOD, f"pinned questions: {count}")] if count else []


def _index(folder: Path) -> list[Finding]:
    if saved(folder) is not None:
        size = (folder / INDEX_FILE).stat().st_size
        return [Finding(GOOD, f"index in {folder}: {size / 1e6:.1f} MB")]
    if not _writable(folder):
        return [Finding(NOTE, f"no index can be saved in {folder}; it is built at every start. "
                              "Give a folder of your own with --index.")]  # fmt: skip
    return [Finding(NOTE, f"no index in {folder} yet; it is built when first needed.")]


def _writable(folder: Path) -> bool:
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return True
    except OSError:
        return False


def _token(settings: Settings) -> list[Finding]:
    env_file = Path(".env")
    open_to_all = env_file.is_file() and os.name == "posix" and env_file.stat().st_mode & 0o077
    warning = "others on this machine can read .env; run `chmod 600 .env`"
    found = [Finding(NOTE, warning)] if open_to_all and settings.token else []
    if settings.token is None:
        text = "no DISCORD_TOKEN: fine for the command line; the Discord bot needs one"
        return [*found, Finding(NOTE, text)]
    return [*found, Finding(GOOD, "DISCORD_TOKEN is set")]
