"""Compiles the C files when the package is installed: a build hook of hatchling.

Any C compiler will do, for nothing but the C standard library is used, and no file of
Python's. Where there is no compiler, or it fails, the package is installed without: that is
told, and is no error. (Hatchling documents such hooks under "Custom build hook".)

Left out on purpose: flags for this very machine's processor; what is built here may be run on
another of its kind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

# The same sums as in Python, to the last bit: no two operations in one rounding.
FLAGS = ("-std=c11", "-O3", "-fPIC", "-shared", "-ffp-contract=off")
_COMPILERS = ("cc", "gcc", "clang")


class CompilingHook(BuildHookInterface):  # type: ignore[misc]  # hatchling is there to build only
    """Puts the compiled library beside its sources, and into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called before a wheel, or what stands for one in an editable install, is made."""
        sys.path.insert(0, self.root)
        from bot.native import LIBRARY, sources, stamp  # noqa: PLC0415  (only from here on)

        why = compiled(LIBRARY, [path for path in sources() if path.suffix == ".c"], stamp())
        if why:
            self.app.display_warning(f"Nothing is compiled: {why}. Large corpora take longer.")
            return
        build_data["artifacts"].append(LIBRARY.relative_to(self.root).as_posix())
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{next(platform_tags())}"


def compiled(library: Path, files: list[Path], stamp: int) -> str:
    """Compile files into a library; gives why that was not possible, else an empty string."""
    library.unlink(missing_ok=True)
    named = [os.environ["CC"]] if os.environ.get("CC") else _COMPILERS
    compiler = next(filter(None, map(shutil.which, named)), None)
    if compiler is None:
        return f"no C compiler is found ({', '.join(named)})"
    command = [compiler, *FLAGS, f"-DCITEBOT_STAMP={stamp}u", "-o", str(library), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return ""
    library.unlink(missing_ok=True)
    return f"{compiler} says: {done.stderr.strip()[:500]}"
