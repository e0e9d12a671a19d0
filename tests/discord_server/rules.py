"""Discord's limits on what is sent, and the errors it answers with where they are broken."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

CONTENT, LABEL, CUSTOM_ID, ROW, ROWS = 2000, 80, 100, 5, 5
CHOICES, CHOICE = 25, 100


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON, with the content type that discord.py insists on."""
    data = json.dumps(body).encode()
    return web.Response(body=data, status=status, headers=headers, content_type="application/json")


class Refused(Exception):
    """An error of Discord's API."""

    def __init__(self, status: int, code: int, message: str, **headers: str) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message, self.headers = status, code, message, headers

    def response(self) -> web.Response:
        body = {"code": self.code, "message": self.message}
        return answer(body, self.status, self.headers)


def invalid(what: str) -> Refused:
    return Refused(400, 50035, f"Invalid Form Body: {what}")


def check_message(body: dict[str, Any], files: dict[str, bytes]) -> None:
    """Raise what Discord would say to such a message."""
    content = body.get("content") or ""
    if len(content.encode("utf-16-le", "surrogatepass")) // 2 > CONTENT:
        raise invalid("content too long")
    if any("\ud800" <= character <= "\udfff" or character == "\0" for character in content):
        raise invalid("content cannot be read")
    if not (content.strip() or files or body.get("embeds") or body.get("components")):
        raise Refused(400, 50006, "Cannot send an empty message")
    _check_components(body.get("components") or [])
    if len(files) > 10:
        raise invalid("too many files")


def _check_components(rows: list[dict[str, Any]]) -> None:
    if len(rows) > ROWS:
        raise invalid("too many rows")
    seen: set[str] = set()
    for row in rows:
        buttons = row.get("components", [])
        if row.get("type") != 1 or not 1 <= len(buttons) <= ROW:
            raise invalid("a row of buttons")
        for button in buttons:
            custom_id = button["custom_id"]
            if not 1 <= len(custom_id) <= CUSTOM_ID or custom_id in seen:
                raise invalid("custom_id")
            if not 1 <= len(button["label"]) <= LABEL:
                raise invalid("label")
            seen.add(custom_id)


def check_choices(choices: list[dict[str, Any]]) -> None:
    if len(choices) > CHOICES:
        raise invalid("too many choices")
    for choice in choices:
        if not (1 <= len(choice["name"]) <= CHOICE and 1 <= len(choice["value"]) <= CHOICE):
            raise invalid("choice")


LOCALES = frozenset(
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg "
    "ru uk hi th zh-CN ja zh-TW ko".split()
)


def check_commands(commands: list[dict[str, Any]]) -> None:
    for command in commands:
        menu = command.get("type", 1) != 1
        if not 1 <= len(command["name"]) <= 32:
            raise invalid("name")
        if not menu and not 1 <= len(command["description"]) <= 100:
            raise invalid("description")
        _check_localizations(command)
        for option in command.get("options") or []:
            if (
                not 1 <= len(option["description"]) <= 100
                or option["name"].lower() != option["name"]
            ):
                raise invalid("option")
            _check_localizations(option)


def _check_localizations(given: dict[str, Any]) -> None:
    """A language that Discord does not know, or a text that is too long, is refused."""
    for key, most in (("name_localizations", 32), ("description_localizations", 100)):
        for locale, text in (given.get(key) or {}).items():
            if locale not in LOCALES or not 1 <= len(text) <= most:
                raise invalid(key)


def without_localizations(given: dict[str, Any]) -> dict[str, Any]:
    """A command or option as Discord shows it to who does not ask for translations."""
    options = [without_localizations(option) for option in given.get("options") or []]
    plain = {key: value for key, value in given.items() if not key.endswith("_localizations")}
    return plain | ({"options": options} if options else {})


def pings(body: dict[str, Any]) -> bool:
    """Whether a message may notify anybody."""
    allowed = body.get("allowed_mentions")
    if allowed is None:
        return True
    return bool(
        allowed.get("parse") or allowed.get("users") or allowed.get("roles")
        or allowed.get("replied_user")
    )  # fmt: skip
