"""Presses of buttons: most show something, others remove an answer, share it, or judge it."""

from __future__ import annotations

import discord

from bot.discord_app import custom_ids, delivery
from bot.discord_app.custom_ids import ButtonKind, Press
from bot.discord_app.handlers import OLD_BUTTON
from bot.discord_app.interactions import Interaction
from bot.discord_app.message import BotMessage, Button, rows
from bot.discord_app.message_parts import turns
from bot.discord_app.permissions import may_remove, why_not_shared
from bot.discord_app.rate_limit import Pace
from bot.discord_app.runtime import Runtime
from bot.discord_app.venue import venue_of_interaction
from bot.translation import Message

TOO_BUSY = Message("Too many people ask at this moment. Please try again in half a minute.")
_TOO_MANY_PRESSES = Message(
    "That were very many buttons within a minute. Wait a little, then go on."
)
_NOT_YOURS = Message(
    "Only the person who asked, or a moderator (someone who may manage messages), "
    "can have this removed."
)
_COUNTED_ALREADY = Message("That is counted already.")
_SHARED_ALREADY = Message("This has been shared already.")
_NOT_SHARED = Message("I could not post it into this channel. Please try again in a moment.")


async def answer(runtime: Runtime, interaction: Interaction, custom_id: str) -> None:
    """Answer the press of one of our buttons."""
    if runtime.full:
        await delivery.say(interaction, BotMessage(TOO_BUSY))
        return
    with runtime.serving():
        press = custom_ids.read(custom_id)
        if press is None:
            await delivery.say(interaction, BotMessage(OLD_BUTTON))
        elif press.kind is ButtonKind.REMOVE:
            await _remove(interaction, press)
        elif runtime.presses.question(interaction.user.id) is not Pace.FINE:
            await delivery.say(interaction, BotMessage(_TOO_MANY_PRESSES))
        elif press.kind is ButtonKind.SHARE:
            await _share(runtime, interaction, press, custom_id)
        elif press.kind in {ButtonKind.ANSWERS, ButtonKind.ANSWERS_NOT}:
            await _judged(runtime, interaction, press)
        else:
            work = runtime.at(
                venue_of_interaction(interaction), lambda handlers: handlers.press(press)
            )
            update = _changes(interaction, custom_id)
            await delivery.respond(interaction, work, private=True, update=update)


async def _remove(interaction: Interaction, press: Press) -> None:
    if may_remove(interaction, press.state):
        await delivery.remove(interaction)
    else:
        await delivery.say(interaction, BotMessage(_NOT_YOURS))


async def _judged(runtime: Runtime, interaction: Interaction, press: Press) -> None:
    """Count what somebody says of an answer; the same person's once within a minute."""
    message = 0 if interaction.message is None else interaction.message.id
    if runtime.judging.question(hash((interaction.user.id, message))) is not Pace.FINE:
        await delivery.say(interaction, BotMessage(_COUNTED_ALREADY))
        return
    work = runtime.at(venue_of_interaction(interaction), lambda handlers: handlers.press(press))
    await delivery.respond(interaction, work, private=True)


async def _share(runtime: Runtime, interaction: Interaction, press: Press, custom_id: str) -> None:
    """Post a private answer into its channel, once, as it stands."""
    message = interaction.message
    refused = OLD_BUTTON if message is None else why_not_shared(interaction)
    if message is None or refused is not None:
        await delivery.say(interaction, BotMessage(refused or OLD_BUTTON))
        return
    if not runtime.is_new(message.id):
        await delivery.say(interaction, BotMessage(_SHARED_ALREADY))
        return
    if not await delivery.wait_a_moment(interaction):
        runtime.forget(message.id)
        return
    content, asker, venue = message.content, interaction.user.id, venue_of_interaction(interaction)
    buttons = [button for button in _buttons_of(message) if button.custom_id != custom_id]
    work = runtime.at(venue, lambda handlers: handlers.shared(press, content, buttons, asker))
    made, failed = await delivery.outcome(work)
    told = made.text if failed else _NOT_SHARED
    if failed or not await delivery.post(interaction, made):
        runtime.forget(message.id)  # it may be tried again
        await delivery.tell(interaction, BotMessage(told))
        return
    await delivery.change(interaction, BotMessage(content, rows(buttons)))


def _buttons_of(message: discord.Message) -> list[Button]:
    return [
        Button(item.label or "?", item.custom_id)
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for item in row.children
        if isinstance(item, discord.Button) and item.custom_id
    ]


def _changes(interaction: Interaction, custom_id: str) -> bool:
    """Whether a press changes the message that its button is on.

    That is one that only its presser sees. An answer to a command stays, for there is no way back
    to it; what a button showed may be another thing next, and pages are turned in any case.
    """
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        return False
    made = message.interaction_metadata
    if made is None or made.type is not discord.InteractionType.application_command:
        return True
    return any(turns(one.label) for one in _buttons_of(message) if one.custom_id == custom_id)
