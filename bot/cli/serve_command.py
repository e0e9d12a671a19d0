"""The commands that run the Discord bot, and that tell systemd how to."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from bot.cli.console import echo
from bot.cli.log_lines import in_json, told
from bot.cli.options import pass_session
from bot.cli.session import Session, token_is_exposed
from bot.errors import SettingsError
from bot.settings import Settings
from bot.snapshots.places import places
from bot.translation import Message, counted, gettext

_HERE = "127.0.0.1"  # where nobody but this machine can ask
_PORTS = range(1, 65536)


def _address(_: click.Context, __: click.Parameter, given: str | None) -> tuple[str, int] | None:
    """The host and port of `9100`, `0.0.0.0:9100` or `[::1]:9100`."""
    if given is None:
        return None
    host, _colon, port = given.rpartition(":")
    if not (port.isdecimal() and int(port) in _PORTS):
        raise click.BadParameter(
            gettext("{given!r} is no port, such as 9100, nor such as 0.0.0.0:9100.", given=given)
        )
    return host.strip("[]") or _HERE, int(port)


@click.command(epilog="Example: citebot serve --watch")
@click.option("--watch", is_flag=True, help="Take in changes of the corpus as they are made.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N",
              help="Questions a minute that one user may ask; 0 for no limit.")  # fmt: skip
@click.option("--health", callback=_address, metavar="[HOST:]PORT",
              help="Answer at /healthz how the bot is, and at /metrics in Prometheus' format; "
                   "to this machine only, unless HOST says otherwise.")  # fmt: skip
@pass_session
def serve(session: Session, watch: bool, limit: int, health: tuple[str, int] | None) -> None:
    """Run the Discord bot, until Ctrl-C. It needs DISCORD_TOKEN, in `.env` for example.

    SIGHUP makes it read the corpus again.
    """
    from bot.discord_app.notify import watchdog_seconds  # noqa: PLC0415
    from bot.discord_app.service import run  # noqa: PLC0415  (discord.py takes half a second)
    from bot.discord_app.supervisor import Config  # noqa: PLC0415

    settings = session.settings
    config = Config(
        token=_token(settings),
        limit=limit,
        watch=watch,
        counts_gaps=settings.gaps,
        counts_feedback=settings.feedback,
        managers_reindex=settings.managers_reindex,
        api=settings.discord_api,
        gateway=settings.discord_gateway,
        shard_ids=settings.shard_ids,
        shard_count=settings.shard_count,
        health=health,
        notify=os.environ.get("NOTIFY_SOCKET", ""),
        watchdog=watchdog_seconds(os.environ.get("WATCHDOG_USEC", "")),
    )
    library = session.library(asked_by_people=True, lasting=True)
    engine = Message("engine: {address}", address=library.engine)
    _say(engine if library.engine else Message("corpus: {path}", path=library.root))
    documents = counted("{number} document", "{number} documents", len(library.documents))
    _say(Message("passages: {number} in {documents}", number=len(library), documents=documents))
    run(library, config, _say)


def _say(line: str) -> None:
    echo(told(line) if in_json() else line)


def _token(settings: Settings) -> str:
    """The token. Raises SettingsError where everyone can read it, or it can be none."""
    from bot.discord_app.tokens import why_unusable  # noqa: PLC0415  (as above)

    if settings.token is None:
        raise SettingsError(
            Message("There is no DISCORD_TOKEN; put the bot's token into .env (see .env.example).")
        )
    if token_is_exposed():
        raise SettingsError(
            Message("Everyone on this machine can read .env; run `chmod 600 .env`.")
        )
    if (why := why_unusable(settings.token, settings.discord_api)) is not None:
        raise SettingsError(why)
    return settings.token


@click.command(
    epilog="Example: citebot service --watch --health 9100",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@pass_session
def service(session: Session, options: tuple[str, ...]) -> None:
    """Print a unit for systemd that runs the bot from here, with the given OPTIONS of `serve`.

    It starts the bot with the machine, watches it, and lets it write its index and nothing else.
    """
    from bot.render.systemd_unit import unit  # noqa: PLC0415

    serve.make_context("citebot serve", [*options]).close()  # says what is wrong with them
    corpus, _ = places(session.corpus, session.index)
    script = Path(sys.executable).with_name("citebot")
    written = unit(
        program=[str(script)] if script.is_file() else [sys.executable, "-m", "bot"],
        corpus=str(corpus.absolute()),
        index=str(session.index.absolute()) if session.index else "",
        options=options,
        user=getpass.getuser(),
        folder=str(Path.cwd()),
    )
    echo(written.rstrip("\n"))
