"""How the engine is, for whoever runs it: what it is, what is amiss, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from bot.engine import generations
from bot.engine.connection import EngineConnection
from bot.errors import EngineError

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
        yield Observation(
            EngineState.GOOD, f"engine {connection.address}: OpenSearch {connection.check()}"
        )
        yield from _served(connection)
        yield from _disks(connection)
        yield from _fault_detection(connection)
    except EngineError as error:
        yield Observation(EngineState.BAD, f"engine: {error}")


def _served(connection: EngineConnection) -> Iterator[Observation]:
    served = generations.served(connection)
    if served is None:
        yield Observation(
            EngineState.BAD, "engine: nothing is indexed there yet; `citebot reindex` does"
        )
        return
    health = connection.call("GET", f"/_cluster/health/{served.name}")
    nodes, missing = health["number_of_data_nodes"], health["unassigned_shards"]
    told = f"engine: {served.name}, health {health['status']}, nodes with data: {nodes}"
    if health["status"] == "red":
        lost = "are lost: start the nodes that had them, or run `citebot reindex`"
        yield Observation(EngineState.BAD, f"{told}; {missing} shards {lost}")
    elif missing:
        lost = "are missing: nothing is lost, but start the node that is missing"
        yield Observation(EngineState.WARNING, f"{told}; {missing} replicas {lost}")
    elif nodes == 1:
        yield Observation(EngineState.WARNING, f"{told}; on one node nothing is replicated")
    else:
        yield Observation(EngineState.GOOD, told)


def _disks(connection: EngineConnection) -> Iterator[Observation]:
    params = {"filter_path": "nodes.*.name,nodes.*.fs.total"}
    found = connection.call("GET", "/_nodes/stats/fs", params=params)
    for node in found.get("nodes", {}).values():
        total = node.get("fs", {}).get("total", {})
        free = total.get("available_in_bytes", 1) / max(total.get("total_in_bytes", 1), 1)
        if free < _FULL:
            full = f"the disk of {node['name']} is nearly full ({free:.0%} free)"
            yield Observation(EngineState.WARNING, f"engine: {full}; from 5% on it takes no more")


def _fault_detection(connection: EngineConnection) -> Iterator[Observation]:
    """Whether a node that hangs is noticed soon: until then questions to it wait."""
    params = {"include_defaults": "true", "filter_path": "**.fault_detection.*.timeout"}
    found = connection.call("GET", "/_cluster/settings", params=params)
    set_ = [limit for name in _CHECKS for limit in [_timeout(found, name)] if limit]
    if any(limit not in _SOON for limit in set_):
        yield Observation(
            EngineState.WARNING,
            "engine: a node that hangs is noticed late, and questions fail until then; set "
            "cluster.fault_detection.follower_check.timeout and leader_check.timeout to 2s in "
            "opensearch.yml",
        )


def _timeout(found: dict[str, Any], check: str) -> str:
    """What a check waits; what is set goes before what is the default."""
    for kind in ("transient", "persistent", "defaults"):
        one = found.get(kind, {}).get("cluster", {}).get("fault_detection", {}).get(check, {})
        if "timeout" in one:
            return str(one["timeout"])
    return ""
