"""Reads the options before the command, and finds the command.

Each command is loaded when it is called or listed, not before: most runs ask one question,
and the Discord bot takes half a second to load.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import click

from bot.cli.console import warn
from bot.cli.exit_status import ANSWERED, FAILED, INTERRUPTED
from bot.cli.session import started
from bot.translation import ENGLISH, gettext, language
from bot.version import __version__

_COMMANDS = {  # command -> the module that has a function of that name
    "ask": "question_commands",
    "chat": "question_commands",
    "check": "quotation_commands",
    "doctor": "operator_commands",
    "evaluate": "operator_commands",
    "gaps": "operator_commands",
    "passages": "passage_commands",
    "pin": "operator_commands",
    "reference": "passage_commands",
    "reindex": "operator_commands",
    "serve": "serve_command",
    "service": "serve_command",
    "show": "passage_commands",
    "text": "passage_commands",
    "verify": "quotation_commands",
}


class _Group(click.Group):
    """All commands; their modules are loaded on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"bot.cli.{_COMMANDS[cmd_name]}")
        return _told(getattr(module, cmd_name))


def _missing(error: click.UsageError) -> str:
    """That an argument is missing, in a sentence: click glues its name on; else nothing."""
    if not isinstance(error, click.MissingParameter) or error.param is None:
        return ""
    return gettext("Missing argument {name}.", name=error.param.get_error_hint(error.ctx))


def _told(command: click.Command) -> click.Command:
    """A command with its help in the language of the terminal."""
    if language() == ENGLISH:
        return command
    from bot.cli.help_texts import in_our_language  # noqa: PLC0415  (English does without)

    return in_our_language(command)


class _Place(click.Path):
    """A path that is not empty: a shell makes "" of a variable that is not set."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if value == "":
            self.fail(gettext("it is empty."), param, ctx)
        return super().convert(value, param, ctx)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog="Try: citebot ask What is the LD50 in rats?",
)
@click.option("--corpus", type=_Place(path_type=Path), metavar="PATH",
              help="Folder of documents, or one file. [default: ./corpus, or the document "
                   "that comes with citebot]")  # fmt: skip
@click.option("--index", type=_Place(path_type=Path), metavar="PATH",
              help="Folder for the index. [default: in the user's cache folder]")  # fmt: skip
@click.version_option(__version__, prog_name="citebot")
@click.pass_context
def cli(context: click.Context, corpus: Path | None, index: Path | None) -> None:
    """Answers from a document in its own words, each passage with its reference numbers.

    Exit status: 0 answered, 1 the document does not answer, 2 an error.
    """
    context.obj = started(corpus, index)


def run() -> int:
    """Do what the arguments of the process say; the exit status."""
    try:
        status = _told(cli).main(prog_name="citebot", standalone_mode=False)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "citebot"
        told = _missing(error) or error.format_message()
        warn(gettext("{error} See `{command} --help`.", error=told, command=command))
        return FAILED
    except click.ClickException as error:
        warn(str(error))
        return FAILED
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else ANSWERED
