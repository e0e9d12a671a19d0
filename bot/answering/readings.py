"""What a message asks: its questions, and for each of them how it may be understood.

People say more than their question: they greet, tell a story, ask two things at once. Each
question is read with what stands around it as context, which counts less.

Left out on purpose: what a message wants done ("ignore your rules"). There is no model here
that could be talked into anything: the document has words for it, or it has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.analysis import without_markers, words
from bot.analysis.analyzer import ENGLISH, Analyzer
from bot.answering.follow_ups import MORE, Turn, follow_ups, points_back
from bot.patterns import lazy

_SHORT = 200  # characters, at most, of small talk
LONGEST_MESSAGE = 4000  # characters that are looked at
_MARKUP = lazy(  # Discord's: emoji, mentions, times
    r"<(?:a?:\w+|[@#][!&]?|t|/[^<>:]*|id):?[\w:+-]*>", needs="<"
)
_HELPING = r"(?:is|are|was|were|does|do|did|can|could|will|should|may)"
_SURELY_ASKING = rf"(?:what|who|whose|where|when|whether|why|how|{_HELPING})"
_ASKING = rf"(?:{_SURELY_ASKING}|which|whom|would|has|have|had|any|whats|what's|whos|wheres|hows)"
_JOINING = r"(?:so|and|but|ok|pls|please|also|btw|then)"
# "1) what ... 2) what ...": the numbers of several questions, on one line or on lines of their own.
_NUMBER = rf"\(?(?:[1-9][.)]|[a-d]\))\s+(?=(?:{_JOINING}\s+)*{_ASKING}\b)"
# "I start in June :) how many days do I get?"; but "dogs :) are allowed?" is one.
_FACE = r"(?:(?<!\w)[:;=]-?[()DP3]|<3|[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?)"
_AFTER_FACE = (
    rf"(?:{_JOINING}\s+)*(?:(?:what|who|whose|where|when|why|how|which)(?:'?s)?\b"
    rf"|{_HELPING}\s+\w+\s+\w)"
)
_SENTENCE_END = lazy(
    rf"(?<=[.?!])\s+(?:{_FACE}{{1,9}}+\s+)?|\n+|(?<!\s)\s++(?={_NUMBER})"
    rf"|(?<!\s)\s*+{_FACE}{{1,9}}+\s+(?={_AFTER_FACE})",
    re.IGNORECASE,
)
_NUMBERED = lazy(rf"\A\W*{_NUMBER}", re.IGNORECASE)
_MAY_END = lazy(rf"[.?!)]\s|\n|{_FACE}\s", re.IGNORECASE)  # both need that
_POINT = lazy(r"\A\s*(?:[-*+\u2022]|\(?(?:[1-9]\d?|[a-h])[.)])\s+(?=\S)", re.IGNORECASE)
_POINT_WORDS = 8  # of a point of a list that is looked for, at most
_BULLET = lazy(r"\A(?:[-*+>\u2022]\s+)+")  # of a question in a list
# "Two things: what ...", "dumb question but": it only says that questions come. (An apostrophe
# could be of a word or between two; so none gives back what it has, or a row of them would be
# tried in every way.)
_ANNOUNCED = lazy(
    r"\A\W*+((?:[\w']++\W++){0,5}?)(?:questions?|things?)(?:\s*:|,?\s+but\b)\s*",
    re.IGNORECASE,
    needs=(":", "but"),
)
_HOW_MANY = frozenset(
    "1 2 3 4 one two three four couple few quick short dumb stupid silly noob random sorry".split()
)
_ASKS = lazy(rf"\W*(?:{_JOINING}\W+)*{_ASKING}\b", re.IGNORECASE)
# "I'd like to know when ...", "tell me what ..."; but "I know what ..." and "I don't know" tell.
_ASKS_INDIRECTLY = lazy(
    rf"\W*(?:{_JOINING}\W+)*(?:(?:i|we|im|id)\b(?:\W+(?!not\b|don|never\b)\w+){{0,5}}?"
    r"\W+(?:to (?:know|ask|find out|learn|understand)|wonder(?:ing)?|curious)"
    rf"|(?:tell|remind|show) (?:me|us))(?: about)? (?:{_ASKING}|if)\b",
    re.IGNORECASE,
    needs=(" know", " ask", " out", "learn", "understand", "wonder", "curious", " me", " us"),
)
_BY_WORD = lazy(
    rf"\W*(?:{_JOINING}\W+)*(?:(?:up )?(?:to|from|for|by|until|till|since|with|of|in|at|on)\s+)?"
    r"(?:(?:what|who|where|when|why|how)(?:'?s)?|whom|which)\b",
    re.IGNORECASE,
)
_CAN_BE_DENIED = lazy(rf"\W*(?:{_JOINING}\W+)*{_HELPING}\b.*\?\s*$", re.IGNORECASE)
# "... and do dogs travel free?", "..., when does it open": another one in the same sentence.
_AND_ASKS = lazy(
    rf",?\s+(?:and|also)\s+(?=(?:also\s+|then\s+)?{_SURELY_ASKING}\s)"
    r"|[,;]\s+(?=(?:what|where|when|why|how)(?:'?s|(?:\s+(?:much|many|long|often|far|old))?"
    rf"\s+{_HELPING})\s)",
    re.IGNORECASE,
    needs=(",", ";", "and", "also"),
)
_CLAUSE = lazy(
    rf"[,;:\u2013\u2014]\s*(?=(?:{_JOINING}\s+)*{_ASKING}\b)|\s-+\s(?={_ASKING}\b)"
    rf"|\s+but\s+(?={_SURELY_ASKING}\b)",
    re.IGNORECASE,
    needs=(",", ";", ":", "\u2013", "\u2014", "-", "but"),
)
# A lead that narrows a question down must not be parted from it.
_LIMITS = lazy(
    r"\W*(?:(?:so|and|but)\W+)?(?:in|for|with|without|on|at|to|from|during|after|before|among|under"
    r"|per|if|when|while|once|unless|since|because|given|assuming|suppose|say|as a|as an)\b",
    re.IGNORECASE,
)
_READERS = frozenset("you u ya yall your anyone anybody someone somebody everyone guys".split())
_SMALL_TALK = [
    *"hi,hello,hey,yo,sup,hiya,howdy,greetings,good morning,good evening,good afternoon".split(","),
    *"good night,thank,thanks,thank you,thanks you,thank u,thanks u,thx,ty,cheers,bye".split(","),
    *"how's it going,hows it going,how is it going,how is everything,going".split(","),
    *"goodbye,see you,cya,lol,lmao,ok,okay,cool,nice,great,good bot,bad bot,how are you".split(","),
    *"how are you doing,how r u,whats up,what's up,who are you,what are you".split(","),
    *(f"are you {a}{b}" for a in ("", "a ", "an ") for b in "bot human ai robot real".split()),
    *"what can you do,help,test,ping,there,bot,so much,a lot,everyone,all,friend,mate".split(","),
    *"here,man,dude,please".split(","),
]
_ONLY_SMALL_TALK = lazy(rf"\W*(?:(?:{'|'.join(_SMALL_TALK)})\b\W*)+", re.IGNORECASE)
_LAST_WORD = lazy(r"\w+(?=\W*\Z)")
_ENDS_SMALL_TALK = frozenset(said.split()[-1] for said in _SMALL_TALK)

Readings = tuple[Turn, ...]


def questions(message: str, before: str | None) -> list[Readings]:
    """The questions of a message, each with its readings, the likeliest first.

    Empty where the document is asked nothing: small talk, or no letter and no digit.
    """
    asked = _without_markup(message)
    before = _last_question(before) if before else None
    if not any(map(str.isalnum, without_markers(asked))):
        return []
    if _is_small_talk(asked):
        return []
    parts = _sentences(asked)
    asking = _asking(parts)
    told = " ".join(filter(has_content, parts[: parts.index(asking[0])])) if asking else ""
    found = _listed(asked)
    for part in [] if found else asking:
        found += _pieces(part) or [part] * _asks_lightly(part, first=not (found or told))
    if len(found) > 1:
        pieces = [_BULLET.sub("", piece, count=1) for piece in found]
        return _several(pieces, before, told)
    if len(parts) == 1:
        asked = parts[0]  # without what only announces it
    return [tuple(dict.fromkeys(_readings(asked, parts, asking, before)))]


def _is_small_talk(asked: str) -> bool:
    """Whether a message says nothing else; most show by their last word that they do."""
    last = _LAST_WORD.search(asked[-_SHORT:])
    if len(asked) > _SHORT or last is None or last[0].lower() not in _ENDS_SMALL_TALK:
        return False
    return _ONLY_SMALL_TALK.fullmatch(asked) is not None


def _last_question(message: str) -> str:
    """The question of a message that a follow-up goes on from, without the story around it."""
    asking = _asking(_sentences(_without_markup(message)))
    return next(filter(has_content, reversed(asking)), message)


def _listed(message: str) -> list[str]:
    """The points of a list that is all of a message, where not each of them asks by itself."""
    lines = [line for line in message.splitlines() if has_content(line)]
    points = [_POINT.sub("", line, count=1) for line in lines if _POINT.match(line)]
    short = all(len(words(point)) <= _POINT_WORDS for point in points)
    if len(points) < max(2, len(lines)) or not short or _asking(points) == points:
        return []
    return points


def _several(found: Sequence[str], before: str | None, told: str) -> list[Readings]:
    """Questions one after another: each may go on from the one before it.

    And from what is `told` before the first, which counts less.
    """
    made: list[Readings] = []
    for question in found:
        made.append(tuple(_one_of_several(question, before, told, first=not made)))
        if has_content(question) or not before:
            before = made[-1][0].question
    return made


def _one_of_several(question: str, before: str | None, told: str, *, first: bool) -> list[Turn]:
    """How one question may be understood after another, and after what is told in front of all."""
    asked, whole = words(question), has_content(question)
    points = points_back(asked)
    turns = follow_ups(question, before or (told if points or not whole else None))
    if not first and before and points and not points_back(words(before)):
        # "... and how is it served?" has no sense alone; after "is it ...?" it may have.
        turns = [t for t in turns if t.context or t.question not in question]
        turns = turns or [Turn(question, before)]  # "in which house ...? and in their house?"
    goes_on = points or (not whole and points_back(asked, MORE))  # "Can I get more?"
    if not (first or goes_on or _BY_WORD.match(question)):  # "is lead bad?" is whole, "why?" is not
        turns.sort(key=lambda turn: turn.question not in question)
    if told and not any(turn.context for turn in turns):
        turns.append(Turn(question, told))
    return turns


def _readings(
    asked: str, parts: Sequence[str], asking: Sequence[str], before: str | None
) -> list[Turn]:
    """The whole message; its question alone; the last clause of this, the rest as context."""
    found = follow_ups(asked, before)
    question = " ".join(asking)
    if question and len(parts) > 1:
        found.append(Turn(question, " ".join(part for part in parts if part not in asking)))
    for clause in [*_CLAUSE.finditer(asking[-1] if asking else asked)][-1:]:
        lead, rest = clause.string[: clause.start()], clause.string[clause.end() :]
        if has_content(rest) and not _LIMITS.match(lead):
            found.append(Turn(rest, lead))
    return found


def _pieces(sentence: str) -> list[str]:
    """A sentence cut where it asks a second thing, if each piece asks for something.

    Empty where it asks for nothing: "what do you think?". But "... and who do I call?" does; "...
    and who made it?" is of the first.
    """
    pieces = _AND_ASKS.split(sentence)
    if len(pieces) > 1 and has_content(pieces[0]) and all(map(_asks_something, pieces)):
        return pieces
    return [sentence] if has_content(sentence) else []


def _asks_something(piece: str) -> bool:
    """Whether a piece of a sentence asks, and says of what."""
    if not _asks(piece):
        return False
    if has_content(piece):
        return True
    light = not all(map(ENGLISH.is_function, ENGLISH.plain_words(piece)))
    return light and _BY_WORD.match(piece) is not None and not points_back(words(piece))


def _asks_lightly(sentence: str, *, first: bool) -> bool:
    """Whether a sentence without content asks the document all the same: "And how long for?".

    Not "what do you think?", which is for whoever reads it; nor, as the first, what only goes on
    from something; nor "is that ok?", which says no more than what was asked before it.
    """
    said = ENGLISH.plain_words(sentence)
    if not _READERS.isdisjoint(said) or said == ["what"] or _is_small_talk(sentence):
        return False
    light = not all(map(ENGLISH.is_function, said))
    if _BY_WORD.match(sentence):
        return light or not first
    return light and _CAN_BE_DENIED.match(sentence) is not None and not points_back(words(sentence))


def _without_markup(message: str) -> str:
    return _MARKUP.sub(" ", message[:LONGEST_MESSAGE]).strip()


def _asking(sentences: Sequence[str]) -> list[str]:
    """The sentences that ask something."""
    return [one for one in sentences if one.endswith("?") or _asks(one)]


def _asks(text: str) -> bool:
    """Whether a text asks by how it begins, whom it greets first apart."""
    greeting = _ONLY_SMALL_TALK.match(text)
    rest = text[greeting.end() :] if greeting else text
    return any(said.match(one) for said in (_ASKS, _ASKS_INDIRECTLY) for one in (text, rest))


def has_content(text: str, analyzer: Analyzer = ENGLISH) -> bool:
    """Whether a text has a word that asks for something, rather than holds a question together.

    >>> has_content("and what about it?"), has_content("and what about tea?")
    (False, True)
    """
    return not all(map(analyzer.is_light, analyzer.plain_words(text)))


def _sentences(message: str) -> list[str]:
    """The sentences of a message, without what only counts or announces questions."""
    parts = [message]
    if _MAY_END.search(message):
        parts = [_NUMBERED.sub("", part, count=1) for part in _SENTENCE_END.split(message)]
    return [part for part in map(_unannounced, parts) if part.strip()]


def _unannounced(part: str) -> str:
    lead = _ANNOUNCED.match(part)
    said = [] if lead is None else ENGLISH.plain_words(lead[1])
    if lead is None or not all(word in _HOW_MANY or ENGLISH.is_light(word) for word in said):
        return part
    return part[lead.end() :]
