"""Reads the files of a corpus.

A corpus is a folder of files of the kinds in `formats`, with its sub-folders, or one file. Text
is UTF-8, with or without a byte-order mark; every line end is read as a line feed. Other
formats are read in a process of their own. What cannot be read is named in a DocumentError, and
the rest is served; files of other kinds are named, too.

Left out on purpose: other encodings of text. To guess an encoding is to misquote.
"""

import codecs
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bot.documents.formats import SUFFIXES, format_of
from bot.documents.records import Document, Origin, default_key
from bot.errors import CorpusNotFound, DocumentError, of_the_system
from bot.patterns import lazy
from bot.translation import Message

# The operator's own files in the top folder of a corpus; they are no documents.
SYNONYMS = "synonyms.txt"
QUESTIONS = "questions.jsonl"
NOTICES = "notices.toml"
SOURCES = "sources.toml"
SERVERS = "servers.toml"
RESERVED = frozenset({SYNONYMS, QUESTIONS, NOTICES, SOURCES, SERVERS})
LARGEST = 256 * 1024 * 1024  # bytes of a document
_SOURCE = lazy(r"(?m)^source[ \t]*[:=][ \t]*[\"']?(https?://[^\s\"']+)")
_TRIES = 3  # to read a file that changes while it is read
_TOO_LARGE = Message("over 256 MiB; split it into several files")
_CHANGING = Message("is being changed; try again when it is written")
_NO_FILE = Message("is no file that can be read; it is a pipe or a device")
_UTF_16 = Message("is UTF-16; save it as UTF-8")


class CorpusFile(NamedTuple):
    """A file of the corpus, not read yet. `stamp` changes whenever the file does."""

    name: str
    path: str
    stamp: tuple[int, ...]  # size in bytes, modified and changed in ns, inode


class Listing(NamedTuple):
    """The files of a corpus by name, those that cannot even be looked at, and other kinds."""

    root: Path
    entries: tuple[CorpusFile, ...]
    unreadable: tuple[DocumentError, ...]
    passed_over: tuple[str, ...] = ()  # names of files of kinds that are not read


def scan(root: Path) -> Listing:
    """List the files of a corpus, sorted by name, without reading any.

    Names starting with a dot are passed over, links to files are followed and links to
    folders are not. Raises CorpusNotFound.
    """
    try:
        if root.is_file():
            return Listing(root, (CorpusFile(root.name, str(root), _stamp(root.stat())),), ())
        if not root.is_dir():
            raise CorpusNotFound(
                Message("There is no folder or file {path}; name one with --corpus.", path=root)
            )
        with os.scandir(root):
            pass  # it can be opened
    except OSError as error:
        raise CorpusNotFound(
            Message("{path} cannot be opened: {why}.", path=root, why=of_the_system(error))
        ) from error
    return _listing(root)


def _listing(root: Path) -> Listing:
    """The files of a folder that can be opened."""
    entries: list[CorpusFile] = []
    unreadable: list[DocumentError] = []
    passed_over: list[str] = []
    for item, name in _files(root, unreadable, passed_over):
        try:
            status = item.stat()
        except OSError as error:
            unreadable.append(_unopened(name, error))
            continue
        if name in RESERVED:
            continue
        if stat.S_ISREG(status.st_mode):
            entries.append(CorpusFile(name, item.path, _stamp(status)))
        else:
            unreadable.append(DocumentError(name, _NO_FILE))
    entries.sort(key=lambda entry: entry.name)
    other = sorted(name for name in passed_over if name not in RESERVED)
    return Listing(root, tuple(entries), tuple(unreadable), tuple(other))


def _files(
    root: Path, unreadable: list[DocumentError], passed_over: list[str]
) -> Iterator[tuple[os.DirEntry[str], str]]:
    """What may be a document, by its name in the corpus. Each file is looked at once."""
    waiting = [(os.fspath(root), "")]  # folders, and what names in them begin with
    while waiting:
        folder, above = waiting.pop()
        try:
            with os.scandir(folder) as found:
                items = [item for item in found if not item.name.startswith(".")]
        except OSError as error:
            unreadable.append(_unopened(above[:-1] or ".", error))
            continue
        folders = []
        for item in items:
            if _is_folder(item):
                if not item.is_symlink():
                    folders.append((item.path, f"{above}{item.name}/"))
            elif item.name.lower().endswith(SUFFIXES):
                yield item, above + item.name
            else:
                passed_over.append(above + item.name)
        waiting += reversed(folders)


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link to nowhere, which is named when it is opened
        return False


