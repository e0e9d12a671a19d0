"""New posts of forums whose managers want them answered: once each, and only with an answer.

A post's title is what is asked. Its text is read along where Discord shows it, which it does to
bots with a privileged intent; this one asks for none. What is only near, or nothing, is not worth
a message that nobody asked for.
"""

from __future__ import annotations

import discord

from bot.discord_app import delivery
from bot.discord_app.rate_limit import Pace
from bot.discord_app.runtime import Runtime
from bot.discord_app.venue import venue_of_message
from bot.translation import speak


async def answer(runtime: Runtime, message: discord.Message) -> None:
    """Answer a message that begins a new post, where that is wanted."""
    question = question_of_post(message)
    post = message.channel
    if question is None or not isinstance(post, discord.Thread) or message.guild is None:
        return
    settings, asker = runtime.audiences.settings, message.author.id
    if runtime.full or not settings.answers_posts(message.guild.id, post.parent_id):
        return
    # Should the post be edited to mention the bot, that is a question of its own.
    if not runtime.is_new(-message.id) or runtime.limiter.question(asker) is not Pace.FINE:
        return
    speak(runtime.language_at(message))
    with runtime.serving(post.id):
        made, failed = await delivery.outcome(
            runtime.at(
                venue_of_message(message), lambda handlers: handlers.answer_post(question, asker)
            )
        )
        if made.text and not failed:
            await delivery.reply(message, made, asked=False)


def question_of_post(message: discord.Message) -> str | None:
    """The title and the text of a post that a message begins; None where it begins none."""
    post = message.channel
    if not isinstance(post, discord.Thread) or post.id != message.id:
        return None
    if message.type is not discord.MessageType.default or message.author.bot:
        return None
    return f"{post.name}\n{message.content}".strip() if message.webhook_id is None else None
