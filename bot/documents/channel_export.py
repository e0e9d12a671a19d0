"""Reads the export of a Discord channel, as DiscordChatExporter writes it in JSON.

Messages of one author within some minutes are one block, whose place is the first one's id, so
that a link leads to it, and its time: a day is a heading, and below it a minute is. Authors' names
are left out, in front of messages and within: a mention is written as "@someone". What was
forwarded, and the boxes that bots post, are part of a message; the preview of a page that it
links to is not.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from bot.documents.canonical import Reading, Unreadable
from bot.documents.composer import Composer
from bot.documents.reading_limits import allowance
from bot.translation import Message

_TOGETHER = 420  # seconds between two messages of one author, as Discord's clients group them
_OTHER = Message("is JSON of a kind that is not read; a channel's export and .jsonl by lines are")
_MENTION = re.compile(r"<@!?\d+>")
_EMOJI = re.compile(r"<a?:(\w+):\d+>")
_SPOKEN = frozenset(("Default", "Reply", "ChatInputCommand", "0", "19", "20"))


def read(data: bytes, suffix: str = "json") -> Reading:
    """The text of an export."""
    del suffix
    try:
        export = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("is damaged: it is no whole JSON") from error
    messages = export.get("messages") if isinstance(export, dict) else None
    if not isinstance(messages, list) or not isinstance(export.get("channel"), dict):
        raise Unreadable(_OTHER)
    writer = _Channel()
    for message in messages:
        if isinstance(message, dict):
            writer.take(message)
    writer.end()
    return writer.compose.reading(_title(export), _source(export), link="path")


def _title(export: dict[str, Any]) -> str:
    name = export["channel"].get("name")
    return f"#{name}" if name else ""


def _source(export: dict[str, Any]) -> str:
    guild = export.get("guild") if isinstance(export.get("guild"), dict) else {}
    numbers = str((guild or {}).get("id") or ""), str(export["channel"].get("id") or "")
    if not all(number.isdecimal() for number in numbers):
        return ""
    server = "@me" if numbers[0] == "0" else numbers[0]
    return f"https://discord.com/channels/{server}/{numbers[1]}"


class _Channel:
    """Takes in messages one after the other."""

    def __init__(self) -> None:
        self.compose = Composer()
        self._day = self._minute = ""  # of the heading above, as the export has the time
        self._author = ""
        self._at: datetime | None = None  # when the last message was written
        self._texts: list[str] = []
        self._first = ""  # id

    def take(self, message: dict[str, Any]) -> None:
        """Take in a message; joins, pins and the like are none."""
        text = self._shown(message)
        if not text or str(message.get("type", "Default")) not in _SPOKEN:
            return
        author = message.get("author")
        name = str(author.get("id") or "") if isinstance(author, dict) else ""
        at = _moment(str(message.get("timestamp") or ""))
        near = at and self._at and abs((at - self._at).total_seconds()) <= _TOGETHER
        if not (name and name == self._author and near):
            self.end()
            self._begin(at)
            self._first = str(message.get("id") or "")
        self._texts.append(text)
        self._author, self._at = name, at

    def _begin(self, at: datetime | None) -> None:
        if at is None:
            return
        day, minute = at.date().isoformat(), at.strftime("%H:%M")
        if day != self._day:
            self.compose.heading(day, 2)
        if (day, minute) != (self._day, self._minute):
            self.compose.heading(minute, 3)
        self._day, self._minute = day, minute

    def _shown(self, message: dict[str, Any]) -> str:
        text = _said(message)
        mentions = message.get("mentions")
        for one in mentions if isinstance(mentions, list) else ():
            for key in ("nickname", "name"):
                if isinstance(one, dict) and one.get(key):
                    text = text.replace(f"@{one[key]}", "@someone")
        return _EMOJI.sub(r":\1:", _MENTION.sub("@someone", text)).strip()

    def end(self) -> None:
        """Write the messages so far as one block."""
        texts, self._texts = self._texts, []
        if texts:
            if self._first.isdecimal():
                self.compose.anchor(self._first)
            self.compose.paragraph("\n".join(texts))
            allowance.earn(self.compose.characters)


def _said(message: dict[str, Any]) -> str:
    """All that a message shows: what was written, what it forwards, and its boxes."""
    forwarded = message.get("forwardedMessage")
    whole = [message, *([forwarded] if isinstance(forwarded, dict) else [])]
    texts: list[str] = []
    for one in whole:
        content, boxes = str(one.get("content") or ""), one.get("embeds")
        texts.append(content)
        for box in boxes if isinstance(boxes, list) else ():
            if isinstance(box, dict) and not (box.get("url") and str(box["url"]) in content):
                texts += _box(box)
    return "\n".join(filter(None, texts))


def _box(box: dict[str, Any]) -> list[str]:
    """The lines of a box: its title, its text and its fields."""
    fields = box.get("fields")
    named = [
        f"{field.get('name') or ''}: {field.get('value') or ''}"
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict)
    ]
    return [str(box.get("title") or ""), str(box.get("description") or ""), *named]


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None
