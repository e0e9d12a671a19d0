"""Cuts a paragraph of prose into sentences, each with its place.

A sentence ends at a full stop, question or exclamation mark, with the closing quotes,
brackets and citation markers behind it, when white space follows: so none is cut inside
a number, a name or an address. Whether a full stop behind an abbreviation, an initial or
an ellipsis ends one, Punkt decides (Kiss and Strunk, "Unsupervised Multilingual Sentence
Boundary Detection", Computational Linguistics 32:4, 2006) as nltk has it, without trained
data: it is given a list of abbreviations, and one of words that open sentences.

Punkt is not given the paragraph but the words around one stop. On whole paragraphs it
hands the marker in `in rats.[14] The next` to the next sentence, takes four times as long,
and gives up on 5 MB in one line (nltk stops a match after 5 seconds). Where a word is not
unclear, Punkt's answer is always "it ends", and nltk, which takes some 290 ms to import,
is not needed.

Left out on purpose: languages written without spaces, apart from the Chinese and Japanese
full stops; and lists, tables and code, whose lines the splitter hands over one by one.
Known flaw: an abbreviation that ends a sentence in front of a name ("at 5 p.m. Anna left")
does not end it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.analysis.markers import without_signs
from bot.patterns import lazy

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

# Abbreviations after which a sentence always goes on.
_NEVER_LAST = frozenset(
    """e.g i.e eg ie cf viz vs v ca approx dr mr mrs ms messrs prof rev hon gen col maj
    capt cmdr lt lieut sgt cpl adm sen rep gov pres st mt ft fig figs eq eqs ref refs tab sect
    sec ch chap vol vols nos pp par ed eds trans resp incl excl esp spp var subsp ssp""".split()
)
# Abbreviations that may end a sentence as well.
_MAY_BE_LAST = frozenset(
    """etc al inc ltd co corp bros jr sr dept univ assn ave blvd rd a.m p.m u.s u.k u.n e.u
    u.s.a d.c b.c a.d b.c.e c.e ph.d m.d b.a m.a b.sc m.sc d.phil ibid op cit est max min
    avg temp jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur
    thurs fri n.b a.k.a w.r.t i.v i.m sp""".split()
)
# Abbreviations only in front of a number: "See No. 5.", but "No. It is not."
_NEEDS_NUMBER = frozenset("no p art op n c b d r m fl s nr".split())
_NO_LETTER = "0123456789)]%"  # no abbreviation ends with these
ABBREVIATIONS = _NEVER_LAST | _MAY_BE_LAST | _NEEDS_NUMBER

# Words that, with a capital, open a sentence even behind an abbreviation.
_OPENERS = """the this these those that a an in on at by for from with without as if when while
    where after before since until because although though however it its he she they we you
    his her their our there here but and or so then thus hence also both each every some
    many most several such other another all no not what who how why which under over during
    through among between despite moreover furthermore therefore nevertheless meanwhile
    according following unlike like once one two three""".split()

_CLOSING = "\"')\\]}\u2019\u201d\u00bb*_"
_FULL = ".?!\u2026\u061f\u06d4\u0964"
_WIDE = "\u3002\uff01\uff1f"  # Chinese and Japanese, with no space behind
# It begins with the set of its first characters: see `markers._SIGN`.
_STOP = lazy(
    rf"[{_FULL}{_WIDE}](?:"
    rf"(?<=[{_FULL}])(?<![{_FULL}]{{2}})[{_FULL}]*+[{_CLOSING}]{{0,8}}"
    rf"(?:[^\S\n]++(?![,;:)\]{_FULL}]+(?:\s|$))|[^\S\n]*+\n\s*+)(?=\S)"
    rf"|(?<=[{_WIDE}])(?<![{_WIDE}]{{2}})[{_WIDE}]*+"
    "(?:[\u300d\u300f\uff09\u201d]{1,8}+(?![\u3041-\u309f]))?\\s*+(?=[^\\s\u300d\u300f\uff09\u201d]))"
)
_ENUMERATOR = lazy(
    r"(?:(?i:Step|Stage|Phase|Part|Section|Chapter|Article|Rule|Note|Table|Fig(?:ure|\.)|Example"
    r"|Question|Case|Theorem|Lemma|Definition|Corollary|Exercise|Problem|Appendix)\s)?"
    r"[(\[]?(?:[A-Za-z]?\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)\]]+"
)
_WORD_BEFORE_STOP = lazy(rf"([^\s(\[\"'\u2018\u201c]{{1,20}}?)(\.+|\u2026)[{_CLOSING}]*$")
_FIRST_WORD = lazy(r"[^\w\s]{0,4}(\w+)")
_WORD = lazy(r"\w")
_LETTERS = lazy(r"\w(?:\.\w)+")
_NEAR = 32  # characters looked at on either side of a stop; longer than any abbreviation


@dataclass(frozen=True, slots=True)
class Sentence:
    """The place of a sentence: character offsets in its paragraph, end exclusive."""

    start: int
    end: int


def sentences(text: str) -> list[Sentence]:
    """The sentences of one paragraph, in order; together they hold all but white space.

    >>> paragraph = "It fell by 0.5 mg in rats.[14] Dr. Ito (e.g. in 1998) saw it, too."
    >>> [paragraph[s.start : s.end] for s in sentences(paragraph)]
    ['It fell by 0.5 mg in rats.[14]', 'Dr. Ito (e.g. in 1998) saw it, too.']
    """
    return [Sentence(start, end) for start, end in zip(*sentence_bounds(text), strict=True)]


def sentence_bounds(text: str) -> tuple[list[int], list[int]]:
    """Where the `sentences` of one paragraph start, and where each ends, without a record each.

    >>> sentence_bounds("It fell. It rose.")
    ([0, 9], [8, 17])
    """
    starts = _starts(text)
    ends = [*starts[1:], len(text)]
    return starts, [
        start + len(text[start:end].rstrip())
        for start, end in zip(starts, ends[: len(starts)], strict=True)
    ]


def _starts(text: str) -> list[int]:
    """Where sentences start: the first character that is not a space, then behind each end."""
    first = len(text) - len(text.lstrip())
    if first == len(text):
        return []
    starts = [first]
    blanked = without_signs(text, first)
    opens_small = text[first].islower()
    last, words_end = first, _words_end(text)
    for stop in _STOP.finditer(blanked, first):
        after = stop.end()
        if after < words_end and (
            _is_clear_end(blanked, last, stop.start(), after)
            or _is_end(blanked, last, after, opens_small=opens_small)
        ):
            last = after
            starts.append(last)
    return starts


def _words_end(text: str) -> int:
    """Where the last word ends; closing marks and dashes behind it are no sentence."""
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] == "_"):
        end -= 1
    return end


def _is_clear_end(text: str, start: int, stop: int, after: int) -> bool:
    """Whether `_is_end` would say yes for a plain reason, as for most sentences.

    What begins at `start` is too long for a number in front of a heading; the stop at `stop`
    has a space behind it and then a capital; and it is no full stop, or in front of it is a
    figure or bracket, or a word that is neither abbreviation nor initial.
    """
    near, capital = after - _NEAR, text[after]
    if near <= start or not text[stop + 1].isspace():
        return False
    if not (capital.isupper() and capital.isalpha()):
        return False
    if text[stop] != ".":
        return text[stop] in "?!"
    if text[stop - 1] in _NO_LETTER:
        return True
    blank = text.rfind(" ", near, stop)
    word = text[blank + 1 : stop] if blank >= 0 else ""
    return len(word) > 1 and word.isalnum() and word.lower() not in ABBREVIATIONS


def _is_end(text: str, start: int, after: int, *, opens_small: bool) -> bool:
    """Whether what begins at `start` ends as a sentence, and one begins at `after`."""
    ahead = _FIRST_WORD.match(text, after, after + _NEAR)
    word = ahead.group(1) if ahead else ""
    if word[:1].islower() and not opens_small and not word[1:2].isupper():
        return False  # though `iPhone` and `mRNA` open sentences
    tail = text[max(start, after - _NEAR) : after].rstrip()
    whole = after - start <= _NEAR
    if whole and (_ENUMERATOR.fullmatch(tail.strip("*_")) or not _WORD.search(tail)):
        return False
    if not word:
        return True
    before = _WORD_BEFORE_STOP.search(tail.rpartition(" ")[2])
    return before is None or _ends(before.group(1), before.group(2), word)


def _ends(word: str, stop: str, ahead: str) -> bool:
    """Whether the stop behind `word` ends a sentence when `ahead` comes next.

    >>> _ends("rats", ".", "The"), _ends("U.S", ".", "The"), _ends("U.S", ".", "Army")
    (True, True, False)
    """
    initial = len(word) == 1 and word.isupper()
    if initial:
        return _ask(word, stop, ahead)
    word = word.lower()
    last_part = word.rpartition("-")[2]
    if word in _NEVER_LAST or last_part in _NEVER_LAST:
        return False
    if word in _NEEDS_NUMBER:
        return not ahead[0].isdigit()
    if ahead[0].isdigit() and _LETTERS.fullmatch(word):
        return False  # "s.d. 5.1"
    known = word in _MAY_BE_LAST or last_part in _MAY_BE_LAST
    return (stop == "." and not known) or _ask(word, stop, ahead)


@lru_cache(maxsize=4096)
def _ask(word: str, stop: str, ahead: str) -> bool:
    """Punkt's answer on `word.` in front of `ahead`."""
    stop = "..." if stop == "\u2026" else stop
    answer: bool = _punkt().text_contains_sentbreak(f"{word}{stop} {ahead}")
    return answer


@cache
def _punkt() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer  # noqa: PLC0415

    parameters = PunktParameters()
    parameters.abbrev_types = set(_NEVER_LAST | _MAY_BE_LAST)
    seen_small = 1 << 5  # Punkt's _ORTHO_MID_LC: written small in the middle of a sentence
    for word in _OPENERS:
        parameters.add_ortho_context(word, seen_small)
    return PunktSentenceTokenizer(parameters)
