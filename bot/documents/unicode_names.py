"""File names that are one to a reader and two to the system: "é" as one sign or as two.

macOS has long written names decomposed (NFD), other systems keep what was typed, mostly composed
(NFC; Unicode Standard Annex 15). So a name that is typed is taken for the file whose name is the
same in composed form, if there is none that is spelt as it was typed.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path


def composed(name: str) -> str:
    """A name in the form in which it is compared.

    >>> composed("Cafe\u0301.txt") == "Caf\u00e9.txt"
    True
    """
    return unicodedata.normalize("NFC", name)


def as_spelt(path: Path) -> Path:
    """The path as the file system spells it, where it does so in another Unicode form."""
    if os.path.lexists(path) or str(path).isascii():
        return path
    found = Path(path.anchor)
    for part in path.relative_to(path.anchor).parts:
        found /= part if os.path.lexists(found / part) else _like(found, part)
    return found if os.path.lexists(found) else path


def _like(folder: Path, name: str) -> str:
    """The entry of a folder that has that name in some form; the name where there is none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  (names are all that is asked for)
    except OSError:
        return name
    return next((other for other in names if composed(other) == composed(name)), name)
