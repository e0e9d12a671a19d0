"""Decides whether a message asks something of the bot, and what.

A direct message asks, and so does a message that mentions the bot or the role that a server made
for it alone, which reads the same to whoever writes; a reply to the bot mentions it. Mentions of
other roles and of everyone, other bots, webhooks and the notices that Discord posts do not ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What matters of a message. `mentions` are ids of users; ids are Discord's.

    `role` is the mentioned role that is the bot's own, if one is. `forwarded` is the text of
    messages that it passes on.
    """

    content: str
    by_bot: bool
    ordinary: bool  # a message or a reply that somebody wrote
    direct: bool
    mentions: frozenset[int]
    role: int | None = None
    forwarded: str = ""


def question_in(message: IncomingMessage, me: int) -> str | None:
    """The question, or None where the message asks nothing; empty where it only mentions the bot.

    >>> question_in(IncomingMessage("<@5> LD50?", False, True, False, frozenset({5})), 5)
    'LD50?'
    """
    if message.by_bot or not message.ordinary:
        return None
    if not (message.direct or me in message.mentions or message.role is not None):
        return None
    written = re.sub(rf"<@!?{me}>|<@&{message.role}>", " ", message.content).strip()
    return written or message.forwarded.strip()
