"""How the engine is, for whoever runs it: what it is, what is amiss, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from bot.engine import generations
from bot.engine.connection import EngineConnection
from bot.errors import EngineError
from bot.translation import Message

_FULL = 0.1  # of a disk, that should be free
_SOON = ("1s", "2s", "3s", "1000ms", "2000ms", "3000ms")
_CHECKS = "follower_check", "leader_check"


class EngineState(Enum):
    """How something stands."""

    GOOD = "good"
    WARNING = "warning"  # it works, and could stop to
    BAD = "bad"


class Observation(NamedTuple):
    """One thing that was looked at."""

    health: EngineState
    text: str


def examine(connection: EngineConnection) -> Iterator[Observation]:
    """Look at the engine; raises nothing for what it finds."""
    try:
        told = Message(
            "engine {address}: OpenSearch {version}",
            address=connection.address,
            version=connection.check(),
        )
        yield Observation(EngineState.GOOD, told)
        yield from _served(connection)
        yield from _disks(connection)
        yield from _fault_detection(connection)
    except EngineError as error:
        yield Observation(EngineState.BAD, Message("engine: {error}", error=error.line))


def _served(connection: EngineConnection) -> Iterator[Observation]:
    served = generations.served(connection)
    if served is None:
        nothing = Message("engine: nothing is indexed there yet; `citebot reindex` does")
        yield Observation(EngineState.BAD, nothing)
        return
    health = connection.call("GET", f"/_cluster/health/{served.name}")
    nodes, missing = health["number_of_data_nodes"], health["unassigned_shards"]
    told = Message(
        "engine: {name}, health {status}, nodes with data: {nodes}",
        name=served.name,
        status=health["status"],
        nodes=nodes,
    )
    if health["status"] == "red":
        yield Observation(EngineState.BAD, Message(
            "{told}; shards that are lost: {missing}; start the nodes that had them, or run "
            "`citebot reindex`", told=told, missing=missing,
        ))  # fmt: skip
    elif missing:
        yield Observation(EngineState.WARNING, Message(
            "{told}; replicas that are missing: {missing}; nothing is lost, but start the node "
            "that is missing", told=told, missing=missing,
        ))  # fmt: skip
    elif nodes == 1:
        alone = Message("{told}; on one node nothing is replicated", told=told)
        yield Observation(EngineState.WARNING, alone)
    else:
        yield Observation(EngineState.GOOD, told)


def _disks(connection: EngineConnection) -> Iterator[Observation]:
    params = {"filter_path": "nodes.*.name,nodes.*.fs.total"}
    found = connection.call("GET", "/_nodes/stats/fs", params=params)
    for node in found.get("nodes", {}).values():
        total = node.get("fs", {}).get("total", {})
        free = total.get("available_in_bytes", 1) / max(total.get("total_in_bytes", 1), 1)
        if free < _FULL:
            yield Observation(EngineState.WARNING, Message(
                "engine: the disk of {node} is nearly full ({free:.0%} free); from 5% on it takes "
                "no more", node=node["name"], free=free,
            ))  # fmt: skip


def _fault_detection(connection: EngineConnection) -> Iterator[Observation]:
    """Whether a node that hangs is noticed soon: until then questions to it wait."""
    params = {"include_defaults": "true", "filter_path": "**.fault_detection.*.timeout"}
    found = connection.call("GET", "/_cluster/settings", params=params)
    set_ = [limit for name in _CHECKS for limit in [_timeout(found, name)] if limit]
    if any(limit not in _SOON for limit in set_):
        yield Observation(EngineState.WARNING, Message(
            "engine: a node that hangs is noticed late, and questions fail until then; set "
            "cluster.fault_detection.follower_check.timeout and leader_check.timeout to 2s in "
            "opensearch.yml"
        ))  # fmt: skip


def _timeout(found: dict[str, Any], check: str) -> str:
    """What a check waits; what is set goes before what is the default."""
    for kind in ("transient", "persistent", "defaults"):
        one = found.get(kind, {}).get("cluster", {}).get("fault_detection", {}).get(check, {})
        if "timeout" in one:
            return str(one["timeout"])
    return ""
