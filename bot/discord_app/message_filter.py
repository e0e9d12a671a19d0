"""Decides whether a message asks something of the bot, and what.

Asked is in a direct message, or in a message that mentions the bot itself, which a reply to
it does too. Role and @everyone mentions, other bots, webhooks and the notices that Discord
posts are not.

Left out on purpose: discord.py's objects; `client` fills in the facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What matters of a message. `mentions` are ids of users; ids are Discord's."""

    content: str
    by_bot: bool
    ordinary: bool  # a message or a reply that somebody wrote
    direct: bool
    mentions: frozenset[int]


def question_in(written: IncomingMessage, me: int) -> str | None:
    """The question, empty where there are no words beside the mention; None where not asked.

    >>> question_in(Written("<@5> LD50?", False, True, False, frozenset({5})), 5)
    'LD50?'
    """
    if written.by_bot or not written.ordinary:
        return None
    if not (written.direct or me in written.mentions):
        return None
    return re.sub(rf"<@!?{me}>", " ", written.content).strip()
