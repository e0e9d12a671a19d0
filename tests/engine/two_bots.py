"""Two bots, each with a part of Discord's shards, that ask one engine; a third process reindexes.

    python -m tests.engine.two_bots [ENGINE]

takes a minute, and is no part of the suite. It prints what became of each of these: a message is
answered once, also where Discord tells of it again; the limit of questions holds within a server,
and not over servers of different processes; direct messages are shard 0's; and what another
process reindexes, both serve within seconds.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path

from bot.library import reindex
from tests.benchmarks.load import Served, serving
from tests.discord_server.server import Server, until
from tests.discord_server.world import Channel, User
from tests.engine.nodes import cluster

QUESTION = "at how many degrees is the kiln fired"
_LIMIT = 3  # questions a minute
_SHARDS = 2
_SOON = 20.0  # seconds within which a new generation has to be served


def _written(corpus: Path, degrees: int) -> None:
    text = f"The kiln is fired at {degrees} degrees.[1]\n\nGlaze is mixed with rain.\n"
    (corpus / "kiln.txt").write_text(text, "utf-8")


@asynccontextmanager
async def _bots(server: Server, folder: Path, engine: str) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for shard in range(_SHARDS):
            settings = {"CITEBOT_SHARD_IDS": str(shard), "CITEBOT_SHARD_COUNT": str(_SHARDS)}
            own = Served(folder / "none", folder / f"bot{shard}", [], engine, settings, _LIMIT)
            await stack.enter_async_context(serving(server, own, None))
        yield


async def _answer(server: Server, channel: Channel, user: User | None = None) -> str:
    """What somebody is answered there, who is new where no user is named."""
    user = user or server.person("somebody")
    asked = await server.slash("ask", question=QUESTION, user=user, channel=channel)
    await until(lambda: asked.answered)
    return "" if asked.answer is None else f"{asked.answer.content} {asked.answer.embeds}"


async def _limited(server: Server, channels: list[Channel]) -> list[str]:
    """How often one user is answered in each channel, who asks once too often in each."""
    user, found = server.person("eager"), []
    for channel in channels:
        told = [await _answer(server, channel, user) for _ in range(_LIMIT + 1)]
        answers = sum("degrees" in one for one in told)
        found.append(f"{answers} answered of {len(told)}")
    return found


async def _once(server: Server, channel: Channel) -> int:
    """How often a message is answered of which Discord tells twice."""
    before = len(server.said(channel))
    message = await server.mention(QUESTION, channel, author=server.person("anew"))
    await until(lambda: len(server.said(channel)) > before)
    again = message.json(readable=True)
    await server.gateway.dispatch("MESSAGE_CREATE", again, channel.guild)
    await _answer(server, channel)  # events come in order: after this it has been dealt with
    return len(server.said(channel)) - before


async def _run(folder: Path, engine: str) -> None:
    corpus = folder / "own"
    async with Server() as server:
        first, second = server.channel, await server.new_server()
        while ((first.guild or 0) >> 22) % _SHARDS == ((second.guild or 0) >> 22) % _SHARDS:
            await server.leave(second.guild or 0)
            second = await server.new_server()
        async with _bots(server, folder, engine):
            shards = sorted(one["shard"] for one in server.gateway.identified)
            print("shards of the two processes:", shards)
            print("one user, at most", _LIMIT, "a minute:", await _limited(server, [first, second]))
            print(
                "answers to a message told twice:",
                [await _once(server, c) for c in (first, second)],
            )
            direct = server.dm(server.person("private"))
            print("a direct message is answered:", "degrees" in await _answer(server, direct))
            await _reindexed(server, [first, second], corpus, folder, engine)


async def _reindexed(
    server: Server, channels: list[Channel], corpus: Path, folder: Path, engine: str
) -> None:
    _written(corpus, 901)
    command = [sys.executable, "-m", "bot", "--corpus", str(corpus), "--index", str(folder / "i")]
    process = await asyncio.create_subprocess_exec(
        *command, "reindex", env=os.environ | {"CITEBOT_ENGINE": engine},
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await process.wait() == 0
    done = time.monotonic()
    for channel in channels:
        while "901" not in await _answer(server, channel):
            assert time.monotonic() < done + _SOON
        print(f"a reindex is served after {time.monotonic() - done:.1f} s")


def main() -> None:
    """Start the bots, and a node where none is named, and tell."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        [engine] = sys.argv[1:] or [stack.enter_context(cluster(heap="256m"))[0].url]
        (folder / "own").mkdir()
        _written(folder / "own", 900)
        reindex(folder / "own", folder / "i", engine=engine)
        asyncio.run(_run(folder, engine))


if __name__ == "__main__":
    main()
