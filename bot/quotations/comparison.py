"""Checks a quotation against the corpus: word for word, nearly, or not there.

Compared are the words, the numbers and the signs, in order. Not differences: white space,
the shape of quotation marks and dashes, citation markers (`[12]`) that are left out, a
capital at the start, and the dots or the full stop that a quotation is cut off with.
Everything else is one: "6%" is not "5%", "mg" is not "µg", a missing "not" is missing, and
"[13]" is not "[14]" (see `compared_markers`).

Where nothing matches word for word, the place that shares the most words in the same order
is aligned with the quotation by difflib's longest runs, and the differing words are shown.

Left out on purpose: what Markdown means, and whether the quotation says the truth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache
from itertools import groupby

from bot.analysis import Span
from bot.passages import Passage
from bot.quotations.compared_markers import Difference, wrong_markers
from bot.quotations.compared_tokens import (
    ComparedToken,
    began_before,
    compared_tokens,
    goes_on_behind,
    trimmed,
)
from bot.translation import Message

_NEARLY = 0.6  # share of the words of both sides that agree, at least
_LEAST = 4  # words that agree, at least
_TRIES = 3  # places that are looked at closely
MOST_WORDS = 1000  # of a quotation that are compared closely where it is not word for word


class Verdict(Enum):
    """What came of the check."""

    EXACT = Message("word for word")
    NEAR = Message("nearly")
    ABSENT = Message("not found")


@dataclass(frozen=True, slots=True)
class Checked:
    """One quotation. `places` are the passages it stands in, with the spans (document
    offsets) that it covers: of the first document that has it, and none where it is absent.
    """

    quotation: str
    verdict: Verdict
    places: tuple[tuple[Passage, Span], ...] = ()
    differences: tuple[Difference, ...] = ()


def check(quotation: str, passages: Iterable[Passage], *, nearly: bool = True) -> Checked:
    """Look for a quotation in passages, which stand together by document, in order.

    Where it has only to be exact, and not `nearly` so, what differs by words is not compared.
    """
    if not _has_words(_asked(quotation, frozenset())):
        return Checked(quotation, Verdict.ABSENT)
    best = Checked(quotation, Verdict.ABSENT)
    most = 0.0
    for _, group in groupby(passages, key=lambda passage: passage.document):
        document = list(group)
        known = _known(document)
        if not _has_words(_asked(quotation, known)):
            known = frozenset()  # a bracket alone, which is to be looked for
        asked, written = _asked(quotation, known), list(_written(document, known))
        for at in _find(asked, written):
            found = written[at : at + len(asked)]
            if _is_a_piece(quotation, asked, document, found):
                continue
            places = _places(document, found)
            wrong = tuple(wrong_markers(quotation, asked, document, found, known))
            if not wrong:
                return Checked(quotation, Verdict.EXACT, places)
            if most < 1:
                most, best = 1.0, Checked(quotation, Verdict.NEAR, places, wrong)
        closely = asked[:MOST_WORDS]
        for start, end in _near(closely, written) if nearly and most < 1 else ():
            share, near = _compared(quotation, closely, document, written, Span(start, end))
            if share > most:
                most, best = share, near
    return best


@lru_cache(maxsize=16)
def _asked(quotation: str, known: frozenset[str]) -> tuple[ComparedToken, ...]:
    """The tokens of a quotation, which is compared with many documents."""
    return tuple(trimmed(compared_tokens(quotation, known, cut=True)))


def _has_words(asked: Iterable[ComparedToken]) -> bool:
    return any(token.text[0].isalnum() for token in asked)


def _known(document: Iterable[Passage]) -> frozenset[str]:
    """The words that are names of entries: in brackets, they have a marker's form there."""
    references = {name for passage in document for name in passage.references}
    return frozenset(name for name in references if name[:1].isalpha())


@lru_cache(maxsize=4096)
def _tokens_of(passage: Passage, number: int, known: frozenset[str]) -> tuple[ComparedToken, ...]:
    """The tokens of a passage; a text with many quotations is compared with it many times."""
    return tuple(compared_tokens(passage.text, known, number))


def _written(document: Sequence[Passage], known: frozenset[str]) -> Iterator[ComparedToken]:
    for number, passage in enumerate(document):
        yield from _tokens_of(passage, number, known)


def _find(asked: Sequence[ComparedToken], written: Sequence[ComparedToken]) -> Iterator[int]:
    """Where `asked` begins in `written`, by one search in one string; the first letter may
    be small or a capital.
    """
    joined = "\n" + "\n".join(token.text for token in written) + "\n"
    first, rest = asked[0].text, "".join(f"\n{token.text}" for token in asked[1:]) + "\n"
    for start in {first, first[0].upper() + first[1:], first[0].lower() + first[1:]}:
        place = joined.find(f"\n{start}{rest}")
        while place >= 0:
            yield joined.count("\n", 0, place)
            place = joined.find(f"\n{start}{rest}", place + 1)


