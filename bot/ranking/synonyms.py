"""From the words people ask with to the words that reference texts use.

The rules are in Solr's synonyms format (Apache Solr Reference Guide, "Synonym Graph
Filter"): `deadly, lethal, fatal` finds each by the others; `iupac => systematic name`
finds the right side by the left, and the left side by itself too. A side may be a phrase.
Rules are applied to questions only, on stems, so a changed rule needs no new index.

A question meets a dozen rules of a thousand. So a rule is taken apart when a
question has a word that begins as one of its words: to take all apart takes milliseconds.

Left out on purpose: weights a rule, and rules for other languages. An operator's
`synonyms.txt` in the corpus has both the same format and the same standing.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from bot.analysis.analyzer import DEFAULT_LANGUAGE, ENGLISH, Analyzer, analyzer_for
from bot.analysis.stemmer import beginnings
from bot.analysis.utf8 import decoded, encoded
from bot.data import shipped
from bot.translation import Message

_PLAIN = b"abcdefghijklmnopqrstuvwxyz ,"  # a wording with other signs may begin its words anywhere
_CACHED_STEMS = 4096
_CACHED_LINES = 1024

Phrase = tuple[str, ...]  # stems
# What is asked -> what may be written for it.
Meanings = Mapping[Phrase, tuple[Phrase, ...]]


class Match(NamedTuple):
    """A stretch of a question, `start` to `end` in words, and the phrases that mean it.

    `own` is whether the operator has a rule for it: then people ask about it here.
    """

    start: int
    end: int
    meanings: tuple[Phrase, ...]
    own: bool = False


class Thesaurus:
    """Rules as they are written, one a line; a line that is no rule is passed over."""

    def __init__(
        self, lines: tuple[str, ...], own: tuple[str, ...] = (), language: str = DEFAULT_LANGUAGE
    ) -> None:
        """`own` are those of the lines that are the operator's."""
        self.lines, self.own, self.language = lines, own, language

    def read_in(self, language: str) -> "Thesaurus":
        """The rules for questions in a language: in others than English, the operator's own."""
        if language == self.language:
            return self
        return _read_in(self.own, language)

    @cached_property
    def rules(self) -> "_Rules":
        """What is asked and what is meant, by the first stem of what is asked."""
        return _Rules(self.lines, self.own, analyzer_for(self.language))

    @cached_property
    def known(self) -> frozenset[str]:
        """The words of all rules, as written."""
        analyzer = analyzer_for(self.language)
        return frozenset(analyzer.plain_words("\n".join(_bare(self.lines)).replace(",", " ")))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of these words."""
        return frozenset(map(analyzer_for(self.language).stem, self.known))

    def matches(self, asked: Sequence[str], at: int) -> Iterator[Match]:
        """The rules that a question's words meet from word `at` on, the longest first.

        `asked` has the words in normal form. Weak words within a wording are passed over.
        """
        analyzer = analyzer_for(self.language)
        weak = analyzer.weak_words
        wordings = () if asked[at] in weak else self.rules.wordings(analyzer.stem(asked[at]))
        if not wordings:
            return
        longest = max(map(len, wordings))
        strong = [n for n in range(at, len(asked)) if asked[n] not in weak][:longest]
        stems = [analyzer.stem(asked[n]) for n in strong]
        for count in range(len(strong), 0, -1):
            phrase = tuple(stems[:count])
            if phrase in wordings and (meanings := self.rules.meanings(phrase)):
                yield Match(at, strong[count - 1] + 1, meanings, phrase in self.rules.own)


def parse(lines: Iterable[str]) -> Thesaurus:
    """Read rules; a line that is no rule is passed over (`problems` names it).

    >>> parse(["deadly, lethal", "iupac => systematic name"]).rules["iupac"]
    {('iupac',): (('systemat', 'name'),)}
    """
    return Thesaurus(tuple(lines))


def problems(lines: Iterable[str]) -> list[str]:
    """What is wrong with the rules, a sentence a line; empty where nothing is.

    >>> problems(["deadly, lethal", "alone", "=> nothing"])
    ['line 2: one word alone is no rule', 'line 3: nothing stands before =>']
    """
    found: list[str] = []
    for number, rule in enumerate(_bare(lines), 1):
        asked, meant = map(_phrases, _sides(rule))
        if "=>" in rule and not (asked and meant):
            if not asked:
                found.append(Message("line {number}: nothing stands before =>", number=number))
            else:
                found.append(Message("line {number}: nothing stands after =>", number=number))
        elif rule.strip() and "=>" not in rule and len(asked) <= 1:
            found.append(Message("line {number}: one word alone is no rule", number=number))
    return found


@lru_cache(maxsize=8)
def load(own: str = "") -> Thesaurus:
    """The rules that come with citebot, and the operator's `own` after them."""
    added = tuple(own.splitlines())
    return Thesaurus((*shipped("thesaurus.txt").decode().splitlines(), *added), added)


@lru_cache(maxsize=8)
def _read_in(own: tuple[str, ...], language: str) -> Thesaurus:
    return Thesaurus(own, own, language)


