"""Which generation of a corpus the engine serves, and whose turn it is to make a new one.

The name of our indices, such as "citebot", is an alias of the index that is served, and is moved
in one step. Beside it lies "citebot-history": what is remembered (see `memory`), the lease of
whoever reindexes, and when the generations before went out of service. A lease is renewed while
a reindex lasts and ends by itself; whoever lost it cannot switch, for the alias is moved only from
the index that it was made of.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from bot.engine import catalogue
from bot.engine.connection import LATER, Conflict, EngineConnection
from bot.engine.engine_index import EngineIndex
from bot.engine.layout import ENGINE_FORMAT
from bot.errors import EngineError, EngineSilent, EngineUnfit, GenerationGone, IndexDamaged
from bot.translation import Message

_LEASE, _RETIRED = "lease", "retired"  # ids in the history
_LASTS = 60.0  # seconds that a lease is good for
_RENEWED = 10.0  # seconds between renewals
_PATIENCE = 20.0  # seconds to wait for another reindex
_PAUSE = 0.5  # seconds between tries
_STAYS = 60.0  # seconds that the generation before is kept


class Generation(NamedTuple):
    """An index of the engine that is ours, by its name, and what its mapping says of it."""

    name: str
    meta: dict[str, Any]


def served(connection: EngineConnection) -> Generation | None:
    """The generation that is served, or None where nothing is there yet.

    Raises EngineSilent, EngineUnfit: also where the name is another's.
    """
    name = connection.address.name
    try:
        found = connection.call("GET", f"/{name}/_mapping")
    except GenerationGone:
        return None
    metas = {index: row["mappings"].get("_meta", {}) for index, row in found.items()}
    if len(metas) == 1:
        [(index, meta)] = metas.items()
        if index.startswith(f"{name}-") and "citebot" in meta:
            return Generation(index, dict(meta["citebot"]))
    raise EngineUnfit(
        Message(
            "The engine at {address} has an index {name} that is not citebot's; give ours another "
            "name: CITEBOT_ENGINE=https://host:9200/another.",
            address=connection.address,
            name=name,
        )
    )


def opened(
    connection: EngineConnection, generation: Generation, folder: Path | None
) -> EngineIndex:
    """A generation as an index; `folder`, where given, has the catalogue, or gets it.

    Raises EngineSilent, and EngineUnfit where it was made by another version.
    """
    meta = generation.meta
    try:
        _check_format(meta)
        chunks = int(meta["chunks"])
        reader = catalogue.opened(connection, generation.name, chunks, folder)
        return EngineIndex(reader, connection, generation.name, chunks)
    except IndexDamaged as error:
        raise EngineUnfit(
            Message(
                "What the engine at {address} has cannot be used: {error}. `citebot reindex`, "
                "where the documents are, makes it anew.",
                address=connection.address,
                error=error.line,
            )
        ) from error


def _check_format(meta: Mapping[str, Any]) -> None:
    if meta.get("format") != ENGINE_FORMAT:
        raise IndexDamaged(Message("its format is of another version"))


def current(connection: EngineConnection, folder: Path) -> EngineIndex:
    """The index that is served. Raises EngineSilent, EngineUnfit: also where there is none."""
    connection.check()
    found = served(connection)
    if found is None:
        raise EngineUnfit(
            Message(
                "The engine at {address} has no documents yet; run `citebot reindex` where the "
                "documents are.",
                address=connection.address,
            )
        )
    return opened(connection, found, folder)


def new_name(connection: EngineConnection) -> str:
    """A name for a new generation, later ones after earlier ones."""
    moment = time.strftime("%Y%m%dt%H%M%S", time.gmtime())
    return f"{connection.address.name}-{moment}-{secrets.token_hex(3)}"


def switch(connection: EngineConnection, before: str | None, after: str) -> None:
    """Serve another generation, in one step. Raises EngineError where another was quicker."""
    name = connection.address.name
    actions: list[dict[str, Any]] = [{"add": {"index": after, "alias": name}}]
    if before is not None:
        actions.insert(0, {"remove": {"index": before, "alias": name, "must_exist": True}})
    elif served(connection) is not None:
        raise EngineSilent(Message("Another reindex was quicker; run `citebot reindex` again."))
    connection.call("POST", "/_aliases", {"actions": actions}, seconds=LATER)


class Lease:
    """The right to reindex, while it lasts."""

    def __init__(self, connection: EngineConnection) -> None:
        self._connection = connection
        self._index = history_of(connection)
        self._path = f"/{self._index}/_doc/{_LEASE}"
        self._owner = secrets.token_hex(8)
        self._place: dict[str, int] = {}
        self._end, self._lock = Event(), Lock()

    def take(self) -> None:
        """Wait for one's turn. Raises EngineSilent where another reindex goes on."""
        until = time.monotonic() + _PATIENCE
        while not self._tried():
            if time.monotonic() > until:
                raise EngineSilent(
                    Message(
                        "Another reindex is running on the engine; run `citebot reindex` again "
                        "once it is done."
                    )
                )
            time.sleep(_PAUSE)
        Thread(target=self._keep, name="lease", daemon=True).start()

    def _tried(self) -> bool:
        found = self._connection.document(self._index, _LEASE)
        if found is None:
            return self._written({"op_type": "create"})
        ended = found["_source"]["until"] < time.time()
        return ended and self._written(_place_of(found))

    def _written(self, condition: dict[str, Any]) -> bool:
        body = {"owner": self._owner, "until": time.time() + _LASTS}
        try:
            found = self._connection.call(
                "PUT", self._path, body, params=condition, seconds=_RENEWED
            )
        except Conflict:
            return False
        self._place = _place_of(found)
        return True

    def _renewed(self) -> bool:
        """Whether it could be renewed: it is one's own, also if a write is done unheard of."""
        with self._lock:
            if self._written(self._place):
                return True
            found = self._connection.document(self._index, _LEASE)
            ours = found is not None and found["_source"]["owner"] == self._owner
            return ours and found is not None and self._written(_place_of(found))

    def _keep(self) -> None:
        while not self._end.wait(_RENEWED):
            with suppress(EngineError):
                if not self._renewed():
                    return

    def renew(self) -> None:
        """Make sure that it is still one's turn. Raises EngineSilent where it is not."""
        if not self._renewed():
            raise EngineSilent(Message("Another reindex took over; run `citebot reindex` again."))

    def release(self) -> None:
        """Let another have its turn."""
        self._end.set()
        with self._lock, suppress(EngineError):
            self._connection.call("DELETE", self._path, params=self._place)


