"""Plants each bug in a copy of the repository and runs the tests that must notice it.

    python -m tests.mutants                      # all of them
    python -m tests.mutants --jobs 2 nonce       # only those named, two at a time

Prints a line for each: caught, hung (which counts, but says little) or MISSED. Exit status: 0
all were noticed, 1 one was not, 2 the tests fail without any bug.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants import Mutant
from tests.mutants.planted import MUTANTS

ROOT = Path(__file__).parent.parent.parent
_PASSED_OVER = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".coverage*", "build", "dist"
)
_PATIENCE = 300.0  # seconds for the tests of one mutant
_PASSED, _FAILED = 0, 1  # of pytest's exit statuses; the others say that it could not run


def main() -> int:
    """Do what the arguments of the process say; the exit status."""
    named = {mutant.name: mutant for mutant in MUTANTS}
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many at a time")
    parser.add_argument("--list", action="store_true", help="print the names")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(named):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    mutants = [named[name] for name in asked.names or named]
    if asked.list:
        print(*(mutant.name for mutant in mutants), sep="\n")
        return 0
    return _run(mutants, asked.jobs)


def _run(mutants: list[Mutant], jobs: int) -> int:
    if not _pass_without(mutants):
        return 2
    with ThreadPoolExecutor(jobs) as threads:
        told = []
        for mutant, found in zip(mutants, threads.map(_fate, mutants), strict=True):
            print(f"{found:<7} {mutant.name}", flush=True)
            told.append(found)
    missed = sum(found.endswith("MISSED") for found in told)
    print(f"{len(told) - missed} of {len(told)} were noticed")
    return 1 if missed else 0


def _pass_without(mutants: list[Mutant]) -> bool:
    """Whether all tests named pass where no bug is planted; what fails is shown."""
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    with tempfile.TemporaryDirectory() as folder:
        status, told = _pytest(_copy(Path(folder)), tests, _PATIENCE * len(mutants))
    if status != _PASSED:
        print("The tests do not pass without any bug:", told, sep="\n")
    return status == _PASSED


def _fate(mutant: Mutant) -> str:
    """What comes of a mutant."""
    with tempfile.TemporaryDirectory() as folder:
        root = _copy(Path(folder))
        mutant.plant(root)
        try:
            status, told = _pytest(root, mutant.tests, _PATIENCE)
        except subprocess.TimeoutExpired:
            return "hung"
    if status not in {_PASSED, _FAILED}:
        return f"failed to run:\n{told}\nMISSED"
    return "MISSED" if status == _PASSED else "caught"


def _copy(folder: Path) -> Path:
    """The repository, in a folder of its own."""
    root = folder / "copy"
    shutil.copytree(ROOT, root, ignore=_PASSED_OVER)
    return root


def _pytest(root: Path, tests: Iterable[str], seconds: float) -> tuple[int, str]:
    """The exit status of some tests and what pytest wrote. Raises TimeoutExpired."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist", *tests],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
        timeout=seconds,
    )
    return done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
