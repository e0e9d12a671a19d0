"""A question taken apart into the concepts it asks about.

A concept is a word, a compound ("LD50", "side effects") or a turn that the thesaurus
knows ("how much do people take"), with all the forms under which a passage may hold it:
the words as asked, what the thesaurus gives for them, and for a word that nobody knows
the nearest one that somebody does. Question words are no concepts; they set the kind of
answer that is asked for.

Left out on purpose: grammar. Which word depends on which is not looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from bot.analysis import (
    FUNCTION_WORDS,
    LIGHT_WORDS,
    QUESTION_WORDS,
    Token,
    is_common,
    rarity,
    stem,
)
from bot.analysis import words as words_of
from bot.index import Index
from bot.ranking.answer_type import AnswerType, answer_type
from bot.ranking.spelling import nearest
from bot.ranking.synonyms import Match, Thesaurus

MAX_WORDS = 64  # of a question; what comes after is not looked at

# How much a form counts beside the word as asked.
_THESAURUS = 0.7
_THESAURUS_BESIDE = 0.3
_PART = 0.4  # the rarest word of a turn of several


# Words that ask for what comes next, and words that may stand between.
_ASKING = frozenset("what whats which wat whose many".split())
_BETWEEN = frozenset("is are was were s the a an of kind type sort different other".split())


_SLANG = {
    "ppl": "people", "u": "you", "ur": "your", "pls": "please", "plz": "please", "wut": "what",
    "wat": "what", "teh": "the", "tho": "though", "bc": "because", "cuz": "because", "abt": "about",
    "w": "with", "r": "are", "y": "why", "n": "and", "smth": "something", "rly": "really",
    "dis": "this", "dat": "that", "da": "the", "wit": "with", "wid": "with", "thx": "thanks",
    "wich": "which", "wen": "when", "ths": "this", "tke": "take",
}  # fmt: skip
_LIMITING = frozenset(
    """in for with on during to from at by of about against among after before without than via
    into per""".split()
)
_DETERMINERS = frozenset(
    "a an the my your his her its their this that these those any some all".split()
)
_MEASURES = frozenset(
    "long far tall high old deep wide big large heavy fast often strong hot cold".split()
)


class ConceptKind(StrEnum):
    """What a concept's word does in the question."""

    CONTENT = "content"
    LIGHT = "light"
    FUNCTION = "function"
    CONTEXT = "context"  # from the question before


class Form(NamedTuple):
    """Words (numbers of terms, all of which must occur) that stand for a concept.

    `weight` is 1.0 for the words as asked, less for others, above 0.
    """

    terms: tuple[int, ...]
    weight: float


class Concept(NamedTuple):
    """One thing that a question asks about; without forms no passage has it.

    The focus is what a "what", "which" or "how many" asks for by name: "city" in "in which
    city was it found", "weeks" in "how many weeks did it last". A limit is what the question
    is narrowed down to: "dogs" in "is it toxic in dogs" and in the follow-up "and dogs?".
    """

    asked: str
    words: tuple[str, ...]  # as asked, in normal form, with spelling mended
    kind: ConceptKind
    forms: tuple[Form, ...]
    in_thesaurus: bool
    focus: bool = False
    limit: bool = False


@dataclass(frozen=True)  # without slots: it keeps what is worked out once
class Query:
    """A question as concepts in order. `corrections` maps a word to what it was taken for."""

    question: str
    concepts: tuple[Concept, ...]
    answer_type: AnswerType
    corrections: tuple[tuple[str, str], ...]

    @cached_property
    def terms(self) -> frozenset[int]:
        """Every term of every form."""
        return frozenset(t for c in self.concepts for form in c.forms for t in form.terms)


def parse(
    question: str, index: Index, thesaurus: Thesaurus, context: str = "", point: str = ""
) -> Query:
    """Take a question apart, for one index. Never raises, whatever the question holds.

    The concepts of `context`, the question before, come after the question's own and
    count less. `point` is the piece of the question that a follow-up is about.
    """
    query = _Parser(question, index, thesaurus, point).query()
    if not context:
        return query
    before = _Parser(context, index, thesaurus).query()
    own = {concept.forms for concept in query.concepts}
    inherited = [
        concept._replace(kind=ConceptKind.CONTEXT)
        for concept in before.concepts
        if concept.forms not in own and concept.kind in {ConceptKind.CONTENT, ConceptKind.LIGHT}
    ]
    return replace(query, concepts=query.concepts + tuple(inherited))


