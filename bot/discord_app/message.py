"""What the bot says, before it is sent: text, buttons and files, without Discord."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.translation import translated


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
    """One message. `buttons` are rows as `rows` makes them.

    `echo` is what was asked: a line above the text, where no reply arrow leads to the question.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[Attachment, ...] = ()
    echo: str = ""

    @property
    def whole(self) -> str:
        """The text in the reader's language, with the echo above it."""
        text = translated(self.text)
        return f"{self.echo}\n{text}" if self.echo else text


_ROW, _MOST_ROWS = 5, 5


def rows(*groups: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of five; each group begins a row of its own; no custom id comes twice.

    >>> [[button.label for button in row] for row in rows([Button("A", "1"), Button("B", "1")])]
    [['A']]
    """
    made: list[tuple[Button, ...]] = []
    seen: set[str] = set()
    for group in groups:
        fresh: list[Button] = []
        for button in group:
            if button.custom_id not in seen:  # Discord refuses a message with an id twice
                seen.add(button.custom_id)
                fresh.append(button)
        made += [tuple(fresh[at : at + _ROW]) for at in range(0, len(fresh), _ROW)]
    return tuple(made[:_MOST_ROWS])
