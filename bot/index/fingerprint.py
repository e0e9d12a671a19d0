"""What an index depends on beside its documents: change any of it, and it is built anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.analysis import STEMMER
from bot.data import shipped
from bot.version import __version__

# BM25: how fast a repeated word stops counting, and how much a passage's length does.
# Measured on four public question sets; other usual values give the same within noise.
K1 = 1.2
B = 0.6

# Raise it when what is written, or how text is cut into words or passages, changes.
FORMAT = 6

BLOCK_BITS = 16  # passages that agree in all but these bits are a block of postings

# What decides what is in an index: the code of these rooms, and these files.
_ROOMS = ("analysis", "documents", "index", "passages")
_DATA = ("commonest.txt", "frequencies.txt")
_PACKAGE = Path(__file__).parents[1]


def fingerprint() -> dict[str, Any]:
    """The settings and the code that go into an index, as JSON has them."""
    return {
        "format": FORMAT,
        "citebot": __version__,
        "code": code_of(_ROOMS),
        "stemmer": STEMMER,
        "k1": K1,
        "b": B,
    }


@cache
def code_of(rooms: tuple[str, ...]) -> str:
    """The SHA-256, in hex, of the code of some rooms: its contents, not its time stamps.

    Someone who changes how text is cut must not go on with what was cut before.
    """
    digest = sha256()
    for name, content in [*_modules(rooms), *((name, shipped(name)) for name in _DATA)]:
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _modules(rooms: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The modules of the rooms, by name, and what is in each; by the quickest way to read them."""
    for room in rooms:
        folder = _PACKAGE / room
        for name in sorted(os.listdir(folder)):  # noqa: PTH208  (twice as fast as pathlib)
            if name.endswith(".py"):
                with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123
                    yield f"{room}/{name}", file.read()
