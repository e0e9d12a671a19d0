"""What the bot says, before it is sent: text, buttons and files, without Discord.

Left out on purpose: how it is sent, to whom, and whether others see it; see `delivery`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `custom_id` holds all that is needed when it is pressed, for ever."""

    label: str
    custom_id: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to go along."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class BotMessage:
    """One message. `buttons` are rows of five at most."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[Attachment, ...] = ()
