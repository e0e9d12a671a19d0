"""One file that holds named arrays: written in a stream, read through a memory map.

Layout, all numbers little-endian:

    0   16 bytes  b"citebot index 1\\n"
    16  8 bytes   where the table starts (0 while the file is being written)
    24  8 bytes   length of the table
    32  4 bytes   CRC-32 of the table
    64  ...       the sections, each starting at a multiple of 64
    ..  checks    a CRC-32 of 4 bytes for every block of every section, in order
    ..  table     JSON: {"meta": {...}, "checks": [start, bytes, CRC-32],
                         "sections": {name: [typecode, start, bytes, its first check]}}

Every 4 KiB of a section, with the zeros that fill it up to the next section, are a block
whose CRC-32 is checked when a reader first touches it: opening costs nearly the same for
every size, and no damaged byte is ever used. No pickle, so that a foreign file can do no
harm. Nobody writes into a finished file, so a map of it stays what it was. What is read
seldom and from many places is read from the file, for a map would keep it in memory.

Left out on purpose: appending. A new index is a new file that takes the old one's place.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Self
from weakref import finalize

from bot.errors import IndexDamaged

MAGIC = b"citebot index 1\n"
_POINTER = struct.Struct("<QQI")
_FIRST_SECTION = 64
_BLOCK = 1 << 12  # bytes
_EVERY = 64  # strings
_MUCH = 1 << 22  # bytes of a map that may be touched before its memory is given back
_LARGE = 1 << 26  # bytes of a map from which on that is done
_TYPECODES = {"B": 1, "H": 2, "I": 4, "Q": 8, "f": 4, "d": 8}  # typecode -> bytes an item

Column = Any  # whatever memoryview takes: bytes, array.array, one-dimensional numpy arrays

if sys.byteorder != "little":  # pragma: no cover  (no such machine to test on)
    raise ImportError("citebot's index needs a little-endian machine")


class Writer:
    """Writes sections one after the other; the file is void until `finish`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sections: dict[str, list[Any]] = {}
        self._checks = array("I")
        file.write(MAGIC.ljust(_FIRST_SECTION, b"\0"))

    def add(self, name: str, items: Column) -> None:
        """Append one section: an array of a known type, or bytes."""
        view = memoryview(items)
        typecode = {"L": "Q"}.get(str(view.format), str(view.format))  # as numpy calls it
        if _TYPECODES[typecode] != view.itemsize:
            raise ValueError(f"items of type {typecode} have another size on this machine")
        self.stream(name, typecode, [view])

    def stream(self, name: str, typecode: str, pieces: Iterable[Column]) -> None:
        """Append one section that comes in pieces, each of any size; items are `typecode`."""
        start, size, checks = self._file.tell(), 0, _Checks()
        self._sections[name] = [typecode, start, 0, len(self._checks)]
        for piece in pieces:
            data = memoryview(piece).cast("B")
            checks.add(data)
            self._file.write(data)
            size += len(data)
        padding = b"\0" * (-size % _FIRST_SECTION)
        self._file.write(padding)
        self._sections[name][2] = size
        self._checks += checks.done(padding)

    def finish(self, meta: dict[str, Any]) -> None:
        """Write the table and, last of all, the pointer that makes the file valid."""
        checks, start = self._checks.tobytes(), self._file.tell()
        self._file.write(checks)
        place = [start, len(checks), zlib.crc32(checks)]
        table = json.dumps({"meta": meta, "checks": place, "sections": self._sections}).encode()
        start += len(checks)
        self._file.write(table)
        self._file.seek(len(MAGIC))
        self._file.write(_POINTER.pack(start, len(table), zlib.crc32(table)))
        self._file.flush()


