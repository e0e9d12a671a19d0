"""The data that comes with the package, by the name of its file; read when first asked for.

- `frequencies.txt`: the most frequent English words (from wordfreq; see the README's licences)
- `thesaurus.txt`: what people ask with -> what texts write
- `commonest.txt`: the commonest words, with which the index compresses texts
- `languages/`: packs of other languages, see `analysis.language_packs` (and for `answers.txt`
  `ranking.answer_words`); made by
  `tests/benchmarks/language_packs.py`
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def shipped(name: str) -> bytes:
    """The content of one of these files. Raises OSError where the installation is broken."""
    return (_FOLDER / name).read_bytes()


@cache
def shipped_languages() -> frozenset[str]:
    """The names of the files in `languages/`."""
    return frozenset(path.name for path in (_FOLDER / "languages").iterdir())
