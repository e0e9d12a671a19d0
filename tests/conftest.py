"""What several tests need: a corpus of one's own, and the command line in this process."""

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from inspect import iscoroutinefunction
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings

from bot import Library, native
from bot.cli import main
from bot.meaning import models
from bot.ranking.ranker import Ranker
from bot.ranking.weights import WORDS

# The suite is about words, and quicker so; a test that is about the sentence model names it.
find_installed = models.installed
MODEL: Any = find_installed()
models.installed = lambda: None
os.environ["CITEBOT_MODEL"] = "off"  # in processes of their own
os.environ["LANGUAGE"] = "en"  # of whoever runs the suite, some do not speak it

# Looking for garbage as often as Python does took a twelfth of the time, and found next to none.
gc.set_threshold(20_000, 10, 10)

# Tests start hundreds of processes; each would compile the whole package anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "corpus" / "fasoracetam.txt"
_NOBODY = 65534

# The suite is the same at every run; `--hypothesis-profile=hunt --timeout=0` looks for more.
settings.register_profile(
    "citebot", max_examples=20, derandomize=True, database=None, deadline=None
)
settings.register_profile("hunt", max_examples=1000, database=None, deadline=None)


@pytest.hookimpl(optionalhook=True)  # the mutants do without pytest-xdist
def pytest_xdist_auto_num_workers() -> int:
    """Three processes for two cores: many tests wait for sockets, files and pauses.

    Each reads all modules and tests anew, so more of them take longer.
    """
    return (3 * (os.cpu_count() or 1) + 1) // 2


_TABLES: list[subprocess.Popen[bytes]] = []


def pytest_configure(config):
    """Load the suite's profile where the command line names none."""
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("citebot")
    # Hypothesis' tables of Unicode take seconds, and would be made by every process at once.
    if "PYTEST_XDIST_WORKER" not in os.environ and not Path(".hypothesis/unicode_data").exists():
        make = "from hypothesis import strategies; strategies.text().validate()"
        _TABLES.append(subprocess.Popen([sys.executable, "-c", make]))


_WAITING: list[Any] = []  # the measurement of coverage that begins with the tests


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session):
    """Measure coverage once for each line: it takes nearly as long again as the tests.

    A process that hands tests out measures none. In those that run them, pytest-cov starts two
    measurements, of which it reads one, and a test with `no_cover` stops only that. All processes
    read the same modules, so only the first one measures what happens then.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    hands_out = getattr(session.config.option, "numprocesses", None) and not worker
    if not (worker or hands_out) or "coverage" not in sys.modules:
        return
    coverage = sys.modules["coverage"].Coverage
    own = coverage.current()
    while running := coverage.current():
        running.stop()
    if worker and own:
        if worker == "gw0":
            own.start()
        else:
            _WAITING.append(own)


def pytest_collection_finish():
    """Begin with the tests: none of what was read until now is ever garbage."""
    gc.collect()
    gc.freeze()
    while _WAITING:
        _WAITING.pop().start()


def pytest_unconfigure():
    for process in _TABLES:
        process.wait()


def pytest_collection_modifyitems(items):
    """Leave out of the coverage what adds next to nothing to it, and takes long to measure.

    That is what the examples of a law run through by chance, and of a test that goes over a socket
    all examples but the first one: of the event loop each line is looked at, too.
    """
    measured = set()
    for item in items:
        test = getattr(item, "obj", None)
        if is_hypothesis_test(test) or (iscoroutinefunction(test) and test in measured):
            item.add_marker("no_cover")
        measured.add(test)


LIBRARY: Any = native.kernels()
compiled_only = pytest.mark.skipif(
    LIBRARY is None, reason="nothing is compiled: there was no C compiler"
)


def ranked(extractor, **options):
    """All candidates for a question, best first."""
    return [*Ranker(extractor, WORDS, **options).best()]


@dataclass(frozen=True)
class Run:
    """What a command did: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def index_folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def citebot(monkeypatch, tmp_path, index_folder):
    """Run the command with an index of its own, in an empty folder: citebot("ask", "...")."""
    monkeypatch.chdir(tmp_path)
    for name in ("CITEBOT_CORPUS", "CITEBOT_INDEX", "CITEBOT_LOG_LEVEL", "DISCORD_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: bytes = b"", corpus: Path | None = DOCUMENT) -> Run:
        out, err = BytesIO(), BytesIO()
        options = [] if corpus is None else ["--corpus", str(corpus)]
        with monkeypatch.context() as patch:
            patch.setattr(
                sys, "argv", ["citebot", *options, "--index", str(index_folder), *arguments]
            )
            patch.setattr(sys, "stdout", TextIOWrapper(out, encoding="ascii", write_through=True))
            patch.setattr(sys, "stderr", TextIOWrapper(err, encoding="ascii", write_through=True))
            patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin), encoding="utf-8"))
            with pytest.raises(SystemExit) as stopped:
                main()
            return Run(
                int(stopped.value.code or 0), out.getvalue().decode(), err.getvalue().decode()
            )

    return run


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory):
    """Make something dear in a folder, once for all processes: `once("wheel", make)`."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        path = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            flock(lock, LOCK_EX)  # until it is closed
            if not path.exists():
                (new := shared / f"{name}.new").mkdir()
                make(new)
                new.rename(path)
        return path

    return folder


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """The default document, open."""
    return Library.open(DOCUMENT, tmp_path_factory.mktemp("index"))


def unprivileged(promise: Callable[[Path], None]) -> None:
    """Check a promise in a process that is not root, in a folder of its own.

    To root every folder is open and writable, and tests often run as root.
    """
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(_NOBODY)
            promise(folder)
        except BaseException:  # noqa: BLE001  (the parent is told by the status)
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o700)
    shutil.rmtree(folder)
    assert status == 0