def _unopened(name: str, error: OSError) -> DocumentError:
    return DocumentError(name, Message("cannot be opened: {why}", why=of_the_system(error)))


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def read(entry: CorpusFile) -> Document:
    """Read a document. Raises DocumentError, which names it and says what to do."""
    data, stamp = _bytes(entry)
    if not (file_format := format_of(entry.name)).reader:
        text = decode(entry.name, data)
        _refuse_exports(entry.name, text)
        return Document(entry.name, text, stamp, source=_source(text) if file_format.markup else "")
    from bot.documents.reader_process import read_apart  # noqa: PLC0415  (text does without)

    content = sha256(data).hexdigest()
    try:
        made = read_apart(entry.name, data, file_format)
    except DocumentError as error:
        raise DocumentError(error.name, error.why, content) from error
    origin = Origin(content, made.reader)
    return Document(entry.name, made.text, stamp, origin, made.layout, made.locator, made.source)


def _refuse_exports(name: str, text: str) -> None:
    """Raise DocumentError for a channel's export as text."""
    if text.startswith("====="):
        from bot.documents.channel_forms import (  # noqa: PLC0415  (few texts begin so)
            NAMES_ITS_WRITERS,
            is_text,
        )

        if is_text(text):
            raise DocumentError(name, NAMES_ITS_WRITERS)


def _source(text: str) -> str:
    """The address of the original, `source:` in front matter; empty where there is none."""
    if not text.startswith(("---", "+++")):
        return ""
    from bot.documents.markdown_rules import front_matter  # noqa: PLC0415  (few texts have it)

    found = _SOURCE.search(front_matter(text))
    return found[1] if found else ""


def content_sha256(entry: CorpusFile) -> str:
    """The SHA-256 of what a file says, in hex: of its text, or of its bytes where it is none.

    Raises DocumentError. No reader is started for it.
    """
    data, _ = _bytes(entry)
    if format_of(entry.name).reader:
        return sha256(data).hexdigest()
    return Document(entry.name, decode(entry.name, data)).sha256


def _bytes(entry: CorpusFile) -> tuple[bytes, tuple[int, ...]]:
    """The file's content, from one moment: it was the same before and after it was read."""
    path = Path(entry.path)
    try:
        for _ in range(_TRIES):
            with path.open("rb") as file:
                before = os.fstat(file.fileno())
                if before.st_size > LARGEST:
                    raise DocumentError(entry.name, _TOO_LARGE)
                data = file.read(LARGEST + 1)
            after = path.stat()
            if _stamp(before) == _stamp(after) and len(data) == after.st_size:
                return data, _stamp(after)
    except OSError as error:
        raise DocumentError(
            entry.name, Message("cannot be read: {why}", why=of_the_system(error))
        ) from error
    raise DocumentError(entry.name, _CHANGING)


def decode(name: str, data: bytes) -> str:
    r"""The text of a file's bytes. Raises DocumentError with the place of what is wrong.

    >>> decode("a.txt", b"\xef\xbb\xbfone\r\ntwo\rthree")
    'one\ntwo\nthree'
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DocumentError(name, _UTF_16)
    if (at := data.find(b"\0")) >= 0:
        raise DocumentError(name, Message("is no text file (a zero byte at {number})", number=at))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            name, Message("is not UTF-8 at byte {number}; save it as UTF-8", number=error.start)
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def operator_file(root: Path, name: str) -> str:
    """One of the operator's own files in a corpus folder; empty where there is none.

    Raises DocumentError where it cannot be read.
    """
    path = root / name
    if not (root.is_dir() and path.exists()):
        return ""
    return decode(name, _bytes(CorpusFile(name, str(path), ()))[0])  # as text, whatever its suffix


def own_stamps(root: Path) -> tuple[int, ...]:
    """What changes whenever one of the operator's own files does."""
    folder = root if root.is_dir() else root.parent
    stamps: list[int] = []
    for name in sorted(RESERVED):
        try:
            stamps += _stamp((folder / name).stat())
        except OSError:
            stamps.append(0)
    return tuple(stamps)


def keys(names: Iterable[str]) -> dict[str, str]:
    """Document name -> what its passage ids begin with: the name without its suffix.

    Documents that only differ in the suffix keep it.

    >>> keys(["a.txt", "b.txt", "b.md"])
    {'a.txt': 'a', 'b.txt': 'b.txt', 'b.md': 'b.md'}
    """
    short = {name: default_key(name) for name in names}
    taken = Counter(short.values())
    return {
        name: key if taken[key] == 1 and key not in short else name for name, key in short.items()
    }
