"""What an index depends on beside its documents: change any of it, and it is built anew."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.analysis import STEMMER
from bot.version import __version__

# BM25: how fast a repeated word stops counting, and how much a passage's length does.
# Measured on four public question sets; other usual values give the same within noise.
K1 = 1.2
B = 0.6

# Raise it when what is written, or how text is cut into words or passages, changes.
FORMAT = 4

BLOCK_BITS = 16  # passages that agree in all but these bits are a block of postings

# The rooms whose code and data decide what is in an index.
_ROOMS = ("analysis", "data", "documents", "index", "native", "passages")
_KINDS = (".py", ".c", ".h", ".txt")


def fingerprint() -> dict[str, Any]:
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
def _code() -> str:
    """The SHA-256, in hex, of that code: its contents, for time stamps differ between clones.

    Someone who changes how text is cut must not go on with what was cut before.
    """
    package = Path(__file__).parents[1]
    files = sorted(path for room in _ROOMS for path in package.glob(f"{room}/*.*"))
    digest = sha256()
    for path in files:
        if path.suffix in _KINDS:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()
