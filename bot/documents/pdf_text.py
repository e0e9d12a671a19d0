"""Writes the text of a PDF's lines: hyphens at their ends, raised figures, white space.

A document in which hardly any line ends with a hyphen does not break words: all of its hyphens
stay. In others one at a line's end is dropped where the joined word is known: it stands elsewhere
in the document, or it is an English word. It stays before a capital or a figure, behind a figure,
where both halves are words of everyday English and the whole is none, and before "and" (`pre- and
postwar`), with a space. Where nothing is known it is dropped, for most are a printer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.analysis.analyzer import DEFAULT_LANGUAGE
from bot.analysis.detection import language_of
from bot.analysis.english import is_english
from bot.analysis.markers import SMALL_NUMBER
from bot.analysis.rarity import zipf
from bot.documents.pdf_pieces import Piece
from bot.documents.raised_figures import raised

_LAST_WORD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SOFT = "\u2010"  # browsers break words with it, where an author writes "-"
_HYPHENS = ("-", _SOFT, "\u00ad")
_AND = re.compile(r"(?:and|or|und|oder|bzw|sowie|et|ou|og|och|eller)(?:\s|$)")
_DASHED = re.compile(  # no space follows; a bracket is parted from figures where text runs left
    r"[^\W_][\u2013\u2014/]$|[\u0590-\u08ff]\s?[(\[]$|[\u3000-\u9fff\uff00-\uffef]$"
)
_DASH = re.compile(r"\u2014(?=\w)|[\u3000-\u303f\u3040-\u9fff\uff00-\uffef]")
_IDEOGRAPH = "[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_IDEOGRAPHS = re.compile(f"{_IDEOGRAPH} {_IDEOGRAPH}")
_ADDRESS = re.compile(r"(?:://|www\.|/.*/)\S*/$")
_WORD_BEHIND = re.compile(r"[^\W\d_][^\W\d_'-]*[:,.;]?(?:\s|$)")
_SPACES = re.compile("  +")
_FIRST_SPREAD = "\u3000"  # of the signs whose writings have no spaces
_MARKER = re.compile(rf"\[{SMALL_NUMBER}\]")
_BEHIND = re.compile(rf"(\s?)\[{SMALL_NUMBER}\]")
_ABOVE = ("", "\u2026")  # what stands in front of figures at the beginning of a line
_DRAWN = 0.1  # of the size; a soft hyphen that is as wide is seen
_SHORTEST = 3  # letters of half a word that may be one by itself
_EVERYDAY = 3.3  # Zipf value
_FEWEST_SOFT = 3  # lines that end with a typesetter's hyphen, in a file that tells them apart
_FEWEST_BROKEN = 0.03  # of the lines, in a document whose words are broken at their ends


class KnownWords:
    """The words that stand in the lines of a document, not broken at their ends."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        count = hyphens = soft = within = 0
        said: list[str] = []
        spaces: list[bool] = []  # whether each marker has one in front of it
        for line in lines:
            broken = line.endswith(_HYPHENS)
            said.append(line)
            count, hyphens = count + 1, hyphens + broken
            soft, within = soft + line.endswith(_SOFT), within + (_SOFT in line[:-1])
            spaces += [bool(found[1]) for found in _BEHIND.finditer(line) if found.start()]
            for word in _WORDS.findall(line)[: -1 if broken else None]:
                self._words.add(word.lower())
                self._words.update(word.lower().split("-") if "-" in word else ())

        self.attached = 2 * sum(spaces) <= len(spaces)  # markers stand directly behind words
        self._is_english = language_of(" ".join(said)) == DEFAULT_LANGUAGE
        # The typesetter's own hyphens differ from the author's, and stand at ends of lines alone.
        self.told = soft >= max(_FEWEST_SOFT, hyphens / 2) and not within
        self.hard = hyphens < _FEWEST_BROKEN * count  # hyphens are the author's: no word is broken

    def are_words(self, first: str, last: str) -> bool:
        """Whether both halves of a broken word are English words that many people use.

        Of other languages too few compounds are written with a hyphen for it to tell anything.
        """
        both = self._is_english and min(len(first), len(last)) >= _SHORTEST
        return both and all(zipf(word.lower()) >= _EVERYDAY for word in (first, last))

    def __contains__(self, word: str) -> bool:
        """Whether a word is one of them."""
        return word.lower() in self._words

    def knows(self, word: str) -> bool:
        """Whether a word is one of them, or an English word."""
        return word in self or (self._is_english and is_english(word.lower()))


