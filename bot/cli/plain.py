"""A plain question, `citebot [--corpus PATH] [--index PATH] ask WORD...`, read without click.

Most runs ask one, and half of what such a run takes would be to load click and to set up
ten commands. What this reads, click reads the same way; a test compares the two.

Left out on purpose: everything else. What is not plain, or wrong, is left to click.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plain:
    """A question to the corpus, with the options before the command."""

    corpus: Path | None
    index: Path | None
    question: str


def plain(arguments: Sequence[str]) -> Plain | None:
    """The question that the arguments ask, or None where they ask for click.

    >>> plain(["ask", "What", "is", "it?"])
    Plain(corpus=None, index=None, question='What is it?')
    >>> plain(["ask", "-n", "1", "What is it?"]), plain(["--version"]), plain(["ask"])
    (None, None, None)
    """
    paths: dict[str, Path | None] = {"--corpus": None, "--index": None}
    command = 0
    while arguments[command : command + 1] and arguments[command] in paths:
        path = "".join(arguments[command + 1 : command + 2])
        if path.startswith("-") or not os.access(path, os.R_OK):  # click says what is wrong
            return None
        paths[arguments[command]] = Path(path)
        command += 2
    words = arguments[command + 1 :]
    if arguments[command : command + 1] != ["ask"] or not words:
        return None
    if any(word.startswith("-") for word in words):
        return None
    return Plain(paths["--corpus"], paths["--index"], " ".join(words))
