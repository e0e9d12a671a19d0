"""Why there is no answer, in a sentence: the only text that is made here.

Each is a `Message`: where it is shown, it is in the language of whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.index import Index
from bot.passages import Entry
from bot.patterns import lazy
from bot.ranking.concepts import Concept, ConceptKind
from bot.ranking.query import Query
from bot.translation import Message

WHAT_I_DO = Message(
    "I answer questions about the document with its own passages, word for word: "
    "ask me something that it could say."
)
NOTHING_ASKED = Message("There is no question in that. {what_i_do}", what_i_do=WHAT_I_DO)
_NAMED = 4  # words, at most
_EXCLAIMED = frozenset("omg omfg wow ugh gosh yikes argh".split())  # which ask for nothing
_LONGEST = 40  # characters of a word
_TWO_SPELLINGS = (("z", "s"), ("our", "or"), ("ae", "e"), ("oe", "e"), ("ll", "l"), ("enc", "ens"))
_SHORTEST = 5  # letters of a stem that has two
_ENDS_IN_ER = lazy(r"er$")
_ALIKE = 4  # letters that forms of a word begin with, as "life" and "lifetime" do


def to_no_question(message: str) -> str:
    """The fixed reply to what is no question to the document."""
    return WHAT_I_DO if any(map(str.isalpha, message)) else NOTHING_ASKED


def of_silence(query: Query, index: Index, *, any_found: bool) -> str:
    """Why nothing in the index is an answer to a question, nor near to one."""
    if entry := _entry(query, index):
        return _told(entry)
    if missing := _missing(query, index) or _said_otherwise(query, index):
        return Message(
            "The document does not answer: it says nothing of {words}.", words=_listed(missing)
        )
    if not any(concept.kind is ConceptKind.CONTENT for concept in query.concepts):
        return Message(
            "There is nothing to look for in that question. {what_i_do}", what_i_do=WHAT_I_DO
        )
    if not any_found:
        return Message("The document does not answer: none of the question's words is in it.")
    return Message("The document does not answer: it has these words, but not together.")


def of_the_nearest(query: Query, index: Index) -> str:
    """Why what comes nearest to a question is no answer to it."""
    missing = [] if _entry(query, index) else _missing(query, index)
    missing = missing or _said_otherwise(query, index)
    if not missing:
        return Message("The document does not say so in these words.")
    return Message(
        "The document does not say so in these words: it says nothing of {words}.",
        words=_listed(missing),
    )


def _missing(query: Query, index: Index) -> list[str]:
    """The words, as they were written, of what is asked about and no passage or heading has."""
    unknown = (c for c in query.concepts if c.is_unknown and _EXCLAIMED.isdisjoint(c.words))
    lacking = dict.fromkeys(written for concept in unknown for written in _lacking(concept, index))
    noted = _noted(index) if lacking else frozenset()
    return [written for written in lacking if not noted.issuperset(_stems(written, index))]


def _noted(index: Index) -> frozenset[str]:
    """The stems, in one spelling, of what entries and headings over nothing say."""
    analyzer, entries = index.analyzer, (e for d in index.documents for e in d.entries)
    words = {word for entry in entries for word in analyzer.plain_words(entry.text)}
    return frozenset(_in_one_spelling(analyzer.stem(word)) for word in words)


def _stems(written: str, index: Index) -> frozenset[str]:
    """The same of a word, or of a compound's parts."""
    analyzer = index.analyzer
    return frozenset(_in_one_spelling(analyzer.stem(w)) for w in analyzer.plain_words(written))


def _in_one_spelling(stem: str) -> str:
    """A stem without what British and American writers spell in two ways.

    >>> _in_one_spelling("analyz") == _in_one_spelling("analys")
    True
    """
    if len(stem) < _SHORTEST:  # "shoe" is not "she"
        return stem
    for written, other in _TWO_SPELLINGS:
        stem = stem.replace(written, other)
    return stem.removesuffix("u") if stem.endswith("gu") else _ENDS_IN_ER.sub("r", stem)


def _said_otherwise(query: Query, index: Index) -> list[str]:
    """The same of what is there in other words alone: of a licence it says "permit"."""
    return [
        concept.asked
        for concept in query.concepts
        if concept.kind is ConceptKind.CONTENT
        and len(concept.words) == 1
        and concept.forms
        and all(form.meant for form in concept.forms)
        and not _is_written(concept.words[0], index)
    ]


def _is_written(word: str, index: Index) -> bool:
    """Whether a word, or one that begins as it does, is in any passage, heading or entry."""
    begun = index.analyzer.stem(word)[:_ALIKE]
    if index.surfaces(begun):
        return True
    entries = (entry.text for document in index.documents for entry in document.entries)
    return any(
        said.startswith(begun) for text in entries for said in index.analyzer.plain_words(text)
    )


def _lacking(concept: Concept, index: Index) -> Iterator[str]:
    """A compound as it was written; of a turn of phrase, the words of it that are nowhere."""
    asked, analyzer = concept.asked, index.analyzer
    if " " not in asked.strip():
        yield asked
        return
    for word in analyzer.words(asked):
        carries = word.parts == 1 and not analyzer.is_light(word.text)
        if carries and index.term(analyzer.stem(word.text)) < 0:
            yield asked[word.start : word.end]


def _told(entry: Entry) -> Message:
    """That an entry has the words; without a marker, it is a heading over nothing, or of a list."""
    if entry.marker:
        return Message(
            "The document does not answer in a passage, but its entry [{marker}] has words of the "
            "question.",
            marker=entry.marker,
        )
    line = " ".join(entry.text.split())
    shown = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}\u2026"
    return Message(
        "The document does not answer in a passage, but its line \u201c{line}\u201d has words of "
        "the question.",
        line=shown,
    )


def _entry(query: Query, index: Index) -> Entry | None:
    """The entry of a bibliography, or heading over nothing, with most words that no passage has.

    The rarest is one of them: "What did Egge write?" asks for Egge.
    """
    analyzer = index.analyzer
    words = [text for concept in query.concepts if concept.is_unknown for text in concept.words]
    if not words:
        return None
    stems = {stem for word in words for stem in _stems(word, index)}
    rarest = _stems(max(words, key=analyzer.rarity), index)
    best: tuple[int, Entry | None] = (0, None)
    for document in index.documents:
        for entry in document.entries:
            held = stems & _stems(entry.text, index)
            if rarest <= held and len(held) > best[0]:
                best = len(held), entry
    return best[1]


def _listed(named: Sequence[str]) -> str:
    first, *others = (f"\u201c{word[:_LONGEST]}\u201d" for word in named[:_NAMED])
    listed = first
    for word in others[:-1]:
        listed = Message("{some}, {next}", some=listed, next=word)
    return Message("{some} or {last}", some=listed, last=others[-1]) if others else listed
