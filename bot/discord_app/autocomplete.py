"""What is offered while somebody types: questions, headings and titles; documents; ids.

Questions are those that the operator pinned (`questions.jsonl`). A heading is a question
already ("Lethal dosage"). Both are offered only where asking them is answered, and so is
what has been typed so far. They are collected once per state of the corpus, headings from
the first documents of a large one.

Left out on purpose: questions that users asked. Nobody's question is kept.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bot.analysis import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS
from bot.analysis.normal_forms import bare
from bot.discord_app.custom_ids import document_tag
from bot.errors import NotFound
from bot.library import Library

MOST = 25  # choices that Discord shows
LONGEST = 100  # characters of a choice
_EMPTY = FUNCTION_WORDS | LIGHT_WORDS | QUESTION_WORDS  # words that name no subject
_SIGNS = "?!.,;:\"'\u00bf\u00a1\u3002\uff1f\uff01\u3001\u061f"
_MOST_TOPICS = 2000
_MOST_PASSAGES = 20_000  # looked through for headings


class Suggestions:
    """The pinned questions and headings of a library. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library.quiet()  # what is typed is not asked yet
        self._made_for: object = None
        self._topics: list[str] = []
        self._asked: frozenset[str] = frozenset()  # the pinned questions among them
        self._answered: dict[str, bool] = {}  # topic -> whether asking it is answered

    def questions(self, typed: str) -> list[str]:
        """Up to 25 that are answered: the typed words, then questions and headings like them."""
        typed = " ".join(typed.split())
        wanted = _wanted(typed)
        found = self._like(typed, wanted)
        whole = [typed] if len(wanted) > 1 and len(typed) <= LONGEST else []
        candidates = dict.fromkeys([*whole, *found[: 2 * MOST]])
        answered = (one for one in candidates if self._is_answered(one))
        return [one for one, _ in zip(answered, range(MOST), strict=False)]

    def headings(self, typed: str) -> list[str]:
        """Up to 25 headings and titles like what is typed, in the order of the documents."""
        found = self._like(" ".join(typed.split()), _wanted(typed))
        return [topic for topic in found if topic not in self._asked][:MOST]

    def _like(self, typed: str, wanted: list[str]) -> list[str]:
        begins = folded(typed)
        return sorted(
            (topic for topic in self._current() if _matches(topic, wanted)),
            key=lambda topic: not folded(topic).startswith(begins),
        )

    def documents(self, typed: str) -> list[tuple[str, str]]:
        """Up to 25 documents, (name to show, value to send), that match what is typed."""
        wanted = folded(typed).split()
        names = [d.name for d in self._library.documents if _matches(d.name, wanted)]
        return [(_short(name), _value(name)) for name in names[:MOST]]

    def passages(self, typed: str) -> list[str]:
        """Up to 25 ids of passages that begin with what is typed."""
        found: list[str] = []
        key, colon, number = typed.strip().rpartition(":")
        for document in self._library.documents:
            if document.key == key if colon else document.key.startswith(typed.strip()):
                ids = (f"{document.key}:{n}" for n in range(1, document.count + 1))
                found += [i for i in ids if i.endswith(f":{number}") or not colon or
                          i.rpartition(":")[2].startswith(number)][:MOST]  # fmt: skip
            if len(found) >= MOST:
                break
        return [passage_id for passage_id in found if len(passage_id) <= LONGEST][:MOST]

    def _current(self) -> list[str]:
        documents = self._library.documents
        if documents is not self._made_for:
            suggestions, self._answered = self._collect(), {}
            self._topics, self._made_for = suggestions, documents
        return self._topics

    def _collect(self) -> list[str]:
        pinned = [" ".join(question.split()) for question in self._library.pinned]
        self._asked = frozenset(pinned)
        suggestions: dict[str, None] = dict.fromkeys(pinned)  # in order, once each
        seen = 0
        for document in self._library.documents:
            suggestions.setdefault(document.title)
            try:
                passages = self._library.passages(document.name)
            except NotFound:  # the corpus was reindexed meanwhile
                continue
            for passage in passages[:_MOST_PASSAGES]:
                for heading in passage.heading:
                    suggestions.setdefault(" ".join(heading.split()))
            seen += len(passages)
            if len(suggestions) > _MOST_TOPICS or seen > _MOST_PASSAGES:
                break
        return [topic for topic in suggestions if 0 < len(topic) <= LONGEST][:_MOST_TOPICS]

    def _is_answered(self, topic: str) -> bool:
        if topic in self._answered:
            return self._answered[topic]
        answered = self._library.ask(topic, count=1).answered
        if topic in self._topics:  # nothing else that people type is kept
            self._answered[topic] = answered
        return answered


def _matches(name: str, wanted: list[str]) -> bool:
    """Whether every word typed so far stands in the name, whatever the case and the accents."""
    plain = folded(name)
    return all(word in plain for word in wanted)


def _wanted(typed: str) -> list[str]:
    """The words that somebody has typed so far, without those that name no subject."""
    words = [word.strip(_SIGNS) for word in folded(typed).split()]
    return [word for word in words if word and word not in _EMPTY]


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text without what people leave out when they look for it: case, accents, width.

    >>> folded("\u00dcber die GR\u00d6SSE"), folded("\uff26\uff21\uff31")
    ('uber die grosse', 'faq')
    """
    return bare(unicodedata.normalize("NFKC", text).casefold())


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"\u2026{name[-LONGEST + 1 :]}"


def _value(name: str) -> str:
    return name if len(name) <= LONGEST else f"#{document_tag(name)}"
