"""Makes a generation of an index that was built here: a new index of the engine, beside the old.

    publication.make(lease)
    publication.opened()        # to be asked the pinned questions
    publication.serve(lease)    # in one step

Where most of the corpus is as it was, the new index begins as a clone of the old (which costs no
room, for an index that is sealed never changes), and only documents that changed are sent.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.analysis.utf8 import encoded
from bot.engine import catalogue, generations
from bot.engine.bulk import Bulk
from bot.engine.connection import LATER, EngineConnection
from bot.engine.engine_index import TEXT_PIECE, EngineIndex
from bot.engine.field_coding import to_field
from bot.engine.generations import Generation, Lease
from bot.engine.layout import ENGINE_FORMAT, body_of, chunk_id, passage_id, shards, text_id
from bot.engine.passage_record import record_of
from bot.engine.terms_by_passage import WINDOW, TermsByPassage
from bot.errors import EngineSilent, GenerationGone
from bot.index import EmbeddedIndex, IndexedDocument
from bot.index.fingerprint import fingerprint
from bot.passages.receipts import folded, receipt
from bot.translation import Message

_CHANGED = 0.3  # of the passages, at most, that a clone is worth while for
_APART = 0.02  # relative, of the average lengths that impacts in one index are of, at most
_REPLICAS = 120.0  # seconds that replicas may take
_READY = "60s"  # for primaries, which takes a moment
_MERGE = 600.0  # seconds
_TIMED_OUT = 408  # of a state that was waited for


@dataclass(frozen=True, slots=True)
class Told:
    """What a generation tells beside its documents: the operator's files, as JSON has them."""

    own_files: Sequence[Any]
    pinned: Sequence[str]
    sources: Mapping[str, str]


@dataclass(slots=True)
class _Plan:
    """Which documents go into which slots, and which have to be sent or deleted."""

    slots: list[int] = field(default_factory=list)
    versions: list[bytes] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)  # numbers of documents
    gone: list[tuple[int, IndexedDocument]] = field(default_factory=list)
    next_slot: int = 0


