"""Decides: an answer in the document's own words, what comes nearest, or an honest no.

The best candidates of the index are ranked by their features (`ranking`); the first is an
answer when enough speaks for it, and others join it when as much does for them. Where too
little speaks for an answer but enough for the subject, the first few are the nearest.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from bot.analysis import Span
from bot.answering import reasons
from bot.answering.follow_ups import Turn, asks_only_of_it
from bot.answering.other_languages import likeliest_first, questions_in
from bot.answering.readings import Readings, questions
from bot.answering.replies import NEAREST, Quotation, Reply, ReplyKind, joined
from bot.index import Index
from bot.meaning import Meaning
from bot.passages.receipts import receipt
from bot.ranking.concepts import ConceptKind
from bot.ranking.confidence import Evidence, Judge
from bot.ranking.features import ENTRY, FeatureExtractor
from bot.ranking.headings import is_one_of_several
from bot.ranking.marking import marked
from bot.ranking.others_of_kind import speaks_of_another
from bot.ranking.pointers import may_point, points_to
from bot.ranking.query import Query, parse
from bot.ranking.ranker import CANDIDATES, Ranker, Worth, every
from bot.ranking.synonyms import Thesaurus
from bot.ranking.weights import weights

_MOST_QUESTIONS = 4  # of one message
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


def answer(  # noqa: PLR0913  (one place takes all that a question comes with)
    question: str,
    index: Index,
    thesaurus: Thesaurus,
    *,
    count: int = 3,
    within: range | None = None,
    after: str | None = None,
    notices: tuple[str, ...] = (),
    meaning: Meaning | None = None,
) -> Reply:
    """Answer a question from an index, with at most `count` passages, or say why not.

    `within` limits the passages looked at; `after` is the question before; `notices` are
    handed through; `meaning` is that of the index's passages, where there is a sentence model.
    Raises ModelUnusable where that has been damaged since; never because of what is asked.
    """
    blank = Reply(ReplyKind.NOTHING, question, after, "", notices, None)
    scope = Scope(index, thesaurus, count, within, meaning)
    languages = index.languages_of(within)
    if len(languages) == 1:
        return _in_language(blank, _read_in(scope, languages[0]))
    ordered = likeliest_first(question, languages)
    return _best(blank, [_read_in(scope, language) for language in ordered])


def _read_in(scope: Scope, language: str) -> Scope:
    """The same for questions in a language; a sentence model that does not know it is not asked."""
    known = scope.meaning is not None and scope.meaning.reads(language)
    meaning = scope.meaning if known else None
    return scope._replace(index=scope.index.read_in(language), meaning=meaning)


def _best(blank: Reply, scopes: Sequence[Scope]) -> Reply:
    """The first language's reply that answers; or the first that has something near, or any."""
    replies: list[Reply] = []
    for scope in scopes:
        reply = _in_language(blank, scope)
        if reply.answered:
            return reply
        replies.append(reply)
    return next((reply for reply in replies if reply.nearest), replies[0])


def _in_language(blank: Reply, scope: Scope) -> Reply:
    """The reply to a message that is read in the language that the scope's index is read in."""
    question, count, read = blank.question, scope.most, scope.index.analyzer
    after = blank.after
    asked = questions(question, after) if read.is_english else questions_in(read, question, after)
    if not asked:
        return blank._replace(reason=reasons.to_no_question(question))
    if after:
        scope = _going_on(scope, _asked_before(after, scope))
    if len(asked) == 1:
        return _reply(blank, asked[0], scope)
    unread = tuple(readings[0].question for readings in asked[_MOST_QUESTIONS:])
    replies = _one_after_another(blank, asked[:_MOST_QUESTIONS], scope)
    return joined(blank._replace(unread=unread), replies, count)


def _one_after_another(blank: Reply, asked: Sequence[Readings], scope: Scope) -> list[Reply]:
    """The replies to several questions, of which each may go on from the one before it."""
    replies: list[Reply] = []
    for readings in asked:
        replies.append(_reply(blank._replace(question=readings[0].question), readings, scope))
        scope = _going_on(scope, replies[-1])
    return replies


