"""Asks the engine: every call has a time limit, tries the other nodes, and is whole or an error.

What the engine says, and what goes wrong on the way, is turned into our errors here. An answer of
some of the shards is none: it would look as if the documents did not say more.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.engine.address import EngineAddress
from bot.errors import EngineError, EngineSilent, EngineUnfit, GenerationGone
from bot.translation import Message

if TYPE_CHECKING:
    from opensearchpy import Transport, TransportError

log = logging.getLogger(__name__)

SOON = 2.0  # seconds that a question waits for one node
LATER = 60.0  # seconds for what a reindex asks
VERSIONS = "2."  # of OpenSearch: what this was tested with
MISSING = 404
_BUSY = 429
_DENIED = (401, 403)
_WHOLE = {"allow_partial_search_results": "false"}
_CONFLICT, _BROKEN = 409, 500
_ANOTHER = Message("it says something else than OpenSearch does")
_NOT_ALL = Message("some of its shards do not answer")
Source = dict[str, Any]


class Busy(EngineSilent):
    """The engine has too much to do at the moment: to be asked again."""


class Conflict(EngineUnfit):
    """Somebody else has written meanwhile."""


class EngineConnection:
    """The engine at an address. May be used by several threads."""

    def __init__(self, address: EngineAddress) -> None:
        self.address = address

    @cached_property
    def _nodes(self) -> Transport:
        from bot.engine.nodes import asking  # noqa: PLC0415  (an address alone asks nobody)

        return asking(self.address)

    def call(  # noqa: PLR0913  (a call is all of this)
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        seconds: float = SOON,
        ignore: Collection[int] = (),
    ) -> Any:
        """What the engine says; a body that is no string is sent as JSON.

        A status among `ignore` is no error. Raises EngineSilent, EngineUnfit, GenerationGone.
        """
        nodes = self._nodes
        from opensearchpy.exceptions import (  # noqa: PLC0415  (see `nodes`)
            SerializationError,
            TransportError,
        )

        if body is not None and not isinstance(body, str):
            body = json.dumps(body)
        try:
            found = nodes.perform_request(
                method, path, dict(params or {}), body, timeout=seconds, ignore=ignore
            )
        except TransportError as error:
            raise self._unanswered(error) from error
        except SerializationError as error:
            raise self.silent(_ANOTHER) from error
        if not isinstance(found, (dict, list)):
            raise self.silent(_ANOTHER)
        return found

    def _unanswered(self, error: TransportError) -> EngineError:
        """What it means that there is no answer, or none of the usual."""
        from opensearchpy import exceptions  # noqa: PLC0415  (see `nodes`)

        if isinstance(error, exceptions.SSLError):
            return self._mistrusted(error.args[2])
        if isinstance(error, exceptions.ConnectionTimeout):
            return self.silent(Message("it takes too long"))
        if isinstance(error, exceptions.ConnectionError):
            return self.silent(Message("no node can be reached"))
        return self._told(error.status_code, error.info)

    def _mistrusted(self, error: Exception) -> EngineSilent | EngineUnfit:
        """What a failure of TLS means."""
        from ssl import SSLCertVerificationError  # noqa: PLC0415  (not every engine has TLS)

        if not any(isinstance(cause, SSLCertVerificationError) for cause in error.args):
            return self.silent(Message("no node can be reached"))
        return EngineUnfit(
            Message(
                "The engine at {address} has a certificate that is not trusted; "
                "CITEBOT_ENGINE_CA names the file with the one that signed it.",
                address=self.address,
            )
        )

    def search(self, index: str, body: Mapping[str, Any], seconds: float = SOON) -> Source:
        """The answer of all shards of an index. Raises as `call`."""
        found = self.call("POST", f"/{index}/_search", body, params=_WHOLE, seconds=seconds)
        return self._whole(found)

    def _whole(self, found: Any) -> Source:
        if not isinstance(found, dict) or "_shards" not in found or "hits" not in found:
            raise self.silent(_ANOTHER)
        shards = found["_shards"]
        whole = shards["failed"] == 0 and shards["successful"] == shards["total"]
        if found.get("timed_out") or not whole:
            raise self.silent(_NOT_ALL)
        return found

    def records(self, index: str, ids: Sequence[str], seconds: float = SOON) -> list[Source]:
        """The sources of documents by their ids, in that order. Raises as `call`."""
        body = {"ids": list(ids)}
        found = self.call("POST", f"/{index}/_mget", body, seconds=seconds)
        rows = found["docs"]
        if any("error" in row for row in rows):
            raise self.silent(_NOT_ALL)
        if not all(row.get("found") for row in rows):
            raise GenerationGone(
                Message("The index {index} of the engine is not whole.", index=index)
            )
        return [row["_source"] for row in rows]

    def document(self, index: str, own_id: str) -> Source | None:
        """One document with its place, or None where there is none."""
        found = self.call("GET", f"/{index}/_doc/{own_id}", ignore=(MISSING,))
        return found if found.get("found") else None

    def check(self) -> str:
        """The engine's version. Raises EngineUnfit where it is none that we know."""
        found = self.call("GET", "/")
        version = found.get("version", {}) if isinstance(found, dict) else {}
        number, kind = str(version.get("number", "?")), version.get("distribution", "another kind")
        if kind != "opensearch" or not number.startswith(VERSIONS):
            raise EngineUnfit(
                Message(
                    "The engine at {address} is {kind} {number}; citebot needs OpenSearch "
                    "{needed}x.",
                    address=self.address,
                    kind=kind,
                    number=number,
                    needed=VERSIONS,
                )
            )
        return number

    def silent(self, why: str) -> EngineSilent:
        """The error that says that the engine does not answer."""
        return EngineSilent(
            Message(
                "The engine at {address} does not answer: {why}. Ask again in a minute; "
                "`citebot doctor` says how it is.",
                address=self.address,
                why=why,
            )
        )

    def _told(self, status: Any, found: Any) -> EngineSilent | EngineUnfit:
        """What an answer with an error means."""
        kind = _kind_of(found)
        log.debug("The engine says %s: %s", status, kind)
        if status >= _BROKEN:  # not what was asked, but the engine
            return self.silent(Message("its state is {status} {kind}", status=status, kind=kind))
        known: dict[Any, EngineSilent | EngineUnfit] = {
            "index_not_found_exception": GenerationGone(Message("The engine has no such index.")),
            "cluster_block_exception": EngineUnfit(
                Message(
                    "The engine at {address} does not let anything be written: its disk is full, "
                    "or somebody locked it; `citebot doctor` says how it is.",
                    address=self.address,
                )
            ),
            _CONFLICT: Conflict(Message("Somebody else has written to the engine meanwhile.")),
            _BUSY: Busy(self.silent(Message("it has too much to do")).line),
            **dict.fromkeys(_DENIED, self._denied(status)),
        }
        found = known.get(kind) or known.get(status)
        return found or EngineUnfit(
            Message(
                "The engine at {address} does not do what citebot asks ({status} {kind}).",
                address=self.address,
                status=status,
                kind=kind,
            )
        )

    def _denied(self, status: object) -> EngineUnfit:
        return EngineUnfit(
            Message(
                "The engine at {address} does not let citebot in (status {status}); "
                "CITEBOT_ENGINE_USER and CITEBOT_ENGINE_PASSWORD say as whom.",
                address=self.address,
                status=status,
            )
        )


def _kind_of(found: Any) -> str:
    """What an error is called; "?" where another than OpenSearch says it."""
    error = found.get("error") if isinstance(found, dict) else None
    return str(error.get("type", "?") if isinstance(error, dict) else error or "?")
