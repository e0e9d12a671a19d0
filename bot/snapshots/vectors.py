"""Gives a new index its vectors: of each passage under its headings, and of each sentence.

A text that the previous index had is not encoded again, whatever else has changed, and none is
encoded twice. Many are encoded in several processes; the same text has the same vector in each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import IO

from bot.index import EmbeddedIndex
from bot.index.stored_vectors import StoredVectors, Vector, key_of, known_vectors
from bot.meaning.model_folder import load
from bot.meaning.models import SentenceModel
from bot.meaning.texts import MeaningTexts, texts_of
from bot.snapshots.progress import Progress
from bot.snapshots.snapshot import Location
from bot.snapshots.worker_pool import WorkerPool, cores

_MANY = 64  # texts to be encoded, from which on it is worth starting processes
_AT_ONCE = 16  # texts that one of them gets


def add_vectors(
    file: IO[bytes], index: EmbeddedIndex, location: Location, progress: Progress
) -> None:
    """Write into a new index's own file the vectors of its passages, unless these are too many.

    Does nothing without a model. The index must not be used afterwards. Raises OSError,
    ModelUnusable.
    """
    model = location.choice.model
    if model is None:
        return
    model.identity()  # says so at once where it cannot be used
    covered = location.choice.covers(index)
    texts = texts_of(index, any_language=model.named) if covered else MeaningTexts([], [])
    vectors = None
    if any(texts.passages):
        known = known_vectors(location.index_file, model.made)
        vectors = _vectors(texts, known, model, progress)
    made_for = {"named": model.named, "covered": covered, "vectors": vectors is not None}
    index.add_vectors(file, vectors, {**model.identity(), **made_for})


def _vectors(
    texts: MeaningTexts, known: Mapping[bytes, Vector], model: SentenceModel, progress: Progress
) -> StoredVectors:
    """The vectors of all texts: those that are known, and the others encoded."""
    keys = {text: key_of(text) for text in chain(texts.passages, *texts.sentences) if text}
    found = {text: known[key] for text, key in keys.items() if key in known}
    missing = [text for text in keys if text not in found]
    if missing:
        progress(0, len(missing))
    for done, (text, vector) in enumerate(_encoded(missing, model), 1):
        found[text] = vector
        progress(done, len(missing))
    return StoredVectors.of(texts.passages, texts.sentences, found)


def _encoded(texts: Sequence[str], model: SentenceModel) -> Iterator[tuple[str, Vector]]:
    """Each text and its vector, in order. Raises ModelUnusable."""
    parts = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
    if len(texts) < _MANY or cores() == 1:
        for text in texts:
            yield text, model.encoder().vector(text)
        return
    with WorkerPool() as pool:
        waiting = [pool.submit(encoded, (model.folder, part)) for part in parts]
        for part, vectors in zip(parts, waiting, strict=True):
            yield from zip(part, vectors.result(), strict=True)


def encoded(job: tuple[Path, Sequence[str]]) -> list[Vector]:
    """The vectors of some texts by the model in a folder; for a process of its own."""
    folder, texts = job
    return [_loaded(folder).vector(text) for text in texts]


_loaded = lru_cache(1)(load)