def _asked_before(before: str, scope: Scope) -> Reply:
    """The reply that the question before was met with: what follows goes on from there."""
    asked = Reply(ReplyKind.NOTHING, before, None, "", (), None)
    return _in_language(asked, scope._replace(most=1))  # of which no other is looked for


def _going_on(scope: Scope, reply: Reply) -> Scope:
    """The same for what is asked after a reply; what only asked of "it" names no other thing."""
    first = next((one.evidence.features.passage for one in reply.shown), None)
    if first is None and asks_only_of_it(reply.question):
        return scope._replace(before=None)
    return scope._replace(before=first, after_nothing=reply.reason if first is None else "")


def _reply(blank: Reply, readings: Readings, scope: Scope) -> Reply:
    """The reply to one question: the first reading that is answered, or the nearest one."""
    if scope.after_nothing:  # nor does the document say more of a thing that it says nothing of
        readings = tuple(t for t in readings if not (t.context and asks_only_of_it(t.question)))
        if not readings:
            return blank._replace(reason=scope.after_nothing)
    near: list[tuple[float, Reply, _Candidates]] = []
    for turn in readings:
        query = parse(turn.question, scope.index, scope.thesaurus, turn.context, turn.point)
        read = blank._replace(read_as=_read_as(blank, turn, query), query=query)
        candidates = _candidates(query, scope)
        # "A dog bite" has no answer in what is said of bites, where nothing is known of dogs.
        is_other = turn.point and turn.context and query.is_partly_known
        if not is_other and (found := candidates.that_answer()):
            return read._replace(kind=ReplyKind.ANSWER, quotations=found)
        near.append((candidates.nearness(), read, candidates))
    nearness, read, candidates = max(near, key=lambda one: one[0])
    if nearness >= _ENOUGH and (nearest := candidates.nearest()):
        reason = reasons.of_the_nearest(candidates.query, scope.index)
        return read._replace(kind=ReplyKind.NEAREST, nearest=nearest, reason=reason)
    *_, (_, read, last) = near  # the reading with the least around it says what is missing
    if readings[-1].question == readings[-1].point:  # "cats", beside "Do cats need a leash?"
        read = read._replace(read_as=near[0][1].read_as)
    any_found = last.first is not None
    return read._replace(reason=reasons.of_silence(last.query, scope.index, any_found=any_found))


def _candidates(query: Query, scope: Scope) -> "_Candidates":
    """The candidates by their words; where these are not sure, by their meaning as well."""
    by_words = _Candidates(query, scope)
    likely, is_ruled = by_words.likelihood(), any(one.topic for one in query.concepts)
    sure = likely >= min(by_words.needed(), _NEARLY_SURE if is_ruled else _SURE)
    if scope.meaning is None or sure or by_words.is_named():
        return by_words
    by_meaning = _Candidates(query, scope, scope.meaning)
    agreed = likely >= _NEARLY_SURE and by_meaning.begin_as(by_words)
    return by_words if agreed else by_meaning


class _Candidates:
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
            path = self._index.inner_heading(passage)
            if path and self._index.opens(passage) and points_to(said, path[-1]):
                return one
        return None

    def _is_doubtful(self, one: Evidence) -> bool:
        """Whether nearly all of the question should be there, for nobody knows which words count.

        So it is in a language without a pack.
        """
        return not self._index.analyzer.has_pack and one.confidence.exact < _NEARLY_ALL

    def _says_nothing(self, one: Evidence) -> bool:
        """Whether a passage says no more than the question, or speaks of another thing."""
        extractor = self._extractor
        return one.features.passage in extractor.echoes or speaks_of_another(extractor, one)

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
        return extractor.before is None and is_one_of_several(
            extractor, extractor.positions, features.passage
        )

    def begin_as(self, other: "_Candidates") -> bool:
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
        """The first few candidates that have anything of what is asked about."""
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


def _read_as(blank: Reply, turn: Turn, query: Query) -> str:
    """How the question was understood, where that is not as it stands.

    The question before is shown where it comes along; a story around the question is not.
    """
    whole = query.respelled
    if turn.context and turn.context in (blank.after or ""):
        whole = f"{whole} (after: {turn.context})"  # in English, for it may be asked after
    return whole if whole != blank.question else ""
