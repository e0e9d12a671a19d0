"""The client: which of Discord's events matter, and which handler answers them.

`Bot` holds one connection, `ShardedBot` several. They ask for guilds and messages, and for no
privileged intent: Discord then sends the content of messages that mention the bot, reply
to it or are written to it directly, and of no others. No message is cached.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket

from bot.discord_app import command_sync, delivery, event_guard, forum_posts, presses
from bot.discord_app.buttons import ButtonItem
from bot.discord_app.command_tree import BotCommandTree, slow_down
from bot.discord_app.commands import all_commands
from bot.discord_app.disconnections import Disconnections
from bot.discord_app.interactions import Interaction
from bot.discord_app.localization import CommandTranslator
from bot.discord_app.message import BotMessage
from bot.discord_app.message_filter import question_in
from bot.discord_app.message_text import incoming, replied_to
from bot.discord_app.rate_limit import Pace
from bot.discord_app.rest_answers import check_answers
from bot.discord_app.runtime import Runtime
from bot.discord_app.tally import Unmet
from bot.discord_app.venue import venue_of_message
from bot.render.discord_reader import is_cut, question_of
from bot.render.discord_reports import HOW_TO_ASK
from bot.translation import Message, speak

# Where Discord is, unless the settings name another server.
_BASE, _GATEWAY = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
_EDITABLE = 900.0  # seconds after it was written that a message may be edited to ask us


class NeedsShards(Exception):
    """Discord advises more than one connection."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} shards")
        self.count = count