class _Checks:
    """The CRC-32 of every block of a section that comes in pieces."""

    def __init__(self) -> None:
        self._checks = array("I")
        self._filled = _BLOCK  # bytes in the last block

    def add(self, data: memoryview) -> None:
        """Take in the next bytes."""
        at = 0
        while at < len(data):
            if self._filled == _BLOCK:
                self._checks.append(0)
                self._filled = 0
            part = data[at : at + _BLOCK - self._filled]
            self._checks[-1] = zlib.crc32(part, self._checks[-1])
            self._filled += len(part)
            at += len(part)

    def done(self, padding: bytes) -> array[int]:
        """All checks; the padding belongs to the last block."""
        if self._checks and padding:
            self._checks[-1] = zlib.crc32(padding, self._checks[-1])
        return self._checks


class Section:
    """A read-only view of one array; indexes are items, not bytes."""

    def __init__(self, name: str, data: memoryview, row: list[Any], checks: memoryview) -> None:
        typecode, start, size, first = row
        data = data[start : start + size + -size % _FIRST_SECTION]
        self._name = name
        self._bytes = data  # with the padding
        self._items = data[:size].cast(typecode)
        self._width = _TYPECODES[typecode]
        self._start = start  # in the file
        self.file: int | None = None  # its descriptor, where there is one
        self.touched = 0  # bytes of the map, for a check
        blocks = -(-len(data) // _BLOCK)
        self._checks = checks[first : first + blocks]
        self._checked = bytearray(blocks)  # block -> 1 once its checksum was right
        if len(self._checks) != blocks:
            raise IndexDamaged("the index file is damaged or not citebot's")

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: int) -> Any:
        """The item at `at` (0 or more)."""
        block = at * self._width // _BLOCK
        if not self._checked[block]:
            self._check(block)
        return self._items[at]

    def slice(self, start: int, end: int) -> memoryview:
        """Items `start` to `end`, without a copy."""
        self.check(start, end)
        items: memoryview = self._items[start:end]
        return items

    def unchecked(self) -> memoryview:
        """All items, of which none may be used that `check` has not seen."""
        return self._items

    def check(self, start: int, end: int) -> None:
        """Make sure that items `start` to `end` are undamaged; raises IndexDamaged."""
        block, last = start * self._width // _BLOCK, -(-end * self._width // _BLOCK)
        while (block := self._checked.find(0, block, last)) >= 0:
            self._check(block)

    def all(self) -> memoryview:
        """All items, without a copy."""
        return self.slice(0, len(self._items))

    def read(self, start: int, end: int) -> bytes:
        """Bytes `start` to `end`, of which no part of a map stays in memory."""
        if self.file is None:
            return bytes(self.slice(start, end))
        first, last = start // _BLOCK, -(-end // _BLOCK)
        begin, size = first * _BLOCK, min(last * _BLOCK, len(self._bytes)) - first * _BLOCK
        data = os.pread(self.file, size, self._start + begin)
        block = first
        while (block := self._checked.find(0, block, last)) >= 0:
            self._compare(block, data[block * _BLOCK - begin : (block + 1) * _BLOCK - begin])
        return data[start - begin : end - begin]

    def _check(self, block: int) -> None:
        self.touched += _BLOCK
        self._compare(block, self._bytes[block * _BLOCK : (block + 1) * _BLOCK])

    def _compare(self, block: int, data: bytes | memoryview) -> None:
        if zlib.crc32(data) != self._checks[block]:
            raise IndexDamaged(f"the index is damaged (section {self._name}, block {block})")
        self._checked[block] = 1


