"""The lines of the log: records as text, or as JSON for programs that collect logs.

    {"time": "2026-11-27T06:48:55.120Z", "level": "WARNING", "logger": "bot.x", "message": "..."}

Such an object is one line, whatever a message holds; a traceback is in its `error`.

An error's kind and place are logged, and not its words: a KeyError, or a library's own
error, may repeat what somebody has asked. Those of the system are about files and disks.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from typing import Any


class TextLines(logging.Formatter):
    """Writes records as text."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (logging's own name)
        """An error and what led to it, where each arose, without their words."""
        return without_words(ei[1]) if ei[1] is not None else ""


class JsonLines(TextLines):
    """Writes records as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, on one line."""
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{seconds}.{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def without_words(error: BaseException) -> str:
    """A traceback that tells nothing of what errors say, except those of the system.

    >>> without_words(KeyError("a question")), without_words(OSError(28, "No space left"))
    ('KeyError', 'OSError: No space left')
    """
    from traceback import format_tb  # noqa: PLC0415  (it is hoped that there is no need)

    told = ["".join([*format_tb(one.__traceback__), _kind(one)]) for one in _causes(error)]
    return "\n\nand then, or because of it:\n\n".join(reversed(told))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, what it was raised from, and so on; each once."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _kind(error: BaseException) -> str:
    """The class of an error, the system's own words, and the numbers that servers answer with."""
    numbers = [f"{name} {value}" for name, value in vars(error).items()
               if name in {"status", "code"} and isinstance(value, int)]  # fmt: skip
    words = [error.strerror] if isinstance(error, OSError) and error.strerror else []
    told = ", ".join([*words, *numbers])
    return f"{type(error).__qualname__}{': ' * bool(told)}{told}"


def in_json() -> bool:
    """Whether the log is in JSON."""
    return any(isinstance(one.formatter, JsonLines) for one in logging.getLogger().handlers)


def told(message: str, level: int = logging.INFO) -> str:
    """What citebot says to its operator, as a record of the log."""
    record = logging.LogRecord("citebot", level, "", 0, message, None, None)
    return JsonLines().format(record)
