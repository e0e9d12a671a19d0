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
    """The files of a corpus. Never raises: one that cannot be read counts as empty.

    Synonyms count beside a corpus of one file too, for they only help to find. Notices
    are shown in the operator's name: they take a folder that the operator has set up.
    """
    problems: list[str] = []
    stamps = own_stamps(root)
    synonyms = _text(root if root.is_dir() else root.parent, SYNONYMS, problems)
    return OperatorFiles(synonyms, _text(root, NOTICES, problems), tuple(problems), stamps)


def _text(root: Path, name: str, problems: list[str]) -> str:
    try:
        return operator_file(root, name)
    except DocumentError as error:
        problems.append(str(error))
        return ""
