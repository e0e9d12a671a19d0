"""The command line. Errors become one line on standard error, never a traceback.

Exit status as grep has it: 0 answered, 1 the document does not answer, 2 an error.
`plain` reads a plain question; `commands` has the commands for everything else, with
`quoting`, `operating` and `serving`; `session` is what they work with, and `console` what
they share of the terminal.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import CitebotError

ANSWERED, SILENT, FAILED = 0, 1, 2
GONE = 1  # the reader of the pipe has, as click has it
INTERRUPTED = 130  # as shells have it for Ctrl-C


def main() -> None:
    """The `citebot` command. Never shows a traceback for an error it knows."""
    _open_streams()
    try:
        status = _run(sys.argv[1:])
    except CitebotError as error:
        status = _failed(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        status = INTERRUPTED
    except BrokenPipeError:  # nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = GONE
    except OSError as error:
        status = _failed(f"{error.filename or 'The system'}: {error.strerror or error}.")
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    """Ask a plain question at once, and leave everything else to click; the exit status."""
    with _without_collecting():
        from bot.cli.plain import plain  # noqa: PLC0415

        question = plain(arguments)
        if question is not None:
            from bot.cli.session import ask, started  # noqa: PLC0415
        else:
            from bot.cli.commands import run  # noqa: PLC0415
    if question is None:
        return run()
    return ask(started(question.corpus, question.index), question.question)


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
    """Python has none of the standard streams that whoever started it has closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  (it stays open)
            setattr(sys, name, stream)
