"""Where the engine is, and the user and password to ask it with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, urlsplit

from bot.errors import SettingsError
from bot.translation import Message

NAME = "citebot"
_PORT = 9200
_NAMES = re.compile(r"[a-z0-9][a-z0-9_.]{0,63}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """The nodes that can be asked, what our indices there are called, and how to be let in.

    `ca` is a file with the certificate of whoever signed the nodes'; by default the system's.
    """

    nodes: tuple[str, ...]  # such as "https://host:9200"
    name: str = NAME
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""

    @classmethod
    def parse(cls, written: str, user: str = "", password: str = "", ca: str = "") -> Self:
        """Addresses with commas between; the path of one is the name of our indices there.

        Raises SettingsError.

        >>> EngineAddress.parse("https://a, https://b:9201/rules").nodes
        ('https://a:9200', 'https://b:9201')
        >>> EngineAddress.parse("https://a/rules").name
        'rules'
        """
        found = [_split(one.strip()) for one in written.split(",") if one.strip()]
        names = {one.path.strip("/") for one in found} - {""}
        if not found or len(names) > 1 or not all(map(_NAMES.fullmatch, names)):
            raise SettingsError(
                Message(
                    "CITEBOT_ENGINE must be an address such as https://host:9200, several with "
                    "commas between; a path is the name of the indices there, in small letters "
                    "and digits."
                )
            )
        nodes = tuple(dict.fromkeys(map(_node, found)))
        return cls(nodes, next(iter(names), NAME), user, password, ca)

    def __str__(self) -> str:
        return ", ".join(self.nodes) + ("" if self.name == NAME else f"/{self.name}")


def _split(written: str) -> SplitResult:
    try:
        found = urlsplit(written)
        usable = found.scheme in {"http", "https"} and found.hostname and (found.port or _PORT)
    except ValueError:
        usable = False
    if not usable or found.query or found.fragment or found.username is not None:
        raise SettingsError(
            Message(
                "CITEBOT_ENGINE must be an address such as https://host:9200, several with commas "
                "between; user and password stand in CITEBOT_ENGINE_USER and "
                "CITEBOT_ENGINE_PASSWORD."
            )
        )
    if found.scheme == "http" and found.hostname not in _LOOPBACK:
        raise SettingsError(
            Message(
                "CITEBOT_ENGINE must begin with https:// for another machine: what goes there by "
                "http:// can be read and changed on its way."
            )
        )
    return found


def _node(found: SplitResult) -> str:
    host = f"[{found.hostname}]" if ":" in (found.hostname or "") else found.hostname
    return f"{found.scheme}://{host}:{found.port or _PORT}"
