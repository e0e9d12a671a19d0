"""Recognises passages about other people than the question: adults, children, pregnant women.

"How deep is it for babies?" is not answered by what is said of nobody in particular, nor "Is it
safe in pregnancy?" by what is said of tests; and what kills a rat does not say what kills people.
So a passage that names none of those whom a question is about is near, and no answer. Nor does a
dose under the heading "Children" answer a question that names nobody, nor a number that is told of
adults one that is for children, though both be in one passage: what comes last before it counts;
nor what is told of other ages alone.

Left out on purpose: people by what they do (guests, members, players), for every rule book speaks
of its own without naming them; and what holds of one group because it holds of a wider one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.patterns import lazy, one_of
from bot.ranking.ages import AGE, age_in
from bot.ranking.deadly import DEADLY, asks_for_dose
from bot.ranking.document_topics import is_about
from bot.ranking.features import FeatureExtractor, Features

_AGED = "age aged ages old older under young younger year years"
_GROWN = "adult adults grown man men woman women person people persons"
# How a question calls a group -> how else a passage may speak of it.
_GROUPS = (
    (
        "child children kid kids teen teens teenager teenagers adolescent adolescents",
        f"{_AGED} minor minors youth youths juvenile pediatric paediatric "
        "boy boys girl girls son daughter baby babies infant infants toddler toddlers",
    ),
    (
        "baby babies infant infants newborn newborns toddler toddlers",
        "neonate neonatal month months child children kid kids young youngster offspring cub cubs "
        "pup pups chick chicks calf calves hatchling hatchlings",
    ),
    ("adult adults", f"{_GROWN} older"),
    ("elderly seniors pensioners", f"senior geriatric {_AGED}"),
    ("women", "woman female females lady ladies girl girls she her mother mothers"),
    (
        "pregnant pregnancy",
        "fetus foetus fetal foetal unborn prenatal trimester gestation womb expectant mother",
    ),
    ("breastfeeding breastfeed", "nursing lactation lactating milk breast feeding mother"),
    ("dog dogs puppy puppies", "canine canines pet pets animal animals"),
    ("cat cats kitten kittens", "feline felines pet pets animal animals"),
    ("pet pets", "animal animals dog dogs cat cats"),
    ("rat rats", "rodent rodents animal animals"),
    ("diabetic diabetics", "diabetes insulin sugar"),
)
_NAMES = {
    name: frozenset(f"{names} {others}".split())
    for names, others in _GROUPS
    for name in names.split()
}
_SOME = (_NAMES.keys() | set("pediatric paediatric geriatric older".split())) - {"adult", "adults"}
_JOINING = frozenset(
    """and or in the for use dose dosage dosing people patients with who are of up to from
    over under above below less more than older younger old aged age year years month months
    weighing weight kg g lb lbs""".split()
)
_LIKE = r"any|young|small|older|healthy|\d+ ?-?(?:years?|yrs?|yo)|months?|old"
_JOINED = rf"(?:(?:a|an|the|my|our|your|{_LIKE})[\s-]+){{0,4}}"
# Where a question's group stands: behind what narrows it down, as what it is about, or at an end.
# It finds any word there, for the names of all groups would take long to compile.
_ASKED = lazy(
    r"(?:\b(?:for|in|on|to|while|when|if|during|among|with|is|are|can|could|may|should|will|do"
    rf"|does|about|am|i['\u2019]?m|she['\u2019]?s)\s+{_JOINED}"
    rf"|\A\W*(?:and )?(?:(?:{_LIKE})[\s-]+){{0,2}})(?=([a-z]+)\b"
    r"(?! (?:who|whom|that)\b))"  # "the teens who got it" are some that a text is about
    r"|\b([a-z]+)\W*\Z",
)
_PEOPLE = lazy(
    r"\b(?:humans?|adults?|persons?|people|someone|somebody|anyone|men|women"
    r"|kills? (?:me|you|us|him|her|them|a man|a woman)|(?:i|we|you|u) (?:(?:will|would) )?die)\b",
    re.IGNORECASE,
)
_TESTED = lazy(  # animals that something was measured in
    r"\b(?:in|of|for|to|with) (?:\w+ ){0,3}(?:mice|rats|rodents|rabbits|guinea pigs|hamsters"
    r"|monkeys|animal models|laboratory animals)\b|\bin (?:\w+ ){0,3}dogs\b",
    re.IGNORECASE,
)
_HARMFUL = one_of(f"{DEADLY} harmful dangerous")
_OF_HARM = lazy(rf"\b(?:kill(?:s|ed)?|{_HARMFUL})\b", re.IGNORECASE)
_HARMED = lazy(  # others than people
    rf"\b(?:kill(?:s|ed)?|{_HARMFUL} to) (?:\w+ ){{0,4}}(?:insects?|pests?|weeds?|plants?|bacteria"
    r"|germs|fish|birds?|bees|slugs|snails|larvae|mice|rats|cats|dogs)\b",
    re.IGNORECASE,
)
_ANIMALS = lazy(
    r"\b(?:mouse|mice|rats?|rodents?|rabbits?|guinea pigs?|hamsters?|monkeys?|dogs?|animals?)\b",
    re.IGNORECASE,
)
_NAMES_PEOPLE = lazy(
    r"\b(?:humans?|adults?|persons?|people|m[ae]n|wom[ae]n|patients?|volunteers?|subjects"
    r"|participants?|adolescents?|child(?:ren)?)\b",
    re.IGNORECASE,
)
_OF_AGE = 18  # years
_YOUNG = frozenset(
    "child children kid kids baby babies infant infants newborn newborns toddler toddlers".split()
)
_ADULTS = frozenset(("adult", "adults"))
_NEARLY_GROWN = lazy(  # "adults and children over 12", "adults, children weighing 40 kg or more"
    r"\badults?\b[^.;:\n]*\b(?:child(?:ren)?|teen\w*|adolescents?)\b[^.;:\n]{0,20}?"
    r"(?:\b(?:over|above|from|at least|older than|more than)\s(?P<least>\d+)"
    r"|(?P<many>\d+)[\s-]*(?:kg|lbs?|years?(?: old| of age)?)?(?: and| or)? "
    r"(?:more|over|older|above|up)\b)",
    re.IGNORECASE,
)
_WEIGHT = lazy(r"\b(\d{1,3}) ?(?:kg|kilos?|lbs?|pounds?)\b", re.IGNORECASE)
_WORD = lazy(r"[^\W\d_]+")
_FEWEST_ABOUT = 2  # passages that name whom all of a document is about


def speaks_of_others(extractor: FeatureExtractor, features: Features) -> bool:
    """Whether a passage names nobody of those whom a question is about."""
    index, passage, question = extractor.index, features.passage, extractor.query.respelled
    if _PEOPLE.search(question) and _is_not_of_people(question, extractor.text(features)):
        return not _NAMES_PEOPLE.search(index.text(passage))
    groups = [*groups_in(question)]
    if not groups:
        return asks_for_dose(question) and _is_for_some(index.innermost_heading(passage))
    if _is_told_of_others(extractor, features, question):
        return True
    around = f"{index.document_of(passage).title} {extractor.around(passage)}"
    named = {*_words(around)}
    return any(named.isdisjoint(group) and not _is_about(extractor, passage, group)
               for group in groups)  # fmt: skip


def _is_not_of_people(question: str, said: str) -> bool:
    """Whether a sentence says what was measured in animals, or what harms others than people."""
    if _OF_HARM.search(question) and _HARMED.search(said):
        return True
    return bool(_TESTED.search(said)) and not _ANIMALS.search(question)


def groups_in(question: str) -> Iterator[frozenset[str]]:
    """The groups of people or animals that a question is about, each as all words for it.

    >>> [min(group) for group in groups_in("Is it safe for kids?")]
    ['adolescent']
    >>> [*groups_in("my cat walked over the keys: where is it?")]
    []
    """
    yield from _groups_by_age(question)
    words: dict[int, str] = {}  # by their places: the last one may be found in both ways
    asked = question.lower()
    for found in _ASKED.finditer(asked) if any(name in asked for name in _NAMES) else ():
        either = found.lastindex or 0
        words[found.start(either)] = found[either]
    yield from (_NAMES[word] for word in words.values() if word in _NAMES)


def _groups_by_age(question: str) -> Iterator[frozenset[str]]:
    """Whom a question is about by somebody's age; nobody who is grown up."""
    for found in AGE.finditer(question):
        if not found[2].lower().startswith("y"):
            yield _NAMES["baby"]
        elif int(found[1]) < _OF_AGE:
            yield _NAMES["child"]


