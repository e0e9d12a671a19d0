"""The commands that answer questions: one, a file of them, or a conversation."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click

from bot.cli.console import echo, echo_json, style
from bot.cli.exit_status import ANSWERED, FAILED, SILENT
from bot.cli.options import as_json, in_document, pass_session
from bot.cli.session import Session
from bot.documents.unicode_names import as_spelt
from bot.errors import CitebotError, UsageError, of_the_system
from bot.library import Library
from bot.render import json_data, terminal
from bot.translation import Message, ngettext


@click.command(epilog='Example: citebot ask -n 1 "How much do people take?"')
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
            raise UsageError(Message("Give a question or --batch, not both."))
        if document is not None or after is not None or explain:
            raise UsageError(Message('With --batch, "after" and "document" stand in the lines.'))
        sys.exit(_ask_all(session.library(), batch, count))
    if not question:
        raise UsageError(Message('Ask something: citebot ask "What is the lethal dose?"'))
    library = session.library(asked_by_people=True)
    reply = library.ask(" ".join(question), count=count, document=document, after=after)
    if as_json:
        echo_json(json_data.reply(reply, explain=explain))
    else:
        echo(terminal.reply(reply, style(), library.footer))
        if explain:
            echo(terminal.explanation(reply, style()))
    sys.exit(ANSWERED if reply.answered else SILENT)


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
        file = as_spelt(Path(name)).open("rb")
    except OSError as error:
        raise UsageError(
            Message("{file} cannot be read: {why}.", file=name, why=of_the_system(error))
        ) from error
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
        answer = json_data.reply(reply)
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


@click.command(epilog="Example: citebot chat, then: What is the LD50 in mice? and: in rats?")
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
        echo(ngettext("{number} passage. Ask; Ctrl-D ends.", "{number} passages. Ask; Ctrl-D ends.",
                      len(library)))  # fmt: skip
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