class Publication:
    """A generation in the making."""

    def __init__(
        self,
        connection: EngineConnection,
        served: str | None,
        before: EngineIndex | None,
        index: EmbeddedIndex,
        told: Told,
    ) -> None:
        """`served` is the index to be taken out of service, `before` the same as far as usable."""
        self._connection, self._index, self._told = connection, index, told
        self._served, self._before = served, before
        self._terms = TermsByPassage(index)
        self.name = generations.new_name(connection)
        self.sent = 0  # passages
        self.is_served = False
        self._chunks = 0

    def make(self, lease: Lease) -> None:
        """Fill a new index, and count what is in it. Raises EngineError, IndexDamaged."""
        generations.clean(self._connection)
        if not self._can_clone():
            self._before = None
        chunks = self._catalogue()
        self._chunks = len(chunks)
        self._create()
        with Bulk(self._connection, self.name) as bulk:
            if self._before is not None:
                bulk.delete(self._ids_of_gone(self._before))
            for piece, chunk in enumerate(chunks):
                bulk.index(chunk_id(piece), {"piece": chunk})
            self._send(bulk)
        lease.renew()
        self._finish()
        lease.renew()

    @cached_property
    def _plan(self) -> _Plan:
        known: dict[bytes, int] = {}  # version -> slot
        plan, before = _Plan(), self._before
        if before is not None:
            plan.next_slot = before.meta["next_slot"]
            known = dict(before.versions())
        left = dict(known)
        for number, document in enumerate(self._index.documents):
            source = self._told.sources.get(document.name, document.source)
            version = catalogue.version_of(document, source)
            slot = left.pop(version, None)
            if slot is None:
                slot, plan.next_slot = plan.next_slot, plan.next_slot + 1
                plan.sent.append(number)
            plan.slots.append(slot)
            plan.versions.append(version)
        if before is not None:
            documents = before.by_slot
            plan.gone = [(slot, documents[slot]) for slot in left.values()]
        return plan

    def _can_clone(self) -> bool:
        before = self._before
        if before is None or shards(len(before)) != shards(len(self._index)):
            return False
        known = fingerprint()
        if {key: before.meta.get(key) for key in known} != known:
            return False
        low, high = self._averages(before)
        stale = before.meta["stale"] + self._moved()
        if high > low * (1 + _APART) or stale > _CHANGED * len(self._index):
            del self._plan
            return False
        return True

    def _averages(self, before: EngineIndex | None) -> tuple[float, float]:
        """The least and the largest average length that impacts in the new index are of."""
        own = self._terms.average
        low, high = (own, own) if before is None else before.meta["averages"]
        return min(low, own), max(high, own)

    def _create(self) -> None:
        told = {"format": ENGINE_FORMAT, "chunks": self._chunks, "made": int(time.time())}
        meta = {"_meta": {"citebot": told}}  # it is known as ours, also if we are killed
        if self._before is None:
            body = body_of(shards(len(self._index)))
            self._call("PUT", "", {**body, "mappings": body["mappings"] | meta})
        else:
            body = {"settings": {"index": {
                "blocks.write": None, "auto_expand_replicas": False, "number_of_replicas": 0,
            }}}  # fmt: skip
            self._connection.call(
                "PUT", f"/{self._before.generation}/_clone/{self.name}", body, seconds=LATER
            )
            self._call("PUT", "/_mapping", meta)
        self._wait_for("yellow", _READY, LATER)

    def _ids_of_gone(self, before: EngineIndex) -> Iterator[str]:
        for slot, document in self._plan.gone:
            yield from (passage_id(slot, number) for number in range(document.count))
            yield from (text_id(slot, piece) for piece in range(_pieces(document)))
        yield from map(chunk_id, range(self._chunks, before.chunks))

    def _send(self, bulk: Bulk) -> None:
        """Send the documents that are not there yet, a window of passages at a time."""
        documents, slots = self._index.documents, self._plan.slots
        numbers = iter(self._plan.sent)
        window: list[int] = []
        for number in numbers:
            if window and documents[number].numbers.stop - documents[window[0]].first > WINDOW:
                self._send_window(bulk, window)
                window = []
            window.append(number)
            _send_text(bulk, slots[number], self._index.document_text(documents[number]))
        if window:
            self._send_window(bulk, window)

    def _send_window(self, bulk: Bulk, window: Sequence[int]) -> None:
        index, slots = self._index, self._plan.slots
        first = index.documents[window[0]].first
        end = index.documents[window[-1]].numbers.stop
        wanted = {number: own for own in window for number in index.documents[own].numbers}
        for number, terms in enumerate(self._terms.window(first, end), first):
            if (own := wanted.get(number)) is None:
                continue
            document, passage = index.documents[own], index.passage(number)
            code = receipt(document.sha256, passage.start, passage.end, passage.text)
            bulk.index(passage_id(slots[own], number - document.first), {
                "slot": str(slots[own]),
                "number": number - document.first,
                "markers": passage.references,
                "receipt": folded(code),
                "words": terms.words,
                "record": record_of(passage, opens=index.opens(number), terms=terms),
            })  # fmt: skip
            self.sent += 1

    def _catalogue(self) -> list[str]:
        """The catalogue in pieces."""
        average, plan = self._terms.average, self._plan
        stale = 0 if self._before is None else self._before.meta["stale"] + self._moved()
        written = catalogue.written(self._index, plan.slots, plan.versions, {
            "generation": self.name,
            "passages": len(self._index),
            "average": average,
            "averages": self._averages(self._before),
            "next_slot": plan.next_slot,
            "stale": stale,
            "own_files": list(self._told.own_files),
            "pinned": list(self._told.pinned),
        })  # fmt: skip
        return [*catalogue.chunks(written)]

    def _moved(self) -> int:
        """How many passages are to be sent or deleted."""
        sent = sum(self._index.documents[number].count for number in self._plan.sent)
        return sent + sum(document.count for _, document in self._plan.gone)

    def _finish(self) -> None:
        """Refresh, seal, have replicas made, and count."""
        if self._before is None:
            self._call("POST", "/_forcemerge?max_num_segments=1", seconds=_MERGE)
        self._call("POST", "/_flush")
        self._call("POST", "/_refresh")
        sealed = {"blocks.write": True, "auto_expand_replicas": "0-1"}
        self._call("PUT", "/_settings", {"index": sealed})
        body = {"query": {"exists": {"field": "slot"}}, "size": 0, "track_total_hits": True}
        there = self._connection.search(self.name, body, LATER)["hits"]["total"]["value"]
        if there != len(self._index):
            raise EngineSilent(
                Message(
                    "The engine has {there} passages instead of {count}; run `citebot reindex` "
                    "again.",
                    there=there,
                    count=len(self._index),
                )
            )

    def opened(self) -> EngineIndex:
        """The new generation, read back from the engine. Raises EngineError."""
        generation = Generation(self.name, {"format": ENGINE_FORMAT, "chunks": self._chunks})
        return generations.opened(self._connection, generation, None)

    def serve(self, lease: Lease) -> None:
        """Put it in service, once its replicas are there. Raises EngineError."""
        self._wait_for("green", f"{_REPLICAS:.0f}s", _REPLICAS + LATER)
        lease.renew()
        generations.switch(self._connection, self._served, self.name)
        self.is_served = True
        if self._served is not None:
            generations.retire(self._connection, self._served)

    def drop(self) -> None:
        """Delete it. Raises EngineError."""
        try:
            self._call("DELETE", "")
        except GenerationGone:
            return

    def _wait_for(self, status: str, limit: str, seconds: float) -> None:
        path = f"/_cluster/health/{self.name}"
        params = {"wait_for_status": status, "timeout": limit}
        found = self._connection.call(
            "GET", path, params=params, seconds=seconds, ignore=(_TIMED_OUT,)
        )
        if found["timed_out"]:
            raise EngineSilent(
                Message(
                    "The engine's new index is {found}, and not {status} within {limit}; nothing "
                    "was switched. `citebot doctor` says how the engine is.",
                    found=found["status"],
                    status=status,
                    limit=limit,
                )
            )

    def _call(self, method: str, path: str, body: Any = None, seconds: float = LATER) -> Any:
        return self._connection.call(method, f"/{self.name}{path}", body, seconds=seconds)


def _pieces(document: IndexedDocument) -> int:
    return -(-document.size // TEXT_PIECE)


def _send_text(bulk: Bulk, slot: int, text: str) -> None:
    """Send a document's text in pieces."""
    data = encoded(text)
    for piece, at in enumerate(range(0, len(data), TEXT_PIECE)):
        bulk.index(text_id(slot, piece), {"piece": to_field(data[at : at + TEXT_PIECE])})
