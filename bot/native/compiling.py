"""Compiles the C files into one library.

Any C compiler will do, for nothing but the C standard library is used, and no file of
Python's.

Left out on purpose: flags for this very machine's processor; what is built here may be run on
another of its kind.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

# The same sums as in Python, to the last bit: no two operations in one rounding.
FLAGS = ("-std=c11", "-O3", "-fPIC", "-shared", "-ffp-contract=off")
_COMPILERS = ("cc", "gcc", "clang")


def compiled(library: Path, files: Iterable[Path], stamp: int) -> str:
    """Compile files into a library; returns why that was not possible, else an empty string.

    The compiler is what the variable CC names, with options if need be, else the first that is
    found.
    """
    library.unlink(missing_ok=True)
    own = shlex.split(os.environ.get("CC", ""))
    named = own[:1] or _COMPILERS
    compiler = next(filter(None, map(shutil.which, named)), None)
    if compiler is None:
        return f"no C compiler is found ({', '.join(named)})"
    stamped = f"-DCITEBOT_STAMP={stamp}u"
    command = [compiler, *own[1:], *FLAGS, stamped, "-o", str(library), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return ""
    library.unlink(missing_ok=True)
    return f"{compiler} says: {done.stderr.strip()[:500]}"
