"""The gateway: HELLO, IDENTIFY, RESUME, heartbeats and events, plain or as a zlib stream."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.discord_server.world import APP, snowflake

if TYPE_CHECKING:
    from tests.discord_server.server import Server

PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_HELLO, _DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME = 10, 0, 1, 2, 6
_RECONNECT, _INVALID, _ACK = 7, 9, 11


@dataclass
class Session:
    """What a client can resume: all events of it, by their numbers from 1."""

    shard: tuple[int, int]
    intents: int
    id: str = field(default_factory=lambda: f"session-{snowflake()}")
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: Socket | None = None
    begun: float = field(default_factory=time.monotonic)
    resumed: bool = False
    left: float | None = None  # monotonic seconds since when no client is there
    valid: bool = True

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event, or keep it until the client is back."""
        self.events.append({"op": _DISPATCH, "t": event, "d": data, "s": len(self.events) + 1})
        if self.socket is not None:
            await self.socket.send(self.events[-1])

    def has(self, guild: int | None) -> bool:
        shard, count = self.shard
        return (0 if guild is None else (guild >> 22) % count) == shard


class Socket:
    """One connection."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._stream = zlib.compressobj() if compressed else None

    async def send(self, message: dict[str, Any]) -> None:
        if self.socket.closed:
            return
        text = json.dumps(message)
        try:
            if self._stream is None:
                await self.socket.send_str(text)
            else:
                data = self._stream.compress(text.encode())
                await self.socket.send_bytes(data + self._stream.flush(zlib.Z_SYNC_FLUSH))
        except ConnectionError:
            return

    async def close(self, code: int) -> None:
        await self.socket.close(code=code)


class Gateway:
    """All connections, and the faults that were ordered."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.sessions: list[Session] = []
        self.sockets: set[Socket] = set()
        self.connections = 0
        self.identified: list[dict[str, Any]] = []
        self.identified_at: list[float] = []  # monotonic seconds
        self.resumed = 0
        self.close_on_connect: list[int] = []  # codes, used up one by one
        self.close_on_ready: list[int] = []
        self.refuse_resume = False
        self.down = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection from a client."""
        if self.down:
            return web.Response(status=503)
        self.connections += 1
        response = web.WebSocketResponse()
        await response.prepare(request)
        compressed = self._server.compressed and request.query.get("compress") == "zlib-stream"
        socket = Socket(response, compressed=compressed)
        self.sockets.add(socket)
        session = None
        try:
            if self.close_on_connect:
                await socket.close(self.close_on_connect.pop(0))
                return response
            await socket.send({"op": _HELLO, "d": {"heartbeat_interval": 41250}})
            async for message in response:
                if message.type is not WSMsgType.TEXT:
                    break
                session = await self._received(socket, json.loads(message.data)) or session
        finally:
            self.sockets.discard(socket)
            if session is not None and session.socket is socket:
                session.socket, session.left = None, time.monotonic()
        return response

    async def _received(self, socket: Socket, message: dict[str, Any]) -> Session | None:
        if message["op"] == _HEARTBEAT:
            await socket.send({"op": _ACK})
        elif message["op"] == _IDENTIFY:
            return await self._identify(socket, message["d"])
        elif message["op"] == _RESUME:
            return await self._resume(socket, message["d"])
        return None

    async def _identify(self, socket: Socket, data: dict[str, Any]) -> Session | None:
        self.identified.append(data)
        self.identified_at.append(time.monotonic())
        if data["token"] != self._server.token or self._server.gateway_refuses_token:
            await socket.close(4004)
            return None
        if data["intents"] & PRIVILEGED or self._server.refuses_intents:
            await socket.close(4014)
            return None
        shard = tuple(data.get("shard") or (0, 1))
        session = Session((shard[0], shard[1]), data["intents"], socket=socket)
        self.sessions.append(session)
        guilds = [guild for guild in self._server.guilds if session.has(guild)]
        await session.dispatch("READY", {
            "v": 10, "user": self._server.bot.json(), "session_id": session.id,
            "resume_gateway_url": self._server.gateway_url, "shard": list(shard),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in guilds],
            "application": {"id": str(APP), "flags": 0},
        })  # fmt: skip
        for guild in guilds:
            await session.dispatch("GUILD_CREATE", self._server.guild_json(guild))
        if self.close_on_ready:
            await socket.close(self.close_on_ready.pop(0))
        return session

    async def _resume(self, socket: Socket, data: dict[str, Any]) -> Session | None:
        known = [s for s in self.sessions if s.id == data["session_id"] and s.valid]
        if not known or self.refuse_resume:
            await socket.send({"op": _INVALID, "d": False})
            return None
        session = known[0]
        self.resumed += 1
        session.socket, session.left, session.resumed = socket, None, True
        for event in session.events[data["seq"] or 0 :]:
            await socket.send(event)
        await session.dispatch("RESUMED", {})
        return session

    async def dispatch(self, event: str, data: Any, guild: int | None) -> None:
        """Send an event to the sessions that it concerns."""
        for session in self.sessions:
            if session.valid and session.has(guild):
                await session.dispatch(event, data)

    async def close_all(self, code: int) -> None:
        """Close every connection, with a code."""
        for socket in list(self.sockets):
            await socket.close(code)

    async def drop_all(self) -> None:
        """Cut every connection, without a word."""
        for socket in list(self.sockets):
            transport = socket.socket._req.transport if socket.socket._req else None
            if transport is not None:
                transport.abort()
        await asyncio.sleep(0)

    async def reconnect_all(self) -> None:
        """Op 7."""
        for socket in list(self.sockets):
            await socket.send({"op": _RECONNECT, "d": None})

    async def invalidate_all(self, *, resumable: bool) -> None:
        """Op 9."""
        for session in self.sessions:
            session.valid = session.valid and resumable
        for socket in list(self.sockets):
            await socket.send({"op": _INVALID, "d": resumable})