def history_of(connection: EngineConnection) -> str:
    """The name of the index with what is remembered."""
    return f"{connection.address.name}-history"


def _place_of(found: dict[str, Any]) -> dict[str, int]:
    return {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}


@contextmanager
def leased(connection: EngineConnection) -> Iterator[Lease]:
    """Be the only one to reindex, within a `with` block."""
    prepare_history(connection)
    lease = Lease(connection)
    lease.take()
    try:
        yield lease
    finally:
        lease.release()


def prepare_history(connection: EngineConnection) -> None:
    """Have the index of what is remembered."""
    path = f"/{history_of(connection)}"
    try:
        connection.call("GET", f"{path}/_mapping")
    except GenerationGone:
        with suppress(EngineUnfit):  # another was quicker
            connection.call("PUT", path, {
                "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}},
                "mappings": {"dynamic": False, "properties": {
                    "document": {"type": "keyword"},
                    "sha256": {"type": "keyword"},
                    "receipts": {"type": "keyword"},
                    "at": {"type": "double"},
                }},
            }, seconds=LATER)  # fmt: skip


def clean(connection: EngineConnection) -> None:
    """Delete what is not served: left by killed reindexes, or out of service for a minute.

    Whoever calls this has the lease, so that nobody else is making a generation.
    """
    name, kept = connection.address.name, served(connection)
    found = connection.call("GET", f"/{name}-*/_mapping", seconds=LATER)
    ours = [one for one, row in found.items() if "citebot" in row["mappings"].get("_meta", {})]
    retired = _retired(connection)
    for index in ours:
        fresh = time.time() - retired.get(index, 0.0) < _STAYS
        if not fresh and (kept is None or index != kept.name):
            with suppress(GenerationGone):
                connection.call("DELETE", f"/{index}", seconds=LATER)


def retire(connection: EngineConnection, index: str) -> None:
    """Note that a generation is out of service from now on."""
    now = time.time()
    known = {one: at for one, at in _retired(connection).items() if now - at < _STAYS}
    path = f"/{history_of(connection)}/_doc/{_RETIRED}"
    connection.call("PUT", path, {"retired": {**known, index: now}})


def _retired(connection: EngineConnection) -> dict[str, float]:
    found = connection.document(history_of(connection), _RETIRED)
    return {} if found is None else dict(found["_source"]["retired"])
