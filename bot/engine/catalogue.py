"""What every process has of a generation: its terms, its documents, and what it was made with.

It is a container as an index file is (see `bot.index.container`), with the same sections but
those that grow with the passages: these are in the engine. A million passages have one of some
40 MB. The engine keeps it in pieces, and a process in a file of its own, which is mapped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.engine.connection import LATER, EngineConnection
from bot.engine.field_coding import QUICK, from_field, to_field
from bot.engine.layout import chunk_id
from bot.errors import IndexDamaged
from bot.index import EmbeddedIndex, IndexedDocument
from bot.index.container import Reader

FILE = "citebot.catalogue"
VERSION = 16  # bytes that tell what was sent of a document
CHUNK = 1 << 20  # bytes of a piece
_AT_ONCE = 8  # pieces
_SHARED = (
    "documents", "form.first", "form.number", "form.text", "idf", "idf.frequency", "impact",
    "term.first", "term.form", "term.rarity", "term.text", "term.top", "times", "words",
)  # fmt: skip
_VECTORS = ("vector.first", "vector.key", "vector.passage", "vector.row", "vector.sentence")


def version_of(document: IndexedDocument, source: str) -> bytes:
    """What changes whenever what the engine has of a document has to; `source` is its address."""
    told = [document.key, document.title, document.sha256, document.language, document.count,
            document.origin, source, document.spoken]  # fmt: skip
    return blake2b(json.dumps(told).encode(), digest_size=VERSION).digest()


def written(
    index: EmbeddedIndex, slots: Sequence[int], versions: Sequence[bytes], meta: Mapping[str, Any]
) -> bytes:
    """The catalogue of an index; slots and versions are of its documents, `meta` joins its own."""
    import numpy as np  # noqa: PLC0415  (only a reindex needs it)

    from bot.index.arrays import smallest  # noqa: PLC0415
    from bot.index.writer import Writer  # noqa: PLC0415

    file = BytesIO()
    writer = Writer(file)
    try:
        vectors = _VECTORS if (index.model or {}).get("vectors") else ()
        for name in (*_SHARED, *vectors):
            writer.add(name, index.section(name))
        writer.add("term.frequency", smallest(index.columns.frequencies()))
        writer.add("document.slot", np.array(slots, np.uint32))
        writer.add("document.version", b"".join(versions))
        writer.finish({**index.meta, **meta})
    finally:
        writer.close()
    return file.getvalue()


def chunks(catalogue: bytes) -> Iterator[str]:
    """The pieces that the engine keeps."""
    for at in range(0, len(catalogue), CHUNK):
        yield to_field(catalogue[at : at + CHUNK], QUICK)


def opened(connection: EngineConnection, index: str, count: int, folder: Path | None) -> Reader:
    """The catalogue of an index of the engine, from the file in `folder` or the engine's pieces.

    Raises EngineSilent, IndexDamaged.
    """
    if folder is not None:
        with suppress(OSError, IndexDamaged):
            reader = Reader.open(folder / FILE)
            if reader.meta.get("generation") == index:
                return reader
    data = b"".join(_fetched(connection, index, count))
    if folder is not None:
        with suppress(OSError):
            return _saved(folder, data)
    with TemporaryDirectory() as elsewhere:
        return _saved(Path(elsewhere), data)


def _fetched(connection: EngineConnection, index: str, count: int) -> Iterator[bytes]:
    for at in range(0, count, _AT_ONCE):
        ids = [chunk_id(piece) for piece in range(at, min(at + _AT_ONCE, count))]
        for source in connection.records(index, ids, LATER):
            yield from_field(source["piece"])


def _saved(folder: Path, data: bytes) -> Reader:
    """A new file for the place of the one before, whole or not at all. OSError."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix="citebot.", suffix=".new", delete=False) as file:
        own = Path(file.name)
        try:
            file.write(data)
            file.flush()
            reader = Reader.open(own)
            own.replace(folder / FILE)
        except BaseException:
            own.unlink(missing_ok=True)
            raise
    return reader
