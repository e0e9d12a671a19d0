"""The commands for the operator: keep the index, measure, see what is wrong or missing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from bot.cli.console import echo, echo_json, progress, style, warn
from bot.cli.doctor import examine
from bot.cli.exit_status import ANSWERED, FAILED, SILENT
from bot.cli.options import as_json, pass_session
from bot.cli.session import Session, choices_of
from bot.evaluation import measure
from bot.evaluation.feedback import Feedback
from bot.evaluation.gaps import FILE as GAPS_FILE
from bot.evaluation.gaps import Gap
from bot.evaluation.pinned import pin as pin_question
from bot.evaluation.pinned import refusal
from bot.library import reindex as reindex_corpus
from bot.render import reindex_report
from bot.render.findings import BAD
from bot.translation import Message, gettext, ngettext, translated

_STATE = 5  # letters of how a finding stands, at least


@click.command(epilog="Example: citebot reindex --dry-run")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--force", is_flag=True, help="Switch even if a pinned question becomes wrong.")
@as_json
@pass_session
def reindex(session: Session, dry_run: bool, force: bool, as_json: bool) -> NoReturn:
    """Read the corpus again, show what changed, and put the new index in place.

    Refused where a question of the corpus's questions.jsonl that was answered rightly would
    be answered wrongly.
    """
    with progress() as tell:
        done = reindex_corpus(
            session.corpus,
            session.index,
            dry_run=dry_run,
            force=force,
            progress=tell,
            **choices_of(session.settings),
        )
    if as_json:
        echo_json(reindex_report.as_data(done))
    else:
        echo(reindex_report.as_text(done, style()))
    if done.refused:
        warn(refusal(done.pinned.broken))
    elif done.unsaved:
        warn(
            Message("The index could not be saved; name a folder that can be written with --index.")
        )
    sys.exit(FAILED if done.refused or done.unsaved else ANSWERED)


@click.command(epilog="Example: citebot evaluate questions.jsonl")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--baseline", type=click.Path(path_type=Path), metavar="RUN",
              help="What --json printed before: tell which questions changed.")  # fmt: skip
@as_json
@pass_session
def evaluate(session: Session, file: Path, baseline: Path | None, as_json: bool) -> None:
    """Measure answers on FILE: a JSON object a line with "question" and "gold".

    "gold" lists verbatim pieces of the right passage, or passage ids; empty means that
    silence is right. "after" and "kind" are optional.
    """
    questions = measure.read(file)
    before = measure.read_baseline(baseline) if baseline is not None else None
    outcomes = measure.run(session.library(), questions)
    if as_json:
        changed = {} if before is None else {"since": measure.since(before, outcomes)}
        echo_json(measure.as_data(outcomes) | changed)
    else:
        echo(measure.as_text(outcomes))
        if before is not None:
            echo("\n" + measure.against(before, outcomes))


@click.command(epilog="Example: citebot doctor --connect")
@click.option("--connect", is_flag=True, help="Also log in to Discord, over HTTP only.")
@pass_session
def doctor(session: Session, connect: bool) -> NoReturn:
    """Say what is set up, what is missing, and what to do next.

    Connects nowhere without --connect, but to the engine if one is named. Exit status: 0 all
    is well, 2 something is bad.
    """
    findings = examine(session.settings, session.corpus, session.index, connect=connect)
    told = [(translated(finding.state), translated(finding.text)) for finding in findings]
    widest = max(len(state) for state, _ in told)
    echo("\n".join(f"{state:<{max(widest, _STATE)}} {text}" for state, text in told))
    sys.exit(FAILED if any(finding.state == BAD for finding in findings) else ANSWERED)


@click.command(epilog="Example: CITEBOT_GAPS=1 citebot chat, for some days, then: citebot gaps")
@as_json
@pass_session
def gaps(session: Session, as_json: bool) -> NoReturn:
    """List the words that people ask for and the corpus does not have.

    Counted only while CITEBOT_GAPS is 1, and kept only once a word came up on five different
    days. While CITEBOT_FEEDBACK is 1, also what was said of passages: whether they answer. Exit
    status: 0 there are some, 1 there are none.
    """
    library = session.library()
    found, judged = library.gaps(), library.feedback()
    if as_json:
        words = [{"word": gap.word, "days": gap.days, "count": gap.count} for gap in found]
        echo_json([*words, *(one._asdict() for one in judged)])
    elif found or judged:
        echo("\n".join([*map(_gap, found), *map(_judged, judged)]))
    else:
        echo(_none(session, library.index_folder))
    sys.exit(ANSWERED if found or judged else SILENT)


@click.command(epilog="Example: citebot pin 'What is the LD50 in rats?' fasoracetam:12")
@click.argument("question")
@click.argument("passage_id", metavar="ID")
@pass_session
def pin(session: Session, question: str, passage_id: str) -> NoReturn:
    """Pin QUESTION to the passage ID: a new index that answers it otherwise will be refused.

    It is added to the corpus's questions.jsonl, with the sentence that answers it. Exit status: 0
    pinned, 1 that passage does not come first as an answer, 2 an error.
    """
    library = session.library()
    passage, reply = library.passage(passage_id), library.ask(question)
    first = reply.quotations[0] if reply.answered else None
    if first is None or first.passage.id != passage.id:
        came = Message("it is not answered")
        if first is not None:
            came = Message("{passage} comes first", passage=first.passage.id)
        warn(
            Message(
                "Not pinned: {passage} should come first, but {what_came}.",
                passage=passage.id,
                what_came=came,
            )
        )
        sys.exit(SILENT)
    start = first.passage.start
    gold = first.passage.text[first.best.start - start : first.best.end - start].strip()
    pin_question(library.root, question, gold)
    echo(Message("pinned to {passage}: {question}", passage=passage.id, question=question))
    sys.exit(ANSWERED)


def _judged(one: Feedback) -> str:
    told = gettext("said that {passage} does not answer, {number} that it does",
                   passage=one.passage, number=one.answers)  # fmt: skip
    return f"{one.does_not:>6}  {told}"


def _none(session: Session, folder: Path) -> str:
    if session.settings.gaps or (folder / GAPS_FILE).exists():
        return Message("No unknown word came up on five different days so far.")
    return Message(
        "Nothing was counted in {folder}. `ask`, `chat` and `serve` count there where they find "
        "CITEBOT_GAPS=1 in the environment or in .env; the README says what is kept.",
        folder=folder,
    )


def _gap(gap: Gap) -> str:
    told = ngettext(
        "{word} (on {number} day)", "{word} (on {number} days)", gap.days, word=gap.word
    )
    return f"{gap.count:>6}  {told}"
