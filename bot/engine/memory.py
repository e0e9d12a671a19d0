"""What documents said before they were changed, for receipts: kept beside the generations.

It is in the index of history, which is never swapped: a version with all receipts that are of it.
Its caller decides in which form a version is written.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.engine.connection import LATER, EngineConnection
from bot.engine.field_coding import from_field, to_field
from bot.engine.generations import history_of, prepare_history
from bot.errors import GenerationGone
from bot.passages.passage import MOST_VERSIONS
from bot.passages.receipts import folded

_MANY = 1000


class PastVersion(NamedTuple):
    """A version of a document: its receipts, and all that is to be known of it."""

    document: str
    sha256: str
    receipts: tuple[str, ...]
    line: bytes


def remember(connection: EngineConnection, gone: Iterable[PastVersion]) -> None:
    """Keep versions that are about to be replaced. Raises EngineError."""
    prepare_history(connection)
    index = history_of(connection)
    for version in gone:
        connection.call("PUT", f"/{index}/_doc/{version.sha256}{_tag(version.document)}", {
            "document": version.document,
            "sha256": version.sha256,
            "receipts": [folded(code) for code in version.receipts],
            "at": time.time(),
            "line": to_field(version.line),
        }, params={"refresh": "true"}, seconds=LATER)  # fmt: skip
        _drop_oldest(connection, index, version.document)


def _tag(document: str) -> str:
    return f"-{zlib.crc32(document.encode(errors='surrogatepass')):08x}"


def _drop_oldest(connection: EngineConnection, index: str, document: str) -> None:
    body = {
        "size": _MANY,
        "from": MOST_VERSIONS,
        "_source": False,
        "query": {"term": {"document": document}},
        "sort": [{"at": "desc"}],
    }
    for hit in connection.search(index, body, LATER)["hits"]["hits"]:
        connection.call("DELETE", f"/{index}/_doc/{hit['_id']}", seconds=LATER)


def lines_with(connection: EngineConnection, code: str) -> Iterator[bytes]:
    """The versions that a receipt in normal form is of, the latest first. Raises EngineError."""
    body = {
        "size": MOST_VERSIONS,
        "_source": ["line"],
        "query": {"term": {"receipts": folded(code)}},
        "sort": [{"at": "desc"}],
    }
    try:
        found = connection.search(history_of(connection), body, LATER)
    except GenerationGone:  # nothing was ever remembered
        return
    for hit in found["hits"]["hits"]:
        yield from_field(hit["_source"]["line"])
