"""Recognises text that tells what to do: "Cool the burn", "you should rest", "never run".

Who asks what to do is not answered by what a thing is or how it comes about, nor by how to prevent
it. A sentence or an item that begins with the bare form of a verb tells what to do, unless what
follows shows that it is a noun ("Burns are ...", "Heat of any kind ..."); so does what one should,
must or need do. Of a list of many points some have to tell it, for a noun may be a verb as well
("Skin redness"); and what stands below "Symptoms:" or "Prevention:" tells something else.

Left out on purpose: "how do I ...", which other sentences answer as well; and who tells what
happened and asks nothing, for it changed no reply that was measured.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.analysis.english import is_listed
from bot.patterns import LIST_MARK, PARTICLES, lazy, one_of

_UNLABELLED = 0.5  # of what a label makes sure, what the wording alone does
_QUESTION = lazy(r"[^.!?\n]*\?", needs="?")
_DUTY = lazy(
    r"\b(?:should|must|shall|needs? to|have to|has to|you (?:can|may))\b"
    # At a line's start, or behind a stop: from where what is no word begins, for speed.
    r"|(?:^[^\w\n]*+|(?<!\W)(?=\W*[,.;:!]\W)\W++)(?:do not|don't|don\u2019t|never|be)\b",
    re.IGNORECASE | re.MULTILINE,
)
# With bold behind it, it is a label, unless it is a step: "1. **Stop the pump**".
_ITEM = r"\s*(?:\d+[.)]\s*\*\*|(?:[-*\u2022+>]|\d+[.)]|\(?[a-z]\))?\s*)"
_BEGUN = r"(?:(?:then|next|first|now|please|finally|just|simply|also|and|always)[\s,]+)*"
# To the sentence's end, for a list of nouns has commas; but not what is said of a condition.
_CLAUSE = (
    r"(?P<verb>[a-z]+)(?P<rest>[ \t](?:(?!\b(?:if|when|until|unless|because|while|so|as)\b)"
    r"[^.;:?!\n])*)"
)
_CLAUSES = (
    lazy(rf"(?:^{_ITEM}|[.!?:;]\s+){_BEGUN}{_CLAUSE}", re.IGNORECASE | re.MULTILINE),
    lazy(  # behind a condition: "If it bleeds, press on it."
        r"(?:^|[.!?:;]\s+)(?:if|when|once|after|before|to|for|while|in|until|unless|with)\b"
        rf"[^.!?;:\n]{{2,120}}?,\s+{_BEGUN}{_CLAUSE}",
        re.IGNORECASE | re.MULTILINE,
    ),
)
_OBJECT = lazy(  # what stands behind a verb and no noun
    r"\s+(?:the|a|an|your|their|his|her|its|this|that|these|those|it|them|him|any|all|each|every"
    rf"|some|no|only|back|{one_of(PARTICLES)})\b",
    re.IGNORECASE,
)
_OF_NOUN = lazy(  # what does behind a noun; "Step 3: ..." is a label
    r"\b(?:is|are|was|were|has|have|had|may|can|could|will|would|does|did|of|or|which|who)\b"
    r"|^\s+(?:(?:and|or|by|as|from)\b|\d+\s*(?:[^\w\s]|\Z))",
    re.IGNORECASE,
)
_SAYS_SO = lazy(r"\b(?:what to do|first aid|treat(?:ment|ing)?|how to help)\b", re.IGNORECASE)
_POINT = lazy(rf"^\s*{LIST_MARK}[^\n]*", re.MULTILINE)
_WHOLE_POINT = lazy(rf"^\s*{LIST_MARK}(?:[^\n]|\n(?!\s*{LIST_MARK}|\n))*", re.MULTILINE)
_FEW = 4  # points, at least, of which one by itself may be no more than a noun
_TELLING = 0.3  # of so many, at least
_LABEL = lazy(r"^\W*([^\n:]{3,60}):\W*$", re.MULTILINE)
_BESIDE = lazy(
    r"\b(?:prevent|avoid|precaution|safety (?:tips|measures|gear|equipment)|symptom|signs?\b"
    r"|cause)",
    re.IGNORECASE,
)
_VOWELS = frozenset("aeiou")


def how_surely_told(heading: str, text: str, question: str) -> float:
    """How surely a text under a heading tells what to do, 0 to 1, where a question asks that.

    >>> how_surely_told("Burns", "Cool it.", "what to do?")
    0.5
    >>> how_surely_told("Treatment", "Cool it.", "what to do?")
    1.0
    """
    if is_beside(heading, question) or _is_labelled_beside(text, question):
        return 0.0
    if not tells_what_to_do(text):
        return 0.0
    return 1.0 if says_what_to_do(heading) or is_labelled_so(text) else _UNLABELLED


def tells_what_to_do(text: str) -> bool:
    """Whether a text tells what to do, by its wording.

    >>> tells_what_to_do("1. Remove the ring."), tells_what_to_do("If it bleeds, press on it.")
    (True, True)
    >>> tells_what_to_do("Burns are caused by heat."), tells_what_to_do("Must I run?")
    (False, False)
    >>> tells_what_to_do("- Rash\\n- Nausea\\n- Fever\\n- Thirst\\n- Skin redness")
    False
    """
    said = _QUESTION.sub("", text)
    if _DUTY.search(said):
        return True
    points = _POINT.findall(said)
    if len(points) >= _FEW and not _begins_so(_POINT.sub("", said)):
        return sum(map(_begins_so, points)) >= _TELLING * len(points)
    return _begins_so(said)


def is_only_a_sign(best: str, heading: str, text: str) -> bool:
    """Whether the best point of a list does not tell what to do, nor do the others or their lead.

    Of a list of signs, one may: "Fits", "Thrush", "Crystals. Make sure that you drink".

    >>> is_only_a_sign("- Fits", "Signs", "- Fits\\n- Thrush\\n- Crystals. Drink a lot.\\n- Warts")
    True
    >>> is_only_a_sign("- Fits", "Treatment", "- Fits\\n- Thrush")
    False
    """
    if not _POINT.match(best) or tells_what_to_do(best):
        return False
    if says_what_to_do(heading) or tells_what_to_do(_WHOLE_POINT.sub("", text)):
        return False
    points = _WHOLE_POINT.findall(text)
    return sum(map(tells_what_to_do, points)) < _TELLING * len(points)


def _begins_so(said: str) -> bool:
    """Whether a sentence or a clause of a text begins with the bare form of a verb."""
    return any(
        _is_bare_verb(clause["verb"].lower())
        and (_OBJECT.match(clause["rest"]) or not _OF_NOUN.search(clause["rest"]))
        for pattern in _CLAUSES
        for clause in pattern.finditer(said)
    )


def says_what_to_do(label: str) -> bool:
    """Whether a heading or a label says that it is told what to do.

    >>> says_what_to_do("Treatment"), says_what_to_do("Signs")
    (True, False)
    """
    return _SAYS_SO.search(label) is not None


def is_labelled_so(text: str) -> bool:
    """Whether a label on a line of its own says that it is told what to do.

    >>> is_labelled_so("**What to do**:\\n\\nCool it.")
    True
    """
    return any(map(says_what_to_do, _LABEL.findall(text)))


def is_beside(heading: str, question: str) -> bool:
    """Whether a heading is over what shows, causes or prevents something, and that is not asked.

    >>> is_beside("Prevention", "I cut my hand, what now?"), is_beside("Care", "what now?")
    (True, False)
    """
    return _BESIDE.search(heading) is not None and not _BESIDE.search(question)


def _is_labelled_beside(text: str, question: str) -> bool:
    """Whether the last label on a line of its own is as such a heading is: "**Symptoms:**"."""
    labels = _LABEL.findall(text)
    return bool(labels) and is_beside(labels[-1], question)


@lru_cache(maxsize=1024)
def _is_bare_verb(word: str) -> bool:
    """Whether a word in small letters has a form in "-ing", as verbs do and few nouns."""
    forms = [f"{word}ing"]
    if word.endswith("e") and not word.endswith("ee"):
        forms = [f"{word[:-1]}ing"]
    elif word[-1] not in _VOWELS and word[-2:-1] in _VOWELS:
        forms.append(f"{word}{word[-1]}ing")
    return any(map(is_listed, forms))
