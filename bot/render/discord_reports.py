"""What the bot says besides answers: a reference, a checked quotation, what it is, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.evaluation.gate import Changes
from bot.library import Library, Reference
from bot.passages import Entry, Passage
from bot.quotations.comparison import Checked, Verdict
from bot.quotations.verification import Verified
from bot.render.discord_markdown import LIMIT, inline, quote, units
from bot.render.discord_pages import PassageView, cut, on_pages, quoted_blocks
from bot.render.reindex_report import as_text
from bot.render.terminal import Style

HOW_TO_ASK = (
    "Ask me about the document: `/ask`, a message that mentions me and has a question, or a "
    "direct message. To ask about somebody's message, open its menu, then Apps, then "
    "\u201cAnswer from the document\u201d."
)
PRIVACY = (
    "I keep no question and no name: a question is read, answered and forgotten. "
    "Whom to slow down is known for a minute, in memory only. "
    "To have an answer removed, its asker or a moderator presses Remove."
)
_GAPS = (
    "Single words that the document lacks are counted once they came up on five days, without "
    "who asked and without the question."
)
_HOW = (
    "I look for the passages that answer a question and show them word for word, with the "
    "sentence that answers in bold and the passage's reference numbers. I write nothing "
    "myself; where nothing answers, I say so."
)
_NAMES = 600  # UTF-16 units of documents listed by name
_WORDS = 500  # UTF-16 units of somebody's quotation shown
_SIGNS = {Verdict.EXACT: "\u2705", Verdict.NEAR: "\u26a0\ufe0f", Verdict.ABSENT: "\u274c"}


def reference(found: Reference) -> list[str]:
    """The bibliography entries of a marker, and every passage that cites it, on pages."""
    count = len(found.passages)
    passages = "1 passage cites" if count == 1 else f"{count} passages cite"
    missing = "" if found.entries else " The document has no list of references to look it up in."
    head = f"**{inline(f'[{found.marker}]', 150)}** {passages} it.{missing}"
    blocks = [block for document, entry in found.entries for block in _entry(document, entry)]
    return on_pages([*blocks, *quoted_blocks(map(PassageView, found.passages), head)], head)


def _entry(document: str, entry: Entry) -> Iterator[str]:
    """A bibliography entry as quotations, in pieces where it is long."""
    as_passage = Passage("", document, 0, (), entry.text, entry.start, entry.end, (), ())
    where = f"-# entry of {inline(document, 90)}"
    for piece in cut(as_passage, LIMIT // 2):
        text = entry.text[piece.start - entry.start : piece.end - entry.start]
        yield f"{quote(text.strip())}\n\n{where}"


def checked(found: Sequence[Checked]) -> str:
    """What came of checking quotations: a line each, and the passages as far as they fit."""
    blocks = [_verdict(one) for one in found]
    text = "\n".join(blocks)
    for one in found:
        for passage, span in one.places[:3]:
            for block in quoted_blocks([PassageView(passage, span)], text):
                if units(f"{text}\n{block}") <= LIMIT:
                    text = f"{text}\n{block}"
    return text


def _verdict(one: Checked) -> str:
    sign, where = _SIGNS[one.verdict], ", ".join(dict.fromkeys(p.id for p, _ in one.places))
    place = inline(where, 120)
    if one.verdict is Verdict.EXACT:
        return f"{sign} **Word for word** in {place}."
    if one.verdict is Verdict.NEAR:
        return f"{sign} **Nearly**, but not word for word, in {place}: {_with_differences(one)}"
    return f"{sign} **Not found** in the corpus: \u201c{inline(one.quotation, 200)}\u201d"


def _with_differences(one: Checked) -> str:
    """The quotation with what differs: struck out is its own, strong what is written."""
    shown, at = "", 0
    for difference in one.differences:
        quoted, written = inline(difference.quoted, 120), inline(difference.written, 120)
        piece = written
        if difference.differs:
            piece = " ".join([f"~~{quoted}~~"] * bool(quoted) + [f"**{written}**"] * bool(written))
        if units(shown) + units(piece) > _WORDS:
            return f"{shown}\u2026"
        at = max(at, one.quotation.find(difference.quoted, at) + len(difference.quoted))
        following = one.quotation[at : at + 1]
        together = difference.quoted and following and not following.isspace()
        shown += piece if together else f"{piece} "
    return shown.rstrip()


def verified(found: Verified) -> list[str]:
    """What came of a receipt: the passage, or the old and the new text, on pages."""
    if found.then is None:
        return [
            f"\u274c **Unknown**: no quotation that is still remembered has the receipt "
            f"{inline(found.receipt, 60)}."
        ]
    if found.stands:
        told = "\u2705 **Unchanged**: it stands in the document word for word."
        return _under(told, [found.now or found.then])
    gone = "The passage is no longer there" if found.now is None else "The text has changed"
    told = f"\u26a0\ufe0f **{gone}** since it was quoted. Then, and now:"
    return _under(told, [p for p in (found.then, found.now) if p is not None])


def _under(head: str, passages: list[Passage]) -> list[str]:
    return on_pages(quoted_blocks(map(PassageView, passages), head), head)


def about(library: Library, version: str, *, gaps: bool = False) -> str:
    """What is served, when it was indexed, how it works, and what becomes of questions.

    `gaps` is whether the operator counts words that the corpus lacks.
    """
    privacy, footer = f"{PRIVACY} {_GAPS}" if gaps else PRIVACY, library.footer
    documents = library.documents
    lines = [
        f"**{_count(len(documents), 'document')}, {_count(len(library), 'passage')}**, "
        f"indexed <t:{library.indexed_at}:R>: {', '.join(_names(library))}.",
        f"**How it works.** {_HOW}",
        f"**How to ask.** {HOW_TO_ASK}",
        f"**Privacy.** {privacy}",
        f"-# citebot {inline(version, 40)}" + (f" \u00b7 {inline(footer, 160)}" if footer else ""),
    ]
    return "\n".join(lines)


def _names(library: Library) -> list[str]:
    """Documents with their numbers of passages; as many as there is room for."""
    documents, names = library.documents, list[str]()
    for document in documents:
        one = f"{inline(document.title or document.name, 80)} ({document.count})"
        if units(", ".join([*names, one])) > _NAMES:
            return [*names, f"and {len(documents) - len(names)} more"]
        names.append(one)
    return names


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def changes(done: Changes) -> str:
    """What a reindex changed; as much of it as goes into a message."""
    lines = [inline(line, 300) for line in as_text(done, Style()).split("\n")]
    last = lines.pop()
    kept: list[str] = []
    for number, line in enumerate(lines):
        if units("\n".join([*kept, line, last])) > LIMIT - 100:
            kept.append(f"and {len(lines) - number} lines more; `citebot reindex` shows all")
            break
        kept.append(line)
    memory = "Until I am started again, it is served from memory." if done.unsaved else ""
    return "\n".join(filter(None, [f"**{last}**", memory, *kept]))
