"""The commands for the operator who wants to improve the document."""

from __future__ import annotations

import sys
from typing import NoReturn

from bot.cli.commands import Session, as_json, cli, pass_session
from bot.cli.console import ANSWERED, SILENT, echo, echo_json


@cli.command(epilog="Example: CITEBOT_GAPS=1 citebot chat, for some days, then: citebot gaps")
@as_json
@pass_session
def gaps(session: Session, as_json: bool) -> NoReturn:
    """List the words that people ask for and the corpus does not have.

    Counted only while CITEBOT_GAPS is 1, and kept only once a word came up on five different
    days. Exit status: 0 there are some, 1 there are none.
    """
    found = session.library().gaps()
    if as_json:
        echo_json([{"word": gap.word, "days": gap.days, "count": gap.count} for gap in found])
    elif found:
        echo("\n".join(f"{gap.count:>6}  {gap.word} (on {gap.days} days)" for gap in found))
    else:
        echo(_none(session))
    sys.exit(ANSWERED if found else SILENT)


def _none(session: Session) -> str:
    if session.settings.gaps:
        return "No unknown word came up on five different days so far."
    return "Nothing is counted: set CITEBOT_GAPS=1 to begin. The README says what is kept."
