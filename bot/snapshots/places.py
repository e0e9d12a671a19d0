"""Where a corpus and its index lie by default."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path


def places(
    corpus: str | os.PathLike[str] | None, index: str | os.PathLike[str] | None
) -> tuple[Path, Path]:
    """The corpus, by default ./corpus, else the shipped one, and the folder of its index."""
    root = Path(corpus) if corpus is not None else _default_corpus()
    return root, Path(index) if index is not None else _default_index(root)


def _default_corpus() -> Path:
    here = Path("corpus")
    if here.is_dir():
        return here
    package = Path(__file__).parents[1]
    shipped = package / "default_corpus"
    return shipped if shipped.is_dir() else package.parent / "corpus"


def _default_index(root: Path) -> Path:
    """A folder of the corpus's own among the user's cache files, by its absolute path."""
    from platformdirs import user_cache_path  # noqa: PLC0415  (not needed with --index)

    place = str(root.absolute()).encode(errors="surrogateescape")
    return user_cache_path("citebot", appauthor=False) / sha256(place).hexdigest()[:16]
