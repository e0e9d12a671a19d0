"""Asks the engine: every call has a time limit, tries the other nodes, and is whole or an error.

What opensearch-py and the engine say is turned into our errors here. An answer of some of the
shards is none: it would look as if the documents did not say more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.engine.address import EngineAddress
from bot.errors import EngineSilent, EngineUnfit, GenerationGone
from bot.translation import Message

if TYPE_CHECKING:
    from opensearchpy import Transport

log = logging.getLogger(__name__)

SOON = 2.0  # seconds that a question waits for one node
LATER = 60.0  # seconds for what a reindex asks
VERSIONS = "2."  # of OpenSearch: what this was tested with
_RETIRED = 3.0  # seconds that a node which failed is not asked
_CONNECTIONS = 8  # to each node, that are kept open
_BUSY = 429
_DENIED = (401, 403)
_WHOLE = {"allow_partial_search_results": "false"}
_MISSING, _CONFLICT, _BROKEN = 404, 409, 500
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
    def _transport(self) -> Transport:
        try:
            from opensearchpy import OpenSearch  # noqa: PLC0415  (slow, and an extra)
        except ImportError as error:
            raise EngineUnfit(
                "CITEBOT_ENGINE needs opensearch-py; install it with "
                "`pip install citebot[opensearch]`."
            ) from error
        for name in ("opensearch", "opensearchpy.trace", "urllib3"):
            logging.getLogger(name).setLevel(logging.ERROR)  # they would log what is asked
        own = self.address
        client = OpenSearch(
            list(own.nodes),
            http_auth=(own.user, own.password) if own.user else None,
            ssl_context=self._trusted(),
            timeout=SOON,
            max_retries=max(len(own.nodes), 2),
            retry_on_timeout=True,
            retry_on_status=(502, 503, 504),
            dead_timeout=_RETIRED,
            pool_maxsize=_CONNECTIONS,
        )
        return client.transport

    def _trusted(self) -> Any:
        """What says whose certificates are trusted; None where no node has one."""
        own = self.address
        if not any(node.startswith("https") for node in own.nodes):
            return None
        import ssl  # noqa: PLC0415

        try:
            return ssl.create_default_context(cafile=own.ca or None)
        except OSError as error:  # ssl's own errors are such
            raise EngineUnfit(
                f"CITEBOT_ENGINE_CA: {own.ca} is no file with a certificate."
            ) from error

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        seconds: float = SOON,
    ) -> Any:
        """What the engine says. Raises EngineSilent, EngineUnfit, GenerationGone."""
        transport = self._transport
        with self._translated():
            return transport.perform_request(method, path, params, body, timeout=seconds)

    def search(self, index: str, body: Mapping[str, Any], seconds: float = SOON) -> Source:
        """The answer of all shards of an index. Raises as `call`."""
        found = self.call("POST", f"/{index}/_search", body, params=_WHOLE, seconds=seconds)
        return self._whole(found)

    def _whole(self, found: Any) -> Source:
        if not isinstance(found, dict) or "_shards" not in found or "hits" not in found:
            raise self.silent("it says something else than OpenSearch does")
        shards = found["_shards"]
        whole = shards["failed"] == 0 and shards["successful"] == shards["total"]
        if found.get("timed_out") or not whole:
            raise self.silent(Message("some of its shards do not answer"))
        return found

    def records(self, index: str, ids: Sequence[str], seconds: float = SOON) -> list[Source]:
        """The sources of documents by their ids, in that order. Raises as `call`."""
        body = {"ids": list(ids)}
        found = self.call("POST", f"/{index}/_mget", body, seconds=seconds)
        rows = found["docs"]
        if any("error" in row for row in rows):
            raise self.silent(Message("some of its shards do not answer"))
        if not all(row.get("found") for row in rows):
            raise GenerationGone(f"The index {index} of the engine is not whole.")
        return [row["_source"] for row in rows]

    def document(self, index: str, own_id: str) -> Source | None:
        """One document with its place, or None where there is none."""
        path, params = f"/{index}/_doc/{own_id}", {"ignore": _MISSING}
        found = self.call("GET", path, params=params)
        return found if found.get("found") else None

    def check(self) -> str:
        """The engine's version. Raises EngineUnfit where it is none that we know."""
        found = self.call("GET", "/")
        version = found.get("version", {}) if isinstance(found, dict) else {}
        number, kind = str(version.get("number", "?")), version.get("distribution", "another kind")
        if kind != "opensearch" or not number.startswith(VERSIONS):
            raise EngineUnfit(
                f"The engine at {self.address} is {kind} {number}; citebot needs OpenSearch "
                f"{VERSIONS}x."
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

    @contextmanager
    def _translated(self) -> Iterator[None]:
        from opensearchpy import exceptions as known  # noqa: PLC0415

        try:
            yield
        except known.SSLError as error:
            raise EngineUnfit(
                f"The engine at {self.address} has a certificate that is not trusted; "
                "CITEBOT_ENGINE_CA names the file with the one that signed it."
            ) from error
        except known.ConnectionTimeout as error:
            raise self.silent(Message("it takes too long")) from error
        except known.ConnectionError as error:
            raise self.silent(Message("no node can be reached")) from error
        except known.TransportError as error:
            raise self._told(error) from error
        except known.SerializationError as error:
            raise self.silent("it says something else than OpenSearch does") from error

    def _told(self, error: Any) -> EngineSilent | EngineUnfit:
        """What an answer with an error means."""
        status, kind = error.status_code, str(error.error)
        log.debug("The engine says %s: %s", status, kind)
        known: dict[Any, EngineSilent | EngineUnfit] = {
            "index_not_found_exception": GenerationGone("The engine has no such index."),
            "cluster_block_exception": EngineUnfit(
                f"The engine at {self.address} does not let anything be written: its disk is "
                "full, or somebody locked it; `citebot doctor` says how it is."
            ),
            _CONFLICT: Conflict("Somebody else has written to the engine meanwhile."),
            _BUSY: Busy(self.silent(Message("it has too much to do")).line),
            **dict.fromkeys(_DENIED, self._denied(status)),
        }
        if not isinstance(status, int) or status >= _BROKEN:  # not what was asked, but the engine
            return self.silent(f"its state is {status} {kind}")
        found = known.get(kind) or known.get(status)
        return found or EngineUnfit(
            f"The engine at {self.address} does not do what citebot asks ({status} {kind})."
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
