"""Whether a token can be a bot's, which can be told by its letters, before Discord is asked.

So a wrong one is refused at once; where Discord cannot be reached, it would be tried for ever.
"""

from __future__ import annotations

import base64
import re

from bot.translation import Message

PORTAL = "https://discord.com/developers/applications"
_NO_TOKEN = Message(
    "DISCORD_TOKEN does not look like a bot's token (it is not the client secret, the public key "
    "or the application's id); copy it anew from {portal} (Bot, Reset Token)",
    portal=PORTAL,
)
_NOT_SENDABLE = Message("DISCORD_TOKEN is not a token: it has spaces or letters beyond ASCII")


def why_unusable(token: str, api: str | None) -> Message | None:
    """Why a token cannot be one; None where it may. `api`, in Discord's place, may know others."""
    if not is_sendable(token):
        return _NOT_SENDABLE
    return None if api or has_shape(token) else _NO_TOKEN


def is_sendable(token: str) -> bool:
    """Whether a token can be sent at all: no spaces, nothing beyond ASCII."""
    return bool(token) and token.isascii() and token.isprintable() and " " not in token


def has_shape(token: str) -> bool:
    """Whether it is made as Discord makes tokens: three parts, the first one the bot's id.

    >>> has_shape("MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabc12.x7_-x7_-x7_-x7_-x7_-x7_-x7_-")
    True
    >>> has_shape("the-client-secret")
    False
    """
    parts = re.fullmatch(r"([\w-]+)\.[\w-]+\.[\w-]+", token, re.ASCII)
    if parts is None:
        return False
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        return base64.urlsafe_b64decode(padded).isdigit()
    except ValueError:
        return False
