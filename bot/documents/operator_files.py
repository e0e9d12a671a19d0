"""The operator's own files in the top folder of a corpus, as text: they are no documents."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from bot.documents.corpus import NOTICES, SERVERS, SOURCES, SYNONYMS, operator_file, own_stamps
from bot.errors import DocumentError
from bot.translation import Message


class OperatorFiles(NamedTuple):
    """What the operator's files say; a text is empty where there is no such file.

    `problems` names the files that cannot be read, a sentence each; `stamps` changes whenever
    one of the files does. `sources` are documents by name with the addresses of their originals.
    `servers` is None where that file is there and cannot be read.
    """

    synonyms: str
    notices: str
    problems: tuple[str, ...]
    stamps: tuple[int, ...]
    sources: tuple[tuple[str, str], ...] = ()
    servers: str | None = ""


def operator_files(root: Path) -> OperatorFiles:
    """The files of a corpus. Never raises: one that cannot be read counts as empty.

    Synonyms count beside a corpus of one file too, for they only help to find. Notices
    are shown in the operator's name: they take a folder that the operator has set up.
    """
    problems: list[str] = []
    stamps = own_stamps(root)
    synonyms = _text(root if root.is_dir() else root.parent, SYNONYMS, problems)
    notices, sources = _text(root, NOTICES, problems), _sources(root, problems)
    servers = _servers(root, problems)
    return OperatorFiles(synonyms, notices, tuple(problems), stamps, sources, servers)


def table_of(written: str, known: Collection[str]) -> tuple[dict[str, Any], list[str]]:
    """The table of a TOML file, and what is wrong with it: it is none, or has other keys."""
    import tomllib  # noqa: PLC0415  (few corpora have such a file)

    try:
        table = tomllib.loads(written)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [Message("is not TOML: {why}", why=" ".join(str(error).split()))]
    others = (key for key in table if key not in known)
    return table, [Message("{name!r} means nothing here", name=key) for key in others]


def _servers(root: Path, problems: list[str]) -> str | None:
    """Which server may see what; None where nobody knows."""
    try:
        return operator_file(root, SERVERS)
    except DocumentError as error:
        told = Message("{error}; until then no document is shown on Discord", error=error.line)
        problems.append(told)
        return None


def _sources(root: Path, problems: list[str]) -> tuple[tuple[str, str], ...]:
    """What `sources.toml` says: a line `"name" = "https://..."` a document."""
    if not (written := _text(root, SOURCES, problems)):
        return ()
    import tomllib  # noqa: PLC0415  (few corpora have such a file)

    try:
        rows = tomllib.loads(written)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problems.append(Message("{file} is not TOML: {why}", file=SOURCES, why=error))
        return ()
    problems += [
        Message(
            "{file}: {name} has no address that begins with https:// or http://",
            file=SOURCES,
            name=name,
        )
        for name, address in rows.items()
        if not _is_address(address)
    ]
    return tuple((name, address) for name, address in rows.items() if _is_address(address))


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _text(root: Path, name: str, problems: list[str]) -> str:
    try:
        return operator_file(root, name)
    except DocumentError as error:
        problems.append(error.line)
        return ""
