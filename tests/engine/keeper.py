"""Keeps one node for a whole run of the tests, however many processes that has.

    python -m tests.engine.keeper FILE PROCESS

returns at once; what it leaves running writes the node's address, or why there is none, into FILE,
and ends the node when PROCESS is gone.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from tests.engine.home import NoEngine
from tests.engine.nodes import cluster

_PAUSE = 0.2  # seconds between looks at the process


def lives(process: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def tell(file: Path, **told: str) -> None:
    """Write the file, whole."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(told), "utf-8")
    new.rename(file)


def keep(file: Path, process: int) -> None:
    """See the module's docstring."""
    try:
        with cluster(heap="256m") as (node,):
            tell(file, url=node.url)
            while lives(process):
                time.sleep(_PAUSE)
    except NoEngine as error:
        tell(file, why=str(error))
    except BaseException as error:
        tell(file, failed=repr(error))
        raise


if __name__ == "__main__":
    if os.fork() == 0:
        os.setsid()
        keep(Path(sys.argv[1]), int(sys.argv[2]))
