"""What the engine is asked, in its own query language; see `layout` for what it is asked of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Clause = Mapping[str, Any]  # which passages are meant
Request = Mapping[str, Any]  # the body of a search

_MOST_VALUES = 60_000  # of one `terms`; the engine takes 65,536


def has(token: str) -> Clause:
    """Finds the passages with a term."""
    return {"term": {"words": token}}


def in_slots(slots: Sequence[int]) -> Clause:
    """Finds the passages of the documents in some slots."""
    some = [
        {"terms": {"slot": [*map(str, slots[at : at + _MOST_VALUES])]}}
        for at in range(0, max(len(slots), 1), _MOST_VALUES)
    ]
    return some[0] if len(some) == 1 else {"bool": {"should": some}}


def not_in_slots(slots: Sequence[int]) -> Clause:
    """Finds all other passages."""
    return {"bool": {"must_not": [in_slots(slots)]}}


def best(weights: Iterable[tuple[str, float]], count: int, within: Clause | None) -> Request:
    """The `count` best passages for terms with their weights, with their records.

    Hits are not counted, so that passages that cannot be among the best are passed over.
    """
    should = [{"term": {"words": {"value": own, "boost": weight}}} for own, weight in weights]
    query: dict[str, Any] = {"should": should, "minimum_should_match": 1}
    if within is not None:
        query["filter"] = within
    return {"size": count, "track_total_hits": False, "query": {"bool": query}}


def every(filters: Sequence[Clause], count: int, after: Sequence[Any]) -> Request:
    """The next `count` passages that filters find, in the engine's own order."""
    body = {
        "size": count,
        "track_total_hits": False,
        "query": {"bool": {"filter": filters}},
        "sort": ["slot", "number"],
    }
    return {**body, "search_after": after} if after else body


def number_of(filters: Sequence[Clause], most: int | None = None) -> Request:
    """How many passages filters find; `most` is the number up to which that matters."""
    counted: dict[str, Any] = {
        "size": 0,
        "track_total_hits": True if most is None else most,
        "query": {"bool": {"filter": filters}},
    }
    return counted if most is None else {**counted, "terminate_after": most}


def by_slot(filters: Sequence[Clause], most: int) -> Request:
    """How many passages of each document filters find, of `most` documents."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": filters}},
        "aggs": {"slots": {"terms": {"field": "slot", "size": most}}},
    }
