"""Recognises exports of a Discord channel that keep their writers' names: as a page, table or text.

In JSON an export says where a name stands, so that names can be left out (see `channel_export`).
Its other forms do not: they are refused with what to do.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.patterns import lazy
from bot.translation import Message

NAMES_ITS_WRITERS = Message(
    "is a channel's export that names its writers; export the channel as JSON instead"
)
EXPORTED = "div.chatlog__message-group"  # what selects the messages of a page
_TEXT_HEAD = lazy(
    r"={20,}\nGuild: [^\n]*\nChannel: [^\n]*\n(?:(?:Topic|After|Before): [^\n]*\n)*={20,}\n"
)
_COLUMNS = ("authorid", "author", "date", "content")


def is_text(text: str) -> bool:
    """Whether a text is such an export.

    >>> is_text("=" * 62 + "\\nGuild: A\\nChannel: B / c\\n" + "=" * 62 + "\\n\\n")
    True
    """
    return _TEXT_HEAD.match(text) is not None


def is_table(columns: Iterable[str]) -> bool:
    """Whether the head of a table is that of such an export."""
    return tuple(name.lower() for name in columns)[: len(_COLUMNS)] == _COLUMNS
