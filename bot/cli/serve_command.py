"""The command that runs the Discord bot."""

from __future__ import annotations

import click

from bot.cli.console import echo
from bot.cli.options import pass_session
from bot.cli.session import Session, token_is_exposed
from bot.errors import SettingsError
from bot.settings import Settings


@click.command(epilog="Example: citebot serve --watch")
@click.option("--watch", is_flag=True, help="Take in changes of the corpus as they are made.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N",
              help="Questions a minute that one user may ask; 0 for no limit.")  # fmt: skip
@pass_session
def serve(session: Session, watch: bool, limit: int) -> None:
    """Run the Discord bot, until Ctrl-C. It needs DISCORD_TOKEN, in `.env` for example.

    SIGHUP makes it read the corpus again.
    """
    from bot.discord_app.service import run  # noqa: PLC0415  (discord.py takes half a second)
    from bot.discord_app.supervisor import Config  # noqa: PLC0415

    settings = session.settings
    config = Config(
        token=_token(settings),
        limit=limit,
        watch=watch,
        counts_gaps=settings.gaps,
        managers_reindex=settings.managers_reindex,
        api=settings.discord_api,
        gateway=settings.discord_gateway,
        shard_ids=settings.shard_ids,
        shard_count=settings.shard_count,
    )
    library = session.library(asked_by_people=True, lasting=True)
    echo(f"engine: {library.engine}" if library.engine else f"corpus: {library.root}")
    echo(f"passages: {len(library)} in {len(library.documents)} documents")
    run(library, config, echo)


def _token(settings: Settings) -> str:
    """The token. Raises SettingsError where there is none or where everyone can read it."""
    if settings.token is None:
        raise SettingsError(
            "There is no DISCORD_TOKEN; put the bot's token into .env (see .env.example)."
        )
    if token_is_exposed():
        raise SettingsError("Everyone on this machine can read .env; run `chmod 600 .env`.")
    return settings.token
