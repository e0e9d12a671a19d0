"""From the words people ask with to the words that reference texts use.

The rules are in Solr's synonyms format (Apache Solr Reference Guide, "Synonym Graph
Filter"): `deadly, lethal, fatal` finds each by the others; `iupac => systematic name`
finds the right side by the left, and the left side by itself too. A side may be a phrase.
Rules are applied to questions only, on stems, so a changed rule needs no new index.

Left out on purpose: weights a rule, and rules for other languages. An operator's
`synonyms.txt` in the corpus has both the same format and the same standing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from bot.analysis import STEMMER, WEAK_WORDS, SortedLines, stem, words
from bot.data import shipped

_CACHED_STEMS = 4096

Phrase = tuple[str, ...]  # stems
# What is asked -> what may be written for it.
Meanings = Mapping[Phrase, tuple[Phrase, ...]]
Rules = Mapping[str, Meanings]  # by the first stem of what is asked


class Match(NamedTuple):
    """A stretch of a question, `start` to `end` in words, and the phrases that mean it."""

    start: int
    end: int
    meanings: tuple[Phrase, ...]


class Thesaurus(NamedTuple):
    """Rules by what is asked, and the words of all rules, as written and stems."""

    rules: Rules
    known: AbstractSet[str]
    stems: AbstractSet[str]
    longest: int

    def matches(self, asked: Sequence[str], at: int) -> Iterator[Match]:
        """The rules that a question's words meet from word `at` on, the longest first.

        `asked` has the words in normal form. Weak words within a turn are passed over.
        """
        if asked[at] in WEAK_WORDS:
            return
        strong = [n for n in range(at, len(asked)) if asked[n] not in WEAK_WORDS][: self.longest]
        stems = [stem(asked[n]) for n in strong]
        rules = self.rules.get(stems[0]) if stems else None
        if not rules:
            return
        for count in range(len(strong), 0, -1):
            if meanings := rules.get(tuple(stems[:count])):
                yield Match(at, strong[count - 1] + 1, meanings)


def parse(lines: Iterable[str]) -> Thesaurus:
    """Read rules; a line that is no rule is passed over (`problems` names it).

    >>> parse(["deadly, lethal", "iupac => systematic name"]).rules["iupac"]
    {('iupac',): (('systemat', 'name'),)}
    """
    found: dict[Phrase, dict[Phrase, None]] = {}  # asked -> meanings, in order, once each
    known: set[str] = set()
    for line in lines:
        asked, meant = _sides(line)
        known.update(word.text for word in words(line.partition("#")[0]))
        for phrase in asked:
            meanings = found.setdefault(phrase, {})
            meanings.update((meaning, None) for meaning in meant if meaning != phrase)
    rules: dict[str, dict[Phrase, tuple[Phrase, ...]]] = {}
    for phrase, meant_for_it in found.items():
        if meant_for_it:
            rules.setdefault(phrase[0], {})[phrase] = tuple(meant_for_it)
    stems = frozenset(map(stem, known))
    return Thesaurus(rules, frozenset(known), stems, max(map(len, found), default=0))


def problems(lines: Iterable[str]) -> list[str]:
    """What is wrong with the rules, a sentence a line; empty where nothing is.

    >>> problems(["deadly, lethal", "alone", "=> nothing"])
    ['line 2: one word alone is no rule', 'line 3: nothing stands before =>']
    """
    found = []
    for number, line in enumerate(lines, 1):
        rule = line.partition("#")[0].strip()
        asked, meant = _sides(line)
        if "=>" in rule and not (asked and meant):
            side = "before" if not asked else "after"
            found.append(f"line {number}: nothing stands {side} =>")
        elif rule and "=>" not in rule and len(asked) < 2:  # noqa: PLR2004  (a pair)
            found.append(f"line {number}: one word alone is no rule")
    return found


def _sides(line: str) -> tuple[list[Phrase], list[Phrase]]:
    left, arrow, right = line.partition("#")[0].partition("=>")
    asked = _phrases(left)
    return asked, _phrases(right) if arrow else asked


def _phrases(side: str) -> list[Phrase]:
    phrases = (_phrase(written) for written in side.split(","))
    return [phrase for phrase in phrases if phrase]


def _phrase(written: str) -> Phrase:
    """The stems of a turn as rules see it: compounds as their parts, without weak words."""
    parts = [word.text for word in words(written) if word.parts == 1]
    strong = [part for part in parts if part not in WEAK_WORDS]
    return tuple(map(stem, strong))


@lru_cache(maxsize=8)
def load(own: str = "") -> Thesaurus:
    """The rules that come with citebot, and the operator's `own` after them."""
    shipped = _shipped()
    if not own:
        return shipped
    added = parse(own.splitlines())
    return Thesaurus(
        _Both(shipped.rules, added.rules),
        frozenset({*shipped.known, *added.known}),
        frozenset({*shipped.stems, *added.stems}),
        max(shipped.longest, added.longest),
    )


