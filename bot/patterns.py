"""Regular expressions that are compiled when they are first used, not when they are imported.

A question meets a few of the hundred patterns in this package; to compile the others would
take longer than to answer it.
"""

from __future__ import annotations

import re
from typing import Any, cast


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, compiled at the first use of one of its methods.

    >>> lazy(r"(")  # says nothing until it is used
    lazy('(')
    >>> lazy(r"r[ab]t", re.IGNORECASE).sub("mouse", "a RAT")
    'a mouse'
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled pattern, kept so that the next use finds it at once."""
        method = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, method)
        return method

    def __repr__(self) -> str:
        return f"lazy({self._source!r})"