def _is_told_of_others(extractor: FeatureExtractor, features: Features, question: str) -> bool:
    """Whether a number is told of adults where it is asked of children, or the other way about."""
    if not any(map(str.isdigit, extractor.text(features))):
        return False
    asked = {*_words(question)}
    is_of_young = not asked.isdisjoint(_YOUNG) or any(_groups_by_age(question))
    is_of_adults = not asked.isdisjoint(_ADULTS)
    if is_of_young == is_of_adults:
        return False
    if is_of_young and _is_for_nearly_grown(extractor, features, question):
        return True
    named = _told_of(extractor, features)
    return bool(named) and named.isdisjoint(_YOUNG if is_of_young else _ADULTS)


def _told_of(extractor: FeatureExtractor, features: Features) -> set[str]:
    """The children and adults that the best sentence names; else, the last before it."""
    index, passage, either = extractor.index, features.passage, _YOUNG | _ADULTS
    named = either.intersection(_words(extractor.text(features)))
    if named:
        return {*named}
    before = index.text(passage)[: features.best.start - index.start(passage)]
    return {*[word for word in _words(before) if word in either][-1:]}


def _is_for_nearly_grown(extractor: FeatureExtractor, features: Features, question: str) -> bool:
    """Whether an amount is for adults and for children as heavy or old, and no such child's.

    Of an age that is asked about, `is_for_another_age` tells it.
    """
    heading = extractor.index.innermost_heading(features.passage)
    found = _NEARLY_GROWN.search(heading) or _NEARLY_GROWN.search(extractor.text(features))
    if found is None or age_in(question) is not None:
        return False
    weight = _WEIGHT.search(question)
    return weight is None or int(weight[1]) < int(found["least"] or found["many"])


def _words(text: str) -> list[str]:
    return [word[0] for word in _WORD.finditer(text.lower())]


def _is_for_some(heading: str) -> bool:
    """Whether what stands below a heading is for some people only: "Children", "Pregnancy"."""
    words = _words(heading)
    return any(word in _SOME for word in words) and _SOME.union(_JOINING).issuperset(words)


def _is_about(extractor: FeatureExtractor, passage: int, group: frozenset[str]) -> bool:
    """Whether the passage's whole document is about a group: many of its passages name it."""
    index = extractor.index
    terms = {index.term_of(word) for word in group} - {-1}
    return is_about(index, passage, terms, _FEWEST_ABOUT)
