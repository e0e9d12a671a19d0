"""Other ways to write a word that is asked for, so that each finds the others.

One kind is a form
that belongs to two words: "leaves" are what a tree has, and what a ferry does; "found" is what
a council does, and what it did when it looked. The index keeps such a form under one stem
(see `stemmer`), and a question for either word looks there, too. The other kind
is one thing in two writings, which make two terms:

asked            may be written
---------------  -------------------------
`10`, `3rd`      `ten`, `third`, and back
`7400`           `7.400`, and back
`GTU`, `pm`      `G.T.U.`, `p.m.`, and back
`env`            `.env`, and back
`v2.1.1`         `2.1.1`
`3.10`           `3.10.0`, and back
`4`, `third`     `IV`, `III`, and back
`sixties`        `1960s`, and back
`½`              `half`, and back
`beta`           `β`, and back
`tyre`           `tire`, and back

Left out on purpose: Roman numerals of one letter or above thirty, and numbers of several words
but tens and units.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.analysis.rarity import is_common
from bot.analysis.roman_numerals import roman
from bot.analysis.stemmer import stem, stem_of_letters
from bot.analysis.stop_words import FUNCTION_WORDS, QUESTION_WORDS
from bot.patterns import lazy

# How much another writing counts beside the one that is asked for.
_SAME = 1.0  # nothing else can be meant
_ALIKE = 0.9
_NUMBER = 0.6  # figures stand everywhere, as the numbers of lists and tables
_PERHAPS = 0.5  # it is a word of its own, too
_HARDLY = 0.2  # it is mostly the other word: "find" for "founded", which "found" may be
_SHORT_ACRONYM, _LONGEST_ACRONYM = 4, 6  # letters; a longer one is no common word

_LAST_ROMAN = 30
_OTHER_WORDS = ("iv", "vi")

_DOTTED = lazy(r"(?:[^\W\d_]{1,2}\.){2,}")
_WHOLE_NUMBER = lazy("[1-9][0-9]{3,}")
_BY_STOP = lazy(r"([1-9][0-9]{0,2})\.([0-9]{3})")
_VERSION = lazy(r"v(\d[\d.]*)")
_SHORT, _TO_A_ZERO = lazy(r"\d+\.\d+"), lazy(r"\d+\.\d+\.0")

_UNITS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
# form -> the word that it may be one of as well; the index has it under its letters.
_UNDER_LETTERS = {
    form: base
    for base, forms in {
        "leaf": "leaves", "life": "lives", "half": "halves", "axis": "axes", "calf": "calves",
        "shelf": "shelves", "basis": "bases", "die": "dice", "datum": "data",
        "ellipsis": "ellipses", "wind": "wound", "bind": "bound", "grind": "ground", "bite": "bit",
        "bear": "bore borne", "lie": "lay", "dive": "dove", "smell": "smelt", "slay": "slew",
        "dose": "dosage dosages",
    }.items()
    for form in forms.split()
}  # fmt: skip
# Forms that are words of their own as well; the index has them under the word they are one of.
_UNDER_BASE = "found saw left felt rose fell spoke tore wove analyses diagnoses".split()

# British beside American spellings, of those that no rule of the stemmer makes one.
_SPELLINGS = """
color colour, favor favour, favorite favourite, honor honour, labor labour, neighbor neighbour,
humor humour, center centre, theater theatre, meter metre, fiber fibre, practice practise,
catalog catalogue, analog analogue, program programme, gray grey, aluminum aluminium, sulfur
sulphur, medieval mediaeval, anesthesia anaesthesia, anesthetic anaesthetic, anemia anaemia,
leukemia leukaemia, hemoglobin haemoglobin, edema oedema, fetus foetus, fetal foetal,
organization organisation, recognize recognise, realize realise, specialize specialise,
standardize standardise, analyze analyse, mould mold, mouldy moldy, tyre tire, plough plow,
jewellery jewelry, oestrogen estrogen, sceptic skeptic, sceptical skeptical, pyjamas pajamas,
moustache mustache, manoeuvre maneuver, cosy cozy, kerb curb, draught draft, judgement judgment,
skilful skillful, dialogue dialog, cheque check, whisky whiskey, yoghurt yogurt, omelette
omelet, artefact artifact, doughnut donut, enquiry inquiry, storey story, axe ax, aeroplane
airplane, gaol jail, smoulder smolder, moult molt, disc disk, cypher cipher, mollusc mollusk,
chilli chili, carburettor carburetor, woollen woolen, sulphate sulfate, oesophagus esophagus,
wilful willful, pretence pretense, offence offense, defence defense, licence license, diarrhoea
diarrhea
"""


class Variant(NamedTuple):
    """Another stem for a word, and how much it counts beside the word's own, 0 to 1."""

    stem: str
    weight: float


@lru_cache(maxsize=4096)
def variants(word: str) -> tuple[Variant, ...]:
    """Other stems under which a word in normal form may stand, without its own.

    >>> [variant.stem for variant in variants("leaf")]
    ['leav', '.leaf', 'l.e.a.f.']
    >>> [v.stem for v in variants("10")], [v.stem for v in variants("p.m.")]
    (['ten'], ['pm'])
    """
    own = stem(word)
    spelt = (Variant(other, _ALIKE) for other in _SPELT_OTHERWISE.get(own, ()))
    found = [
        *spelt,
        *_of_other_words(word),
        *(Variant(stem(text), n) for text, n in _written(word)),
    ]
    return tuple(dict.fromkeys(variant for variant in found if variant.stem != own))


