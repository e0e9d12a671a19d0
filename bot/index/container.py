"""One file that holds named arrays, read through a memory map; see `writer` for how it is written.

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
harm. citebot never writes into a finished file, so a map of it stays what it was. Another program
might, or cut it short, and the system ends whoever then reads the map: a process that is to last
opens a copy of its own (`own_copy`), a file without a name that nobody else can open. What is read
seldom and from many places is read from the file, for a map would keep it in memory.

Left out on purpose: changes in place. A new index is a new file that takes the old one's place;
only before it does may a finished one be given more sections (see `Writer`).
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
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Self
from weakref import finalize

from bot.analysis.utf8 import decoded
from bot.errors import IndexDamaged

MAGIC = b"citebot index 1\n"
POINTER = struct.Struct("<QQI")
ALIGNED = 64  # where sections begin
BLOCK = 1 << 12  # bytes that have one checksum
_EVERY = 64  # strings
_LOOKED_THROUGH = 1 << 22  # bytes of a column, at most: a millisecond
_LARGE = 1 << 20  # bytes that are checked at once
MUCH = 1 << 23  # bytes of a map that may be touched before its memory is given back
_MAP = 1 << 26  # bytes of a map from which on that is done
TYPECODES = {"B": 1, "H": 2, "I": 4, "Q": 8, "f": 4, "d": 8}  # typecode -> bytes an item

if sys.byteorder != "little":  # pragma: no cover  (no such machine to test on)
    raise ImportError("citebot's index needs a little-endian machine")


def checks_of(data: memoryview) -> array[int]:
    """The CRC-32 of every block."""
    return array("I", [zlib.crc32(data[at : at + BLOCK]) for at in range(0, len(data), BLOCK)])


class StoredArray:
    """A read-only view of one array; indexes are items, not bytes."""

    def __init__(self, name: str, data: memoryview, row: list[Any], checks: memoryview) -> None:
        typecode, start, size, first = row
        data = data[start : start + size + -size % ALIGNED]
        self._name = name
        self._bytes = data  # with the padding
        self._items = data[:size].cast(typecode)
        self._width = TYPECODES[typecode]
        self._start = start  # in the file
        self.file: int | None = None  # its descriptor, where there is one
        self.touched = 0  # bytes of the map, for a check
        blocks = -(-len(data) // BLOCK)
        self._checks = checks[first : first + blocks]
        self._checked = bytearray(blocks)  # block -> 1 once its checksum was right
        if len(self._checks) != blocks:
            raise IndexDamaged("the index file is damaged or not citebot's")

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: int) -> Any:
        """The item at `at` (0 or more)."""
        block = at * self._width // BLOCK
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
        block, last = start * self._width // BLOCK, -(-end * self._width // BLOCK)
        if (last - block) * BLOCK >= _LARGE:
            self._check_many(block, last)
        while (block := self._checked.find(0, block, last)) >= 0:
            self._check(block)

    def _check_many(self, block: int, last: int) -> None:
        """Check those of many blocks that are not damaged, unless all are checked already."""
        block = self._checked.find(0, block, last)
        if block < 0:
            return
        self.touched += (last - block) * BLOCK
        found = checks_of(self._bytes[block * BLOCK : last * BLOCK])
        if memoryview(found) == self._checks[block:last]:
            self._checked[block:last] = b"\1" * (last - block)

    def forget_checks(self) -> None:
        """Check every block once more when it is touched next."""
        self._checked = bytearray(len(self._checked))

    def all(self) -> memoryview:
        """All items, without a copy."""
        return self.slice(0, len(self._items))

    def read(self, start: int, end: int) -> bytes:
        """Bytes `start` to `end`, of which no part of a map stays in memory."""
        if self.file is None:
            return bytes(self.slice(start, end))
        first, last = start // BLOCK, -(-end // BLOCK)
        begin, size = first * BLOCK, min(last * BLOCK, len(self._bytes)) - first * BLOCK
        data = os.pread(self.file, size, self._start + begin)
        block = first
        while (block := self._checked.find(0, block, last)) >= 0:
            self._compare(block, data[block * BLOCK - begin : (block + 1) * BLOCK - begin])
        return data[start - begin : end - begin]

    def _check(self, block: int) -> None:
        self.touched += BLOCK
        self._compare(block, self._bytes[block * BLOCK : (block + 1) * BLOCK])

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
            self.meta, self.rows, self.checks = _table(view)
            self._sections = {
                name: StoredArray(name, view, row, self.checks) for name, row in self.rows.items()
            }
        except (ValueError, TypeError, KeyError, AttributeError, struct.error) as error:
            raise IndexDamaged("the index file is damaged or not citebot's") from error

    @classmethod
    def open(cls, path: Path, *, own_copy: bool = False) -> Self:
        """Map a file. OSError where it cannot be opened, IndexDamaged where it is not whole."""
        with path.open("rb") as named:
            status = os.fstat(named.fileno())
            file = _copy(named, path.parent) if own_copy else named
            with file:
                try:
                    reader = cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
                except ValueError as error:  # an empty file cannot be mapped
                    raise IndexDamaged("the index file is empty") from error
                descriptor = os.dup(file.fileno())
        reader.identity = status.st_dev, status.st_ino
        finalize(reader, os.close, descriptor)
        for section in reader._sections.values():
            section.file = descriptor
        return reader

    def __getitem__(self, name: str) -> StoredArray:
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
        if self._touched + checked < MUCH or self._map is None or len(self._map) < _MAP:
            return
        self._touched = 0
        for section in self._sections.values():
            section.touched = 0
        self._map.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Read every block and check it; raises IndexDamaged."""
        for section in self._sections.values():
            for start in range(0, len(section), MUCH):
                section.check(start, min(start + MUCH, len(section)))
                self.rest(0)
            section.forget_checks()  # what is damaged later is to be noticed as well


