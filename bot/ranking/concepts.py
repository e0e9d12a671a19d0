"""The things that a question asks about, and what a word does in it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.analysis import Token
from bot.analysis.analyzer import Analyzer
from bot.ranking.word_forms import Form

# What headings number.
HEADED = frozenset("version release chapter section".split())


class ConceptKind(StrEnum):
    """What a concept's word does in the question."""

    CONTENT = "content"
    LIGHT = "light"
    FUNCTION = "function"
    CONTEXT = "context"  # from the question before


class Concept(NamedTuple):
    """One thing that a question asks about; without forms no passage has it.

    The focus is what a "what", "which" or "how many" asks for by name: "city" in "in which
    city was it found". A limit is what the question is narrowed down to: "dogs" in "is it toxic
    in dogs" and in "and dogs?". A topic is what the operator has a rule for. A name tells one thing
    apart from others of its kind.
    """

    asked: str
    words: tuple[str, ...]  # as asked, in normal form, with spelling mended
    kind: ConceptKind
    forms: tuple[Form, ...]
    focus: bool = False
    limit: bool = False
    topic: bool = False
    name: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether it is what the question is about, and nothing in the index is."""
        return self.kind is ConceptKind.CONTENT and not self.forms


def as_focus(concept: Concept) -> Concept:
    """What is asked for by name; headings name a version and need not say that it is one."""
    loose = not concept.forms and concept.words[0] in HEADED
    return concept._replace(focus=True, kind=ConceptKind.LIGHT if loose else concept.kind)


def kind_of(stretch: Sequence[Token], read: Analyzer, *, phrase: bool) -> ConceptKind | None:
    """What words do in a question; None where they only ask. A `phrase` is one of the thesaurus."""
    texts = [word.text for word in stretch]
    if phrase and len(texts) > 1:
        return ConceptKind.CONTENT
    if all(text in read.question_words for text in texts):
        return None
    if all(map(read.is_function, texts)):
        return ConceptKind.FUNCTION
    is_light = all(map(read.is_light, texts))  # "puis-je" is of either kind
    return ConceptKind.LIGHT if is_light else ConceptKind.CONTENT
