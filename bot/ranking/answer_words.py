"""Kinds of answers in other languages than English, by the words of `languages/answers.txt`.

How a question asks how many, how long, when and in which year, and what a sentence has that says
it: a number in figures or in words, or a word of time. The words are data; that a figure is a
number, and one of three or more a year, holds in every language.

Left out on purpose: people, places and names, which capitals tell in English and not elsewhere;
and questions in which another asking word stands in front ("what happens when it rains").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from bot.analysis.analyzer import Analyzer
from bot.analysis.ngrams import MARKS, is_unspaced
from bot.data import shipped
from bot.patterns import lazy

KINDS = ("year", "duration", "quantity", "time")  # the first that a question has
# Kind -> which words say it, and how many figures do.
_HELD = {
    "year": (("centuries",), r"\d{3}"),
    "duration": (("numbers", "moments"), r"\d"),
    "quantity": (("numbers",), r"\d"),
    "time": (("moments",), r"\d"),
}
_NEVER = lazy(r"(?!)")
_LETTER = rf"[\w{MARKS}]"


def kind_asked_in(question: str, analyzer: Analyzer) -> str:
    """The kind of answer that a question asks for by its words; empty where these do not tell."""
    text = _folded(question)
    for kind in KINDS:
        found = _asked(analyzer.language, kind).search(text)
        if found and not any(map(analyzer.question_words.__contains__,
                                 analyzer.plain_words(text[: found.start()]))):  # fmt: skip
            return kind
    return ""


def has_kind(sentence: str, kind: str, analyzer: Analyzer) -> bool:
    """Whether a sentence has what that kind of question asks for."""
    return _held(analyzer.language, kind).search(_folded(sentence)) is not None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _asked(language: str, kind: str) -> re.Pattern[str]:
    phrases = words_for(language, kind)
    return _pattern(phrases) if phrases else _NEVER


def words_for(language: str, kind: str) -> Sequence[str]:
    """How a language asks for a kind of answer; or other words of its, by their name."""
    return _all_words().get(language, {}).get(kind, ())


@cache
def _held(language: str, kind: str) -> re.Pattern[str]:
    names, figures = _HELD[kind]
    return _pattern([phrase for name in names for phrase in words_for(language, name)], figures)


def _pattern(phrases: Sequence[str], *more: str) -> re.Pattern[str]:
    """What finds any of the phrases; those that begin and end alike share a group."""
    groups: dict[tuple[bool, bool], list[str]] = {}
    for phrase in phrases:
        whole = not is_unspaced(phrase)  # else its writing has no ends of words
        edges = whole and phrase[0] != "*", whole and phrase[-1] != "*"
        words = re.escape(_folded(phrase.strip("*")))
        groups.setdefault(edges, []).append(words.replace("_", r"[\W_]+").replace(r"\*", r"\S*"))
    found = [
        f"{f'(?<!{_LETTER})' * first}(?:{'|'.join(words)}){f'(?!{_LETTER})' * last}"
        for (first, last), words in groups.items()
    ]
    return re.compile("|".join([*found, *more]))


@cache
def _all_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for line in shipped("languages/answers.txt").decode().splitlines():
        if line.startswith("["):
            fields = found[line.strip("[]")] = {}
        elif line and not line.startswith("#"):
            name, _, rest = line.partition(":")
            fields[name] = rest.split()
    return found
