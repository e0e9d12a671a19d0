"""Reads the parts of a zip file (DOCX, ODT, EPUB), and XML, without being led on.

What parts have unpacked is summed up before any is unpacked. XML with entities of its own is
refused, and nothing outside is ever asked for.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree import ElementTree as ET
from xml.parsers import expat

from bot.documents.canonical import Unreadable

_MOST_UNPACKED = 512 * 1024 * 1024  # bytes of all parts
_MOST_READ = 64 * 1024 * 1024  # bytes of those parts that are read
_MOST_PARTS = 20_000
_DEEPEST = 400  # elements within elements
_ENCRYPTED = 1  # a bit of a part's flags


class Archive:
    """A zip file, of which parts are read by their names."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, zlib.error) as error:
            if data.startswith(b"\xd0\xcf\x11\xe0"):
                raise Unreadable(
                    "is encrypted, or of an older format; save it anew, without a password"
                ) from error
            raise Unreadable("is damaged: it is no whole zip archive") from error
        parts = self._zip.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise Unreadable("is too large unpacked (over 512 MiB)")
        self.names = frozenset(part.filename for part in parts)
        self._read = 0

    def read(self, name: str) -> bytes:
        """The content of a part; KeyError where there is none. Raises Unreadable."""
        part = self._zip.getinfo(name)
        self._read += part.file_size
        if self._read > _MOST_READ:
            raise Unreadable("is too large unpacked (over 64 MiB of text)")
        if part.flag_bits & _ENCRYPTED:
            raise Unreadable("is encrypted; save it without a password")
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Unreadable("is damaged: {name} in it cannot be unpacked", name=name) from error

    def xml(self, name: str) -> ET.Element:
        """A part that is XML."""
        return parsed_xml(self.read(name))


class _Builder(ET.TreeBuilder):
    """Builds a tree that is not too deep, of a text that declares no entities."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("is nested too deeply to be read")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def parsed_xml(data: bytes) -> ET.Element:
    """The root of an XML text. Raises Unreadable."""
    if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data:
        raise Unreadable("declares XML entities, which documents have no use for")
    parser = ET.XMLParser(target=_Builder())  # noqa: S314  (see the module's docstring)
    try:
        parser.feed(data)
        return parser.close()
    except (ET.ParseError, expat.ExpatError, ValueError) as error:
        raise Unreadable("is damaged: its XML is not well formed") from error
