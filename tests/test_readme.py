"""The README says what is: its transcripts, its JSON, its Python and its commands are run."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution

import click
import pytest
from packaging.requirements import Requirement

from bot import Library
from bot.cli.command_line import cli
from bot.discord_app.commands import all_commands
from bot.discord_app.handlers import Handlers
from bot.discord_app.message_parts import shareable
from bot.ranking.synonyms import problems
from bot.render.discord_reports import PRIVACY
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
LONGEST = 252  # lines


def blocks(language):
    """The fenced blocks of a language, each with the line above it."""
    return re.findall(rf"^([^\n]*)\n```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def transcripts():
    """The console blocks that show citebot itself: pairs of command and expected output."""
    shown = [block for _, block in blocks("console") if "venv" not in block]
    return [
        [step.partition("\n")[::2] for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
        for block in shown
    ]


def command(name):
    found = cli.get_command(click.Context(cli), name)
    assert found
    return found


def set_up(which):
    """One of the two set-up commands."""
    (command,) = [block for above, block in blocks("console") if above == f"<!-- {which} -->"]
    assert command.startswith("$ ")
    assert command.count("\n") == 1
    return command[2:-1]


def run(citebot, command):
    """Run a line of a transcript in this process: `citebot ...`, or `printf ... | citebot ...`."""
    before, _, line = command.rpartition(" | ")
    stdin = subprocess.run(["bash", "-c", before], capture_output=True, check=True).stdout
    name, *arguments = shlex.split(line)
    assert name == "citebot"
    return citebot(*arguments, stdin=stdin, corpus=ROOT / "corpus")


@pytest.mark.parametrize("steps", transcripts(), ids=lambda steps: steps[0][0][:60])
def test_a_transcript_shows_what_its_commands_print_one_after_another(citebot, steps):
    for command, output in steps:
        done = run(citebot, command)

        assert "" == done.err
        assert output == done.out


def test_the_transcripts_have_an_answer_a_refusal_and_a_follow_up():
    steps = [step for steps in transcripts() for step in steps]
    shown = "".join(command + output for command, output in steps)

    assert 7 == len(steps)
    assert all(piece in shown for piece in ("[14]", "does not answer", "--after", "--batch"))


def test_the_json_is_what_the_command_prints(citebot):
    """All but the score, which the README rounds and the weights decide."""
    (above, block), = blocks("json")  # fmt: skip
    shown, printed = json.loads(block), run(citebot, above.strip("<!-> ")).json
    scores = [answer["passages"][0].pop("score") for answer in (shown, printed)]

    assert list(shown) == list(printed)
    assert list(shown["passages"][0]) == list(printed["passages"][0])
    assert shown == printed
    assert all(0 < score <= 1 for score in scores)


def test_the_python_example_is_four_lines_and_prints_the_passage_with_its_references(tmp_path):
    (_, example), = blocks("python")  # fmt: skip
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    done = subprocess.run(
        [sys.executable, "-c", example],
        capture_output=True, encoding="utf-8", cwd=tmp_path, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONUTF8": "1",
             "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )  # fmt: skip

    assert 4 == len([line for line in example.splitlines() if line])
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.endswith("980mg/kg in rats.[14] ('14',)\n")


def test_every_command_that_is_named_exists():
    told = {*re.findall(r"(?:`|\$ |\| |/bin/)citebot ([a-z]+)\b", README)}
    told |= {
        command for _, block in blocks("sh") for command in re.findall(r"^citebot (\w+)", block)
    }

    assert {"ask", "evaluate", "reindex"} <= told
    assert told <= {*cli.list_commands(click.Context(cli))}


def discord_section():
    (section,) = re.findall(r"^## On Discord.*?$(.*?)^## ", README, re.MULTILINE | re.DOTALL)
    return section


def test_the_readme_names_all_that_the_bot_has_on_discord_and_nothing_else():
    section = discord_section()
    menus = {name for row in re.findall(r"^\| menu (.*?) \|", section, re.MULTILINE)
             for name in re.findall(r"\*(.+?)\*", row)}  # fmt: skip
    told = {*re.findall(r"`/([a-z]+)`", section)} | menus

    assert told == {command.name for command in all_commands()}


def test_every_button_named_is_on_an_answer_a_long_one_or_a_silence(tmp_path, library):
    rows = re.findall(r"^\| button (.*?) \|", discord_section(), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"\*(.+?)\*", row)}
    (tmp_path / "a.md").write_text("```\n" + "zebras are striped animals\n" * 200 + "```\n")
    desks = Handlers(library), Handlers(Library.open(tmp_path / "a.md", tmp_path / "index"))
    asked = [(0, "What is fasoracetam?"), (0, "What is the LD50 in dogs?"), (1, "zebras?")]
    shown = [desks[number].answer(question, None, None, 1) for number, question in asked]
    shown.append(shareable(desks[0].answer("What is fasoracetam?", None, None, None), share=True))

    assert told == {
        re.sub(r" \(\d+\)$", "", button.label)
        for message in shown for row in message.buttons for button in row
    }  # fmt: skip


def test_the_readme_has_the_bots_own_words_on_privacy():
    assert f"**Privacy.** {PRIVACY}" in " ".join(README.split())
    assert len(re.findall(r"\.(?: |$)", PRIVACY)) == 3


def test_the_pictures_are_there_small_and_described():
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", README)

    assert [path for _, path in pictures] == [
        ".github/pictures/answer.png", ".github/pictures/table.png", ".github/pictures/silence.png",
    ]  # fmt: skip
    assert all(len(alt) > 80 for alt, _ in pictures)
    assert all((ROOT / path).stat().st_size < 100_000 for _, path in pictures)


def test_the_commands_said_to_have_json_have_it():
    (names,) = re.findall(r"^(.*) take `--json` too", README, re.MULTILINE)
    options = {
        name: [option for p in command(name).params for option in p.opts]
        for name in re.findall(r"`(\w+)`", names)
    }

    assert 7 == len(options)
    assert all("--json" in own for own in options.values())


def test_every_setting_that_is_named_is_in_the_example_file():
    example = (ROOT / ".env.example").read_text("utf-8")

    for name in {*re.findall(r"\b(?:DISCORD|CITEBOT)_[A-Z_]+\b", README)}:
        assert f"\n{name}=\n" in example


def test_the_rules_shown_for_synonyms_are_rules():
    rules = ["lift, elevator", "noob => beginner, new player"]

    assert all(f"`{rule}`" in README for rule in rules)
    assert [] == problems(rules)


def test_the_test_command_is_the_one_that_ci_takes_from_the_readme():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (taking,) = re.findall(r"^command=.*$", script, re.MULTILINE)
    done = subprocess.run(["bash", "-c", f'{taking}\nprintf %s "$command"'],
                          cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip

    assert set_up("test command") == done.stdout
    (taking_before,) = re.findall(r"^before=[^#\n]*", script, re.MULTILINE)
    parts = ["${before% && *}", "${before##* && }", "${command##* && }"]
    shown = " ".join(f'"{part}"' for part in parts)
    steps = subprocess.run(
        ["bash", "-c", f"{taking}\n{taking_before}\nprintf '%s\\n' {shown}"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert " && ".join(steps) == set_up("test command")
    assert f'\nbash -euo pipefail -c "{parts[0]}" ' in script
    assert f'\nbash -euo pipefail -c "{parts[1]}" ' in script
    assert f'\nbash -euo pipefail -c "{parts[2]} --cov" ' in script


@pytest.mark.parametrize("which", ["question command", "test command"])
def test_a_set_up_command_assumes_python_and_nothing_else(which):
    programs = {shlex.split(part)[0] for part in set_up(which).split(" && ")}

    assert {"python3"} == {name for name in programs if not name.startswith(".venv/bin/")}


def test_the_test_command_installs_the_locked_versions_and_runs_all_tests():
    steps = [shlex.split(step) for step in set_up("test command").split(" && ")]

    assert [".venv/bin/pip", "install", "--quiet", "--no-deps", "-r",
            "requirements.lock"] == steps[1]  # fmt: skip
    assert "--no-deps" in steps[2]
    assert [
        ".venv/bin/python",
        "-m",
        "pytest",
        "--quiet",
        "--numprocesses",
        "auto",
        "--dist",
        "worksteal",
    ] == steps[3]


def declared():
    """The installed packages that the project asks for, and those that these ask for.

    Raises AssertionError where one is not of a version that is asked for.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [*map(Requirement, project["dependencies"])]
    found: dict[str, set[object]] = {}  # name -> the package and the extras that are asked for
    while waiting:
        wanted = waiting.pop()
        package = distribution(wanted.name)
        assert wanted.specifier.contains(package.version), wanted
        if found.get(wanted.name, set()) >= {package, *wanted.extras}:
            continue
        found.setdefault(wanted.name, {package}).update(wanted.extras)
        extras = [{"extra": extra} for extra in ("", *wanted.extras)]
        rows = map(Requirement, package.requires or [])
        waiting += [r for r in rows if r.marker is None or any(map(r.marker.evaluate, extras))]
    return [distribution(name) for name in found]


