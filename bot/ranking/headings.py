"""How nearly a question is the heading that a passage stands under.

What counts is the innermost heading, or the part of it on one side of a dash or colon ("Level 3 -
hide all"); what else the question asks may be in the headings above it or the document's title.
A whole heading further out counts for the first passage below it, where it has no text of its own;
of several documents, one's title for its first passage, where nothing else is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.analysis.analyzer import Analyzer
from bot.index import Index, TermPositions
from bot.patterns import lazy
from bot.ranking.answer_type import AnswerType
from bot.ranking.concepts import ConceptKind
from bot.ranking.instructions import is_labelled_so, says_what_to_do
from bot.ranking.word_values import WordValues

_NOT_FIRST = 0.2  # of what a heading says of the first passage under it, for a later one
_OUTER = 0.95  # of what a heading says of the first passage under it, where others are between
WHOLE = 0.99  # how nearly it is the heading, from which on a question has nothing beside it
WHOLLY = _OUTER * WHOLE  # the same, of one further out or a title, for the first passage under it
_COUNTED = frozenset(  # what a number in a heading counts, which need not be said
    "version release v chapter section article rule part step level no number question".split()
)
_NEWS = frozenset("new news change changes changed".split())  # what a version's heading is over
# Without them a heading says another thing: "Before use", "Without a login".
_TURNING = frozenset("before after without during against not no never".split())
_DATE = lazy(  # when, behind a heading's words
    r"[\s(\[\u2013\u2014-]+\d{4}-\d\d-\d\d[)\]]?$"
    r"|\s*[(\[\u2013\u2014-]\s*(?:[^\W\d]{3,9}\.? |\d\d?(?:st|nd|rd|th)?[., /]{1,2}){1,2}"
    r"\d{4}[)\]]?$",
    needs="0123456789",
)
_SECTION = lazy(r"^(?:(?:\d+\.)+\d*|\d+\))\s+(?=\w)", needs=".)")  # its number: "7.3.1"
_CODE = lazy(r"^\d{3,}(?=\s+[^\W\d])")  # a number that has a name: "429 Too Many Requests"
_NUMBER = lazy(r"^\d+(?:\.\d+)+(?=\.?\s)", needs=".")  # a section's, which is a name as well
_JOINS = lazy(r"[,&/]")  # beside the language's words for "and"
_APART = lazy(r"\s+[-\u2013\u2014]{1,3}\s+|:\s+", needs=":-\u2013\u2014")


def titled(values: WordValues, positions: TermPositions, passage: int) -> float:
    """How nearly the question is a heading that a passage is under, 0 to 1.

    The share of the question that the headings have times the share of that one that is asked;
    less for a passage that is not the first under its heading.
    """
    index, document = values.index, values.index.document_of(passage)
    asked, title = positions.heading(passage), _told_apart(values, positions, passage)
    if not asked and not title:
        return 0.0
    path, opens = index.inner_heading(passage), index.opens(passage)
    if values.query.answer_type is AnswerType.ACTION and path:
        path, opens = _where_to_act(path, opens, index.text(passage))
    above = asked | positions.title(passage)

    def share(heading: str, *, outer: bool = False) -> float:
        """The same of one heading or a part of it; one further out has to be asked for whole."""
        names = _names(heading, index, in_parts=not outer)
        met = all if outer else any
        named = [words for words in names if met(positions.terms_of((word,)) for word in words)]
        return max((_share(values, positions, words, above) for words in named), default=0.0)

    inner = share(path[-1]) if asked else 0.0
    if not opens:
        return inner * _NOT_FIRST
    outer = [path[at] for at in _opened(index, passage, len(path))]
    found = [inner, *(_OUTER * share(heading, outer=True) for heading in outer)]
    if title and (whole := share(document.title, outer=True)) >= WHOLE:
        found.append(whole if not path else _OUTER * whole)
    return max(found)


def is_one_of_several(values: WordValues, positions: TermPositions, passage: int) -> bool:
    """Whether all that is asked is one of the things that the heading above a passage joins.

    So "is it toxic?" asks for what stands first under "Toxicity and harm potential".
    """
    index, present = values.index, positions.heading(passage)
    if not present or not index.opens(passage):
        return False
    present |= positions.title(passage)
    things = [*_joined(index.inner_heading(passage)[-1], index.analyzer)]
    if len(things) == 1 or values.share(values.held(present)) < WHOLE:
        return False
    known = [sum(bool(positions.terms_of((word,))) for word in words) for words in things]
    return any(2 * said >= len(words) for said, words in zip(known, things, strict=True))


def _joined(heading: str, analyzer: Analyzer) -> Iterator[list[str]]:
    """The words of each thing that a heading joins by "and", function words apart."""
    for part in _JOINS.split(heading):
        words = analyzer.plain_words(part)
        ends = [at for at, word in enumerate(words) if word in analyzer.joining_words]
        for start, end in pairwise([-1, *ends, len(words)]):
            if said := [w for w in words[start + 1 : end] if not analyzer.is_function(w)]:
                yield said


def _where_to_act(path: tuple[str, ...], opens: bool, text: str) -> tuple[tuple[str, ...], bool]:
    """The headings without one that says that it is told what to do, for that is what is asked.

    What a label says so of is as good as the first under its heading.
    """
    if len(path) > 1 and says_what_to_do(path[-1]):
        return path[:-1], opens
    return path, opens or is_labelled_so(text)


def _told_apart(values: WordValues, positions: TermPositions, passage: int) -> frozenset[int]:
    """The terms in a document's title, for its first passage, where there are other documents.

    Nothing where a definition is asked for, which may stand further down.
    """
    documents, document = values.index.documents, values.index.document_of(passage)
    if passage != document.first or not document.title or len(documents) == 1:
        return frozenset()
    is_defined = values.query.answer_type is AnswerType.DEFINITION
    return frozenset() if is_defined else positions.title(passage)


def _opened(index: Index, passage: int, depth: int) -> Iterator[int]:
    """Which headings, of so many but the innermost, have nothing in front of a passage."""
    before = index.inner_heading(passage - 1) if passage else ()
    path = index.inner_heading(passage)
    begins = passage == index.document_of(passage).first
    return (at for at in range(depth - 1) if begins or before[: at + 1] != path[: at + 1])


def repeats(index: Index, passage: int, titled: float) -> bool:
    """Whether the question is a heading that a passage is under, though not the first.

    Then it is answered by what stands first there; to have its words again says no more.
    """
    return _NOT_FIRST * WHOLE <= titled <= _NOT_FIRST and not index.opens(passage)


def _names(heading: str, index: Index, *, in_parts: bool) -> Iterator[Sequence[str]]:
    """The words of a heading that are more than function words; and of each part of it."""
    analyzer = index.analyzer
    bare = _DATE.sub("", heading)
    named = _SECTION.sub("", bare)
    parts = [bare, named, heading]
    if in_parts:
        parts += [*_APART.split(heading), *_APART.split(named)]
        parts += [code[0] for code in _CODE.finditer(named)]
        parts += [number[0] for number in _NUMBER.finditer(bare)]
    for part in dict.fromkeys(parts):
        words = dict.fromkeys(analyzer.plain_words(part))
        said = [word for word in words if word in _TURNING or not analyzer.is_function(word)]
        if not _TURNING.issuperset(said):
            yield said


def _share(
    values: WordValues, positions: TermPositions, words: Sequence[str], present: frozenset[int]
) -> float:
    held = values.held(present)
    for at, concept in enumerate(values.query.concepts):  # "mode 2" is as good as a rarer "mode2"
        if concept.name and any(map(present.issuperset, concept.as_asked)):
            held[at] = values.concept_values[at]
    known = [word for word in words if positions.terms_of((word,))]
    if any(map(str.isdigit, "".join(known))):
        words = [word for word in words if word in known or not _is_beside(word, known)]
        is_version = any("." in word for word in known)
        is_number = len(words) == 1 and is_version  # "what does 4.2.2 say"
        for at, concept in enumerate(values.query.concepts):
            if (
                concept.words[0] in _COUNTED
                or (is_version and concept.words[0] in _NEWS)
                or (is_number and concept.kind is ConceptKind.LIGHT)
            ):
                held[at] = values.concept_values[at]
    return values.share(held) * len(known) / len(words)


def _is_beside(word: str, known: Sequence[str]) -> bool:
    """Whether a heading's word only says what its number counts, or has that in it: "v2.1"."""
    return word in _COUNTED or any(part in word for part in known if part[-1:].isdigit())