def line_text(line: Piece, *, goes_on: bool = False) -> str:
    """The text of a line, with raised figures as markers or powers.

    Figures at the beginning of a line that goes on are a marker of the text above; elsewhere they
    are the label of a note.
    """
    plain = "".join([character.text for character in line.characters])
    if max(plain, default="") < _FIRST_SPREAD and not any(line.raised) and "\u00ad" not in plain:
        return _SPACES.sub(" ", plain).strip()
    text, figures, before_space = "", "", False
    last, edge = line.characters[-1] if line.characters else None, 0.0
    for character, is_raised in zip(line.characters, line.raised, strict=True):
        if is_raised:
            if not figures and text.endswith(" ") and before_space:
                text = text[:-1]
            figures += character.text
            continue
        if figures:
            text, figures = text + _raised(text or _ABOVE[goes_on], figures, line), ""
        if character.text == "\u00ad" and character is not last:
            text += "-" * (character.right - character.x > _DRAWN * character.size)
        elif not (character.text == " " and text.endswith(" ")):
            if before_space and _IDEOGRAPHS.fullmatch(text[-2:] + character.text):
                near = character.x - edge < character.size
                text = text[:-1] if near else text  # spread to the edge, which is no space
            text += character.text
        before_space = character.text == " " and character.made
        edge = edge if character.text == " " else character.right
    if figures:
        text += _raised(text or _ABOVE[goes_on], figures, line)
    return text.strip()


def _raised(before: str, figures: str, line: Piece) -> str:
    """Raised figures, which are no power behind a number where a note waits for its marker."""
    linked = before[-1:].isdigit() and figures.strip() in line.notes
    return raised(before, figures, linked=linked)


def lines_of(lines: Sequence[Piece], *, goes_on: bool = False) -> list[str]:
    """The texts of the lines of a block, which may go on from another."""
    labelled = not goes_on and lines[0].raised[:1] == [True]  # of notes, one below the other
    return [
        line_text(line, goes_on=goes_on or (at > 0 and not labelled))
        for at, line in enumerate(lines)
    ]


def joined(lines: Sequence[str], words: KnownWords) -> str:
    """The lines of a paragraph as one."""
    text = ""
    for line in lines:
        if not text:
            text = line
        elif text.endswith(_HYPHENS) and not text.endswith((" -", "--")):
            text = _hyphenated(text, line, words)
        elif (
            (_DASHED.search(text[-3:]) and not _ends_address(text, line))
            or _DASH.match(line)
            or (words.attached and _MARKER.match(line))
        ):
            text += line
        else:
            text = f"{text} {line}"
    return text.replace("\u00ad", "-")


def _ends_address(text: str, line: str) -> bool:
    """Whether a text ends with an address, and a word in front of a line is none of its parts."""
    return bool(_ADDRESS.search(text, text.rfind(" ") + 1) and _WORD_BEHIND.match(line))


def _hyphenated(text: str, line: str, words: KnownWords) -> str:
    """A text that ends with a hyphen, and the line below it."""
    first = _FIRST_WORD.match(line)
    last = _LAST_WORD.search(text, text.rfind(" ") + 1)
    if first is None or last is None:
        return text.replace("\u00ad", "-") + line
    hard = text[:-1] + "-"
    if words.told and text.endswith(_SOFT):
        return text[:-1] + line
    if _AND.match(line) and not words.knows(last[1] + first[0]):
        return f"{hard} {line}"
    capitals = len(first[0]) > 1 and first[0].isupper() and last[1].isupper()
    whole = last[1] + first[0]
    both = f"{last[1]}-{first[0]}" in words
    if first[0][0].isupper() and not capitals and (both or whole not in words):
        return hard + line
    if words.hard or words.told or (both and whole not in words):
        return hard + line
    kept = not words.knows(whole) and words.are_words(last[1], first[0])
    return hard + line if kept else text[:-1] + line
