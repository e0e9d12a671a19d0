"""Which sentence model a corpus is served with, if any, and whether its index fits it.

An index has vectors of all its passages or of none: where there are very many passages, to
encode them would take too long.
"""

import os
from pathlib import Path
from typing import NamedTuple

from bot.index import Index
from bot.meaning.meaning import Meaning
from bot.meaning.models import SentenceModel, sentence_model
from bot.translation import Message

MOST_PASSAGES = 1000  # that get vectors by default: some three minutes on one core


class ModelChoice(NamedTuple):
    """A sentence model, or none, and up to how many passages it is used."""

    model: SentenceModel | None = None
    most: int = MOST_PASSAGES

    def covers(self, index: Index) -> bool:
        """Whether an index of that many passages is to have vectors."""
        return self.model is not None and len(index) <= self.most

    def fits(self, index: Index) -> bool:
        """Whether an index has the vectors that it should have; without a model any will do."""
        model, known = self.model, index.model
        if model is None or known is None:
            return model is None
        wanted = model.named, self.covers(index)
        return (known["named"], known["covered"]) == wanted and model.made(known)

    def meaning(self, index: Index) -> Meaning | None:
        """What an index's passages mean, where it has vectors of this model."""
        model, known = self.model, index.model
        if model is None or known is None or not known["vectors"] or not model.made(known):
            return None
        return Meaning(index, model)

    def told(self, index: Index) -> tuple[Path | None, str]:
        """The model's folder, if there is a model, and why it is not used, if it is not."""
        return (None, "") if self.model is None else (self.model.folder, self._unused(index))

    def _unused(self, index: Index) -> str:
        if self.meaning(index) is not None:
            return ""
        if not self.covers(index):
            return Message(
                "the sentence model is not used: {count} passages are more than {most}; "
                "CITEBOT_MODEL_PASSAGES says up to how many it is",
                count=len(index),
                most=self.most,
            )
        if not self.fits(index):
            return Message("the sentence model is not used with the corpus as it was before")
        return Message(
            "the sentence model is not used: no document is in English, as the installed one is; "
            "CITEBOT_MODEL names one for other languages"
        )


WORDS_ONLY = ModelChoice()


def model_choice(model: str | os.PathLike[str] | None, most: int | None) -> ModelChoice:
    """A model by its folder, "off", or by default the installed one. Raises ModelUnusable."""
    return ModelChoice(sentence_model(model), MOST_PASSAGES if most is None else most)
