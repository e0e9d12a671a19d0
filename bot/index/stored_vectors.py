"""The vectors of an index's passages and sentences: sections that a finished index is given more.

    vector.key        16 bytes for each row: the text that it is of, hashed
    vector.row        the vectors, one after the other, in 16-bit floating-point numbers
    vector.passage    for each passage its row
    vector.first      for each passage where its sentences begin, and where the last ones end
    vector.sentence   for each sentence its row

Row 0 is zeros: of what has no vector. What has the same text has the same row. Which model made
them stands in the index's meta. 16 bits lose nothing that matters: cosines change by less than
0.0005.

What a vector means is known to `meaning`; here they are numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
import numpy.typing as npt

from bot.errors import IndexDamaged
from bot.index.arrays import Numbers, begins, smallest
from bot.index.container import Reader
from bot.index.string_arrays import Numbering
from bot.index.writer import Writer

KEY = 16  # bytes
NO_TEXT = ""  # has no vector
_SECTIONS = ("row", "key", "passage", "first", "sentence")
Vector = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """All vectors of an index; see the module's docstring."""

    rows: npt.NDArray[np.float16]  # two-dimensional
    keys: bytes
    passage: Numbers
    first: Numbers
    sentence: Numbers

    @classmethod
    def of(
        cls,
        passages: Sequence[str],
        sentences: Sequence[Sequence[str]],
        vectors: Mapping[str, Vector],
    ) -> Self:
        """Of each passage's text and those of its sentences; `vectors` has at least one."""
        numbers = Numbering[str]()
        nothing = numbers[NO_TEXT]
        passage = [numbers[text] for text in passages]
        sentence = [numbers[text] for some in sentences for text in some]
        rows = [vectors[text] for text in [*numbers][nothing + 1 :]]
        return cls(
            np.stack([np.zeros_like(rows[0]), *rows]).astype(np.float16),
            b"".join(map(key_of, numbers)),
            np.array(passage, np.uint32),
            begins(np.array([len(some) for some in sentences], np.int64)),
            np.array(sentence, np.uint32),
        )

    def by_key(self) -> dict[bytes, Vector]:
        """Key -> vector, of all texts."""
        return {self.keys[at * KEY : (at + 1) * KEY]: row for at, row in enumerate(self.rows)}


def append(
    file: IO[bytes], reader: Reader, vectors: StoredVectors | None, meta: Mapping[str, Any]
) -> None:
    """Write vectors, if any, behind a finished index, which `reader` reads; `meta` joins its own.

    The file is void meanwhile. Raises OSError.
    """
    writer = Writer(file, reader)
    try:
        if vectors is not None:
            writer.add("vector.row", vectors.rows.view(np.uint16).ravel())
            writer.add("vector.key", vectors.keys)
            writer.add("vector.passage", smallest(vectors.passage))
            writer.add("vector.first", smallest(vectors.first))
            writer.add("vector.sentence", smallest(vectors.sentence))
        writer.finish({**reader.meta, **meta})
    finally:
        writer.close()


def key_of(text: str) -> bytes:
    """What a text's vector is found by again."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY).digest()


def stored_vectors(reader: Reader, passages: int) -> StoredVectors:
    """The vectors of an index with so many passages. Raises IndexDamaged, also for none."""
    row, key, passage, first, sentence = (
        np.asarray(reader[f"vector.{name}"].all()) for name in _SECTIONS
    )
    count = len(key) // KEY
    if not (
        count
        and len(key) == count * KEY
        and len(row) % count == 0
        and row.dtype == np.uint16
        and len(passage) == passages == len(first) - 1
        and first[0] == 0
        and first[-1] == len(sentence)
        and max(passage.max(initial=0), sentence.max(initial=0)) < count
        and bool((np.diff(first.astype(np.int64)) >= 0).all())
    ):
        raise IndexDamaged("the index is damaged (its vectors)")
    rows = row.view(np.float16).reshape(count, -1)
    return StoredVectors(rows, key.tobytes(), passage, first.astype(np.int64), sentence)


def known_vectors(path: Path, made: Callable[[Mapping[str, Any]], bool]) -> dict[bytes, Vector]:
    """Key -> vector, of an index file of any version, if its vectors are of the right model."""
    with suppress(OSError, IndexDamaged, KeyError, TypeError):
        reader = Reader.open(path)
        if made(reader.meta["model"]):
            return stored_vectors(reader, len(reader["vector.passage"])).by_key()
    return {}
