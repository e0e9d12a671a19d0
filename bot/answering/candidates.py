"""The candidates for one reading of a question, judged: which answer it, and which come near.

By their words first; where these are not sure and there is a sentence model, by their meaning too.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from bot.analysis import Span
from bot.answering.replies import NEAREST, Quotation
from bot.index import Index
from bot.meaning import Meaning
from bot.passages.receipts import receipt
from bot.ranking.answer_type import NUMBERED
from bot.ranking.concepts import ConceptKind
from bot.ranking.confidence import Evidence, Judge
from bot.ranking.features import ENTRY, FeatureExtractor
from bot.ranking.headings import is_one_of_several
from bot.ranking.keyword_lines import is_list_of_names
from bot.ranking.marking import marked
from bot.ranking.others_of_kind import speaks_of_another
from bot.ranking.pointers import may_point, points_to
from bot.ranking.query import Query
from bot.ranking.ranker import CANDIDATES, Ranker, Worth, every
from bot.ranking.synonyms import Thesaurus
from bot.ranking.weights import weights

_JUDGED = 8  # candidates at least that are looked at for further answers
_ENOUGH = 0.5  # probability from which on a passage answers, or is near
_SURE = 0.85  # the same, from which on a sentence model is not asked as well
_NEARLY_SURE = 0.7  # the same, where more than words speaks for it, or a model for the same passage
_PLACED = 0.5  # how nearly a passage is where an answer stands
_NAMED = 0.9  # how nearly a heading is the question, from which on it names it
_NEARLY_ALL = 0.85  # of a question, in its very words, where its language is not known
_NEARLY = 0.8  # of the first one's, which a further passage needs as well
_AS_GOOD = 0.7  # of the first one's weighted sum, the same


class Scope(NamedTuple):
    """Where answers are looked for: in an index, `within` these passages, `most` of them."""

    index: Index  # type: ignore[assignment]  # a tuple's own method, of no use here
    thesaurus: Thesaurus
    most: int
    within: range | None
    meaning: Meaning | None
    before: int | None = None  # the passage shown for the question before
    after_nothing: str = ""  # the reason, where there was one and nothing was shown for it


def candidates_for(query: Query, scope: Scope) -> "Candidates":
    """The candidates by their words; where these are not sure, by their meaning as well."""
    by_words = Candidates(query, scope)
    likely, is_ruled = by_words.likelihood(), any(one.topic for one in query.concepts)
    sure = likely >= min(by_words.needed(), _NEARLY_SURE if is_ruled else _SURE)
    if scope.meaning is None or sure or by_words.is_named():
        return by_words
    by_meaning = Candidates(query, scope, scope.meaning)
    agreed = likely >= _NEARLY_SURE and by_meaning.begin_as(by_words)
    return by_words if agreed else by_meaning


class Candidates:
    """The candidates for one reading of a question, best first, judged as they are needed."""

    def __init__(self, query: Query, scope: Scope, meaning: Meaning | None = None) -> None:
        self.query = query
        self._index, self._most = scope.index, scope.most
        self._extractor = extractor = FeatureExtractor(query, scope.index, meaning, scope.before)
        fitted = weights(scope.index.analyzer, model=meaning is not None)
        self._judge = Judge(extractor, fitted)
        self._ranker = Ranker(extractor, fitted, max(2 * scope.most, CANDIDATES), scope.within)
        best = self._ranker.best()
        self._first, self._second = next(best, None), next(best, None)
        self.first = self._first and self._judge.judge(self._first, self._second)

    def that_answer(self) -> tuple[Quotation, ...]:
        """The first candidate and others that answer nearly as well; none where it does not."""
        first = self.first
        if first is None or self.query.lacks_name or self._is_doubtful(first):
            return ()
        if first.answers < _ENOUGH and not self.is_named():
            return ()
        if self._says_nothing(first):
            return ()
        if section := self._pointed_to(first):
            return self._quoted([section, first][: self._most])
        return self._quoted([first, *islice(self._further(first), self._most - 1)])

    def _further(self, first: Evidence) -> Iterator[Evidence]:
        """The others that answer nearly as well as the first, of those that are looked at."""
        enough = max(_ENOUGH, first.answers * _NEARLY)
        may_answer = partial(self._judge.may_answer, enough, first)
        near = self._others(first.total * _AS_GOOD, may_answer)
        return (one for one in near if one.answers >= enough and not self._says_nothing(one))

    def _pointed_to(self, first: Evidence) -> Evidence | None:
        """The first passage of the section that the first candidate only leads to, if it does."""
        said = self._extractor.text(first.features)
        if not may_point(said):
            return None
        for one in self._others(0.0):
            passage = one.features.passage
            heading = self._index.innermost_heading(passage)
            if heading and self._index.opens(passage) and points_to(said, heading):
                return one
        return None

    def _is_doubtful(self, one: Evidence) -> bool:
        """Whether nearly all of the question should be there, for nobody knows which words count.

        So it is in a language without a pack.
        """
        return not self._index.analyzer.has_pack and one.confidence.exact < _NEARLY_ALL

    def _says_nothing(self, one: Evidence) -> bool:
        """Whether a passage says no more than the question, or speaks of another thing."""
        extractor, passage = self._extractor, one.features.passage
        if extractor.echoes.repeats(passage) and one.features.carried < _NEARLY:
            return True
        if is_list_of_names(self._index.text(passage), self.query.question):
            return True
        return passage in extractor.echoes or speaks_of_another(extractor, one)

    def is_named(self) -> bool:
        """Whether the first candidate is the very thing that the question names.

        So is an entry of a glossary on it, and what stands first under a heading that says no more
        than the question does, or joins this with other things, where all that is asked is known.
        """
        if self.first is None or any(concept.is_unknown for concept in self.query.concepts):
            return False
        features = self.first.features
        if features.definition >= ENTRY or features.titled >= _NAMED:
            return True
        extractor = self._extractor  # what follows another question may mean more than it says
        lacks_number = self.query.answer_type in NUMBERED and self.first.confidence.unmet > 0.0
        if extractor.before is not None or lacks_number:
            return False
        return is_one_of_several(extractor, extractor.positions, features.passage)

    def begin_as(self, other: "Candidates") -> bool:
        """Whether the same passage is the first of both."""
        one, two = self.first, other.first
        return bool(one and two and one.features.passage == two.features.passage)

    def needed(self) -> float:
        """How likely the first has to be without a model: the less, the better it is placed."""
        features = self.first and self.first.features
        if not features or max(features.definition, features.titled) < _PLACED:
            return _SURE
        # It begins with what the one thing that is asked about is.
        content = [one for one in self.query.concepts if one.kind is ConceptKind.CONTENT]
        told = features.definition >= 1.0 and len(content) == 1 and not content[0].is_unknown
        return _ENOUGH if told else _NEARLY_SURE

    def likelihood(self) -> float:
        """How likely the first candidate answers, 0 to 1."""
        return 0.0 if self.first is None else self.first.answers

    def nearness(self) -> float:
        """How likely the first candidate is on the subject of the question, 0 to 1."""
        return 0.0 if self.first is None else self.first.near

    def nearest(self) -> tuple[Quotation, ...]:
        """The first few that have anything of what is asked about, where the first is on it."""
        if self.nearness() < _ENOUGH:
            return ()
        first = () if self.first is None else (self.first,)
        near = filter(_has_anything, chain(first, self._others(0.0)))
        return self._quoted(islice(near, NEAREST))

    def _others(self, least: float, worth: Worth = every) -> Iterator[Evidence]:
        """The candidates after the first that are looked at, as long as their sum is enough.

        Behind the second, only those that are `worth` it.
        """
        second = () if self._second is None or self._second.total < least else (self._second,)
        count = max(2 * self._most, _JUDGED) - 1 - len(second)
        for one in chain(second, self._ranker.next_worth(count, least, worth)):
            yield self._judge.judge(one, self._first)

    def _quoted(self, judged: Iterable[Evidence]) -> tuple[Quotation, ...]:
        return tuple(
            _quotation(self._index, one, marked(self._extractor, one.features)) for one in judged
        )


def _has_anything(judged: Evidence) -> bool:
    """Whether a passage has anything of what is asked about."""
    found = judged.confidence
    return found.held > 0 or found.sentence > 0 or found.meaning > 0


def _quotation(index: Index, judged: Evidence, best: Span) -> Quotation:
    number = judged.features.passage
    passage = index.passage(number)
    return Quotation(
        passage,
        best,
        min(1.0, judged.confidence.strength),
        receipt(index.document_of(number).sha256, passage.start, passage.end, passage.text),
        judged,
    )
