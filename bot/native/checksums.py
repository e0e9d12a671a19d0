"""The CRC-32 of every block of very many bytes: checks.c."""

from __future__ import annotations

import ctypes
from array import array

from bot.native import address, address_of, kernels

_BLOCK = 1 << 12  # bytes of a block
_AT_ONCE = 64  # bytes


def checks(data: memoryview, block: int) -> array[int] | None:
    """The CRC-32 of every `block` bytes, or None where that cannot be done here."""
    library = kernels()
    if library is None or block != _BLOCK or len(data) % _AT_ONCE:
        return None
    found = array("I", bytes(4 * -(-len(data) // block)))
    library.citebot_checks.argtypes = ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p
    if not library.citebot_checks(address(data), len(data), address_of(found)):
        return None
    return found
