"""The command line. Errors become one line on standard error, never a traceback.

Exit status as grep has it: 0 answered, 1 the document does not answer, 2 an error.
`commands` has the commands, with `quoting`, `operating` and `serving`; `console` what they
share of the terminal.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bot.cli.commands import cli
from bot.cli.console import ANSWERED, FAILED, INTERRUPTED, warn
from bot.errors import CitebotError


def main() -> None:
    """The `citebot` command. Never shows a traceback for an error it knows."""
    _open_streams()
    try:
        status = cli.main(prog_name="citebot", standalone_mode=False)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "citebot"
        warn(f"{error.format_message()} See `{command} --help`.")
        status = FAILED
    except (click.ClickException, CitebotError) as error:
        warn(str(error))
        status = FAILED
    except (click.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except BrokenPipeError:  # the reader of the pipe has gone: nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = FAILED
    except OSError as error:
        warn(f"{error.filename or 'The system'}: {error.strerror or error}.")
        status = FAILED
    sys.exit(status if isinstance(status, int) else ANSWERED)


def _open_streams() -> None:
    """Python has none of the standard streams that whoever started it has closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  (it stays open)
            setattr(sys, name, stream)
