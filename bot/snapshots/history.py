"""What documents said before they were changed: for receipts of older quotations.

One JSON object a line, oldest first: {"document", "sha256", "passages": [[id, number, heading,
start, end, text, references, page], ...], "origin": [SHA-256 of the file, reader]}. A receipt
proves what it finds here, so a damaged line can only mean that something old is no longer known.
The oldest versions are dropped where a document has many or the file grows large. Deleting the
file loses what it remembers and nothing else.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.documents import Origin
from bot.documents.records import NOWHERE, Place
from bot.passages.passage import MOST_VERSIONS, DocumentVersion, Passage
from bot.snapshots.atomic_files import write

log = logging.getLogger(__name__)

FILE = "citebot.previous"
MOST_BYTES = 64 * 1024 * 1024  # of the file


def versions(folder: Path) -> Iterator[DocumentVersion]:
    """What is remembered, the latest first; what cannot be read is passed over."""
    for line in reversed(_lines(folder)):
        if (version := parsed(line)) is not None:
            yield version


def remember(folder: Path, gone: Sequence[DocumentVersion]) -> None:
    """Keep versions that are about to be replaced. OSError where they cannot be kept."""
    known = {(v.document, v.sha256) for v in versions(folder)}
    fresh = [v for v in gone if (v.document, v.sha256) not in known and v.passages]
    if not fresh:
        return
    lines = _bounded([*_lines(folder), *map(written, fresh)])
    write(folder / FILE, b"".join(line + b"\n" for line in lines))


def _lines(folder: Path) -> list[bytes]:
    try:
        return [line for line in (folder / FILE).read_bytes().split(b"\n") if line]
    except OSError:
        return []


def _bounded(lines: Sequence[bytes]) -> list[bytes]:
    """The latest versions, within the limits; what cannot be read is dropped."""
    kept: list[bytes] = []
    count: Counter[str] = Counter()
    size = 0
    for line in reversed(lines):
        version = parsed(line)
        if version is None:
            continue
        count[version.document] += 1
        size += len(line) + 1
        if size > MOST_BYTES:
            break
        if count[version.document] <= MOST_VERSIONS:
            kept.append(line)
    return kept[::-1]


def written(version: DocumentVersion) -> bytes:
    """A version as it is kept."""
    row = {
        "document": version.document,
        "sha256": version.sha256,
        "passages": [
            [p.id, p.number, p.heading, p.start, p.end, p.text, p.references, p.place.page]
            for p in version.passages
        ],
        "origin": version.origin,
    }
    return json.dumps(row).encode()


def parsed(line: bytes) -> DocumentVersion | None:
    """The version that a line is of, or None where it cannot be read."""
    try:
        row = json.loads(line)
        document = str(row["document"])
        passages = tuple(_passage(document, fields) for fields in row["passages"])
        origin = Origin(*map(str, row["origin"])) if row.get("origin") else None
        return DocumentVersion(document, str(row["sha256"]), passages, origin)
    except (ValueError, TypeError, KeyError, RecursionError):
        log.warning("A line of %s cannot be read and is passed over.", FILE)
        return None


def _passage(document: str, fields: list[object]) -> Passage:
    id_, number, heading, start, end, text, references, *page = fields
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(number, int)):
        raise TypeError("an offset is a number")
    if not (isinstance(heading, list) and isinstance(references, list)):
        raise TypeError("headings and references are lists")
    return Passage(
        id=str(id_),
        document=document,
        number=number,
        heading=tuple(map(str, heading)),
        text=str(text),
        start=start,
        end=end,
        units=(),
        references=tuple(map(str, references)),
        place=Place(page[0]) if page and isinstance(page[0], int) else NOWHERE,
    )
