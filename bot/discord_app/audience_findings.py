"""What `citebot doctor` says of servers: what each may see, and what its managers have set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answering.access import AccessRules
from bot.discord_app.server_settings import EVERY, ServerSettings
from bot.discord_app.settings_store import SettingsStore
from bot.documents.corpus import SERVERS
from bot.documents.document_filter import means_any
from bot.library import Library
from bot.render.findings import GOOD, NOTE, Finding
from bot.translation import Message, counted

_SHOWN = 5  # servers with settings


def audience_findings(library: Library) -> Iterator[Finding]:
    """Look at the access rules of a corpus and the settings beside its index."""
    names = [document.name for document in library.documents]
    if not library.access.open:
        yield from _access(library.access, names)
    store = SettingsStore(library.index_folder)
    servers = store.servers()
    if servers:
        told = counted(
            "{number} server has settings of its own",
            "{number} servers have settings of their own",
            len(servers),
        )
        yield Finding(GOOD, told)
    for server in servers[:_SHOWN]:
        yield _settings(server, store.of(server), names)
    store.close()


def _access(rules: AccessRules, names: Sequence[str]) -> Iterator[Finding]:
    direct, elsewhere = (
        sum(map(rules.seen_in(place).allows, names))
        for place in (None, -1)  # no server's id
    )
    told = Message(
        "{file}: {servers}; {documents} in others, {direct} in direct messages",
        file=SERVERS,
        servers=counted("{number} server named", "{number} servers named", len(rules.servers)),
        documents=counted("{number} document", "{number} documents", elsewhere),
        direct=direct,
    )  # fmt: skip
    yield Finding(GOOD, told)
    lists = [rules.everywhere, rules.direct, *(patterns for _, patterns in rules.servers)]
    for pattern in dict.fromkeys(one for patterns in lists for one in patterns):
        if not means_any(pattern, names):
            lost = Message("{file}: {pattern!r} means no document", file=SERVERS, pattern=pattern)
            yield Finding(NOTE, lost)


def _settings(server: int, settings: ServerSettings, names: Sequence[str]) -> Finding:
    channels = [one for _, one in settings.channels]
    named = [*settings.documents, *(p for one in channels for p in one.documents)]
    lost = [p for p in named if (p,) != EVERY and not means_any(p, names)]
    told = Message(
        "server {server}: documents {documents}, {otherwise}; private: {private}; forums "
        "answered: {forums}; language: {language}",
        server=server,
        documents=", ".join(settings.documents) or "*",
        otherwise=counted(
            "in {number} channel otherwise",
            "in {number} channels otherwise",
            sum(bool(one.documents) for one in channels),
        ),
        private=settings.private,
        forums=sum(one.posts for one in channels),
        language=settings.language or "-",
    )
    if not lost:
        return Finding(GOOD, told)
    patterns = ", ".join(lost)
    return Finding(
        NOTE, Message("{settings}; no document is {patterns}", settings=told, patterns=patterns)
    )