def intents() -> discord.Intents:
    """What the bot asks Discord for: guilds and messages."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Bot(discord.Client):
    """One connection to Discord. What outlives it is in its runtime."""

    def __init__(self, runtime: Runtime, say: Callable[[str], None], **options: Any) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=120.0,
            **options,
        )
        self.runtime = runtime
        runtime.connection = self
        self.say = say
        self.logged_in = False
        self.ready_since: float | None = None  # time.monotonic() of the first READY
        self.looping = asyncio.Event()  # the gateway closes again and again
        self._disconnections = Disconnections()
        self._announcing: asyncio.Task[None] | None = None
        self.tree = BotCommandTree(self)
        for command in all_commands():
            self.tree.add_command(command)
        self.add_dynamic_items(ButtonItem)
        self.retired = False  # it is being thrown away
        event_guard.guard(self._connection.parsers, lambda: self.retired)
        check_answers(self.http)
        close_session = self.http.close

        async def close_later() -> None:
            runtime.close_later(close_session)

        self.http.close = close_later  # type: ignore[method-assign]  # answers are on their way

    async def setup_hook(self) -> None:
        """Note that the login succeeded; discord.py calls this before it connects."""
        self.logged_in = True
        await self.tree.set_translator(CommandTranslator())

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connect, with as many connections as Discord advises where the settings do not say."""
        await self._take_advice()
        await super().connect(reconnect=reconnect)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Pass an event on to its handler, unless this client is being thrown away."""
        if not self.retired:
            super().dispatch(event, *args, **kwargs)

    async def close(self) -> None:
        """Leave Discord. What is on its way is still sent; see `old_sessions`."""
        self.retired = True
        if self._announcing is not None:
            self._announcing.cancel()
        await super().close()

    async def _take_advice(self) -> None:
        elsewhere = discord.http.Route.BASE != _BASE
        gateway_unknown = elsewhere and DiscordWebSocket.DEFAULT_GATEWAY == _GATEWAY
        if self.shard_count is not None and not gateway_unknown:
            return
        try:
            count, url, _ = await self.http.get_bot_gateway()
        except discord.GatewayNotFound:
            return
        if gateway_unknown:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        if self.shard_count is None and count > 1:
            raise NeedsShards(count)

    async def on_ready(self) -> None:
        """Tell the operator that the bot is connected, once for each client."""
        if self.ready_since is None:
            self.ready_since = time.monotonic()
            self._announcing = asyncio.create_task(self._announce())

    async def _announce(self) -> None:
        user, application = self.user, self.application_id
        if user is None or application is None:
            return
        self.say(Message("logged in as {user} ({number})", user=user, number=user.id))
        self.say(Message("servers: {number}", number=len(self.guilds)))
        self.say(await command_sync.synced(self.tree, self.http, application))
        self.say(Message("invite link: {link}", link=invite_link(application)))
        present = {guild.id for guild in self.guilds}
        settings = self.runtime.audiences.settings
        await self.runtime.run(settings.keep_only, application, present, self._is_elsewhere)

    def _is_elsewhere(self, server: int) -> bool:
        """Whether a server belongs to a shard of another process."""
        own: list[int] = getattr(self, "shard_ids", None) or []
        return bool(own) and (server >> 22) % (self.shard_count or 1) not in own

    async def on_connect(self) -> None:
        """Count a session that was begun."""
        self.runtime.tally.sessions += 1
        self._disconnections.begun_at(time.monotonic())

    async def on_resumed(self) -> None:
        """Count a session that goes on."""
        self.runtime.tally.resumes += 1
        self._disconnections.begun_at(time.monotonic())

    @property
    def connected(self) -> bool:
        """Whether the gateway is there now."""
        return self.is_ready() and self.ws.open

    async def on_disconnect(self) -> None:
        """Notice when connections do not last."""
        self.runtime.tally.disconnects += 1
        if self._disconnections.is_loop_at(time.monotonic()):
            self.looping.set()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that asks something of us."""
        question = self._question_in(message)
        if question is None:
            if not self.runtime.closing:
                await forum_posts.answer(self.runtime, message)
            return
        if not self.runtime.is_new(message.id):
            return
        if self.runtime.is_flooded(message.channel.id):
            self.runtime.tally.reply(Unmet.TOO_BUSY)
            return
        speak(self.runtime.language_at(message))
        with self.runtime.serving(message.channel.id):
            await self._answer(message, question)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Answer a message that was edited to ask us: once, and not long after it was written.

        One from before the start may have been answered then, which nobody remembers.
        """
        message, written = event.message, event.message.created_at.timestamp()
        recent = written > max(self.runtime.started, time.time() - _EDITABLE)
        if message.edited_at is not None and recent and self._question_in(message) is not None:
            await self.on_message(message)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what was set for a server that the bot was removed from."""
        await self.runtime.run(self.runtime.audiences.settings.forget, guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forget what was set for a channel that is gone."""
        forget = self.runtime.audiences.settings.forget
        await self.runtime.run(forget, channel.guild.id, channel.id)

    def _question_in(self, message: discord.Message) -> str | None:
        if self.user is None or self.runtime.closing:
            return None
        return question_in(incoming(message), self.user.id)

    async def _answer(self, message: discord.Message, question: str) -> None:
        asker, handlers = message.author.id, self.runtime.handlers
        pace = self.runtime.limiter.question(asker)
        if pace is not Pace.FINE:
            self.runtime.tally.reply(Unmet.TOO_FAST)
        if pace is Pace.TOO_FAST:
            told = BotMessage(slow_down(self.runtime.limiter, asker))
            await delivery.whisper(message.author, told)
        if pace is not Pace.FINE:
            return
        if not question:
            await delivery.reply(message, handlers.removable(HOW_TO_ASK, asker))
            return
        after = await self._question_before(message)
        bot_message, failed = await delivery.outcome(
            self.runtime.at(
                venue_of_message(message),
                lambda handlers: handlers.answer(question, None, after, asker),
            )
        )
        if failed:
            bot_message = handlers.removable(bot_message.text, asker)
        if not await delivery.reply(message, bot_message):
            self.runtime.forget(message.id)  # should it come again, it is still to be answered

    async def _question_before(self, message: discord.Message) -> str | None:
        """The question of the answer that a message replies to, where it is one of ours."""
        answer = await replied_to(message)
        if answer is None or self.user is None or answer.author.id != self.user.id:
            return None
        echoed = question_of(answer.content)
        if echoed is not None and not is_cut(answer.content):
            return echoed
        asked = await replied_to(answer)  # the question itself, where the answer has no echo
        return (asked and self._question_in(asked)) or echoed

    async def pressed(self, interaction: Interaction, custom_id: str) -> None:
        """Answer the press of one of our buttons."""
        if not self.runtime.is_new(interaction.id):
            return
        speak(self.runtime.language_of(interaction))
        await presses.answer(self.runtime, interaction, custom_id)


class ShardedBot(Bot, discord.AutoShardedClient):
    """Several connections to Discord."""

    @property
    def connected(self) -> bool:
        """Whether all of them are there now."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())


def invite_link(application: int) -> str:
    """Where an operator adds the bot to a server, with the least permissions it needs."""
    permissions = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        attach_files=True,
        read_message_history=True,
    )
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(application, permissions=permissions, scopes=scopes)
