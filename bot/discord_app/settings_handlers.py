"""What /settings does: checks what a server's managers want, keeps it, and shows what is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import discord

from bot.discord_app.audiences import Audiences
from bot.discord_app.autocomplete import LONGEST, MOST
from bot.discord_app.message import BotMessage
from bot.discord_app.server_settings import EVERY, ServerSettings
from bot.documents.document_filter import DocumentFilter, means_any
from bot.errors import UsageError
from bot.render.discord_markdown import LIMIT, inline, units
from bot.translation import ENGLISH, Message, gettext, known, translated

_LANGUAGES = (  # whose names have a translation, as the library has them
    Message("American English"),
    Message("British English"),
    Message("Brazil Portuguese"),
    Message("Chinese"),
    Message("Taiwan Chinese"),
    Message("French"),
    Message("German"),
    Message("Japanese"),
    Message("Latin American Spanish"),
    Message("Russian"),
    Message("Spain Spanish"),
)
_FEW = 5  # documents that are named in an error
_NAMED = 10  # patterns, at most, that are shown of one list
UNSET = "-"
_POSTS_WHERE = Message("Name the forum channel whose new posts I am to answer, as `channel`.")
_NO_FORUM = Message("Posts can be answered in forum channels only; that channel is none.")
_LIKE = Message(
    "Change it with `/settings documents:`, `private:`, `posts:` and `language:`; `channel:` "
    "says for which channel, `-` unsets."
)


class SettingsChange(NamedTuple):
    """What a manager gives; None where it is to stay. `channel` is 0 for the whole server."""

    documents: str | None = None
    channel: int = 0
    forum: bool = False
    private: bool | None = None
    posts: bool | None = None
    language: str | None = None


class SettingsHandlers:
    """The settings of servers, for those who may manage them."""

    def __init__(self, audiences: Audiences) -> None:
        self._audiences, self._store = audiences, audiences.settings

    def change(self, server: int, change: SettingsChange, preferred: str) -> BotMessage:
        """Set what is given, all or nothing, and show what is set then.

        `preferred` is the locale that the server itself names. Raises UsageError,
        SettingsNotSaved.
        """
        names = self._names(server)
        patterns = None if change.documents is None else _patterns(change.documents, names)
        language = None if change.language is None else _language(change.language)
        if change.posts is not None and not change.channel:
            raise UsageError(_POSTS_WHERE)
        if change.posts and not change.forum:
            raise UsageError(_NO_FORUM)
        if patterns is not None:
            self._store.set_documents(server, change.channel, patterns)
        if change.private is not None:
            self._store.set_private(server, value=change.private)
        if change.posts is not None:
            self._store.set_posts(server, change.channel, value=change.posts)
        if language is not None:
            self._store.set_language(server, language)
        settings = self._store.of(server)
        return BotMessage(_shown(settings, names, self._store.locale(server, preferred)))

    def _names(self, server: int) -> list[str]:
        """The documents that the operator lets a server see."""
        may_see = self._audiences.may_see(server)
        return [name for name in self._audiences.document_names if may_see.allows(name)]

    def documents_like(self, server: int, typed: str) -> list[str]:
        """Up to 25 ways to go on with a list of documents."""
        before, comma, last = typed.rpartition(",")
        kept = f"{before}{comma} " if comma else ""
        wanted = last.strip().casefold()
        offered = [name for name in self._names(server) if wanted in name.casefold()]
        every = [] if comma or wanted else [EVERY[0], UNSET]
        found = [f"{kept}{name}" for name in [*every, *offered]]
        return [one for one in found if len(one) <= LONGEST][:MOST]

    @staticmethod
    def languages_like(typed: str) -> list[tuple[str, str]]:
        """Up to 25 of Discord's languages, (name to show, code to send)."""
        every = [(gettext("the server's own"), UNSET), *sorted(_locales())]
        wanted = typed.casefold()
        found = [(name, code) for name, code in every if wanted in f"{name} {code}".casefold()]
        return found[:MOST]


def _locales(tell: Callable[[str], str] = gettext) -> Iterator[tuple[str, str]]:
    """The names and codes of those of Discord's languages that there are translations for."""
    for locale in discord.Locale:
        if locale.value.startswith(ENGLISH) or known([locale.value]) != ENGLISH:
            yield tell(locale.name.replace("_", " ").title()), str(locale.value)


def _language(given: str) -> str:
    if given == UNSET:
        return ""
    for name, code in (*_locales(), *_locales(str)):
        if given.casefold() in {name.casefold(), code.casefold()}:
            return code
    raise UsageError(
        Message("There is no language {name!r}; choose one of those that are offered.", name=given)
    )


def _patterns(given: str, names: Sequence[str]) -> tuple[str, ...]:
    """The patterns of a list, each of which has to mean a document. Raises UsageError."""
    if given.strip() == UNSET:
        return ()
    found = tuple(dict.fromkeys(filter(None, map(str.strip, given.split(",")))))
    for pattern in found:
        if not means_any(pattern, names):
            raise UsageError(
                Message(
                    "{name!r} means no document that this server may see; there is {others}.",
                    name=pattern,
                    others=", ".join(names[:_FEW]) or Message("none"),
                )
            )
    return found


def _shown(settings: ServerSettings, names: Sequence[str], locale: str) -> str:
    forums = ", ".join(f"<#{channel}>" for channel, one in settings.channels if one.posts)
    own = _locale_name(locale)
    if not settings.language:
        own = Message("{language}, as the server has it", language=own)
    private = Message("for the asker alone") if settings.private else Message("for all to see")
    lines = [
        gettext("**Settings of this server**"),
        gettext("Documents: {documents}", documents=_meant(settings.documents, names)),
        *(
            gettext(
                "In {channel}: {documents}",
                channel=f"<#{channel}>",
                documents=_meant(one.documents, names),
            )
            for channel, one in settings.channels
            if one.documents
        ),
        gettext("Answers to commands: {who}", who=private),
        gettext("New posts answered by themselves: {where}", where=forums or Message("nowhere")),
        gettext("Language: {language}", language=own),
    ]
    return _cut(lines)


def _cut(lines: Sequence[str]) -> str:
    """The lines with how to change them; of very many, as many as fit."""
    last = f"-# {translated(_LIKE)}"
    kept: list[str] = []
    for line in lines:
        if units("\n".join([*kept, line, last])) > LIMIT - 40:
            kept.append("\u2026")
            break
        kept.append(line)
    return "\n".join([*kept, last])


def _meant(patterns: Sequence[str], names: Sequence[str]) -> str:
    """A list of patterns, and how many documents it means."""
    count = sum(map(DocumentFilter((tuple(patterns) or EVERY,)).allows, names))
    if not patterns or tuple(patterns) == EVERY:
        return gettext("all that it may see ({count})", count=count)
    shown = ", ".join(inline(pattern, 60) for pattern in patterns[:_NAMED])
    more = "\u2026" if len(patterns) > _NAMED else ""
    return gettext(
        "{documents} ({count} of {all})", documents=shown + more, count=count, all=len(names)
    )


def _locale_name(code: str) -> str:
    return next((name for name, known in _locales() if known == code), code) or gettext(
        "American English"
    )
