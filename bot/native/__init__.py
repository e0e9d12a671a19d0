"""The compiled part: loops over very many small things, in C, called through ctypes.

The C files beside this one are compiled into one library when the package is installed (see
`compiling`), where the machine has a C compiler. Where it has none, `kernels` gives None, and
the same results are made in Python, more slowly. Nothing is compiled or loaded at import.

Left out on purpose: what the loops are for; each caller says which of its functions it calls.
"""

from __future__ import annotations

import ctypes
import logging
import zlib
from functools import cache
from pathlib import Path

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
LIBRARY = HERE / "kernels.so"


def sources() -> list[Path]:
    """The C files, in order."""
    return sorted(HERE.glob("*.[ch]"))


def stamp() -> int:
    """The CRC-32 of all C files: what is compiled carries it, and must be of these."""
    return zlib.crc32(b"".join(path.read_bytes() for path in sources()))


@cache
def kernels() -> ctypes.CDLL | None:
    """The compiled library, or None where there is none that was made of these sources."""
    try:
        library = ctypes.CDLL(str(LIBRARY))
        library.citebot_stamp.restype = ctypes.c_uint32
        if library.citebot_stamp() == stamp():
            return library
        log.warning("The compiled part is of another version and not used; install again.")
    except (OSError, AttributeError):
        log.info("There is no compiled part; large corpora take longer.")
    return None
