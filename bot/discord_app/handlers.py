"""Answers everything that users can ask of the bot, as messages with buttons.

Nothing here waits or knows Discord: every function is called in a thread of its own and
returns a `BotMessage`. What cannot be done raises a CitebotError, whose text is for users.

Left out on purpose: who may do what (see `permissions`), and how messages are sent (see
`delivery`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.replies import Quotation
from bot.discord_app import custom_ids
from bot.discord_app.autocomplete import Suggestions
from bot.discord_app.button_passages import FoundPassage, document_of, found_once
from bot.discord_app.custom_ids import (
    ButtonKind,
    PassageLink,
    Press,
    best_of,
    custom_id,
    link_of,
    write_links,
)
from bot.discord_app.message import Attachment, BotMessage, Button, rows
from bot.discord_app.tally import Tally
from bot.errors import NotFound
from bot.library import Library
from bot.passages import Passage
from bot.render import discord_reply, discord_reports
from bot.render.discord_markdown import inline, survives
from bot.render.discord_pages import PassageView, page_with, passages_on_pages
from bot.render.discord_reader import block_quotes, plain
from bot.translation import Message, gettext, translated
from bot.version import __version__

_SHOWN_AT_ONCE = 1 + custom_ids.MOST_LINKS
_MOST_FILES = 10  # that Discord takes
_MOST_CHECKED = 3  # quotations of one message
_MOST_PLACES = 5  # with a button each
_CHANGED = Message("The document has changed since; this is its present text.")
_GONE = Message("That passage is no longer in the document; it has changed since.")
OLD_BUTTON = Message("This button was made by another version of me. Ask again, please.")
_NO_WORDS = Message("There are no words in that message that could be checked.")
_AROUND, _EXACT = Message("Around it"), Message("Exact text")
_LABEL = 80  # characters that Discord takes


class Handlers:
    """One function for each thing a user can do. Safe to use from several threads at once."""

    def __init__(self, library: Library, *, counts_gaps: bool = False) -> None:
        self._library = library
        self._counts_gaps = counts_gaps
        self.tally = Tally()
        self.suggestions = Suggestions(library)

    def answer(
        self, question: str, document: str | None, after: str | None, asker: int | None
    ) -> BotMessage:
        """Answer a question, in one document or all of them, after the question before.

        With `asker`, a user's id, they can have the answer removed. Raises NotFound.
        """
        self._library.reload()  # what another process has indexed meanwhile
        within = None if document is None else document_of(self._library, document)
        reply = self._library.ask(question, count=_SHOWN_AT_ONCE, document=within, after=after)
        self.tally.reply(reply.kind)
        shown = discord_reply.reply(reply, self._library.footer)
        on_it, further = reply.shown[: shown.passages], reply.shown[shown.passages :]
        more = ButtonKind.MORE if reply.answered else ButtonKind.CLOSEST
        own = _own_buttons(on_it, whole=shown.whole, strong=reply.answered)
        buttons = [*_list_button(more, further), *own]
        files = _unshowable([one.passage for one in on_it])
        return BotMessage(shown.text, rows([*buttons, *_remove(asker)]), files)

    def press(self, press: Press) -> BotMessage:
        """Show what a button promises. Raises NotFound where its passages are gone."""
        if press.kind is ButtonKind.REFERENCE:
            return self.reference(press.state, press.page)
        if press.kind is ButtonKind.RECEIPT:
            return self.verify(press.state, press.page)
        found = found_once(self._library, press.links)
        if not found:
            raise NotFound(_GONE if press.links else OLD_BUTTON)
        if press.kind is ButtonKind.EXACT:
            return _exact(found)
        if press.kind is ButtonKind.AROUND:
            return self._around(press, found[0])
        return _passages(press, found)

    def _around(self, press: Press, found: FoundPassage) -> BotMessage:
        passages = self._library.around(found.passage.id, 1)
        link = found.link if not found.changed else link_of(found.passage)
        head = [_changed()] if found.changed else []
        shown = inline(found.passage.id, 200)
        head.append("-# " + gettext("{passage} between its neighbours", passage=shown))
        views = [_view(p, link if p.id == found.passage.id else None) for p in passages]
        neighbours = [
            Button(label, custom_id(ButtonKind.AROUND, write_links((link_of(p),))))
            for label, p in (
                (Message("Further up"), passages[0]),
                (Message("Further down"), passages[-1]),
            )
            if p.id != found.passage.id
        ]
        pages = passages_on_pages(views, "\n".join(head))
        page, turn = _turned(press, pages)
        links = write_links(tuple(map(link_of, passages)))
        exact = Button(_EXACT, custom_id(ButtonKind.EXACT, links))
        return BotMessage(page, rows(turn, [*neighbours, exact]), _unshowable(passages))

    def passage(self, passage_id: str, asker: int | None = None) -> BotMessage:
        """Show a passage by its id; `asker` as in `answer`. Raises NotFound."""
        passage = self._library.passage(passage_id)
        link = link_of(passage)
        press = Press(ButtonKind.WHOLE, 0, write_links((link,)))
        return _passages(press, [FoundPassage(link, passage, False)], asker)

    def reference(self, marker: str, page: int = 0, asker: int | None = None) -> BotMessage:
        """Show every passage that cites a marker, and its entry; `asker` as in `answer`.

        Raises NotFound.
        """
        found = self._library.reference(marker)
        pages = discord_reports.reference(found)
        state = found.marker[: custom_ids.LONGEST - 20]
        shown, turn = _turned(Press(ButtonKind.REFERENCE, page, state), pages)
        buttons = rows([*turn, *_remove(asker)])
        return BotMessage(shown, buttons, _unshowable(found.passages[:_MOST_FILES]))

    def about(self) -> BotMessage:
        """Say what is served, how it works, and what becomes of questions."""
        self._library.reload()
        gaps = self._counts_gaps
        return BotMessage(discord_reports.about(self._library, __version__, gaps=gaps))

    def check(self, content: str) -> BotMessage:
        """Say whether what a message quotes, or all of it, is in the corpus word for word."""
        quoted = "\n\n".join("> " + plain(part).replace("\n", "\n> ") for part in
                             block_quotes(content))  # fmt: skip
        found = self._library.check(quoted or plain(content))
        if not found:
            return BotMessage(_NO_WORDS)
        shown = found[:_MOST_CHECKED]
        places = {p.id: p for one in shown for p, _ in one.places if p.number}  # no entries
        alone = len(places) == 1
        around = [_around_button(p, alone=alone) for p in list(places.values())[:_MOST_PLACES]]
        return BotMessage(discord_reports.checked(shown), rows(around))

    def verify(self, receipt: str, page: int = 0) -> BotMessage:
        """Say whether the quotation with that receipt still stands. Raises UsageError."""
        found = self._library.verify(receipt)
        passages = [p for p in (found.then, found.now) if p is not None]
        press = Press(ButtonKind.RECEIPT, page, found.receipt)
        shown, turn = _turned(press, discord_reports.verified(found))
        return BotMessage(shown, rows(turn), _unshowable(passages[:1]))

    def removable(self, text: str, asker: int) -> BotMessage:
        """A message of a text that whoever asked can have removed."""
        return BotMessage(text, rows(_remove(asker)))

    def refresh(self) -> None:
        """Take in what changed of the corpus. Never raises."""
        self._library.refresh(at_once=True)

    def reindex(self) -> BotMessage:
        """Read the corpus again. Raises CorpusError where it cannot be used; then all stays."""
        return BotMessage(discord_reports.changes(self._library.reindex()))


def _own_buttons(quotations: Sequence[Quotation], *, whole: bool, strong: bool) -> list[Button]:
    """The buttons for the passages that a message shows; `strong` is whether they answer."""
    if not quotations:
        return []
    links = [link_of(one.passage, one.best if strong else None) for one in quotations]
    first, all_shown = write_links((links[0],)), write_links(tuple(links))
    return [
        *([] if whole else [_whole_button(quotations[0], first)]),
        Button(_AROUND, custom_id(ButtonKind.AROUND, first)),
        Button(_EXACT, custom_id(ButtonKind.EXACT, all_shown)),
    ]


def _whole_button(quotation: Quotation, link: str) -> Button:
    """Leads to the page with what answers; from there one may turn back."""
    page = page_with(PassageView(quotation.passage), quotation.best)
    return Button(Message("Whole passage"), custom_id(ButtonKind.WHOLE, link, page))


def _list_button(kind: ButtonKind, quotations: Sequence[Quotation]) -> list[Button]:
    strong = kind is ButtonKind.MORE
    links = tuple(link_of(one.passage, one.best if strong else None) for one in quotations)
    if not links:
        return []
    shown = min(len(links), custom_ids.MOST_LINKS)
    label = Message("More ({number})", number=shown)
    return [Button(label, custom_id(kind, write_links(links)))]


def _remove(asker: int | None) -> list[Button]:
    if asker is None:
        return []
    return [Button(Message("Remove"), custom_id(ButtonKind.REMOVE, custom_ids.write_number(asker)))]


def _passages(press: Press, found: list[FoundPassage], asker: int | None = None) -> BotMessage:
    """Passages one under another, with the buttons to turn pages and for each of them."""
    head = [_changed()] if any(one.changed for one in found) else []
    if press.kind is ButtonKind.CLOSEST:
        head.append(gettext("Near the question, but no answer to it:"))
    shown = [_view(one.passage, None if one.changed else one.link) for one in found]
    page, turn = _turned(press, passages_on_pages(shown, "\n".join(head)))
    links = tuple(link_of(one.passage) for one in found)
    around = [_around_button(one.passage, alone=len(found) == 1) for one in found]
    exact = Button(_EXACT, custom_id(ButtonKind.EXACT, write_links(links)))
    files = _unshowable([one.passage for one in found])
    return BotMessage(page, rows(turn, [*around, exact, *_remove(asker)]), files)


def _changed() -> str:
    return f"-# \u270f\ufe0f {translated(_CHANGED)}"


def _around_button(passage: Passage, *, alone: bool = False) -> Button:
    named = gettext("Around {passage}", passage=passage.id)[:_LABEL]
    return Button(
        _AROUND if alone else named, custom_id(ButtonKind.AROUND, write_links((link_of(passage),)))
    )


def _view(passage: Passage, link: PassageLink | None) -> PassageView:
    return PassageView(passage, None if link is None else best_of(link, passage))


def _turned(press: Press, pages: list[str]) -> tuple[str, list[Button]]:
    """The page asked for, and the buttons to its neighbours."""
    page = min(press.page, len(pages) - 1)
    turn = [
        Button(label, custom_id(press.kind, press.state, number))
        for label, number in (
            (Message("\u25c0 Back"), page - 1),
            (Message("Next \u25b6"), page + 1),
        )
        if 0 <= number < len(pages)
    ]
    return pages[page], turn


def _exact(found: list[FoundPassage]) -> BotMessage:
    text = gettext("Exactly as it stands in the document, in UTF-8:")
    if any(one.changed for one in found):
        text = _changed()
    return BotMessage(text, files=tuple(_file(one.passage) for one in found))


def _unshowable(passages: Sequence[Passage]) -> tuple[Attachment, ...]:
    """As files, the passages with characters that Discord would change."""
    return tuple(_file(passage) for passage in passages if not survives(passage.text))


def _file(passage: Passage) -> Attachment:
    """A passage as a file.

    >>> _file(Passage("a/b:1", "a/b.txt", 1, (), "x", 0, 1, (), ()))
    Attachment(name='a-b-1.txt', data=b'x')
    """
    name = re.sub(r"[^\w.-]+", "-", passage.id, flags=re.ASCII).strip("-.")[-60:]
    return Attachment(f"{name or 'passage'}.txt", passage.text.encode())
