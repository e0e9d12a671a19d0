"""What a text means, as a vector: a sentence model, if there is one (MiniLM and its kin).

Texts that mean the same in other words have vectors that point the same way, so that a passage
can be found by a question that shares no word with it. All of this is optional: without a model
nothing here is loaded, and words alone decide.
"""

from bot.meaning.choice import WORDS_ONLY, ModelChoice, model_choice
from bot.meaning.cosines import NOT_NEAR, Cosines
from bot.meaning.meaning import Meaning

__all__ = ["NOT_NEAR", "WORDS_ONLY", "Cosines", "Meaning", "ModelChoice", "model_choice"]
