"""Bugs planted by hand, to see that the tests notice them: `python -m tests.mutants`.

A test that passes with the bug it is there for is worth nothing. Each bug here was planted
once and went unnoticed, or would hurt users where it did.

Left out on purpose: bugs made by rule, such as every `<` a `<=`; most of these hurt nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug: in `file`, `before`, which stands there once, becomes `after`; `tests` notice.

    `tests` are what pytest takes: files, or node ids without the parameters.
    """

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def plant(self, root: Path) -> None:
        """Put the bug into a copy of the repository."""
        path = root / self.file
        whole = path.read_text("utf-8")
        assert whole.count(self.before) == 1, f"{self.name}: not once in {self.file}"
        path.write_text(whole.replace(self.before, self.after), "utf-8")
