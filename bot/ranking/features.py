"""What speaks for a passage as the answer to a question, in numbers: its features.

How much of the question the passage holds, whether one sentence holds it, in which order,
whether that sentence has the form of an answer, and whether the question is what a heading
says; and where there is a sentence model, how near their meanings are. BM25 (and the model)
find the candidates; their features order them and say whether the best of them answers.

What each number counts is in `ranking.weights`, what follows from it in `confidence`.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from bot.analysis import Span
from bot.index import LINE, Index, SentenceTerms
from bot.index.fingerprint import K1, B
from bot.meaning import Meaning
from bot.ranking.answer_type import abbreviation_in, can_be_told
from bot.ranking.closeness import Closeness
from bot.ranking.deadly import asks_how_much_to_take, tells_what_kills
from bot.ranking.definitions import defined_in, label_in, may_define, spells_out
from bot.ranking.denials import asked_words, without_contrary
from bot.ranking.echoes import Echoes
from bot.ranking.headings import WHOLLY, repeats, titled
from bot.ranking.keyword_lines import SHARE, share_beside
from bot.ranking.kinds_shown import KindsShown
from bot.ranking.letter_runs import LetterRuns
from bot.ranking.query import Query
from bot.ranking.subjects import Subject
from bot.ranking.table_rows import named_row
from bot.ranking.word_pairs import WordPairs
from bot.ranking.word_values import WordValues

_TYPICAL_SENTENCE = 20.0  # words
ENTRY = 1.5  # beside a sentence that says what it is, an entry of a glossary on it
_BY_WORDS = ("bm25", "sentence", "pairs", "cover", "titled")  # what only the words speak for
_BESIDE_WORDS = ("strength", "meaning", "meaning_best")
_DEADLY = 0.1  # of what others count, what tells how much kills where that is not asked
_FIRST = 8  # passages with an abbreviation: there it is spelled out
_MOSTLY = 0.6  # of the question, that its term says


class Features(NamedTuple):
    """The numbers for one passage, all 0 or more. `best` is the likeliest sentence.

    The first three and `heading` are sums of word values; the others lie in 0..1, except
    `definition`. The last two are cosines, 0.0 where there is no sentence model.
    """

    passage: int
    best: Span
    bm25: float  # the question's concepts in the passage, each by its best form's impact
    sentence: float  # the same in the best sentence, as if it were a passage
    pairs: float  # values of neighbours in the question that are neighbours in a sentence
    cover: float  # share of the question's value that the best sentence holds
    heading: float  # the question's concepts in the headings above the passage
    definition: float  # the sooner a sentence says what the asked thing is, the higher; up to 1.5
    kind: float  # 1.0 where the best sentence shows an answer of the kind asked for
    lead: float  # the nearer to the document's beginning, the higher
    titled: float  # how nearly the question is the heading that the passage is the first under
    strength: float  # `bm25` as a share of what this question could have
    carried: float  # share of what the question carries that the passage or its headings have
    letters: float  # share of the question's runs of letters that the passage has; not of English
    goes_on: float  # 1.0 in the section that answers the question before
    meaning: float  # how near the passage's meaning is to the question's
    meaning_best: float  # the same of the nearest of its sentences

    def numbers(self) -> dict[str, float]:
        """All numbers by name, in a fixed order."""
        return dict(zip(FEATURES, self[2:], strict=True))


FEATURES = Features._fields[2:]


class FeatureExtractor(WordValues):
    """The features of passages of one index for one question."""

    def __init__(
        self, query: Query, index: Index, meaning: Meaning | None = None, before: int | None = None
    ) -> None:
        """`before` is the passage that answers the question before, if there is any."""
        super().__init__(query, index)
        self.before = before
        self.closeness = Closeness(query, index, meaning)
        self._letters = LetterRuns(query.question, index)
        self.asked = asked_words(query) if index.analyzer.is_english else ()
        self._of_use = asks_how_much_to_take(query, index)
        self._pairs = WordPairs(self)
        self._bounds: dict[int, dict[str, float]] = {}  # passage -> see `upper_bounds`
        self._attainable = self.attainable()
        self._subject = Subject(query, index)
        self._abbreviation = abbreviation_in(query.question)
        self._impacts: dict[int, dict[int, float]] = {}  # passage -> term -> impact without idf
        self.positions = index.term_positions(query.terms | self._subject.signs, query.line)
        self.echoes = Echoes(query, self.positions, index)
        self.kinds = KindsShown(query, index)

    def features(self, passage: int) -> Features:
        """All features of one passage."""
        bounds, sentences = self.upper_bounds(passage), self.positions.sentences(passage)
        text, start = self.index.text(passage), self.index.start(passage)
        entries = self._entries(sentences, text, start)
        said = [text[one.start - start : one.end - start] for one in sentences]
        scores = without_contrary([*map(self.score, sentences)], said, self.asked)
        if (at := named_row(said, self.query, self.index.analyzer)) is None:
            at = self._likeliest(sentences, scores, entries)
        best, score = sentences[at], scores[at]
        if score == 0.0 and self.closeness.is_known:  # no word of it: the nearest in meaning
            best = sentences[self.closeness.cosines(passage).nearest]
        span = Span(best.start, best.end)
        found = Features(
            passage=passage,
            best=span,
            bm25=bounds["bm25"],
            sentence=score,
            pairs=self._pairs.value(sentences) if bounds["pairs"] else 0.0,
            cover=self.share(self.held(best.positions)),
            heading=bounds["heading"],
            definition=max(self._subject.defined(sentences, text, start), *entries)
            if bounds["definition"]
            else 0.0,
            kind=self.kinds.shown(passage, self.said(passage, span)) if bounds["kind"] else 0.0,
            lead=bounds["lead"],
            titled=titled(self, self.positions, passage)
            if self._abbreviation
            else bounds["titled"],
            strength=bounds["strength"],
            carried=bounds["carried"],
            letters=bounds["letters"],
            goes_on=bounds["goes_on"],
            meaning=bounds["meaning"],
            meaning_best=bounds["meaning_best"],
        )
        return self._tempered(found)

    def _tempered(self, found: Features) -> Features:
        """The same, with more for what an abbreviation stands for, and less for an echo."""
        passage = found.passage
        if self._abbreviation and found.definition == ENTRY:  # brackets say "stands for"
            return found._replace(cover=1.0, titled=1.0)
        # What means what the question means, and tells no more; so does a line of keywords.
        empty = passage in self.echoes or self.kinds.is_beside(passage, self.text(found))
        share = SHARE if empty else share_beside(self.index.text(passage), self.query.question)
        if share < 1.0:
            return _lessened(found, (*_BY_WORDS, *_BESIDE_WORDS), share)
        if self.tells_what_kills(found):
            return _lessened(found, (*_BY_WORDS, *_BESIDE_WORDS, "heading", "carried"), _DEADLY)
        later = not found.definition and repeats(self.index, passage, found.titled)
        return _lessened(found, _BY_WORDS) if later else found

    def upper_bounds(self, passage: int) -> dict[str, float]:
        """The most that each feature of a passage can be, without a look at its text.

        Of BM25, the headings, the lead and the meaning that is what they are.
        """
        if passage not in self._bounds:
            self._bounds[passage] = self._upper_bounds(passage)
        return self._bounds[passage]

    def bounds_by_text(self, passage: int) -> dict[str, float]:
        """The same by a look at its text, though not at its sentences: often less."""
        bounds = self.upper_bounds(passage)
        most = float(bool(self._subject.forms))  # of a passage that is no entry of a glossary
        if bounds["definition"] <= most or self._may_be_entry(self.index.text(passage)):
            return bounds
        return {**bounds, "definition": most}

    def _upper_bounds(self, passage: int) -> dict[str, float]:
        impacts = self.impacts(passage)
        held = self.held(impacts)
        cosines, bm25 = self.closeness.cosines(passage), self.bm25(impacts)
        headings = self.positions.heading(passage)
        above = headings | self.positions.title(passage)
        lead = 1.0 / (1 + passage - self.index.document_of(passage).first)
        named = 1.0 if self._abbreviation else titled(self, self.positions, passage)
        if lead == 1.0 and named >= WHOLLY:  # the document's title is all that is asked
            headings = above
        return {
            "bm25": bm25,
            "sentence": sum(held) * (K1 + 1) / (1 + K1 * (1 - B)),
            "pairs": self._pairs.most(impacts),
            "cover": 1.0 if self._abbreviation else self.share(held),
            "heading": self.without_function_words(self.held(headings)),
            "definition": self._most_defined(impacts, held),
            "kind": float(can_be_told(self.query.answer_type)),
            "lead": lead,
            "titled": named,
            "strength": bm25 / self._attainable,
            "carried": self.carried_share(above.union(impacts)),
            "letters": self._letters.share(passage),
            "goes_on": float(self._goes_on(passage)),
            "meaning": max(cosines.passage, 0.0),
            "meaning_best": max(cosines.sentence, 0.0),
        }

    def _goes_on(self, passage: int) -> bool:
        """Whether a passage stands under the same heading as the one before."""
        index, before = self.index, self.before
        return before is not None and (
            index.document_of(passage) == index.document_of(before)
            and index.heading(passage) == index.heading(before)
        )

    def _most_defined(self, present: Collection[int], held: Sequence[float]) -> float:
        defined = any(all(term in present for term in terms) for terms in self._subject.forms)
        return ENTRY if defined or self._abbreviation else self.share(held)

    def spelling_out(self, within: range | None) -> Iterator[int]:
        """The first passages with the letters that are asked for, where they are spelled out."""
        words = self.index.analyzer.plain_words(self._abbreviation)
        terms = self.positions.terms_of(tuple(words)) if len(words) == 1 else ()
        for term in terms:
            ranges = None if within is None else [within]
            yield from islice(self.index.having(term, ranges), _FIRST)

    def impacts(self, passage: int) -> dict[int, float]:
        """The query's terms that a passage is found by, each with its impact without idf."""
        if passage not in self._impacts:
            self.look_up([passage])
        return self._impacts[passage]

    def look_up(self, passages: Sequence[int]) -> None:
        """Look up the impacts and the meanings of several passages at once."""
        found = self.index.impacts(self.query.terms, passages)
        self._impacts.update(zip(passages, found, strict=True))
        if self.query.line:
            self._look_for_line(passages)
        self.closeness.look_up(passages)
        self._letters.look_up(passages)

    def _look_for_line(self, passages: Sequence[int]) -> None:
        """Note of which passages a sentence has the question's words in their order."""
        for passage in passages:
            if any(LINE in one.positions for one in self.positions.sentences(passage)):
                self._impacts[passage][LINE] = 1.0

    def score(self, sentence: SentenceTerms) -> float:
        """What a sentence counts for the question's words that it has, as if it were a passage."""
        if not sentence.positions:
            return 0.0
        length = sentence.words / _TYPICAL_SENTENCE
        return sum(self.held(sentence.positions)) * (K1 + 1) / (1 + K1 * (1 - B + B * length))

    def content(self, present: Collection[int]) -> float:
        """The value of the question's words that these terms have, function words apart."""
        return self.without_function_words(self.held(present))

    def _likeliest(
        self,
        sentences: Sequence[SentenceTerms],
        scores: Sequence[float],
        entries: Sequence[float],
    ) -> int:
        """Which sentence: the entry on what is to be defined, else the one with the most.

        Of equals, the one that is an entry on more of it, or has its words as neighbours.
        """
        if max(entries) == ENTRY:
            return entries.index(ENTRY)
        most = max(scores)
        alike = [at for at, score in enumerate(scores) if score == most]
        if len(alike) == 1 or most == 0.0:
            return alike[0]
        return max(alike, key=lambda at: (entries[at], self._pairs.value([sentences[at]])))

    def _may_be_entry(self, text: str) -> bool:
        return bool(self._abbreviation) or may_define(text)

    def _entries(self, sentences: Sequence[SentenceTerms], text: str, start: int) -> list[float]:
        """How much of the question each sentence is an entry on; `text` is a passage's."""
        if not self._may_be_entry(text):
            return [0.0] * len(sentences)
        return [self._entry(s, text[s.start - start : s.end - start]) for s in sentences]

    def _entry(self, sentence: SentenceTerms, text: str) -> float:
        """How much of the question a sentence is an entry on, as of a glossary.

        The share of it that its term is, `ENTRY` where that is to be defined.
        """
        if not sentence.positions:
            return 0.0
        if self._abbreviation and spells_out(text, self._abbreviation):
            return ENTRY
        term = defined_in(text) or label_in(text)
        if not term:
            return 0.0
        words = self.index.analyzer.plain_words(term)
        found = [self.positions.terms_of((word,)) for word in words]
        said = [own for own, word in zip(found, words, strict=True)
                if own or not self.index.analyzer.is_function(word)]  # fmt: skip
        if not said or not all(said):
            return 0.0
        asked = frozenset[int]().union(*said)
        share = self.share(self.held(asked))
        whole = share > _MOSTLY and any(asked >= {*terms} for terms in self._subject.forms)
        return ENTRY if whole else share

    def text(self, features: Features) -> str:
        """The best sentence as it stands in the document."""
        return self.said(features.passage, features.best)

    def around(self, passage: int) -> str:
        """A passage below its headings."""
        return " ".join((*self.index.heading(passage), self.index.text(passage)))

    def tells_what_kills(self, features: Features) -> bool:
        """Whether the best sentence tells what kills, where it is asked how much to take."""
        return self._of_use and tells_what_kills(self.text(features), self.query.respelled)

    def said(self, passage: int, span: Span) -> str:
        """What a passage says from one offset of its document to another."""
        start = self.index.start(passage)
        return self.index.text(passage)[span.start - start : span.end - start]


def _lessened(found: Features, counts: Sequence[str], share: float = SHARE) -> Features:
    """The same where these numbers count only a share, for other passages tell what this names."""
    return found._replace(**{name: share * getattr(found, name) for name in counts})
