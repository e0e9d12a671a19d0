"""The commands that check what was quoted: by its receipt, or word for word."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from bot.cli.commands import Session, as_json, cli, pass_session
from bot.cli.console import ANSWERED, SILENT, echo, echo_json, style
from bot.render import quoting


@cli.command(epilog="Example: citebot verify 37up-qoem-tis7-dolh")
@click.argument("receipt", nargs=-1, required=True)
@as_json
@pass_session
def verify(session: Session, receipt: tuple[str, ...], as_json: bool) -> NoReturn:
    """Say whether the quotation with that RECEIPT still stands in the corpus.

    Unchanged, with the passage; or changed since, with the old and the new text where the old
    is still known; or unknown. Spaces, dashes and case do not matter. Exit status: 0 it
    stands word for word, 1 it does not.
    """
    found = session.library().verify(" ".join(receipt))
    if as_json:
        echo_json(quoting.receipt_as_data(found))
    else:
        echo(quoting.receipt_as_text(found, style()))
    sys.exit(ANSWERED if found.stands else SILENT)
