r"""The operator's standing words: notices for some questions, and one footer for all.

They stand in `notices.toml` in the top folder of a corpus:

    footer = "Quoted text, not medical advice."

    [[notice]]
    text = "Call the emergency number first."
    patterns = ['not breathing', 'overdos\w* (right )?now']

A pattern is a regular expression of Python's, looked for anywhere in a question whatever
the case. A pattern or notice that cannot be used is left out and named; it never stops the
service. Nor does one that would take for ever: a pattern with repeats within or beside
repeats is matched by the `regex` package, which can be given a time limit.
"""

import logging
import re
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

from bot.documents.operator_files import table_of
from bot.patterns import lazy
from bot.translation import Message

log = logging.getLogger(__name__)

_LONGEST = 1000  # characters of a question that are looked at
_PATIENCE = 0.1  # seconds for a pattern that could take long
_REPEAT = lazy(r"(?<!\\)(?:[*+]|\{\d*,\})")
_REPEATED_GROUP = lazy(r"\)(?:[*+]|\{\d*,\}|\{(?:\d+,)?\d{2,}\})")


Search = Callable[[str], object]  # something true where the pattern is found


class Notice(NamedTuple):
    """Words to show above the reply to a question that one of the patterns is found in."""

    text: str
    patterns: tuple[Search, ...]


class Notices(NamedTuple):
    """All notices in order, the footer (or an empty string), and what is wrong with them."""

    notices: tuple[Notice, ...] = ()
    footer: str = ""
    problems: tuple[str, ...] = ()

    def on(self, question: str) -> tuple[str, ...]:
        """The words for a question, each once, in the file's order."""
        asked = " ".join(question[:_LONGEST].split())
        found = (n.text for n in self.notices if any(search(asked) for search in n.patterns))
        return tuple(dict.fromkeys(found))


def parse(written: str) -> Notices:
    """Read a `notices.toml`. Never raises: what cannot be used is left out and named.

    >>> parse("footer = 'Mind.'").footer, parse("[[notice]]").problems
    ('Mind.', ('notice 1: needs a text and a list of patterns',))
    """
    if not written:
        return Notices()
    data, problems = table_of(written, {"footer", "notice"})
    footer = data.get("footer", "")
    if not isinstance(footer, str):
        problems.append(Message("footer: not a text"))
        footer = ""
    rows = data.get("notice", [])
    if not isinstance(rows, list):
        problems.append(Message("notice: write [[notice]], in double brackets"))
        rows = []
    found = [_notice(row, number, problems) for number, row in enumerate(rows, 1)]
    return Notices(tuple(n for n in found if n), footer.strip(), tuple(problems))


def _notice(row: Any, place: int, problems: list[str]) -> Notice | None:
    text, patterns = (row.get("text"), row.get("patterns")) if isinstance(row, dict) else (0, 0)
    if not (isinstance(text, str) and text.strip() and isinstance(patterns, list)):
        told = Message("notice {number}: needs a text and a list of patterns", number=place)
        problems.append(told)
        return None
    compiled = []
    for number, pattern in enumerate(patterns, 1):
        try:
            compiled.append(_search(pattern))
        except Exception as error:  # noqa: BLE001  (of two packages, each with errors of its own)
            told = Message(
                "notice {number}, pattern {pattern}: {why}",
                number=place,
                pattern=number,
                why=str(error),
            )
            problems.append(told)
    return Notice(text.strip(), tuple(compiled))


def _search(pattern: str) -> Search:
    """A pattern, ready to be looked for. Raises re.error, TypeError and others where it is bad."""
    with warnings.catch_warnings():  # what a later Python may read otherwise
        warnings.simplefilter("ignore", FutureWarning)
        search = re.compile(pattern, re.IGNORECASE).search
    if len(_REPEAT.findall(pattern)) <= 1 and not _REPEATED_GROUP.search(pattern):
        return search
    import regex  # noqa: PLC0415  (few patterns need it)

    patient = regex.compile(pattern, regex.IGNORECASE)

    def within_limits(asked: str) -> object:
        try:
            return patient.search(asked, timeout=_PATIENCE)
        except TimeoutError:
            log.warning("A notice's pattern took too long and was passed over.")
            return None

    return within_limits
