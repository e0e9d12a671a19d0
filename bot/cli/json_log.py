"""Log records as JSON, one object a line, for programs that collect logs.

    {"time": "2026-11-27T06:48:55.120Z", "level": "WARNING", "logger": "bot.x", "message": "..."}

A traceback is in `error`. Nothing is ever on two lines, whatever a message holds.
"""

from __future__ import annotations

import json
import logging
import time


class JsonLines(logging.Formatter):
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


def in_json() -> bool:
    """Whether the log is in JSON."""
    return any(isinstance(one.formatter, JsonLines) for one in logging.getLogger().handlers)


def told(message: str, level: int = logging.INFO) -> str:
    """What citebot says to its operator, as a record of the log."""
    record = logging.LogRecord("citebot", level, "", 0, message, None, None)
    return JsonLines().format(record)
