"""Sends what the handlers have made, whatever Discord does meanwhile.

An interaction is answered at once where the answer is ready within a moment, else deferred
and filled in later. A call whose connection broke is made again: interactions can only be
answered once, and messages carry a nonce that Discord enforces, so nothing comes twice.

    10062  unknown interaction: we were too late       given up, logged
    40060  already acknowledged: our call had arrived  done
    50027  the interaction is over (15 minutes)        given up, logged
    50013, 50001, 160002  not allowed here             tried without reference, then without
    50083, 160005  archived, locked (status 400, 403)  files, then as a direct message
    429, 5xx, connection lost, somebody else's page    again, with growing pauses; see `calls`
    the client's session was closed                    given up, logged; see `old_sessions`
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import discord

from bot.discord_app.calls import HOPELESS, SERVER_ERROR, TOO_MANY, once, persist
from bot.discord_app.interactions import Interaction, runtime_of
from bot.discord_app.message import BotMessage
from bot.discord_app.wire import changed_message, edit_original, new_message
from bot.errors import CitebotError
from bot.render.discord_markdown import sentence
from bot.translation import Message, translated

log = logging.getLogger(__name__)

_SOON = 1.0  # seconds that an answer may take before the interaction is deferred
_LATEST = 2.9  # seconds in the queue, after which Discord takes no response any more
_TOO_LATE, _ACKNOWLEDGED, _OVER = 10062, 40060, 50027
_BAD_REQUEST, _FORBIDDEN = 400, 403
_CLOSED = {50083, 160005}  # a thread that is archived, or locked
SORRY = Message("Something went wrong on my side. Please try again in a moment.")
_NOT_ALLOWED = Message(
    "I am not allowed to write where you mentioned me. Ask me here, or use `/ask` there; "
    "a moderator can let me send messages in that channel."
)


async def respond(
    interaction: Interaction, work: Awaitable[BotMessage], *, private: bool, update: bool = False
) -> None:
    """Answer an interaction with what `work` makes; `update` changes its own message instead.

    An error in the work is answered in private, in a sentence.
    """
    if not (runtime := runtime_of(interaction)).busy:
        begun: asyncio.Future[BotMessage] = asyncio.ensure_future(work)
        work = begun
        if await _is_soon(begun, runtime.crowded):
            await _respond_now(interaction, await outcome(begun), private=private, update=update)
            return
    thinking = not update
    defer = interaction.response.defer
    if await _acknowledge(interaction, lambda: defer(ephemeral=private, thinking=thinking)):
        bot_message, _ = await outcome(work)
        await _fill_in(interaction, bot_message)
    else:
        _drop(work)


def _drop(work: Awaitable[BotMessage]) -> None:
    """End work that nobody will read the outcome of, nor how it failed."""
    if isinstance(work, asyncio.Future):
        work.cancel()  # whether or not it is done, no error of it is logged from now on
    elif asyncio.iscoroutine(work):
        work.close()


async def _is_soon(work: asyncio.Future[BotMessage], crowded: asyncio.Event) -> bool:
    """Whether work is done within a moment, and before so many come that nobody may wait for it."""
    crowd = asyncio.ensure_future(crowded.wait())
    either: set[asyncio.Future[Any]] = {work, crowd}
    await asyncio.wait(either, timeout=_SOON, return_when=asyncio.FIRST_COMPLETED)
    crowd.cancel()
    return work.done()


async def _respond_now(
    interaction: Interaction, made: tuple[BotMessage, bool], *, private: bool, update: bool
) -> None:
    bot_message, failed = made
    if not update or failed:
        await say(interaction, bot_message, private=private or failed)
        return
    await _acknowledge(
        interaction,
        lambda: interaction.response.edit_message(**changed_message(bot_message)),
    )


async def say(interaction: Interaction, bot_message: BotMessage, *, private: bool = True) -> bool:
    """Answer an interaction at once. Returns False where Discord no longer takes an answer."""

    def send() -> Awaitable[object]:
        return interaction.response.send_message(
            ephemeral=private, suppress_embeds=True, **new_message(bot_message)
        )

    return await _acknowledge(interaction, send)


async def remove(interaction: Interaction) -> bool:
    """Delete the message that a button is on. Returns whether it is gone."""
    if not await _acknowledge(interaction, interaction.response.defer):
        return False
    try:
        await persist(interaction.delete_original_response)
    except discord.NotFound:
        return True  # somebody was faster
    except (discord.HTTPException, *HOPELESS) as error:
        _give_up("removed", error)
        return False
    return True


async def outcome(work: Awaitable[BotMessage]) -> tuple[BotMessage, bool]:
    """What the work made and False, or a sentence on why it failed and True."""
    try:
        return await work, False
    except CitebotError as error:
        if error.for_users != str(error):
            log.warning("%s", error)
        return BotMessage(sentence(translated(error.for_users), 1000)), True
    except Exception:
        log.exception("A question could not be answered")
        return BotMessage(SORRY), True


async def _acknowledge(interaction: Interaction, call: Callable[[], Awaitable[object]]) -> bool:
    """Make the first response. Returns True where Discord has it, if from an earlier try."""
    came = time.monotonic()
    try:
        async with runtime_of(interaction).acknowledging(interaction.id):
            if time.monotonic() - came > _LATEST:
                log.warning("An answer could not be acknowledged in time")
                return False
            await persist(call, at_once=True)
    except discord.InteractionResponded:
        return True
    except discord.HTTPException as error:
        if error.code == _ACKNOWLEDGED:
            return True
        _give_up("acknowledged", error)
        return False
    except HOPELESS as error:
        _give_up("acknowledged", error)
        return False
    return True


async def _fill_in(interaction: Interaction, bot_message: BotMessage) -> None:
    """Put the answer where a deferred interaction shows that it is waiting for one."""
    try:
        await persist(lambda: edit_original(interaction, bot_message))
    except (discord.HTTPException, *HOPELESS) as error:
        _give_up("filled in", error)


async def reply(message: discord.Message, bot_message: BotMessage, *, asked: bool = True) -> bool:
    """Answer a message in its channel, without a ping; as far as that is allowed.

    Whoever `asked` gets a direct message where it is not allowed. Returns False where Discord
    did not take the answer, and might later.
    """
    told = BotMessage(_NOT_ALLOWED)
    # A post that nobody asked us about may be edited to ask: that is answered besides.
    nonce = str(message.id) if asked else f"post{message.id}"
    for keep_files, keep_reference in ((True, True), (True, False), (False, False)):
        try:
            await _post(message, bot_message, nonce, files=keep_files, reference=keep_reference)
        except discord.HTTPException as error:
            if error.status not in {_BAD_REQUEST, _FORBIDDEN}:
                _give_up("posted", error)
                return error.status < SERVER_ERROR and error.status != TOO_MANY
            refused = error.status == _FORBIDDEN or error.code in _CLOSED
            told = BotMessage(_NOT_ALLOWED if refused else SORRY)
            log.info("Not posted in channel %d: code %d", message.channel.id, error.code)
        except HOPELESS as error:
            _give_up("posted", error)
            return False
        else:
            return True
    if asked:
        await whisper(message.author, told)
    return True


async def _post(
    message: discord.Message, bot_message: BotMessage, nonce: str, *, files: bool, reference: bool
) -> None:
    echo = "" if reference else bot_message.echo  # the arrow leads to the question
    parts = replace(bot_message if files else _without_files(bot_message), echo=echo)
    options: dict[str, Any] = {}
    if reference:
        options["reference"] = message.to_reference(fail_if_not_exists=False)
        options["mention_author"] = False
    await persist(
        lambda: message.channel.send(
            nonce=nonce, suppress_embeds=True, **options, **new_message(parts)
        )
    )


async def post(interaction: Interaction, bot_message: BotMessage) -> bool:
    """Post a message into the channel that a button is in, once for each message with it."""
    channel, message = interaction.channel, interaction.message
    if message is None or not isinstance(channel, discord.abc.Messageable):
        return False
    kept = bot_message if interaction.app_permissions.attach_files else _without_files(bot_message)
    try:
        await persist(
            lambda: channel.send(nonce=message.id, suppress_embeds=True, **new_message(kept)),
            at_once=True,
        )
    except (discord.HTTPException, *HOPELESS) as error:
        _give_up("shared", error)
        return False
    return True


async def wait_a_moment(interaction: Interaction) -> bool:
    """Acknowledge a press whose message will change, or not. Returns whether it still can."""
    return await _acknowledge(interaction, interaction.response.defer)


async def change(interaction: Interaction, bot_message: BotMessage) -> None:
    """Change the text and the buttons of the message that a button is on; its files stay."""
    made = changed_message(bot_message)
    del made["attachments"]
    try:
        await persist(lambda: interaction.edit_original_response(**made))
    except (discord.HTTPException, *HOPELESS) as error:
        _give_up("changed", error)


async def tell(interaction: Interaction, bot_message: BotMessage) -> None:
    """Tell somebody something in private after their press was acknowledged."""
    try:
        await once(lambda: interaction.followup.send(ephemeral=True, **new_message(bot_message)))
    except (discord.HTTPException, *HOPELESS) as error:
        _give_up("sent", error)


def _without_files(bot_message: BotMessage) -> BotMessage:
    return replace(bot_message, files=())


async def whisper(user: discord.abc.User, bot_message: BotMessage) -> None:
    """Write somebody a direct message, where they let us."""
    if not isinstance(user, discord.User | discord.Member):
        return
    try:
        await once(lambda: user.send(suppress_embeds=True, **new_message(bot_message)))
    except (discord.HTTPException, *HOPELESS) as error:
        _give_up("sent directly", error)


def _give_up(what: str, error: Exception) -> None:
    code = getattr(error, "code", None)
    log.warning("An answer could not be %s: %s, code %s", what, type(error).__name__, code)
