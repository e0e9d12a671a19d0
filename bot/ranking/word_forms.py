"""Under which terms of an index a word, a compound or a name of a question stands.

A compound that the index has as a whole is that before all. The parts of a mere compound
("well-being", "LD 50") mean the same; those of an identifier ("V3X7X3", a part number, an
error's code) are other things, so they count little beside the whole, and nothing where the
whole is nowhere: another number is not what was asked for.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.analysis import Token
from bot.index import Index
from bot.patterns import YEAR, lazy
from bot.ranking.related_words import related
from bot.ranking.slang import AFTER_LETTER

_PART = 0.4  # the rarest word of a phrase, beside the phrase
_PIECES = 0.8  # what an identifier is made of, where the whole is not in the index
_PIECES_BESIDE = 0.4  # the same where it is
_LONGEST_NUMBER = 2  # figures of a number that a name can do without: "omega-3", no "TS-2345"
YEARS = lazy(rf"(?:{YEAR}){{2}}")  # of a span: "1918-1919" asks for either
_SHORTEST_NAME = 4  # letters of a name that can

# Words that say what a number or name behind them is the number of: "version 2.1.1".
_LABELS = frozenset(
    """version versions release ver build update patch edition firmware revision number no nr num
    issue ticket section chapter rule article paragraph clause part room error code item page step
    figure table model serial id line""".split()
)


class ConceptForm(NamedTuple):
    """Words (numbers of terms, all of which must occur) that stand for a concept.

    `weight` is 1.0 for the words as asked, less for others, above 0.
    """

    terms: tuple[int, ...]
    weight: float
    guessed: bool = False  # then it helps to order passages, and is no evidence
    meant: bool = False  # then it is other words for it, by the thesaurus


class Wholes:
    """The compounds of a question; `found` are all its words."""

    def __init__(self, found: Sequence[Token], index: Index) -> None:
        self._index = index
        self._longest: dict[int, Token] = {}  # where it starts -> a compound's whole
        self._runs: dict[int, Token] = {}  # the same of what has no sign within
        for whole in (word for word in found if word.parts > 1):
            self._longest.setdefault(whole.start, whole)
            self._runs[whole.start] = whole  # the shorter comes later

    def at(self, start: int) -> Token | None:
        """The compound that starts there, if it is one thing to the index or by its form."""
        whole = self._longest.get(start)
        if whole is None or whole.text[0].isalpha() or is_identifier(whole):
            return whole
        if YEARS.fullmatch(whole.text):
            return None
        return whole if self.is_known(whole) else None

    def is_known(self, whole: Token) -> bool:
        """Whether the index has it as a whole, in some writing."""
        return any(True for _ in terms_of(whole.text, self._index))

    def pieces(self, stretch: Sequence[Token]) -> list[str]:
        """What an identifier is made of: runs such as "V3X7" as wholes, other parts alone."""
        found: list[str] = []
        end = 0
        for word in stretch:
            run = self._runs.get(word.start)
            if run is not None and is_identifier(run) and run.end <= stretch[-1].end:
                found.append(run.text)
                end = run.end
            elif word.start >= end:
                found.append(word.text)
        return found


def is_identifier(whole: Token) -> bool:
    """Whether letters and figures take turns in it, so that the parts alone mean nothing.

    >>> from bot.analysis import words
    >>> [is_identifier(words(name)[0]) for name in ("V3X7", "NS-105", "74HC595", "co-operate")]
    [True, False, True, False]
    """
    figures = [sign.isdigit() or sign == "." for sign in whole.text]  # "1.5l" is an amount
    changes = sum(one != other for one, other in pairwise(figures))
    return changes > 1


def is_label(word: Token, behind: Token) -> bool:
    """Whether a word only says what the number or name behind it is the number of."""
    return word.text in _LABELS and any(map(str.isdigit, behind.text))


def only_labels(words: Sequence[Token], start: int, end: int, letters: Collection[int]) -> bool:
    """Whether a stretch says what a name beside it is: the "key" of "the N key", too."""
    if end < len(words) and is_label(words[end - 1], words[end]):
        return True
    beside = [words[at] for at in (start - 1, end) if 0 <= at < len(words)]
    named = (one.start in letters or any(map(str.isdigit, one.text)) for one in beside)
    return words[end - 1].text in AFTER_LETTER and any(named)


def terms_of(word: str, index: Index) -> Iterator[ConceptForm]:
    """A word's own term and those of its other writings, as far as the index has them."""
    own = index.term_of(word)
    if own >= 0:
        yield ConceptForm((own,), 1.0)
    for variant in index.analyzer.variants(word):
        term = index.term(variant.stem)
        if term >= 0:
            yield ConceptForm((term,), variant.weight)
    for other in related(word, index):
        if other.term != own:
            yield ConceptForm((other.term,), other.weight, guessed=not other.sure)


def forms_of(stretch: Sequence[Token], wholes: Wholes, index: Index) -> Iterator[ConceptForm]:
    """The forms of a stretch of a question as it is asked, the best first."""
    if len(stretch) == 1:
        yield from terms_of(stretch[0].text, index)
        return
    joined = "".join(word.text for word in stretch)
    whole = wholes.at(stretch[0].start)
    if whole is not None and whole.parts == len(stretch):
        joined = whole.text
    as_one = list(terms_of(joined, index))
    yield from as_one
    if whole is None or not _is_name(whole):
        yield from _by_parts(stretch, index)
        return
    terms = known([index.analyzer.stem(piece) for piece in wholes.pieces(stretch)], index)
    if terms:
        yield ConceptForm(terms, _PIECES_BESIDE if as_one else _PIECES)
    if not as_one and all(_can_stand_alone(word) for word in stretch):
        yield from _rarest(stretch, index)


def _is_name(whole: Token) -> bool:
    """Whether a compound has figures, or is letters with stops."""
    return whole.text[-1] == "." or any(sign.isdigit() for sign in whole.text)


def _can_stand_alone(word: Token) -> bool:
    number = word.text[0].isdigit()
    return len(word.text) <= _LONGEST_NUMBER if number else len(word.text) >= _SHORTEST_NAME


def _by_parts(stretch: Sequence[Token], index: Index) -> Iterator[ConceptForm]:
    own = [w for w in stretch if not index.analyzer.is_function(w.text)] or stretch
    terms = known([index.analyzer.stem(word.text) for word in own], index)
    if terms:
        yield ConceptForm(terms, 1.0)
    if len(own) > 1:
        yield from _rarest(own, index)
    elif not terms:
        yield from terms_of(own[0].text, index)


def _rarest(own: Sequence[Token], index: Index) -> Iterator[ConceptForm]:
    analyzer = index.analyzer
    rarest = max(own, key=lambda word: analyzer.rarity(word.text))
    term = index.term_of(rarest.text)
    if term >= 0 and not analyzer.says_little(rarest.text) and len(rarest.text) > 1:
        yield ConceptForm((term,), _PART)


def known(stems: Sequence[str], index: Index) -> tuple[int, ...]:
    """The numbers of all these stems, or none where one of them is in no passage."""
    numbers = tuple(index.term(word) for word in stems)
    return numbers if numbers and min(numbers) >= 0 else ()
