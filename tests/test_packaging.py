"""The wheel: built from the project, it answers a question in an empty folder."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from email.parser import Parser
from functools import partial
from zipfile import ZipFile

import pytest

from bot import __version__
from tests.conftest import DOCUMENT, ROOT, compiled_only

PASSED_OVER = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".coverage*", "build", "dist"
)


def install(*what, folder):
    """Install something into a folder."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-compile", "--disable-pip-version-check",
         "-q", "--target", folder, *what],
        capture_output=True, check=True,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def backend(once):
    """What builds the project: the only thing that a test takes from the registry."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    requires = project["build-system"]["requires"]
    return once("backend", lambda folder: install(*requires, folder=folder))


def built(backend, folder, **environment):
    """A wheel, built from a copy of the project."""
    shutil.copytree(ROOT, folder / "project", ignore=PASSED_OVER)
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "out"],
        cwd=folder / "project", capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(backend), **environment},
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    (wheel,) = (folder / "out").iterdir()
    return wheel


@pytest.fixture(scope="module")
def wheel(backend, once):
    """The wheel as this machine builds it."""
    (wheel,) = (once("wheel", partial(built, backend)) / "out").iterdir()
    return wheel


@pytest.fixture(scope="module")
def installed(wheel, once):
    """That wheel, installed; its dependencies are those of this Python."""
    return once("installed", lambda folder: install("--no-deps", wheel, folder=folder))


def names(wheel):
    with ZipFile(wheel) as archive:
        return archive.namelist()


def metadata(wheel):
    with ZipFile(wheel) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode())


def test_the_wheel_carries_the_default_document_and_its_synonyms_byte_for_byte(wheel):
    with ZipFile(wheel) as archive:
        for path in (DOCUMENT, DOCUMENT.parent / "synonyms.txt"):
            assert path.read_bytes() == archive.read(f"bot/default_corpus/{path.name}")


def test_the_wheel_carries_every_file_of_the_package(wheel):
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert {
        "bot/py.typed",
        "bot/data/frequencies.txt",
        "bot/data/thesaurus.txt",
        "bot/data/locale/de/LC_MESSAGES/citebot.mo",
    } <= ours
    assert ours <= {*names(wheel)}


def test_the_wheel_carries_nothing_but_the_package_and_its_description(wheel):
    tops = {name.split("/")[0] for name in names(wheel)}

    assert {"bot", f"citebot-{__version__}.dist-info"} == tops


@compiled_only
def test_the_wheel_is_for_systems_like_this_one_for_it_carries_a_compiled_part(wheel):
    _, _, python, interface, system = wheel.stem.split("-")

    assert ("py3", "none") == (python, interface)
    assert "any" != system
    assert "bot/native/kernels.so" in names(wheel)


def test_without_a_compiler_the_wheel_is_for_every_system_and_answers(backend, installed, tmp_path):
    """Its files are those of the other, which is installed, but for the compiled part."""
    wheel = built(backend, tmp_path, CC="no-such-compiler")
    plain = shutil.copytree(installed, tmp_path / "plain")
    (plain / "bot" / "native" / "kernels.so").unlink(missing_ok=True)
    files = {path.relative_to(plain).as_posix() for path in (plain / "bot").rglob("*.*")}
    done = in_an_empty_folder(plain, tmp_path, "ask", "What is the LD50 in rats?")

    assert f"citebot-{__version__}-py3-none-any.whl" == wheel.name
    assert {one for one in files if "__pycache__" not in one} == {
        name for name in names(wheel) if name.startswith("bot/") and "." in name
    }
    assert (0, "") == (done.returncode, done.stderr)
    assert "980mg/kg in rats.[14]" in done.stdout


def test_the_wheel_says_its_name_its_version_and_its_licence(wheel):
    told = metadata(wheel)

    assert ("citebot", __version__, "MIT") == (
        told["Name"],
        told["Version"],
        told["License-Expression"],
    )
    assert f"citebot-{__version__}.dist-info/licenses/LICENSE" in names(wheel)


def name_of(requirement):
    """The package a requirement is for, as the registry writes it: discord-py for discord.py."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def test_the_wheel_asks_for_the_dependencies_of_the_project_and_no_others(wheel):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = [row for row in metadata(wheel).get_all("Requires-Dist", []) if "extra ==" not in row]

    assert [name_of(row) for row in project["dependencies"]] == [name_of(row) for row in told]


