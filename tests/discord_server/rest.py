"""REST v10, as far as a bot like ours uses it, with Discord's checks and error codes."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from tests.discord_server.rules import (
    Refused,
    answer,
    check_choices,
    check_commands,
    check_message,
    invalid,
    pings,
    without_localizations,
)
from tests.discord_server.world import APP, DM, EPHEMERAL, Channel, Interaction, Message, User

if TYPE_CHECKING:
    from tests.discord_server.server import Server

_PONG, _MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE, _CHOICES = 1, 4, 5, 6, 7, 8


async def _body(request: web.Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The JSON of a request and its files."""
    if not request.content_type.startswith("multipart/"):
        return (await request.json() if request.can_read_body else {}), {}
    body: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            files[part.filename or part.name or "?"] = bytes(await part.read())
    return body, files


class Rest:
    """The handlers; what they change is in `server`."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def routes(self) -> list[web.RouteDef]:
        channel = "/api/v10/channels/{channel}/messages"
        hook = "/api/v10/webhooks/{app}/{token}"
        return [
            web.get("/api/v10/users/@me", self.me),
            web.get("/api/v10/oauth2/applications/@me", self.application),
            web.get("/api/v10/applications/@me", self.application),
            web.get("/api/v10/gateway/bot", self.gateway),
            web.get("/api/v10/applications/{app}/commands", self.commands),
            web.put("/api/v10/applications/{app}/commands", self.put_commands),
            web.post("/api/v10/users/@me/channels", self.open_dm),
            web.post(channel, self.post),
            web.get(channel + "/{message}", self.get),
            web.delete(channel + "/{message}", self.delete),
            web.post("/api/v10/interactions/{id}/{token}/callback", self.callback),
            web.get(hook + "/messages/@original", self.original),
            web.patch(hook + "/messages/@original", self.edit_original),
            web.delete(hook + "/messages/@original", self.delete_original),
            web.post(hook, self.follow_up),
        ]

    async def me(self, _: web.Request) -> web.Response:
        return answer(self._server.bot.json())

    async def application(self, _: web.Request) -> web.Response:
        team = self._server.team
        return answer({
            "id": str(APP), "name": "docbot", "icon": None, "description": "", "summary": "",
            "bot_public": True, "bot_require_code_grant": False, "verify_key": "00", "flags": 0,
            "owner": self._server.owner.json(), "team": _team_json(team) if team else None,
        })  # fmt: skip

    async def gateway(self, _: web.Request) -> web.Response:
        limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        url, shards = self._server.gateway_url, self._server.shards
        return answer({"url": url, "shards": shards, "session_start_limit": limits})

    async def commands(self, request: web.Request) -> web.Response:
        """Every command; translations are told only to who asks for them."""
        if request.query.get("with_localizations") == "true":
            return answer(self._server.commands)
        return answer([without_localizations(command) for command in self._server.commands])

    async def put_commands(self, request: web.Request) -> web.Response:
        commands = await request.json()
        check_commands(commands)
        self._server.commands = [
            {"id": str(5000 + number), "application_id": str(APP), "version": "1",
             "name_localizations": None, "description_localizations": None,
             "default_member_permissions": None, "nsfw": False, **command,
             "description": command.get("description", "")}
            for number, command in enumerate(commands)
        ]  # fmt: skip
        self._server.synced += 1
        return answer(self._server.commands)

    async def open_dm(self, request: web.Request) -> web.Response:
        user = self._server.users[int((await request.json())["recipient_id"])]
        return answer(self._server.dm(user).json())

    async def post(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        body, files = await _body(request)
        self._may_post(channel, body, files)
        check_message(body, files)
        nonce = body.get("nonce")
        for earlier in self._server.said(channel):
            if nonce is not None and earlier.nonce == nonce and body.get("enforce_nonce"):
                return answer(earlier.json())
        message = self._message(channel, body, files)
        message.nonce = nonce
        message.reply_to = self._referenced(body)
        if message.reply_to is not None:
            message.type = 19
        self._server.keep(message)
        await self._server.gateway.dispatch("MESSAGE_CREATE", message.json(), channel.guild)
        return answer(message.json())

    def _channel(self, request: web.Request) -> Channel:
        channel = self._server.channels.get(int(request.match_info["channel"]))
        if channel is None:
            raise Refused(404, 10003, "Unknown Channel")
        if "view" not in channel.allowed:
            raise Refused(403, 50001, "Missing Access")
        return channel

    def _may_post(self, channel: Channel, body: dict[str, Any], files: dict[str, bytes]) -> None:
        if channel.type == DM and channel.recipients[0].dms_closed:
            raise Refused(403, 50007, "Cannot send messages to this user")
        if ("send_in_threads" if channel.parent else "send") not in channel.allowed:
            raise Refused(403, 50013, "Missing Permissions")
        if body.get("message_reference") and "history" not in channel.allowed:
            raise Refused(403, 160002, "Cannot reply without permission to read message history")
        if files and "attach" not in channel.allowed:
            raise Refused(403, 50013, "Missing Permissions")

    def _referenced(self, body: dict[str, Any]) -> Message | None:
        reference = body.get("message_reference")
        if reference is None:
            return None
        message = self._server.messages.get(int(reference["message_id"]))
        if message is None and reference.get("fail_if_not_exists", True):
            raise invalid("Unknown message")
        return message

    def _message(self, channel: Channel, body: dict[str, Any], files: dict[str, bytes]) -> Message:
        return Message(
            channel, self._server.bot, body.get("content") or "", flags=body.get("flags") or 0,
            components=body.get("components") or [], files=files, pings=pings(body),
        )  # fmt: skip

    async def get(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        if "history" not in channel.allowed:
            raise Refused(403, 50013, "Missing Permissions")
        return answer(self._known(request).json())

    async def delete(self, request: web.Request) -> web.Response:
        self._channel(request)
        self._server.forget(self._known(request))
        return web.Response(status=204)

    def _known(self, request: web.Request) -> Message:
        message = self._server.messages.get(int(request.match_info["message"]))
        if message is None or message.private:
            raise Refused(404, 10008, "Unknown Message")
        return message

    async def callback(self, request: web.Request) -> web.Response:
        interaction = self._server.interactions.get(int(request.match_info["id"]))
        if interaction is None or interaction.token != request.match_info["token"]:
            raise Refused(404, 10062, "Unknown interaction")
        if interaction.acknowledged is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - interaction.made > self._server.first_response:
            raise Refused(404, 10062, "Unknown interaction")
        body, files = await _body(request)
        self._acknowledge(interaction, body["type"], body.get("data") or {}, files)
        if not request.query.get("with_response"):
            return web.Response(status=204)
        return answer(_callback_json(interaction, body["type"]))

    def _acknowledge(
        self, interaction: Interaction, kind: int, data: dict[str, Any], files: dict[str, bytes]
    ) -> None:
        component = interaction.type == 3
        allowed = {2: {4, 5}, 3: {4, 5, 6, 7}, 4: {8}}[interaction.type]
        if kind not in allowed:
            raise invalid(f"type {kind} for an interaction of type {interaction.type}")
        if kind == _CHOICES:
            check_choices(data["choices"])
            interaction.choices = data["choices"]
        elif kind in {_MESSAGE, _DEFER}:
            if kind == _MESSAGE:
                check_message(data, files)
            found = self._message(interaction.channel, data, files)
            found.pings, found.made_by = found.pings and kind == _MESSAGE, interaction
            interaction.answer = self._server.keep(found)
        elif component:
            interaction.answer = interaction.message
            if kind == _UPDATE:
                self._edit(interaction, data, files)
        interaction.kind = kind
        interaction.acknowledged = time.monotonic()
        if kind in {_MESSAGE, _UPDATE, _CHOICES}:
            interaction.answered = interaction.acknowledged

    def _edit(
        self, interaction: Interaction, data: dict[str, Any], files: dict[str, bytes]
    ) -> Message:
        found = interaction.answer
        if found is None or found.id not in self._server.messages:
            raise Refused(404, 10008, "Unknown Message")
        check_message({"content": found.content, **data}, files)
        found.content = data.get("content", found.content) or ""
        found.components = data.get("components", found.components) or []
        found.flags |= data.get("flags") or 0
        if "attachments" in data or files:
            found.files = files
        found.pings = found.pings or (bool(data.get("content")) and pings(data))
        found.edits += 1
        return found

    def _hooked(self, request: web.Request) -> Interaction:
        for interaction in self._server.interactions.values():
            if interaction.token == request.match_info["token"]:
                if interaction.expired:
                    raise Refused(401, 50027, "Invalid Webhook Token")
                if interaction.acknowledged is None:
                    raise Refused(404, 10015, "Unknown Webhook")
                return interaction
        raise Refused(404, 10015, "Unknown Webhook")

    async def original(self, request: web.Request) -> web.Response:
        found = self._hooked(request).answer
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        return answer(found.json())

    async def edit_original(self, request: web.Request) -> web.Response:
        interaction = self._hooked(request)
        body, files = await _body(request)
        found = self._edit(interaction, body, files)
        interaction.answered = time.monotonic()
        return answer(found.json())

    async def delete_original(self, request: web.Request) -> web.Response:
        found = self._hooked(request).answer
        if found is None or found.id not in self._server.messages:
            raise Refused(404, 10008, "Unknown Message")
        self._server.forget(found)
        return web.Response(status=204)

    async def follow_up(self, request: web.Request) -> web.Response:
        interaction = self._hooked(request)
        body, files = await _body(request)
        check_message(body, files)
        message = self._server.keep(self._message(interaction.channel, body, files))
        self._server.follow_ups.append(message)
        return answer(message.json())


def _team_json(members: tuple[User, ...]) -> dict[str, Any]:
    """A team; it belongs to its first member."""
    return {
        "id": "7000", "name": "a team", "icon": None, "owner_user_id": str(members[0].id),
        "members": [
            {"team_id": "7000", "user": member.json(), "role": member.team_role,
             "membership_state": 2 if member.team_role != "invited" else 1, "permissions": ["*"]}
            for member in members
        ],
    }  # fmt: skip


def _callback_json(interaction: Interaction, kind: int) -> dict[str, Any]:
    found = interaction.answer
    made: dict[str, Any] = {
        "interaction": {
            "id": str(interaction.id), "type": interaction.type,
            "response_message_id": None if found is None else str(found.id),
            "response_message_loading": kind == _DEFER,
            "response_message_ephemeral": bool(found and found.flags & EPHEMERAL),
        },
    }  # fmt: skip
    if kind in {_MESSAGE, _UPDATE} and found is not None:
        made["resource"] = {"type": kind, "message": found.json()}
    return made
