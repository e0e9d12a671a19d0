"""The compiled part: what takes long in Python, in C, called through ctypes.

`search.c` (the search of large corpora) and `characters.c` (the characters of a PDF's pages) are
compiled into a library when the package is installed (see `hook`), where the machine has a C
compiler. Where it has none, `kernels` returns None, and numpy searches and Python asks, with the
same results. Nothing is compiled or loaded at import.
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
    """The CRC-32 of all C files: the compiled library carries it, and has to be of these."""
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
        log.info("There is no compiled part; large corpora and PDFs take longer.")
    return None


class _Buffer(ctypes.Structure):
    """CPython's `Py_buffer` (stable since 3.11), of which the first field is used."""

    _fields_ = (
        ("buf", ctypes.c_void_p), ("obj", ctypes.py_object), ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t), ("readonly", ctypes.c_int), ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p), ("shape", ctypes.c_void_p), ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p), ("internal", ctypes.c_void_p),
    )  # fmt: skip


def address(view: memoryview) -> int:
    """Where a contiguous view's bytes are in memory; valid as long as the view is kept.

    `from_buffer` of ctypes takes writable memory only, which a map of an index is not.
    """
    buffer = _Buffer()
    simple = ctypes.c_int(0)  # PyBUF_SIMPLE
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(view), ctypes.byref(buffer), simple)
    try:
        return int(buffer.buf or 0)
    finally:
        ctypes.pythonapi.PyBuffer_Release(ctypes.byref(buffer))
