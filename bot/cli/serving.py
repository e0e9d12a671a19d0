"""The command that runs the Discord bot."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import click

from bot.cli.commands import Session, cli, pass_session
from bot.cli.console import echo
from bot.discord_app import serve as service
from bot.errors import SettingsError
from bot.settings import Settings


@cli.command(epilog="Example: citebot serve --limit 10")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N",
              help="Questions a minute that one user may ask; 0 for no limit.")  # fmt: skip
@pass_session
def serve(session: Session, limit: int) -> None:
    """Run the Discord bot, until Ctrl-C. It needs DISCORD_TOKEN, in `.env` for example.

    SIGHUP makes it read the corpus again.
    """
    config = _discord_config(session.settings, limit)
    library = session.library()
    echo(f"corpus: {library.root}")
    echo(f"passages: {len(library)} in {len(library.documents)} documents")
    service.run(library, service.Config(**config), echo)


def _discord_config(settings: Settings, limit: int) -> dict[str, Any]:
    """What the bot needs of the settings. Raises SettingsError where the token cannot be used."""
    env_file = Path(".env")
    if settings.token is None:
        raise SettingsError(
            "There is no DISCORD_TOKEN; put the bot's token into .env (see .env.example)."
        )
    in_file = not os.environ.get("DISCORD_TOKEN", "").strip()
    if in_file and os.name == "posix" and env_file.stat().st_mode & stat.S_IROTH:
        raise SettingsError("Everyone on this machine can read .env; run `chmod 600 .env`.")
    return {
        "token": settings.token,
        "limit": limit,
        "api": settings.discord_api,
        "gateway": settings.discord_gateway,
        "shard_ids": settings.shard_ids,
        "shard_count": settings.shard_count,
    }
