"""The engine's nodes, asked by opensearch-py, the engine's own client.

It keeps connections open, and asks another node where one fails. Every node is asked once, and a
sole one twice; one that failed is left out for some seconds, the longer the more often in a row.
What is asked may therefore reach the engine twice.

Left out on purpose: looking for nodes that nobody named (what the operator did not name may be
none that we should ask), and what the client logs, for questions are in it.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.engine.address import EngineAddress
from bot.errors import EngineUnfit
from bot.translation import Message

if TYPE_CHECKING:
    import ssl

    from opensearchpy import Transport

_RETIRED = 3.0  # seconds that a node which failed is left out; twice as long each time
_DOUBLED = 4  # times, at most
_KEPT = 8  # connections to each node that are kept open
_FEWEST_TRIES = 2


def asking(address: EngineAddress) -> Transport:
    """What asks the nodes; may be used by several threads.

    Raises EngineUnfit where the client is not installed, or the certificates cannot be read.
    """
    try:
        from opensearchpy import Transport  # noqa: PLC0415  (half a second, where there is an engine)
    except ModuleNotFoundError as error:
        raise EngineUnfit(
            Message(
                "CITEBOT_ENGINE needs the Python package {package}; run: pip install {wanted}",
                package=error.name,
                wanted="'citebot[opensearch]'",
            )
        ) from error
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)
    return Transport(
        [_host(node) for node in address.nodes],
        headers=_known_as(address),
        ssl_context=_trusted(address),
        max_retries=max(len(address.nodes), _FEWEST_TRIES) - 1,
        retry_on_timeout=True,
        dead_timeout=_RETIRED,
        timeout_cutoff=_DOUBLED,
        pool_maxsize=_KEPT,
    )


def _host(node: str) -> dict[str, Any]:
    parts = urlsplit(node)
    return {"host": parts.hostname, "port": parts.port, "use_ssl": parts.scheme == "https"}


def _known_as(address: EngineAddress) -> dict[str, str]:
    """The client would write user and password in Latin letters only."""
    if not address.user:
        return {}
    known = b64encode(f"{address.user}:{address.password}".encode()).decode()
    return {"authorization": f"Basic {known}"}


def _trusted(address: EngineAddress) -> ssl.SSLContext | None:
    """What says whose certificates are trusted; None where no node has one."""
    if not any(node.startswith("https") for node in address.nodes):
        return None
    import ssl  # noqa: PLC0415

    try:
        trusted = ssl.create_default_context(cafile=address.ca or None)
    except OSError as error:  # ssl's own errors are such
        raise EngineUnfit(
            Message("CITEBOT_ENGINE_CA: {file} is no file with a certificate.", file=address.ca)
        ) from error
    if address.ca:
        # Since 3.13, Python asks of certificates what many an authority of one's own does
        # not write into them. Signatures, names and dates are checked as ever.
        trusted.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return trusted
