"""Decides: an answer in the document's own words, what comes nearest, or an honest no.

The best candidates of the index are ranked by their features (`ranking`); the first is an
answer when enough speaks for it, and others join it when as much does for them. Where too
little speaks for an answer but enough for the subject, the first few are the nearest.
"""

from collections.abc import Sequence

from bot.answering import reasons
from bot.answering.candidates import Candidates, Scope, candidates_for
from bot.answering.follow_ups import Turn, asks_only_of_it, tells_more
from bot.answering.other_languages import likeliest_first, questions_in
from bot.answering.readings import Readings, questions
from bot.answering.replies import Reply, ReplyKind, joined
from bot.index import Index
from bot.meaning import Meaning
from bot.ranking.concepts import ConceptKind
from bot.ranking.query import Query, parse
from bot.ranking.synonyms import Thesaurus

_MOST_QUESTIONS = 4  # of one message


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
        readings = tuple(turn for turn in readings if not _is_of_nothing(turn))
        if not readings:
            return blank._replace(reason=_why_nothing_of_it(blank.question, scope))
    near: list[tuple[float, Reply, Candidates]] = []
    for turn in readings:
        query = parse(turn.question, scope.index, scope.thesaurus, turn.context, turn.point)
        read = blank._replace(read_as=_read_as(blank, turn, query), query=query)
        candidates = candidates_for(query, scope)
        # "A dog bite" has no answer in what is said of bites, where nothing is known of dogs.
        is_other = turn.point and turn.context and query.is_partly_known
        found = () if is_other else candidates.that_answer()
        if found and (not turn.more or tells_more(turn.more, found[0].passage.text)):
            return read._replace(kind=ReplyKind.ANSWER, quotations=found)
        near.append((candidates.nearness(), read, candidates))
    _, read, candidates = max(near, key=lambda one: one[0])
    if nearest := candidates.nearest():
        reason = reasons.of_the_nearest(candidates.query, scope.index)
        return read._replace(kind=ReplyKind.NEAREST, nearest=nearest, reason=reason)
    # The reading with the least around it says what is missing, where it is about something.
    about = [
        one for one in near if any(c.kind is ConceptKind.CONTENT for c in one[2].query.concepts)
    ]
    *_, (_, read, last) = about or near
    if readings[-1].question == readings[-1].point:  # "cats", beside "Do cats need a leash?"
        read = read._replace(read_as=near[0][1].read_as)
    any_found = last.first is not None
    return read._replace(reason=reasons.of_silence(last.query, scope.index, any_found=any_found))


def _is_of_nothing(turn: Turn) -> bool:
    """Whether a reading only goes on from a question of whose subject nothing is said."""
    return bool(turn.more) or (bool(turn.context) and asks_only_of_it(turn.question))


def _why_nothing_of_it(question: str, scope: Scope) -> str:
    """What it asks of a thing that is not there may be missing as well; else the thing is."""
    query = parse(question, scope.index, scope.thesaurus)
    if any(concept.is_unknown for concept in query.concepts):
        return reasons.of_silence(query, scope.index, any_found=True)
    return scope.after_nothing


def _read_as(blank: Reply, turn: Turn, query: Query) -> str:
    """How the question was understood, where that is not as it stands.

    The question before is shown where it comes along; a story around the question is not.
    """
    whole = query.respelled
    if turn.context and turn.context in (blank.after or ""):
        whole = f"{whole} (after: {turn.context})"  # in English, for it may be asked after
    return whole if whole != blank.question else ""
