"""Where a corpus and its index lie by default.

Someone without a home folder (an unknown user in a container) has the index in a folder of
their own among the temporary files. Where that is somebody else's, it is refused: an
index that another user made could say anything.
"""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

from bot.documents.unicode_names import as_spelt
from bot.errors import SettingsError
from bot.translation import Message


def places(
    corpus: str | os.PathLike[str] | None, index: str | os.PathLike[str] | None
) -> tuple[Path, Path]:
    """The corpus, by default ./corpus, else the shipped one, and the folder of its index."""
    root = as_spelt(Path(corpus)) if corpus is not None else _default_corpus()
    return root, as_spelt(Path(index)) if index is not None else _default_index(root)


def _default_corpus() -> Path:
    here = Path("corpus")
    if os.path.isdir(here):  # noqa: PTH112  (False, too, where the working folder cannot be read)
        return here
    package = Path(__file__).parents[1]
    shipped = package / "default_corpus"
    return shipped if shipped.is_dir() else package.parent / "corpus"


def _default_index(root: Path) -> Path:
    """A folder of the corpus's own among the user's cache files, by its absolute path."""
    from platformdirs import user_cache_path  # noqa: PLC0415  (not needed with --index)

    place = str(root.absolute()).encode(errors="surrogateescape")
    try:
        cache = user_cache_path("citebot", appauthor=False)
    except RuntimeError:  # there is no home folder
        cache = _temporary()
    return cache / sha256(place).hexdigest()[:16]


def _temporary() -> Path:
    """A folder for this user's indexes among the temporary files. Raises SettingsError.

    Where none can be made there is no room for an index either; saving one will say so.
    """
    import tempfile  # noqa: PLC0415  (not needed where there is a home folder)

    folder = Path(tempfile.gettempdir()) / f"citebot-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return folder
    if found.st_uid != os.getuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SettingsError(
            Message(
                "There is no home folder, and {folder} is not yours alone; name a folder with "
                "--index.",
                folder=folder,
            )
        )
    return folder
