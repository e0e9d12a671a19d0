"""Which documents which Discord server may see: `servers.toml` in the top folder of a corpus.

    everywhere = ["rules.md"]               # in every server, and in direct messages
    direct = ["guide/*"]                    # in direct messages besides

    [servers]
    123456789012345678 = ["game-a/*"]       # in the server with that id besides

Documents are named, or meant by patterns as a shell has them (see `DocumentFilter`). Without the
file every document is for everybody. With it, nobody sees what it does not name for them: a
server that is not listed, whether the bot was added to it or to a user's own account, has what is
`everywhere`, and so have direct and group messages beside `direct`. A file that cannot be read
shows nothing to anyone, for nobody knows what it forbids.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.documents.document_filter import ALL, DocumentFilter
from bot.documents.operator_files import table_of

NOTHING = DocumentFilter(((),))
_KEYS = {"everywhere", "direct", "servers"}


class AccessRules(NamedTuple):
    """What the file says. `open` is true where there is no such file."""

    open: bool = True
    everywhere: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()
    servers: tuple[tuple[int, tuple[str, ...]], ...] = ()
    problems: tuple[str, ...] = ()

    def seen_in(self, server: int | None) -> DocumentFilter:
        """What may be seen in a server, by its id, or, with None, in direct and group messages."""
        if self.open:
            return ALL
        own = self.direct if server is None else dict(self.servers).get(server, ())
        return DocumentFilter(((*self.everywhere, *own),))


def parse(written: str | None) -> AccessRules:
    """Read a `servers.toml`; None is one that cannot be read. Never raises: it names what is wrong.

    >>> parse("[servers]\\n12 = ['a/*']").seen_in(12)
    DocumentFilter(groups=(('a/*',),))
    >>> parse("[servers]\\n12 = ['a/*']").seen_in(None)
    DocumentFilter(groups=((),))
    """
    if not written:
        return AccessRules(open=written is not None)
    data, problems = table_of(written, _KEYS)
    rows = data.get("servers", {})
    if not isinstance(rows, dict):
        problems.append('servers: write [servers] and below it lines such as 123 = ["a.md"]')
        rows = {}
    return AccessRules(
        open=False,
        everywhere=_patterns(data, "everywhere", problems),
        direct=_patterns(data, "direct", problems),
        servers=tuple(_servers(rows, problems)),
        problems=tuple(problems),
    )


def _servers(rows: Mapping[str, Any], problems: list[str]) -> list[tuple[int, tuple[str, ...]]]:
    found = []
    for server in rows:
        if server.isascii() and server.isdecimal():
            found.append((int(server), _patterns(rows, server, problems)))
        else:
            problems.append(f"servers, {server!r}: a server is named by its id, a number")
    return found


def _patterns(rows: Mapping[str, Any], key: str, problems: list[str]) -> tuple[str, ...]:
    given = rows.get(key, [])
    if isinstance(given, list) and all(isinstance(one, str) and one for one in given):
        return tuple(given)
    problems.append(f"{key}: not a list of names or patterns of documents")
    return ()
