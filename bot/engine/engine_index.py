"""The index whose passages are in the engine: what ranking sees is the same as of one in a file.

Terms, documents and impacts come from the catalogue, which this process has; the engine finds
the passages that may be the best, and sends their records along. Their scores are summed up
again here, in the order and from the impacts that the embedded index has, so that scores and
order are the same to the last bit. A question takes one round trip, seldom two.

Terms that very many passages have and that add next to nothing, such as "the", take most of the
engine's time. It is first asked without them; whether they could have put another passage among
the best is known here (Turtle and Flood, Query evaluation: strategies and optimizations, 1995).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from time import monotonic
from typing import NamedTuple

from bot.analysis import Span
from bot.analysis.utf8 import decoded
from bot.documents.records import Place
from bot.engine import queries
from bot.engine.catalogue import VERSION
from bot.engine.connection import LATER, EngineConnection
from bot.engine.document_counts import MOST_DOCUMENTS, DocumentCounts
from bot.engine.field_coding import from_field
from bot.engine.given_impacts import GivenImpacts
from bot.engine.kept_records import AT_ONCE, KeptRecords
from bot.engine.layout import QUANTUM, text_id, token
from bot.engine.passage_record import CutPassage
from bot.engine.queries import Clause, has, in_slots, not_in_slots
from bot.engine.slots import Slots, portions
from bot.index import Index, IndexedDocument, Scored
from bot.index.container import Reader
from bot.index.postings import WeightedTerm
from bot.passages import Passage, PassageUnit
from bot.passages.receipts import folded

TEXT_PIECE = 1 << 20  # bytes of a document's text
_MORE = 16  # candidates beyond those wanted, for the engine rounds
_TIMES_MORE = 4  # where these are not enough
_MOST_HITS = 10_000  # that the engine gives at once
_MOST_TERMS = 1000  # of one question to the engine
_MANY = 5_000  # passages with a term, from which on it is worth while to do without it
_LITTLE = 0.02  # of all that a passage could have, what such terms may add together
_ROUNDED = 1e-6  # relative, of the engine's sums in 32 bits
_FEW = 64  # documents, from which on no more terms are asked for
_NEAR = 64  # passages whose documents are counted beside the one that is asked for


class _Round(NamedTuple):
    """What came of asking the engine: passages with whole scores, best first.

    No other passage has a score above `rest` of the terms that were asked for.
    """

    found: list[Scored]
    rest: float


class EngineIndex(Index):
    """A generation of the engine: its catalogue, and the name of its index there.

    `chunks` is in how many pieces the engine has the catalogue.
    """

    def __init__(
        self, reader: Reader, connection: EngineConnection, name: str, chunks: int
    ) -> None:
        self._connection, self.generation, self.chunks = connection, name, chunks
        self.looked = monotonic()  # when somebody saw that this is what is served
        super().__init__(reader)
        self._numbers: list[int] = reader["document.slot"].all().tolist()
        self._slots = Slots(self.documents, self._numbers)
        self._records = KeptRecords(connection, name, self._slots)
        self._tokens: dict[int, str] = {}
        self._counts = DocumentCounts(connection, name)

    def __len__(self) -> int:
        """The number of passages."""
        return int(self.meta["passages"])

    @cached_property
    def by_slot(self) -> dict[int, IndexedDocument]:
        """The documents by their slots."""
        return dict(zip(self._numbers, self.documents, strict=True))

    def versions(self) -> Iterator[tuple[bytes, int]]:
        """What tells what was sent of each document, and its slot."""
        every = bytes(self._reader["document.version"].all())
        for at, slot in enumerate(self._numbers):
            yield every[at * VERSION : (at + 1) * VERSION], slot

    def frequency(self, term: int, within: range | None = None) -> int:
        """See `Index.frequency`."""
        if within is None:
            return int(self._reader["term.frequency"][term])
        slots = self._slots.among([within])
        if len(slots) != 1:
            return self._counts.together(self._token(term), slots) if slots else 0
        near = map(self._slots.slot, self._records.latest(_NEAR))
        return self._counts.of(self._token(term), slots[0], near)

    def occurs(self, term: int, ranges: Sequence[range]) -> bool:
        """See `Index.occurs`."""
        slots = self._slots.among(ranges)
        return bool(slots) and self._counts.together(self._token(term), slots, 1) > 0

    def having(self, term: int, ranges: Sequence[range] | None = None) -> Iterator[int]:
        """See `Index.having`."""
        slots = self._slots.among([range(len(self))] if ranges is None else ranges)
        written = self._token(term)
        for at in range(0, len(slots), MOST_DOCUMENTS):
            among = slots[at : at + MOST_DOCUMENTS]
            counts = self._counts.by_slot(written, among if len(among) < len(self._slots) else None)
            own = [(slot, counts[slot]) for slot in among if slot in counts]
            for some in portions(own, AT_ONCE):
                yield from self._with([in_slots(some), has(written)])

    def search(
        self, weights: Mapping[int, float], count: int, within: range | None = None
    ) -> list[Scored]:
        """See `Index.search`; of more than 10,000 passages, so many."""
        return self._best(weights, count, None if within is None else [within])

    def search_among(
        self, weights: Mapping[int, float], count: int, ranges: Sequence[range]
    ) -> list[Scored]:
        """See `Index.search_among`."""
        return self._best(weights, count, ranges)

    def _best(
        self, weights: Mapping[int, float], count: int, ranges: Sequence[range] | None
    ) -> list[Scored]:
        terms = self._weighted_terms(weights)[:_MOST_TERMS]
        if not terms or (ranges is not None and not any(map(len, ranges))):
            return []
        within = None if ranges is None else self._filter(ranges)
        count = min(count, _MOST_HITS)
        asked, sent = min(count + _MORE, _MOST_HITS), self._worth_asking(terms)
        while True:
            found, rest = self._asked(terms, sent, asked, within)
            left_out = sum(term.most for term in terms) - sum(term.most for term in sent)
            if len(found) >= count and found[count - 1].score > rest + left_out:
                return found[:count]
            if len(sent) < len(terms):
                sent = terms
            elif len(found) < asked or asked >= _MOST_HITS:
                return found[:count]
            else:
                asked = min(asked * _TIMES_MORE, _MOST_HITS)

    def _worth_asking(self, terms: Sequence[WeightedTerm]) -> Sequence[WeightedTerm]:
        """The terms without those that very many passages have and that add next to nothing."""
        left = _LITTLE * sum(term.most for term in terms)
        without: set[int] = set()
        for one in reversed(terms):
            if one.most > left:
                break
            if self.frequency(one.term) >= _MANY:
                without.add(one.term)
                left -= one.most
        return [term for term in terms if term.term not in without]

    def _asked(
        self,
        terms: Sequence[WeightedTerm],
        sent: Sequence[WeightedTerm],
        count: int,
        within: Clause | None,
    ) -> _Round:
        """The passages that the engine takes for the best by the terms that are `sent`."""
        weights = [(self._token(term), weight) for term, weight, _ in sent]
        body = queries.best(weights, count, within)
        hits = self._connection.search(self.generation, body)["hits"]["hits"]
        scored = [Scored(number, self._score(terms, number)) for number in self._records.take(hits)]
        scored.sort(key=lambda one: (-one.score, one.passage))
        if len(hits) < count:  # no other has any of these terms
            return _Round(scored, 0.0)
        rounded = sum(term.weight for term in sent) / QUANTUM
        return _Round(scored, hits[-1]["_score"] * (1 + self._apart) + rounded)

    @cached_property
    def _apart(self) -> float:
        """How far, relative, the engine's impacts may lie from those of today's average length.

        An impact changes less than the average that it is of.
        """
        low, high = self.meta["averages"]
        average: float = self.meta["average"]
        return max(high / average, average / low) - 1 + _ROUNDED if average and low else _ROUNDED

    def _score(self, terms: Sequence[WeightedTerm], number: int) -> float:
        record = self._records[number]
        score = 0.0
        for term, weight, _ in terms:
            if times := record.times(self._token(term)):
                score += self._table.impact(times, record.length) * weight
        return score

    @cached_property
    def _table(self) -> GivenImpacts:
        return GivenImpacts(self._reader)

    def _token(self, term: int) -> str:
        found = self._tokens.get(term)
        if found is None:
            found = self._tokens[term] = token(self.terms.stem(term))
        return found

    def _filter(self, ranges: Sequence[range]) -> Clause | None:
        """Finds the passages of some documents; None where these are all."""
        own = self._slots.among(ranges)
        if len(own) == len(self._slots):
            return None
        if 2 * len(own) > len(self._slots):
            return not_in_slots(self._slots.others(own))
        return in_slots(own)

    def impacts(self, terms: Collection[int], passages: Sequence[int]) -> list[dict[int, float]]:
        """See `Index.impacts`."""
        self._records.load(passages)
        tokens = [(term, self._token(term)) for term in terms]
        found = []
        for number in passages:
            record = self._records[number]
            had = [(term, times) for term, own in tokens if (times := record.times(own))]
            found.append({term: self._table.impact(times, record.length) for term, times in had})
        return found

    def text(self, number: int) -> str:
        """See `Index.text`."""
        return self._records[number].text

    def start(self, number: int) -> int:
        """See `Index.start`."""
        return self._records[number].start

    def heading(self, number: int) -> tuple[str, ...]:
        """See `Index.heading`."""
        return self._records[number].heading

    def opens(self, number: int) -> bool:
        """See `Index.opens`."""
        return self._records[number].opens

    def references(self, number: int) -> tuple[str, ...]:
        """See `Index.references`."""
        return self._records[number].references

    def _units(self, number: int) -> tuple[PassageUnit, ...]:
        record = self._records[number]
        whole = PassageUnit(record.start, record.start + len(record.text), prose=True)
        return record.units or (whole,)

    def _place(self, number: int) -> Place:
        return self._records[number].place

    def _find_sentences(self, number: int) -> tuple[Span, ...]:
        return self._records[number].sentences

    def _make_passage(self, number: int) -> Passage:
        return CutPassage.of(super()._make_passage(number), self.sentences(number))

    def passages(self, numbers: Sequence[int]) -> Iterator[Passage]:
        """See `Index.passages`."""
        left = iter(numbers)
        while portion := [*islice(left, AT_ONCE)]:
            self._records.load(portion, LATER)
            yield from map(self.passage, portion)

    def citing(self, marker: str) -> list[int]:
        """See `Index.citing`."""
        return self._with([{"term": {"markers": marker}}]) if marker else []

    def quoted(self, code: str) -> int | None:
        """See `Index.quoted`."""
        return next(iter(self._with([{"term": {"receipt": folded(code)}}])), None)

    def _with(self, filters: Sequence[Clause]) -> list[int]:
        """All passages that filters find, ascending."""
        found: list[int] = []
        after: list[object] = []
        while True:
            body = queries.every(filters, AT_ONCE, after)
            hits = self._connection.search(self.generation, body, LATER)["hits"]["hits"]
            found += self._records.take(hits)
            if len(hits) < AT_ONCE:
                return sorted(found)
            after = hits[-1]["sort"]

    def with_all(self, terms: Collection[int]) -> list[IndexedDocument]:
        """See `Index.with_all`: the rarest terms first, until few documents are left."""
        slots: list[int] | None = None
        for term in sorted(terms, key=self.frequency):
            slots = [*self._counts.by_slot(self._token(term), slots)]
            if len(slots) <= _FEW:
                break
        there = {*(slots or ())}
        return [d for d, slot in zip(self.documents, self._numbers, strict=True) if slot in there]

    def document_text(self, document: IndexedDocument) -> str:
        """See `Index.document_text`."""
        number = self.documents.index(document)
        count = -(-document.size // TEXT_PIECE)
        ids = [text_id(self._numbers[number], piece) for piece in range(count)]
        pieces = self._connection.records(self.generation, ids, LATER) if ids else []
        return decoded(b"".join(from_field(piece["piece"]) for piece in pieces))
