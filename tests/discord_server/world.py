"""What there is in a small Discord: users, servers, channels, messages, interactions."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

EPOCH = 1_420_070_400_000
_counter = itertools.count()
APP = 900_000_000_000_000_001
EPHEMERAL, SUPPRESS_EMBEDS = 64, 4
PERMISSIONS = {
    "administrator": 1 << 3,
    "manage_guild": 1 << 5,
    "view": 1 << 10,
    "send": 1 << 11,
    "manage_messages": 1 << 13,
    "embed": 1 << 14,
    "attach": 1 << 15,
    "history": 1 << 16,
    "send_in_threads": 1 << 38,
}
TEXT, DM, GROUP, THREAD, FORUM = 0, 1, 3, 11, 15


def snowflake() -> int:
    """A new id, in order of time."""
    return (int(time.time() * 1000) - EPOCH) << 22 | next(_counter) % 4096


@dataclass
class User:
    """Somebody; `permissions` are in servers."""

    name: str
    id: int = field(default_factory=snowflake)
    bot: bool = False
    permissions: frozenset[str] = frozenset({"view", "send", "history"})
    dms_closed: bool = False
    team_role: str = "developer"  # in the team that runs the bot
    locale: str = "en-US"  # of the client

    def json(self) -> dict[str, Any]:
        return {
            "id": str(self.id), "username": self.name, "discriminator": "0",
            "global_name": self.name, "avatar": None, "bot": self.bot,
        }  # fmt: skip

    def member(self, *, whole: bool = True) -> dict[str, Any]:
        made: dict[str, Any] = {
            "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False,
            "flags": 0, "nick": None, "avatar": None,
            "permissions": str(bits(self.permissions)),
        }  # fmt: skip
        return made | ({"user": self.json()} if whole else {})


def bits(names: frozenset[str]) -> int:
    return sum(PERMISSIONS[name] for name in names)


@dataclass
class Channel:
    """A place to write. `allowed` is what the bot may do there."""

    guild: int | None
    type: int = TEXT
    id: int = field(default_factory=snowflake)
    allowed: frozenset[str] = frozenset({"view", "send", "attach", "history"})
    recipients: tuple[User, ...] = ()
    name: str = "general"
    parent: Channel | None = None  # of a thread

    def json(self) -> dict[str, Any]:
        made: dict[str, Any] = {"id": str(self.id), "type": self.type, "last_message_id": None}
        if self.parent is not None:
            return made | {
                "guild_id": str(self.guild), "name": self.name, "parent_id": str(self.parent.id),
                "owner_id": "1", "message_count": 0, "member_count": 1, "total_message_sent": 0,
                "rate_limit_per_user": 0, "flags": 0, "applied_tags": [],
                "thread_metadata": {
                    "archived": False, "auto_archive_duration": 60, "locked": False,
                    "archive_timestamp": "2026-01-01T00:00:00+00:00",
                },
            }  # fmt: skip
        if self.guild is not None:
            return made | {
                "guild_id": str(self.guild), "name": self.name, "position": 0, "topic": None,
                "permission_overwrites": [], "nsfw": False, "parent_id": None,
            }  # fmt: skip
        return made | {"recipients": [user.json() for user in self.recipients]}


@dataclass
class Message:
    """A message as it is stored."""

    channel: Channel
    author: User
    content: str
    mentions: tuple[User, ...] = ()
    reply_to: Message | None = None
    type: int = 0
    id: int = field(default_factory=snowflake)
    flags: int = 0
    components: list[dict[str, Any]] = field(default_factory=list)
    embeds: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    nonce: str | None = None
    pings: bool = False
    edits: int = 0
    webhook: bool = False
    everyone: bool = False
    roles: tuple[int, ...] = ()
    forwarded: str = ""
    edited: bool = False
    made_by: Interaction | None = None

    @property
    def private(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def buttons(self) -> dict[str, str]:
        """Label -> custom id."""
        return {
            button["label"]: button["custom_id"]
            for row in self.components
            for button in row["components"]
        }

    def json(self, *, readable: bool = True, nested: bool = True) -> dict[str, Any]:
        """As Discord sends it; what the bot may not read is empty."""
        made: dict[str, Any] = {
            "id": str(self.id), "channel_id": str(self.channel.id), "author": self.author.json(),
            "content": self.content if readable else "", "timestamp": "2026-11-01T00:00:00+00:00",
            "edited_timestamp": "2026-11-01T00:01:00+00:00" if self.edited else None,
            "tts": False, "mention_everyone": self.everyone,
            "mentions": [user.json() for user in self.mentions],
            "mention_roles": [str(role) for role in self.roles],
            "attachments": [
                {"id": str(snowflake()), "filename": name, "size": len(data),
                 "url": f"http://cdn/{name}", "proxy_url": f"http://cdn/{name}"}
                for name, data in self.files.items()
            ],
            "embeds": self.embeds if readable else [], "pinned": False, "type": self.type,
            "flags": self.flags, "components": self.components if readable else [],
        }  # fmt: skip
        if self.made_by is not None:
            made["interaction_metadata"] = {
                "id": str(self.made_by.id), "type": self.made_by.type,
                "user": self.made_by.user.json(), "authorizing_integration_owners": {},
            }  # fmt: skip
        if self.nonce is not None:
            made["nonce"] = self.nonce
        if self.webhook:
            made["webhook_id"] = str(snowflake())
        if self.channel.guild is not None:
            made["guild_id"] = str(self.channel.guild)
            made["member"] = self.author.member(whole=False)
        if self.forwarded:
            made["message_reference"] = {
                "type": 1, "message_id": str(snowflake()), "channel_id": str(self.channel.id),
            }  # fmt: skip
            made["message_snapshots"] = [{"message": {
                "type": 0, "content": self.forwarded, "embeds": [], "attachments": [], "flags": 0,
                "timestamp": "2026-11-01T00:00:00+00:00", "edited_timestamp": None,
                "mentions": [], "mention_roles": [], "components": [],
            }}]  # fmt: skip
        if self.reply_to is not None:
            made["message_reference"] = {
                "message_id": str(self.reply_to.id), "channel_id": str(self.channel.id),
            }  # fmt: skip
            if nested:
                made["referenced_message"] = self.reply_to.json(readable=readable, nested=False)
        return made


@dataclass
class Interaction:
    """Something that a user did and the bot has to answer, and what became of it."""

    type: int
    user: User
    channel: Channel
    data: dict[str, Any]
    message: Message | None = None
    id: int = field(default_factory=snowflake)
    made: float = field(default_factory=time.monotonic)  # seconds
    acknowledged: float | None = None
    answered: float | None = None
    kind: int | None = None
    answer: Message | None = None
    choices: list[dict[str, Any]] | None = None
    expired: bool = False
    context: int = 0

    @property
    def token(self) -> str:
        return f"token-{self.id}"

    def json(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "id": str(self.id), "application_id": str(APP), "type": self.type, "data": self.data,
            "token": self.token, "version": 1, "channel_id": str(self.channel.id),
            "channel": self.channel.json(), "entitlements": [], "locale": self.user.locale,
            "app_permissions": str(bits(self.channel.allowed)), "attachment_size_limit": 10 << 20,
            "authorizing_integration_owners": {"1": str(self.user.id)}, "context": self.context,
            "guild_locale": "en-US",
        }  # fmt: skip
        if self.channel.guild is not None:
            made["guild_id"] = str(self.channel.guild)
            made["guild"] = {"id": str(self.channel.guild), "locale": "en-US", "features": []}
            made["member"] = self.user.member()
        else:
            made["user"] = self.user.json()
        if self.message is not None:
            made["message"] = self.message.json()
        return made
