"""Our buttons as discord.py has them, found again after a restart by their custom ids."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.discord_app.interactions import Interaction, client_of
from bot.discord_app.message import Button
from bot.translation import translated


class ButtonItem(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"cb:[\s\S]+"):
    """One of our buttons, as discord.py sends it and finds it again."""

    @classmethod
    def of(cls, button: Button) -> Self:
        """Make the item for a button that is to be sent."""
        style = discord.ButtonStyle.secondary  # a red one would be louder than the answer
        label = translated(button.label)
        return cls(discord.ui.Button(label=label, custom_id=button.custom_id, style=style))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,  # noqa: ARG003  (discord.py's signature)
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the item for a button that somebody pressed."""
        if isinstance(item, discord.ui.Button):
            return cls(item)
        return cls(discord.ui.Button(label="?", custom_id=match.string))

    async def callback(self, interaction: Interaction) -> None:
        """Pass the press on to the client."""
        await client_of(interaction).pressed(interaction, self.custom_id)


def view_of(rows: tuple[tuple[Button, ...], ...]) -> discord.ui.View:
    """Rows of buttons, ready to be sent."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for button in row:
            item = ButtonItem.of(button)
            item.row = number
            view.add_item(item)
    # Buttons are found by their ids. discord.py would keep the view of a private answer, and a
    # task that waits, for 15 minutes, unless it is done with.
    view.stop()
    return view