def test_the_question_command_answers_with_what_the_project_asks_for_and_nothing_else(tmp_path):
    """With links to what its `pip install` brings: `.ci/run` makes such an environment already.

    That what is built holds all of the package is for the tests of packaging to say.
    """
    *set_up_steps, step = set_up("question command").split(" && ")
    assert ["python3 -m venv .venv", ".venv/bin/pip install --quiet ."] == set_up_steps
    assert set_up("test command").startswith(f"{set_up_steps[0]} && ")
    (packages := tmp_path / "packages").mkdir()
    for package in declared():
        for top in {path.parts[0] for path in package.files or []} - {"..", "__pycache__"}:
            if not (link := packages / top).exists():
                link.symlink_to(str(package.locate_file(top)))
    (packages / "bot").symlink_to(ROOT / "bot")
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    name, *arguments = shlex.split(step)
    start = f"import sys; sys.path.insert(0, {str(packages)!r}); from bot.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start, *arguments], cwd=tmp_path,
        capture_output=True, encoding="utf-8", check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
    )  # fmt: skip
    (expected,) = [out for steps in transcripts() for command, out in steps
                   if command == 'citebot ask "What is the LD50 in rats?"']  # fmt: skip

    assert ".venv/bin/citebot" == name
    assert ("", expected) == (done.stderr, done.stdout)


def test_the_readme_is_for_operators_and_short():
    assert len(README.splitlines()) <= LONGEST


@pytest.mark.parametrize("link", re.findall(r"(?<!!)\[[^]]*\]\((?!http)(.*?)\)", README))
def test_every_link_to_a_file_leads_to_it_and_to_its_heading(link):
    path, _, anchor = link.partition("#")
    headings = re.findall(r"^#+ (.*)$", (ROOT / path).read_text("utf-8"), re.MULTILINE)

    assert anchor in {"", *(heading.lower().replace(" ", "-") for heading in headings)}