def _is_a_piece(
    quotation: str,
    asked: Sequence[ComparedToken],
    document: Sequence[Passage],
    found: Sequence[ComparedToken],
) -> bool:
    """Whether the place is cut out of a word or number that the quotation does not have whole."""
    first, last = found[0], found[-1]
    before = document[first.passage].text[: first.start]
    after = document[last.passage].text[last.end :]
    quoted_before, quoted_after = quotation[: asked[0].start], quotation[asked[-1].end :]
    lacks_front = began_before(before, first.text) and not began_before(
        quoted_before, asked[0].text
    )
    lacks_end = goes_on_behind(after, last.text) and not goes_on_behind(
        quoted_after, asked[-1].text
    )
    return lacks_front or lacks_end


def _places(
    document: Sequence[Passage], found: Sequence[ComparedToken]
) -> tuple[tuple[Passage, Span], ...]:
    """The passages that tokens stand in, each with the span they cover there."""
    places = []
    for number, group in groupby(found, key=lambda token: token.passage):
        tokens, passage = list(group), document[number]
        span = Span(passage.start + tokens[0].start, passage.start + tokens[-1].end)
        places.append((passage, span))
    return tuple(places)


def _near(
    asked: Sequence[ComparedToken], written: Sequence[ComparedToken]
) -> list[tuple[int, int]]:
    """The places that share the most words with the quotation at the same distances.

    Each shared word votes for where the quotation would begin; rare words weigh more.
    """
    where: dict[str, list[int]] = {}  # word -> its places in the quotation
    for at, token in enumerate(asked):
        where.setdefault(token.text, []).append(at)
    often = Counter(token.text for token in written if token.text in where)
    width = max(4, len(asked) // 4)
    votes: Counter[int] = Counter()
    for place, token in enumerate(written):
        for at in where.get(token.text, ()):
            votes[(place - at) // width] += 1_000_000 // (
                often[token.text] * len(where[token.text])
            )
    joined = Counter({band: count + votes.get(band + 1, 0) for band, count in votes.items()})
    bands = [band for band, _ in joined.most_common(_TRIES)]
    reach = len(asked) + 2 * width
    return [(max(0, (band - 1) * width), max(0, band * width + reach)) for band in bands]


def _compared(
    quotation: str,
    asked: Sequence[ComparedToken],
    document: Sequence[Passage],
    written: Sequence[ComparedToken],
    place: Span,
) -> tuple[float, Checked]:
    """How well a place agrees with the quotation (0 to 1), and the check that says so.

    The words before the first that agree and after the last may stand outside of the place.
    """
    absent = Checked(quotation, Verdict.ABSENT)
    window = written[place.start : place.end]
    matcher = SequenceMatcher(
        None, [t.text for t in asked], [t.text for t in window], autojunk=False
    )
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return 0.0, absent
    first = max(0, place.start + blocks[0].b - blocks[0].a)
    found = written[first : place.start + blocks[-1].b + len(asked) - blocks[-1].a]
    agreeing = sum(block.size for block in blocks)
    words = sum(asked[b.a + n].text[0].isalnum() for b in blocks for n in range(b.size))
    share = 2 * agreeing / (len(asked) + len(found))
    if share < _NEARLY or words < min(_LEAST, max(2, len(asked) - 1)):
        return share, absent
    differences = tuple(_differences(quotation, asked, document, found))
    return share, Checked(quotation, Verdict.NEAR, _places(document, found), differences)


def _differences(
    quotation: str,
    asked: Sequence[ComparedToken],
    document: Sequence[Passage],
    found: Sequence[ComparedToken],
) -> Iterator[Difference]:
    matcher = SequenceMatcher(
        None, [t.text for t in asked], [t.text for t in found], autojunk=False
    )
    for _, i, i_end, j, j_end in matcher.get_opcodes():
        written = " ".join(
            document[number].text[tokens[0].start : tokens[-1].end]
            for number, tokens in _by_passage(found[j:j_end])
        )
        yield Difference(_between(quotation, asked[i:i_end]), written)


def _by_passage(tokens: Sequence[ComparedToken]) -> Iterator[tuple[int, list[ComparedToken]]]:
    for number, group in groupby(tokens, key=lambda token: token.passage):
        yield number, list(group)


def _between(text: str, tokens: Sequence[ComparedToken]) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""
