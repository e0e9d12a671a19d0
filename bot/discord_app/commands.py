"""The slash commands, the message menus, and what is offered while somebody types.

All may be used in servers, direct messages and group messages, by members of a server with the
bot and by users who installed it for themselves. Only /reindex, which is for the operator,
is for servers alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Command, ContextMenu

from bot.discord_app import delivery
from bot.discord_app.interactions import Interaction, runtime_of
from bot.discord_app.message import BotMessage
from bot.discord_app.message_text import text_of
from bot.discord_app.permissions import may_reindex
from bot.render.discord_reports import ANSWER_MENU, CHECK_MENU
from bot.translation import Message

_LONGEST = 1000  # characters of a question
_ID = 100
_NO_TEXT = Message("There is no text in that message.")
_OPERATORS = Message(
    "Only whoever runs this bot can have the documents read again: the owner of its Discord "
    "application, or a member of the team that owns it."
)
_MANAGERS = Message(
    "Only whoever runs this bot or manages this server can have the documents read again."
)


def all_commands() -> list[Command[Any, ..., Any] | ContextMenu]:
    """Every command, for a tree."""
    return [ask, passage, reference, verify, about, reindex, answer_menu, check_menu]


def everywhere(command: Any) -> Any:
    """In servers, direct and group messages; installed to a server or to a user."""
    installs = app_commands.allowed_installs(guilds=True, users=True)
    contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    return installs(contexts(command))


@app_commands.command()
@app_commands.describe(
    question="What do you want to know?",
    document="Look in this document only",
    private="Show the answer to me alone",
)
@everywhere
async def ask(
    interaction: Interaction,
    question: app_commands.Range[str, 1, _LONGEST],
    document: str | None = None,
    private: bool = False,
) -> None:
    """Answer a question with the document's own words, with references."""
    runtime, asker = runtime_of(interaction), _asker(interaction, private=private)
    with runtime.serving():
        work = runtime.run(runtime.handlers.answer, question, document, None, asker)
        await delivery.respond(interaction, work, private=private)


@app_commands.command()
@app_commands.describe(
    passage_id="The passage's id, as it stands under an answer", private="Show it to me alone"
)
@app_commands.rename(passage_id="id")
@everywhere
async def passage(
    interaction: Interaction,
    passage_id: app_commands.Range[str, 1, _ID],
    private: bool = False,
) -> None:
    """Show one passage by its id, word for word."""
    runtime, asker = runtime_of(interaction), _asker(interaction, private=private)
    with runtime.serving():
        work = runtime.run(runtime.handlers.passage, passage_id, asker)
        await delivery.respond(interaction, work, private=private)


@app_commands.command()
@app_commands.describe(
    number="The number or mark in square brackets, such as 14", private="Show it to me alone"
)
@everywhere
async def reference(
    interaction: Interaction,
    number: app_commands.Range[str, 1, _ID],
    private: bool = False,
) -> None:
    """Show every passage that cites a reference, and its entry."""
    runtime, asker = runtime_of(interaction), _asker(interaction, private=private)
    with runtime.serving():
        work = runtime.run(runtime.handlers.reference, number, 0, asker)
        await delivery.respond(interaction, work, private=private)


@app_commands.command()
@app_commands.describe(receipt="The receipt under an answer, such as 37up-qoem-tis7-dolh")
@everywhere
async def verify(interaction: Interaction, receipt: app_commands.Range[str, 1, _ID]) -> None:
    """Check whether a quotation still stands in the document, by its receipt."""
    runtime = runtime_of(interaction)
    with runtime.serving():
        work = runtime.run(runtime.handlers.verify, receipt)
        await delivery.respond(interaction, work, private=True)


@app_commands.command()
@everywhere
async def about(interaction: Interaction) -> None:
    """What this bot answers from, how it works, and what it does not keep."""
    runtime = runtime_of(interaction)
    with runtime.serving():
        await delivery.respond(interaction, runtime.run(runtime.handlers.about), private=True)


@app_commands.command()
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
async def reindex(interaction: Interaction) -> None:
    """Read the documents again and show what changed (for operators)."""
    runtime = runtime_of(interaction)
    with runtime.serving():
        managers = runtime.managers_reindex
        if may_reindex(interaction, managers=managers):
            await delivery.respond(interaction, runtime.reindex(), private=True)
        else:
            await delivery.say(interaction, BotMessage(_MANAGERS if managers else _OPERATORS))


@app_commands.context_menu(name=ANSWER_MENU)
@everywhere
async def answer_menu(interaction: Interaction, message: discord.Message) -> None:
    """Take a message as the question."""
    runtime = runtime_of(interaction)
    await _with_text(
        interaction,
        message,
        lambda text: runtime.handlers.answer(text[:_LONGEST], None, None, None),
    )


@app_commands.context_menu(name=CHECK_MENU)
@everywhere
async def check_menu(interaction: Interaction, message: discord.Message) -> None:
    """Whether a message, or what it quotes, is in the corpus word for word."""
    runtime = runtime_of(interaction)
    await _with_text(interaction, message, runtime.handlers.check)


def _asker(interaction: Interaction, *, private: bool) -> int | None:
    """Who may have an answer removed; nobody needs to where it is for the asker alone."""
    return None if private else interaction.user.id


async def _with_text(
    interaction: Interaction, message: discord.Message, work: Callable[[str], BotMessage]
) -> None:
    """Do something with a message's text; in private."""
    runtime = runtime_of(interaction)
    text = text_of(message)
    with runtime.serving():
        if text:
            await delivery.respond(interaction, runtime.run(work, text), private=True)
        else:
            await delivery.say(interaction, BotMessage(_NO_TEXT))


@ask.autocomplete("question")
async def _questions(interaction: Interaction, current: str) -> list[Choice[str]]:
    runtime = runtime_of(interaction)
    found = await runtime.run(runtime.handlers.suggestions.questions, current)
    return [Choice(name=topic, value=topic) for topic in found]


@ask.autocomplete("document")
async def _documents(interaction: Interaction, current: str) -> list[Choice[str]]:
    runtime = runtime_of(interaction)
    found = await runtime.run(runtime.handlers.suggestions.documents, current)
    return [Choice(name=name, value=value) for name, value in found]


@passage.autocomplete("passage_id")
async def _passages(interaction: Interaction, current: str) -> list[Choice[str]]:
    runtime = runtime_of(interaction)
    found = await runtime.run(runtime.handlers.suggestions.passages, current)
    return [Choice(name=passage_id, value=passage_id) for passage_id in found]
