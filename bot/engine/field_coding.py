"""Bytes in a field of the engine: compressed, and written in letters, for JSON has no others."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode

from bot.errors import IndexDamaged
from bot.translation import Message

QUICK = 1  # for what is large and is read once by every process
_USUAL = -1


def to_field(data: bytes, level: int = _USUAL) -> str:
    """What a field has of some bytes.

    >>> from_field(to_field(b"dose"))
    b'dose'
    """
    return b64encode(zlib.compress(data, level)).decode()


def from_field(written: str) -> bytes:
    """The bytes that a field was made of. Raises IndexDamaged."""
    try:
        return zlib.decompress(b64decode(written))
    except (ValueError, zlib.error) as error:
        raise IndexDamaged(Message("a field of the engine is damaged")) from error