def dump(thesaurus: Thesaurus) -> str:
    """A thesaurus as text that can be looked up without being parsed: see `_Sorted`."""
    rules = sorted(
        f"{' '.join(phrase)}\t{'|'.join(map(' '.join, meanings))}"
        for rules_of_stem in thesaurus.rules.values()
        for phrase, meanings in rules_of_stem.items()
    )
    head = f"{STEMMER} {thesaurus.longest} {len(rules)}"
    words = " ".join(sorted(thesaurus.known)), " ".join(sorted(thesaurus.stems))
    return "\n".join([head, *words, *rules]) + "\n"


def undump(dumped: bytes) -> Thesaurus | None:
    """What `dump` wrote, in UTF-8, or None where another stemmer made it."""
    head, known, stems, rules = dumped.split(b"\n", 3)
    stemmer, longest, _ = head.decode().split()
    if stemmer != STEMMER:
        return None
    return Thesaurus(_Sorted(SortedLines(rules)), _Words(known), _Words(stems), int(longest))


@lru_cache(maxsize=1)
def _shipped() -> Thesaurus:
    """`thesaurus.txt`, by its dump: to parse it takes a quarter of a second."""
    dumped = undump(shipped("thesaurus.dump"))
    return dumped or parse(shipped("thesaurus.txt").decode().splitlines())


class _Sorted(Mapping[str, Meanings]):
    """Rules as sorted lines "asked stems<TAB>meaning|meaning"."""

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines
        self._beginning = lru_cache(_CACHED_STEMS)(self._read)

    def __getitem__(self, first: str) -> Meanings:
        rules = self._beginning(first)
        if not rules:
            raise KeyError(first)
        return rules

    def get(self, first: str, default: Any = None) -> Any:
        """As every mapping has it, without the exception that many words would raise."""
        return self._beginning(first) or default

    def _read(self, first: str) -> Meanings:
        alone, in_turns = f"{first}\t", f"{first} "
        rows = chain(self._lines.beginning(alone), self._lines.beginning(in_turns))
        return dict(map(_rule, rows))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(_rule(line)[0][0] for line in self._lines))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _rule(line: str) -> tuple[Phrase, tuple[Phrase, ...]]:
    asked, _, meanings = line.partition("\t")
    return (*asked.split(" "),), tuple((*meaning.split(" "),) for meaning in meanings.split("|"))


class _Words(AbstractSet[str]):
    """The words of a line, told apart when one is looked for: most questions look for none."""

    def __init__(self, line: bytes) -> None:
        self._line = line

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self._line.decode().split())

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


class _Both(Mapping[str, Meanings]):
    """Two sets of rules as one: where both know a phrase, the meanings of both."""

    def __init__(self, first: Rules, second: Rules) -> None:
        self._first, self._second = first, second

    def __getitem__(self, first: str) -> Meanings:
        own, other = self._first.get(first, {}), self._second.get(first, {})
        if not own and not other:
            raise KeyError(first)
        return {
            phrase: tuple(dict.fromkeys((*own.get(phrase, ()), *other.get(phrase, ()))))
            for phrase in own.keys() | other.keys()
        }

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._first), **dict.fromkeys(self._second)})

    def __len__(self) -> int:
        return len(self._first.keys() | self._second.keys())
