"""The commands: parse, one call into the library, print.

Left out on purpose: everything that decides. See `library` for the calls, `render` for
how replies look.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, NoReturn

import click

from bot.cli import ANSWERED, FAILED, INTERRUPTED, SILENT
from bot.cli.console import echo, echo_json, style, warn
from bot.cli.session import Session, started
from bot.cli.session import ask as ask_one
from bot.errors import CitebotError, UsageError
from bot.library import Library
from bot.render import json_data as data
from bot.render import terminal
from bot.version import __version__

pass_session = click.make_pass_decorator(Session)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
in_document = click.option("--document", metavar="NAME", help="Look in this document only.")


class _Group(click.Group):
    """Loads commands of other modules when they are called or listed, not before."""

    elsewhere: ClassVar[dict[str, str]] = {  # command -> its module
        "check": "bot.cli.quotation_commands",
        "doctor": "bot.cli.operator_commands",
        "evaluate": "bot.cli.operator_commands",
        "gaps": "bot.cli.operator_commands",
        "reindex": "bot.cli.operator_commands",
        "serve": "bot.cli.serve_command",
        "verify": "bot.cli.quotation_commands",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.elsewhere:
            importlib.import_module(self.elsewhere[cmd_name])
        return super().get_command(ctx, cmd_name)


class _Place(click.Path):
    """A path; an empty one, as a shell makes of a variable not set, is not the folder here."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if value == "":
            self.fail("it is empty.", param, ctx)
        return super().convert(value, param, ctx)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog="Try: citebot ask What is the LD50 in rats?",
)
@click.option("--corpus", type=_Place(path_type=Path), metavar="PATH",
              help="Folder of .txt and .md files, or one file. [default: ./corpus, or the document "
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
        status = cli.main(prog_name="citebot", standalone_mode=False)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "citebot"
        warn(f"{error.format_message()} See `{command} --help`.")
        return FAILED
    except click.ClickException as error:
        warn(str(error))
        return FAILED
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else ANSWERED


@cli.command(epilog='Example: citebot ask -n 1 "How much do people take?"')
@click.argument("question", nargs=-1)
@click.option("-n", "count", type=click.IntRange(1, 50), default=3, show_default=True,
              help="Passages at most; only those that answer are shown.")  # fmt: skip
@in_document
@click.option("--after", metavar="QUESTION", help="The question before, for a follow-up.")
@as_json
@click.option("--explain", is_flag=True, help="Show what each passage's place rests on.")
@click.option("--batch", metavar="FILE", help="Answer one JSON object a line, from FILE or -.")
@pass_session
def ask(  # noqa: PLR0913, PLR0917  (one argument per option)
    session: Session,
    question: tuple[str, ...],
    count: int,
    document: str | None,
    after: str | None,
    as_json: bool,
    explain: bool,
    batch: str | None,
) -> NoReturn:
    """Answer QUESTION with the passages that answer it, word for word."""
    if batch is not None:
        if question:
            raise UsageError("Give a question or --batch, not both.")
        if document is not None or after is not None or explain:
            raise UsageError('With --batch, "after" and "document" stand in the lines.')
        sys.exit(_ask_all(session.library(), batch, count))
    if not question:
        raise UsageError('Ask something: citebot ask "What is the lethal dose?"')
    status = ask_one(session, " ".join(question), count=count, document=document, after=after,
                     as_json=as_json, explain=explain)  # fmt: skip
    sys.exit(status)


def _ask_all(library: Library, batch: str, count: int) -> int:
    """Answer every line; a line that cannot be read answers with an error of its own."""
    states = set()
    with _lines(batch) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                answer = _ask_line(library, line, number, count)
                states.add("error" if "error" in answer else answer["answered"])
                echo_json(answer)
    if "error" in states:
        return FAILED
    return ANSWERED if True in states else SILENT


@contextlib.contextmanager
def _lines(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115  (closed below: only reading is caught here)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from error
    with file:
        yield file


def _ask_line(library: Library, line: bytes, number: int, count: int) -> dict[str, Any]:
    row: Any = None
    try:
        row = _row(line)
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise UsageError('not an object with a "question"')
        for name in ("after", "document"):
            if not isinstance(row.get(name), str | None):
                raise UsageError(f'"{name}" is not a string')
        reply = library.ask(
            row["question"], count=count, document=row.get("document"), after=row.get("after")
        )
        answer = data.reply(reply)
    except (ValueError, RecursionError):
        row = None  # nor its id, if it has one
        answer = {"error": f"line {number}: not JSON in UTF-8"}
    except CitebotError as error:
        answer = {"error": f"line {number}: {error}"}
    return {"id": row["id"], **answer} if isinstance(row, dict) and "id" in row else answer


def _row(line: bytes) -> Any:
    """What a line says. Raises ValueError, RecursionError for what cannot be said in JSON again."""
    row = json.loads(line.decode("utf-8-sig"))
    json.dumps(row, allow_nan=False)  # NaN is no JSON, and 1e999 cannot be handed through
    return row


@cli.command(epilog="Example: citebot chat, then: What is the LD50 in mice? and: in rats?")
@in_document
@pass_session
def chat(session: Session, document: str | None) -> None:
    """Talk: a question a line; a follow-up is understood by the question before it.

    Ctrl-D ends, Ctrl-C drops the line.
    """
    library = session.library(asked_by_people=True)
    before: str | None = None
    prompt = "? " if sys.stdin.isatty() else ""
    if prompt:
        with contextlib.suppress(ImportError):  # arrow keys and history, in memory only
            import readline  # noqa: F401, PLC0415
        echo(f"{len(library)} passages. Ask; Ctrl-D ends.")
    while True:
        try:
            question = input(prompt)
        except EOFError:
            break
        except KeyboardInterrupt:
            echo("")
            continue
        if question.strip():
            library.refresh()
            reply = library.ask(question, document=document, after=before)
            if reply.query is not None:  # thanks and the like are not what is followed up
                before = reply.read_as or question
            echo(terminal.reply(reply, style(), library.footer) + "\n")
    if prompt:
        echo("")


@cli.command(epilog="Example: citebot passages --document fasoracetam.txt")
@in_document
@as_json
@pass_session
def passages(session: Session, document: str | None, as_json: bool) -> None:
    """List all passages in order."""
    found = session.library().passages(document)
    if as_json:
        echo_json([data.passage(passage) for passage in found])
    else:
        echo("\n\n".join(terminal.passage(passage, style()) for passage in found))


@cli.command(epilog="Example: citebot show fasoracetam:12 --context 1")
@click.argument("passage_id", metavar="ID")
@click.option("--context", type=click.IntRange(0), default=0, metavar="N",
              help="Also the N passages before and after it.")  # fmt: skip
@as_json
@pass_session
def show(session: Session, passage_id: str, context: int, as_json: bool) -> None:
    """Show one passage, by its id."""
    library = session.library()
    passage = library.passage(passage_id)
    around = library.around(passage_id, context)
    if as_json:
        neighbours = {"around": [data.passage(p) for p in around]} if context else {}
        echo_json(data.passage(passage) | neighbours)
    else:
        echo("\n\n".join(terminal.passage(p, style()) for p in around))


@cli.command(epilog="Example: citebot reference 14")
@click.argument("marker", metavar="N")
@pass_session
def reference(session: Session, marker: str) -> None:
    """Show every passage that cites [N], and its bibliography entry if there is one."""
    found = session.library().reference(marker)
    entries = [terminal.entry(document, entry, style()) for document, entry in found.entries]
    echo("\n\n".join(entries + [terminal.passage(p, style()) for p in found.passages]))
