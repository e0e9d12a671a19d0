"""The index whose passages are in the engine: what ranking sees is the same as of one in a file.

Terms, documents and impacts come from the catalogue, which this process has; the engine finds
the passages that may be the best, and sends their records along. Their scores are summed up
again here, in the order and from the impacts that the embedded index has, so that scores and
order are the same to the last bit. A question takes one round trip, seldom two.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from threading import Lock
from time import monotonic
from typing import Any

from bot.analysis.utf8 import decoded
from bot.documents.records import Place
from bot.engine.catalogue import VERSION
from bot.engine.connection import LATER, SOON, EngineConnection, Source
from bot.engine.layout import QUANTUM, passage_id, text_id, token
from bot.engine.passage_record import PassageRecord
from bot.index import Index, IndexedDocument, Scored
from bot.index.container import Reader
from bot.index.postings import WeightedTerm
from bot.passages import Passage, PassageUnit
from bot.passages.receipts import folded

TEXT_PIECE = 1 << 20  # bytes of a document's text
_KEPT = 1024  # records, of some 2 KB; more than are asked for at once
_AT_ONCE = 500  # records that are asked for
_MORE = 16  # candidates beyond those wanted, for the engine rounds
_TIMES_MORE = 4  # where these are not enough
_MOST_HITS = 10_000  # that the engine gives at once
_MOST_TERMS = 1000  # of one question to the engine
_ROUNDED = 1e-6  # relative, of the engine's sums in 32 bits
_FEW = 64  # documents, from which on no more terms are asked for
_MOST_DOCUMENTS = 50_000
_SENT = ["slot", "record"]


class EngineIndex(Index):
    """A generation of the engine: its catalogue, and the name of its index there.

    `chunks` is in how many pieces the engine has the catalogue.
    """

    def __init__(
        self, reader: Reader, connection: EngineConnection, name: str, chunks: int
    ) -> None:
        self._connection, self.generation, self.chunks = connection, name, chunks
        self._records: dict[int, PassageRecord] = {}  # oldest first
        self._lock = Lock()
        self.looked = monotonic()  # when somebody saw that this is what is served
        super().__init__(reader)
        self._slots: list[int] = reader["document.slot"].all().tolist()

    def __len__(self) -> int:
        """The number of passages."""
        return int(self.meta["passages"])

    @cached_property
    def by_slot(self) -> dict[int, IndexedDocument]:
        """The documents by their slots."""
        return dict(zip(self._slots, self.documents, strict=True))

    def versions(self) -> Iterator[tuple[bytes, int]]:
        """What tells what was sent of each document, and its slot."""
        every = bytes(self._reader["document.version"].all())
        for at, slot in enumerate(self._slots):
            yield every[at * VERSION : (at + 1) * VERSION], slot

    @cached_property
    def _slot_of(self) -> dict[int, int]:
        """Number of a document's first passage -> its slot."""
        pairs = zip(self.documents, self._slots, strict=True)
        return {document.first: slot for document, slot in pairs if document.count}

    def slot(self, document: IndexedDocument) -> int:
        """The slot of a document with passages."""
        return self._slot_of[document.first]

    def frequency(self, term: int, within: range | None = None) -> int:
        """See `Index.frequency`."""
        if within is None:
            return int(self._reader["term.frequency"][term])
        body = {
            "size": 0,
            "track_total_hits": True,
            "query": {"bool": {"filter": [self._filter(within), _has(self._token(term))]}},
        }
        return int(self._connection.search(self.generation, body)["hits"]["total"]["value"])

    def search(
        self, weights: Mapping[int, float], count: int, within: range | None = None
    ) -> list[Scored]:
        """See `Index.search`."""
        terms = self._weighted_terms(weights)[:_MOST_TERMS]
        if not terms or (within is not None and not len(within)):
            return []
        least = sum(term.weight for term in terms) / QUANTUM
        asked = count + _MORE
        while True:
            found, last = self._candidates(terms, asked, within)
            if len(found) < asked or asked >= _MOST_HITS:
                return found[:count]
            if found[count - 1].score > last * (1 + self._apart) + least:
                return found[:count]
            asked = min(asked * _TIMES_MORE, _MOST_HITS)

    def _candidates(
        self, terms: Sequence[WeightedTerm], count: int, within: range | None
    ) -> tuple[list[Scored], float]:
        """The passages that the engine takes for the best, in order; and its last one's score."""
        should = [
            {"term": {"words": {"value": self._token(one.term), "boost": one.weight}}}
            for one in terms
        ]
        query: dict[str, Any] = {"should": should, "minimum_should_match": 1}
        if within is not None and len(within) < len(self):
            query["filter"] = self._filter(within)
        body = {
            "size": count,
            "track_total_hits": False,
            "_source": _SENT,
            "query": {"bool": query},
        }
        hits = self._connection.search(self.generation, body)["hits"]["hits"]
        numbers = [self._take(hit["_source"]) for hit in hits]
        scored = [Scored(number, self._score(terms, number)) for number in numbers]
        last = hits[-1]["_score"] if hits else 0.0
        return sorted(scored, key=lambda one: (-one.score, one.passage)), last

    @cached_property
    def _apart(self) -> float:
        """How far, relative, the engine's impacts may lie from those of today's average length.

        An impact changes less than the average that it is of.
        """
        low, high = self.meta["averages"]
        average: float = self.meta["average"]
        return max(high / average, average / low) - 1 + _ROUNDED if average and low else _ROUNDED

    def _score(self, terms: Sequence[WeightedTerm], number: int) -> float:
        record = self._record(number)
        score = 0.0
        for term, weight, _ in terms:
            if times := record.times(self._token(term)):
                score += self._impact(times, record.length) * weight
        return score

    def _impact(self, times: int, length: int) -> float:
        codes, lengths, table = self._table
        return table[codes[times] * len(lengths) + lengths[length]]

    @cached_property
    def _table(self) -> tuple[dict[int, int], dict[int, int], Sequence[float]]:
        """How often -> a row, a length -> a column, and the impacts row by row."""
        rows, columns = self._reader["times"].all(), self._reader["words"].all()
        return (
            {times: row for row, times in enumerate(rows)},
            {length: column for column, length in enumerate(columns)},
            self._reader["impact"].all().tolist(),
        )

    @cached_property
    def _tokens(self) -> dict[int, str]:
        return {}

    def _token(self, term: int) -> str:
        found = self._tokens.get(term)
        if found is None:
            found = self._tokens[term] = token(self.terms.stem(term))
        return found

    def _filter(self, within: range) -> dict[str, Any]:
        """Finds the passages of some documents."""
        own = (one for one in self.documents if one.count and one.first in within)
        return {"terms": {"slot": [str(self.slot(document)) for document in own]}}

    def impacts(self, terms: Collection[int], passages: Sequence[int]) -> list[dict[int, float]]:
        """See `Index.impacts`."""
        self._load(passages)
        tokens = [(term, self._token(term)) for term in terms]
        found = []
        for number in passages:
            record = self._record(number)
            had = [(term, times) for term, own in tokens if (times := record.times(own))]
            found.append({term: self._impact(times, record.length) for term, times in had})
        return found

    def text(self, number: int) -> str:
        """See `Index.text`."""
        return self._record(number).text

    def start(self, number: int) -> int:
        """See `Index.start`."""
        return self._record(number).start

    def heading(self, number: int) -> tuple[str, ...]:
        """See `Index.heading`."""
        return self._record(number).heading

    def opens(self, number: int) -> bool:
        """See `Index.opens`."""
        return self._record(number).opens

    def references(self, number: int) -> tuple[str, ...]:
        """See `Index.references`."""
        return self._record(number).references

    def _units(self, number: int) -> tuple[PassageUnit, ...]:
        record = self._record(number)
        whole = PassageUnit(record.start, record.start + len(record.text), prose=True)
        return record.units or (whole,)

    def _place(self, number: int) -> Place:
        return self._record(number).place

    def passages(self, numbers: Sequence[int]) -> Iterator[Passage]:
        """See `Index.passages`."""
        left = iter(numbers)
        while portion := [*islice(left, _AT_ONCE)]:
            self._load(portion, LATER)
            yield from map(self.passage, portion)

    def _record(self, number: int) -> PassageRecord:
        while (found := self._records.get(number)) is None:
            self._load([number])
        return found

    def _load(self, numbers: Sequence[int], seconds: float = SOON) -> None:
        """Have the records of some passages, in one round trip for what is not there."""
        missing = [number for number in numbers if number not in self._records]
        for at in range(0, len(missing), _AT_ONCE):
            ids = [self._id(number) for number in missing[at : at + _AT_ONCE]]
            for source in self._connection.records(self.generation, ids, seconds):
                self._take(source)

    def _id(self, number: int) -> str:
        document = self.document_of(number)
        return passage_id(self.slot(document), number - document.first)

    def _take(self, source: Source) -> int:
        """Keep a record that the engine sent; the number of its passage."""
        record = PassageRecord.parse(int(source["slot"]), source["record"])
        number = self.by_slot[record.slot].first + record.number
        with self._lock:
            self._records[number] = record
            for oldest in [*islice(self._records, max(len(self._records) - _KEPT, 0))]:
                del self._records[oldest]
        return number

    def citing(self, marker: str) -> list[int]:
        """See `Index.citing`."""
        return self._with({"term": {"markers": marker}}) if marker else []

    def quoted(self, code: str) -> int | None:
        """See `Index.quoted`."""
        return next(iter(self._with({"term": {"receipt": folded(code)}})), None)

    def _with(self, query: Mapping[str, Any]) -> list[int]:
        """All passages that a filter finds, ascending."""
        found: list[int] = []
        after: list[Any] = []
        while True:
            body = {
                "size": _AT_ONCE,
                "track_total_hits": False,
                "_source": _SENT,
                "query": {"bool": {"filter": [query]}},
                "sort": ["slot", "number"],
            }
            if after:
                body["search_after"] = after
            hits = self._connection.search(self.generation, body, LATER)["hits"]["hits"]
            found += [self._take(hit["_source"]) for hit in hits]
            if len(hits) < _AT_ONCE:
                return sorted(found)
            after = hits[-1]["sort"]

    def with_all(self, terms: Collection[int]) -> list[IndexedDocument]:
        """See `Index.with_all`: the rarest terms first, until few documents are left."""
        slots: list[str] | None = None
        for term in sorted(terms, key=self.frequency):
            filters: list[Any] = [_has(self._token(term))]
            if slots is not None:
                filters.append({"terms": {"slot": slots}})
            body = {
                "size": 0,
                "track_total_hits": False,
                "query": {"bool": {"filter": filters}},
                "aggs": {"slots": {"terms": {"field": "slot", "size": _MOST_DOCUMENTS}}},
            }
            found = self._connection.search(self.generation, body)["aggregations"]["slots"]
            slots = [str(bucket["key"]) for bucket in found["buckets"]]
            if len(slots) <= _FEW:
                break
        there = {int(slot) for slot in slots or ()}
        return [d for d, slot in zip(self.documents, self._slots, strict=True) if slot in there]

    def document_text(self, document: IndexedDocument) -> str:
        """See `Index.document_text`."""
        number = self.documents.index(document)
        count = -(-document.size // TEXT_PIECE)
        ids = [text_id(self._slots[number], piece) for piece in range(count)]
        pieces = self._connection.records(self.generation, ids, LATER) if ids else []
        return decoded(b"".join(zlib.decompress(base64.b64decode(p["piece"])) for p in pieces))


def _has(written: str) -> dict[str, Any]:
    return {"term": {"words": written}}
