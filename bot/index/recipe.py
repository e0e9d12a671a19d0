"""What an index depends on beside its documents: change any of it, and it is built anew."""

from __future__ import annotations

from typing import Any

from bot.text import STEMMER

# BM25: how fast a repeated word stops counting, and how much a passage's length does.
# Measured on four public question sets; other usual values give the same within noise.
K1 = 1.2
B = 0.6

# Raise it when what is written, or how text is cut into words or passages, changes.
FORMAT = 1


def recipe() -> dict[str, Any]:
    """The settings that go into an index, as JSON has them."""
    return {"format": FORMAT, "stemmer": STEMMER, "k1": K1, "b": B}
