"""What `--help` says, in the language of the terminal.

Commands say in English what they are for, in their docstrings and options. In another language a
copy of the command is shown, each paragraph of its help translated. What click says itself, such
as "Usage:", it looks up where the standard library's gettext does; that is sent to our catalogues.
"""

from __future__ import annotations

import gettext as standard
import re
from collections.abc import Iterator
from copy import copy

import click

from bot.translation import DOMAIN, ENGLISH, FOLDER, Message, counted, gettext, language

_SENTENCE_END = re.compile(r"[.\u3002](?:\s|$)|\u3002")
OF_CLICK = (
    Message("Usage:"),
    Message("Options"),
    Message("Commands"),
    Message("Show this message and exit."),
    Message("Show the version and exit."),
    Message("default: {default}"),
    Message("Missing command."),
    Message("No such option {name!r}."),
    Message("No such command {name!r}."),
    Message("Invalid value for {param_hint}: {message}"),
    Message("{value!r} is not a valid {number_type}."),
    Message("{value} is not in the range {range}."),
    Message("Option {name!r} does not take a value."),
    counted(
        "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1,
        name="", nargs=1,
    ),
    counted(
        "Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1,
        possibility="", possibilities="",
    ),
    Message("integer"),
    Message("integer range"),
)  # fmt: skip


def in_our_language(command: click.Command) -> click.Command:
    """The command as it is in English, else a copy that says everything in the language."""
    if language() == ENGLISH:
        return command
    standard.bindtextdomain(DOMAIN, FOLDER)
    standard.textdomain(DOMAIN)
    told = copy(command)
    paragraphs = [gettext(paragraph) for paragraph in _paragraphs(command)]
    told.help = "\n\n".join(paragraphs)
    told.short_help = _first_sentence(paragraphs[0]) if paragraphs else None
    told.epilog = _example(command.epilog) if command.epilog else None
    told.params = [_parameter(one) for one in command.params]
    return told


def _example(epilog: str) -> str:
    """A line such as "Example: citebot gaps", in which only the first word is translated."""
    label, _, shown = epilog.partition(": ")
    if label == "Try":
        return gettext("Try: {command}", command=shown)
    return gettext("Example: {command}", command=shown)


def _parameter(given: click.Parameter) -> click.Parameter:
    told = copy(given)
    if isinstance(given.type, click.types.IntParamType):
        told.type = copy(given.type)
        told.type.name = gettext(given.type.name)
    if isinstance(given, click.Option) and isinstance(told, click.Option) and given.help:
        told.help = gettext(_in_one_line(given.help))
    return told


def _paragraphs(command: click.Command) -> list[str]:
    written = (command.help or "").split("\n\n")
    return [_in_one_line(paragraph) for paragraph in written if paragraph.strip()]


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _first_sentence(text: str) -> str:
    end = _SENTENCE_END.search(text)
    return text[: end.start()] if end else text


def texts_of_help(command: click.Command) -> Iterator[str]:
    """All that is to be translated of a command."""
    yield from _paragraphs(command)
    for one in command.params:
        if isinstance(one, click.Option) and one.help:
            yield _in_one_line(one.help)
