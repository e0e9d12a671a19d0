"""The process that reads files for `reader_process`: an order comes in, its reading goes out.

Errors of libraries become one clause here, the same for all formats; a reader that knows more says
it itself (`Unreadable`).
"""

from __future__ import annotations

import gc
import json
import os
import sys
from importlib import import_module
from typing import Any

from bot.documents.canonical import Reading, Unreadable, layout_as_json
from bot.documents.reading_limits import allowance, close_off
from bot.translation import Message, stored
from bot.version import __version__

_DEEPEST = 3000  # calls within calls
_DAMAGED = Message("is damaged, or not of the kind that its name says")
_TOO_LARGE = Message("needs more memory than a file may have; split it into several files")
_TOO_DEEP = Message("is nested too deeply to be read; save it anew with the program that made it")
_SPENT = frozenset((_TOO_LARGE, _TOO_DEEP))
_OTHER_KIND = Message("is of another kind than its name says; give it the ending of what it is")
_ZIPPED, _PDF = b"PK\x03\x04", b"%PDF-"
_KINDS = {"pdf_document": _PDF} | dict.fromkeys(
    ("word_document", "open_document", "electronic_book"), _ZIPPED
)
# What files begin with that are no text: pictures, sound, archives, programs, databases.
_NO_TEXT = (
    _ZIPPED, _PDF, b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"OggS", b"ID3", b"\x1f\x8b\x08",
    b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"\x7fELF", b"SQLite format 3\0", b"{\\rtf",
)  # fmt: skip
_MISSING = Message("cannot be read without the package {package}; run: pip install {wanted}")


def main() -> None:
    """Read file after file until the input ends."""
    close_off()
    gc.disable()
    sys.setrecursionlimit(_DEEPEST)
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the results
    while head := sys.stdin.buffer.readline():
        order = json.loads(head)
        data = sys.stdin.buffer.read(order["size"])
        allowance.begin(len(data))
        told: dict[str, str | bool] = {**_told(order, data)}
        told["spent"] = told.get("why") in _SPENT  # whether another child has to go on
        output.write(json.dumps(told).encode() + b"\n")
        output.flush()
        gc.collect()


def _told(order: dict[str, Any], data: bytes) -> dict[str, str]:
    try:
        _refuse_other_kinds(data, _KINDS.get(order["reader"], b""))
        reader = import_module(f"bot.documents.{order['reader']}")
        reading: Reading = reader.read(data, order["suffix"])
        return _row(reading, reader_name(order["reader"], order["package"]))
    except Unreadable as error:
        return {"why": stored(error.why)}
    except MemoryError:
        return {"why": _TOO_LARGE}
    except RecursionError:
        return {"why": _TOO_DEEP}
    except ModuleNotFoundError as error:
        extra = order.get("extra")
        wanted = f"'citebot[{extra}]'" if extra else "--force-reinstall citebot"
        return {"why": stored(Message(_MISSING, package=error.name, wanted=wanted))}
    except Exception:  # noqa: BLE001  (whatever a library raises, the file is what is wrong)
        return {"why": _DAMAGED}


def _refuse_other_kinds(data: bytes, own: bytes) -> None:
    """Raise Unreadable for what begins as no text does, unless as files of its own kind do."""
    if data.startswith(_NO_TEXT) and not (own and data.startswith(own)):
        raise Unreadable(_OTHER_KIND)


def _row(reading: Reading, name: str) -> dict[str, str]:
    if not any(character.isalnum() for character in reading.text):
        raise Unreadable("has no text in it")
    return {
        "text": reading.text,
        "layout": layout_as_json(reading.layout),
        "locator": reading.locator.as_json(),
        "source": reading.locator.source,
        "reader": name,
    }


def reader_name(reader: str, package: str) -> str:
    """A reader by its name and version, and those of the library that it relies on.

    >>> reader_name("word_document", "").partition(" ")[0]
    'word_document'
    """
    if not package:
        return f"{reader} {__version__}"
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  (a tenth of a second)

    try:
        return f"{reader} {__version__} with {package} {version(package)}"
    except PackageNotFoundError:
        return f"{reader} {__version__} with {package}"