class _Parser:
    def __init__(self, question: str, index: Index, thesaurus: Thesaurus, point: str = "") -> None:
        self.question, self.index, self.thesaurus = question, index, thesaurus
        self.point = {word.text for word in words_of(point)}
        found = words_of(question[: MAX_WORDS * 64])
        self.wholes = {word.start: word for word in found if word.parts > 1}
        self.corrections: list[tuple[str, str]] = []
        parts = [word for word in found if word.parts == 1][:MAX_WORDS]
        self.words = [meant for word in parts for meant in self._respelled(word)]
        self.stems = [stem(word.text) for word in self.words]

    def query(self) -> Query:
        concepts: dict[tuple[object, ...], Concept] = {}  # its forms -> first of that kind
        asking = False  # whether what comes next is what is asked for
        for start, end, match in self._stretches():
            concept = self._concept(start, end, match)
            texts = [word.text for word in self.words[start:end]]
            if concept is not None:
                if asking and concept.kind is not ConceptKind.FUNCTION:
                    concept = concept._replace(focus=True)
                    asking = False
                key = concept.forms or (concept.asked,)
                concepts.setdefault(key, concept)
            asking = texts[-1] in _ASKING or (asking and texts[-1] in _BETWEEN)
        return Query(
            self.question,
            tuple(concepts.values()),
            answer_type(self.question),
            tuple(self.corrections),
        )

    def _stretches(self) -> Iterator[tuple[int, int, Match | None]]:
        """Cut the question into turns of the thesaurus, compounds and single words."""
        texts = [word.text for word in self.words]
        at = 0
        while at < len(self.words):
            compound = self._compound_end(at)
            matches = [m for m in self.thesaurus.matches(texts, at) if m.end >= compound]
            match = self._chosen(matches)
            if match is not None:
                yield at, match.end, match
                at = match.end
            else:
                yield at, compound, None
                at = compound

    def _chosen(self, matches: Sequence[Match]) -> Match | None:
        """The longest turn; or the longest that a passage could have, where that says as much.

        "Raise blood pressure" is one thing: where no passage has it, "raise" is not it.
        """
        met = next(filter(self._is_met, matches), None)
        if met is not None:
            more = (self.words[at].text for at in range(met.end, matches[0].end))
            if all(text in FUNCTION_WORDS | QUESTION_WORDS | LIGHT_WORDS for text in more):
                return met
        return matches[0] if matches else None

    def _is_met(self, match: Match) -> bool:
        """Whether a passage could have it: a meaning's words, or all of its own."""
        own = self.stems[match.start : match.end]
        return any(self._terms(phrase) for phrase in (*match.meanings, own))

    def _compound_end(self, at: int) -> int:
        """Where a compound that starts at word `at` ends, or `at + 1`."""
        whole = self.wholes.get(self.words[at].start)
        if whole is not None:
            return at + whole.parts
        if (
            at + 1 < len(self.words)
            and self._content(at)
            and self.words[at + 1].text not in (FUNCTION_WORDS)
        ):
            joined = stem(self.words[at].text + self.words[at + 1].text)
            if self.index.term(joined) >= 0:  # "ld 50" where the document writes "LD50"
                return at + 2
        return at + 1

    def _content(self, at: int) -> bool:
        return self.words[at].text not in FUNCTION_WORDS | QUESTION_WORDS

    def _concept(self, start: int, end: int, match: Match | None) -> Concept | None:
        stretch = self.words[start:end]
        kind = _kind(stretch, turn=match is not None)
        if kind is None or (match is None and self._measures(start, end)):
            return None
        forms = list(self._own_forms(stretch))
        meanings = match.meanings if match else ()
        # Where the document has the word as asked, others for it are a guess more remote.
        weight = _THESAURUS_BESIDE if any(f.weight == 1.0 for f in forms) else _THESAURUS
        forms += [Form(terms, weight) for terms in map(self._terms, meanings) if terms]
        asked = self.question[stretch[0].start : stretch[-1].end]
        written = tuple(word.text for word in stretch)
        return Concept(
            asked, written, kind, tuple(forms), in_thesaurus=match is not None,
            limit=self._is_limit(start, written),
        )  # fmt: skip

    def _is_limit(self, start: int, written: Collection[str]) -> bool:
        """Whether words are a follow-up's point, or stand behind a preposition."""
        before = (word.text for word in reversed(self.words[:start]))
        return next((text for text in before if text not in _DETERMINERS), "") in _LIMITING or (
            not self.point.isdisjoint(written)
        )

    def _measures(self, start: int, end: int) -> bool:
        """Whether words only ask for a measure: the "long" of "how long"."""
        before = self.words[start - 1].text if start else ""
        return end == start + 1 and before == "how" and self.words[start].text in _MEASURES

    def _own_forms(self, stretch: Sequence[Token]) -> Iterator[Form]:
        own = [w for w in stretch if w.text not in FUNCTION_WORDS | QUESTION_WORDS] or stretch
        if len(stretch) > 1:
            joined = self.index.term(stem("".join(word.text for word in stretch)))
            if joined >= 0:
                yield Form((joined,), 1.0)
        terms = self._terms([stem(word.text) for word in own])
        if terms:
            yield Form(terms, 1.0)
        if len(own) > 1:
            rarest = max(own, key=lambda word: rarity(word.text))
            term = self.index.term(stem(rarest.text))
            if term >= 0 and rarest.text not in LIGHT_WORDS and len(rarest.text) > 1:
                yield Form((term,), _PART)

    def _terms(self, stems: Sequence[str]) -> tuple[int, ...]:
        """The numbers of all these stems, or none where one of them is in no passage."""
        numbers = tuple(self.index.term(word) for word in stems)
        return numbers if numbers and min(numbers) >= 0 else ()

    def _respelled(self, word: Token) -> list[Token]:
        """The word, or what is meant by it where nobody knows it."""
        if word.text in _SLANG:
            return [Token(_SLANG[word.text], word.start, word.end)]
        stemmed = stem(word.text)
        if self.index.term(stemmed) >= 0 or is_common(word.text):
            return [word]
        if stemmed in self.thesaurus.stems:
            return [word]
        meant = nearest(word.text, self.index, self.thesaurus)
        if not meant:
            return [word]
        self.corrections.append((word.text, meant))
        first, _, second = meant.partition(" ")
        if not second:
            return [Token(first, word.start, word.end)]
        cut = min(word.start + len(first), word.end)
        return [Token(first, word.start, cut), Token(second, cut, word.end)]


def _kind(stretch: Sequence[Token], *, turn: bool) -> ConceptKind | None:
    texts = [word.text for word in stretch]
    if turn and len(texts) > 1:
        return ConceptKind.CONTENT
    if all(text in QUESTION_WORDS for text in texts):
        return None
    if all(text in FUNCTION_WORDS | QUESTION_WORDS for text in texts):
        return ConceptKind.FUNCTION
    return ConceptKind.LIGHT if all(text in LIGHT_WORDS for text in texts) else ConceptKind.CONTENT
