"""What the bot says, before it is sent: text, buttons and files, without Discord."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `custom_id` holds all that is needed when it is pressed, for ever."""

    label: str
    custom_id: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along with a message."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class BotMessage:
    """One message. `buttons` are rows of five at most."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[Attachment, ...] = ()
