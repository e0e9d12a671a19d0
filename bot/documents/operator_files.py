"""The operator's own files in the top folder of a corpus, as text: they are no documents."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bot.documents.corpus import NOTICES, SYNONYMS, operator_file, own_stamps
from bot.errors import DocumentError


class OperatorFiles(NamedTuple):
    """What the operator's files say; a text is empty where there is no such file.

    `problems` names the files that cannot be read, a sentence each; `stamps` changes whenever
    one of the files does.
    """

    synonyms: str
    notices: str
    problems: tuple[str, ...]
    stamps: tuple[int, ...]


def operator_files(root: Path) -> OperatorFiles:
    """The files of a corpus. Never raises: one that cannot be read counts as empty."""
    problems: list[str] = []
    stamps = own_stamps(root)
    texts = [_text(root, name, problems) for name in (SYNONYMS, NOTICES)]
    return OperatorFiles(texts[0], texts[1], tuple(problems), stamps)


def _text(root: Path, name: str, problems: list[str]) -> str:
    try:
        return operator_file(root, name)
    except DocumentError as error:
        problems.append(str(error))
        return ""
