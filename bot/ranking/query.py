"""A question taken apart into the concepts it asks about.

A concept is a word, a compound ("side effects") or a phrase that the thesaurus knows, with all
the forms under which a passage may hold it: the words as asked, what the thesaurus gives for
them, and for a word that nobody knows the nearest one that somebody does. Question words are no
concepts; they set the kind of answer that is asked for.

Left out on purpose: grammar. Which word depends on which is not looked at.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.analysis import Token
from bot.index import LINE, Index
from bot.ranking.answer_type import AnswerType, answer_type, asking_words
from bot.ranking.common_lines import line_in
from bot.ranking.company import in_a_row, keeps_company
from bot.ranking.concepts import Concept, ConceptKind, as_focus, kind_of
from bot.ranking.limits import is_behind_preposition, measures_of, only_measures
from bot.ranking.long_questions import weightiest
from bot.ranking.names import tells_apart
from bot.ranking.other_writings import in_pieces, other_writings
from bot.ranking.seams import without_seams
from bot.ranking.slang import AFTER_LETTER, in_full, letters
from bot.ranking.spelling import nearest, respelled
from bot.ranking.synonyms import Match, Thesaurus
from bot.ranking.word_forms import ConceptForm, Wholes, forms_of, known, only_labels, terms_of

LONGEST = 4000  # characters of a question that are looked at
MOST_CONTEXT = 8  # concepts of what stands around a question; the last ones

# How much a form counts beside the word as asked.
_THESAURUS, _THESAURUS_BESIDE = 0.7, 0.3

_WEAK = 0.4  # a turn of weak words, as asked

_PRESSES = ("press", "hit", "hold")  # stems of what is done with keys

# Words that ask for what comes next, and words that may stand between.
_ASKING = frozenset("what whats which wat whose many".split())
_BETWEEN = frozenset("is are was were s the a an of kind type sort different other".split())


class Query(NamedTuple):
    """A question as concepts in order. `corrections` maps a word to what it was taken for."""

    question: str
    concepts: tuple[Concept, ...]
    answer_type: AnswerType
    corrections: tuple[tuple[str, str], ...]
    context: str = ""  # what stands around the question, or the question before
    line: tuple[int, ...] = ()  # the terms of the whole question, where it is a line of a passage

    def without_guesses(self) -> "Query":
        """The question with those forms only that are evidence; itself where all are."""
        if not any(form.guessed for concept in self.concepts for form in concept.forms):
            return self
        concepts = [
            concept._replace(forms=tuple(form for form in concept.forms if not form.guessed))
            for concept in self.concepts
        ]
        return self._replace(concepts=tuple(concepts))

    @property
    def lacks_name(self) -> bool:
        """Whether a name in it is nowhere in the index: then all else may be said of another."""
        names = (c for c in self.concepts if c.name and c.kind is ConceptKind.CONTENT)
        return any(all(form.guessed for form in name.forms) for name in names)

    @property
    def is_partly_known(self) -> bool:
        """Whether of what it is about, the index has some but not all."""
        own = [concept for concept in self.concepts if concept.kind is ConceptKind.CONTENT]
        return 0 < sum(concept.is_unknown for concept in own) < len(own)

    @property
    def respelled(self) -> str:
        """The question with its spelling mended."""
        return respelled(self.question, self.corrections)

    @property
    def terms(self) -> frozenset[int]:
        """Every term of every form."""
        found = (t for c in self.concepts for form in c.forms for t in form.terms)
        return frozenset((*found, *self.line)) - {LINE}


def parse(
    question: str, index: Index, thesaurus: Thesaurus, context: str = "", point: str = ""
) -> Query:
    """Take a question apart, for one index. Never raises, whatever the question holds.

    The concepts of `context`, the question before, come after the question's own and
    count less. `point` is the piece of the question that a follow-up is about.
    """
    thesaurus = thesaurus.read_in(index.analyzer.language)
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
    known = [concept for concept in inherited if concept.forms][-MOST_CONTEXT:]
    unknown = [concept for concept in inherited if not concept.forms][-1:]  # enough to doubt by
    return query._replace(concepts=(*query.concepts, *known, *unknown), context=context)


class _Parser:
    """Takes one question apart."""

    def __init__(self, question: str, index: Index, thesaurus: Thesaurus, point: str = "") -> None:
        self.question, self.index, self.thesaurus = question, index, thesaurus
        self.analyzer = index.analyzer
        self.asking = asking_words(question) if self.analyzer.is_english else range(0)
        self.point = {word.text for word in self.analyzer.words(point)}
        found = self.analyzer.words(question[:LONGEST])
        self.wholes = Wholes(found, index)
        self.otherwise = other_writings(question[:LONGEST], found, index)
        self.corrections: list[tuple[str, str]] = []
        self.slang: list[tuple[str, str]] = []
        parts = weightiest(without_seams(found, index), self.analyzer)
        self.letters = letters(question, parts) if self.analyzer.is_english else frozenset()
        self.words = [meant for word in parts for meant in self._respelled(word)]
        self.stems = [self.analyzer.stem(word.text) for word in self.words]

    def query(self) -> Query:
        """The concepts in the question's order, each set of forms once, and what is asked for."""
        concepts: dict[tuple[object, ...], Concept] = {}  # its forms -> first of that kind
        asking = False  # whether what comes next is what is asked for
        for start, end, match in self._stretches():
            concept = self._concept(start, end, match)
            texts = [word.text for word in self.words[start:end]]
            if concept is not None:
                if asking and concept.kind is not ConceptKind.FUNCTION:
                    concept, asking = as_focus(concept), False
                key = concept.forms or (concept.asked,)
                concepts.setdefault(key, concept)
            asking = self.analyzer.is_english and (
                texts[-1] in _ASKING or (asking and texts[-1] in _BETWEEN)
            )
        found = tuple(concepts.values())
        about = any(concept.kind is ConceptKind.CONTENT for concept in found)
        line = () if about else line_in(self.question, self.words, self.index)
        if line:
            said = tuple(word.text for word in self.words)
            whole = Concept(self.question, said, ConceptKind.CONTENT, (ConceptForm((LINE,), 1.0),))
            found = (*found, whole)
        asked = respelled(self.question, [*self.slang, *self.corrections])
        kind = answer_type(asked, self.analyzer)
        return Query(self.question, found, kind, tuple(self.corrections), line=line)

    def _stretches(self) -> Iterator[tuple[int, int, Match | None]]:
        """Cut the question into phrases of the thesaurus, compounds and single words."""
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
        """The longest phrase; or the longest that a passage could have, where that says as much.

        "Raise blood pressure" is one thing: where no passage has it, "raise" is not it.
        """
        met = next(filter(self._is_met, matches), None)
        if met is not None:
            more = (self.words[at].text for at in range(met.end, matches[0].end))
            if all(map(self.analyzer.is_light, more)):
                return met
        longest = matches[0] if matches else None
        often = longest and self.stems[longest.start : longest.end] == ["how", "often"]
        return None if often else longest

    def _is_met(self, match: Match) -> bool:
        """Whether a passage could have it: a meaning's words, or all of its own."""
        own = self.stems[match.start : match.end]
        return any(self._terms(phrase) for phrase in (*match.meanings, own))

    def _compound_end(self, at: int) -> int:
        """Where a compound that starts at word `at` ends, or `at + 1`."""
        whole = self.wholes.at(self.words[at].start)
        end = at + (1 if whole is None else whole.parts)
        if whole is not None and end <= len(self.words) and self.words[end - 1].end == whole.end:
            return end
        if (
            at + 1 < len(self.words)
            and self._content(at)
            and self.words[at + 1].text not in self.analyzer.function_words
        ):
            joined = self.analyzer.stem(self.words[at].text + self.words[at + 1].text)
            # "ld 50" where the document writes "LD50"; but "gate E" is no form of "gate"
            if joined != self.stems[at] and self.index.term(joined) >= 0:
                return at + 2
        return at + 1

    def _content(self, at: int) -> bool:
        return not self.analyzer.is_function(self.words[at].text)

    def _concept(self, start: int, end: int, match: Match | None) -> Concept | None:
        stretch = self.words[start:end]
        kind = self._kind(stretch, phrase=match is not None)
        if kind is None or stretch[0].start in self.asking:
            return None
        if match is None and only_measures(self.words, start, end):
            return self._measure(stretch[0])
        name = tells_apart(self.question, self.words, start, end, self.analyzer)
        forms = self._as_asked(start, end, name=name)
        if only_labels(self.words, start, end, self.letters):
            kind = kind if forms else ConceptKind.LIGHT
            if stretch[-1].text in AFTER_LETTER:  # "the U key": "press U to undo"
                forms += self._weighing(_THESAURUS, [[verb] for verb in _PRESSES])
        if match is not None:
            if self._is_weak(stretch):
                forms = [form._replace(weight=min(form.weight, _WEAK)) for form in forms]
            # Where the document has the word as asked, others for it are a guess more remote.
            is_there = any(form.weight == 1.0 for form in forms)
            forms += self._weighing(_THESAURUS_BESIDE if is_there else _THESAURUS, match.meanings)
        asked = self.question[stretch[0].start : stretch[-1].end]
        written = tuple(word.text for word in stretch)
        limit, topic = self._is_limit(start, written), bool(match and match.own)
        return Concept(asked, written, kind, tuple(forms), limit=limit, topic=topic, name=name)

    def _as_asked(self, start: int, end: int, *, name: bool) -> list[ConceptForm]:
        """The forms of words as they are asked, and of their other writings."""
        stretch = self.words[start:end]
        forms = [*forms_of(stretch, self.wholes, self.index)]
        forms += self.otherwise.get(stretch[0].start, ())
        if not forms and len(stretch) == 1:
            forms += in_pieces(stretch[0].text, self.index)
        if self._is_another(start, end, name=name):
            return [form._replace(guessed=True) for form in forms]
        return forms

    def _weighing(self, weight: float, phrases: Iterable[Sequence[str]]) -> list[ConceptForm]:
        """Phrases of stems as forms of that weight, those that a passage may have."""
        found = filter(None, map(self._terms, phrases))
        return [ConceptForm(terms, weight, meant=True) for terms in found]

    def _is_weak(self, stretch: Sequence[Token]) -> bool:
        """Whether a phrase asks for an amount with weak words alone: "how much to take"."""
        texts, analyzer = [word.text for word in stretch], self.analyzer
        of_amount = "much" in texts or "many" in texts
        return of_amount and all(
            text in analyzer.question_words or analyzer.is_light(text) for text in texts
        )

    def _measure(self, word: Token) -> Concept | None:
        """What "how long" asks for, where the document calls it by its name."""
        names = ([self.analyzer.stem(name)] for name in measures_of(word.text))
        if not (forms := self._weighing(_THESAURUS, names)):
            return None
        forms = [*terms_of(word.text, self.index), *forms]
        asked = self.question[word.start : word.end]
        return Concept(asked, (word.text,), ConceptKind.LIGHT, tuple(forms))

    def _is_another(self, start: int, end: int, *, name: bool) -> bool:
        """Whether the index has a letter, or a name's parts, but not as the question has them."""
        stretch = self.words[start:end]
        if len(stretch) == 1:
            is_letter = stretch[0].start in self.letters
            return is_letter and not keeps_company(self.words, start, self.index)
        whole = self.wholes.at(stretch[0].start)
        if not name or whole is None or self.wholes.is_known(whole):
            return False
        terms = self._terms(self.stems[start:end])
        return not terms or not in_a_row(terms, self.index)

    def _kind(self, stretch: Sequence[Token], *, phrase: bool) -> ConceptKind | None:
        """What words do in the question; a letter and a known compound are what it is about."""
        kind = kind_of(stretch, self.analyzer, phrase=phrase)
        if kind is ConceptKind.CONTENT or phrase:
            return kind
        first = stretch[0]
        whole = self.wholes.at(first.start) if len(stretch) > 1 else None
        is_one = whole is not None and self.wholes.is_known(whole)
        return ConceptKind.CONTENT if is_one or first.start in self.letters else kind

    def _is_limit(self, start: int, written: Collection[str]) -> bool:
        """Whether words are a follow-up's point, or stand behind a preposition."""
        if not self.analyzer.is_english:
            return not self.point.isdisjoint(written)
        limited = is_behind_preposition(self.words, start)
        return limited or not self.point.isdisjoint(written)

    def _terms(self, stems: Sequence[str]) -> tuple[int, ...]:
        """The numbers of all these stems, or none where one of them is in no passage."""
        return known(stems, self.index)

    def _respelled(self, word: Token) -> list[Token]:
        """The word, or what is meant by it where nobody knows it."""
        if word.start in self.letters:
            return [word]
        written = self.question[word.start : word.end]
        if self.analyzer.is_english and (said := in_full(written)):
            self.slang.append((written, said))
            return [Token(said, word.start, word.end)]
        known = any(terms_of(word.text, self.index)) or self.analyzer.is_common(word.text)
        if known or self.analyzer.stem(word.text) in self.thesaurus.stems:
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
