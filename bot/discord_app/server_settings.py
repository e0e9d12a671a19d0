"""What the managers of a server have set, read from rows of which each is a setting.

A row is a server, a channel (0 for the whole server), a name, and a value in JSON. Nothing in it is
about a user. A value that makes no sense counts as not set.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

EVERY = ("*",)  # documents: all that the operator shows there
DOCUMENTS, PRIVATE, POSTS, LANGUAGE = "documents", "private", "posts", "language"
SettingRow = tuple[int, int, str, str]  # server, channel, name, value


class ChannelSettings(NamedTuple):
    """What is set for one channel: patterns of documents (none: as the server has it), posts."""

    documents: tuple[str, ...] = ()
    posts: bool = False


class ServerSettings(NamedTuple):
    """What is set for a server. `documents` are patterns; none stand for all it may see.

    `language` is the code of one of Discord's locales; empty where the server's own counts.
    """

    documents: tuple[str, ...] = ()
    private: bool = False
    language: str = ""
    channels: tuple[tuple[int, ChannelSettings], ...] = ()


def settings_of(rows: Iterable[SettingRow]) -> ServerSettings:
    """What the rows of a server say."""
    by_channel: dict[int, dict[str, Any]] = {0: {}}
    for _, channel, name, value in rows:
        by_channel.setdefault(channel, {})[name] = value
    own = by_channel.pop(0)
    return ServerSettings(
        _patterns(own),
        _flag(own, PRIVATE),
        str(_value(own, LANGUAGE) or ""),
        tuple(
            (channel, ChannelSettings(_patterns(named), _flag(named, POSTS)))
            for channel, named in sorted(by_channel.items())
        ),
    )


def _value(named: dict[str, Any], name: str) -> Any:
    try:
        return json.loads(named[name])
    except (KeyError, ValueError, TypeError, RecursionError):
        return None


def _flag(named: dict[str, Any], name: str) -> bool:
    return _value(named, name) is True


def _patterns(named: dict[str, Any]) -> tuple[str, ...]:
    found = _value(named, DOCUMENTS)
    return tuple(map(str, found)) if isinstance(found, list) else ()
