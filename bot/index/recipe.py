"""What an index depends on beside its documents: change any of it, and it is built anew."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bot.text import STEMMER
from bot.version import __version__

# BM25: how fast a repeated word stops counting, and how much a passage's length does.
# Measured on four public question sets; other usual values give the same within noise.
K1 = 1.2
B = 0.6

# Raise it when what is written, or how text is cut into words or passages, changes.
FORMAT = 3

BLOCK_BITS = 16  # passages that agree in all but these bits are a block of postings

# The rooms whose code decides what is in an index.
_ROOMS = ("data", "index", "native", "passages", "text")


def recipe() -> dict[str, Any]:
    """The settings and the code that go into an index, as JSON has them."""
    return {
        "format": FORMAT,
        "citebot": __version__,
        "code": _code(),
        "stemmer": STEMMER,
        "k1": K1,
        "b": B,
    }


@cache
def _code() -> list[int]:
    """Time stamp and size of the newest code, as Python tells a stale .pyc by.

    Someone who changes how text is cut must not go on with what was cut before.
    """
    package = Path(__file__).parent.parent
    found = [path.stat() for room in _ROOMS for path in package.glob(f"{room}/*.*")]
    return [max((s.st_mtime_ns for s in found), default=0), sum(s.st_size for s in found)]
