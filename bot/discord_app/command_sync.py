"""Keeps the commands that Discord shows the same as ours, and touches them only if not.

Discord limits how often commands may be written, and clients show "outdated" for a while
after; so what Discord has is read first and compared.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.http import HTTPClient, Route

from bot.translation import Message

log = logging.getLogger(__name__)

_DEFAULTS: Mapping[str, Any] = {
    "type": 1,
    "description": "",
    "options": [],
    "choices": [],
    "required": False,
    "autocomplete": False,
    "nsfw": False,
    "default_member_permissions": None,
    "contexts": None,
    "integration_types": [0],
    "min_length": None,
    "max_length": None,
    "min_value": None,
    "max_value": None,
    "channel_types": [],
    "name_localizations": {},
    "description_localizations": {},
    "name": "",
}


async def synced(tree: app_commands.CommandTree[Any], http: HTTPClient, application: int) -> str:
    """Bring the commands in sync where they are not. Says in a line what was done."""
    try:
        there = await at_discord(http, application)
        if same(await ours(tree), there):
            return Message("commands: {number}, in sync", number=len(there))
        done = await tree.sync()
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("The commands could not be synced: %s", type(error).__name__)
        return Message("commands: could not be synced; the old ones stay, messages are answered")
    return Message("commands: {number}, brought in sync", number=len(done))


async def ours(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """A tree's commands in Discord's JSON, in every language that its translator knows."""
    commands, translator = tree.get_commands(), tree.translator
    if translator is None:
        return [command.to_dict(tree) for command in commands]
    return [await command.get_translated_payload(tree, translator) for command in commands]


async def at_discord(http: HTTPClient, application: int) -> list[dict[str, Any]]:
    """The commands that Discord has, in every language: only asked for does it tell these."""
    route = Route("GET", "/applications/{id}/commands", id=application)
    found: list[dict[str, Any]] = await http.request(route, params={"with_localizations": "true"})
    return found


def same(ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]]) -> bool:
    """Whether two lists of commands, in Discord's JSON, mean the same.

    >>> same([{"name": "a", "type": 1}], [{"name": "a", "id": "5", "nsfw": False}])
    True
    """
    return _by_name(ours) == _by_name(theirs)


def _by_name(commands: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    return {(one.get("type", 1), one["name"]): _plain(one) for one in commands}


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """What counts of a command or option, with the defaults filled in."""
    found: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = given.get(name)
        value = default if value is None else value
        if name in {"options", "choices"}:
            value = [_plain(one) for one in value]
        elif name in {"contexts", "integration_types"} and value is not None:
            value = sorted(value)
        elif name == "default_member_permissions" and value is not None:
            value = str(value)
        found[name] = value
    return found
