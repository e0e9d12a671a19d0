"""What differs by where a corpus is served from: an index file of this machine, or an engine.

An engine's modules are loaded where one is named, and not before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict, Unpack

from bot.meaning import model_choice
from bot.snapshots.places import places
from bot.snapshots.snapshot import Location, Snapshot, reloaded

if TYPE_CHECKING:
    from bot.engine.address import EngineAddress
    from bot.passages.passage import DocumentVersion

AnyPath = str | os.PathLike[str]


class Choices(TypedDict, total=False):
    """What a library may be opened with, beside its corpus; see `Library.open`."""

    model: AnyPath | None
    model_passages: int | None
    language: str | None
    engine: EngineAddress | str | None


def location_of(
    corpus: AnyPath | None,
    index: AnyPath | None,
    *,
    own_copy: bool = False,
    **choices: Unpack[Choices],
) -> Location:
    """Where a corpus is. Raises SettingsError, ModelUnusable."""
    engine = choices.get("engine")
    if isinstance(engine, str):
        from bot.engine.address import EngineAddress  # noqa: PLC0415

        engine = EngineAddress.parse(engine)
    choice = model_choice(choices.get("model"), choices.get("model_passages"))
    language = choices.get("language") or ""
    return Location(*places(corpus, index), choice, own_copy, language, engine)


def newest(location: Location, current: Snapshot, *, at_once: bool = False) -> Snapshot:
    """The current snapshot, or what another process has put in its place since.

    An engine is asked for that once a second, or `at_once`. Raises EngineError.
    """
    if location.engine is None:
        return reloaded(location, current)
    from bot.snapshots.engine_snapshots import renewed  # noqa: PLC0415

    return renewed(location, current, at_once=at_once)


def past_versions(location: Location, code: str) -> Iterator[DocumentVersion]:
    """What documents said before, the latest first, as far as a receipt may be of it."""
    if location.engine is None:
        from bot.snapshots.history import versions  # noqa: PLC0415

        return versions(location.folder)
    from bot.snapshots.engine_snapshots import remembered  # noqa: PLC0415

    return remembered(location, code)
