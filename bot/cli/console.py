"""Writes to the terminal or the pipe: output, style, progress.

Everything is written in UTF-8, whatever the locale says and whatever the text holds.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from collections.abc import Iterator
from typing import Any

from bot.analysis.utf8 import encoded
from bot.render import terminal
from bot.snapshots.progress import Progress
from bot.translation import gettext, translated


def style() -> terminal.Style:
    """Wrapped and coloured for a terminal, exact for a pipe; NO_COLOR is heeded."""
    if not sys.stdout.isatty():
        return terminal.Style()
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return terminal.Style(os.get_terminal_size(sys.stdout.fileno()).columns or 80, colour)


@contextlib.contextmanager
def progress() -> Iterator[Progress]:
    """Yield a function to call with the work done and all work; a terminal gets a bar."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with contextlib.ExitStack() as stack:
        bar: Any = None

        def tell(done: int, total: int) -> None:
            nonlocal bar
            if bar is None or done < bar.pos:  # after the documents come the model's texts
                import click  # noqa: PLC0415

                stack.close()

                shown = click.progressbar(length=total, label=gettext("Indexing"), file=sys.stderr)
                bar = stack.enter_context(shown)
            bar.update(done - bar.pos)

        yield tell


def echo(text: str) -> None:
    """Write a line to standard output, in UTF-8, whatever the text holds."""
    sys.stdout.buffer.write((translated(text) + "\n").encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def echo_exact(text: str) -> None:
    """Write a document's text as it is; on a terminal its control characters are made visible."""
    shown = terminal.visible(text) if sys.stdout.isatty() else text
    sys.stdout.buffer.write(encoded(shown))
    sys.stdout.buffer.flush()


def echo_json(value: Any) -> None:
    """Write JSON on one line; characters beyond ASCII as escapes, so nothing is lost."""
    echo(json.dumps(value))


def warn(message: str) -> None:
    """Write one line to standard error."""
    from bot.cli.log_lines import in_json, told  # noqa: PLC0415  (little is warned of)

    if in_json():
        line = told(" ".join(message.split()), logging.WARNING)
    else:
        line = f"citebot: {terminal.visible(' '.join(translated(message).split()))}"
    sys.stderr.buffer.write(f"{line}\n".encode(errors="backslashreplace"))
    sys.stderr.buffer.flush()
