"""The meanings of an index in memory, as one on disk has them stored."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from bot.index import Index
from bot.index.stored_vectors import StoredVectors
from bot.meaning import Meaning, model_choice
from bot.meaning.models import SentenceModel
from bot.meaning.nearness import Nearness
from bot.meaning.texts import texts_of

_KEPT = 1000  # indexes


class MeaningInMemory(Meaning):
    """An index's meaning, with vectors that were made at once."""

    def __init__(self, index: Index, model: SentenceModel) -> None:
        super().__init__(index, model)
        texts = texts_of(index, any_language=True)
        encoder = model.encoder()
        found = {text: encoder.vector(text) for text in chain(texts.passages, *texts.sentences)}
        self._nearness = Nearness(StoredVectors.of(texts.passages, texts.sentences, found))


@lru_cache(_KEPT)
def meaning_of(index: Index) -> Meaning | None:
    """By the model that is installed; None where none is."""
    model = model_choice(None, None).model
    return None if model is None else MeaningInMemory(index, model)