def in_an_empty_folder(installed, folder, *arguments):
    """Run the installed package where there is nothing else, the checkout out of its sight."""
    start = f"import sys; sys.path.insert(0, {str(installed)!r}); from bot.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-P", "-c", start, *arguments],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
        env={"PATH": "", "HOME": str(folder)},
    )  # fmt: skip


def test_the_installed_package_answers_a_question_in_an_empty_folder(installed, tmp_path):
    done = in_an_empty_folder(installed, tmp_path, "ask", "--json", "What is the LD50 in rats?")

    assert (0, "") == (done.returncode, done.stderr)
    assert json.loads(done.stdout)["passages"][0]["text"].endswith("980mg/kg in rats.[14]")


def test_the_installed_package_is_the_one_that_is_asked(installed, tmp_path):
    done = in_an_empty_folder(installed, tmp_path, "doctor")

    assert f"corpus {installed / 'bot' / 'default_corpus'}: 1 document, 13 passages" in done.stdout


def test_the_installed_command_says_its_version(installed, tmp_path):
    done = in_an_empty_folder(installed, tmp_path, "--version")

    assert f"citebot, version {__version__}\n" == done.stdout


def test_the_command_and_the_module_are_installed(installed):
    assert (installed / "bin" / "citebot").exists()
    assert (installed / "bot" / "__main__.py").exists()


def test_the_changelogs_newest_version_is_the_programs():
    """A section "Unreleased" may stand above it, and before the first release alone."""
    titles = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    released = [title.split()[0].strip("[]") for title in titles if title != "Unreleased"]

    assert titles
    assert "Unreleased" not in titles[1:]
    assert [__version__] == (released[:1] or ["0.1.0"])


def test_the_lock_file_has_every_dependency_pinned_with_its_hash():
    locked = (ROOT / "requirements.lock").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    rows = project["dependencies"] + project["optional-dependencies"]["dev"]
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)[^\n]*\\\n\s+--hash=sha256:", locked, re.MULTILINE))

    missing = [row for row in rows if name_of(row) not in pinned]
    assert [] == missing


def pins(lock):
    """Each package of a lock file with its version, without extras and markers -> its hashes."""
    blocks = re.split(r"^(?=\w)", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)[1:]
    lines = {block: block.split()[0] for block in blocks}
    return {
        re.sub(r"\[.*?\]", "", line): re.findall(r"sha256:\w+", block)
        for block, line in lines.items()
    }


def test_the_container_has_the_locked_versions_of_what_is_needed_to_run():
    every, needed = pins("requirements.lock"), pins(".container/requirements.lock")
    names = {line.split("==")[0].lower() for line in needed}
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        re.split(r"[>=]", one)[0].lower().replace(".", "-") for one in dependencies["dependencies"]
    }

    assert {line: every.get(line) for line in needed} == needed
    assert wanted - names == set()


def test_the_container_copies_what_there_is_and_does_not_run_as_root():
    steps = (ROOT / ".container" / "Containerfile").read_text("utf-8").splitlines()
    copied = [word for step in steps if step.startswith("COPY ") and "--from" not in step
              for word in step.split()[1:-1]]  # fmt: skip

    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    users = [step.split()[1] for step in steps if step.startswith("USER ")]
    assert users == ["10001:10001"]
    assert "/healthz" in next(step for step in steps if "CMD" in step and "urllib" in step)
