"""Writes `bot/data/thesaurus.dump` from `thesaurus.txt`: run it when that has changed.

python -m tests.benchmarks.thesaurus
"""

from pathlib import Path

import bot
from bot.ranking.synonyms import dump, parse

DATA = Path(bot.__file__).parent / "data"


def dumped() -> str:
    """What the dump has to be."""
    return dump(parse((DATA / "thesaurus.txt").read_text("utf-8").splitlines()))


if __name__ == "__main__":
    (DATA / "thesaurus.dump").write_text(dumped(), "utf-8")
