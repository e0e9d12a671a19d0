"""The server, what users do on it, and faults to order.

    async with Server() as discord:
        ...                                     # a client connects to discord.api and .gateway_url
        done = await discord.slash("ask", question="What is it?")
        done.answer.content

Faults of REST are ordered with `fault`; those of the gateway on `gateway`.
"""

from __future__ import annotations

import asyncio
import math
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.discord_server.gateway import Gateway
from tests.discord_server.rest import Rest
from tests.discord_server.rules import Refused, answer
from tests.discord_server.world import (
    APP,
    DM,
    THREAD,
    Channel,
    Interaction,
    Message,
    User,
    bits,
    snowflake,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SECONDS = 120.0  # to wait for anything: it ends what hangs, however slow the machine is


@dataclass
class Fault:
    """What goes wrong with the next `times` requests that match."""

    method: str
    path: str  # a regular expression, searched for
    times: int = 1
    status: int = 0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False  # the connection is cut
    after: bool = False  # ... after the request has had its effect
    delay: float = 0.0  # seconds
    page: bytes = b""  # that a proxy answers with, in Discord's place

    def matches(self, request: web.Request) -> bool:
        return (
            self.times > 0
            and request.method == self.method
            and re.search(self.path, request.path) is not None
        )


class Server:
    """A Discord with one bot, one server, one channel and one user to begin with."""

    def __init__(self, *, compressed: bool = False, place: socket.socket | None = None) -> None:
        self.compressed = compressed
        self._place = place  # to listen at, in place of any free port
        self.port = 0 if place is None else place.getsockname()[1]
        self.token = "a.test.token"
        self.gateway_refuses_token = self.refuses_intents = False
        self.shards = 1
        self.bot = User("docbot", id=APP, bot=True)
        self.owner = User("operator")
        self.user = User("alice")
        self.team: tuple[User, ...] = ()  # that runs the bot, in the owner's place
        self.users = {user.id: user for user in (self.bot, self.owner, self.user)}
        self.guilds = [snowflake()]
        self.channel = Channel(self.guilds[0])
        self.preferred_locale = "en-US"
        self.role = snowflake()  # the bot's own
        self.channels = {self.channel.id: self.channel}
        self.messages: dict[int, Message] = {}
        self.removed: list[Message] = []
        self.interactions: dict[int, Interaction] = {}
        self.follow_ups: list[Message] = []
        self.commands: list[dict[str, Any]] = []
        self.synced = 0
        # Seconds until an interaction is lost. Discord gives 3; a machine that runs tests may
        # stand still for any time, so a test that means the limit sets its own.
        self.first_response = math.inf
        self.bot_said: list[str] = []
        self.runtime: Any = None  # of the bot that is connected
        self.manager = self.user
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, str]] = []
        self.gateway = Gateway(self)
        self._runner: web.AppRunner | None = None

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._middleware], client_max_size=20 << 20)
        app.add_routes([*Rest(self).routes(), web.get("/", self.gateway.handle)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        if self._place is None:
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        else:
            await web.SockSite(self._runner, self._place).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close_all(1001)
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        self.requests.append((request.method, request.path))
        fault = next((fault for fault in self.faults if fault.matches(request)), None)
        try:
            if fault is not None:
                return await self._faulty(fault, request, handler)
            return await self._handled(request, handler)
        except Refused as refused:
            return refused.response()

    async def _handled(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        hook = "/webhooks/" in request.path or request.path.startswith("/api/v10/interactions")
        if not hook and request.headers.get("Authorization") != f"Bot {self.token}":
            raise Refused(401, 0, "401: Unauthorized")
        return await handler(request)

    async def _faulty(
        self, fault: Fault, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        fault.times -= 1
        await asyncio.sleep(fault.delay)
        if fault.after:
            await self._handled(request, handler)
        if fault.cut and request.transport is not None:
            request.transport.abort()
            return web.Response(status=500)
        if fault.page:
            return web.Response(
                body=fault.page,
                status=fault.status or 200,
                content_type="text/html",
                charset="utf-8",
            )
        if fault.status:
            body = fault.body if fault.body is not None else {"code": 0, "message": "fault"}
            return answer(body, fault.status, fault.headers)
        return await self._handled(request, handler)

    def fault(self, method: str, path: str, **what: Any) -> Fault:
        """Order a fault."""
        self.faults.append(Fault(method, path, **what))
        return self.faults[-1]

    def guild_json(self, guild: int) -> dict[str, Any]:
        return {
            "id": str(guild), "name": "a server", "unavailable": False, "member_count": 3,
            "owner_id": str(self.owner.id), "roles": [self.role_json()], "emojis": [],
            "stickers": [], "features": [], "members": [], "threads": [], "presences": [],
            "voice_states": [],
            "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
            "channels": [c.json() for c in self.channels.values() if c.guild == guild],
            "verification_level": 0, "default_message_notifications": 0, "mfa_level": 0,
            "explicit_content_filter": 0, "afk_timeout": 60, "premium_tier": 0,
            "preferred_locale": self.preferred_locale, "nsfw_level": 0, "system_channel_flags": 0,
            "joined_at": "2026-01-01T00:00:00+00:00", "large": False,
        }  # fmt: skip

    def role_json(self) -> dict[str, Any]:
        """The role that Discord makes for a bot alone, with its name."""
        return {
            "id": str(self.role), "name": self.bot.name, "color": 0, "hoist": False, "position": 1,
            "permissions": "0", "managed": True, "mentionable": False, "flags": 0,
            "tags": {"bot_id": str(self.bot.id)},
        }  # fmt: skip

    def person(self, name: str, *permissions: str) -> User:
        """Somebody new."""
        user = User(name)
        user.permissions |= set(permissions)
        self.users[user.id] = user
        return user

    def dm(self, user: User | None = None) -> Channel:
        """The direct messages of a user with the bot."""
        user = user or self.user
        for channel in self.channels.values():
            if channel.type == DM and channel.recipients == (user,):
                return channel
        channel = Channel(None, DM, recipients=(user,))
        self.channels[channel.id] = channel
        return channel

    def keep(self, message: Message) -> Message:
        self.messages[message.id] = message
        return message

    def forget(self, message: Message) -> None:
        del self.messages[message.id]
        self.removed.append(message)

    def said(self, channel: Channel | None = None) -> list[Message]:
        """What the bot wrote in a channel, apart from answers to interactions."""
        channel = channel or self.channel
        answers = {id(i.answer) for i in self.interactions.values()}
        return [
            message for message in self.messages.values()
            if message.channel is channel and message.author is self.bot
            and id(message) not in answers
        ]  # fmt: skip

    # What users do.

    async def write(self, content: str, channel: Channel | None = None, **more: Any) -> Message:
        """A user writes a message; who is mentioned is read from it."""
        channel = channel or self.channel
        author, readable = more.pop("author", self.user), more.pop("readable", False)
        named = {int(found) for found in re.findall(r"<@!?(\d+)>", content)}
        reply_to = more.get("reply_to")
        if reply_to is not None and more.pop("ping", True):
            named.add(reply_to.author.id)
            more.setdefault("type", 19)
        mentions = tuple(self.users[one] for one in named if one in self.users)
        message = self.keep(Message(channel, author, content, mentions, **more))
        readable = readable or channel.guild is None or self.bot in mentions
        event = message.json(readable=readable)
        await self.gateway.dispatch("MESSAGE_CREATE", event, channel.guild)
        return message

    async def edit(self, message: Message, content: str) -> None:
        """A user edits a message."""
        message.content, message.edited = content, True
        named = {int(found) for found in re.findall(r"<@!?(\d+)>", content)}
        message.mentions = tuple(self.users[one] for one in named if one in self.users)
        readable = message.channel.guild is None or self.bot in message.mentions
        event = message.json(readable=readable)
        await self.gateway.dispatch("MESSAGE_UPDATE", event, message.channel.guild)

    async def post(self, forum: Channel, title: str, content: str, **more: Any) -> Message:
        """A user begins a post in a forum: a thread with its first message, of one id."""
        post = Channel(forum.guild, THREAD, name=title, parent=forum)
        post.allowed = forum.allowed | {"send_in_threads" for one in forum.allowed if one == "send"}
        self.channels[post.id] = post
        created = post.json() | {"newly_created": True}
        await self.gateway.dispatch("THREAD_CREATE", created, forum.guild)
        return await self.write(content, post, id=post.id, **more)

    async def new_server(self) -> Channel:
        """The bot is added to another server; its channel."""
        channel = Channel(snowflake())
        assert channel.guild is not None
        self.guilds.append(channel.guild)
        self.channels[channel.id] = channel
        guild = self.guild_json(channel.guild)
        await self.gateway.dispatch("GUILD_CREATE", guild, channel.guild)
        return channel

    async def leave(self, guild: int) -> None:
        """The bot is removed from a server."""
        self.guilds.remove(guild)
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(guild)}, guild)

    async def mention(self, question: str, channel: Channel | None = None, **more: Any) -> Message:
        return await self.write(f"<@{self.bot.id}> {question}", channel, **more)

    async def slash(self, name: str, *, typing: str = "", **options: Any) -> Interaction:
        """A user sends a slash command, or is `typing` one of its options.

        `channel` is where; options of that name are `given`.
        """
        user, channel = options.pop("user", self.user), options.pop("channel", self.channel)
        kinds = {bool: 5, int: 4, str: 3}
        options |= options.pop("given", {})
        named = {str(one.id): one for one in options.values() if isinstance(one, Channel)}
        given = [
            {"name": key, "type": 7, "value": str(value.id)} if isinstance(value, Channel) else
            {"name": key, "type": kinds[type(value)], "value": value,
             **({"focused": True} if key == typing else {})}
            for key, value in options.items()
        ]  # fmt: skip
        data = {"id": self._id_of(name), "name": name, "type": 1, "options": given}
        if named:
            data["resolved"] = {"channels": {
                key: one.json() | {"permissions": str(bits(user.permissions))}
                for key, one in named.items()
            }}  # fmt: skip
        return await self.act(Interaction(4 if typing else 2, user, channel, data))

    async def menu(self, name: str, message: Message, user: User | None = None) -> Interaction:
        """A user picks an entry of a message's menu."""
        data = {
            "id": self._id_of(name), "name": name, "type": 3, "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): message.json()}},
        }  # fmt: skip
        return await self.act(Interaction(2, user or self.user, message.channel, data))

    async def press(self, message: Message, label: str, user: User | None = None) -> Interaction:
        """A user presses the button whose label begins so."""
        found = [custom_id for text, custom_id in message.buttons.items() if text.startswith(label)]
        return await self.press_id(message, found[0], user)

    async def press_id(
        self, message: Message, custom_id: str, user: User | None = None
    ) -> Interaction:
        data = {"custom_id": custom_id, "component_type": 2}
        return await self.act(Interaction(3, user or self.user, message.channel, data, message))

    def _id_of(self, name: str) -> str:
        return next((c["id"] for c in self.commands if c["name"] == name), "4999")

    async def act(self, interaction: Interaction) -> Interaction:
        self.interactions[interaction.id] = interaction
        interaction.context = 1 if interaction.channel.type == DM else 0
        guild = interaction.channel.guild
        await self.gateway.dispatch("INTERACTION_CREATE", interaction.json(), guild)
        return interaction


async def until(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  (any condition, not one event)
            await asyncio.sleep(0.005)