def _of_other_words(word: str) -> Iterator[Variant]:
    """The stems of what a word may be a form of, or what may be a form of it, otherwise."""
    letters = stem_of_letters(word)
    if word in _UNDER_BASE:
        yield Variant(letters, _ALIKE)
    for form in _FORMS.get(letters, ()):
        yield Variant(stem(form), _HARDLY)
    if base := _UNDER_LETTERS.get(word):
        yield Variant(stem(base), _ALIKE)
    for form in _FORMS_OF_BASE.get(stem(word), ()):
        yield Variant(stem(form), _ALIKE)


def _written(word: str) -> Iterator[tuple[str, float]]:
    """Other writings of a word, and how much each counts."""
    for other in _NUMBER_WORDS.get(word, ()):
        yield other, _NUMBER
    yield from _ROMAN.get(word, ())
    if letter := _GREEK.get(word):
        yield letter, _SAME
    if _WHOLE_NUMBER.fullmatch(word):
        yield f"{int(word[:-3])}.{word[-3:]}", _ALIKE
    elif number := _BY_STOP.fullmatch(word):
        yield number[1] + number[2], _ALIKE
    elif version := _VERSION.fullmatch(word):
        yield version[1], _SAME
        yield from _to_a_zero(version[1])
    elif "." in word and word[0].isdigit():
        yield from _to_a_zero(word)
    elif _DOTTED.fullmatch(word):
        plain = word.replace(".", "")
        yield plain, _PERHAPS if plain in FUNCTION_WORDS | QUESTION_WORDS else _SAME
    elif word[0] == ".":
        yield word[1:], _PERHAPS
    elif word.isalpha() and word.isascii() and len(word) > 1:
        yield f".{word}", _ALIKE
        yield from _with_stops(word)


def _to_a_zero(version: str) -> Iterator[tuple[str, float]]:
    """A version with its last number where that is zero, or without."""
    if _SHORT.fullmatch(version):
        yield f"{version}.0", _SAME
    elif _TO_A_ZERO.fullmatch(version):
        yield version[:-2], _SAME


def _with_stops(word: str) -> Iterator[tuple[str, float]]:
    """A short word as an acronym with stops, by its letters; "PhD" has two before the first."""
    if len(word) <= _SHORT_ACRONYM or (len(word) <= _LONGEST_ACRONYM and not is_common(word)):
        yield "".join(f"{letter}." for letter in word), _SAME
    if len(word) == 3:  # noqa: PLR2004
        yield f"{word[:2]}.{word[2]}.", _SAME
        yield f"{word[0]}.{word[1:]}.", _SAME


def _numbers() -> Iterator[tuple[str, str]]:
    """Numbers up to a hundred and ordinals, in figures and in a word; "one" is any word's."""
    yield from ((str(n), word) for n, word in enumerate(_UNITS, 1) if n > 1)
    for ten, word in enumerate(_TENS, 2):
        yield f"{ten}0", word
        yield f"{ten}0th", f"{word[:-1]}ieth"
        yield f"19{ten}0s", f"{word[:-1]}ies"
        for unit in range(1, 10):
            yield f"{ten}{unit}", f"{word}{_UNITS[unit - 1]}"
            yield f"{ten}{unit}{_ending(unit)}", f"{word}{ORDINALS[unit - 1]}"
    yield from ((f"{n}{_ending(n)}", word) for n, word in enumerate(ORDINALS, 1))
    yield from (("0", "zero"), ("100", "hundred"), ("1000", "thousand"), ("12", "dozen"))
    yield from (("1\u20442", "half"), ("1\u20444", "quarter"))


def _ending(number: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(number, "th")


def _roman() -> Iterator[tuple[str, tuple[tuple[str, float], ...]]]:
    """Numbers and ordinals with their Roman numerals, and these with the numbers.

    What else a numeral is ("iv" a way to give a drug, "vi" an editor) is no number.
    """
    for number in range(2, _LAST_ROMAN + 1):
        if len(numeral := roman(number)) == 1:
            continue
        others = (str(number), *_NUMBER_WORDS.get(str(number), ()))
        ending = _ending(number % 10) if number // 10 != 1 else "th"
        ordinals = (f"{number}{ending}", *_NUMBER_WORDS.get(f"{number}{ending}", ()))
        yield from ((one, ((numeral, _ALIKE),)) for one in (*others, *ordinals))
        if numeral not in _OTHER_WORDS:
            yield numeral, tuple((one, _NUMBER) for one in others)


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    ways: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        ways[one] = (*ways.get(one, ()), other)
        ways[other] = (*ways.get(other, ()), one)
    return ways


_NUMBER_WORDS = _both_ways([*_numbers()])  # "10" -> "ten", "ten" -> "10"
_GREEK_NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron
pi rho sigma tau upsilon phi chi psi omega""".split()
_GREEK_LETTERS = (
    "\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc"
    "\u03bd\u03be\u03bf\u03c0\u03c1\u03c3\u03c4\u03c5\u03c6\u03c7\u03c8\u03c9"
)
_GREEK = dict(zip(_GREEK_NAMES, _GREEK_LETTERS, strict=True))
_GREEK |= {letter: name for name, letter in _GREEK.items()}
_ROMAN = dict(_roman())  # "3", "third" -> "iii", "iii" -> "3", "three"
# stem -> forms: of the letters of those that the index has elsewhere, and of the others' bases
_FORMS: dict[str, tuple[str, ...]] = {stem_of_letters(form): (form,) for form in _UNDER_BASE}
_FORMS_OF_BASE: dict[str, tuple[str, ...]] = {}
for _form, _base in _UNDER_LETTERS.items():
    _FORMS_OF_BASE[stem(_base)] = (*_FORMS_OF_BASE.get(stem(_base), ()), _form)
# stem -> the stem of the same word in the other spelling
_SPELT_OTHERWISE = _both_ways(
    [(stem(one), stem(other)) for one, other in (pair.split() for pair in _SPELLINGS.split(","))]
)
