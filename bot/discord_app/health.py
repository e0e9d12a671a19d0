"""A small HTTP server for whoever watches the bot: `/healthz` and `/metrics`.

`/healthz` is JSON, with status 200 where all is well and 503 where it is not:

    gateway     whether Discord is connected
    corpus      whether there are passages, and can be read
    engine      whether a question is answered, in good time

It listens on this machine alone unless told otherwise, and tells nothing of users. The server runs
in the bot's event loop, so no answer at all means that the loop stands still.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.discord_app.metrics import Metrics
from bot.discord_app.runtime import Runtime
from bot.errors import DiscordError
from bot.library import Library
from bot.translation import Message

_PATIENCE = 5.0  # seconds for the corpus and the engine
_GOOD_FOR = 2.0  # seconds that a look at them counts, however often somebody asks
_PROBE = 200  # characters of a passage to ask for
_JSON, _PROMETHEUS = "application/json", "text/plain; version=0.0.4"


@asynccontextmanager
async def health(
    address: tuple[str, int], runtime: Runtime, library: Library
) -> AsyncIterator[int]:
    """Within an `async with` block, answer at a host and port, which is yielded (0 means any).

    Raises DiscordError.
    """
    checkup, metrics = Checkup(runtime, library), Metrics(runtime, library)

    async def healthz(_: web.Request) -> web.Response:
        found = await checkup.look()
        return web.json_response(found, status=200 if found["ok"] else 503)

    async def figures(_: web.Request) -> web.Response:
        headers = {"Content-Type": f"{_PROMETHEUS}; charset=utf-8"}
        return web.Response(body=metrics.text(), headers=headers)

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", figures)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, *address)
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise DiscordError(
            Message(
                "Nothing can listen at {host}:{port}; give --health another port.",
                host=host,
                port=port,
            )
        ) from error


class Checkup:
    """Looks whether a bot is well, not more often than need be."""

    def __init__(self, runtime: Runtime, library: Library) -> None:
        self._runtime, self._library = runtime, library
        self._look: asyncio.Task[dict[str, Any]] | None = None  # one at a time
        self._found: dict[str, Any] = {}
        self._until = 0.0  # monotonic seconds

    async def look(self) -> dict[str, Any]:
        """Each part, and whether all are well."""
        gateway = {"ok": self._runtime.connected}
        parts = {"gateway": gateway, **await self._library_parts()}
        return {"ok": all(part["ok"] for part in parts.values()), **parts}

    async def _library_parts(self) -> dict[str, Any]:
        if time.monotonic() < self._until:
            return self._found
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(asyncio.to_thread(looked_at, self._library))
        try:
            self._found = await asyncio.wait_for(asyncio.shield(self._look), _PATIENCE)
        except TimeoutError:
            return {"engine": {"ok": False, "why": f"no answer within {_PATIENCE:.0f} s"}}
        self._until = time.monotonic() + _GOOD_FOR
        return self._found


def looked_at(library: Library) -> dict[str, Any]:
    """How the corpus and the engine are. Never raises."""
    corpus = {
        "ok": len(library) > 0,
        "documents": len(library.documents),
        "passages": len(library),
        "unreadable": len(library.unreadable),
        "as_before": library.refused or bool(library.kept),
        "indexed_at": library.indexed_at,
    }
    try:
        passage = next(
            library.passage(f"{document.key}:1") for document in library.documents if document.count
        )
    except Exception as error:  # noqa: BLE001  (whatever it is, it is not well)
        return {"corpus": corpus | {"ok": False, "why": type(error).__name__}, "engine": _UNSEEN}
    started = time.perf_counter()
    try:
        library.quiet().ask(passage.text[:_PROBE], count=1)
    except Exception as error:  # noqa: BLE001
        return {"corpus": corpus, "engine": {"ok": False, "why": type(error).__name__}}
    seconds = round(time.perf_counter() - started, 4)
    return {"corpus": corpus, "engine": {"ok": True, "seconds": seconds}}


_UNSEEN = {"ok": False, "why": "there is nothing to ask about"}