class Reader:
    """An open container. Raises IndexDamaged for anything that is not a whole one."""

    identity: tuple[int, int] | None = None  # device and inode of the file; None in memory

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._map = data if isinstance(data, mmap.mmap) else None
        self._touched = 0  # bytes of it
        view = memoryview(data)
        try:
            self.meta, sections, checks = _table(view)
            self._sections = {
                name: Section(name, view, row, checks) for name, row in sections.items()
            }
        except (ValueError, TypeError, KeyError, AttributeError, struct.error) as error:
            raise IndexDamaged("the index file is damaged or not citebot's") from error

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map a file. OSError where it cannot be opened, IndexDamaged where it is not whole."""
        with path.open("rb") as file:
            try:
                reader = cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            except ValueError as error:  # an empty file cannot be mapped
                raise IndexDamaged("the index file is empty") from error
            status = os.fstat(file.fileno())
            reader.identity = status.st_dev, status.st_ino
            descriptor = os.dup(file.fileno())
        finalize(reader, os.close, descriptor)
        for section in reader._sections.values():
            section.file = descriptor
        return reader

    def __getitem__(self, name: str) -> Section:
        try:
            return self._sections[name]
        except KeyError as error:
            raise IndexDamaged(f"the index has no section {name}") from error

    def rest(self, touched: int) -> None:
        """Give back the map's memory where much of it has been touched since the last time.

        `touched` are bytes beside those that were checked. What is touched again comes from
        the system's cache of files.
        """
        self._touched += touched
        checked = sum(section.touched for section in self._sections.values())
        if self._touched + checked < _MUCH or self._map is None or len(self._map) < _LARGE:
            return
        self._touched = 0
        for section in self._sections.values():
            section.touched = 0
        self._map.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Read every block and check it; raises IndexDamaged."""
        for section in self._sections.values():
            section.all()


class Strings:
    """A column of strings: `name`.text in UTF-8, `name`.first where each begins."""

    def __init__(self, reader: Reader, name: str) -> None:
        self._text: Section = reader[f"{name}.text"]
        self._first: Section = reader[f"{name}.first"]

    def __len__(self) -> int:
        return len(self._first) - 1

    def encoded(self, at: int) -> bytes:
        """The string at `at`, in UTF-8."""
        return bytes(self._text.slice(self._first[at], self._first[at + 1]))

    def __getitem__(self, at: int) -> str:
        return self.encoded(at).decode()

    def place(self, wanted: bytes) -> int:
        """Where `wanted` is, or would be, in a sorted column."""
        leap = max(bisect_left(self._sample, wanted) - 1, 0) * _EVERY
        end = min(leap + _EVERY, len(self))
        firsts = self._first.slice(leap, end + 1)
        if len(firsts) < 2:  # noqa: PLR2004  (no string)
            return leap
        begin = firsts[0]
        text = bytes(self._text.slice(begin, firsts[-1]))
        low, high = 0, end - leap
        while low < high:
            middle = (low + high) // 2
            if text[firsts[middle] - begin : firsts[middle + 1] - begin] < wanted:
                low = middle + 1
            else:
                high = middle
        return leap + low

    @cached_property
    def _sample(self) -> list[bytes]:
        """Every so many strings of a sorted column, to leap to where one is."""
        return [self.encoded(at) for at in range(0, len(self), _EVERY)]

    def find(self, wanted: bytes) -> int:
        """Where `wanted` is in a sorted column, or -1."""
        at = self.place(wanted)
        return at if at < len(self) and self.encoded(at) == wanted else -1


def _table(view: memoryview) -> tuple[dict[str, Any], dict[str, Any], memoryview]:
    if bytes(view[: len(MAGIC)]) != MAGIC:
        raise IndexDamaged("the index file is not citebot's, or another version's")
    if any(view[len(MAGIC) + _POINTER.size : _FIRST_SECTION]):
        raise IndexDamaged("the index file's head is damaged")
    start, length, check = _POINTER.unpack_from(view, len(MAGIC))
    table = view[start : start + length]
    if not start or start + length != len(view) or zlib.crc32(table) != check:
        raise IndexDamaged("the index file is not whole")
    parsed = json.loads(bytes(table))
    start, length, check = parsed["checks"]
    checks = view[start : start + length]
    if zlib.crc32(checks) != check:
        raise IndexDamaged("the index file is not whole")
    return parsed["meta"], parsed["sections"], checks.cast("I")
