"""What several commands share: the session that they get, and two options."""

from __future__ import annotations

import click

from bot.cli.session import Session

pass_session = click.make_pass_decorator(Session)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
in_document = click.option("--document", metavar="NAME", help="Look in this document only.")
