"""What is in an index of the engine, and how terms and their impacts are written there.

A generation is one index: its passages, the documents' texts in pieces, and the catalogue in
pieces (see `catalogue`). A passage is found by its terms, each with its impact as its frequency:

    words   "dose|2883584 rat|1048576"      stem|impact * 2^22, rounded

and its score is the sum of boost * frequency / 2^22, which is BM25's as rank-bm25 has it, within
what rounding does; the few that may be the best are summed up again by whoever asks. Lucene's own
BM25 keeps a passage's length in one byte, and puts other passages first.

Everything else of a passage is in its record (see `passage_record`), which the engine stores and
does not look into. A document has a number of its own, its slot, for as long as it stays as it is:
where a passage stands among all follows from the catalogue, so that a document that grows
moves nothing.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

ENGINE_FORMAT = 3  # raise it when what is written changes
QUANTUM = 1 << 22  # an impact of 1.0
TIMES = "|"  # between a term and how often it occurs, or its impact
_ESCAPED = "#"  # begins what stands for a stem that the engine would cut or not take
_LONGEST = 200  # characters; the engine cuts words at 255
PASSAGES = 5_000_000  # of a shard, at most
_PLAIN = str.maketrans("", "", "@'\u2019-._")


def token(stem: bytes) -> str:
    """How a stem is written in the engine: as it is, or hashed where that could not be read back.

    >>> token(b"dose"), token(b"a|b")[0]
    ('dose', '#')
    """
    text = stem.decode(errors="replace")
    if len(text) <= _LONGEST and text.translate(_PLAIN).isalnum():
        return text
    return _ESCAPED + blake2b(stem, digest_size=16).hexdigest()


def shards(passages: int) -> int:
    """How many shards an index of so many passages has."""
    return -(-max(passages, 1) // PASSAGES)


def passage_id(slot: int, number: int) -> str:
    """The id of passage `number`, from 0, of the document in that slot."""
    return f"p{slot}.{number}"


def text_id(slot: int, piece: int) -> str:
    """The id of a piece, from 0, of a document's text."""
    return f"t{slot}.{piece}"


def chunk_id(piece: int) -> str:
    """The id of a piece, from 0, of the catalogue."""
    return f"c{piece}"


def body_of(count: int) -> dict[str, Any]:
    """Settings and mapping of an index with so many shards, for being filled."""
    keyword = {"type": "keyword"}
    return {
        "settings": {
            "index": {
                "number_of_shards": count,
                "number_of_replicas": 0,
                "refresh_interval": "-1",
                "translog.durability": "async",
                "similarity": {"impact": {"type": "scripted", "script": {
                    "source": f"return query.boost * doc.freq / {QUANTUM}.0;",
                }}},
            },
            "analysis": {
                "filter": {"impact": {"type": "delimited_term_freq", "delimiter": TIMES}},
                "analyzer": {"terms": {
                    "type": "custom", "tokenizer": "whitespace", "filter": ["impact"],
                }},
            },
        },
        "mappings": {
            "dynamic": False,
            "_source": {"includes": ["record", "piece"]},
            "properties": {
                "slot": keyword,
                "number": {"type": "integer"},
                "markers": keyword,
                "receipt": keyword,
                "words": {
                    "type": "text",
                    "analyzer": "terms",
                    "search_analyzer": "keyword",
                    "index_options": "freqs",
                    "norms": False,
                    "similarity": "impact",
                },
            },
        },
    }  # fmt: skip
