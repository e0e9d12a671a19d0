"""The documents' text, compressed in small blocks of which each can be read alone.

Blocks are raw deflate (RFC 1951) over `TEXT_BLOCK` bytes of one document's UTF-8, with a preset
dictionary of the commonest English words: that gives blocks of 2 KiB the size that 16 KiB
have without one, and takes some 10 microseconds to read. Every document starts a block of
its own, so that one that has not changed is taken over as it is.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache, lru_cache

from bot.data import shipped
from bot.errors import IndexDamaged
from bot.index.container import Reader

TEXT_BLOCK = 2048  # bytes of text
_LEVEL = 2  # 40% of the time of the usual 6, for 7% more bytes
_CACHED_BLOCKS = 256
_RAW_DEFLATE = -15
# The commonest words, as many as fit into the 32 KiB that deflate looks back; made by
# `tests/benchmarks/dictionary.py`.
_DICTIONARY = "commonest.txt"


def packed(text: bytes) -> Iterator[bytes]:
    """The blocks of one document's text."""
    for at in range(0, len(text), TEXT_BLOCK):
        packer = _packer().copy()  # ten times as fast as to read the dictionary again
        yield packer.compress(text[at : at + TEXT_BLOCK]) + packer.flush()


class Packed:
    """Reads texts: sections `name`.block with all blocks, and `name`.first where each begins."""

    def __init__(self, reader: Reader, name: str) -> None:
        self._blocks = reader[f"{name}.block"]
        self._first = reader[f"{name}.first"]
        self._block = lru_cache(_CACHED_BLOCKS)(self._unpacked)

    def read(self, block: int, start: int, end: int) -> bytes:
        """Bytes `start` to `end` of the document whose blocks begin with `block`."""
        if start == end:
            return b""
        first, last = start // TEXT_BLOCK, (end - 1) // TEXT_BLOCK
        blocks = self._block(block + first)
        if last > first:
            blocks += b"".join([self._block(block + at) for at in range(first + 1, last + 1)])
        return blocks[start - first * TEXT_BLOCK : end - first * TEXT_BLOCK]

    def _unpacked(self, block: int) -> bytes:
        packed = self._blocks.read(self._first[block], self._first[block + 1])
        try:
            return zlib.decompressobj(_RAW_DEFLATE, _dictionary()).decompress(packed, TEXT_BLOCK)
        except zlib.error as error:
            raise IndexDamaged("the index is damaged (a block of text)") from error


@cache
def _packer() -> zlib._Compress:
    return zlib.compressobj(
        _LEVEL, zlib.DEFLATED, _RAW_DEFLATE, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY,
        _dictionary(),
    )  # fmt: skip


@cache
def _dictionary() -> bytes:
    """The likeliest words last, where they are the cheapest to point at."""
    return shipped(_DICTIONARY)
