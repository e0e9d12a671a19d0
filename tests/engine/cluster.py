"""Three nodes, of which some are killed, hang and come back, while questions are asked.

    python -m tests.engine.cluster

takes some three minutes at rest, and is no part of the suite. In every phase an answer is right or
is an error that says that the engine does not answer; it is never "the document does not say".
Where one node is left out, questions have to be answered; where two are, none has to; and
afterwards all.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot import Library
from bot.errors import EngineSilent
from bot.library import reindex
from tests.engine.nodes import Node, cluster

QUESTION, ANSWER = "at how many degrees is the kiln fired", "The kiln is fired at 900 degrees.[1]"
_SECONDS = 12.0  # of a phase
_RECOVERED = 60.0  # seconds after which all has to be well again


@dataclass
class Phase:
    """What came of the questions of a phase."""

    name: str
    right: int = 0
    silent: int = 0
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0  # seconds

    def ask(self, library: Library) -> bool:
        """Ask once; whether it was answered."""
        started = time.monotonic()
        library.reload()
        try:
            shown = library.ask(QUESTION).quotations
            text = shown[0].passage.text if shown else "silence"
            self.right += text == ANSWER
            self.wrong += [text] if text != ANSWER else []
        except EngineSilent:
            self.silent += 1
            return False
        finally:
            self.longest = max(self.longest, time.monotonic() - started)
        return True

    def told(self) -> str:
        """A row of the table."""
        return (f"{self.name:45} {self.right:6} right {self.silent:4} not answered "
                f"{len(self.wrong):3} wrong, longest {self.longest:5.1f} s")  # fmt: skip


def run(nodes: list[Node], folder: Path) -> list[Phase]:
    """Go through all phases."""
    (folder / "own").mkdir()
    (folder / "own" / "kiln.txt").write_text(f"{ANSWER}\n\nGlaze is mixed with rain.\n", "utf-8")
    engine = ",".join(node.url for node in nodes)
    reindex(folder / "own", folder / "index", engine=engine)
    library = Library.open(folder / "none", folder / "remote", engine=engine)
    phases: list[Phase] = []

    def phase(name: str, event: Callable[[], object]) -> Phase:
        phases.append(own := Phase(name))
        happening = threading.Thread(target=event)
        happening.start()
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until or happening.is_alive():
            own.ask(library)
        print(own.told(), flush=True)
        return own

    def back(node: Node) -> None:
        node.start()
        node.wait(len(nodes), "green")

    def goes_on() -> None:
        second.go_on()
        first.wait(len(nodes), "green")  # else the next phase has more than one node out

    def both() -> None:
        second.start()
        back(third)

    first, second, third = nodes
    phase("all are well", lambda: None)
    phase("the first is killed", first.kill)
    phase("the first comes back", lambda: back(first))
    phase("the second hangs", second.pause)
    phase("the second goes on", goes_on)
    phase("the third is killed", third.kill)
    phase("and the second", second.kill)
    phase("both come back", both)
    until = time.monotonic() + _RECOVERED
    last = Phase("recovering")
    while not last.ask(library) and time.monotonic() < until:
        pass
    phase("all are well again", lambda: None)
    return phases


def failures(phases: list[Phase]) -> list[str]:
    """What should not have been."""
    may_fail = {"the second hangs", "and the second", "both come back", "the second goes on"}
    found = [f"{one.name}: {one.wrong[0]}" for one in phases if one.wrong]
    found += [f"{p.name}: {p.silent} not answered" for p in phases
              if p.silent and p.name not in may_fail]  # fmt: skip
    return found


def main() -> None:
    """Print a row for each phase; exit status 1 where one is not as it should be."""
    with cluster(3, heap="256m") as nodes, tempfile.TemporaryDirectory() as folder:
        found = failures(run(nodes, Path(folder)))
    print("\n".join(found) or "all as it should be")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
