"""Makes the dictionary that an index's text is compressed with, from the table of frequencies.

python -m tests.benchmarks.dictionary
"""

from __future__ import annotations

from pathlib import Path

from bot.analysis import commonest

FILE = Path(__file__).parents[2] / "bot" / "data" / "commonest.txt"
_WINDOW = 32 * 1024  # bytes; deflate looks back no further


def dictionary() -> bytes:
    """The commonest words, the very commonest last."""
    text = " ".join(reversed(commonest(_WINDOW))).encode()
    return text[text.index(b" ", len(text) - _WINDOW - 1) + 1 :]


if __name__ == "__main__":
    FILE.write_bytes(dictionary())
