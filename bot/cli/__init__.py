"""The command line. Errors become one line on standard error, never a traceback.

`command_line` has the options before the command and knows which module has which command:
`question_commands`, `passage_commands`, `quotation_commands`, `operator_commands` and
`serve_command`. They share `session`, `options`, `console`, `log_lines` and `exit_status`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.exit_status import FAILED, GONE, INTERRUPTED
from bot.errors import CitebotError, of_the_system
from bot.translation import gettext, language_of, speaking


def main() -> None:
    """The `citebot` command. Never shows a traceback for an error it knows."""
    _open_streams()
    with speaking(language_of(os.environ)):
        sys.exit(_run())


def _run() -> int:
    """Do what the arguments say, and say what went wrong; the exit status."""
    try:
        with _without_collecting():
            from bot.cli.command_line import run  # noqa: PLC0415  (after the streams are open)
        status = run()
    except CitebotError as error:
        status = _failed(error.line)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        status = INTERRUPTED
    except BrokenPipeError:  # nobody reads what is written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = GONE
    except OSError as error:
        status = _failed(_of_the_system(error))
    return status


def _of_the_system(error: OSError) -> str:
    why = of_the_system(error)
    if error.filename:
        return gettext("{file}: {why}.", file=error.filename, why=why)
    return gettext("The system: {why}.", why=why)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Load modules without looking through them for garbage, now or ever: they stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _failed(message: str) -> int:
    from bot.cli.console import warn  # noqa: PLC0415

    warn(message)
    return FAILED


def _open_streams() -> None:
    """Open those standard streams that whoever started the process has closed: Python has none."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  (it stays open)
            setattr(sys, name, stream)