class _Rules(Mapping[str, Meanings]):
    """Rules by the first stem of what is asked, taken apart when one is looked for.

    `own` has what is asked in the operator's rules, of those that were looked for.
    """

    def __init__(self, lines: Iterable[str], own: Iterable[str], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._own_lines = frozenset(_bare(own))
        self.own: set[Phrase] = set()
        self._lines = _bare(lines)
        asked = [line.partition("=>")[0] for line in self._lines]
        # The wordings of all lines, between commas, and where each line begins among them.
        self._asked = "".join([f",{one}" for one in asked]) + ","
        self._starts = [*accumulate((len(one) + 1 for one in asked), initial=1)][:-1]
        self._words = self._asked.replace(",", " ")  # as long: the same with a blank before a word
        self._begun = cache(self._beginning)
        self.wordings = lru_cache(_CACHED_STEMS)(self._wordings)
        self.meanings = lru_cache(_CACHED_STEMS)(self._meanings)

    @cached_property
    def _odd(self) -> frozenset[int]:
        """Where the wordings start that are of other than plain English words."""
        if self._analyzer is not ENGLISH:
            return frozenset(at + 1 for at, sign in enumerate(self._asked) if sign == ",")
        signs = {*decoded(encoded(self._asked).translate(None, delete=_PLAIN))}
        return frozenset(self._start(at) for sign in signs for at in self._places(sign))

    def _start(self, place: int) -> int:
        """Where the wording starts that has this place."""
        return self._asked.rfind(",", 0, place) + 1

    def _wording(self, start: int) -> str:
        return self._asked[start : self._asked.find(",", start)]

    def _places(self, piece: str) -> Iterator[int]:
        """Where a piece stands in what is asked, in order; there a comma is a blank."""
        at = -1
        while (at := self._words.find(piece, at + 1)) >= 0:
            yield at

    def __getitem__(self, first: str) -> Meanings:
        found = {asked: meant for asked in self.wordings(first) if (meant := self.meanings(asked))}
        if not found:
            raise KeyError(first)
        return found

    def _wordings(self, first: str) -> Mapping[Phrase, Sequence[str]]:
        """What is asked with that stem first -> its rules, which may say nothing more."""
        found = defaultdict[Phrase, list[str]](list)
        for wording, rule in self._begun(first[:2]).get(first, ()):
            found[_phrase(wording, self._analyzer)].append(rule)
        return found

    def _meanings(self, asked: Phrase) -> tuple[Phrase, ...]:
        """What is meant by what is asked, in order, once each."""
        found: dict[Phrase, None] = {}
        for rule in self.wordings(asked[0]).get(asked, ()):
            meant = [one for one in _meant(rule, self._analyzer) if one != asked]
            found.update(dict.fromkeys(meant))
            if meant and rule in self._own_lines:
                self.own.add(asked)
        return tuple(found)

    def _beginning(self, start: str) -> Mapping[str, Sequence[tuple[str, str]]]:
        """First stem -> (wording, its rule), of all wordings that may have a stem beginning so."""
        keys = tuple(beginnings(start))
        firsts = {at: first for at, first in self._plain(keys) if at not in self._odd}
        firsts |= self._of_odd(keys)
        found = defaultdict[str, list[tuple[str, str]]](list)
        for at in sorted(firsts):
            rule = self._lines[bisect_right(self._starts, at) - 1]
            found[firsts[at]].append((self._wording(at), rule))
        return found

    def _plain(self, keys: tuple[str, ...]) -> Iterator[tuple[int, str]]:
        """The places and first stems of wordings as if in plain English, of words that begin so."""
        weak = self._analyzer.weak_words
        for key in keys:
            for at in self._places(f" {key}"):
                start = self._start(at + 1)
                first = self._words[at + 1 : self._words.find(" ", at + 1)]
                if first and first not in weak and weak.issuperset(self._words[start:at].split()):
                    yield start, self._analyzer.stem(first)

    def _of_odd(self, keys: tuple[str, ...]) -> dict[int, str]:
        """The places and first stems of the other wordings that may have a word that begins so."""
        wordings = {
            at: wording for at in self._odd if self._may_have(wording := self._wording(at), keys)
        }
        phrases = {at: _phrase(wording, self._analyzer) for at, wording in wordings.items()}
        return {at: stems[0] for at, stems in phrases.items() if stems}

    def _may_have(self, wording: str, keys: tuple[str, ...]) -> bool:
        """Whether a wording may have a word that begins so; of a number, its first figure shows."""
        if self._analyzer is not ENGLISH or not wording.isascii():
            return True
        letters = wording.lower().replace("'", "")
        return any((key if key.isalpha() else key[:1]) in letters for key in keys)

    def __iter__(self) -> Iterator[str]:
        return iter(
            [first for first in self._begun("") if any(map(self.meanings, self.wordings(first)))]
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _bare(lines: Iterable[str]) -> list[str]:
    """The lines without their comments."""
    return [line.partition("#")[0] if "#" in line else line for line in lines]


def _sides(rule: str) -> tuple[str, str]:
    """What is asked and what is meant: where no arrow stands, the same."""
    left, arrow, right = rule.partition("=>")
    return (left, right) if arrow else (left, left)


@lru_cache(_CACHED_LINES)
def _meant(rule: str, analyzer: Analyzer) -> list[Phrase]:
    return _phrases(_sides(rule)[1], analyzer)


def _phrases(side: str, analyzer: Analyzer = ENGLISH) -> list[Phrase]:
    return [phrase for wording in side.split(",") if (phrase := _phrase(wording, analyzer))]


def _phrase(written: str, analyzer: Analyzer = ENGLISH) -> Phrase:
    """The stems of a wording as rules see it: compounds as their parts, without weak words."""
    parts = written.split()
    if not ("".join(parts).isalpha() and written.isascii() and written.islower()):
        parts = [word.text for word in analyzer.words(written) if word.parts == 1]
    return tuple([analyzer.stem(part) for part in parts if part not in analyzer.weak_words])
