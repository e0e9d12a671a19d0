"""Our buttons as discord.py has them, found again after a restart by their custom ids.

Left out on purpose: what they do; the client is told of the press.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app.message import Button

if TYPE_CHECKING:
    from bot.discord_app.client import Bot


class Pressed(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"cb:[\s\S]+"):
    """One of our buttons, made by us or come back from Discord."""

    @classmethod
    def of(cls, button: Button) -> Self:
        """A button to send."""
        style = discord.ButtonStyle.secondary  # a red one would be louder than the answer
        return cls(discord.ui.Button(label=button.label, custom_id=button.custom_id, style=style))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003  (discord.py's signature)
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """A button that somebody pressed."""
        if isinstance(item, discord.ui.Button):
            return cls(item)
        return cls(discord.ui.Button(label="?", custom_id=match.string))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody pressed it."""
        client: Bot = interaction.client
        await client.pressed(interaction, self.custom_id)


def view_of(rows: tuple[tuple[Button, ...], ...]) -> discord.ui.View:
    """Rows of buttons, ready to be sent."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for button in row:
            item = Pressed.of(button)
            item.row = number
            view.add_item(item)
    return view
