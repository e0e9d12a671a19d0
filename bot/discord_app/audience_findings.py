"""What `citebot doctor` says of servers: what each may see, and what its managers have set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answering.access import AccessRules
from bot.discord_app.server_settings import EVERY, ServerSettings, SettingsStore
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
        one, many = (
            "{number} server has settings of its own",
            "{number} servers have settings of their own",
        )
        yield Finding(GOOD, counted(one, many, len(servers)))
    for server in servers[:_SHOWN]:
        yield _settings(server, store.of(server), names)
    store.close()


def _access(rules: AccessRules, names: Sequence[str]) -> Iterator[Finding]:
    direct, elsewhere = (
        sum(map(rules.seen_in(place).allows, names))
        for place in (None, -1)  # no server's id
    )
    told = (
        "{file}: {servers} servers named; {others} documents in others, {direct} in direct messages"
    )
    count = len(rules.servers)
    yield Finding(GOOD, Message(told, file=SERVERS, servers=count, others=elsewhere, direct=direct))
    lists = [rules.everywhere, rules.direct, *(patterns for _, patterns in rules.servers)]
    for pattern in dict.fromkeys(one for patterns in lists for one in patterns):
        if not means_any(pattern, names):
            missing = "{file}: {pattern!r} means no document"
            yield Finding(NOTE, Message(missing, file=SERVERS, pattern=pattern))


def _settings(server: int, settings: ServerSettings, names: Sequence[str]) -> Finding:
    channels = [one for _, one in settings.channels]
    patterns = [*settings.documents, *(p for one in channels for p in one.documents)]
    lost = [p for p in patterns if (p,) != EVERY and not means_any(p, names)]
    told = Message(
        "server {server}: documents {documents}, in {channels} channels otherwise; private: "
        "{private}; forums answered: {forums}; language: {language}",
        server=server,
        documents=", ".join(settings.documents) or "*",
        channels=sum(bool(one.documents) for one in channels),
        private=settings.private,
        forums=sum(one.posts for one in channels),
        language=settings.language or "-",
    )
    if not lost:
        return Finding(GOOD, told)
    missing = "{settings}; no document is {patterns}"
    return Finding(NOTE, Message(missing, settings=told, patterns=", ".join(lost)))