def _copy(named: IO[bytes], folder: Path) -> IO[bytes]:
    """A file's content in a file without a name, beside it or where there is room. OSError."""
    from tempfile import TemporaryFile  # noqa: PLC0415  (only what runs for long has a copy)

    try:
        return _copied(named, TemporaryFile(dir=folder))
    except OSError:  # a folder that cannot be written, or a full disk
        named.seek(0)
        return _copied(named, TemporaryFile())


def _copied(named: IO[bytes], copy: IO[bytes]) -> IO[bytes]:
    from shutil import copyfileobj  # noqa: PLC0415  (only a bot makes a copy)

    try:
        copyfileobj(named, copy, _LARGE)
        copy.flush()
    except BaseException:
        copy.close()
        raise
    return copy


class Strings:
    """A column of strings: `name`.text in UTF-8, `name`.first where each begins."""

    def __init__(self, reader: Reader, name: str) -> None:
        self._text: StoredArray = reader[f"{name}.text"]
        self._first: StoredArray = reader[f"{name}.first"]

    def __len__(self) -> int:
        return len(self._first) - 1

    def encoded(self, at: int) -> bytes:
        """The string at `at`, in UTF-8."""
        return bytes(self._text.slice(self._first[at], self._first[at + 1]))

    def __getitem__(self, at: int) -> str:
        return decoded(self.encoded(at))

    def place(self, wanted: bytes) -> int:
        """Where `wanted` is, or would be, in a sorted column."""
        leap = max(bisect_left(self._sample, wanted) - 1, 0) * _EVERY
        end = min(leap + _EVERY, len(self))
        firsts = self._first.slice(leap, end + 1)
        if len(firsts) <= 1:  # no string
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

    def ending(self, wanted: bytes) -> list[int]:
        """Which strings end with `wanted`; none of a column that is long to look through."""
        if not wanted or self._first[len(self)] > _LOOKED_THROUGH:
            return []
        text, firsts = self._whole
        found, at = [], text.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            place = bisect_left(firsts, end)
            if firsts[place] == end and firsts[place - 1] <= at:
                found.append(place - 1)
            at = text.find(wanted, at + 1)
        return found

    @cached_property
    def _whole(self) -> tuple[bytes, Sequence[int]]:
        return bytes(self._text.slice(0, self._first[len(self)])), self._first.all()

    def find(self, wanted: bytes) -> int:
        """Where `wanted` is in a sorted column, or -1."""
        at = self.place(wanted)
        return at if at < len(self) and self.encoded(at) == wanted else -1


def _table(view: memoryview) -> tuple[dict[str, Any], dict[str, Any], memoryview]:
    if bytes(view[: len(MAGIC)]) != MAGIC:
        raise IndexDamaged("the index file is not citebot's, or another version's")
    if any(view[len(MAGIC) + POINTER.size : ALIGNED]):
        raise IndexDamaged("the index file's head is damaged")
    start, length, check = POINTER.unpack_from(view, len(MAGIC))
    table = view[start : start + length]
    if not start or start + length != len(view) or zlib.crc32(table) != check:
        raise IndexDamaged("the index file is not whole")
    parsed = json.loads(bytes(table))
    start, length, check = parsed["checks"]
    checks = view[start : start + length]
    if zlib.crc32(checks) != check:
        raise IndexDamaged("the index file is not whole")
    return parsed["meta"], parsed["sections"], checks.cast("I")
